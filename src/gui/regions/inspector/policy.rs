//! The Key policy tab.

use egui::Ui;

use super::Subject;
use crate::gui::policy::KeyPolicyTab;

/// Draws the tab.
pub(super) fn ui(ui: &mut Ui, subject: &mut Subject<'_>, tab: &mut KeyPolicyTab) {
    tab.ui(ui, subject.desk, &subject.family.id, subject.region, subject.commands);
}
