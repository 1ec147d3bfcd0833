//! What can be done at a Region of the map.

use crate::{
    gui::{
        command::Command,
        desk::Desk,
        flow::{callout, composer::Composer, story::Chosen},
        outage,
        widgets::{MenuItem, menu_below, menu_heading},
    },
    kms::Region,
};

/// The menu of a Region.
pub(super) fn menu(
    response: &egui::Response,
    desk: &Desk,
    region: Region,
    composer: &mut Composer,
    selected: Option<Chosen>,
    commands: &mut Vec<Command>,
) {
    menu_below(response, 240.0, |ui| {
        menu_heading(ui, &format!("{region} · {}", region.place()));
        if MenuItem::new("From here").chosen(composer.from() == Some(region)).show(ui).clicked() {
            composer.send_from(region);
        }
        if MenuItem::new("To here").chosen(composer.to() == Some(region)).show(ui).clicked() {
            composer.send_to(region);
        }
        if let Some(Chosen::Transfer(id)) = selected
            && let Some(transfer) = desk.stage.transfer(id).filter(|it| it.message.is_some())
        {
            let text = format!("Decrypt {} here", transfer.name);
            if MenuItem::new(&text).icon(callout::OPEN).show(ui).clicked() {
                commands.push(Command::SendOn(id, region));
            }
        }
        outage::menu_item(ui, desk, region, commands);
    });
}
