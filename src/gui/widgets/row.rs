//! Rows whose parts all stand on one middle line, whatever their heights.

use crate::gui::theme::space;
use egui::{Align, Layout, Ui, vec2};

/// Lays `add` out from left to right in a row of `height` points. Unlike `Ui::horizontal`, what comes before a taller
/// part is centred as well, because the height is known from the start.
pub fn row<R>(ui: &mut Ui, height: f32, add: impl FnOnce(&mut Ui) -> R) -> R {
    let size = vec2(ui.available_width(), height);
    let layout = Layout::left_to_right(Align::Center);
    ui.allocate_ui_with_layout(size, layout, |ui| {
        ui.set_min_height(height);
        add(ui)
    })
    .inner
}

/// A row as high as buttons and fields.
pub fn control_row<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> R {
    row(ui, space::CONTROL_HEIGHT, add)
}

/// A row of `height` points with `left` at its start and `right` at its end. In `right` the first comes rightmost; it
/// is laid out first, so `left` knows how much room remains.
pub fn row_sides<L, R>(
    ui: &mut Ui,
    height: f32,
    left: impl FnOnce(&mut Ui) -> L,
    right: impl FnOnce(&mut Ui) -> R,
) -> (L, R) {
    row(ui, height, |ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let at_end = right(ui);
            let at_start = ui.with_layout(Layout::left_to_right(Align::Center), left).inner;
            (at_start, at_end)
        })
        .inner
    })
}
