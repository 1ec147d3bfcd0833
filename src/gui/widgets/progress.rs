//! Progress of work under way, with a way to stop it.

use super::Button;
use crate::gui::theme::{body, caption, space, tokens};
use egui::{Align, CornerRadius, Layout, Rect, Role, Sense, Ui, WidgetInfo, vec2};

/// Draws `label`, the share done (`fraction`, 0 to 1) and a Cancel button; returns whether Cancel was pressed.
/// `detail` is a short count such as `120 of 400`.
pub fn progress(ui: &mut Ui, label: &str, detail: &str, fraction: f32) -> bool {
    let t = tokens(ui);
    let fraction = if fraction.is_finite() { fraction.clamp(0.0, 1.0) } else { 0.0 };
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        let cancelled = ui
            .horizontal(|ui| {
                ui.label(body(label));
                ui.label(caption(detail));
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    let cancelled = Button::ghost("Cancel").small().show(ui).clicked();
                    ui.label(caption(format!("{:.0} %", fraction * 100.0)));
                    cancelled
                })
                .inner
            })
            .inner;
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 6.0), Sense::hover());
        response.widget_info(|| {
            let mut info = WidgetInfo::labeled(Role::ProgressIndicator, true, label);
            info.value = Some(f64::from(fraction));
            info
        });
        let radius = CornerRadius::same(3);
        ui.painter().rect_filled(rect, radius, t.neutral_bg);
        let done = Rect::from_min_size(rect.min, vec2(rect.width() * fraction, rect.height()));
        if fraction > 0.0 {
            ui.painter().with_clip_rect(done).rect_filled(rect, radius, t.accent);
        }
        ui.add_space(space::XS);
        cancelled
    })
    .inner
}
