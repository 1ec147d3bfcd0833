//! Page 1: what kind of key, and whether it can have replicas.

use egui::Ui;

use super::{
    Wizard,
    page::{FORM_WIDTH, heading, page_with_note, pair},
    policy_draft::Choice,
    state::Regionality,
};
use crate::gui::{
    desk::Desk,
    theme::{icons, space},
    widgets::{Button, CalloutKind, callout, radio_card},
};

const EXAM: &str = "Regionality is permanent. A single-Region key can never become a multi-Region key, nor the \
                    other way round. The ID of a multi-Region key begins with mrk- and is the same in every Region.";

const SINGLE_REGION: &str = "Exists in this Region alone: what it encrypts opens nowhere else";
const MULTI_REGION: &str = "A primary key that can be replicated to other Regions, with the same key ID and key \
                            material: what one of them encrypts, each of them opens";

pub(super) fn ui(ui: &mut Ui, wizard: &mut Wizard, desk: &Desk) {
    page_with_note(
        ui,
        "Configure key",
        |ui| drop(callout(ui, CalloutKind::Exam, EXAM)),
        |ui| {
            ui.set_max_width(ui.available_width().min(FORM_WIDTH + 120.0));
            pair(ui, [&mut key_type, &mut key_usage]);
            ui.add_space(space::L);
            let caret = if wizard.advanced_open { icons::CARET_DOWN } else { icons::CARET_RIGHT };
            let name = if wizard.advanced_open { "Hide advanced options" } else { "Show advanced options" };
            if Button::link("Advanced options").icon(caret).name(name).show(ui).clicked() {
                wizard.advanced_open = !wizard.advanced_open;
            }
            if wizard.advanced_open {
                ui.add_space(space::S);
                advanced(ui, wizard, desk);
            }
        },
    );
}

fn key_type(ui: &mut Ui) {
    heading(ui, "Key type", "");
    radio_card(ui, true, "Symmetric", "One 256-bit key for both directions");
}

fn key_usage(ui: &mut Ui) {
    heading(ui, "Key usage", "");
    radio_card(ui, true, "Encrypt and decrypt", "Up to 4096 bytes, and data keys");
}

fn advanced(ui: &mut Ui, wizard: &mut Wizard, desk: &Desk) {
    heading(ui, "Key material origin", "");
    radio_card(ui, true, "KMS (recommended)", "KMS makes the key material and keeps it");
    ui.add_space(space::M);
    heading(ui, "Regionality", "");
    let now = wizard.choices.regionality;
    for (regionality, description) in
        [(Regionality::SingleRegion, SINGLE_REGION), (Regionality::MultiRegion, MULTI_REGION)]
    {
        let chosen = now == regionality;
        if radio_card(ui, chosen, regionality.name(), description).clicked() && !chosen {
            wizard.choices.regionality = regionality;
            wizard.chose(desk, Choice::Regionality);
        }
    }
}
