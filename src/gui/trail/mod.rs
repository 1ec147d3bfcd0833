//! CloudTrail: who did what, where?
//!
//! | file | its one job |
//! | --- | --- |
//! | `stamp` | tells one state of a world from another |
//! | `key_names` | what people call the keys of events |
//! | `client` | the programs that call from outside, by short names |
//! | `event_list` | which events a filter lets through |
//! | `row` | one event as a row; the Regions workspace draws the same rows |
//! | `toolbar` | the filter's controls |
//! | `detail` | one event in full |

mod client;
mod detail;
mod event_list;
mod key_names;
mod row;
mod stamp;
mod toolbar;

#[cfg(test)]
mod tests;

use egui::{CentralPanel, Frame, Key, Margin, Panel, Ui};

pub(in crate::gui) use self::toolbar::thousands;
pub(in crate::gui) use self::{
    client::short_client,
    event_list::{EventFilter, EventList, after, contains_ignoring_case, event_numbered, is_in},
    key_names::{KeyNames, short_key_id},
    row::{Columns, NOTHING, cut, event_row, head_row},
    stamp::{KeysStamp, WorldStamp},
};
use self::{detail::Detail, toolbar::toolbar};
use super::{
    command::Command,
    desk::Desk,
    theme::{icons, space, tokens},
    widgets::{Button, Card, empty_state},
};

/// What the CloudTrail workspace remembers of itself.
#[derive(Default)]
pub struct TrailView {
    filter: EventFilter,
    names: KeyNames,
    list: EventList,
    /// The number of the event that is looked at.
    shown: Option<u64>,
    detail: Detail,
    /// Where the table was scrolled to, and how many rows it had.
    scrolled: (f32, usize),
    /// Bring the event that is looked at into sight.
    reveal: bool,
}

impl TrailView {
    /// Looks at an event, whatever the filter says.
    pub fn show_event(&mut self, number: u64) {
        self.shown = Some(number);
        self.filter = EventFilter::default();
        self.reveal = true;
    }

    /// Looks for a text in all events.
    pub fn find(&mut self, text: String) {
        self.filter = EventFilter { text, ..EventFilter::default() };
    }

    /// Draws the workspace.
    pub fn ui(&mut self, ui: &mut Ui, desk: &Desk, commands: &mut Vec<Command>) {
        let trail = desk.world().trail();
        self.names.update(desk.world());
        self.list.update(trail, &self.names, &self.filter);
        let event = self.shown.and_then(|number| event_numbered(trail, number)).cloned();
        let t = tokens(ui);
        if let Some(event) = &event {
            let width = (ui.available_width() * 0.38).clamp(340.0, 520.0);
            let frame = Frame::new().fill(t.panel).inner_margin(Margin::same(space::L as i8));
            Panel::right("event").exact_size(width).resizable(false).frame(frame).show(ui, |ui| {
                if self.detail.ui(ui, event, desk, &self.names, commands) {
                    self.shown = None;
                }
            });
        }
        let frame = Frame::new().fill(t.canvas).inner_margin(Margin::same(space::M as i8));
        CentralPanel::default().frame(frame).show(ui, |ui| {
            toolbar(ui, &mut self.filter, desk, self.list.len(), trail.events().len());
            ui.add_space(space::S);
            Card::new().fill(t.panel).padding(Margin::same(1)).show(ui, |ui| {
                if self.list.len() == 0 {
                    self.nothing(ui, trail.events().is_empty());
                } else {
                    self.table(ui, desk, commands);
                }
                ui.take_available_height();
            });
        });
    }

    fn nothing(&mut self, ui: &mut Ui, no_events: bool) {
        if no_events {
            let text = "Every call to KMS is recorded in the Region that was called. Create a key in Regions, or \
                        send something in Data flow, and it appears here.";
            empty_state(ui, icons::LIST, "No events yet", text, None);
            return;
        }
        let clear = Some(Button::secondary("Clear filters"));
        let text = "No event of any Region passes this filter.";
        if empty_state(ui, icons::FUNNEL, "No event matches", text, clear).is_some_and(|it| it.clicked()) {
            self.filter = EventFilter::default();
        }
    }

    fn table(&mut self, ui: &mut Ui, desk: &Desk, commands: &mut Vec<Command>) {
        let trail = desk.world().trail();
        self.walk(ui);
        let columns = Columns::for_room(ui.available_width());
        let mut table = columns.table(ui, "events");
        let (offset, rows) = self.scrolled;
        if std::mem::take(&mut self.reveal) {
            if let Some(place) = self.shown.and_then(|number| self.list.place_of(number)) {
                table = table.scroll_to_row(place, None);
            }
        } else if offset > 0.0 && self.list.len() > rows {
            // New events come in above: what is being read stays where it is.
            let new = (self.list.len() - rows) as f32;
            table = table.vertical_scroll_offset(offset + new * space::ROW_HEIGHT);
        }
        let table = table.header(space::HEAD_HEIGHT, |mut head| head_row(&mut head, columns));
        let (list, names, shown) = (&self.list, &self.names, &mut self.shown);
        let output = table.body(|body| {
            body.rows(space::ROW_HEIGHT, list.len(), |mut row| {
                let Some(event) = list.newest(trail, row.index()) else { return };
                row.set_selected(*shown == Some(event.number));
                if event_row(&mut row, columns, event, desk, names, commands) {
                    *shown = Some(event.number);
                }
            });
        });
        self.scrolled = (output.state.unclamped_offset().y, self.list.len());
    }

    /// The arrow keys go from event to event while no control has the keyboard.
    fn walk(&mut self, ui: &Ui) {
        let Some(place) = self.shown.and_then(|number| self.list.place_of(number)) else { return };
        if ui.memory(|memory| memory.focused().is_some()) {
            return;
        }
        let (down, up) =
            ui.input(|input| (input.key_pressed(Key::ArrowDown), input.key_pressed(Key::ArrowUp)));
        let next = match (down, up) {
            (true, false) => place + 1,
            (false, true) if place > 0 => place - 1,
            _ => return,
        };
        if next < self.list.len() {
            self.shown = self.list.number_at(next);
            self.reveal = true;
        }
    }
}
