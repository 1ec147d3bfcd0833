//! The Aliases tab: what the key is called in this Region.

use egui::{Ui, vec2};

use super::Subject;
use crate::{
    gui::{
        regions::DialogKind,
        theme::{caption, icons, mono, space, tokens},
        trail::cut,
        widgets::{Button, icon_button, row_sides},
    },
    kms::{AliasName, api::DeleteAliasRequest},
};

/// Draws the tab.
pub(super) fn ui(ui: &mut Ui, subject: &mut Subject<'_>) {
    let region = subject.region;
    let store = subject.desk.world().store();
    let aliases: Vec<&AliasName> = store.aliases_of(&subject.family.id, region).collect();
    let count = match aliases.len() {
        0 => format!("No alias in {region}"),
        1 => format!("1 alias in {region}"),
        many => format!("{many} aliases in {region}"),
    };
    let create = |ui: &mut Ui| Button::secondary("Create alias…").small().icon(icons::PLUS).show(ui);
    let (_, create) = row_sides(ui, space::CONTROL_HEIGHT_SMALL, |ui| cut(ui, caption(count)), create);
    if create.clicked() {
        subject.open(DialogKind::CreateAlias);
    }
    ui.add_space(space::XS);
    ui.spacing_mut().item_spacing = vec2(space::S, 0.0);
    for alias in aliases {
        let name = |ui: &mut Ui| cut(ui, mono(alias.as_str())).on_hover_text(alias.as_str());
        let delete = |ui: &mut Ui| icon_button(ui, icons::TRASH, &format!("Delete {alias}")).clicked();
        let (_, delete) =
            ui.push_id(alias.as_str(), |ui| row_sides(ui, space::ROW_HEIGHT, name, delete)).inner;
        ui.painter().hline(
            ui.max_rect().x_range(),
            ui.cursor().top(),
            egui::Stroke::new(space::HAIRLINE, tokens(ui).line),
        );
        if delete {
            let request = DeleteAliasRequest { alias_name: alias.to_string() };
            subject.call(request, format!("{alias} deleted in {region}"));
        }
    }
    ui.add_space(space::S);
    if subject.family.is_multi_region() {
        ui.label(caption("Aliases belong to their Region: the same name can lead to another key elsewhere"));
    }
}
