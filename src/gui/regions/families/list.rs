//! The families as a list to search and choose from.

use egui::{
    CornerRadius, CursorIcon, Margin, Rect, Role, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, vec2,
};

use super::overview::{Entry, Found, Overview};
use crate::{
    gui::{
        desk::Desk,
        theme::{caption, icon, icons, region_mark, space, strong, tokens},
        trail::cut,
        widgets::{focus_ring, row_sides, search_field},
    },
    kms::{KeyId, MemberState},
};

/// The height of a family.
const ROW: f32 = 54.0;

/// What the list remembers.
#[derive(Default)]
pub(super) struct FamilyList {
    search: String,
    found: Found,
    /// The family that was shown last: when that changes, it is brought into sight.
    shown: Option<KeyId>,
}

impl FamilyList {
    /// Draws the list over the whole room; the family that was clicked.
    pub fn ui<'a>(
        &mut self,
        ui: &mut Ui,
        desk: &Desk,
        overview: &'a Overview,
        chosen: Option<&KeyId>,
    ) -> Option<&'a Entry> {
        let newly_shown = self.shown.as_ref() != chosen;
        self.shown = chosen.cloned();
        ui.spacing_mut().item_spacing.y = space::S;
        let inner = Margin { left: space::M as i8, right: space::M as i8, top: space::M as i8, bottom: 0 };
        egui::Frame::new().inner_margin(inner).show(ui, |ui| {
            search_field(ui, "Find a family", ui.available_width(), &mut self.search);
        });
        let foot = if overview.singles() > 0 { 30.0 } else { 0.0 };
        let height = (ui.available_height() - foot).max(ROW);
        let places = self.found.of(overview, &self.search);
        if places.is_empty() {
            egui::Frame::new().inner_margin(Margin::same(space::M as i8)).show(ui, |ui| {
                ui.label(caption(format!("No family is called “{}”", self.search.trim())));
            });
        }
        let mut clicked = None;
        let area = ScrollArea::vertical().id_salt("families").max_height(height).auto_shrink(false);
        area.show_viewport(ui, |ui, viewport| {
            ui.set_height(places.len() as f32 * ROW);
            let corner = ui.max_rect().min;
            let width = ui.available_width();
            let at = |row: usize| {
                let corner = corner + vec2(space::XS, row as f32 * ROW);
                Rect::from_min_size(corner, vec2(width - 2.0 * space::XS, ROW - 2.0))
            };
            let is_chosen = |entry: &Entry| Some(&entry.key) == chosen;
            if newly_shown
                && let Some(row) = places.iter().position(|place| is_chosen(&overview.entries()[*place]))
            {
                ui.scroll_to_rect(at(row).expand(space::XS), None);
            }
            let first = (viewport.top() / ROW).floor().max(0.0) as usize;
            let last = ((viewport.bottom() / ROW).ceil().max(0.0) as usize).min(places.len());
            for (row, place) in places.iter().enumerate().take(last).skip(first) {
                let entry = &overview.entries()[*place];
                if family_row(ui, desk, entry, is_chosen(entry), at(row)) {
                    clicked = Some(entry);
                }
            }
        });
        if foot > 0.0 {
            let count = overview.singles();
            let noun = if count == 1 { "single-Region key is" } else { "single-Region keys are" };
            let hint = "A single-Region key has no family and can never get one: its material is in one Region alone";
            egui::Frame::new().inner_margin(Margin::symmetric(space::M as i8, 0)).show(ui, |ui| {
                cut(ui, caption(format!("{count} {noun} not listed"))).on_hover_text(hint);
            });
        }
        clicked
    }
}

/// Draws a family; whether it was clicked.
fn family_row(ui: &mut Ui, desk: &Desk, entry: &Entry, chosen: bool, area: Rect) -> bool {
    let t = tokens(ui);
    let mut part = ui.new_child(UiBuilder::new().id_salt(entry.key.as_str()).max_rect(area));
    let ui = &mut part;
    let response = ui.interact(area, ui.scope_id().with("family"), Sense::click());
    let drift = entry.drift_text();
    let members = match entry.members.len() {
        1 => "1 member".to_owned(),
        many => format!("{many} members"),
    };
    let mut name = format!("Family {}, {members}, {}", entry.label, entry.enabled_text());
    if !drift.is_empty() {
        name = format!("{name}, {drift}");
    }
    response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, chosen, &name));
    if chosen || response.hovered() {
        let fill = if chosen { t.selected } else { t.hover };
        ui.painter().rect_filled(area, CornerRadius::same(space::RADIUS_CONTROL), fill);
    }
    let inner = area.shrink2(vec2(space::S, 5.0));
    let mut inside = ui.new_child(UiBuilder::new().max_rect(inner));
    inside.spacing_mut().item_spacing = vec2(space::XS, 0.0);
    row_sides(
        &mut inside,
        21.0,
        |ui| cut(ui, strong(&entry.label)),
        |ui| {
            if !entry.drifts.is_empty() {
                ui.label(caption(format!("{} drift", entry.drifts.len())).color(t.warn));
                ui.label(icon(icons::WARNING, 13.0).color(t.warn));
            }
        },
    );
    row_sides(
        &mut inside,
        21.0,
        |ui| {
            for (region, state) in &entry.members {
                if ui.available_width() < 18.0 {
                    break;
                }
                ui.spacing_mut().item_spacing.x = 3.0;
                region_mark(ui, desk.region_index(*region), 14.0);
                if let Some(sign) = sign_of(*state) {
                    ui.label(icon(sign, 11.0).color(t.text_subdued));
                }
            }
        },
        |ui| ui.label(caption(entry.enabled_text())),
    );
    focus_ring(ui, &response, area.shrink(2.0), space::RADIUS_FIELD);
    let response = response.on_hover_cursor(CursorIcon::PointingHand).on_hover_ui(|ui| {
        ui.label(crate::gui::theme::mono_caption(entry.key.as_str()));
        for (region, state) in &entry.members {
            ui.label(caption(format!("{region}: {}", state.key_state())));
        }
    });
    response.clicked()
}

/// A sign for a state other than Enabled; the words are beside it and in the hover.
fn sign_of(state: MemberState) -> Option<&'static str> {
    match state {
        MemberState::Enabled => None,
        MemberState::Disabled => Some(icons::PROHIBIT),
        MemberState::Creating | MemberState::Updating => Some(icons::HOURGLASS),
        MemberState::PendingImport => Some(icons::UPLOAD),
        MemberState::Unavailable { .. } => Some(icons::PLUGS),
        MemberState::PendingDeletion { .. } | MemberState::PendingReplicaDeletion { .. } => {
            Some(icons::TRASH)
        }
    }
}
