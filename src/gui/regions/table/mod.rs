//! One Region's keys as a table.

use egui::Ui;

use crate::gui::{command::Command, desk::Desk};

/// What the table remembers.
#[derive(Default)]
pub(super) struct TableView {}

impl TableView {
    /// Draws the table over the whole room.
    pub fn ui(&mut self, _ui: &mut Ui, _desk: &Desk, _commands: &mut Vec<Command>) {}
}
