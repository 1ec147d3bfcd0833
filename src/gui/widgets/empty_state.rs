//! Empty places: say what belongs here, and offer it.

use super::{Button, paint::icon_at};
use crate::gui::theme::{paragraph, section, space, tokens};
use egui::{Response, Sense, Ui, Vec2};

/// Draws `icon`, `title` and `text` in the middle of the room; with `action`, a button below them.
/// Returns the button's response.
pub fn empty_state(
    ui: &mut Ui,
    icon: &str,
    title: &str,
    text: &str,
    action: Option<Button<'_>>,
) -> Option<Response> {
    const DISC: f32 = 56.0;
    let t = tokens(ui);
    let height = if action.is_some() { 180.0 } else { 130.0 };
    let spare = (ui.available_height() - height) * 0.4;
    ui.vertical_centered(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.add_space(spare.clamp(space::L, 240.0));
        let (rect, _) = ui.allocate_exact_size(Vec2::splat(DISC), Sense::hover());
        ui.painter().circle_filled(rect.center(), DISC / 2.0, t.neutral_bg);
        icon_at(ui.painter(), rect.center(), icon, 26.0, t.text_subdued);
        ui.add_space(space::M);
        ui.label(section(title));
        ui.add_space(space::XS);
        ui.scope(|ui| {
            ui.set_max_width((ui.available_width() - 2.0 * space::L).min(420.0));
            ui.label(paragraph(text).weak());
        });
        action.map(|button| {
            ui.add_space(space::L);
            button.show(ui)
        })
    })
    .inner
}
