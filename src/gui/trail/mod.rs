//! CloudTrail: who did what, where?

use egui::Ui;

use super::{command::Command, desk::Desk};

/// What the CloudTrail workspace remembers of itself.
#[derive(Default)]
pub struct TrailView {}

impl TrailView {
    /// Draws the workspace.
    pub fn ui(&mut self, _ui: &mut Ui, _desk: &Desk, _commands: &mut Vec<Command>) {}
}
