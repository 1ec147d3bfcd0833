//! A cell in full: its value, what it asks, and the steps and events of the run that show it.

use egui::{CursorIcon, Label, Role, ScrollArea, Sense, Ui, WidgetInfo, vec2};

use super::{
    results::{Ran, Results},
    table::Chosen,
    words,
};
use crate::{
    gui::{
        command::Command,
        theme::{
            BODY, MONO, body, caption, caption_strong, icons, monospace, paragraph, region_mark, regular,
            section, space, strong, tokens,
        },
        trail::event_numbered,
        widgets::{
            Badge, Button, focus_ring, icon_button, one_line, paint_text, property_table_with, row_sides,
        },
    },
    kms::{Region, Span},
    workloads::{
        Flow, FlowId, StepId,
        ways::{Cell, Column, Way, prices},
    },
};

/// The height of a step's line.
const STEP: f32 = 26.0;

/// The panel beside the table.
#[derive(Default)]
pub struct Evidence {
    /// The step that is explained.
    explained: Option<StepId>,
}

impl Evidence {
    /// Draws the panel. True when it was closed.
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        results: &Results,
        (way, column): Chosen,
        commands: &mut Vec<Command>,
    ) -> bool {
        let Some((ran, cell)) = results.of(way).and_then(|ran| Some((ran, ran.cell(column)?))) else {
            return true;
        };
        let head = |ui: &mut Ui| ui.add(Label::new(section(column.label())).truncate());
        let close = |ui: &mut Ui| icon_button(ui, icons::X, "Close the cell").clicked();
        let (_, closed) = row_sides(ui, space::CONTROL_HEIGHT, head, close);
        ui.add(Label::new(strong(way.label())).wrap());
        ui.add_space(space::S);
        let flows = flows_of(cell);
        let button = Button::secondary("Open this run in Data flow").icon(icons::SHARE_NETWORK);
        let tooltip = "Leaves the open world for that of the run, as it was in the end";
        if button.tooltip(tooltip).full_width().show(ui).clicked() {
            // What failed is looked for first.
            let failed = flows
                .iter()
                .map(|(id, _)| *id)
                .find(|id| ran.row.run.flow(*id).is_some_and(|it| !it.is_done()));
            commands.push(Command::VisitRun(way, failed.or_else(|| flows.first().map(|(id, _)| *id))));
        }
        ui.add_space(space::S);
        ScrollArea::vertical().id_salt((way, column)).auto_shrink(false).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = space::XS;
            value(ui, cell);
            ui.add(Label::new(paragraph(words::explanation(column)).weak()).wrap());
            if column == Column::Cost {
                cost(ui, ran);
            }
            for number in &cell.events {
                event(ui, ran, *number);
            }
            for (id, steps) in &flows {
                if let Some(flow) = ran.row.run.flow(*id) {
                    self.flow(ui, ran, flow, steps, commands);
                }
            }
        });
        closed
    }

    fn flow(&mut self, ui: &mut Ui, ran: &Ran, flow: &Flow, steps: &[StepId], commands: &mut Vec<Command>) {
        let way = ran.row.run.way;
        ui.add_space(space::M);
        let title = format!("{} in {}", words::act(flow.act), flow.began_in);
        let head = |ui: &mut Ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            region_mark(ui, index(ran, flow.began_in), 16.0);
            ui.add(Label::new(strong(&title)).truncate());
        };
        let open = |ui: &mut Ui| {
            let name = format!("Open flow {} in Data flow", flow.id.0);
            Button::link("Open").small().name(&name).show(ui).clicked()
        };
        let (_, opened) = row_sides(ui, space::CONTROL_HEIGHT_SMALL, head, open);
        if opened {
            commands.push(Command::VisitRun(way, Some(flow.id)));
        }
        let outcome = flow.outcome.as_ref().map_or_else(|| "It goes on".to_owned(), |it| it.text());
        let took = flow.took().map(|took| format!(" · {}", since(took))).unwrap_or_default();
        ui.add(Label::new(caption(format!("{} · {outcome}{took}", flow.name))).wrap());
        for id in steps {
            self.step(ui, ran, flow, *id);
        }
    }

    /// One step; a click explains it.
    fn step(&mut self, ui: &mut Ui, ran: &Ran, flow: &Flow, id: StepId) {
        const TIME: f32 = 84.0;
        let Some(step) = ran.row.run.stage.flows.step(id) else { return };
        let t = tokens(ui);
        let (title, time) = (step.title(), since(step.at - flow.started));
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), STEP), Sense::click());
        let is_explained = self.explained == Some(id);
        response.widget_info(|| {
            let name = format!("{title}, {} after {time}", step.place);
            WidgetInfo::selected(Role::Button, true, is_explained, name)
        });
        if is_explained || response.hovered() {
            let fill = if is_explained { t.selected } else { t.hover };
            ui.painter().rect_filled(rect, space::RADIUS_FIELD, fill);
        }
        let middle = rect.center().y;
        let left = rect.left() + TIME;
        let time = one_line(ui, &time, monospace(MONO - 1.0), TIME - space::S);
        paint_text(ui.painter(), left - space::S - time.size().x, middle, time, t.text_subdued);
        let shown = one_line(ui, &title, regular(BODY), rect.right() - left - space::XS);
        paint_text(ui.painter(), left, middle, shown, t.text);
        focus_ring(ui, &response, rect, space::RADIUS_FIELD);
        if response.on_hover_cursor(CursorIcon::PointingHand).on_hover_text(&title).clicked() {
            self.explained = (!is_explained).then_some(id);
        }
        if is_explained {
            ui.horizontal(|ui| {
                ui.add_space(TIME);
                ui.add(Label::new(paragraph(step.explanation()).weak()).wrap());
            });
        }
    }
}

/// The flows that show a cell, each with its steps.
fn flows_of(cell: &Cell) -> Vec<(FlowId, Vec<StepId>)> {
    let mut flows: Vec<(FlowId, Vec<StepId>)> = Vec::new();
    for step in &cell.evidence {
        match flows.iter_mut().find(|(id, _)| *id == step.flow) {
            Some((_, steps)) => steps.push(*step),
            None => flows.push((step.flow, vec![*step])),
        }
    }
    flows
}

fn index(ran: &Ran, region: Region) -> usize {
    let regions = ran.row.run.stage.world.regions();
    regions.iter().position(|it| *it == region).unwrap_or_default()
}

/// How long after the beginning, in the unit that reads best.
fn since(time: Span) -> String {
    match time.as_seconds_f64() {
        60.0.. => format!("{:.1} min", time.as_seconds_f64() / 60.0),
        1.0.. => format!("{:.2} s", time.as_seconds_f64()),
        _ => words::ms(time),
    }
}

fn value(ui: &mut Ui, cell: &Cell) {
    if let Some(meets) = cell.meets {
        let word = words::verdict(meets);
        let badge = if meets { Badge::ok(word) } else { Badge::error(word) };
        badge.icon(if meets { icons::CHECK_CIRCLE } else { icons::X_CIRCLE }).show(ui);
    }
    ui.add(Label::new(section(words::in_lines(&cell.text))).wrap());
}

fn cost(ui: &mut Ui, ran: &Ran) {
    let cost = &ran.row.run.cost;
    ui.add_space(space::S);
    let dollars = |value: f64| format!("{value:.2} USD");
    property_table_with(ui, 190.0, |rows| {
        rows.text("Keys", &dollars(cost.keys));
        rows.text("Requests", &dollars(cost.requests));
        rows.text("Bytes between Regions", &dollars(cost.transfer));
        rows.text("HSMs", &dollars(cost.hsms));
        rows.text("A month of 30 days", &dollars(cost.total()));
        rows.text("Prices as of", &prices().as_of);
    });
}

/// An event of the run's trail.
fn event(ui: &mut Ui, ran: &Ran, number: u64) {
    let Some(event) = event_numbered(ran.row.run.stage.world.trail(), number) else { return };
    ui.add_space(space::S);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        region_mark(ui, index(ran, event.region), 16.0);
        ui.label(strong(&*event.name));
        ui.label(body(format!("in {}", event.region)));
    });
    ui.label(caption(format!("{}, in the trail without a caller: KMS did it", event.time.date_and_time())));
}

/// What stands in the panel while no cell is chosen: the ways in words.
pub fn about_the_ways(ui: &mut Ui, ways: &[Way]) {
    ui.label(section("The ways"));
    ui.add_space(space::XS);
    ui.add(Label::new(caption("Choose a cell to see the calls that show its value")).wrap());
    ScrollArea::vertical().id_salt("ways").auto_shrink(false).show(ui, |ui| {
        for way in ways {
            ui.add_space(space::M);
            ui.add(Label::new(caption_strong(way.label())).wrap());
            ui.add(Label::new(paragraph(words::way_explanation(*way)).weak()).wrap());
        }
    });
}
