//! Edit a key's description.

use egui::Ui;

use super::{
    form::{Form, Heading, Page},
    place::Place,
};
use crate::{
    gui::{desk::Desk, theme::caption, widgets::TextField},
    kms::{
        KeyId, Region,
        api::{Request, UpdateKeyDescriptionRequest},
    },
};

pub(super) struct EditDescription {
    key: KeyId,
    region: Region,
    text: String,
}

impl EditDescription {
    pub fn new(key: &KeyId, region: Region, desk: &Desk) -> Self {
        let text = desk.member(key, region).map(|(_, member)| member.description.clone());
        Self { key: key.clone(), region, text: text.unwrap_or_default() }
    }
}

impl Form for EditDescription {
    fn heading(&self) -> Heading {
        Heading::new("Edit description", "Save")
    }

    fn body(&mut self, ui: &mut Ui, page: &Page<'_>) -> bool {
        let field = TextField::new("Description")
            .optional()
            .hint("What this key protects")
            .multiline(3)
            .help("Up to 8192 characters")
            .show(ui, &mut self.text);
        page.focus_first(&field);
        page.refusal_at(ui, Place::Description, &field);
        if self.key.is_multi_region() {
            ui.label(caption("Descriptions are independent: those of related keys stay as they are"));
        }
        field.changed()
    }

    fn shows(&self, place: Place) -> bool {
        place == Place::Description
    }

    fn calls(&self) -> Vec<(Region, Request)> {
        let request =
            UpdateKeyDescriptionRequest { key_id: self.key.to_string(), description: self.text.clone() };
        vec![(self.region, request.into())]
    }

    fn done(&self) -> String {
        format!("Description saved in {}", self.region)
    }
}
