//! The command palette: everything that the window can do, every key, every principal and every event, found by a few
//! letters and run with Enter.
//!
//! | file | its one job |
//! | --- | --- |
//! | `actions` | the table of all that the window can do |
//! | `entry` | one line |
//! | `places` | the lines for keys, principals and events |
//! | `score` | how well a text fits what is typed |
//! | `search` | which lines fit, best first |
//! | `row` | one line as it is drawn |
//! | `overlay` | the field and the list, above the window |

mod actions;
mod entry;
mod overlay;
mod places;
mod row;
mod score;
mod search;

use egui::Ui;

use self::{overlay::Overlay, places::Keys};
use super::{command::Command, desk::Desk, principals::kind_icon};
use crate::world::Principal;

/// How many lines that were run last are remembered.
const MOST_RECENT: usize = 12;

/// A line by what it says.
type LineName = (String, String);

/// The command palette.
#[derive(Default)]
pub struct Palette {
    overlay: Option<Overlay>,
    keys: Keys,
    /// What was run last, latest first.
    recent: Vec<LineName>,
}

impl Palette {
    /// Opens it with nothing typed.
    pub fn open(&mut self) {
        self.overlay = Some(Overlay::default());
    }

    /// Closes it.
    pub fn close(&mut self) {
        self.overlay = None;
    }

    /// Whether it is open.
    pub fn is_open(&self) -> bool {
        self.overlay.is_some()
    }

    /// Draws it above the window, if it is open.
    pub fn ui(&mut self, ui: &Ui, desk: &Desk, commands: &mut Vec<Command>) {
        let Self { overlay: Some(overlay), keys, recent } = self else { return };
        keys.update(desk.world());
        if let Some((name, command)) = overlay.ui(ui, desk, keys, recent, commands) {
            recent.retain(|it| *it != name);
            recent.insert(0, name);
            recent.truncate(MOST_RECENT);
            commands.push(Command::ClosePalette);
            commands.push(command);
        }
    }
}

fn principal_icon(principal: &Principal) -> &'static str {
    kind_icon(principal.kind)
}
