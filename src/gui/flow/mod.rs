//! Data flow: what travels, and where is it opened?

pub mod map;

use std::path::PathBuf;

use egui::Ui;

use super::{command::Command, desk::Desk};

/// What the Data flow workspace remembers of itself.
#[derive(Default)]
pub struct FlowView {}

impl FlowView {
    /// Draws the workspace.
    pub fn ui(&mut self, _ui: &mut Ui, _desk: &Desk, _commands: &mut Vec<Command>) {}

    /// Takes a file that was chosen or dropped, to be sent.
    pub fn choose_file(&mut self, _path: PathBuf) {}
}
