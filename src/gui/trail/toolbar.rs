//! What is looked for: text, Regions, refused calls.

use egui::{CornerRadius, CursorIcon, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2};

use super::event_list::EventFilter;
use crate::{
    gui::{
        desk::Desk,
        theme::{BODY, RegionMark, caption, paint_mark, regular, space, title, tokens},
        widgets::{Button, focus_ring, row_sides, search_field, switch},
    },
    kms::Region,
};

/// Draws the head of the workspace; `shown` of `all` events pass the filter.
pub fn toolbar(ui: &mut Ui, filter: &mut EventFilter, desk: &Desk, shown: usize, all: usize) {
    row_sides(
        ui,
        space::CONTROL_HEIGHT,
        |ui| {
            ui.label(title("CloudTrail"));
            let count = if shown == all {
                format!("{} events, newest first", thousands(all))
            } else {
                format!("{} of {} events, newest first", thousands(shown), thousands(all))
            };
            ui.add_space(space::XS);
            super::row::cut(ui, caption(count));
        },
        |ui| {
            let width = (ui.available_width() * 0.42).clamp(200.0, 340.0);
            search_field(ui, "Event, principal, key or error", width, &mut filter.text);
        },
    );
    ui.add_space(space::S);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
        for region in desk.world().regions() {
            let shown = !filter.hidden.contains(region);
            if region_chip(ui, *region, desk.region_index(*region), shown).clicked() {
                if shown {
                    filter.hidden.insert(*region);
                } else {
                    filter.hidden.remove(region);
                }
            }
        }
        ui.add_space(space::S);
        ui.scope(|ui| switch(ui, &mut filter.errors_only, "Errors only", ""));
        if !filter.is_empty() {
            ui.add_space(space::S);
            if Button::link("Clear filters").small().show(ui).clicked() {
                *filter = EventFilter::default();
            }
        }
    });
}

/// A Region that a click leaves out or takes in.
fn region_chip(ui: &mut Ui, region: Region, index: usize, shown: bool) -> Response {
    const PAD: f32 = 10.0;
    const MARK: f32 = 14.0;
    let t = tokens(ui);
    let text = ui.painter().layout_no_wrap(region.code().to_owned(), regular(BODY), t.text);
    let size = vec2(text.size().x + MARK + 6.0 + 2.0 * PAD, space::ROW_HEIGHT);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let name = format!("Events of {region}");
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, ui.is_enabled(), shown, &name));
    if ui.is_rect_visible(rect) {
        let fill = match (shown, response.hovered()) {
            (_, true) => t.hover,
            (true, false) => t.raised,
            (false, false) => t.canvas,
        };
        let line = if shown { t.button_line } else { t.line };
        let radius = CornerRadius::same((space::ROW_HEIGHT / 2.0) as u8);
        let painter = ui.painter();
        painter.rect(rect, radius, fill, Stroke::new(space::HAIRLINE, line), StrokeKind::Inside);
        let mut mark = RegionMark::at(ui, index);
        if !shown {
            mark.color = t.text_disabled;
        }
        let middle = rect.center().y;
        paint_mark(
            painter,
            egui::pos2(rect.left() + PAD + MARK / 2.0, middle),
            MARK / 2.0 - 1.0,
            &mark,
            fill,
        );
        let color = if shown { t.text } else { t.text_disabled };
        let at = egui::pos2(rect.left() + PAD + MARK + 6.0, middle - text.size().y / 2.0);
        let right = at.x + text.size().x;
        painter.galley_with_override_text_color(at, text, color);
        if !shown {
            painter.hline(at.x..=right, middle + 1.0, Stroke::new(space::HAIRLINE, color));
        }
        focus_ring(ui, &response, rect, 14);
    }
    let hint = if shown { "Click to leave this Region's events out" } else { "Click to show them again" };
    response.on_hover_cursor(CursorIcon::PointingHand).on_hover_text(hint)
}

/// A number with its thousands apart.
pub fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
