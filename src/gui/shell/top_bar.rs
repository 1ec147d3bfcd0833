//! The top bar: the file, the clock and its pace, who acts, theme and scale.

use std::path::Path;

use egui::{Align, Layout, Margin, Panel, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2};

use super::{bar, shortcuts::PRESENTER_SCALES};
use crate::gui::{
    command::Command,
    desk::{Desk, Pace, Workspace},
    principals::kind_icon,
    theme::{Look, MONO, icon, icons, monospace, section, space, tokens},
    widgets::{Button, MenuItem, icon_button, menu_below, menu_button, menu_heading, segmented, shorten},
};

/// How much of the bar there is room for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Room {
    /// As little, and what opens the file menu and the next event is an icon.
    Least,
    /// The pace is a menu, the clock tells the time alone.
    Little,
    /// Everything but the program's name and some words.
    Some,
    /// Everything but some words.
    Plenty,
    /// Everything.
    Abundant,
}

impl Room {
    fn of(width: f32) -> Self {
        match width {
            1600.0.. => Self::Abundant,
            1380.0.. => Self::Plenty,
            1080.0.. => Self::Some,
            800.0.. => Self::Little,
            _ => Self::Least,
        }
    }
}

/// Draws the top bar.
pub fn top_bar(ui: &mut Ui, desk: &Desk, commands: &mut Vec<Command>) {
    let frame = bar(ui).inner_margin(Margin::symmetric(12, 0));
    Panel::top("top bar").exact_size(space::TOP_BAR).resizable(false).frame(frame).show(ui, |ui| {
        let room = Room::of(ui.available_width());
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            ui.label(icon(icons::KEY, 20.0).color(tokens(ui).primary));
            if room >= Room::Plenty {
                ui.label(section("MRK Console"));
                ui.add_space(space::S);
            }
            file_menu(ui, room, desk, commands);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                scale_and_theme(ui, desk, commands);
                palette_button(ui, room, commands);
                endpoint_chip(ui, room, desk, commands);
                acting_menu(ui, room, desk, commands);
                clock(ui, room, desk, commands);
            });
        });
    });
}

fn file_menu(ui: &mut Ui, room: Room, desk: &Desk, commands: &mut Vec<Command>) {
    let name = desk.path.as_deref().and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned());
    let untitled = if room >= Room::Plenty { "Untitled world" } else { "Untitled" };
    let unnamed = if desk.visiting.is_some() { "Compared run" } else { untitled };
    let name = name.unwrap_or_else(|| unnamed.to_owned());
    let most = if room >= Room::Plenty { 24 } else { 12 };
    let name = shorten(&name, most / 2, most / 2 - 1);
    let name = if room == Room::Least { String::new() } else { name };
    let shown = if desk.unsaved { format!("{name} •") } else { name };
    let button =
        Button::secondary(&shown).icon(icons::FILE).name("File menu").tooltip("Open and save worlds");
    menu_button(ui, button, 280.0, |ui| {
        let mut item = |ui: &mut Ui, item: MenuItem<'_>, command: Command| {
            if item.show(ui).clicked() {
                commands.push(command);
                ui.close();
            }
        };
        item(ui, MenuItem::new("New world").icon(icons::PLUS).note("Ctrl+N"), Command::NewWorld);
        item(ui, MenuItem::new("Open demo world").icon(icons::GLOBE), Command::OpenDemo);
        item(ui, MenuItem::new("Open…").icon(icons::FOLDER_OPEN).note("Ctrl+O"), Command::OpenFile);
        item(ui, MenuItem::new("Save").icon(icons::FLOPPY).note("Ctrl+S"), Command::Save);
        item(ui, MenuItem::new("Save as…").icon(icons::FLOPPY).note("Ctrl+Shift+S"), Command::SaveAs);
        if !desk.recent.is_empty() {
            menu_heading(ui, "Recent");
        }
        for path in &desk.recent {
            let name =
                path.file_name().map_or_else(|| path.display().to_string(), |it| it.to_string_lossy().into());
            item(ui, MenuItem::new(&name).icon(icons::CLOCK), Command::OpenPath(path.clone()));
        }
    });
}

fn clock(ui: &mut Ui, room: Room, desk: &Desk, commands: &mut Vec<Command>) {
    let world = desk.world();
    let words = match room {
        Room::Plenty | Room::Abundant => "Next event",
        Room::Some | Room::Little => "Next",
        Room::Least => "",
    };
    let next = Button::secondary(words)
        .icon(icons::SKIP_FORWARD)
        .name("Next event")
        .enabled(world.next_event().is_some())
        .why_disabled("Nothing is going to happen by itself")
        .tooltip("Jump to the next thing that happens by itself")
        .show(ui);
    if next.clicked() {
        commands.push(Command::NextEvent);
    }
    let mut pace = desk.pace;
    let paces = [
        (Pace::Paused, icons::PAUSE, "Pause"),
        (Pace::SlowMotion, "1/20×", "Slow motion: a second takes twenty"),
        (Pace::RealTime, "1×", "Real time"),
        (Pace::Minute, "1 min/s", "A minute a second"),
        (Pace::Hour, "1 h/s", "An hour a second"),
        (Pace::Day, "1 d/s", "A day a second"),
    ];
    if room <= Room::Little {
        pace_menu(ui, &mut pace, &paces);
    } else {
        segmented(ui, "Pace of the clock", &mut pace, &paces);
    }
    if pace != desk.pace {
        commands.push(Command::SetPace(pace));
    }
    let now = world.now();
    // In slow motion milliseconds matter; the place for them is always kept, so that nothing jumps.
    let time = match (room, desk.pace) {
        (Room::Least | Room::Little, _) => now.time_of_day(),
        (Room::Some, Pace::SlowMotion) => format!("{:<20}", now.time_of_day()),
        (Room::Some, _) => now.date_and_time(),
        (_, Pace::SlowMotion) => format!("{} {}", now.date(), now.time_of_day()),
        _ => format!("{:<23}", now.date_and_time()),
    };
    let t = tokens(ui);
    let text = ui.painter().layout_no_wrap(time.clone(), monospace(MONO), t.text_strong);
    let size = vec2(text.size().x + 20.0, space::CONTROL_HEIGHT);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, time.trim_end()));
    let line = Stroke::new(space::HAIRLINE, t.line);
    ui.painter().rect(rect, space::RADIUS_CONTROL, t.field, line, StrokeKind::Inside);
    ui.painter().galley(rect.center() - text.size() / 2.0, text, t.text_strong);
    response.on_hover_text(format!("The simulated clock: {}", now.date_and_time()));
}

/// Whether AWS clients are answered, and where; opens the endpoint's sheet.
fn endpoint_chip(ui: &mut Ui, room: Room, desk: &Desk, commands: &mut Vec<Command>) {
    let address = desk.endpoint.url.as_deref().and_then(|url| url.strip_prefix("http://"));
    let port = address.and_then(|address| address.rsplit(':').next());
    let name = match address {
        Some(address) => format!("Endpoint {address}"),
        None => "Endpoint off".to_owned(),
    };
    let text = match (room, port) {
        (Room::Least | Room::Little, _) => String::new(),
        (Room::Some, Some(port)) => format!(":{port}"),
        (Room::Some, None) => "Off".to_owned(),
        (Room::Plenty | Room::Abundant, Some(port)) => format!("Endpoint :{port}"),
        (Room::Plenty | Room::Abundant, None) => "Endpoint off".to_owned(),
    };
    let symbol = if address.is_some() { icons::PLUGS_CONNECTED } else { icons::PLUGS };
    // The width has room for the longest port, so that nothing moves when the endpoint starts.
    let width = match room {
        Room::Plenty | Room::Abundant => 144.0,
        Room::Some => 84.0,
        Room::Least | Room::Little => 36.0,
    };
    let tooltip = "Let the AWS CLI, SDKs and Terraform on this machine drive this world";
    let button = Button::secondary(&text).icon(symbol).name(&name).tooltip(tooltip).min_width(width);
    if button.show(ui).clicked() {
        commands.push(Command::OpenEndpointSheet);
    }
}

/// The paces as a menu, where they have no room side by side.
fn pace_menu(ui: &mut Ui, pace: &mut Pace, paces: &[(Pace, &str, &str)]) {
    let chosen = paces.iter().find(|(it, _, _)| it == pace).map_or("", |(_, label, _)| label);
    let button = Button::secondary(chosen).name("Pace of the clock").min_width(84.0);
    menu_button(ui, button, 260.0, |ui| {
        for (value, _, name) in paces {
            if MenuItem::new(name).chosen(value == pace).show(ui).clicked() {
                *pace = *value;
                ui.close();
            }
        }
    });
}

fn acting_menu(ui: &mut Ui, room: Room, desk: &Desk, commands: &mut Vec<Command>) {
    // The width has room for the longest name, so that nothing moves when another one acts.
    let text = match room {
        Room::Abundant => format!("Acting as {}", shorten(&desk.acting, 14, 8)),
        Room::Plenty => shorten(&desk.acting, 12, 6),
        Room::Some => shorten(&desk.acting, 8, 4),
        Room::Least | Room::Little => shorten(&desk.acting, 6, 4),
    };
    let name = format!("Acting as {}", desk.acting);
    let width = match room {
        Room::Abundant => 260.0,
        Room::Plenty => 194.0,
        Room::Some => 148.0,
        Room::Least | Room::Little => 124.0,
    };
    let kind = desk.acting_principal().map(|principal| principal.kind);
    let symbol = kind.map_or(icons::USER, kind_icon);
    let button =
        Button::secondary(&text).icon(symbol).name(&name).tooltip("Who makes the calls").min_width(width);
    menu_button(ui, button, 300.0, |ui| {
        ScrollArea::vertical().max_height(420.0).show(ui, |ui| {
            for principal in desk.world().principals().iter() {
                let item = MenuItem::new(&principal.name)
                    .icon(kind_icon(principal.kind))
                    .note(&principal.note)
                    .chosen(principal.name == desk.acting);
                if item.show(ui).clicked() {
                    commands.push(Command::ActAs(principal.name.clone()));
                    ui.close();
                }
            }
        });
        menu_heading(ui, "Users, roles and accounts");
        if MenuItem::new("Manage principals").icon(icons::USERS).note("Ctrl+5").show(ui).clicked() {
            commands.push(Command::Open(Workspace::Principals));
            ui.close();
        }
    });
}

/// Opens the command palette.
fn palette_button(ui: &mut Ui, room: Room, commands: &mut Vec<Command>) {
    const NAME: &str = "Search or run… (Ctrl+K)";
    let clicked = if room == Room::Abundant {
        let button = Button::secondary("Search or run…   Ctrl+K").icon(icons::MAGNIFIER).name(NAME);
        button.tooltip("Find keys, principals and everything that can be done").show(ui).clicked()
    } else {
        icon_button(ui, icons::MAGNIFIER, NAME).clicked()
    };
    if clicked {
        commands.push(Command::OpenPalette);
    }
}

fn scale_and_theme(ui: &mut Ui, desk: &Desk, commands: &mut Vec<Command>) {
    let current = tokens(ui);
    let dark = current.theme == egui::Theme::Dark;
    let (symbol, name) = if dark { (icons::SUN, "Light theme") } else { (icons::MOON, "Dark theme") };
    if icon_button(ui, symbol, name).clicked() {
        commands.push(Command::ToggleTheme);
    }
    let zoom = ui.ctx().zoom_factor();
    let scale = icon_button(ui, icons::PRESENTATION, "Scale, theme and motion");
    menu_below(&scale, 220.0, |ui| {
        menu_heading(ui, "Presenter scale (F5)");
        for factor in PRESENTER_SCALES {
            let text = format!("{:.0} %", factor * 100.0);
            if MenuItem::new(&text).chosen((zoom - factor).abs() < 0.01).show(ui).clicked() {
                commands.push(Command::SetZoom(factor));
                ui.close();
            }
        }
        menu_heading(ui, "Theme");
        for look in Look::ALL {
            if MenuItem::new(look.name()).chosen(look == current.look).show(ui).clicked() {
                commands.push(Command::SetLook(look));
                ui.close();
            }
        }
        menu_heading(ui, "Motion");
        if MenuItem::new("Reduce motion").chosen(desk.reduced_motion).show(ui).clicked() {
            commands.push(Command::SetReducedMotion(!desk.reduced_motion));
            ui.close();
        }
    });
}
