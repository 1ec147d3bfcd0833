//! Two texts compared line by line: side by side where there is room, else one below the other. Changed lines have a
//! ground, a bar and a sign.

use std::sync::Arc;

use egui::{
    Align2, Color32, FontId, Galley, Rect, Response, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2,
};

use super::code_view::{LINE, code_frame, highlighted};
use crate::gui::theme::{CAPTION, MONO, monospace, regular, space, tokens};

/// Below this width both texts share one column.
const TWO_COLUMNS: f32 = 720.0;
/// From the numbers to the sign, and from the sign to the text.
const SIGN: f32 = 18.0;

/// A line of the comparison. Numbers count from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DiffLine {
    /// In both texts.
    Same {
        /// Its number in the old and in the new text.
        at: (usize, usize),
        /// What it says in the new one.
        text: String,
    },
    /// In the old text only.
    Removed {
        /// Its number.
        at: usize,
        /// What it says.
        text: String,
    },
    /// In the new text only.
    Added {
        /// Its number.
        at: usize,
        /// What it says.
        text: String,
    },
    /// Lines of both texts that are left out.
    Skipped(usize),
}

/// A comparison, built up and then shown with [`DiffView::show`].
#[must_use = "a view appears when it is shown"]
pub struct DiffView<'a> {
    name: &'a str,
    lines: &'a [DiffLine],
    max_height: f32,
}

/// One half of a row: number, sign, text.
#[derive(Clone, Copy)]
struct Half<'a> {
    number: usize,
    kind: Kind,
    text: &'a str,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Same,
    Removed,
    Added,
}

/// What stands in a row.
#[derive(Clone, Copy)]
enum Row<'a> {
    Halves(Option<Half<'a>>, Option<Half<'a>>),
    Skipped(usize),
}

impl<'a> DiffView<'a> {
    /// A view named `name`, which is also its identity among its neighbours.
    pub fn new(name: &'a str, lines: &'a [DiffLine]) -> Self {
        Self { name, lines, max_height: f32::INFINITY }
    }

    /// No higher than `height` points; more lines scroll.
    pub fn max_height(mut self, height: f32) -> Self {
        self.max_height = height;
        self
    }

    /// Draws the view as wide as there is room.
    pub fn show(self, ui: &mut Ui) -> Response {
        let glyph = ui.fonts_mut(|fonts| fonts.glyph_width(&monospace(MONO), '0'));
        let number = number_width(ui, self.lines.len());
        let widest = self.lines.iter().map(chars_of).max().unwrap_or_default() as f32;
        let text = number + 2.0 * SIGN + widest * glyph;
        // Two columns only where the longest line fits into each.
        let room = ui.available_width();
        let two = room >= TWO_COLUMNS.max(2.0 * text);
        let rows = if two { side_by_side(self.lines) } else { unified(self.lines) };
        let response = code_frame(ui, true)
            .show(ui, |ui| {
                ui.take_available_width();
                ui.spacing_mut().item_spacing.y = 0.0;
                let room = ui.available_width();
                let width = if two { room } else { room.max(text) };
                ScrollArea::both()
                    .id_salt(self.name)
                    .max_height(self.max_height)
                    .auto_shrink([false, true])
                    .show_rows(ui, LINE, rows.len(), |ui, shown| {
                        for row in &rows[shown] {
                            let (rect, _) = ui.allocate_exact_size(vec2(width, LINE), Sense::hover());
                            paint_row(ui, rect, *row, two, number);
                        }
                    });
            })
            .response;
        response.widget_info(|| {
            let mut info = WidgetInfo::labeled(Role::Code, true, self.name);
            info.current_text_value = Some(as_text(self.lines));
            info
        });
        response
    }
}

fn chars_of(line: &DiffLine) -> usize {
    match line {
        DiffLine::Same { text, .. } | DiffLine::Removed { text, .. } | DiffLine::Added { text, .. } => {
            text.chars().count()
        }
        DiffLine::Skipped(_) => 0,
    }
}

fn number_width(ui: &Ui, lines: usize) -> f32 {
    let digits = lines.max(100).ilog10() as usize + 1;
    let glyph = ui.fonts_mut(|fonts| fonts.glyph_width(&monospace(CAPTION), '0'));
    space::S + digits as f32 * glyph
}

/// The comparison as text: a sign before each line, as `diff -u` has it.
fn as_text(lines: &[DiffLine]) -> String {
    let mut all = String::new();
    for line in lines {
        let (sign, text) = match line {
            DiffLine::Same { text, .. } => (" ", text.as_str()),
            DiffLine::Removed { text, .. } => ("-", text.as_str()),
            DiffLine::Added { text, .. } => ("+", text.as_str()),
            DiffLine::Skipped(_) => ("…", ""),
        };
        all.push_str(sign);
        all.push_str(text);
        all.push('\n');
    }
    all
}

fn unified(lines: &[DiffLine]) -> Vec<Row<'_>> {
    lines.iter().map(one_row).collect()
}

fn one_row(line: &DiffLine) -> Row<'_> {
    let half = |number, kind, text| Row::Halves(Some(Half { number, kind, text }), None);
    match line {
        DiffLine::Same { at, text } => half(at.1, Kind::Same, text.as_str()),
        DiffLine::Removed { at, text } => half(*at, Kind::Removed, text.as_str()),
        DiffLine::Added { at, text } => half(*at, Kind::Added, text.as_str()),
        DiffLine::Skipped(count) => Row::Skipped(*count),
    }
}

/// Removed lines stand beside the added ones that follow them.
fn side_by_side(lines: &[DiffLine]) -> Vec<Row<'_>> {
    let mut rows = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        match &lines[at] {
            DiffLine::Same { at: numbers, text } => {
                let half = |number| Some(Half { number, kind: Kind::Same, text });
                rows.push(Row::Halves(half(numbers.0), half(numbers.1)));
                at += 1;
            }
            DiffLine::Skipped(count) => {
                rows.push(Row::Skipped(*count));
                at += 1;
            }
            DiffLine::Removed { .. } | DiffLine::Added { .. } => {
                let rest = &lines[at..];
                let is_change =
                    |it: &&DiffLine| matches!(it, DiffLine::Removed { .. } | DiffLine::Added { .. });
                let block = &rest[..rest.iter().take_while(is_change).count()];
                let removed: Vec<_> = block.iter().filter_map(removed).collect();
                let added: Vec<_> = block.iter().filter_map(added).collect();
                for i in 0..removed.len().max(added.len()) {
                    rows.push(Row::Halves(removed.get(i).copied(), added.get(i).copied()));
                }
                at += block.len();
            }
        }
    }
    rows
}

fn removed(line: &DiffLine) -> Option<Half<'_>> {
    match line {
        DiffLine::Removed { at, text } => Some(Half { number: *at, kind: Kind::Removed, text }),
        _ => None,
    }
}

fn added(line: &DiffLine) -> Option<Half<'_>> {
    match line {
        DiffLine::Added { at, text } => Some(Half { number: *at, kind: Kind::Added, text }),
        _ => None,
    }
}

fn paint_row(ui: &Ui, rect: Rect, row: Row<'_>, two: bool, number: f32) {
    let t = tokens(ui);
    match row {
        Row::Skipped(count) => {
            ui.painter().rect_filled(rect, 0.0, t.panel);
            let text = format!("{count} lines alike");
            let at = pos2(rect.left() + number + 2.0 * SIGN, rect.center().y);
            ui.painter().text(at, Align2::LEFT_CENTER, text, regular(CAPTION), t.text_subdued);
        }
        Row::Halves(left, right) if two => {
            let middle = rect.center().x;
            paint_half(ui, Rect::from_min_max(rect.min, pos2(middle, rect.bottom())), left, number);
            paint_half(ui, Rect::from_min_max(pos2(middle, rect.top()), rect.max), right, number);
            let line = egui::Stroke::new(space::HAIRLINE, t.line);
            ui.painter().vline(middle, rect.y_range(), line);
        }
        Row::Halves(one, _) => paint_half(ui, rect, one, number),
    }
}

fn paint_half(ui: &Ui, rect: Rect, half: Option<Half<'_>>, number: f32) {
    let t = tokens(ui);
    let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
    let Some(half) = half else {
        painter.rect_filled(rect, 0.0, t.panel);
        return;
    };
    let (ground, color, sign) = match half.kind {
        Kind::Same => (Color32::TRANSPARENT, t.text_disabled, ""),
        Kind::Removed => (t.diff_removed_bg, t.error, "\u{2212}"),
        Kind::Added => (t.diff_added_bg, t.ok, "+"),
    };
    painter.rect_filled(rect, 0.0, ground);
    if half.kind != Kind::Same {
        painter.rect_filled(Rect::from_min_size(rect.min, vec2(3.0, rect.height())), 0.0, color);
    }
    let middle = rect.center().y;
    let font = FontId::clone(&monospace(CAPTION));
    let at = pos2(rect.left() + number + 2.0, middle);
    painter.text(at, Align2::RIGHT_CENTER, half.number, font, t.text_disabled);
    let at = pos2(rect.left() + number + SIGN - 2.0, middle);
    painter.text(at, Align2::CENTER_CENTER, sign, monospace(MONO), color);
    let galley: Arc<Galley> = painter.layout_job(highlighted(ui, half.text));
    painter.galley(pos2(rect.left() + number + 2.0 * SIGN - 6.0, rect.top()), galley, t.text);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines() -> Vec<DiffLine> {
        vec![
            DiffLine::Same { at: (1, 1), text: "{".to_owned() },
            DiffLine::Removed { at: 2, text: "a".to_owned() },
            DiffLine::Removed { at: 3, text: "b".to_owned() },
            DiffLine::Added { at: 2, text: "c".to_owned() },
            DiffLine::Skipped(4),
        ]
    }

    #[test]
    fn what_was_removed_stands_beside_what_was_added() {
        let lines = lines();
        let rows = side_by_side(&lines);
        assert_eq!(rows.len(), 4);
        let Row::Halves(Some(left), Some(right)) = rows[1] else { panic!("both") };
        assert_eq!((left.text, left.number, right.text, right.number), ("a", 2, "c", 2));
        assert!(matches!(rows[2], Row::Halves(Some(_), None)));
        assert_eq!(unified(&lines).len(), 5);
    }

    #[test]
    fn signs_are_spoken_too() {
        assert_eq!(as_text(&lines()), " {\n-a\n-b\n+c\n…\n");
    }
}
