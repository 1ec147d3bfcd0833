//! Regions: what exists where, and what belongs together?

mod dialogs;

use egui::Ui;

pub use self::dialogs::{DialogKind, OpenDialog};
use super::{command::Command, desk::Desk};

/// What the Regions workspace remembers of itself.
#[derive(Default)]
pub struct RegionsView {}

impl RegionsView {
    /// Draws the workspace.
    pub fn ui(&mut self, _ui: &mut Ui, _desk: &Desk, _commands: &mut Vec<Command>) {}
}
