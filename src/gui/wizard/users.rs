//! Page 4: who may use the key in cryptographic operations.

use egui::Ui;

use super::{
    Wizard,
    inline_field::InlineField,
    page::{foot, heading, page_with_note},
    policy_draft::Choice,
    principals_table::{head, table},
    state::candidates,
};
use crate::{
    gui::{
        desk::Desk,
        key_words::does,
        theme::{icons, paragraph, space},
        widgets::{Button, CalloutKind, callout, control_row, icon_button},
    },
    world::Principal,
};

const EXAM: &str = "For principals of another account the key policy is one half: an IAM policy of their own account \
                    must allow the use as well.";
/// The room that the other accounts below the table take while there are none.
const BELOW: f32 = 104.0;
/// The room of one of them.
const ACCOUNT: f32 = space::CONTROL_HEIGHT + space::S;

pub(super) fn ui(ui: &mut Ui, wizard: &mut Wizard, desk: &Desk) {
    let principals: Vec<&Principal> = candidates(desk).collect();
    page_with_note(
        ui,
        "Users",
        |ui| drop(callout(ui, CalloutKind::Exam, EXAM)),
        |ui| {
            let bottom = ui.clip_rect().bottom();
            wizard.policy_by_hand_note(ui, desk);
            let search = head(ui, "Key users", &principals, &wizard.choices.users, &mut wizard.find_users);
            if wizard.takes_focus() {
                search.request_focus();
            }
            let text = format!("Users and roles that may {} with the key", does(wizard.choices.kind.usage));
            ui.label(paragraph(&text).weak());
            let height = bottom - ui.cursor().top() - BELOW - ACCOUNT * wizard.choices.accounts.len() as f32;
            let chosen = &mut wizard.choices.users;
            if table(ui, "Key users", &principals, &wizard.find_users, height, chosen) {
                wizard.chose(desk, Choice::Principal);
            }
            ui.add_space(space::L);
            other_accounts(ui, wizard, desk);
        },
    );
}

fn other_accounts(ui: &mut Ui, wizard: &mut Wizard, desk: &Desk) {
    heading(ui, "Other AWS accounts", "optional");
    let problem = wizard.choices.account_problem();
    let prefix = format!("arn:{}:iam::", wizard.region.partition().name());
    let mut typed = None;
    let mut gone = None;
    for (row, id) in wizard.choices.accounts.iter_mut().enumerate() {
        control_row(ui, |ui| {
            let number = row + 1;
            let name = format!("Account ID {number}");
            let field = InlineField::new(&name)
                .prefix(&prefix)
                .suffix(":root")
                .hint("12 digits")
                .width((ui.available_width() - 32.0).min(400.0))
                .wrong(problem.is_some_and(|(wrong, _)| wrong == row))
                .show(ui, id);
            if wizard.new_row == Some(row) {
                wizard.new_row = None;
                field.request_focus();
            }
            if field.changed() {
                typed = Some(row);
            }
            if icon_button(ui, icons::TRASH, &format!("Remove account {number}")).clicked() {
                gone = Some(row);
            }
        });
    }
    if !wizard.choices.accounts.is_empty() {
        let told = problem.map(|(row, text)| format!("Account {}: {text}", row + 1));
        foot(ui, told.as_deref(), "All users and roles to whom that account gives the permission");
    }
    if Button::secondary("Add another AWS account").icon(icons::PLUS).show(ui).clicked() {
        wizard.new_row = Some(wizard.choices.accounts.len());
        wizard.choices.accounts.push(String::new());
    }
    if let Some(row) = typed {
        wizard.chose(desk, Choice::Account(row));
    }
    if let Some(row) = gone {
        wizard.choices.accounts.remove(row);
        wizard.chose(desk, Choice::Principal);
    }
}
