//! Steady load generators: what they shall do, what came of it, second by second.
//!
//! | file | its one job |
//! | --- | --- |
//! | `form` | what a new load shall do |
//! | `keys` | the keys that loads can use |
//! | `rates` | the table of reads and writes a second in each Region |
//! | `running` | a load at work: totals, rates, plots |
//! | `totals` | what came of all its requests |
//! | `series` | results put into sixty stretches of time, and told in words |
//! | `plots` | latency, losses and requests over time |
//! | `axes` | one plot without knobs: its grid, scale and readout |
//! | `legend` | which line is whose |

mod axes;
mod form;
mod keys;
mod legend;
mod plots;
mod rates;
mod running;
mod series;
#[cfg(test)]
mod tests;
mod totals;

pub(in crate::gui) use self::keys::family_of;
use egui::{Align, Frame, Layout, Rect, ScrollArea, Ui, UiBuilder, vec2};

use self::{form::Form, running::Running};
use crate::{
    gui::{
        command::Command,
        desk::Desk,
        theme::{icons, section, space},
        widgets::{Button, Dropdown, row_sides},
    },
    workloads::LoadId,
};

/// What the panel of load generators remembers of itself.
#[derive(Default)]
pub(super) struct TrafficPanel {
    open: bool,
    form: Form,
    running: Running,
    /// The load that is shown; nothing while a new one is put together.
    shown: Option<LoadId>,
    /// The newest load that was seen; a newer one is shown when it appears.
    newest: Option<LoadId>,
}

impl TrafficPanel {
    /// Whether it is in view.
    pub fn is_open(&self) -> bool {
        self.open
    }

    /// Puts it in view, or away.
    pub fn show(&mut self, open: bool) {
        self.open = open;
    }

    /// Draws the panel into `area`.
    pub fn ui(&mut self, ui: &mut Ui, area: Rect, desk: &Desk, commands: &mut Vec<Command>) {
        self.follow(desk);
        let layout = Layout::top_down(Align::Min);
        let mut at = ui.new_child(UiBuilder::new().id_salt("traffic").max_rect(area).layout(layout));
        at.shrink_clip_rect(area);
        ScrollArea::vertical().id_salt("traffic").auto_shrink(false).show(&mut at, |ui| {
            Frame::new().inner_margin(space::L).show(ui, |ui| {
                ui.take_available_width();
                ui.spacing_mut().item_spacing = vec2(space::S, space::S);
                self.head(ui, desk);
                match self.shown.and_then(|id| desk.stage.flows.load(id)) {
                    Some(load) => self.running.ui(ui, desk, load, commands),
                    None => self.form.ui(ui, desk, commands),
                }
            });
        });
    }

    /// Shows what was just started, and never what is gone.
    fn follow(&mut self, desk: &Desk) {
        let flows = &desk.stage.flows;
        let newest = flows.loads().next_back().map(|it| it.id);
        let gone = self.shown.is_some_and(|id| flows.load(id).is_none());
        if newest != self.newest || gone {
            self.newest = newest;
            self.shown = newest;
        }
    }

    /// The title, and which load is shown.
    fn head(&mut self, ui: &mut Ui, desk: &Desk) {
        let loads: Vec<(Option<LoadId>, String)> = desk
            .stage
            .flows
            .loads()
            .map(|it| (Some(it.id), format!("{} · {}", it.order.name, it.id.0 + 1)))
            .collect();
        row_sides(
            ui,
            space::CONTROL_HEIGHT,
            |ui| {
                // Beside the picker there is no room for more.
                let title = if loads.len() > 1 { "Loads" } else { "Load generators" };
                ui.label(section(title))
            },
            |ui| {
                if loads.is_empty() {
                    return;
                }
                if self.shown.is_some() {
                    let button = Button::secondary("New…").name("New traffic…").icon(icons::PLUS).small();
                    if button.show(ui).clicked() {
                        self.shown = None;
                    }
                }
                if loads.len() > 1 || self.shown.is_none() {
                    let mut items: Vec<(Option<LoadId>, &str)> =
                        loads.iter().map(|(id, name)| (*id, name.as_str())).collect();
                    if self.shown.is_none() {
                        items.push((None, "New traffic"));
                    }
                    Dropdown::new("Traffic to show").label_hidden().width(152.0).show(
                        ui,
                        &mut self.shown,
                        &items,
                    );
                }
            },
        );
    }
}
