//! Principals: who may act, and with what?

use egui::Ui;

use super::{command::Command, desk::Desk};

/// The Principals workspace.
#[derive(Default)]
pub struct PrincipalsView {}

impl PrincipalsView {
    /// Draws the workspace.
    pub fn ui(&mut self, _ui: &mut Ui, _desk: &Desk, _commands: &mut Vec<Command>) {}
}
