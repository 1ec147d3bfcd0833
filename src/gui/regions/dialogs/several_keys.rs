//! What is done with several keys at once: all of them, or none.

use egui::{ScrollArea, Ui};

use super::{
    days,
    form::{Form, Heading, MEDIUM, Page},
    place::Place,
    tag_rows::TagRows,
};
use crate::{
    gui::{
        desk::Desk,
        regions::words::{role_badge, state_badge},
        theme::{caption, mono_caption, paragraph, region_mark, space, strong, tokens},
        trail::{cut, short_key_id},
        widgets::{CalloutKind, Card, callout, checkbox, row, row_sides},
    },
    kms::{
        KeyId, Region,
        api::{Request, ScheduleKeyDeletionRequest, Tag, TagResourceRequest},
    },
};

/// The most that the list of keys takes before it scrolls, in points.
const LIST: f32 = 220.0;
const LINE: f32 = 22.0;

/// The keys with what they are called.
pub(super) struct Keys(Vec<(KeyId, Region, String)>);

impl Keys {
    fn new(keys: &[(KeyId, Region)], desk: &Desk) -> Self {
        let named = |(key, region): &(KeyId, Region)| (key.clone(), *region, desk.key_label(key, *region));
        Self(keys.iter().map(named).collect())
    }

    fn counted(&self) -> String {
        if self.0.len() == 1 { "1 key".to_owned() } else { format!("{} keys", self.0.len()) }
    }

    /// Draws a key: where it is, what it is called, its role and its state.
    fn line(ui: &mut Ui, desk: &Desk, (key, region, label): (&KeyId, Region, &str)) {
        const REGION: f32 = 116.0;
        region_mark(ui, desk.region_index(region), 14.0);
        let (place, _) = ui.allocate_exact_size(egui::vec2(REGION, LINE), egui::Sense::hover());
        ui.put(place, egui::Label::new(caption(region.code())).halign(egui::Align::Min));
        let short = short_key_id(key, 0.0);
        let signs = |ui: &mut Ui| {
            if let Some((family, member)) = desk.member(key, region) {
                state_badge(ui, member.state, desk.world().now());
                role_badge(ui, family.role(region));
            }
        };
        let name = |ui: &mut Ui| {
            if label != key.as_str() {
                cut(ui, strong(label)).on_hover_text(label);
            }
            ui.label(mono_caption(short)).on_hover_text(key.as_str());
        };
        row_sides(ui, LINE, name, signs);
    }

    /// Draws which keys the dialog is about.
    fn show(&self, ui: &mut Ui, desk: &Desk) {
        let t = tokens(ui);
        Card::new().fill(t.panel).padding(egui::vec2(space::M, space::S)).show(ui, |ui| {
            ui.take_available_width();
            ui.spacing_mut().item_spacing = egui::vec2(space::S, 0.0);
            let height = (self.0.len() as f32 * LINE).min(LIST);
            let list = ScrollArea::vertical().id_salt("the keys").auto_shrink(false).max_height(height);
            list.show_rows(ui, LINE, self.0.len(), |ui, range| {
                for (key, region, label) in self.0.iter().take(range.end).skip(range.start) {
                    row(ui, LINE, |ui| {
                        Self::line(ui, desk, (key, *region, label));
                    });
                }
            });
        });
    }
}

/// Schedule the deletion of several keys.
pub(super) struct DeleteKeys {
    keys: Keys,
    window: String,
    understood: bool,
}

impl DeleteKeys {
    pub fn new(keys: &[(KeyId, Region)], desk: &Desk) -> Self {
        Self { keys: Keys::new(keys, desk), window: "30".to_owned(), understood: false }
    }
}

impl Form for DeleteKeys {
    fn heading(&self) -> Heading {
        let confirm = format!("Schedule deletion of {}", self.keys.counted());
        Heading::new("Schedule key deletion", confirm).danger().width(MEDIUM)
    }

    fn body(&mut self, ui: &mut Ui, page: &Page<'_>) -> bool {
        self.keys.show(ui, page.desk);
        let text = "Once a key is deleted, what was made with it is lost. During the waiting period the deletion can be \
                    cancelled. Primary keys wait for their replicas first.";
        callout(ui, CalloutKind::Warning, text);
        let label = "Waiting period (in days)";
        let changed = days::field(ui, page, label, "7 to 30 days", &mut self.window).changed();
        let understood = "I understand that the keys cannot be used while they wait for their deletion";
        checkbox(ui, &mut self.understood, understood, "");
        changed
    }

    fn missing(&self) -> Option<&'static str> {
        let not_understood = (!self.understood).then_some("Tick that you understand what happens");
        days::parse(&self.window).err().or(not_understood)
    }

    fn shows(&self, place: Place) -> bool {
        place == Place::Days
    }

    fn calls(&self) -> Vec<(Region, Request)> {
        let pending_window_in_days = days::parse(&self.window).ok();
        let call = |(key, region, _): &(KeyId, Region, String)| {
            let request = ScheduleKeyDeletionRequest { key_id: key.to_string(), pending_window_in_days };
            (*region, request.into())
        };
        self.keys.0.iter().map(call).collect()
    }

    fn done(&self) -> String {
        format!("Deletion of {} scheduled", self.keys.counted())
    }
}

/// Give several keys the same tags.
pub(super) struct TagKeys {
    keys: Keys,
    rows: TagRows,
}

impl TagKeys {
    pub fn new(keys: &[(KeyId, Region)], desk: &Desk) -> Self {
        Self { keys: Keys::new(keys, desk), rows: TagRows::begun() }
    }
}

impl Form for TagKeys {
    fn heading(&self) -> Heading {
        Heading::new("Add or edit tags", format!("Tag {}", self.keys.counted())).width(MEDIUM)
    }

    fn body(&mut self, ui: &mut Ui, page: &Page<'_>) -> bool {
        self.keys.show(ui, page.desk);
        ui.label(paragraph(
            "Each of these keys gets these tags; where a key has a tag already, its value is changed.",
        ));
        let changed = self.rows.show(ui);
        page.refusal_below(ui, Place::Tags);
        ui.label(caption("Tags are independent: those of related keys in other Regions stay as they are"));
        changed
    }

    fn missing(&self) -> Option<&'static str> {
        self.rows.tags().next().is_none().then_some("Type a tag")
    }

    fn shows(&self, place: Place) -> bool {
        place == Place::Tags
    }

    fn calls(&self) -> Vec<(Region, Request)> {
        let tags: Vec<Tag> = self.rows.tags().collect();
        if tags.is_empty() {
            return Vec::new();
        }
        let call = |(key, region, _): &(KeyId, Region, String)| {
            (*region, TagResourceRequest { key_id: key.to_string(), tags: tags.clone() }.into())
        };
        self.keys.0.iter().map(call).collect()
    }

    fn done(&self) -> String {
        format!("{} tagged", self.keys.counted())
    }
}
