//! Disable a key.

use egui::Ui;

use super::form::{Form, Heading, Page};
use crate::{
    gui::{key_words::does, theme::paragraph},
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
        let Some((family, _)) = page.desk.member(&self.key, self.region) else { return false };
        let text = format!(
            "A disabled key can be used for nothing: it does not {}. It can be enabled again at any time.",
            does(family.usage)
        );
        ui.label(paragraph(&text));
        if self.key.is_multi_region() {
            let text = "Only the key in this Region is disabled. Its related keys go on working, also with what was \
                        made here.";
            ui.label(paragraph(text).weak());
        }
        if family.primary == self.region && family.rotation.automatic.is_some() {
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
