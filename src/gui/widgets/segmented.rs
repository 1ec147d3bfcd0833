//! Segmented control: one choice of a few, all in sight.

use super::paint::{focus_ring, line, painter, text_at};
use crate::gui::theme::{BODY, regular, space, tokens};
use egui::{
    CornerRadius, CursorIcon, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

/// Draws `items` (value, label, tooltip) side by side and sets `value` to the clicked one. The response is marked as
/// changed when a segment was clicked, also when it was the chosen one already. `name` says what is being chosen.
///
/// A segment's accessible name is its tooltip, or its label where the tooltip is empty; so a label may be an icon.
pub fn segmented<T: PartialEq + Clone>(
    ui: &mut Ui,
    name: &str,
    value: &mut T,
    items: &[(T, &str, &str)],
) -> Response {
    const PAD: f32 = 11.0;
    let t = tokens(ui);
    let painter = painter(ui);
    let galleys: Vec<_> =
        items.iter().map(|(_, label, _)| line(ui, label, regular(BODY), f32::INFINITY)).collect();
    let width: f32 = galleys.iter().map(|g| g.size().x + 2.0 * PAD).sum();
    let (rect, mut response) = ui.allocate_exact_size(vec2(width, space::CONTROL_HEIGHT), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::RadioGroup, ui.is_enabled(), name));
    let radius = CornerRadius::same(space::RADIUS_CONTROL);
    painter.rect_filled(rect, radius, t.button);

    let mut left = rect.left();
    let mut focused = None;
    let last = items.len().saturating_sub(1);
    for (i, ((item, label, tooltip), galley)) in items.iter().zip(galleys).enumerate() {
        let segment =
            Rect::from_min_size(pos2(left, rect.top()), vec2(galley.size().x + 2.0 * PAD, rect.height()));
        left = segment.right();
        let chosen = value == item;
        let hit = ui.interact(segment, response.id.with(i), Sense::click());
        let spoken = if tooltip.is_empty() { label } else { tooltip };
        hit.widget_info(|| WidgetInfo::selected(Role::RadioButton, ui.is_enabled(), chosen, spoken));
        let corners = CornerRadius {
            nw: if i == 0 { radius.nw } else { 0 },
            sw: if i == 0 { radius.sw } else { 0 },
            ne: if i == last { radius.ne } else { 0 },
            se: if i == last { radius.se } else { 0 },
        };
        let over = hit.hovered();
        if chosen || over {
            let fill = match (chosen, ui.is_enabled()) {
                (true, true) => t.selected,
                (true, false) => t.neutral_bg,
                (false, _) => t.hover,
            };
            painter.rect_filled(segment, corners, fill);
        }
        if i > 0 {
            painter.vline(
                segment.left(),
                segment.y_range().shrink(1.0),
                Stroke::new(space::HAIRLINE, t.button_line),
            );
        }
        let color = if !ui.is_enabled() {
            t.text_disabled
        } else if chosen || over {
            t.text_strong
        } else {
            t.text_subdued
        };
        text_at(&painter, segment.left() + PAD, segment.center().y, galley, color);
        if chosen {
            // A line below carries the choice beside the ground's colour.
            let bar = Rect::from_min_max(
                pos2(segment.left() + PAD - 3.0, segment.bottom() - 3.0),
                pos2(segment.right() - PAD + 3.0, segment.bottom() - 1.0),
            );
            painter.rect_filled(bar, 1.0, if ui.is_enabled() { t.accent } else { t.line_strong });
        }
        if hit.clicked() {
            *value = item.clone();
            response.mark_changed();
        }
        if hit.has_focus() {
            focused = Some((hit.clone(), segment));
        }
        let hit = hit.on_hover_cursor(CursorIcon::PointingHand);
        if !tooltip.is_empty() {
            hit.on_hover_text(*tooltip);
        }
    }
    let line = Stroke::new(space::HAIRLINE, t.button_line);
    painter.rect_stroke(rect, radius, line, StrokeKind::Inside);
    if let Some((hit, segment)) = focused {
        focus_ring(ui, &hit, segment.shrink(3.0), space::RADIUS_FIELD);
    }
    response
}
