//! What can be done at a Region of the map.

use crate::{
    gui::{
        command::Command,
        desk::Desk,
        flow::{callout, composer::Composer, story::Chosen},
        outage,
        theme::icons,
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
        if let Some((family, _)) = composer.key().and_then(|key| desk.member(key, region)) {
            let text = format!("Look at {} here", desk.key_label(&family.id, region));
            if MenuItem::new(&text).icon(icons::KEY).show(ui).clicked() {
                commands.push(Command::Inspect(family.id.clone(), region));
            }
        }
        outage::menu_item(ui, desk, region, commands);
    });
}
