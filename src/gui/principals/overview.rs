//! What a principal is called, and the condition keys of its requests.

use egui::{ScrollArea, Ui};

use super::{
    PrincipalQuestion,
    page::{Page, part_head},
};
use crate::gui::{
    theme::{caption, icons, space},
    widgets::{Card, property_table_with, short_id},
};

/// The width of the labels, in points.
const LABELS: f32 = 210.0;

/// Draws the tab.
pub(super) fn ui(ui: &mut Ui, page: &mut Page<'_>) {
    ScrollArea::vertical().id_salt("overview").auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = space::S;
        details(ui, page);
        ui.add_space(space::S);
        attributes(ui, page);
    });
}

fn details(ui: &mut Ui, page: &mut Page<'_>) {
    if part_head(ui, "Details", "Edit details…", icons::PENCIL) {
        page.ask(PrincipalQuestion::Edit);
    }
    let principal = page.principal;
    let labels = LABELS.min(ui.available_width() * 0.36);
    Card::new().show(ui, |ui| {
        property_table_with(ui, labels, |rows| {
            // Of a long name the end tells more than the middle.
            let id = |ui: &mut Ui, text: &str| drop(short_id(ui, text, 60, 30));
            rows.row("ARN", |ui| id(ui, page.arn));
            rows.row("ARN when it acts", |ui| id(ui, &principal.acting_arn()));
            rows.row("User ID", |ui| id(ui, &principal.user_id()));
            rows.mono("Path", &principal.path);
            rows.text("Note", if principal.note.is_empty() { "—" } else { &principal.note });
        });
    });
}

fn attributes(ui: &mut Ui, page: &mut Page<'_>) {
    if part_head(ui, "Attributes", "Edit attributes…", icons::SLIDERS) {
        page.ask(PrincipalQuestion::Attributes);
    }
    let attributes = &page.principal.attributes;
    let labels = LABELS.min(ui.available_width() * 0.36);
    Card::new().show(ui, |ui| {
        if attributes.is_empty() {
            ui.label(caption("No condition keys besides those that every request tells"));
        }
        property_table_with(ui, labels, |rows| {
            for (key, value) in attributes {
                rows.mono(key, value);
            }
        });
    });
    ui.label(caption(
        "Condition keys that come with each request of this principal, for the conditions of key policies and IAM policies",
    ));
}
