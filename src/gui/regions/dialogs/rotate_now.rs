//! Rotate a key's material on demand.

use egui::Ui;

use super::form::{Form, Heading, Page};
use crate::{
    gui::{
        key_words::Rotates,
        theme::paragraph,
        widgets::{CalloutKind, callout, callout_with, property_table_with},
    },
    kms::{
        KeyId, Region,
        api::{Request, RotateKeyOnDemandRequest},
    },
};

/// How many rotations on demand KMS allows a key.
const MAX_ON_DEMAND: u32 = 25;

pub(super) struct RotateNow {
    key: KeyId,
    region: Region,
}

impl RotateNow {
    pub fn new(key: &KeyId, region: Region) -> Self {
        Self { key: key.clone(), region }
    }
}

impl Form for RotateNow {
    fn heading(&self) -> Heading {
        Heading::new("Rotate now", "Rotate now")
    }

    fn body(&mut self, ui: &mut Ui, page: &Page<'_>) -> bool {
        let Some((family, _)) = page.desk.member(&self.key, self.region) else { return false };
        let text = match Rotates::of(family.spec, family.origin) {
            Rotates::Automatically => {
                "KMS makes new key material for this key. What was encrypted before stays readable, and neither key \
                 id, ARN nor policy changes."
            }
            Rotates::OnDemand => {
                "The new key material that was imported for this key becomes the current one. Import it first, into \
                 every Region that has the key. What was encrypted before stays readable."
            }
            Rotates::Never(why) => why,
        };
        ui.label(paragraph(text));
        let rotation = &family.rotation;
        property_table_with(ui, 200.0, |rows| {
            let left = MAX_ON_DEMAND.saturating_sub(rotation.on_demand_used);
            rows.text("On-demand rotations left", &format!("{left} of {MAX_ON_DEMAND}"));
            rows.text("Versions of the material", &family.material.count().to_string());
            if let Some(automatic) = rotation.automatic {
                rows.text(
                    "Next automatic rotation",
                    &format!("{}, not moved by this", automatic.next.date()),
                );
            }
        });
        if rotation.in_progress.is_some() {
            callout_with(
                ui,
                CalloutKind::Warning,
                "In progress",
                "A rotation of this key is under way already.",
            );
        } else if family.replica_regions().next().is_some() {
            let text =
                "The new material is copied to every replica first, and used nowhere before all have it.";
            callout(ui, CalloutKind::Info, text);
        }
        false
    }

    fn calls(&self) -> Vec<(Region, Request)> {
        vec![(self.region, RotateKeyOnDemandRequest { key_id: self.key.to_string() }.into())]
    }

    fn done(&self) -> String {
        "Rotation started".to_owned()
    }
}
