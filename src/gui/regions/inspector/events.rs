//! The Events tab: what CloudTrail has of this key.

use egui::{Margin, Ui};

use super::{Subject, key_events::KeyEvents};
use crate::gui::{
    command::Command,
    theme::{caption, icons, space, tokens},
    trail::{Columns, KeyNames, cut, event_row, head_row},
    widgets::{Card, empty_state, row_sides, segmented},
};

/// What the tab remembers.
#[derive(Default)]
pub(super) struct EventsPane {
    names: KeyNames,
    events: KeyEvents,
    /// Only those of the Region that is looked at.
    here: bool,
}

impl EventsPane {
    /// Draws the tab over the whole room; a click on an event opens CloudTrail at it.
    pub fn ui(&mut self, ui: &mut Ui, subject: &mut Subject<'_>) {
        let (desk, family, region) = (subject.desk, subject.family, subject.region);
        let trail = desk.world().trail();
        self.names.update(desk.world());
        self.events.update(trail, &family.id, self.here.then_some(region));
        let Self { names, events, here } = self;
        let count = match events.len() {
            1 => "1 event, newest first".to_owned(),
            many => format!("{many} events, newest first"),
        };
        let which = |ui: &mut Ui| {
            let items = [(false, "All Regions", ""), (true, "This Region", "")];
            segmented(ui, "Events of which Regions", here, &items);
        };
        row_sides(ui, space::CONTROL_HEIGHT, |ui| cut(ui, caption(count)), which);
        ui.add_space(space::XS);
        if events.len() == 0 {
            let text = "The trail keeps the newest events only; calls about this key appear here.";
            empty_state(ui, icons::LIST, "No events of this key", text, None);
            return;
        }
        let commands = &mut *subject.commands;
        Card::new().fill(tokens(ui).panel).padding(Margin::same(1)).show(ui, |ui| {
            let columns = Columns::for_room(ui.available_width());
            let table = columns.table(ui, "key events");
            let table = table.header(space::HEAD_HEIGHT, |mut head| head_row(&mut head, columns));
            table.body(|body| {
                body.rows(space::ROW_HEIGHT, events.len(), |mut row| {
                    let Some(event) = events.newest(trail, row.index()) else { return };
                    if event_row(&mut row, columns, event, desk, names, commands) {
                        commands.push(Command::ShowEvent(event.number));
                    }
                });
            });
        });
    }
}
