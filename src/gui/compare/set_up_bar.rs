//! The bar at the top: Regions, traffic and ways, and the button that runs them; below, what will be run or how far it is.

use egui::{Align, Layout, ScrollArea, Ui, vec2};

use super::{
    order::{Order, flows},
    results::Results,
    words,
};
use crate::{
    gui::{
        command::Command,
        desk::{Counted, Desk},
        theme::{caption, icons, region_mark, space, strong, tokens},
        trail::thousands,
        widgets::{Button, Dropdown, TextField, checkbox, icon_at, menu_heading, popover, progress},
    },
    kms::Region,
    workloads::ways::{Traffic, Way},
};

/// Below this width the bar has two rows.
const ONE_ROW: f32 = 1110.0;
/// The height of a control with its label.
const LABELLED: f32 = 58.0;
/// The height of a label alone.
const LABEL: f32 = 24.0;
/// The height of the line below the controls, with room for progress.
const FOOT: f32 = 46.0;

/// Draws the bar.
pub fn set_up_bar(
    ui: &mut Ui,
    order: &mut Order,
    results: Option<&Results>,
    desk: &Desk,
    commands: &mut Vec<Command>,
) {
    ui.spacing_mut().item_spacing = vec2(space::S, space::S);
    let one_row = ui.available_width() >= ONE_ROW;
    let layout = Layout::left_to_right(Align::Min);
    let row = vec2(ui.available_width(), LABELLED);
    if one_row {
        ui.allocate_ui_with_layout(row, layout, |ui| {
            regions(ui, order, desk);
            numbers(ui, order);
            ways(ui, order);
            run(ui, order, results, commands);
        });
    } else {
        ui.allocate_ui_with_layout(row, layout, |ui| {
            regions(ui, order, desk);
            ways(ui, order);
            run(ui, order, results, commands);
        });
        ui.allocate_ui_with_layout(row, layout, |ui| {
            numbers(ui, order);
            ui.add_space(space::S);
            ui.vertical(|ui| {
                ui.add_space(LABELLED - FOOT);
                foot(ui, order, results, desk, commands);
            });
        });
        return;
    }
    ui.allocate_ui_with_layout(vec2(ui.available_width(), FOOT), Layout::top_down(Align::Min), |ui| {
        ui.set_min_height(FOOT);
        foot(ui, order, results, desk, commands);
    });
}

fn labelled<R>(ui: &mut Ui, label: &str, width: f32, control: impl FnOnce(&mut Ui) -> R) -> R {
    ui.vertical(|ui| {
        ui.set_width(width);
        ui.spacing_mut().item_spacing = vec2(6.0, space::XS);
        // As text fields have their labels, so that all controls stand on one line.
        if label.is_empty() {
            ui.allocate_space(vec2(1.0, LABEL));
        } else {
            ui.horizontal(|ui| {
                ui.spacing_mut().interact_size.y = 18.0;
                ui.label(strong(label));
            });
        }
        control(ui)
    })
    .inner
}

fn regions(ui: &mut Ui, order: &mut Order, desk: &Desk) {
    let partition = order.home.partition();
    let all: Vec<Region> = Region::all().filter(|it| it.partition() == partition).collect();
    let items: Vec<(Region, &str)> = all.iter().map(|region| (*region, region.code())).collect();
    labelled(ui, "Home Region", 148.0, |ui| {
        Dropdown::new("Home Region").label_hidden().width(148.0).show(ui, &mut order.home, &items);
    });
    order.others.remove(&order.home);
    labelled(ui, "Other Regions", 148.0, |ui| {
        let text = match order.others.len() {
            0 => "None".to_owned(),
            1 => order.others.first().map(|region| region.code().to_owned()).unwrap_or_default(),
            count => format!("{count} Regions"),
        };
        let names: Vec<&str> = order.others.iter().map(|it| it.code()).collect();
        let tooltip = if names.is_empty() { "None is chosen".to_owned() } else { names.join(", ") };
        let button = Button::secondary(&text).name("Other Regions").tooltip(&tooltip).min_width(148.0);
        let response = button.trailing_icon(icons::CARET_DOWN).show(ui);
        popover(&response, 300.0, |ui| {
            menu_heading(ui, "Also read and write in");
            ScrollArea::vertical().max_height(320.0).show(ui, |ui| {
                for region in all.into_iter().filter(|it| *it != order.home) {
                    ui.horizontal(|ui| {
                        region_mark(ui, desk.region_index(region), 16.0);
                        let mut on = order.others.contains(&region);
                        let title = format!("{region} {}", region.place());
                        if checkbox(ui, &mut on, &title, "").changed() {
                            if on {
                                order.others.insert(region)
                            } else {
                                order.others.remove(&region)
                            };
                        }
                    });
                }
            });
            false
        });
    });
}

fn numbers(ui: &mut Ui, order: &mut Order) {
    for (number, width) in order.numbers.iter_mut().zip([70.0, 70.0, 70.0, 104.0, 108.0]) {
        TextField::new(number.label).width(width).char_limit(6).show(ui, &mut number.text);
    }
}

fn ways(ui: &mut Ui, order: &mut Order) {
    labelled(ui, "Ways", 130.0, |ui| {
        let text = format!("{} of {} ways", order.ways.len(), Way::ALL.len());
        let button = Button::secondary(&text).name("Ways to compare").min_width(130.0);
        let response = button.trailing_icon(icons::CARET_DOWN).show(ui);
        popover(&response, 400.0, |ui| {
            menu_heading(ui, "Ways to compare");
            for way in Way::ALL {
                let mut on = order.ways.contains(&way);
                if checkbox(ui, &mut on, way.label(), words::way_explanation(way)).changed() {
                    if on {
                        order.ways.insert(way)
                    } else {
                        order.ways.remove(&way)
                    };
                }
                ui.add_space(space::XS);
            }
            false
        });
    });
}

fn run(ui: &mut Ui, order: &Order, results: Option<&Results>, commands: &mut Vec<Command>) {
    let check = order.check();
    let is_running = results.is_some_and(Results::is_running);
    let why = match &check {
        _ if is_running => "The ways are being run; cancel that first",
        Err(problem) => problem,
        Ok(_) => "",
    };
    labelled(ui, "", 160.0, |ui| {
        let button = Button::primary("Run comparison").icon(icons::PLAY).min_width(160.0);
        let clicked = button.enabled(why.is_empty()).why_disabled(why).show(ui).clicked();
        if let (true, Ok((traffic, ways))) = (clicked, check.clone()) {
            commands.push(Command::Compare(Box::new(traffic), ways));
        }
    });
}

/// Whether results are those of this order, in whatever order its Regions and ways were named.
fn is_of(results: &Results, traffic: &Traffic, ways: &[Way]) -> bool {
    let was = Order::of(&results.traffic, &results.ways).check();
    was.is_ok_and(|(its, its_ways)| its == *traffic && its_ways == ways)
}

/// How far a comparison is; or what is wrong, or what will be run.
fn foot(ui: &mut Ui, order: &Order, results: Option<&Results>, desk: &Desk, commands: &mut Vec<Command>) {
    if let Some(work) = desk.work.iter().find(|work| work.counted == Counted::Ways) {
        let detail = format!("{} of {}", work.done, work.all);
        let share = if work.all == 0 { 0.0 } else { work.done as f32 / work.all as f32 };
        if progress(ui, &work.label, &detail, share) {
            commands.push(Command::CancelWork(work.id));
        }
        return;
    }
    let t = tokens(ui);
    let (symbol, color, text) = match order.check() {
        Err(problem) => (icons::WARNING_CIRCLE, t.error, problem),
        Ok((traffic, ways)) => {
            let made = thousands(usize::try_from(flows(&traffic)).unwrap_or(usize::MAX));
            match results {
                Some(results) if !is_of(results, &traffic, &ways) => (
                    icons::WARNING,
                    t.warn,
                    "The results below belong to the earlier traffic and ways; run the comparison again for these"
                        .to_owned(),
                ),
                _ => (
                    icons::INFO,
                    t.text_subdued,
                    format!("Each way gets a world of its own and makes the same {made} reads and writes there"),
                ),
            }
        }
    };
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let (rect, _) = ui.allocate_exact_size(vec2(space::ICON, 20.0), egui::Sense::hover());
        icon_at(ui.painter(), rect.center(), symbol, space::ICON, color);
        ui.add(egui::Label::new(caption(text).color(color)).wrap());
    });
}
