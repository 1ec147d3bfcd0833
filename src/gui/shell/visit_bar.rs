//! The bar that says that the world in view is not one's own, and leads back.

use egui::{Align, Frame, Layout, Margin, Panel, Ui};

use crate::gui::{
    command::Command,
    theme::{body, icon, icons, space, tokens},
    widgets::Button,
};

/// Height, in points.
const HEIGHT: f32 = 40.0;

/// Draws the bar over a visited run of this way.
pub fn visit_bar(ui: &mut Ui, way: &str, commands: &mut Vec<Command>) {
    let t = tokens(ui);
    let frame = Frame::new().fill(t.field).inner_margin(Margin::symmetric(space::L as i8, 0));
    Panel::top("visit bar").exact_size(HEIGHT).resizable(false).frame(frame).show(ui, |ui| {
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            ui.label(icon(icons::SCALES, 18.0).color(t.accent));
            ui.label(body(format!("Compared run: {way}")));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let button = Button::primary("Back to my world").icon(icons::ARROW_COUNTER_CLOCKWISE);
                let tooltip = "Your world waits as you left it, and AWS clients still talk to it";
                if button.tooltip(tooltip).show(ui).clicked() {
                    commands.push(Command::EndVisit);
                }
            });
        });
    });
}
