//! The Key material and rotations tab.
//!
//! | file | its one job |
//! | --- | --- |
//! | `automatic` | the schedule and its editor, rotations on demand |
//! | `progress` | a rotation that is under way |
//! | `timeline` | the versions of the key material along a line |
//! | `materials` | the same as a table |

mod automatic;
mod materials;
mod progress;
mod timeline;

use egui::Ui;

pub(super) use self::automatic::RotationPane;
use super::{Subject, imports::ImportsPane, layout::two_parts};
use crate::{
    gui::{
        key_words::Rotates,
        theme::{body, icons, section, space},
        trail::cut,
        widgets::{Button, CalloutKind, callout_with, row_sides},
    },
    kms::api::{Origin, RotationType},
};

/// How many rotations on demand KMS allows a key (Quotas: RotateKeyOnDemand).
const MAX_ON_DEMAND: u32 = 25;

/// Draws the tab.
pub(super) fn ui(ui: &mut Ui, subject: &mut Subject<'_>, pane: &mut RotationPane, imports: &mut ImportsPane) {
    let rotates = Rotates::of(subject.family.spec, subject.family.origin);
    let imported = subject.family.origin == Origin::External;
    if let Rotates::Never(why) = rotates {
        callout_with(
            ui,
            CalloutKind::Info,
            "No rotation",
            &format!("{why}: it keeps its key material for life."),
        );
        if imported {
            ui.add_space(space::M);
            imports.ui(ui, subject);
            ui.add_space(space::M);
            materials::ui(ui, subject);
        }
        return;
    }
    if subject.is_replica() {
        pointer_to_primary(ui, subject);
    }
    if imported {
        two_parts(ui, subject, &mut |ui, subject| pane.ui(ui, subject, rotates), &mut |ui, subject| {
            imports.ui(ui, subject)
        });
    } else if subject.family.rotation.in_progress.is_some() {
        two_parts(ui, subject, &mut |ui, subject| pane.ui(ui, subject, rotates), &mut progress::ui);
    } else {
        pane.ui(ui, subject, rotates);
    }
    if imported && subject.family.rotation.in_progress.is_some() {
        ui.add_space(space::S);
        progress::ui(ui, subject);
    }
    ui.add_space(space::L);
    ui.label(section("Timeline"));
    ui.add_space(space::XS);
    timeline::ui(ui, subject);
    ui.add_space(space::L);
    ui.label(section("Key materials"));
    ui.add_space(space::XS);
    materials::ui(ui, subject);
}

/// A replica only tells: rotation is set on the primary.
fn pointer_to_primary(ui: &mut Ui, subject: &mut Subject<'_>) {
    let primary = subject.family.primary;
    let text = |ui: &mut Ui| cut(ui, body(format!("Set on the primary, {primary}")).weak());
    let go = |ui: &mut Ui| Button::link("Go to the primary").small().icon(icons::CROWN).show(ui).clicked();
    let (_, clicked) = row_sides(ui, space::CONTROL_HEIGHT_SMALL, text, go);
    if clicked {
        subject.select(primary);
    }
    ui.add_space(space::XS);
}

fn kind_name(kind: Option<RotationType>) -> &'static str {
    match kind {
        Some(RotationType::Automatic) => "Automatic",
        Some(RotationType::OnDemand) => "On demand",
        None => "First material",
    }
}
