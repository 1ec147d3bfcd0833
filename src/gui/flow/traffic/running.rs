//! A load at work, or one that has stopped: what came of it, its rates, and its plots.

use std::collections::BTreeMap;

use egui::{Label, Ui, vec2};

use super::{
    keys::family_of,
    plots, rates,
    series::{Held, Reach},
    totals,
};
use crate::{
    gui::{
        command::Command,
        desk::{Desk, Pace},
        theme::{caption, icons, space, strong},
        widgets::{Badge, Button, CalloutKind, callout_with, icon_button, row_sides, segmented},
    },
    kms::Region,
    workloads::{LoadView, Rates},
};

/// What the view of a load remembers of itself.
#[derive(Default)]
pub(super) struct Running {
    reach: Reach,
    held: Held,
}

impl Running {
    /// Draws the load.
    pub fn ui(&mut self, ui: &mut Ui, desk: &Desk, load: LoadView<'_>, commands: &mut Vec<Command>) {
        title(ui, desk, load, commands);
        if !load.stopped && desk.pace == Pace::Paused {
            paused(ui, commands);
        }
        ui.scope(|ui| totals::totals(ui, load.tally));
        if !load.stopped {
            let mut rates = all_rates(load);
            let family = family_of(desk.world(), load.order);
            if rates::table(ui, desk, family, &mut rates, 4) {
                commands.push(Command::SetTrafficRates(load.id, rates));
            }
        }
        row_sides(
            ui,
            space::CONTROL_HEIGHT,
            |ui| {
                ui.label(strong("Read latency"));
                ui.add(Label::new(caption("dashed: 95th percentile")).truncate())
                    .on_hover_text("Lines are medians; 95 of 100 reads took no longer than the dashed lines");
            },
            |ui| {
                let reaches = [(Reach::Minute, "60 s", ""), (Reach::TenMinutes, "10 min", "")];
                segmented(ui, "How far back", &mut self.reach, &reaches);
            },
        );
        ui.spacing_mut().item_spacing = vec2(space::S, space::XS);
        let world = desk.world();
        let series = self.held.of(load, world.now(), self.reach, world.regions());
        plots::plots(ui, desk, series);
    }
}

fn title(ui: &mut Ui, desk: &Desk, load: LoadView<'_>, commands: &mut Vec<Command>) {
    row_sides(
        ui,
        space::CONTROL_HEIGHT_SMALL,
        |ui| {
            match (load.stopped, desk.pace) {
                (true, _) => Badge::neutral("stopped").icon(icons::STOP).show(ui),
                (false, Pace::Paused) => Badge::warn("waits").icon(icons::PAUSE).show(ui),
                (false, _) => Badge::ok("running").icon(icons::PLAY).show(ui),
            };
            ui.add(Label::new(strong(&*load.order.name)).truncate()).on_hover_text(&*load.order.name);
        },
        |ui| {
            if icon_button(ui, icons::TRASH, "Remove traffic").clicked() {
                commands.push(Command::RemoveTraffic(load.id));
            }
            let (label, name, symbol, command) = if load.stopped {
                let again = Command::StartTraffic(Box::new(load.order.clone()));
                ("Start again", "Start this traffic again", icons::PLAY, again)
            } else {
                ("Stop", "Stop traffic", icons::STOP, Command::StopTraffic(load.id))
            };
            if Button::secondary(label).name(name).icon(symbol).small().show(ui).clicked() {
                commands.push(command);
            }
        },
    );
}

/// Why nothing happens, and what makes it happen.
fn paused(ui: &mut Ui, commands: &mut Vec<Command>) {
    callout_with(ui, CalloutKind::Warning, "", "The clock is paused: traffic runs when it does");
    let button = Button::primary("Run in real time").icon(icons::PLAY).full_width();
    if button.show(ui).clicked() {
        commands.push(Command::SetPace(Pace::RealTime));
    }
}

/// The rates of every Region that takes part.
fn all_rates(load: LoadView<'_>) -> BTreeMap<Region, Rates> {
    let order = load.order;
    let rates = |region| order.rates.get(&region).copied().unwrap_or_default();
    order.records.regions().map(|region| (region, rates(region))).collect()
}
