//! The create-key wizard of a Region: the console's six pages.

use egui::Ui;

use super::{command::Command, desk::Desk};
use crate::kms::{KmsError, Region};

/// The wizard with what was chosen and typed so far.
pub struct Wizard {
    /// Where the key will be made.
    pub region: Region,
    /// What KMS said of the last try to finish.
    pub error: Option<KmsError>,
}

impl Wizard {
    /// Opens the wizard at its first page.
    pub fn new(region: Region, _desk: &Desk) -> Self {
        Self { region, error: None }
    }

    /// Draws the wizard over the whole workspace.
    pub fn ui(&mut self, _ui: &mut Ui, _desk: &Desk, _commands: &mut Vec<Command>) {}
}
