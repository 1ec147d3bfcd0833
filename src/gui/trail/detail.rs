//! One event in full, as CloudTrail records it.

use std::sync::Arc;

use egui::Ui;

use super::{
    client::client_of,
    key_names::KeyNames,
    row::{NOTHING, cut},
};
use crate::{
    gui::{
        command::Command,
        desk::Desk,
        theme::{body, caption_strong, icons, region_mark, section, space},
        widgets::{
            Button, CalloutKind, CodeView, callout_with, icon_button, property_table_with, row_sides,
            short_id,
        },
    },
    world::TrailEvent,
};

/// The record of the event that is looked at, written once.
#[derive(Default)]
pub struct Detail {
    written: Option<(Arc<TrailEvent>, String)>,
}

impl Detail {
    /// Draws the event. True when it was closed.
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        event: &Arc<TrailEvent>,
        desk: &Desk,
        names: &KeyNames,
        commands: &mut Vec<Command>,
    ) -> bool {
        let head = |ui: &mut Ui| cut(ui, section(&*event.name));
        let close = |ui: &mut Ui| icon_button(ui, icons::X, "Close the event").clicked();
        let (_, closed) = row_sides(ui, space::CONTROL_HEIGHT, head, close);
        ui.add_space(space::S);
        if let Some(error) = &event.error {
            let message = if error.message.is_empty() { "KMS gives no message" } else { &*error.message };
            callout_with(ui, CalloutKind::Error, error.exception.name(), message);
            ui.add_space(space::S);
        }
        property_table_with(ui, 92.0, |rows| {
            rows.text("Time", &event.time.date_and_time());
            rows.row("Region", |ui| {
                ui.spacing_mut().item_spacing.x = 6.0;
                region_mark(ui, desk.region_index(event.region), 14.0);
                cut(ui, body(format!("{} {}", event.region, event.region.place())));
            });
            rows.text("Principal", event.actor.short());
            if let Some(client) = client_of(event) {
                rows.row("Client", |ui| {
                    let shown = cut(ui, body(client));
                    if let Some(whole) = &event.client {
                        shown.on_hover_text(whole.as_ref());
                    }
                });
            }
            match event.keys.first() {
                None => rows.text("Key", NOTHING),
                Some(key) => {
                    rows.row("Key", |ui| {
                        let exists = desk.member(&key.key_id, key.region).is_some();
                        let link = Button::link(&names.label(key))
                            .small()
                            .name("Show the key in Regions")
                            .enabled(exists)
                            .why_disabled("This key has been deleted")
                            .show(ui);
                        if link.clicked() {
                            commands.push(Command::Inspect(key.key_id.clone(), key.region));
                        }
                    });
                    rows.row("Key ID", |ui| short_id(ui, key.key_id.as_str(), 16, 6));
                }
            }
            if let Some(material) = &event.material {
                rows.row("Material", |ui| short_id(ui, &material.to_string(), 10, 6));
            }
        });
        ui.add_space(space::M);
        let record = self.record(event);
        let head = |ui: &mut Ui| ui.label(caption_strong("Event record"));
        let copy = |ui: &mut Ui| Button::secondary("Copy").small().icon(icons::COPY).show(ui);
        let (_, copy) = row_sides(ui, space::CONTROL_HEIGHT_SMALL, head, copy);
        if copy.on_hover_text("Copy the record as JSON").clicked() {
            ui.copy_text(record.to_owned());
        }
        ui.add_space(space::XS);
        let height = (ui.available_height() - 2.0).max(160.0);
        CodeView::new("Event record", record).line_numbers().max_height(height).show(ui);
        closed
    }

    fn record(&mut self, event: &Arc<TrailEvent>) -> &str {
        let written = self.written.take().filter(|(of, _)| Arc::ptr_eq(of, event));
        let written = written.unwrap_or_else(|| {
            let record = event.to_record();
            // A value of plain JSON can always be written; were it not, its compact form is shown.
            let text = serde_json::to_string_pretty(&record).unwrap_or_else(|_| record.to_string());
            (Arc::clone(event), text)
        });
        &self.written.insert(written).1
    }
}
