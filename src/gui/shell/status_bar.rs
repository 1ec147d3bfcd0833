//! The status bar: the world in numbers, and the `aws kms` line that does what was done last.

use egui::{Align, Label, Layout, Panel, Ui};

use super::bar;
use crate::gui::{
    command::Command,
    desk::Desk,
    theme::{caption, mono_caption, space, tokens},
    widgets::{Button, Tone, status_dot},
};

/// `1 key`, `2 keys`
fn counted(count: usize, one: &str, many: &str) -> String {
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
            numbers(ui, desk);
            ui.add_space(space::XL);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| command_line(ui, desk, commands));
        });
    });
}

fn numbers(ui: &mut Ui, desk: &Desk) {
    let world = desk.world();
    let subdued = tokens(ui).text_subdued;
    let regions = counted(world.regions().len(), "Region in service", "Regions in service");
    status_dot(ui, Tone::Ok, &regions);
    let store = world.store();
    let keys: usize = world.regions().iter().map(|region| store.key_count_in(*region)).sum();
    let sets = store.multi_region_count();
    let keys = counted(keys, "KMS key", "KMS keys");
    let sets = counted(sets, "multi-Region set", "multi-Region sets");
    ui.add_space(space::M);
    ui.label(caption(format!("{keys} · {sets}")).color(subdued));
    ui.add_space(space::M);
    ui.label(caption(counted(world.trail().made() as usize, "event", "events")).color(subdued));
}

fn command_line(ui: &mut Ui, desk: &Desk, commands: &mut Vec<Command>) {
    if desk.command_line.is_empty() {
        return;
    }
    let copy = Button::secondary("Copy").small().name("Copy the aws kms line").show(ui);
    if copy.clicked() {
        commands.push(Command::Copy(desk.command_line.clone()));
    }
    let text = mono_caption(desk.command_line.as_str()).color(tokens(ui).text_subdued);
    ui.add(Label::new(text).truncate()).on_hover_text(mono_caption(desk.command_line.as_str()));
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
