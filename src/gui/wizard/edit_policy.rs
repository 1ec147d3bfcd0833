//! Page 5: the key policy, free to edit.

use egui::Ui;

use super::{Wizard, page::page_with_note, state::Regionality};
use crate::{
    gui::{
        desk::Desk,
        policy::Setting,
        theme::{icons, space},
        widgets::{Badge, Button, CalloutKind, callout, row_sides},
    },
    kms::api::Origin,
};

const EXAM: &str = "KMS refuses a policy under which whoever makes the key could not change it again. Without the \
                    statement for the account's root, IAM policies have no say over the key.";
/// The room below the editor: the line on how to leave it.
const BELOW: f32 = 26.0;
/// The least height of the editor with its bar and its problems.
const LEAST: f32 = 300.0;

pub(super) fn ui(ui: &mut Ui, wizard: &mut Wizard, desk: &Desk) {
    page_with_note(
        ui,
        "Edit key policy",
        |ui| drop(callout(ui, CalloutKind::Exam, EXAM)),
        |ui| {
            let bottom = ui.clip_rect().bottom();
            bar(ui, wizard, desk);
            let height = (bottom - ui.cursor().top() - BELOW).max(LEAST);
            editor(ui, wizard, desk, height);
            super::page::foot(ui, None, "Esc leaves the editor");
        },
    );
}

fn bar(ui: &mut Ui, wizard: &mut Wizard, desk: &Desk) {
    let by_hand = wizard.policy.is_by_hand();
    let (_, restore) = row_sides(
        ui,
        space::CONTROL_HEIGHT,
        |ui| {
            if by_hand {
                Badge::warn("Edited by hand").icon(icons::PENCIL).show(ui)
            } else {
                Badge::info("Made from your choices").icon(icons::CHECK_CIRCLE).show(ui)
            }
        },
        |ui| {
            let restore = Button::secondary("Use the generated policy again")
                .small()
                .enabled(by_hand)
                .why_disabled("This is the generated policy");
            restore.show(ui).clicked()
        },
    );
    if restore {
        wizard.use_generated_policy(desk);
    }
}

fn editor(ui: &mut Ui, wizard: &mut Wizard, desk: &Desk, height: f32) {
    let setting = setting(wizard);
    wizard.editor.set_setting(setting);
    wizard.editor.set_text(wizard.policy.text());
    if wizard.editor.show(ui, desk, height) {
        wizard.policy.write(wizard.editor.text().to_owned());
        wizard.typed();
    }
    // Tab indents in here, so Escape is the keyboard's way out, and on.
    if wizard.editor.was_left_by_escape() {
        wizard.focus_next();
    }
}

/// What stands around the policy of the key that is to be made.
fn setting(wizard: &Wizard) -> Option<Setting> {
    let choices = &wizard.choices;
    let multi_region = choices.regionality == Regionality::MultiRegion;
    let kind = choices.kind.policy_kind();
    let mut setting = Setting::of_new_key(wizard.account.clone()?, wizard.region, kind, multi_region);
    setting.external = choices.kind.origin == Origin::External;
    Some(setting)
}
