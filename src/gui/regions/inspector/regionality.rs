//! The Regionality tab: the primary, the related keys, and what can be done with all of them.

use egui::Ui;

use super::{
    Subject,
    comparison::Comparison,
    family,
    general::LABELS,
    layout::{Table, fitted_id},
};
use crate::{
    gui::{
        command::Command,
        regions::{
            DialogKind,
            words::{role_badge, state_badge},
        },
        theme::{body, caption, icons, paragraph, region_mark, section, space, strong},
        trail::cut,
        widgets::{Button, icon_button, property_table_with, row_sides, short_id},
    },
    kms::Region,
};

/// Draws the tab.
pub(super) fn ui(ui: &mut Ui, subject: &mut Subject<'_>, comparison: &mut Comparison) {
    if !subject.family.is_multi_region() {
        single(ui, subject);
        return;
    }
    primary(ui, subject);
    ui.add_space(space::L);
    related(ui, subject);
    ui.add_space(space::L);
    comparison.ui(ui, subject);
}

fn single(ui: &mut Ui, subject: &mut Subject<'_>) {
    ui.scope(|ui| {
        ui.set_max_width(620.0);
        family::single(ui);
        ui.add_space(space::S);
        let text = "What to do instead: create a multi-Region key, replicate it to the Regions that need it, let \
                    ReEncrypt or your own code move the data to it, and point the alias to the new key.";
        ui.label(paragraph(text));
    });
    ui.add_space(space::S);
    let region = subject.region;
    let create = Button::secondary("Create a multi-Region key…").icon(icons::PLUS).show(ui);
    if create.clicked() {
        subject.commands.push(Command::OpenWizard(region));
    }
}

fn primary(ui: &mut Ui, subject: &mut Subject<'_>) {
    let (family, desk) = (subject.family, subject.desk);
    let primary = family.primary;
    let go = |ui: &mut Ui| {
        let link = Button::link("Go to the primary").small().icon(icons::CROWN);
        subject.is_replica() && link.show(ui).clicked()
    };
    let (_, go) = row_sides(ui, space::CONTROL_HEIGHT_SMALL, |ui| ui.label(section("Primary key")), go);
    ui.add_space(space::XS);
    let whole = subject.wide;
    property_table_with(ui, LABELS, |rows| {
        rows.row("Region", |ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            region_mark(ui, desk.region_index(primary), 14.0);
            ui.label(strong(primary.code()));
            cut(ui, body(primary.place()).weak());
        });
        let arn = family.arn(primary).to_string();
        rows.row("ARN", |ui| short_id(ui, &arn, if whole { arn.len() } else { 16 }, 8));
    });
    if go {
        subject.select(primary);
    }
    ui.add_space(space::XS);
    buttons(ui, subject);
    if subject.is_replica() {
        ui.add_space(space::XS);
        let text = format!("Both are done at the primary, in {primary}, whichever member you look at");
        cut(ui, caption(text));
    }
}

/// Replication and promotion start at the primary.
fn buttons(ui: &mut Ui, subject: &mut Subject<'_>) {
    let (family, primary) = (subject.family, subject.family.primary);
    let going = family.members.get(&primary).is_some_and(|it| it.state.is_pending_deletion());
    let alone = family.replica_regions().next().is_none();
    ui.horizontal_wrapped(|ui| {
        let replicate = Button::secondary("Create new replica keys…")
            .icon(icons::COPY_SIMPLE)
            .enabled(!going)
            .why_disabled("The primary is pending deletion");
        if replicate.show(ui).clicked() {
            subject.open_dialog(DialogKind::Replicate(family.id.clone(), primary));
        }
        let why = if going {
            "The primary is pending deletion"
        } else {
            "There is no replica to become the primary"
        };
        let change = Button::secondary("Change primary Region…")
            .icon(icons::CROWN)
            .enabled(!going && !alone)
            .why_disabled(why);
        if change.show(ui).clicked() {
            subject.open_dialog(DialogKind::ChangePrimary(family.id.clone(), primary));
        }
    });
}

fn related(ui: &mut Ui, subject: &mut Subject<'_>) {
    ui.label(section("Related multi-Region keys"));
    ui.add_space(space::XS);
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let table = if subject.wide {
            Table(&[
                ("Region", 2.2),
                ("Role", 1.2),
                ("State", 1.4),
                ("Created", 1.6),
                ("ARN", 4.6),
                ("", 0.8),
            ])
        } else {
            Table(&[("Region", 1.75), ("Role", 1.2), ("State", 1.2), ("", 0.4)])
        };
        table.head(ui);
        for region in subject.regions() {
            member_row(ui, subject, &table, region);
        }
    });
}

fn member_row(ui: &mut Ui, subject: &mut Subject<'_>, table: &Table<'_>, region: Region) {
    let (family, desk) = (subject.family, subject.desk);
    let Some(member) = family.members.get(&region) else { return };
    let mut go = false;
    table.row(ui, region.code(), space::ROW_HEIGHT + 4.0, |ui, place| match table.0[place].0 {
        "Region" => {
            region_mark(ui, desk.region_index(region), 14.0);
            cut(ui, strong(region.code())).on_hover_text(region.name());
        }
        "Role" => drop(role_badge(ui, family.role(region))),
        "State" => drop(state_badge(ui, member.state, desk.world().now())),
        "Created" => drop(cut(ui, caption(member.created.date_and_time()))),
        "ARN" => fitted_id(ui, &family.arn(region).to_string()),
        _ if region == subject.region => {
            if subject.wide {
                cut(ui, caption("shown"));
            }
        }
        _ => {
            let name = format!("Go to the key in {region}");
            go = if subject.wide {
                Button::link("Go to").small().name(&name).show(ui).clicked()
            } else {
                icon_button(ui, icons::ARROW_RIGHT, &name).clicked()
            };
        }
    });
    if go {
        subject.select(region);
    }
}
