//! Regions: what exists where, and what belongs together?
//!
//! | file | its one job |
//! | --- | --- |
//! | `catalogue` | which keys a Region has, sorted and filtered, read once for each change |
//! | `activity` | how many calls each Region had lately |
//! | `columns` | the Regions side by side |
//! | `key_card` | one key in its column |
//! | `view` | the ways of looking at the keys, and the switch between them |
//! | `table` | one Region's keys as a table |
//! | `families` | families, with their members side by side |
//! | `dialogs` | the questions about a key before something is done to it |
//! | `inspector` | all about the selected member, and what it shares with its family |
//! | `grant_words` | what a grant says, in short |
//! | `refusal` | an exception beside what caused it |
//! | `strip` | the latest events of all Regions |
//! | `words` | the words and badges for roles, states and distances |

mod activity;
mod catalogue;
mod columns;
mod dialogs;
mod families;
mod grant_words;
mod inspector;
mod key_card;
mod refusal;
mod strip;
mod table;
mod view;
mod words;

#[cfg(test)]
mod tests;

use egui::{Align, CentralPanel, Frame, Layout, Margin, Panel, Sense, Ui, UiBuilder};

use self::{
    activity::Activity,
    catalogue::Catalogue,
    columns::Columns,
    families::FamiliesView,
    inspector::Inspector,
    strip::{Strip, strip_height},
    table::TableView,
    view::view_switch,
};
use super::{
    command::Command,
    desk::Desk,
    theme::{space, tokens},
};
use crate::kms::{
    KmsError,
    api::{Operation, Response},
};

pub(super) use self::{dialogs::region_list, families::same_policy, inspector::key_actions_of};
pub use self::{
    dialogs::{DialogKind, OpenDialog},
    families::Property,
    view::View,
};

/// Below this width an inspector without a key is left out.
const NARROW: f32 = 760.0;
/// Below this width the families have the whole room: their matrix says what the inspector would.
const FAMILIES_BESIDE: f32 = 1100.0;
/// The inspector is never narrower.
const MIN_INSPECTOR: f32 = 320.0;
/// The inspector is never wider.
const MAX_INSPECTOR: f32 = 560.0;
/// The inspector always leaves so much to what stands beside it.
const LEAST_BESIDE: f32 = 320.0;
/// Below this height the latest events are left out.
const LOW: f32 = 500.0;
/// Below this width beside the inspector too.
const STRIP_ROOM: f32 = 420.0;

/// What the Regions workspace remembers of itself.
#[derive(Default)]
pub struct RegionsView {
    catalogue: Catalogue,
    activity: Activity,
    columns: Columns,
    strip: Strip,
    inspector: Inspector,
    /// How wide the inspector was in the last frame, and whether it is being dragged.
    inspector_drawn: (f32, bool),
    view: View,
    table: TableView,
    families: FamiliesView,
}

impl RegionsView {
    /// Looks at the keys in another way.
    pub fn show(&mut self, view: View) {
        self.view = view;
    }

    /// Draws the workspace.
    pub fn ui(&mut self, ui: &mut Ui, desk: &Desk, commands: &mut Vec<Command>) {
        self.catalogue.update(desk.world());
        self.activity.update(desk.world());
        let drifting = self.families.update(desk.world());
        let t = tokens(ui);
        let side = Frame::new().fill(t.panel);
        if self.inspector.is_page(desk) {
            self.inspector.page(ui, desk, commands);
            return;
        }
        // Where there is little room, what has nothing to say makes place for the columns.
        let room = ui.available_width();
        let least = if self.view == View::Families { FAMILIES_BESIDE } else { 0.0 };
        if room >= least && (desk.selected.is_some() || room >= NARROW) {
            self.inspector_panel(ui, side, desk, commands);
        }
        view_switch(ui, &mut self.view, drifting);
        match self.view {
            View::SideBySide => self.side_by_side(ui, desk, commands),
            View::Table => self.table.ui(ui, desk, &self.catalogue, commands),
            View::Families => self.families.ui(ui, desk, commands),
        }
    }

    /// Shows all about the selected member over the whole workspace, or beside the keys again.
    pub fn show_key_page(&mut self, on: bool) {
        self.inspector.show_page(on);
    }

    /// Shows who can do what with the selected key.
    pub fn show_access(&mut self) {
        self.inspector.show_access();
    }

    /// Hands over the answer to a call that the key page has made.
    pub fn take_answer(&mut self, to: Operation, answer: Result<Response, KmsError>) {
        self.inspector.take_answer(to, answer);
    }

    /// The inspector beside the keys, as wide as it was drawn.
    fn inspector_panel(&mut self, ui: &mut Ui, side: Frame, desk: &Desk, commands: &mut Vec<Command>) {
        let most = MAX_INSPECTOR.min(ui.available_width() - LEAST_BESIDE).max(MIN_INSPECTOR);
        let width = desk.inspector_width.clamp(MIN_INSPECTOR, most);
        let panel = Panel::right("inspector").resizable(true).frame(side);
        let panel = panel.default_size(width).size_range(MIN_INSPECTOR..=most);
        let shown = panel.show(ui, |ui| {
            // A child of the panel's size: what is in it never makes the panel wider.
            let room = ui.available_rect_before_wrap();
            let layout = Layout::top_down(Align::Min);
            let mut inside = ui.new_child(UiBuilder::new().id_salt("inside").max_rect(room).layout(layout));
            inside.set_clip_rect(room.intersect(ui.clip_rect()));
            self.inspector.ui(&mut inside, desk, commands);
            ui.allocate_rect(room, Sense::hover());
        });
        let drawn = shown.response.rect.width();
        // It also changes with the window; only what a hand has set is remembered.
        let held = ui.input(|input| input.pointer.any_down());
        let (before, dragged) = self.inspector_drawn;
        let dragged = dragged || (held && before > 0.0 && (drawn - before).abs() > 0.5);
        if !held && dragged {
            commands.push(Command::ResizeInspector(drawn.round()));
        }
        self.inspector_drawn = (drawn, held && dragged);
    }

    fn side_by_side(&mut self, ui: &mut Ui, desk: &Desk, commands: &mut Vec<Command>) {
        let t = tokens(ui);
        let rows = if ui.available_height() < 700.0 { 4 } else { 6 };
        let margin = Margin { left: space::M as i8, right: space::M as i8, top: 0, bottom: space::M as i8 };
        let foot = Frame::new().fill(t.canvas).inner_margin(margin);
        let height = strip_height(rows) + f32::from(margin.bottom);
        if ui.available_height() >= LOW && ui.available_width() >= STRIP_ROOM {
            let panel = Panel::bottom("latest events").exact_size(height).resizable(false);
            panel
                .frame(foot)
                .show_separator_line(false)
                .show(ui, |ui| self.strip.ui(ui, rows, desk, commands));
        }
        let middle = Frame::new().fill(t.canvas).inner_margin(Margin {
            left: space::M as i8,
            right: space::M as i8,
            top: space::M as i8,
            bottom: 10,
        });
        CentralPanel::default().frame(middle).show(ui, |ui| {
            self.columns.ui(ui, desk, &self.catalogue, &self.activity, commands);
        });
    }
}
