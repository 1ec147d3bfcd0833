//! The ways of looking at the keys of all Regions, and the switch between them.

use egui::{Frame, Margin, Panel, Ui};

use crate::gui::{
    theme::{icons, space, tokens},
    widgets::segmented,
};

/// A way of looking at the keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum View {
    /// The Regions side by side.
    #[default]
    SideBySide,
    /// One Region's keys as a table.
    Table,
    /// Families, with their members side by side.
    Families,
}

/// Draws the switch above the views. `drifting` is in how many families members differ.
pub(super) fn view_switch(ui: &mut Ui, view: &mut View, drifting: usize) {
    let margin = Margin { left: space::M as i8, right: space::M as i8, top: 10, bottom: 0 };
    let frame = Frame::new().fill(tokens(ui).canvas).inner_margin(margin);
    Panel::top("view switch").resizable(false).show_separator_line(false).frame(frame).show(ui, |ui| {
        let (families, spoken) = match drifting {
            0 => ("Families".to_owned(), String::new()),
            1 => (format!("Families  {} 1", icons::WARNING), "Families, 1 of them drifts".to_owned()),
            many => {
                (format!("Families  {} {many}", icons::WARNING), format!("Families, {many} of them drift"))
            }
        };
        let items = [
            (View::SideBySide, "Side by side", ""),
            (View::Table, "Key table", ""),
            (View::Families, families.as_str(), spoken.as_str()),
        ];
        segmented(ui, "View of the keys", view, &items);
    });
}
