//! What all controls paint alike: one-line text, icons, the focus ring, the disabled state.

use crate::gui::theme::{icon_font, space, tokens};
use egui::{
    Align2, Color32, CornerRadius, FontId, Galley, Painter, Pos2, Rect, Response, Stroke, StrokeKind, Ui,
    pos2,
    text::{LayoutJob, TextFormat},
};
use std::sync::Arc;

/// One line of `text`, ending in `…` where it would grow wider than `max_width` points.
pub(in crate::gui) fn line(ui: &Ui, text: &str, font: FontId, max_width: f32) -> Arc<Galley> {
    let mut job = LayoutJob::single_section(text.to_owned(), TextFormat::simple(font, Color32::PLACEHOLDER));
    job.wrap.max_width = max_width.max(0.0);
    job.wrap.max_rows = 1;
    job.wrap.break_anywhere = true;
    ui.painter().layout_job(job)
}

/// `text` wrapped to `max_width` points, with `line_height` points from line to line.
pub(super) fn wrapped(ui: &Ui, text: &str, font: FontId, max_width: f32, line_height: f32) -> Arc<Galley> {
    let format =
        TextFormat { line_height: Some(line_height), ..TextFormat::simple(font, Color32::PLACEHOLDER) };
    let mut job = LayoutJob::single_section(text.to_owned(), format);
    job.wrap.max_width = max_width.max(1.0);
    ui.painter().layout_job(job)
}

/// How wide a control may become at the cursor: the rest of the row, or a whole row where rows wrap.
pub(super) fn room(ui: &Ui) -> f32 {
    if ui.layout().main_wrap() { ui.max_rect().width() } else { ui.available_width() }
}

/// Paints `galley` with its left edge at `left` and its middle at `middle`.
pub(in crate::gui) fn text_at(
    painter: &Painter,
    left: f32,
    middle: f32,
    galley: Arc<Galley>,
    color: Color32,
) {
    // Down to a whole pixel: egui would round a half up, and capitals would hang below the middle.
    let scale = painter.pixels_per_point();
    let top = ((middle - galley.size().y / 2.0) * scale).floor() / scale;
    painter.galley_with_override_text_color(pos2(left, top), galley, color);
}

/// Paints `icon`, `size` points wide, around `center`.
pub fn icon_at(painter: &Painter, center: Pos2, icon: &str, size: f32, color: Color32) {
    painter.text(center, Align2::CENTER_CENTER, icon, icon_font(size), color);
}

/// Paints the ring around `rect` while `response` has the keyboard's focus. For painted controls of any module.
pub fn focus_ring(ui: &Ui, response: &Response, rect: Rect, radius: u8) {
    if response.has_focus() {
        ui.painter().rect_stroke(
            rect.expand(space::RING_GAP),
            CornerRadius::same(radius + space::RING_GAP as u8),
            Stroke::new(space::RING, tokens(ui).focus),
            StrokeKind::Outside,
        );
    }
}

/// The painter of `ui` without egui's fading of what is disabled: our disabled colours are tokens that stay legible.
pub(super) fn painter(ui: &Ui) -> Painter {
    let mut painter = ui.painter().clone();
    if !ui.is_enabled() {
        let fading = ui.visuals().disabled_alpha.max(0.01);
        painter.set_opacity((painter.opacity() / fading).min(1.0));
    }
    painter
}

/// Draws `add` as it is, or where `enabled` is false without reaction to the pointer and the keyboard.
///
/// The controls paint their disabled look from the tokens, with [`painter`].
pub(super) fn enabled_scope<R>(ui: &mut Ui, enabled: bool, add: impl FnOnce(&mut Ui) -> R) -> R {
    if enabled || !ui.is_enabled() {
        return add(ui);
    }
    ui.scope(|ui| {
        ui.disable();
        add(ui)
    })
    .inner
}
