//! Delete imported key material.

use egui::Ui;

use super::form::{Form, Heading, Page};
use crate::{
    gui::{
        theme::paragraph,
        widgets::{CalloutKind, Dropdown, callout, checkbox, shorten},
    },
    kms::{
        KeyId, KeyMaterialId, Region,
        api::{DeleteImportedKeyMaterialRequest, Request},
    },
};

pub(super) struct DeleteMaterial {
    key: KeyId,
    region: Region,
    /// Which version; the current one where none is named.
    version: Option<KeyMaterialId>,
    understood: bool,
}

impl DeleteMaterial {
    pub fn new(key: &KeyId, region: Region) -> Self {
        Self { key: key.clone(), region, version: None, understood: false }
    }
}

impl Form for DeleteMaterial {
    fn heading(&self) -> Heading {
        Heading::new("Delete key material", "Delete key material").danger()
    }

    fn body(&mut self, ui: &mut Ui, page: &Page<'_>) -> bool {
        let text = "The key itself stays, in the state Pending import. It can be used again once the same key \
                    material has been imported again.";
        ui.label(paragraph(text));
        if self.key.is_multi_region() {
            let text = "Only the key material in this Region is deleted. Related keys keep theirs.";
            callout(ui, CalloutKind::Info, text);
        }
        let mut changed = false;
        if let Some((_, member)) = page.desk.member(&self.key, self.region)
            && member.imported.len() > 1
        {
            let ids: Vec<_> = member.imported.keys().map(|id| (Some(*id), id.to_string())).collect();
            let shortened: Vec<_> = ids.iter().map(|(id, text)| (*id, shorten(text, 12, 6))).collect();
            let mut items = vec![(None, "The current version")];
            items.extend(shortened.iter().map(|(id, text)| (*id, text.as_str())));
            changed = Dropdown::new("Key material").show(ui, &mut self.version, &items).changed();
        }
        let understood = "I have a copy of the key material outside AWS KMS, or no longer need it";
        checkbox(ui, &mut self.understood, understood, "");
        changed
    }

    fn missing(&self) -> Option<&'static str> {
        (!self.understood).then_some("Tick that you have a copy, or no longer need one")
    }

    fn calls(&self) -> Vec<(Region, Request)> {
        let request = DeleteImportedKeyMaterialRequest {
            key_id: self.key.to_string(),
            key_material_id: self.version.map(|id| id.to_string()),
        };
        vec![(self.region, request.into())]
    }

    fn done(&self) -> String {
        format!("Key material deleted in {}", self.region)
    }
}
