//! A rotation that is under way: which member has the new material already.

use egui::{Margin, Ui};

use super::{super::Subject, kind_name};
use crate::gui::{
    theme::{body, caption, icon, icons, region_mark, space, strong, tokens},
    trail::cut,
    widgets::{Card, row},
};

/// Draws the card, if a rotation is under way.
pub(super) fn ui(ui: &mut Ui, subject: &mut Subject<'_>) {
    let (family, t) = (subject.family, tokens(ui));
    let Some(rotation) = &family.rotation.in_progress else { return };
    let reached = family.members.keys().filter(|region| rotation.reached.contains(region)).count();
    let of = family.members.len();
    let padding = Margin::symmetric(space::M as i8, space::S as i8);
    Card::new().edge(t.control).padding(padding).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        row(ui, 22.0, |ui| {
            ui.label(icon(icons::ARROWS_CLOCKWISE, space::ICON).color(t.control));
            let kind = kind_name(Some(rotation.kind)).to_lowercase();
            cut(ui, strong(format!("Rotation in progress, {kind}")));
        });
        for region in subject.regions() {
            let has_it = rotation.reached.contains(&region);
            row(ui, 20.0, |ui| {
                ui.spacing_mut().item_spacing.x = 6.0;
                region_mark(ui, subject.desk.region_index(region), 12.0);
                ui.label(body(region.code()));
                let (glyph, word, color) = if has_it {
                    (icons::CHECK, "has the new material", t.ok)
                } else {
                    (icons::HOURGLASS, "on its way", t.text_subdued)
                };
                ui.label(icon(glyph, 13.0).color(color));
                cut(ui, caption(word).color(color));
            });
        }
        let waits = if reached == of {
            "Every member has it; it becomes current soon"
        } else {
            "Used nowhere before every member has it"
        };
        cut(ui, caption(waits));
    });
}
