//! A plot that stands still: nothing of it can be dragged, magnified or scrolled, and it draws nothing but what it is given.

use egui_plot::Plot;

/// A plot without ground, axes, grid, readouts and knobs.
pub fn still_plot<'a>(id: impl egui::AsIdSalt) -> Plot<'a> {
    Plot::new(id)
        .show_background(false)
        .show_axes(false)
        .show_grid(false)
        .show_x(false)
        .show_y(false)
        .show_crosshair(false)
        .allow_drag(false)
        .allow_zoom(false)
        .allow_scroll(false)
        .allow_boxed_zoom(false)
        .allow_axis_zoom_drag(false)
        .allow_double_click_reset(false)
}
