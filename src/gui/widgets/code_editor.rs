//! Code to edit: the same highlighting and numbers as the view, and marks under what is wrong.

use super::{
    code_view::{LINE, gutter_width, highlighted, paint_numbers},
    field::{field_edge, field_frame},
    paint::icon_at,
};
use crate::gui::theme::{icons, space, tokens};
use egui::{
    Align, Color32, Context, Galley, Id, Margin, Rect, Response, ScrollArea, Shape, Stroke, TextBuffer,
    TextEdit, Ui,
    epaint::RectShape,
    pos2,
    text::{CCursor, CCursorRange, CharIndex},
    text_edit::TextEditState,
};
use std::{ops::Range, sync::Arc};

/// The waves under one mark are drawn no further than this, in points.
const LONGEST_MARK: f32 = 2000.0;

/// A part of the text to underline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeMark {
    /// The part, in bytes.
    pub span: Range<usize>,
    /// Whether it is an error; otherwise it is a warning.
    pub is_error: bool,
}

/// A JSON editor, built up and then shown with [`CodeEditor::show`].
#[must_use = "an editor appears when it is shown"]
pub struct CodeEditor<'a> {
    name: &'a str,
    rows: usize,
    max_height: f32,
    marks: &'a [CodeMark],
    description: &'a str,
    jump: Option<usize>,
}

impl<'a> CodeEditor<'a> {
    /// An editor named `name`, which is also its identity among its neighbours.
    pub fn new(name: &'a str) -> Self {
        Self { name, rows: 12, max_height: f32::INFINITY, marks: &[], description: "", jump: None }
    }

    /// At least `rows` lines high.
    pub fn rows(mut self, rows: usize) -> Self {
        self.rows = rows;
        self
    }

    /// No higher than `height` points; longer text scrolls.
    pub fn max_height(mut self, height: f32) -> Self {
        self.max_height = height;
        self
    }

    /// Underlines parts of the text, and puts a sign before their lines.
    pub fn marks(mut self, marks: &'a [CodeMark]) -> Self {
        self.marks = marks;
        self
    }

    /// What assistive programs say of the text besides its name, such as what is wrong with it.
    pub fn description(mut self, description: &'a str) -> Self {
        self.description = description;
        self
    }

    /// Takes the keyboard, with the cursor before this byte, which scrolls into sight.
    pub fn jump(mut self, to: Option<usize>) -> Self {
        self.jump = to;
        self
    }

    /// Draws the editor over `text`, as wide as there is room; ask the response whether it `changed`.
    pub fn show(self, ui: &mut Ui, text: &mut String) -> Response {
        let t = tokens(ui);
        let lines = text.split('\n').count();
        // Room before the numbers for the sign of an error.
        let gutter = gutter_width(ui, lines) + space::S;
        let mut layouter = |ui: &Ui, buffer: &dyn TextBuffer, _wrap: f32| -> Arc<Galley> {
            ui.painter().layout_job(highlighted(ui, buffer.as_str()))
        };
        let frame = field_frame(ui).inner_margin(Margin::same(1));
        let shown = frame.show(ui, |ui| {
            let width = ui.available_width();
            let scroll = ScrollArea::both().id_salt(self.name).max_height(self.max_height);
            scroll
                .show(ui, |ui| {
                    let grounds: Vec<_> = self.marks.iter().map(|_| ui.painter().add(Shape::Noop)).collect();
                    let margin = Margin {
                        left: gutter as i8,
                        right: space::S as i8,
                        top: space::S as i8,
                        bottom: space::S as i8,
                    };
                    let mut output = TextEdit::multiline(text)
                        .id_salt(self.name)
                        .code_editor()
                        .layouter(&mut layouter)
                        .frame(egui::Frame::new().inner_margin(margin))
                        .desired_rows(self.rows)
                        .desired_width(width)
                        .min_size(egui::vec2(width, self.rows as f32 * LINE + 2.0 * space::S))
                        .show(ui);
                    let origin = output.galley_pos;
                    let clip = ui.clip_rect();
                    paint_numbers(ui.painter(), &output.galley, origin, clip, t.text_disabled);
                    for (mark, ground) in self.marks.iter().zip(grounds) {
                        let (color, fill) =
                            if mark.is_error { (t.error, t.error_bg) } else { (t.warn, t.warn_bg) };
                        let under = area_of(&output.galley, &mark.span).translate(origin.to_vec2());
                        let row = Rect::from_x_y_ranges(output.response.rect.x_range(), under.y_range());
                        if row.intersects(clip) {
                            ui.painter().set(ground, RectShape::filled(row, 0.0, fill));
                            underline(ui, under, color);
                            let icon = if mark.is_error { icons::X_CIRCLE } else { icons::WARNING };
                            let sign = pos2(row.left() + 9.0, row.center().y);
                            icon_at(ui.painter(), sign, icon, 13.0, color);
                        }
                    }
                    if let Some(to) = self.jump {
                        let cursor = CCursor::new(char_index(output.galley.text(), to));
                        output.state.cursor.set_char_range(Some(CCursorRange::one(cursor)));
                        output.state.clone().store(ui.ctx(), output.response.id);
                        let area = area_of(&output.galley, &(to..to)).translate(origin.to_vec2());
                        ui.scroll_to_rect(area.expand(2.0 * LINE), Some(Align::Center));
                        output.response.request_focus();
                    }
                    output.response.response
                })
                .inner
        });
        let response = shown.inner.accessible_name(self.name);
        if !self.description.is_empty() {
            ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(self.description));
        }
        let edge = Response { rect: shown.response.rect, ..response.clone() };
        field_edge(ui, &edge, self.marks.iter().any(|mark| mark.is_error));
        response
    }
}

/// Puts `new` in the place of a text that the editor with this id shows, so that its undo brings the old one back.
pub fn replace_undoably(ctx: &Context, id: Option<Id>, text: &mut String, new: String) {
    if let Some(id) = id {
        let mut state = TextEditState::load(ctx, id).unwrap_or_default();
        let cursor = state.cursor.char_range().unwrap_or_default();
        let mut undoer = state.undoer();
        undoer.add_undo(&(cursor, text.clone()));
        state.set_undoer(undoer);
        state.store(ctx, id);
    }
    *text = new;
}

/// Where a part of the text stands in the galley, as far as its first line goes; never without width.
fn area_of(galley: &Galley, span: &Range<usize>) -> Rect {
    const LEAST: f32 = 8.0;
    let text = galley.text();
    let length = text.get(span.clone()).and_then(|part| part.find('\n')).unwrap_or(span.len());
    let at = |byte| galley.pos_from_cursor(CCursor::new(char_index(text, byte)));
    let (begin, end) = (at(span.start), at(span.start + length));
    let right = end.left().max(begin.left() + LEAST);
    Rect::from_min_max(begin.left_top(), pos2(right, begin.bottom()))
}

/// Draws waves along the foot of `area`.
fn underline(ui: &Ui, area: Rect, color: Color32) {
    const STEP: f32 = 2.5;
    let foot = area.bottom() - 1.0;
    let count = (area.width().min(LONGEST_MARK) / STEP).ceil() as usize;
    let points: Vec<_> = (0..=count)
        .map(|i| pos2(area.left() + i as f32 * STEP, foot - if i % 2 == 0 { 0.0 } else { 2.0 }))
        .collect();
    ui.painter().add(Shape::line(points, Stroke::new(1.5, color)));
}

/// The index of the character at a byte; past the text's end, its end.
fn char_index(text: &str, byte: usize) -> CharIndex {
    CharIndex(text.char_indices().take_while(|(at, _)| *at < byte).count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_found_as_characters() {
        let text = "{\n  \"ü\": 1\n}";
        assert_eq!(char_index(text, 0).0, 0);
        assert_eq!(char_index(text, 5).0, 5);
        assert_eq!(char_index(text, 7).0, 6, "the letter before takes two bytes");
        assert_eq!(char_index(text, 999).0, text.chars().count());
    }

    #[test]
    fn what_is_put_in_can_be_undone() {
        let ctx = Context::default();
        let id = Id::unique("editor");
        let mut text = "old".to_owned();
        replace_undoably(&ctx, Some(id), &mut text, "new".to_owned());
        assert_eq!(text, "new");
        let mut undoer = TextEditState::load(&ctx, id).expect("stored").undoer();
        let now = (CCursorRange::default(), text);
        assert_eq!(undoer.undo(&now).map(|(_, text)| text.as_str()), Some("old"));
    }
}
