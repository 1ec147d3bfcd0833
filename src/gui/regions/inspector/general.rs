//! The General configuration tab: the member itself, and beside or below it its family.

use egui::Ui;

use super::{Subject, comparison::Comparison, family, last_use::LastUse, layout::two_parts};
use crate::{
    gui::{
        key_words::{Rotates, origin_name, usage_name},
        regions::{
            DialogKind,
            words::{regionality, state_badge},
        },
        theme::{body, icons, mono, space, subdued},
        trail::cut,
        widgets::{Badge, icon_button, property_table_with, row_sides, short_id},
    },
    kms::{
        ImportedMaterial, KeyFamily, Member, MemberState,
        api::{KeySpec, MultiRegionKeyType, Origin},
    },
};

/// The width of the label column of every tab.
pub(super) const LABELS: f32 = 104.0;

/// Draws the tab.
pub(super) fn ui(
    ui: &mut Ui,
    subject: &mut Subject<'_>,
    last_use: &mut LastUse,
    comparison: &mut Comparison,
) {
    two_parts(ui, subject, &mut |ui, subject| properties(ui, subject, last_use), &mut |ui, subject| {
        family::ui(ui, subject);
        if subject.family.is_multi_region() {
            ui.add_space(space::L);
            comparison.ui(ui, subject);
        }
    });
}

fn properties(ui: &mut Ui, subject: &mut Subject<'_>, last_use: &mut LastUse) {
    let (family, member, now) = (subject.family, subject.member, subject.desk.world().now());
    property_table_with(ui, LABELS, |rows| {
        rows.row("Status", |ui| state_badge(ui, member.state, now));
        match member.state {
            MemberState::PendingDeletion { date } => {
                rows.text("Deletion date", &date.date_and_time());
            }
            MemberState::PendingReplicaDeletion { window_days } => {
                rows.text("Deletion", &format!("{window_days} days after the last replica"));
            }
            _ => {}
        }
        rows.row("Regionality", |ui| {
            let name = regionality(family, subject.region);
            match family.role(subject.region) {
                Some(MultiRegionKeyType::Primary) => Badge::primary(name).icon(icons::CROWN).show(ui),
                Some(MultiRegionKeyType::Replica) => Badge::info(name).show(ui),
                None => Badge::neutral(name).show(ui),
            }
        });
        let (head, tail) = if subject.wide { (40, 0) } else { (14, 6) };
        rows.row("Key ID", |ui| short_id(ui, family.id.as_str(), head, tail));
        rows.row("Description", |ui| {
            let text = |ui: &mut Ui| match member.description.as_str() {
                "" => cut(ui, subdued("None")),
                text => cut(ui, body(text)),
            };
            let edit = |ui: &mut Ui| icon_button(ui, icons::PENCIL, "Edit description…").clicked();
            if row_sides(ui, space::CONTROL_HEIGHT_SMALL, text, edit).1 {
                subject.open(DialogKind::EditDescription);
            }
        });
        rows.text("Key spec", family.spec.name());
        rows.text("Key usage", usage_name(family.usage));
        rows.text("Origin", origin_name(family.origin));
        rows.text("Created", &member.created.date_and_time());
        last_use.row(rows, subject);
        rows.row("Material", |ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            if member.state == MemberState::Creating {
                ui.label(subdued("On its way"));
                return;
            }
            let Some(current) = family.material.current() else {
                ui.label(subdued("Not imported yet"));
                return;
            };
            // Of other kinds of keys KMS tells no id.
            if family.spec != KeySpec::SymmetricDefault {
                ui.label(subdued("In KMS"));
                return;
            }
            ui.label(mono(format!("v{}", family.material.count())));
            short_id(ui, &current.id.to_string(), 8, 4).on_hover_text("The current key material");
        });
        if family.origin == Origin::External {
            rows.text("Expiration", &expiration(family, member));
        }
        rows.text("Rotation", &rotation_line(family));
    });
}

/// When imported material is deleted by itself, as far as it is present in this Region.
fn expiration(family: &KeyFamily, member: &Member) -> String {
    let current = family.material.current().and_then(|version| member.imported.get(&version.id));
    match current {
        None => "No key material here".to_owned(),
        Some(ImportedMaterial { valid_to: None }) => "Does not expire".to_owned(),
        Some(ImportedMaterial { valid_to: Some(moment) }) => moment.date_and_time(),
    }
}

/// Automatic rotation in one line.
fn rotation_line(family: &KeyFamily) -> String {
    if let Rotates::Never(_) = Rotates::of(family.spec, family.origin) {
        return "Not for this kind of key".to_owned();
    }
    match (&family.rotation.in_progress, &family.rotation.automatic) {
        (Some(_), _) => "In progress".to_owned(),
        (None, Some(automatic)) => {
            format!("{} days · next {}", automatic.period_days, automatic.next.date())
        }
        (None, None) => "Not automatic".to_owned(),
    }
}
