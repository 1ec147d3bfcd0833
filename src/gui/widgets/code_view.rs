//! Code: JSON to read, with highlighted names and values, line numbers and grounds of changed lines.

use super::json_tokens::{JsonToken, json_tokens};
use crate::gui::theme::{CAPTION, Look, MONO, Tokens, monospace, space, tokens};
use egui::{
    Align, Color32, CornerRadius, Frame, Galley, Margin, Painter, Pos2, Rect, Response, Role, ScrollArea,
    Stroke, Ui, WidgetInfo,
    cache::{ComputerMut, FrameCache},
    pos2,
    text::{LayoutJob, TextFormat},
    vec2,
};
use std::{ops::Range, sync::Arc};

/// From line to line, in points.
pub(super) const LINE: f32 = 19.0;
const PAD: f32 = 10.0;

#[derive(Default)]
struct Highlighter;

impl ComputerMut<(&str, Look), LayoutJob> for Highlighter {
    fn compute(&mut self, (text, look): (&str, Look)) -> LayoutJob {
        highlight(text, look.tokens())
    }
}

/// The highlighted text, unwrapped; computed anew only when the text or the theme changes.
pub(super) fn highlighted(ui: &Ui, text: &str) -> LayoutJob {
    let look = tokens(ui).look;
    ui.memory_mut(|memory| {
        memory.caches.cache::<FrameCache<LayoutJob, Highlighter>>().get((text, look)).clone()
    })
}

fn highlight(text: &str, t: &Tokens) -> LayoutJob {
    let mut job = LayoutJob { text: String::with_capacity(text.len()), ..LayoutJob::default() };
    for (range, token) in json_tokens(text) {
        let color = match token {
            JsonToken::Key => t.json_key,
            JsonToken::String => t.json_string,
            JsonToken::Literal => t.json_literal,
            JsonToken::Punct | JsonToken::Space => t.json_punct,
        };
        let format = TextFormat {
            line_height: Some(LINE),
            valign: Align::Center,
            ..TextFormat::simple(monospace(MONO), color)
        };
        job.append(&text[range], 0.0, format);
    }
    job.wrap.max_width = f32::INFINITY;
    job
}

/// The text in one colour, unwrapped.
fn plain(text: &str, t: &Tokens) -> LayoutJob {
    let format = TextFormat { line_height: Some(LINE), ..TextFormat::simple(monospace(MONO), t.text) };
    let mut job = LayoutJob::single_section(text.trim_end().to_owned(), format);
    job.wrap.max_width = f32::INFINITY;
    job
}

/// Read-only JSON or other text, built up and then shown with [`CodeView::show`].
#[must_use = "a view appears when it is shown"]
pub struct CodeView<'a> {
    name: &'a str,
    text: &'a str,
    line_numbers: bool,
    added: &'a [Range<usize>],
    max_height: f32,
    framed: bool,
    plain: bool,
}

impl<'a> CodeView<'a> {
    /// A view of `text` named `name`, which is also its identity among its neighbours.
    pub fn new(name: &'a str, text: &'a str) -> Self {
        Self {
            name,
            text,
            line_numbers: false,
            added: &[],
            max_height: f32::INFINITY,
            framed: true,
            plain: false,
        }
    }

    /// Numbers the lines.
    pub fn line_numbers(mut self) -> Self {
        self.line_numbers = true;
        self
    }

    /// Lines (from 0) on the ground of added ones.
    pub fn added(mut self, lines: &'a [Range<usize>]) -> Self {
        self.added = lines;
        self
    }

    /// No higher than `height` points; longer text scrolls.
    pub fn max_height(mut self, height: f32) -> Self {
        self.max_height = height;
        self
    }

    /// Without a box around, for panels that are one themselves.
    pub fn unframed(mut self) -> Self {
        self.framed = false;
        self
    }

    /// Without colours, for text that is no JSON.
    pub fn plain(mut self) -> Self {
        self.plain = true;
        self
    }

    /// Draws the view as wide as there is room.
    pub fn show(self, ui: &mut Ui) -> Response {
        let t = tokens(ui);
        let job = if self.plain { plain(self.text, t) } else { highlighted(ui, self.text) };
        let galley = ui.painter().layout_job(job);
        let gutter = if self.line_numbers { gutter_width(ui, galley.rows.len()) } else { PAD };
        let frame = code_frame(ui, self.framed);
        let response = frame
            .show(ui, |ui| {
                ui.take_available_width();
                let room = ui.available_width();
                ScrollArea::both().id_salt(self.name).max_height(self.max_height).show(ui, |ui| {
                    let size =
                        vec2((gutter + galley.size().x + PAD).max(room), galley.size().y + 2.0 * space::S);
                    let (rect, _) = ui.allocate_exact_size(size, egui::Sense::hover());
                    let origin = rect.min + vec2(gutter, space::S);
                    let painter = ui.painter();
                    for lines in self.added {
                        paint_ground(painter, rect, origin.y, lines, t.diff_added_bg, t.ok);
                    }
                    if self.line_numbers {
                        paint_numbers(painter, &galley, origin, ui.clip_rect(), t.text_disabled);
                    }
                    painter.galley(origin, galley, t.text);
                });
            })
            .response;
        response.widget_info(|| {
            let mut info = WidgetInfo::labeled(Role::Code, true, self.name);
            info.current_text_value = Some(self.text.to_owned());
            info
        });
        response
    }
}

/// The box around code.
pub(super) fn code_frame(ui: &Ui, framed: bool) -> Frame {
    let t = tokens(ui);
    if !framed {
        return Frame::new();
    }
    Frame::new()
        .fill(t.field)
        .stroke(Stroke::new(space::HAIRLINE, t.line))
        .corner_radius(space::RADIUS_CONTROL)
        .inner_margin(Margin::same(1))
}

/// How much room the numbers of `lines` lines take, with the gap to the text.
pub(super) fn gutter_width(ui: &Ui, lines: usize) -> f32 {
    let digits = lines.max(10).ilog10() as usize + 1;
    let widest = ui.painter().layout_no_wrap("0".repeat(digits), monospace(CAPTION), Color32::PLACEHOLDER);
    PAD + widest.size().x + 14.0
}

/// Numbers the rows of `galley` that stands at `origin`, right-aligned before it, as far as `clip` shows them.
pub(super) fn paint_numbers(
    painter: &Painter,
    galley: &Arc<Galley>,
    origin: Pos2,
    clip: Rect,
    color: Color32,
) {
    for (i, row) in galley.rows.iter().enumerate() {
        let middle = origin.y + row.rect().center().y;
        if middle + LINE < clip.top() || middle - LINE > clip.bottom() {
            continue;
        }
        let at = pos2(origin.x - 14.0, middle);
        painter.text(at, egui::Align2::RIGHT_CENTER, i + 1, monospace(CAPTION), color);
    }
}

fn paint_ground(
    painter: &Painter,
    rect: Rect,
    top: f32,
    lines: &Range<usize>,
    ground: Color32,
    bar: Color32,
) {
    let band = Rect::from_x_y_ranges(
        rect.x_range(),
        top + lines.start as f32 * LINE..=top + lines.end as f32 * LINE,
    );
    painter.rect_filled(band, 0.0, ground);
    let edge = Rect::from_min_size(band.min, vec2(3.0, band.height()));
    painter.rect_filled(edge, CornerRadius::ZERO, bar);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::theme::DARK;

    #[test]
    fn highlighting_keeps_the_text_and_colours_names() {
        let text = "{\n  \"Sid\": \"x\", \"n\": 1\n}";
        let job = highlight(text, &DARK);
        assert_eq!(job.text, text);
        let color_of = |part: &str| {
            let at = text.find(part).unwrap();
            job.sections
                .iter()
                .find(|s| s.byte_range.start.0 <= at && at < s.byte_range.end.0)
                .map(|s| s.format.color)
        };
        assert_eq!(color_of("\"Sid\""), Some(DARK.json_key));
        assert_eq!(color_of("\"x\""), Some(DARK.json_string));
        assert_eq!(color_of("1"), Some(DARK.json_literal));
    }
}
