//! Families with their members side by side, and where the members differ.

use egui::Ui;

use crate::gui::{command::Command, desk::Desk};

/// What the view remembers.
#[derive(Default)]
pub(super) struct FamiliesView {}

impl FamiliesView {
    /// Draws the view over the whole room.
    pub fn ui(&mut self, _ui: &mut Ui, _desk: &Desk, _commands: &mut Vec<Command>) {}
}
