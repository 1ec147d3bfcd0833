//! Code to edit: the same highlighting and numbers as the view, and a mark where it is wrong.

use super::{
    code_view::{LINE, gutter_width, highlighted, paint_numbers},
    field::{field_edge, field_frame},
    paint::icon_at,
};
use crate::gui::theme::{icons, space, tokens};
use egui::{
    Galley, Margin, Rect, Response, ScrollArea, Shape, Stroke, TextBuffer, TextEdit, Ui,
    epaint::RectShape,
    pos2,
    text::{CCursor, CharIndex},
};
use std::sync::Arc;

/// Where a text is wrong, as parsers say it: line and column, both from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextPosition {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

/// A JSON editor, built up and then shown with [`CodeEditor::show`].
#[must_use = "an editor appears when it is shown"]
pub struct CodeEditor<'a> {
    name: &'a str,
    rows: usize,
    max_height: f32,
    error: Option<TextPosition>,
}

impl<'a> CodeEditor<'a> {
    /// An editor named `name`, which is also its identity among its neighbours.
    pub fn new(name: &'a str) -> Self {
        Self { name, rows: 12, max_height: f32::INFINITY, error: None }
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

    /// Marks the place where the text is wrong.
    pub fn error(mut self, error: Option<TextPosition>) -> Self {
        self.error = error;
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
                    let ground = ui.painter().add(Shape::Noop);
                    let margin = Margin {
                        left: gutter as i8,
                        right: space::S as i8,
                        top: space::S as i8,
                        bottom: space::S as i8,
                    };
                    let output = TextEdit::multiline(text)
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
                    if let Some(error) = self.error {
                        let row = Rect::from_x_y_ranges(
                            output.response.rect.x_range(),
                            origin.y + (error.line.max(1) - 1) as f32 * LINE
                                ..=origin.y + error.line as f32 * LINE,
                        );
                        ui.painter().set(ground, RectShape::filled(row, 0.0, t.error_bg));
                        mark(ui, &output.galley, origin, error, row);
                    }
                    output.response.response
                })
                .inner
        });
        let response = shown.inner.accessible_name(self.name);
        let edge = Response { rect: shown.response.rect, ..response.clone() };
        field_edge(ui, &edge, self.error.is_some());
        response
    }
}

/// Underlines the wrong character and sets a sign into the gutter.
fn mark(ui: &Ui, galley: &Galley, origin: egui::Pos2, error: TextPosition, row: Rect) {
    let t = tokens(ui);
    let index = char_index(galley.text(), error);
    let at = galley.pos_from_cursor(CCursor::new(CharIndex(index))).translate(origin.to_vec2());
    let foot = at.bottom() - 1.0;
    let points: Vec<_> = (0..=4)
        .map(|i| pos2(at.left() + i as f32 * 2.5, foot - if i % 2 == 0 { 0.0 } else { 2.0 }))
        .collect();
    ui.painter().add(Shape::line(points, Stroke::new(1.5, t.error)));
    let sign = pos2(row.left() + 9.0, row.center().y);
    icon_at(ui.painter(), sign, icons::X_CIRCLE, 13.0, t.error);
}

/// The index of the character at `position`; past a line's end, that line's end.
fn char_index(text: &str, position: TextPosition) -> usize {
    let mut before = 0;
    for (i, line) in text.split('\n').enumerate() {
        let length = line.chars().count();
        if i + 1 == position.line {
            return before + position.column.saturating_sub(1).min(length);
        }
        before += length + 1;
    }
    text.chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(line: usize, column: usize) -> usize {
        char_index("{\n  \"ü\": 1\n}", TextPosition { line, column })
    }

    #[test]
    fn finds_the_character_a_parser_means() {
        assert_eq!(at(1, 1), 0);
        assert_eq!(at(2, 3), 4);
        assert_eq!(at(2, 5), 6);
        assert_eq!(at(3, 1), 11);
    }

    #[test]
    fn stays_within_the_line_and_the_text() {
        assert_eq!(at(1, 99), 1);
        assert_eq!(at(2, 0), 2);
        assert_eq!(at(99, 1), 12);
    }
}
