//! The dialogs about a key: one file a dialog. Each asks, shows the `aws kms` line that does the same, and answers
//! with [`Command`]s; what KMS refuses stands in the dialog in KMS's own words.
//!
//! | file | its one job |
//! | --- | --- |
//! | `form` | what a dialog has to say of itself: [`form::Form`], and what it may read: [`form::Page`] |
//! | `place` | which part of a dialog an exception is about |
//! | `subject` | the key and the Region that a dialog is about, at its head |
//! | `foot` | the `aws kms` lines at its foot |
//! | `copy_plan` | what a copy to another member will change |
//! | `several_keys` | what is done with several keys at once |
//! | `key_stores` | the dialogs about custom key stores |
//! | `days`, `alias_field`, `policy_editor`, `principal_field`, `region_list`, `tag_rows` | parts that several dialogs have |
//! | all others | one dialog each |

mod add_region;
mod alias_field;
mod cancel_deletion;
mod change_primary;
mod copy_plan;
mod copy_to_members;
mod create_alias;
mod create_grant;
mod days;
mod delete_material;
mod disable;
mod edit_description;
mod edit_policy;
mod edit_tags;
mod enable;
mod end_grant;
mod foot;
mod form;
mod import_material;
mod key_stores;
mod place;
mod policy_difference;
mod policy_editor;
mod principal_field;
pub(in crate::gui) mod region_list;
mod replicate;
mod retarget_alias;
mod rotate_now;
mod rotation;
mod schedule_deletion;
mod several_keys;
mod subject;
mod tag_rows;
#[cfg(test)]
mod tests;

use egui::Ui;

pub(super) use self::days::parse as parse_days;
use self::{
    end_grant::{EndGrant, Ending},
    form::{Form, Page},
    key_stores::{CreateKeyStore, EditKeyStore, Step, StoreStep},
    place::Place,
};
use crate::{
    gui::{
        command::Command,
        desk::Desk,
        regions::families::Property,
        theme::body,
        widgets::{CalloutKind, Dialog, DialogOutcome, callout_with},
    },
    kms::{AliasName, CustomKeyStoreId, GrantId, KeyId, KmsError, Region, api::Response},
};

/// A dialog about a member of a key.
#[derive(Clone, Debug, PartialEq)]
pub enum DialogKind {
    /// Replicate the key to other Regions.
    Replicate(KeyId, Region),
    /// Replicate the key from its Region to other Regions, of which the last one is chosen already.
    ReplicateTo(KeyId, Region, Region),
    /// Change the primary Region.
    ChangePrimary(KeyId, Region),
    /// Edit automatic rotation.
    Rotation(KeyId, Region),
    /// Rotate now.
    RotateNow(KeyId, Region),
    /// Schedule deletion.
    ScheduleDeletion(KeyId, Region),
    /// Cancel deletion.
    CancelDeletion(KeyId, Region),
    /// Enable.
    Enable(KeyId, Region),
    /// Disable.
    Disable(KeyId, Region),
    /// Edit the key policy.
    EditPolicy(KeyId, Region),
    /// Edit the key policy, beginning with another text than it has.
    EditPolicyAs(KeyId, Region, String),
    /// Add an alias.
    CreateAlias(KeyId, Region),
    /// Add or edit tags.
    EditTags(KeyId, Region),
    /// Edit the description.
    EditDescription(KeyId, Region),
    /// Import key material.
    ImportMaterial(KeyId, Region),
    /// Delete imported key material.
    DeleteMaterial(KeyId, Region),
    /// Copy what the member in this Region has to other members.
    CopyToMembers(KeyId, Region, Property),
    /// Compare the member's key policy with the primary's.
    PolicyDifference(KeyId, Region),
    /// Create a grant.
    CreateGrant(KeyId, Region),
    /// Retire a grant.
    RetireGrant(KeyId, Region, GrantId),
    /// Revoke a grant.
    RevokeGrant(KeyId, Region, GrantId),
    /// Point an alias of this key to another key.
    RetargetAlias(KeyId, Region, AliasName),
    /// Add a Region to the world.
    AddRegion,
    /// Schedule the deletion of several keys.
    DeleteKeys(Vec<(KeyId, Region)>),
    /// Give several keys tags.
    TagKeys(Vec<(KeyId, Region)>),
    /// Create a custom key store.
    CreateKeyStore(Region),
    /// Edit a custom key store.
    EditKeyStore(CustomKeyStoreId, Region),
    /// Connect a custom key store.
    ConnectKeyStore(CustomKeyStoreId, Region),
    /// Disconnect a custom key store.
    DisconnectKeyStore(CustomKeyStoreId, Region),
    /// Delete a custom key store.
    DeleteKeyStore(CustomKeyStoreId, Region),
}

impl DialogKind {
    /// The member that the dialog is about.
    fn member(&self) -> Option<(&KeyId, Region)> {
        match self {
            Self::Replicate(key, region)
            | Self::ReplicateTo(key, region, _)
            | Self::ChangePrimary(key, region)
            | Self::Rotation(key, region)
            | Self::RotateNow(key, region)
            | Self::ScheduleDeletion(key, region)
            | Self::CancelDeletion(key, region)
            | Self::Enable(key, region)
            | Self::Disable(key, region)
            | Self::EditPolicy(key, region)
            | Self::EditPolicyAs(key, region, _)
            | Self::CreateAlias(key, region)
            | Self::EditTags(key, region)
            | Self::EditDescription(key, region)
            | Self::ImportMaterial(key, region)
            | Self::DeleteMaterial(key, region)
            | Self::CopyToMembers(key, region, _)
            | Self::PolicyDifference(key, region)
            | Self::CreateGrant(key, region)
            | Self::RetireGrant(key, region, _)
            | Self::RevokeGrant(key, region, _)
            | Self::RetargetAlias(key, region, _) => Some((key, *region)),
            Self::AddRegion
            | Self::DeleteKeys(_)
            | Self::TagKeys(_)
            | Self::CreateKeyStore(_)
            | Self::EditKeyStore(..)
            | Self::ConnectKeyStore(..)
            | Self::DisconnectKeyStore(..)
            | Self::DeleteKeyStore(..) => None,
        }
    }

    /// What is shortened in the lines at the foot, if the dialog has lines.
    fn shortened(&self) -> Option<&str> {
        match self {
            Self::DeleteKeys(keys) | Self::TagKeys(keys) => keys.first().map(|(key, _)| key.as_str()),
            Self::ConnectKeyStore(id, _) | Self::DisconnectKeyStore(id, _) | Self::DeleteKeyStore(id, _) => {
                Some(id.as_str())
            }
            // Their lines would hold a certificate or a secret.
            Self::AddRegion | Self::CreateKeyStore(_) | Self::EditKeyStore(..) => None,
            _ => self.member().map(|(key, _)| key.as_str()),
        }
    }

    /// The dialog's form, filled from the desk.
    fn form(&self, desk: &Desk) -> Box<dyn Form> {
        match self {
            Self::Replicate(key, region) => Box::new(replicate::Replicate::new(key, *region, desk)),
            Self::ReplicateTo(key, region, to) => {
                Box::new(replicate::Replicate::new(key, *region, desk).with_region(*to))
            }
            Self::ChangePrimary(key, region) => {
                Box::new(change_primary::ChangePrimary::new(key, *region, desk))
            }
            Self::Rotation(key, region) => Box::new(rotation::Rotation::new(key, *region, desk)),
            Self::RotateNow(key, region) => Box::new(rotate_now::RotateNow::new(key, *region)),
            Self::ScheduleDeletion(key, region) => {
                Box::new(schedule_deletion::ScheduleDeletion::new(key, *region))
            }
            Self::CancelDeletion(key, region) => Box::new(cancel_deletion::CancelDeletion::new(key, *region)),
            Self::Enable(key, region) => Box::new(enable::Enable::new(key, *region)),
            Self::Disable(key, region) => Box::new(disable::Disable::new(key, *region)),
            Self::EditPolicy(key, region) => Box::new(edit_policy::EditPolicy::new(key, *region, desk)),
            Self::EditPolicyAs(key, region, text) => {
                Box::new(edit_policy::EditPolicy::with_text(key, *region, desk, text.clone()))
            }
            Self::CreateAlias(key, region) => Box::new(create_alias::CreateAlias::new(key, *region)),
            Self::EditTags(key, region) => Box::new(edit_tags::EditTags::new(key, *region, desk)),
            Self::EditDescription(key, region) => {
                Box::new(edit_description::EditDescription::new(key, *region, desk))
            }
            Self::ImportMaterial(key, region) => {
                Box::new(import_material::ImportMaterial::new(key, *region, desk))
            }
            Self::DeleteMaterial(key, region) => Box::new(delete_material::DeleteMaterial::new(key, *region)),
            Self::CopyToMembers(key, region, property) => {
                Box::new(copy_to_members::CopyToMembers::new(key, *region, *property, desk))
            }
            Self::PolicyDifference(key, region) => {
                Box::new(policy_difference::PolicyDifference::new(key, *region, desk))
            }
            Self::CreateGrant(key, region) => Box::new(create_grant::CreateGrant::new(key, *region, desk)),
            Self::RetireGrant(key, region, grant) => {
                Box::new(EndGrant::new(key, *region, grant, Ending::Retire, desk))
            }
            Self::RevokeGrant(key, region, grant) => {
                Box::new(EndGrant::new(key, *region, grant, Ending::Revoke, desk))
            }
            Self::RetargetAlias(key, region, alias) => {
                Box::new(retarget_alias::RetargetAlias::new(key, *region, alias, desk))
            }
            Self::AddRegion => Box::new(add_region::AddRegion::default()),
            Self::DeleteKeys(keys) => Box::new(several_keys::DeleteKeys::new(keys, desk)),
            Self::TagKeys(keys) => Box::new(several_keys::TagKeys::new(keys, desk)),
            Self::CreateKeyStore(region) => Box::new(CreateKeyStore::new(*region, desk)),
            Self::EditKeyStore(id, region) => Box::new(EditKeyStore::new(id, *region, desk)),
            Self::ConnectKeyStore(id, region) => Box::new(StoreStep::new(Step::Connect, id, *region, desk)),
            Self::DisconnectKeyStore(id, region) => {
                Box::new(StoreStep::new(Step::Disconnect, id, *region, desk))
            }
            Self::DeleteKeyStore(id, region) => Box::new(StoreStep::new(Step::Delete, id, *region, desk)),
        }
    }
}

/// The open dialog with what was typed into it.
pub struct OpenDialog {
    /// Which dialog.
    pub kind: DialogKind,
    /// What KMS said of the last try.
    pub error: Option<KmsError>,
    /// What goes on beside the window since the form was sent.
    pub busy: Option<&'static str>,
    form: Box<dyn Form>,
    /// The `aws kms` lines of the form as it is, made anew when it changes.
    command_lines: Vec<String>,
    /// Not drawn yet: the first frame gives the first field the keyboard.
    opening: bool,
    /// The next refusal scrolls into sight once.
    reveal: bool,
    /// Whether it is asked if what was typed may be thrown away.
    leaving: bool,
}

impl OpenDialog {
    /// Opens a dialog with the fields filled from the desk.
    pub fn new(kind: DialogKind, desk: &Desk) -> Self {
        let form = kind.form(desk);
        let command_lines = foot::lines(&form.calls());
        Self {
            kind,
            error: None,
            busy: None,
            form,
            command_lines,
            opening: true,
            reveal: false,
            leaving: false,
        }
    }

    /// Hands over random bytes that the form wished for.
    pub fn take_random(&mut self, bytes: &[u8]) {
        self.form.take_random(bytes);
        self.command_lines = foot::lines(&self.form.calls());
        self.error = None;
    }

    /// Hands over what is in a file that the form wished for.
    pub fn take_file(&mut self, bytes: &[u8]) {
        self.form.take_file(bytes);
        self.command_lines = foot::lines(&self.form.calls());
        self.error = None;
    }

    /// Hands over the answer to the call that the form has made; the lines that made it stay in sight.
    pub fn take_answer(&mut self, answer: &Response) {
        self.form.take_answer(answer);
        self.error = None;
    }

    /// Asks before what was typed is thrown away.
    fn ask_whether_to_leave(&mut self, ui: &mut Ui, commands: &mut Vec<Command>) {
        let question = Dialog::new("Discard the changes?", "Discard").danger().cancel_text("Keep editing");
        let outcome = question.show(ui.ctx(), |ui| {
            ui.label(body("What you changed here has not been put yet"));
        });
        match outcome {
            DialogOutcome::Confirmed => commands.push(Command::CloseDialog),
            DialogOutcome::Cancelled => (self.leaving, self.opening) = (false, true),
            DialogOutcome::Open | DialogOutcome::Alternative => {}
        }
    }

    /// Draws the dialog.
    pub fn ui(&mut self, ui: &mut Ui, desk: &Desk, commands: &mut Vec<Command>) {
        if self.leaving {
            self.ask_whether_to_leave(ui, commands);
            return;
        }
        let Self { kind, error, busy, form, command_lines, opening, reveal, leaving } = self;
        let heading = form.heading();
        let missing = busy.or_else(|| form.missing());
        let mut dialog = Dialog::new(heading.title, &heading.confirm)
            .width(heading.width)
            .enabled(missing.is_none())
            .why_disabled(missing.unwrap_or_default());
        if heading.danger {
            dialog = dialog.danger();
        }
        // The button at the other end leads back, or another way on; no form has both at once.
        let back = form.back();
        let alternative = form.alternative();
        if let Some(text) = back.or(alternative.as_ref().map(|(text, _)| *text)) {
            dialog = dialog.alternative(text);
        }
        if heading.done {
            dialog = dialog.cancel_text("");
        }
        let place = error.as_ref().map_or(Place::Whole, |error| form.place_of(error));
        let page = Page { desk, error: error.as_ref(), place, opening: *opening, reveal: *reveal };
        let mut changed = false;
        let outcome = dialog.show(ui.ctx(), |ui| {
            if let Some((key, region)) = kind.member() {
                subject::show(ui, desk, key, region);
            }
            changed = form.body(ui, &page);
            if let Some(error) = page.error.filter(|_| !form.shows(page.place)) {
                let shown = callout_with(ui, CalloutKind::Error, error.exception.name(), &error.message);
                page.bring_into_sight(&shown);
            }
            if let Some(id) = kind.shortened() {
                foot::show(ui, id, command_lines);
            }
        });
        *opening = false;
        commands.extend(form.wish());
        if busy.or_else(|| form.missing()) != missing {
            // The main button was drawn for the form as it was.
            ui.ctx().request_repaint();
        }
        *reveal &= error.is_none();
        if changed {
            *command_lines = foot::lines(&form.calls());
            *error = None;
        }
        match outcome {
            DialogOutcome::Open => {}
            DialogOutcome::Cancelled if form.would_lose() => *leaving = true,
            DialogOutcome::Cancelled => commands.push(Command::CloseDialog),
            DialogOutcome::Alternative if back.is_some() => *opening = form.turn(false, desk),
            DialogOutcome::Alternative => {
                commands.push(Command::CloseDialog);
                commands.extend(alternative.map(|(_, command)| command));
            }
            DialogOutcome::Confirmed if form.turn(true, desk) => *opening = true,
            DialogOutcome::Confirmed => {
                *error = None;
                *reveal = true;
                commands.extend(form.commands());
            }
        }
    }
}
