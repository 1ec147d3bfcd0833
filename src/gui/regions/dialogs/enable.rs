//! Enable a key.

use egui::Ui;

use super::form::{Form, Heading, Page};
use crate::{
    gui::{key_words::does, theme::paragraph},
    kms::{
        KeyId, Region,
        api::{EnableKeyRequest, Request},
    },
};

pub(super) struct Enable {
    key: KeyId,
    region: Region,
}

impl Enable {
    pub fn new(key: &KeyId, region: Region) -> Self {
        Self { key: key.clone(), region }
    }
}

impl Form for Enable {
    fn heading(&self) -> Heading {
        Heading::new("Enable key", "Enable")
    }

    fn body(&mut self, ui: &mut Ui, page: &Page<'_>) -> bool {
        let Some((family, _)) = page.desk.member(&self.key, self.region) else { return false };
        ui.label(paragraph(format!("The key can {} again.", does(family.usage))));
        if self.key.is_multi_region() {
            let text = "Only the key in this Region is enabled. Its related keys keep the state they have.";
            ui.label(paragraph(text).weak());
        }
        false
    }

    fn calls(&self) -> Vec<(Region, Request)> {
        vec![(self.region, EnableKeyRequest { key_id: self.key.to_string() }.into())]
    }

    fn done(&self) -> String {
        format!("Key enabled in {}", self.region)
    }
}
