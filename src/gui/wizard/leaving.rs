//! Leaving a wizard: at once where nothing was filled in, or else after a question.

use egui::Ui;

use super::{Task, Wizard};
use crate::gui::{
    command::Command,
    theme::paragraph,
    widgets::{Dialog, DialogOutcome},
};

impl Wizard {
    /// Whether leaving loses something that was filled in.
    fn is_filled_in(&self) -> bool {
        self.choices != self.initial
            || self.policy.is_by_hand() != self.copied
            || self.replication().is_some_and(|it| !it.list.chosen.is_empty())
    }

    /// Leaves the wizard, at once or after a question.
    pub(super) fn leave(&mut self, commands: &mut Vec<Command>) {
        if self.is_filled_in() {
            self.leaving = true;
        } else {
            commands.push(Command::CloseWizard);
        }
    }

    pub(super) fn ask_to_leave(&mut self, ui: &Ui, commands: &mut Vec<Command>) {
        let text = match self.task {
            Task::Create => "No key is made, and what you have filled in is lost.",
            Task::Replicate(_) => "No replica is made, and what you have filled in is lost.",
        };
        let dialog = Dialog::new("Leave without finishing?", "Leave").danger().cancel_text("Keep editing");
        match dialog.show(ui.ctx(), |ui| drop(ui.label(paragraph(text)))) {
            DialogOutcome::Open => {}
            DialogOutcome::Confirmed => commands.push(Command::CloseWizard),
            DialogOutcome::Cancelled | DialogOutcome::Alternative => self.leaving = false,
        }
    }
}
