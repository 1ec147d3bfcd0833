//! Regions: what exists where, and what belongs together?

use egui::Ui;

use super::{command::Command, desk::Desk};
use crate::kms::{KeyId, KmsError, Region};

/// A dialog about a member of a key.
#[derive(Clone, Debug, PartialEq)]
pub enum DialogKind {
    /// Replicate the key to other Regions.
    Replicate(KeyId, Region),
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
    /// Add an alias.
    CreateAlias(KeyId, Region),
    /// Add or edit tags.
    EditTags(KeyId, Region),
    /// Edit the description.
    EditDescription(KeyId, Region),
    /// Add a Region to the world.
    AddRegion,
}

/// The open dialog with what was typed into it.
pub struct OpenDialog {
    /// Which dialog.
    pub kind: DialogKind,
    /// What KMS said of the last try.
    pub error: Option<KmsError>,
}

impl OpenDialog {
    /// Opens a dialog with the fields filled from the desk.
    pub fn new(kind: DialogKind, _desk: &Desk) -> Self {
        Self { kind, error: None }
    }

    /// Draws the dialog.
    pub fn ui(&mut self, _ui: &mut Ui, _desk: &Desk, _commands: &mut Vec<Command>) {}
}

/// What the Regions workspace remembers of itself.
#[derive(Default)]
pub struct RegionsView {}

impl RegionsView {
    /// Draws the workspace.
    pub fn ui(&mut self, _ui: &mut Ui, _desk: &Desk, _commands: &mut Vec<Command>) {}
}
