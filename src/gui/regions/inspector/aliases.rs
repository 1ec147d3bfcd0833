//! The Aliases tab: what the key is called in this Region.

use egui::Ui;

use super::{
    Subject,
    layout::{Table, fitted_id},
};
use crate::{
    gui::{
        regions::DialogKind,
        theme::{caption, icons, mono, space},
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
    ui.spacing_mut().item_spacing.y = 0.0;
    let table = if subject.wide {
        Table(&[("Alias name", 3.0), ("Alias ARN", 5.0), ("Created", 2.0), ("Target set", 2.0), ("", 0.8)])
    } else {
        Table(&[("Alias name", 4.0), ("", 1.0)])
    };
    if !aliases.is_empty() {
        table.head(ui);
    }
    for alias in aliases {
        alias_row(ui, subject, &table, alias);
    }
    ui.add_space(space::S);
    if subject.family.is_multi_region() {
        ui.label(caption("Aliases belong to their Region: the same name can lead to another key elsewhere"));
    }
}

fn alias_row(ui: &mut Ui, subject: &mut Subject<'_>, table: &Table<'_>, alias: &AliasName) {
    let (family, region) = (subject.family, subject.region);
    let entry = subject.desk.world().store().alias(region, &family.account, alias);
    let arn = alias.arn(region, &family.account);
    let actions = table.0.len() - 1;
    let (mut delete, mut retarget) = (false, false);
    table.row(ui, alias.as_str(), space::ROW_HEIGHT, |ui, place| match place {
        0 => {
            cut(ui, mono(alias.as_str())).on_hover_text(&arn);
        }
        place if place == actions => {
            ui.spacing_mut().item_spacing.x = 0.0;
            retarget |=
                icon_button(ui, icons::ARROWS_LEFT_RIGHT, &format!("Change target of {alias}…")).clicked();
            delete |= icon_button(ui, icons::TRASH, &format!("Delete {alias}")).clicked();
        }
        1 => {
            fitted_id(ui, &arn);
        }
        2 => {
            cut(ui, caption(entry.map(|it| it.created.date_and_time()).unwrap_or_default()));
        }
        _ => {
            cut(ui, caption(entry.map(|it| it.updated.date_and_time()).unwrap_or_default()));
        }
    });
    if retarget {
        subject.open_dialog(DialogKind::RetargetAlias(family.id.clone(), region, alias.clone()));
    }
    if delete {
        let request = DeleteAliasRequest { alias_name: alias.to_string() };
        subject.call(request, format!("{alias} deleted in {region}"));
    }
}
