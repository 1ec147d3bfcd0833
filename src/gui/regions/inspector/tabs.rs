//! The row of tabs; those that have no room stand in a menu at its end.

use egui::{
    Align2, CursorIcon, FontSelection, Rect, Response, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2,
};

use crate::gui::{
    theme::{BODY, icons, regular, space, tokens},
    widgets::{MenuItem, focus_ring, icon_at, menu_below},
};

/// A page of the inspector.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Tab {
    /// The general configuration.
    #[default]
    General,
    /// The key policy.
    Policy,
    /// Spec, usage, origin, algorithms.
    Cryptography,
    /// Key material and rotations.
    Rotation,
    /// The public half of a key pair.
    PublicKey,
    /// The aliases.
    Aliases,
    /// The tags.
    Tags,
    /// The grants.
    Grants,
    /// Primary and replicas.
    Regionality,
    /// The events of the key.
    Events,
}

/// A tab with its short and its full name.
type Named = (Tab, &'static str, &'static str);

impl Tab {
    const ALL: [Named; 10] = [
        (Self::General, "General", "General configuration"),
        (Self::Policy, "Policy", "Key policy"),
        (Self::Cryptography, "Crypto", "Cryptographic configuration"),
        (Self::Rotation, "Rotation", "Key material and rotations"),
        (Self::PublicKey, "Public key", "Public key"),
        (Self::Grants, "Grants", "Grants"),
        (Self::Regionality, "Regionality", "Regionality"),
        (Self::Aliases, "Aliases", "Aliases"),
        (Self::Tags, "Tags", "Tags"),
        (Self::Events, "Events", "Events"),
    ];

    /// The tabs of a key; only key pairs have a public key.
    fn all(has_public_key: bool) -> impl Iterator<Item = Named> {
        Self::ALL.into_iter().filter(move |(tab, ..)| has_public_key || *tab != Self::PublicKey)
    }

    /// The tab that is shown of a key: the first where it does not have this one.
    pub fn of(self, has_public_key: bool) -> Self {
        if self == Self::PublicKey && !has_public_key { Self::General } else { self }
    }
}

/// Between two tabs, in points.
const GAP: f32 = 18.0;
/// The room of the menu's button at the end.
const MORE: f32 = 50.0;

/// Which of the tabs, `widths` points wide each, stand side by side in `room` points; the chosen one is always among
/// them. The others are in the menu.
fn in_sight(widths: &[f32], chosen: usize, room: f32) -> Vec<usize> {
    let total = |tabs: &[usize]| tabs.iter().map(|tab| widths[*tab] + GAP).sum::<f32>() - GAP;
    let mut shown: Vec<usize> = (0..widths.len()).collect();
    if total(&shown) <= room {
        return shown;
    }
    while shown.len() > 1 && total(&shown) + GAP + MORE > room {
        // The last goes first, unless it is the chosen one.
        let last = shown.len() - 1;
        shown.remove(if shown[last] == chosen { last - 1 } else { last });
    }
    shown
}

/// Draws the tabs and turns to the clicked one.
pub(super) fn tab_row(ui: &mut Ui, tab: &mut Tab, has_public_key: bool) {
    let t = tokens(ui);
    let chosen = tab.of(has_public_key);
    let font = FontSelection::from(regular(BODY)).resolve(ui.style());
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 32.0), Sense::hover());
    let line = Stroke::new(space::HAIRLINE, t.line);
    ui.painter().hline(ui.clip_rect().x_range(), rect.bottom() - 0.5, line);
    let tabs: Vec<Named> = Tab::all(has_public_key).collect();
    let width = |text: &str| ui.painter().layout_no_wrap(text.to_owned(), font.clone(), t.text).size().x;
    let full: Vec<f32> = tabs.iter().map(|(_, _, full)| width(full)).collect();
    let has_room = full.iter().sum::<f32>() + GAP * (full.len() - 1) as f32 <= rect.width();
    let widths = if has_room { full } else { tabs.iter().map(|(_, short, _)| width(short)).collect() };
    let place = tabs.iter().position(|(it, ..)| *it == chosen).unwrap_or_default();
    let shown = in_sight(&widths, place, rect.width());
    let mut left = rect.left();
    for place in &shown {
        let ((page, short, full), width) = (tabs[*place], widths[*place]);
        let area = Rect::from_min_max(pos2(left, rect.top()), pos2(left + width, rect.bottom()));
        left += width + GAP;
        let text = if has_room { full } else { short };
        let response = one_tab(ui, area, text, full, page == chosen);
        if response.clicked() {
            *tab = page;
        }
    }
    if shown.len() < tabs.len() {
        let area = Rect::from_min_max(pos2(left, rect.top()), pos2(left + MORE, rect.bottom()));
        let hidden = tabs.iter().enumerate().filter(|(place, _)| !shown.contains(place));
        more(ui, area, hidden.map(|(_, named)| *named), tab);
    }
}

fn one_tab(ui: &mut Ui, area: Rect, text: &str, full: &str, chosen: bool) -> Response {
    let t = tokens(ui);
    let font = FontSelection::from(regular(BODY)).resolve(ui.style());
    let hit = area.expand2(vec2(GAP / 2.0, 0.0));
    let response = ui.interact(hit, ui.scope_id().with(("tab", full)), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Tab, ui.is_enabled(), chosen, full));
    let color = if chosen || response.hovered() { t.text_strong } else { t.text_subdued };
    ui.painter().text(area.center(), Align2::CENTER_CENTER, text, font, color);
    if chosen {
        let bar = Rect::from_min_max(pos2(area.left(), area.bottom() - 2.0), area.right_bottom());
        ui.painter().rect_filled(bar, 1.0, t.accent);
    }
    focus_ring(ui, &response, area.shrink2(vec2(-3.0, 4.0)), space::RADIUS_FIELD);
    let response = response.on_hover_cursor(CursorIcon::PointingHand);
    if text == full { response } else { response.on_hover_text(full) }
}

/// The menu of the tabs without room.
fn more(ui: &mut Ui, area: Rect, hidden: impl Iterator<Item = Named>, tab: &mut Tab) {
    let t = tokens(ui);
    let font = FontSelection::from(regular(BODY)).resolve(ui.style());
    let response = ui.interact(area, ui.scope_id().with("more tabs"), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), "More tabs"));
    let color = if response.hovered() { t.text_strong } else { t.text_subdued };
    let text = ui.painter().text(area.left_center(), Align2::LEFT_CENTER, "More", font, color);
    icon_at(ui.painter(), pos2(text.right() + 9.0, area.center().y), icons::CARET_DOWN, 11.0, color);
    focus_ring(ui, &response, area.shrink2(vec2(-3.0, 4.0)), space::RADIUS_FIELD);
    menu_below(&response, 220.0, |ui| {
        for (page, _, full) in hidden {
            if MenuItem::new(full).show(ui).clicked() {
                *tab = page;
            }
        }
    });
    response.on_hover_cursor(CursorIcon::PointingHand);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tabs_without_room_go_into_the_menu_and_the_chosen_one_stays() {
        let widths = [50.0; 6];
        assert_eq!(in_sight(&widths, 0, 390.0), [0, 1, 2, 3, 4, 5], "all have room");
        assert_eq!(in_sight(&widths, 0, 330.0), [0, 1, 2, 3]);
        assert_eq!(in_sight(&widths, 5, 330.0), [0, 1, 2, 5]);
        assert_eq!(in_sight(&widths, 4, 10.0), [4], "never none");
    }

    #[test]
    fn only_key_pairs_have_a_public_key() {
        assert_eq!(Tab::PublicKey.of(true), Tab::PublicKey);
        assert_eq!(Tab::PublicKey.of(false), Tab::General);
        assert_eq!(Tab::all(false).count() + 1, Tab::all(true).count());
    }
}
