//! Compare: which way to share a key between Regions costs what?
//!
//! | file | its one job |
//! | --- | --- |
//! | `order` | what shall be run |
//! | `set_up_bar` | Regions, traffic, ways; how far the runs are |
//! | `results` | the runs, and what is drawn of them |
//! | `table` | a way a row, every cell a button |
//! | `latency` | the plot of read latency |
//! | `outage` | reads done and lost, second by second |
//! | `evidence` | the steps and events that show a cell |
//! | `markdown` | the table for a design document |
//! | `words` | ways and columns explained |
//!
//! What is compared was run by [`workloads::ways`](crate::workloads::ways) in worlds of their own; the open world has no part
//! in it, and a save does not keep it.

mod evidence;
mod latency;
mod markdown;
mod order;
mod outage;
mod results;
mod set_up_bar;
mod table;
mod words;

use std::sync::mpsc;

use egui::{CentralPanel, Frame, Label, Margin, Panel, ScrollArea, Ui, vec2};

use self::{
    evidence::{Evidence, about_the_ways},
    latency::{Axis, latency_plot},
    order::Order,
    outage::outage_plots,
    results::{Answer, Results},
    set_up_bar::set_up_bar,
    table::{Chosen, table},
};
use super::{
    command::Command,
    desk::Desk,
    theme::{caption, icons, paragraph, section, space, strong, title, tokens},
    widgets::{Button, Card, row_sides, segmented},
};
use crate::workloads::{
    Stage,
    ways::{Column, Traffic, Way},
};

/// What is measured of reads and writes besides what seed 002 asks.
const TRAFFIC: [Column; 5] =
    [Column::ReadLatency, Column::CallsAcross, Column::ClearAcross, Column::ReadsLost, Column::WritesLost];
/// What is measured of upkeep and cost.
const UPKEEP: [Column; 4] = [Column::Ceremonies, Column::SetUp, Column::Requests, Column::Cost];

/// In a narrower workspace what shows a cell takes the place of the table, and the ways are not explained beside it.
const SIDE_FROM: f32 = 900.0;
/// In a lower one the set-up is folded away once there are results.
const SET_UP_FROM: f32 = 520.0;
/// Below this width buttons have fewer words.
const NARROW: f32 = 520.0;

/// What the Compare workspace remembers of itself.
#[derive(Default)]
pub struct CompareView {
    order: Option<Order>,
    results: Option<Results>,
    chosen: Option<Chosen>,
    evidence: Evidence,
    axis: Axis,
    view: View,
    /// Whether the set-up is shown where it is folded away.
    unfolded: bool,
}

impl CompareView {
    /// Shows the runs of these ways on this traffic as they come.
    pub fn begin(&mut self, traffic: Traffic, ways: Vec<Way>, rows: mpsc::Receiver<Answer>) {
        self.order = Some(Order::of(&traffic, &ways));
        self.results = Some(Results::new(traffic, ways, rows));
        self.chosen = None;
        self.evidence = Evidence::default();
        self.unfolded = false;
    }

    /// Takes the runs that have come.
    pub fn listen(&mut self) {
        if let Some(results) = &mut self.results {
            results.listen();
        }
    }

    /// Hears that no more come.
    pub fn ended(&mut self) {
        if let Some(results) = &mut self.results {
            results.ended();
        }
    }

    /// Whether ways are being run.
    pub fn is_running(&self) -> bool {
        self.results.as_ref().is_some_and(Results::is_running)
    }

    /// The world of a way's run.
    pub fn stage_of(&self, way: Way) -> Option<Stage> {
        self.results.as_ref()?.stage_of(way)
    }

    /// Draws the workspace.
    pub fn ui(&mut self, ui: &mut Ui, desk: &Desk, commands: &mut Vec<Command>) {
        let t = tokens(ui);
        if self.order.is_none() {
            self.order = Order::for_world(desk.world());
        }
        let bar = Frame::new().fill(t.panel).inner_margin(Margin::symmetric(space::L as i8, space::M as i8));
        // While ways are run, the set-up tells how far they are.
        let is_low = ui.available_height() < SET_UP_FROM && self.results.is_some() && !self.is_running();
        if let (true, Some(results)) = (is_low, &self.results) {
            Panel::top("what was compared").frame(bar).show(ui, |ui| fold(ui, results, &mut self.unfolded));
        }
        if let Some(order) = self.order.as_mut().filter(|_| !is_low || self.unfolded) {
            let results = self.results.as_ref();
            Panel::top("comparison").frame(bar).show(ui, |ui| {
                set_up_bar(ui, order, results, desk, commands);
            });
        }
        let page = Frame::new().fill(t.canvas).inner_margin(Margin::same(space::L as i8));
        let Some(results) = &self.results else {
            CentralPanel::default().frame(page).show(ui, before_the_first_run);
            return;
        };
        let Self { chosen, axis, view, evidence, .. } = self;
        let side = Frame::new().fill(t.panel).inner_margin(Margin::same(space::L as i8));
        let is_narrow = ui.available_width() < SIDE_FROM;
        let is_chosen = chosen.is_some();
        let beside = |ui: &mut Ui| match *chosen {
            Some(cell) => {
                if evidence.ui(ui, results, cell, commands) {
                    *chosen = None;
                }
            }
            None => about_the_ways(ui, &results.ways),
        };
        if !is_narrow {
            let width = (ui.available_width() * 0.3).clamp(288.0, 420.0);
            Panel::right("evidence").exact_size(width).resizable(false).frame(side).show(ui, beside);
        } else if is_chosen {
            CentralPanel::default().frame(side).show(ui, beside);
            return;
        }
        CentralPanel::default().frame(page).show(ui, |ui| {
            head(ui, results, is_low, view, commands);
            ui.add_space(space::S);
            ScrollArea::vertical().id_salt(*view).auto_shrink(false).show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = space::XS;
                match view {
                    View::Verdicts => card(ui, 1.0, |ui| table(ui, results, &Column::SEED, chosen)),
                    View::Measures => measures(ui, results, chosen),
                    View::Latency => latency(ui, results, axis),
                    View::Outage => outage(ui, results),
                }
            });
        });
    }
}

/// What the page shows of the runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
enum View {
    /// What seed 002 asks, met or not.
    #[default]
    Verdicts,
    /// What is measured besides.
    Measures,
    /// The plot of read latency.
    Latency,
    /// Reads done and lost through the calm and the dark time.
    Outage,
}

const VIEWS: [(View, &str, &str); 4] = [
    (View::Verdicts, "Verdicts", ""),
    (View::Measures, "Measures", ""),
    (View::Latency, "Read latency", ""),
    (View::Outage, "Outage", ""),
];

/// What was compared, in one line, and the way to the set-up.
fn fold(ui: &mut Ui, results: &Results, unfolded: &mut bool) {
    let text = words::traffic(&results.traffic);
    let traffic = |ui: &mut Ui| drop(ui.add(Label::new(caption(&text)).truncate()).on_hover_text(&text));
    let set_up = |ui: &mut Ui| {
        let caret = if *unfolded { icons::CARET_UP } else { icons::CARET_DOWN };
        Button::secondary("Set-up").name("Traffic and ways").trailing_icon(caret).small().show(ui).clicked()
    };
    let ((), clicked) = row_sides(ui, space::CONTROL_HEIGHT_SMALL, traffic, set_up);
    if clicked {
        *unfolded = !*unfolded;
    }
}

/// The head of the page: what is shown, and on which traffic it was measured.
fn head(ui: &mut Ui, results: &Results, is_low: bool, view: &mut View, commands: &mut Vec<Command>) {
    let text = if ui.available_width() < NARROW { "Copy" } else { "Copy as Markdown" };
    let views = |ui: &mut Ui| drop(segmented(ui, "What is shown of the runs", view, &VIEWS));
    let copy = |ui: &mut Ui| {
        let button = Button::secondary(text).name("Copy as Markdown").icon(icons::COPY);
        let button = button.enabled(results.ran().next().is_some()).why_disabled("Nothing has been run yet");
        button.tooltip("Copy all measured values for a design document").show(ui).clicked()
    };
    let ((), copied) = row_sides(ui, space::CONTROL_HEIGHT, views, copy);
    if copied {
        commands.push(Command::CopyTable(markdown::markdown(results)));
    }
    if !is_low {
        ui.add_space(space::XS);
        ui.add(Label::new(caption(words::traffic(&results.traffic))).wrap());
    }
    if results.is_cut_short() {
        ui.label(caption("The comparison was cancelled; what was run before is shown."));
    }
}

fn latency(ui: &mut Ui, results: &Results, axis: &mut Axis) {
    let title = |ui: &mut Ui| ui.add(Label::new(section("How long reads take")).truncate());
    let scale = |ui: &mut Ui| {
        let axes = [(Axis::Linear, "Linear", "Linear axis"), (Axis::Logarithmic, "Log", "Logarithmic axis")];
        segmented(ui, "Axis of the latency plot", axis, &axes)
    };
    row_sides(ui, space::CONTROL_HEIGHT, title, scale);
    card(ui, space::M, |ui| {
        ui.spacing_mut().item_spacing.y = space::XS;
        latency_plot(ui, results, *axis);
        let legend = "Mark: the median of a Region’s reads. Line: from the shortest to the longest. Tick: the 95th percentile.";
        ui.add(Label::new(caption(legend)).wrap());
        ui.add_space(space::S);
        for ran in results.ran() {
            for sentence in &ran.sentences {
                let text = format!("{}: {sentence}", ran.row.run.way.label());
                ui.add(Label::new(paragraph(text)).wrap());
            }
        }
    });
}

fn outage(ui: &mut Ui, results: &Results) {
    let home = results.traffic.home;
    ui.add(Label::new(section(format!("Reads outside {home} before, while and after it is dark"))).wrap());
    card(ui, space::M, |ui| outage_plots(ui, results));
}

fn measures(ui: &mut Ui, results: &Results, chosen: &mut Option<Chosen>) {
    for (heading, columns) in [("Reads and writes", &TRAFFIC[..]), ("Upkeep and cost", &UPKEEP[..])] {
        ui.label(section(heading));
        card(ui, 1.0, |ui| ui.push_id(heading, |ui| table(ui, results, columns, chosen)));
        ui.add_space(space::M);
    }
}

fn card<R>(ui: &mut Ui, padding: f32, add: impl FnOnce(&mut Ui) -> R) {
    Card::new().fill(tokens(ui).panel).padding(Margin::same(padding as i8)).show(ui, add);
}

/// What will be run, before anything was.
fn before_the_first_run(ui: &mut Ui) {
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.set_max_width(ui.available_width().min(880.0));
        ui.spacing_mut().item_spacing = vec2(space::S, space::XS);
        ui.label(title("Read in one Region what was encrypted in another"));
        ui.add_space(space::XS);
        let text = "There are several ways to do it. A comparison runs each of them on the same traffic, in a simulated \
                    world of its own: its keys are set up by real calls, all Regions read and write, the home Region goes \
                    dark and comes back, and a year passes with its rotation. Then the table is read out of the runs. \
                    Nothing in it is written down beforehand, and every cell leads to the calls that show it.";
        ui.add(Label::new(paragraph(text)).wrap());
        for way in Way::ALL {
            ui.add_space(space::S);
            ui.add(Label::new(strong(way.label())).wrap());
            ui.add(Label::new(paragraph(words::way_explanation(way)).weak()).wrap());
        }
        ui.add_space(space::M);
        let asked: Vec<&str> = Column::SEED.iter().map(|column| column.label()).collect();
        let text = format!(
            "Asked of each: {}. Measured besides: latency, calls between Regions, what is lost while the home is dark, \
             rotations, steps to set up, requests, cost.",
            asked.join(", ").to_lowercase()
        );
        ui.add(Label::new(paragraph(text)).wrap());
    });
}
