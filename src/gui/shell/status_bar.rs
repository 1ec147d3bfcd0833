//! The status bar: undo, the world in numbers or the latest news, and the `aws kms` lines that do what was done last.

use egui::{Align, Label, Layout, Panel, Ui};

use super::bar;
use crate::gui::{
    command::Command,
    command_lines::{all_lines, short_line},
    desk::{Desk, Undoable},
    journal::JournalPage,
    theme::{caption, icons, mono_caption, space, tokens},
    widgets::{Badge, Button, ToastAnswer, Tone, icon_button, status_dot, toast_line},
};

/// `1 key`, `2 keys`
pub fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{} {}", grouped(count), if count == 1 { one } else { many })
}

/// `1,284`
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Draws the status bar.
pub fn status_bar(ui: &mut Ui, desk: &Desk, commands: &mut Vec<Command>) {
    let frame = bar(ui).inner_margin(egui::Margin::symmetric(12, 0));
    Panel::bottom("status bar").exact_size(space::STATUS_BAR).resizable(false).frame(frame).show(ui, |ui| {
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            undo_and_news(ui, desk, commands);
            if desk.toasts.is_empty() {
                numbers(ui, desk);
            } else {
                news(ui, desk, commands);
            }
            ui.add_space(space::XL);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| command_lines(ui, desk, commands));
        });
    });
}

/// The latest news, in place of the numbers while it is told.
fn news(ui: &mut Ui, desk: &Desk, commands: &mut Vec<Command>) {
    /// What the command lines at the other end keep, of the bar's width.
    const KEPT: f32 = 0.35;
    let kept = if desk.last_action.is_empty() { 0.0 } else { KEPT };
    let width = ui.available_width() * (1.0 - kept);
    match toast_line(ui, &desk.toasts, width) {
        ToastAnswer::Nothing => {}
        ToastAnswer::Dismissed => commands.push(Command::DismissNews),
        ToastAnswer::Opened => commands.push(Command::OpenJournal(JournalPage::Notices)),
    }
}

/// Undo, redo, what was done, and the news that went by.
fn undo_and_news(ui: &mut Ui, desk: &Desk, commands: &mut Vec<Command>) {
    ui.spacing_mut().item_spacing.x = 2.0;
    let what = |verb: &str, title: &Option<String>| match title {
        Some(title) => format!("{verb} {title}"),
        None => format!("There is nothing to {}", verb.to_lowercase()),
    };
    let Undoable { undo, redo } = &desk.undoable;
    let steps = [
        (icons::ARROW_COUNTER_CLOCKWISE, "Undo", undo, "Ctrl+Z", Command::Undo),
        (icons::ARROW_CLOCKWISE, "Redo", redo, "Ctrl+Shift+Z", Command::Redo),
    ];
    for (symbol, verb, title, keys, command) in steps {
        let words = what(verb, title);
        let button = Button::ghost("").icon(symbol).small().name(verb).enabled(title.is_some());
        let tooltip = format!("{words} ({keys})");
        if button.tooltip(&tooltip).why_disabled(&words).show(ui).clicked() {
            commands.push(command);
        }
    }
    if icon_button(ui, icons::LIST_DASHES, "What I did").clicked() {
        commands.push(Command::OpenJournal(JournalPage::Done));
    }
    let name = match desk.unread {
        0 => "Notifications".to_owned(),
        count => format!("Notifications, {count} unread"),
    };
    let bell = icon_button(ui, icons::BELL, &name);
    if desk.unread > 0 {
        let dot = bell.rect.center() + egui::vec2(7.0, -7.0);
        ui.painter().circle_filled(dot, 3.0, tokens(ui).accent);
    }
    if bell.clicked() {
        commands.push(Command::OpenJournal(JournalPage::Notices));
    }
    ui.add_space(space::M);
}

/// The share of its pace below which the clock is said to be held back.
const HELD_BACK: f64 = 0.9;

fn numbers(ui: &mut Ui, desk: &Desk) {
    let world = desk.world();
    let subdued = tokens(ui).text_subdued;
    let dark = world.regions().iter().filter(|region| world.is_dark(**region)).count();
    let regions = counted(world.regions().len() - dark, "Region in service", "Regions in service");
    if dark == 0 {
        status_dot(ui, Tone::Ok, &regions);
    } else {
        status_dot(ui, Tone::Error, &format!("{regions}, {dark} dark"));
    }
    let store = world.store();
    let keys: usize = world.regions().iter().map(|region| store.key_count_in(*region)).sum();
    let sets = store.multi_region_count();
    let keys = counted(keys, "KMS key", "KMS keys");
    let sets = counted(sets, "multi-Region set", "multi-Region sets");
    ui.add_space(space::M);
    ui.label(caption(format!("{keys} · {sets}")).color(subdued));
    ui.add_space(space::M);
    ui.label(caption(counted(world.trail().made() as usize, "event", "events")).color(subdued));
    if desk.slowed_down {
        ui.add_space(space::M);
        let told = status_dot(ui, Tone::Info, "Slow motion until it is over");
        told.on_hover_text(
            "The clock was slowed down for what was sent to be seen, and takes up its pace again",
        );
    }
    if desk.clock_share < HELD_BACK {
        ui.add_space(space::M);
        // In steps of ten, so that it can be read.
        let percent = (desk.clock_share * 10.0).floor() * 10.0;
        let share = if percent < 10.0 { "below 10 %".to_owned() } else { format!("at {percent:.0} %") };
        let told = status_dot(ui, Tone::Warn, &format!("Clock {share} of its pace"));
        told.on_hover_text(
            "More happens than a frame has time for: the clock runs late, and the window stays smooth",
        );
    }
}

/// The last line, how many there are besides, and what can be done with all of them.
fn command_lines(ui: &mut Ui, desk: &Desk, commands: &mut Vec<Command>) {
    let Some(last) = desk.command_lines().next_back() else { return };
    let all = || desk.command_lines().collect::<Vec<_>>().join("\n");
    ui.spacing_mut().item_spacing.x = space::XS;
    let open = Button::secondary("Open in Shell").small();
    if open.tooltip("Put these lines into the shell’s input").show(ui).clicked() {
        commands.push(Command::OpenInShell(all()));
    }
    let copy = Button::secondary("Copy").small().name("Copy the aws kms lines");
    if copy.tooltip("Copy what was done last as aws kms lines").show(ui).clicked() {
        commands.push(Command::Copy(all()));
    }
    ui.add_space(space::XS);
    let color = tokens(ui).text_subdued;
    let more = desk.last_action.len() - 1;
    if more > 0 {
        let text = caption(format!("+{more} more")).color(color);
        ui.label(text).on_hover_ui(|ui| all_lines(ui, desk.command_lines()));
        ui.add_space(space::XS);
    }
    if desk.last_refused {
        let refused = Badge::new(Tone::Error, "Refused").icon(icons::X_CIRCLE);
        refused.show(ui).on_hover_text("KMS refused this; nothing was changed");
        ui.add_space(space::XS);
    }
    let label = Label::new(mono_caption(short_line(&last)).color(color));
    ui.add(label.truncate().show_tooltip_when_elided(false))
        .on_hover_ui(|ui| all_lines(ui, desk.command_lines()));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_and_counted() {
        assert_eq!(counted(1, "event", "events"), "1 event");
        assert_eq!(counted(0, "event", "events"), "0 events");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1_284), "1,284");
        assert_eq!(grouped(1_000_000), "1,000,000");
    }
}
