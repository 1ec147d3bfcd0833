//! The latest events of all Regions, below the columns.

use egui::{Frame, Margin, Ui};

use crate::gui::{
    command::Command,
    desk::{Desk, Workspace},
    theme::{body, caption, section, space, tokens},
    trail::{Columns, EventFilter, EventList, KeyNames, cut, event_row},
    widgets::{Button, Card, row_sides, search_field},
};

const HEAD: f32 = 40.0;
const ROW: f32 = 26.0;

/// What the strip remembers.
#[derive(Default)]
pub(super) struct Strip {
    filter: EventFilter,
    names: KeyNames,
    list: EventList,
}

/// The height of a strip of `rows` events, in points.
pub(super) fn strip_height(rows: usize) -> f32 {
    HEAD + rows as f32 * ROW + space::XS
}

impl Strip {
    /// Draws the newest `rows` events.
    pub fn ui(&mut self, ui: &mut Ui, rows: usize, desk: &Desk, commands: &mut Vec<Command>) {
        let trail = desk.world().trail();
        self.names.update(desk.world());
        self.list.update(trail, &self.names, &self.filter);
        Card::new().fill(tokens(ui).panel).padding(Margin::ZERO).show(ui, |ui| {
            ui.set_height(strip_height(rows) - 2.0 * space::HAIRLINE);
            ui.spacing_mut().item_spacing.y = 0.0;
            let sides = Margin::symmetric(space::M as i8, 0);
            Frame::new().inner_margin(sides).show(ui, |ui| self.head(ui, commands));
            if self.list.len() == 0 {
                let text = if self.filter.is_empty() {
                    "Every call to KMS is recorded here, in the Region that was called"
                } else {
                    "No event matches"
                };
                let margin = Margin::symmetric(space::M as i8, space::S as i8);
                Frame::new().inner_margin(margin).show(ui, |ui| ui.label(body(text).weak()));
                return;
            }
            let columns = Columns::for_room(ui.available_width());
            let table = columns.table(ui, "latest events").vscroll(false);
            table.body(|body| {
                body.rows(ROW, self.list.len().min(rows), |mut row| {
                    let Some(event) = self.list.newest(trail, row.index()) else { return };
                    if event_row(&mut row, columns, event, desk, &self.names, commands) {
                        commands.push(Command::ShowEvent(event.number));
                    }
                });
            });
        });
    }

    fn head(&mut self, ui: &mut Ui, commands: &mut Vec<Command>) {
        let roomy = ui.available_width() > 640.0;
        let name = |ui: &mut Ui| {
            ui.label(section("CloudTrail, all Regions"));
            if roomy {
                cut(ui, caption("newest first"));
            }
        };
        let tools = |ui: &mut Ui| {
            if Button::link("Open CloudTrail").small().show(ui).clicked() {
                commands.push(Command::Open(Workspace::CloudTrail));
            }
            ui.add_space(space::XS);
            let width = (ui.available_width() * 0.45).clamp(120.0, 240.0);
            search_field(ui, "Filter events", width, &mut self.filter.text);
        };
        row_sides(ui, HEAD, name, tools);
    }
}
