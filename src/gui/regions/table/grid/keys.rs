//! The table by keyboard: arrows, Home, End and the page keys go from row to row, Space ticks, Enter selects, Ctrl+A ticks
//! all.

use egui::{EventFilter, Key, Response, Ui};

use super::Grid;
use crate::gui::{
    command::Command,
    desk::Selected,
    regions::table::{list::KeyList, ticks::Ticks},
};

impl Grid {
    /// Does what the keys say while the table has the keyboard. `page` is how many rows are in sight.
    pub(super) fn walk(
        &mut self,
        ui: &Ui,
        grid: &Response,
        page: usize,
        (list, ticks): (&KeyList, &mut Ticks),
        commands: &mut Vec<Command>,
    ) {
        if !grid.has_focus() {
            return;
        }
        let filter = EventFilter { vertical_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(grid.id, filter));
        if self.cursor.is_none() && list.len() > 0 {
            self.cursor = Some(0);
        }
        let Some(place) = self.cursor else { return };
        let last = list.len() - 1; // the cursor is at a row
        let (pressed, shift, command) = ui.input(|input| {
            let keys = [
                (Key::ArrowDown, (place + 1).min(last)),
                (Key::ArrowUp, place.saturating_sub(1)),
                (Key::PageDown, (place + page.max(1)).min(last)),
                (Key::PageUp, place.saturating_sub(page.max(1))),
                (Key::Home, 0),
                (Key::End, last),
            ];
            let pressed = keys.iter().find(|(key, _)| input.key_pressed(*key)).map(|(_, to)| *to);
            (pressed, input.modifiers.shift, input.modifiers.command)
        });
        if let Some(to) = pressed {
            if shift {
                if !ticks.is_within_range() {
                    ticks.begin_at(place);
                }
                ticks.extend(list, to);
            }
            self.cursor = Some(to);
            self.reveal = true;
        }
        let key = |key| ui.input(|input| input.key_pressed(key));
        if key(Key::Space) {
            ticks.turn(list, place);
        }
        if command && key(Key::A) {
            ticks.set_all(list, true);
        }
        if key(Key::Enter)
            && let Some(row) = list.get(place)
        {
            let selected = Selected { key: row.key.clone(), region: row.region };
            commands.push(Command::Select(Some(selected)));
        }
    }
}
