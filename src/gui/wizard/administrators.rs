//! Page 3: who may manage the key.

use egui::Ui;

use super::{
    Wizard,
    page::{heading, page_with_note},
    policy_draft::Choice,
    principals_table::{head, table},
    state::{Regionality, candidates},
};
use crate::{
    gui::{
        desk::Desk,
        theme::{paragraph, space},
        widgets::{CalloutKind, callout, checkbox},
    },
    world::Principal,
};

const EXAM: &str = "An administrator can manage the key but gets no kms:Encrypt or kms:Decrypt from this step: \
                    that is the next one.";
const EXAM_MULTI_REGION: &str = "An administrator can manage the key but gets no kms:Encrypt or kms:Decrypt from this \
                                 step. For a multi-Region key the statement also has kms:ReplicateKey and \
                                 kms:UpdatePrimaryRegion.";
/// The room that the key deletion below the table takes.
const BELOW: f32 = 84.0;

pub(super) fn ui(ui: &mut Ui, wizard: &mut Wizard, desk: &Desk) {
    let exam = match wizard.choices.regionality {
        Regionality::SingleRegion => EXAM,
        Regionality::MultiRegion => EXAM_MULTI_REGION,
    };
    let principals: Vec<&Principal> = candidates(desk).collect();
    page_with_note(
        ui,
        "Administrators",
        |ui| drop(callout(ui, CalloutKind::Exam, exam)),
        |ui| {
            let bottom = ui.clip_rect().bottom();
            wizard.policy_by_hand_note(ui, desk);
            let chosen = &wizard.choices.administrators;
            let search = head(ui, "Key administrators", &principals, chosen, &mut wizard.find_administrators);
            if wizard.takes_focus() {
                search.request_focus();
            }
            ui.label(paragraph("Users and roles that may manage the key through the KMS API").weak());
            let height = bottom - ui.cursor().top() - BELOW;
            let find = &wizard.find_administrators;
            let chosen = &mut wizard.choices.administrators;
            if table(ui, "Key administrators", &principals, find, height, chosen) {
                wizard.chose(desk, Choice::Principal);
            }
            ui.add_space(space::L);
            heading(ui, "Key deletion", "");
            let may_delete = &mut wizard.choices.administrators_may_delete;
            if checkbox(ui, may_delete, "Allow key administrators to delete this key", "").changed() {
                wizard.chose(desk, Choice::Deletion);
            }
        },
    );
}
