//! The Cryptographic configuration tab.

use egui::Ui;

use super::{Subject, general::LABELS};
use crate::{
    gui::{
        theme::{caption, space},
        widgets::property_table_with,
    },
    kms::api::EncryptionAlgorithm,
};

/// Draws the tab.
pub(super) fn ui(ui: &mut Ui, subject: &Subject<'_>) {
    let family = subject.family;
    property_table_with(ui, LABELS, |rows| {
        rows.text("Key type", "Symmetric");
        rows.text("Key spec", family.spec.name());
        rows.text("Key usage", "Encrypt and decrypt");
        rows.text("Origin", family.origin.name());
        rows.text("Algorithms", EncryptionAlgorithm::SymmetricDefault.name());
        let versions = family.material.count();
        rows.text(
            "Key material",
            &format!("{versions} {}", if versions == 1 { "version" } else { "versions" }),
        );
    });
    ui.add_space(space::XS);
    let note = if family.is_multi_region() {
        "Shared by every member, and permanent: ciphertext of one Region opens in any other"
    } else {
        "Permanent, and in this Region only: ciphertext of this key opens nowhere else"
    };
    ui.label(caption(note));
}
