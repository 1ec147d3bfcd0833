//! Disable a key.

use egui::Ui;

use super::form::{Form, Heading, Page};
use crate::{
    gui::theme::paragraph,
    kms::{
        KeyId, Region,
        api::{DisableKeyRequest, Request},
    },
};

pub(super) struct Disable {
    key: KeyId,
    region: Region,
}

impl Disable {
    pub fn new(key: &KeyId, region: Region) -> Self {
        Self { key: key.clone(), region }
    }
}

impl Form for Disable {
    fn heading(&self) -> Heading {
        Heading::new("Disable key", "Disable")
    }

    fn body(&mut self, ui: &mut Ui, page: &Page<'_>) -> bool {
        let text =
            "Nothing can be encrypted or decrypted with a disabled key. It can be enabled again at any time.";
        ui.label(paragraph(text));
        if self.key.is_multi_region() {
            let text = "Only the key in this Region is disabled. Its related keys go on working, also with what was \
                        encrypted here.";
            ui.label(paragraph(text).weak());
        }
        let primary =
            page.desk.member(&self.key, self.region).is_some_and(|(it, _)| it.primary == self.region);
        if primary {
            let text = "While the key that holds the rotation settings is disabled, its automatic rotation is paused.";
            ui.label(paragraph(text).weak());
        }
        false
    }

    fn calls(&self) -> Vec<(Region, Request)> {
        vec![(self.region, DisableKeyRequest { key_id: self.key.to_string() }.into())]
    }

    fn done(&self) -> String {
        format!("Key disabled in {}", self.region)
    }
}
