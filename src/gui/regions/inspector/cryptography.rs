//! The Cryptographic configuration tab.

use egui::Ui;

use super::{Subject, general::LABELS, layout::two_parts};
use crate::{
    gui::{
        key_words::{algorithms, origin_name, type_name, usage_name},
        theme::{caption, paragraph, section, space},
        widgets::{property_table_with, short_id},
    },
    kms::api::{KeyMetadata, KeyUsage, Origin},
};

/// Draws the tab.
pub(super) fn ui(ui: &mut Ui, subject: &mut Subject<'_>) {
    two_parts(ui, subject, &mut kind, &mut what_it_means);
}

fn kind(ui: &mut Ui, subject: &mut Subject<'_>) {
    let family = subject.family;
    let metadata = family.metadata(subject.region);
    property_table_with(ui, LABELS, |rows| {
        rows.text("Key type", type_name(family.spec));
        rows.text("Key spec", family.spec.name());
        rows.text("Key usage", usage_name(family.usage));
        rows.text("Origin", origin_name(family.origin));
        if let Some(metadata) = &metadata {
            store_rows(rows, metadata);
        }
        for (index, algorithm) in algorithms(family.spec, family.usage).into_iter().enumerate() {
            rows.text(if index == 0 { "Algorithms" } else { "" }, algorithm);
        }
        let versions = family.material.count();
        rows.text(
            "Key material",
            &match versions {
                0 => "Not imported yet".to_owned(),
                1 => "1 version".to_owned(),
                _ => format!("{versions} versions"),
            },
        );
    });
}

fn what_it_means(ui: &mut Ui, subject: &mut Subject<'_>) {
    if subject.wide {
        ui.label(section("What this means"));
        ui.add_space(space::XS);
        ui.label(paragraph(note(subject)).weak());
        ui.add_space(space::XS);
        ui.label(paragraph("All of this is chosen when a key is created, and never changes.").weak());
    } else {
        ui.label(caption(note(subject)));
    }
}

/// What stands behind a key of a custom key store.
fn store_rows(rows: &mut crate::gui::widgets::Properties<'_>, metadata: &KeyMetadata) {
    let xks_key = metadata.xks_key_configuration.as_ref().map(|it| it.id.as_str());
    for (label, id) in [
        ("Key store", metadata.custom_key_store_id.as_deref()),
        ("Cluster", metadata.cloud_hsm_cluster_id.as_deref()),
        ("External key", xks_key),
    ] {
        if let Some(id) = id {
            rows.row(label, |ui| short_id(ui, id, 14, 6));
        }
    }
}

/// What the kind of key means for who can use it where.
fn note(subject: &Subject<'_>) -> &'static str {
    let family = subject.family;
    match family.origin {
        Origin::ExternalKeyStore => {
            "The key material stays outside AWS; KMS asks the external key manager each time"
        }
        Origin::AwsCloudHsm => "The key material stays in the CloudHSM cluster and never leaves it",
        Origin::External if family.is_multi_region() => {
            "The same key material is imported into every Region separately"
        }
        _ if family.is_multi_region() => match family.spec {
            spec if spec.is_asymmetric() => {
                "Shared by every member, and permanent: each Region tells the same public key"
            }
            _ if family.usage == KeyUsage::GenerateVerifyMac => {
                "Shared by every member, and permanent: a MAC of one Region verifies in any other"
            }
            _ => "Shared by every member, and permanent: ciphertext of one member opens under any other",
        },
        _ if family.usage == KeyUsage::EncryptDecrypt => {
            "Permanent, and in this Region only: ciphertext of this key opens nowhere else"
        }
        _ => "Permanent, and in this Region only",
    }
}
