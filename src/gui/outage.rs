//! Making a Region dark and bringing it back: the same words wherever it is offered.

use egui::Ui;

use super::{command::Command, desk::Desk, theme::icons, widgets::MenuItem};
use crate::kms::Region;

/// What is offered for a Region: its words, its icon, and what it does.
pub(super) fn offer(desk: &Desk, region: Region) -> (&'static str, &'static str, Command) {
    let dark = desk.world().is_dark(region);
    let (text, icon) = match dark {
        true => ("Bring the Region back", icons::PLUGS_CONNECTED),
        false => ("Make the Region dark", icons::PLUGS),
    };
    (text, icon, Command::SetDark(region, !dark))
}

/// The line of a Region's menu.
pub(super) fn menu_item(ui: &mut Ui, desk: &Desk, region: Region, commands: &mut Vec<Command>) {
    let (text, icon, command) = offer(desk, region);
    if MenuItem::new(text).icon(icon).show(ui).clicked() {
        commands.push(command);
    }
}
