//! The Tags tab.

use egui::Ui;

use super::{Subject, layout::Table};
use crate::gui::{
    regions::DialogKind,
    theme::{body, caption, icons, space, strong},
    trail::cut,
    widgets::{Button, row_sides},
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
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let table = Table(&[("Key", 1.0), ("Value", 2.0)]);
        if !tags.is_empty() {
            table.head(ui);
        }
        for (key, value) in tags {
            table.row(ui, key, space::ROW_HEIGHT, |ui, place| {
                let text = match (place, value.as_str()) {
                    (0, _) => strong(key),
                    (_, "") => body("—"),
                    (_, value) => body(value),
                };
                let whole = if place == 0 { key } else { value };
                cut(ui, text).on_hover_text(whole);
            });
        }
    });
    ui.add_space(space::S);
    ui.label(caption("Policies can allow and deny by tags: aws:ResourceTag/key"));
    if subject.family.is_multi_region() {
        ui.label(caption("Tags belong to their Region; replicas have tags of their own"));
    }
}
