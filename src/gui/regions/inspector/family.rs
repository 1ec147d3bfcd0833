//! The members of the key in all Regions, and what can be done with all of them.

use egui::{Margin, Ui};

use super::Subject;
use crate::{
    gui::{
        command::Command,
        regions::{
            DialogKind,
            words::{role_badge, role_name, state_badge, state_name},
        },
        theme::{RegionMark, caption, paragraph, region_mark, section, space, strong},
        trail::cut,
        widgets::{Badge, Button, Card, row, row_sides},
    },
    kms::Region,
};

/// Draws the section.
pub(super) fn ui(ui: &mut Ui, subject: &mut Subject<'_>) {
    if !subject.family.is_multi_region() {
        single(ui);
        return;
    }
    row(ui, 22.0, |ui| {
        ui.label(section("Key family"));
        cut(ui, caption("shared key material, independent policy"));
    });
    ui.add_space(space::XS);
    for region in subject.regions() {
        member_row(ui, subject, region);
    }
    ui.add_space(space::XS);
    buttons(ui, subject);
}

pub(super) fn single(ui: &mut Ui) {
    row(ui, 22.0, |ui| {
        ui.label(section("Key family"));
        Badge::neutral("Single-Region").show(ui);
    });
    ui.add_space(space::XS);
    let text = "This key has no family and can never get one: Regionality is chosen when a key is created, and is \
                permanent. To have the same key material in several Regions, create a multi-Region key and encrypt \
                the data again under it.";
    ui.label(paragraph(text).weak());
}

fn member_row(ui: &mut Ui, subject: &mut Subject<'_>, region: Region) {
    let Some(member) = subject.family.members.get(&region) else { return };
    let (desk, now) = (subject.desk, subject.desk.world().now());
    let index = desk.region_index(region);
    let role = subject.family.role(region);
    let name = format!("Member in {region}, {}, {}", role_name(role), state_name(member.state, now));
    let card = Card::new()
        .edge(RegionMark::at(ui, index).color)
        .selected(region == subject.region)
        .clickable(&name)
        .padding(Margin { left: space::M as i8, right: space::S as i8, top: 5, bottom: 5 });
    let response = ui.push_id(region.code(), |ui| {
        card.show(ui, |ui| {
            let who = |ui: &mut Ui| {
                ui.spacing_mut().item_spacing.x = 7.0;
                region_mark(ui, index, 14.0);
                ui.label(strong(region.code()));
                role_badge(ui, role);
            };
            row_sides(ui, 22.0, who, |ui| state_badge(ui, member.state, now));
        })
        .response
    });
    if response.inner.clicked() {
        subject.select(region);
    }
}

/// Replication and promotion start at the primary, whichever member is selected.
pub(super) fn buttons(ui: &mut Ui, subject: &mut Subject<'_>) {
    let (family, primary) = (subject.family, subject.family.primary);
    let going = family.members.get(&primary).is_some_and(|it| it.state.is_pending_deletion());
    let alone = family.replica_regions().next().is_none();
    ui.horizontal(|ui| {
        let replicate = Button::secondary("Replicate to a Region…")
            .enabled(!going)
            .why_disabled("The primary is pending deletion");
        if replicate.show(ui).clicked() {
            subject.commands.push(Command::OpenDialog(DialogKind::Replicate(family.id.clone(), primary)));
        }
        let change = Button::secondary("Change primary…").enabled(!going && !alone).why_disabled(if going {
            "The primary is pending deletion"
        } else {
            "There is no replica that could become the primary"
        });
        if change.show(ui).clicked() {
            let kind = DialogKind::ChangePrimary(family.id.clone(), primary);
            subject.commands.push(Command::OpenDialog(kind));
        }
    });
}
