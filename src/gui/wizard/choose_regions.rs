//! The first page of replicating: to which Regions.

use egui::Ui;

use super::{
    Wizard,
    blame::Field,
    page::{FORM_WIDTH, heading, page_with_note},
    replication::Replication,
};
use crate::gui::{
    command::Command,
    desk::Desk,
    theme::{caption, icons, paragraph, space},
    widgets::{Button, CalloutKind, callout, row_sides},
};

const EXAM: &str = "A replica has the primary's key ID and key material, so that what one makes the other can use. Its \
                    ARN, alias, policy, tags and state are its own. There is one member a Region, and none beyond the \
                    partition.";
/// The height of the list's search field with the gap below it.
const SEARCH: f32 = space::CONTROL_HEIGHT + space::S;

pub(super) fn ui(ui: &mut Ui, wizard: &mut Wizard, desk: &Desk, commands: &mut Vec<Command>) {
    page_with_note(
        ui,
        "Choose Regions",
        |ui| drop(callout(ui, CalloutKind::Exam, EXAM)),
        |ui| {
            let bottom = ui.clip_rect().bottom();
            ui.set_max_width(ui.available_width().min(FORM_WIDTH));
            let focus = wizard.takes_focus();
            let refusal = wizard.refusal(Field::Regions);
            let Some(replication) = wizard.replication_mut() else { return };
            let count = match replication.list.chosen.len() {
                0 => "none chosen yet".to_owned(),
                count => format!("{count} chosen"),
            };
            heading(ui, "Replica Regions", &count);
            let text =
                format!("The Regions that get a replica of {}. Choose one or several.", replication.label);
            ui.label(paragraph(&text).weak());
            let offers = replication.offers(desk);
            let below = 40.0 + 32.0 * replication.to_enable(desk).len() as f32;
            let height = (bottom - ui.cursor().top() - SEARCH - below).max(160.0);
            let changed = replication.list.show(ui, desk, &offers, height, focus);
            enable(ui, replication, desk, commands);
            if let Some(text) = refusal {
                super::page::refusal_line(ui, &text);
            }
            if changed {
                wizard.typed();
            }
        },
    );
}

/// Regions that have to be enabled first, each with a button that does it.
fn enable(ui: &mut Ui, replication: &Replication, desk: &Desk, commands: &mut Vec<Command>) {
    for region in replication.to_enable(desk) {
        let name = format!("Enable {region}");
        let (_, clicked) = row_sides(
            ui,
            space::CONTROL_HEIGHT_SMALL,
            |ui| ui.label(caption(format!("{region} is an opt-in Region: enable it for the account first"))),
            |ui| Button::secondary("Enable").small().icon(icons::PLUS).name(&name).show(ui).clicked(),
        );
        if clicked {
            commands.push(Command::AddRegion(region));
        }
    }
}
