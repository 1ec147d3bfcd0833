//! The key and the Region that a dialog is about, at its head.

use egui::Ui;

use crate::{
    gui::{
        desk::Desk,
        theme::{icons, mono_caption, region_mark, space, strong, subdued, tokens},
        widgets::{Badge, Card, row_sides, short_id_caption},
    },
    kms::{KeyId, Region, api::MultiRegionKeyType},
};

/// Draws which member the dialog is about; a key that has gone meanwhile keeps its id.
pub(super) fn show(ui: &mut Ui, desk: &Desk, key: &KeyId, region: Region) {
    let role = desk.member(key, region).map(|(family, _)| family.role(region));
    let label = desk.key_label(key, region);
    let t = tokens(ui);
    Card::new().fill(t.panel).padding(egui::vec2(space::M, space::S)).show(ui, |ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        row_sides(
            ui,
            space::CONTROL_HEIGHT_SMALL,
            |ui| {
                region_mark(ui, desk.region_index(region), 18.0);
                ui.label(strong(region.code()));
                ui.add(egui::Label::new(subdued("·")));
                if label == key.as_str() {
                    short_id_caption(ui, key.as_str(), 12, 4);
                } else {
                    ui.add(egui::Label::new(strong(label.as_str())).truncate()).on_hover_text(label.as_str());
                }
            },
            |ui| {
                match role {
                    Some(Some(MultiRegionKeyType::Primary)) => {
                        Badge::primary("Primary").icon(icons::CROWN).show(ui);
                    }
                    Some(Some(MultiRegionKeyType::Replica)) => drop(Badge::info("Replica").show(ui)),
                    Some(None) => drop(Badge::neutral("Single-Region").show(ui)),
                    None => drop(Badge::error("Deleted").icon(icons::TRASH).show(ui)),
                }
                if label != key.as_str() {
                    short_id_caption(ui, key.as_str(), 12, 4);
                } else {
                    ui.label(mono_caption(""));
                }
            },
        );
    });
}
