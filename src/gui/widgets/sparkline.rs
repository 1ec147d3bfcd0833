//! Sparklines: a row of small bars, for the shape of recent traffic.

use egui::{Color32, Rect, Response, Role, Sense, Ui, Vec2, WidgetInfo, pos2};

/// Draws `values` (the oldest first, from 0 up) as bars of `color` within `size`, the greatest at full height.
/// `name` says what is counted. Every value gets a trace, so that a quiet time reads as quiet, not as missing.
pub fn sparkline(ui: &mut Ui, name: &str, values: &[f32], color: Color32, size: Vec2) -> Response {
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    let last = values.last().copied().unwrap_or(0.0);
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, format!("{name}, latest {last}")));
    let top = values.iter().copied().filter(|v| v.is_finite()).fold(0.0_f32, f32::max);
    if values.is_empty() || !ui.is_rect_visible(rect) {
        return response;
    }
    let step = rect.width() / values.len() as f32;
    let gap = if step >= 3.0 { 1.0 } else { 0.0 };
    for (i, value) in values.iter().enumerate() {
        let height = bar_height(*value, top, rect.height());
        let left = rect.left() + i as f32 * step;
        let bar = Rect::from_min_max(
            pos2(left, rect.bottom() - height),
            pos2(left + (step - gap).max(1.0), rect.bottom()),
        );
        ui.painter().rect_filled(bar, 0.0, if *value > 0.0 { color } else { color.gamma_multiply(0.35) });
    }
    response
}

/// The height of a bar of `value` where `top` fills `full` points; at least one point.
fn bar_height(value: f32, top: f32, full: f32) -> f32 {
    if top <= 0.0 || !value.is_finite() || value <= 0.0 { 1.0 } else { (value / top * full).clamp(1.0, full) }
}

#[cfg(test)]
mod tests {
    use super::bar_height;

    #[test]
    fn the_greatest_fills_the_height_and_nothing_vanishes() {
        assert_eq!(bar_height(8.0, 8.0, 16.0), 16.0);
        assert_eq!(bar_height(4.0, 8.0, 16.0), 8.0);
        assert_eq!(bar_height(0.0, 8.0, 16.0), 1.0);
        assert_eq!(bar_height(0.001, 8.0, 16.0), 1.0);
        assert_eq!(bar_height(0.0, 0.0, 16.0), 1.0);
        assert_eq!(bar_height(f32::NAN, 8.0, 16.0), 1.0);
    }
}
