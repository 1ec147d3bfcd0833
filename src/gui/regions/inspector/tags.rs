//! The Tags tab.

use egui::Ui;

use super::{Subject, general::LABELS};
use crate::gui::{
    regions::DialogKind,
    theme::{caption, icons, space},
    trail::cut,
    widgets::{Button, property_table_with, row_sides},
};

/// Draws the tab.
pub(super) fn ui(ui: &mut Ui, subject: &mut Subject<'_>) {
    let (tags, region) = (&subject.member.tags, subject.region);
    let count = match tags.len() {
        0 => format!("No tags in {region}"),
        1 => format!("1 tag in {region}"),
        many => format!("{many} tags in {region}"),
    };
    let edit = |ui: &mut Ui| Button::secondary("Edit tags…").small().icon(icons::TAG).show(ui);
    let (_, edit) = row_sides(ui, space::CONTROL_HEIGHT_SMALL, |ui| cut(ui, caption(count)), edit);
    if edit.clicked() {
        subject.open(DialogKind::EditTags);
    }
    ui.add_space(space::XS);
    property_table_with(ui, LABELS, |rows| {
        for (key, value) in tags {
            rows.text(key, if value.is_empty() { "—" } else { value });
        }
    });
    if subject.family.is_multi_region() {
        ui.add_space(space::XS);
        ui.label(caption("Tags belong to their Region; replicas have tags of their own"));
    }
}
