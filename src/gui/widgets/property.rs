//! Label and value, row under row, as in the console's detail pages.

use super::paint::{line, text_at};
use crate::gui::theme::{BODY, MONO, monospace, regular, space, tokens};
use egui::{Align, Layout, Role, Sense, Ui, UiBuilder, WidgetInfo, vec2};

/// The least height of a row, so that rows of text and rows of badges keep one rhythm.
const ROW: f32 = 24.0;
/// The label's width unless told otherwise.
const LABEL: f32 = 120.0;

/// Rows of one label column.
pub struct Properties<'u> {
    ui: &'u mut Ui,
    label_width: f32,
}

/// Draws rows whose labels share a column of 120 points.
pub fn property_table<R>(ui: &mut Ui, rows: impl FnOnce(&mut Properties<'_>) -> R) -> R {
    property_table_with(ui, LABEL, rows)
}

/// Draws rows whose labels share a column of `label_width` points.
pub fn property_table_with<R>(
    ui: &mut Ui,
    label_width: f32,
    rows: impl FnOnce(&mut Properties<'_>) -> R,
) -> R {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        rows(&mut Properties { ui, label_width })
    })
    .inner
}

impl Properties<'_> {
    /// A value in words; cut with `…` where the room ends, whole on hover.
    pub fn text(&mut self, label: &str, value: &str) {
        self.value(label, value, false);
    }

    /// A value that is an identifier or code.
    pub fn mono(&mut self, label: &str, value: &str) {
        self.value(label, value, true);
    }

    fn value(&mut self, label: &str, value: &str, mono: bool) {
        self.row(label, |ui| {
            let font = if mono { monospace(MONO) } else { regular(BODY) };
            let galley = line(ui, value, font, ui.available_width());
            let elided = galley.elided;
            let (rect, response) = ui.allocate_exact_size(vec2(galley.size().x, ROW), Sense::hover());
            response.widget_info(|| WidgetInfo::labeled(Role::Label, true, value));
            text_at(ui.painter(), rect.left(), rect.center().y, galley, tokens(ui).text);
            if elided {
                response.on_hover_text(value);
            }
        });
    }

    /// A value drawn by `value`: badges, buttons, short identifiers.
    pub fn row<R>(&mut self, label: &str, value: impl FnOnce(&mut Ui) -> R) -> R {
        let t = tokens(self.ui);
        let whole = self.ui.available_rect_before_wrap();
        let galley = line(self.ui, label, regular(BODY), self.label_width - space::S);
        let left = whole.left() + self.label_width;
        let area = egui::Rect::from_min_max(
            egui::pos2(left, whole.top()),
            egui::pos2(whole.right(), whole.top() + ROW),
        );
        let mut inner = self.ui.new_child(
            UiBuilder::new().id_salt(label).max_rect(area).layout(Layout::left_to_right(Align::Center)),
        );
        let result = value(&mut inner);
        let height = inner.min_rect().height().max(ROW);
        let (rect, response) = self.ui.allocate_exact_size(vec2(whole.width(), height), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, label));
        text_at(self.ui.painter(), rect.left(), rect.top() + ROW / 2.0, galley, t.text_subdued);
        result
    }
}
