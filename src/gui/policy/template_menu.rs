//! The menu of templates: each with a line on what it is for.

use egui::{CursorIcon, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

use super::{
    setting::Setting,
    templates::{Made, Template, templates},
};
use crate::gui::{
    desk::Desk,
    theme::{BODY, CAPTION, icons, regular, space, tokens},
    widgets::{Button, focus_ring, menu_button},
};

const WIDTH: f32 = 500.0;
const ITEM: f32 = 44.0;

/// Draws the button, and its menu while it is open; answers what the picked template makes. Statements are offered only
/// for a text that can take one.
pub(super) fn template_menu(ui: &mut Ui, desk: &Desk, setting: &Setting, is_json: bool) -> Option<Made> {
    let button = Button::secondary("Templates").small().icon(icons::PLUS);
    let width = WIDTH.min(ui.ctx().content_rect().width() - 2.0 * space::XL);
    let picked = menu_button(ui, button, width, |ui| {
        let mut picked = None;
        ScrollArea::vertical().max_height(440.0).show(ui, |ui| {
            for template in templates(desk, setting) {
                let fits = is_json || matches!(template.made, Made::Whole(_));
                if fits && item(ui, &template) {
                    picked = Some(template.made);
                }
            }
        });
        picked
    });
    picked.inner.flatten()
}

/// One template; whether it was picked.
fn item(ui: &mut Ui, template: &Template) -> bool {
    let t = tokens(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ITEM), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::MenuItem, true, template.name));
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(template.note));
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, space::RADIUS_CONTROL, t.hover);
    }
    let line = |text: &str, font, color, middle: f32| {
        let mut job = egui::text::LayoutJob::single_section(
            text.to_owned(),
            egui::text::TextFormat::simple(font, color),
        );
        job.wrap = egui::text::TextWrapping::truncate_at_width(rect.width() - 20.0);
        let galley = ui.painter().layout_job(job);
        let top = middle - galley.size().y / 2.0;
        ui.painter().galley(pos2(rect.left() + 10.0, top), galley, color);
    };
    line(template.name, regular(BODY), t.text_strong, rect.top() + 14.0);
    line(template.note, regular(CAPTION), t.text_subdued, rect.top() + 31.0);
    focus_ring(ui, &response, rect.shrink(3.0), space::RADIUS_FIELD);
    response.on_hover_cursor(CursorIcon::PointingHand).clicked()
}
