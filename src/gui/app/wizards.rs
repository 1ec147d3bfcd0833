//! Wizards that something else needs: they are opened from its workspace, and lead back to it.

use super::App;
use crate::gui::{desk::Workspace, wizard::Wizard};

impl App {
    /// Opens a wizard over Regions, if there is one to open; what is looked at now is looked at again when it closes.
    pub(super) fn open_wizard_and_come_back(&mut self, wizard: Option<Wizard>) {
        let from = std::mem::replace(&mut self.desk.workspace, Workspace::Regions);
        let back_to = (from == Workspace::DataFlow).then_some(from);
        self.wizard = wizard;
        if let Some(wizard) = &mut self.wizard {
            wizard.back_to = back_to;
        }
    }

    /// Closes the wizard. Whoever went elsewhere while KMS made the key stays there.
    pub(super) fn close_wizard(&mut self) {
        let back_to = self.wizard.take().and_then(|wizard| wizard.back_to);
        if self.desk.workspace == Workspace::Regions {
            self.desk.workspace = back_to.unwrap_or(Workspace::Regions);
        }
    }
}
