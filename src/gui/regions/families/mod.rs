//! Families with their members side by side, and where the members differ.
//!
//! | file | its one job |
//! | --- | --- |
//! | `drift` | where members have drifted apart, by pure comparison |
//! | `policies` | key policies compared by what they say |
//! | `overview` | all families with their drift, read once for each change |
//! | `list` | the families to choose from |
//! | `cells` | what the matrix of a family says |
//! | `matrix` | the matrix itself, property by member |
//! | `drift_list` | every drifting property of every family |

mod cells;
mod drift;
mod drift_list;
mod list;
mod matrix;
mod overview;
mod policies;

use egui::{CentralPanel, Frame, Margin, Panel, Ui};

use self::{drift_list::DriftList, list::FamilyList, overview::Overview};
use crate::{
    gui::{
        command::Command,
        desk::{Desk, Selected},
        theme::{icons, space, tokens},
        trail::short_key_id,
        widgets::{Button, CalloutKind, callout_with, empty_state, segmented},
    },
    kms::KeyId,
    world::World,
};

pub use self::drift::Property;
pub(in crate::gui) use self::policies::same as same_policy;
pub(super) use self::{
    drift::{Part, Sign, tag_text},
    policies::laid_out,
    policies::{difference as policy_difference, with_region},
};

/// Below this width the list of families is narrower.
const ROOMY: f32 = 760.0;

/// What is looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Sight {
    /// One family, property by property.
    #[default]
    Family,
    /// Every drifting property.
    Drift,
}

/// What the view remembers.
#[derive(Default)]
pub(super) struct FamiliesView {
    overview: Overview,
    sight: Sight,
    list: FamilyList,
    drifts: DriftList,
    /// The family that was looked at last.
    chosen: Option<KeyId>,
    /// The property that is to be scrolled to.
    reveal: Option<Property>,
}

impl FamiliesView {
    /// Reads the families anew if keys changed; how many of them drift.
    pub fn update(&mut self, world: &World) -> usize {
        self.overview.update(world);
        self.overview.drifting()
    }

    /// Draws the view over the whole room.
    pub fn ui(&mut self, ui: &mut Ui, desk: &Desk, commands: &mut Vec<Command>) {
        let t = tokens(ui);
        let margin = Margin { left: space::M as i8, right: space::M as i8, top: space::S as i8, bottom: 0 };
        let bar = Frame::new().fill(t.canvas).inner_margin(margin);
        Panel::top("families bar").resizable(false).show_separator_line(false).frame(bar).show(ui, |ui| {
            let items = [(Sight::Family, "One family", ""), (Sight::Drift, "All drift", "")];
            segmented(ui, "What to look at", &mut self.sight, &items);
        });
        match self.sight {
            Sight::Family => self.family(ui, desk, commands),
            Sight::Drift => self.drift(ui, desk, commands),
        }
    }

    fn drift(&mut self, ui: &mut Ui, desk: &Desk, commands: &mut Vec<Command>) {
        CentralPanel::default().frame(Frame::new().fill(tokens(ui).canvas)).show(ui, |ui| {
            if let Some((key, region, property)) = self.drifts.ui(ui, desk, &self.overview) {
                self.sight = Sight::Family;
                self.reveal = Some(property);
                self.chosen = Some(key.clone());
                commands.push(Command::Select(Some(Selected { key, region })));
            }
        });
    }

    fn family(&mut self, ui: &mut Ui, desk: &Desk, commands: &mut Vec<Command>) {
        let t = tokens(ui);
        if self.overview.entries().is_empty() {
            CentralPanel::default()
                .frame(Frame::new().fill(t.canvas))
                .show(ui, |ui| no_family(ui, desk, commands));
            return;
        }
        let single = desk.selected.as_ref().filter(|it| !it.key.is_multi_region()).map(|it| &it.key);
        if let Some(selected) = desk.selected.as_ref().filter(|it| it.key.is_multi_region()) {
            self.chosen = Some(selected.key.clone());
        }
        if self.chosen.as_ref().is_none_or(|key| self.overview.entry(key).is_none()) {
            self.chosen = self.overview.entries().first().map(|entry| entry.key.clone());
        }
        let width = if ui.available_width() < ROOMY { 176.0 } else { 232.0 };
        let side = Frame::new().fill(t.canvas);
        let chosen = self.chosen.clone().filter(|_| single.is_none());
        let clicked = Panel::left("families list")
            .exact_size(width)
            .resizable(false)
            .show_separator_line(false)
            .frame(side)
            .show(ui, |ui| self.list.ui(ui, desk, &self.overview, chosen.as_ref()))
            .inner;
        if let Some(entry) = clicked {
            let selected = Selected { key: entry.key.clone(), region: entry.primary };
            commands.push(Command::Select(Some(selected)));
        }
        let margin = Margin { left: 0, right: space::M as i8, top: space::S as i8, bottom: space::M as i8 };
        let rest = Frame::new().fill(t.canvas).inner_margin(margin);
        CentralPanel::default().frame(rest).show(ui, |ui| match (single, &self.chosen) {
            (Some(key), _) => single_region(ui, key),
            (None, Some(key)) => {
                let reveal = self.reveal.take();
                let (Some(entry), Some(family)) =
                    (self.overview.entry(key), desk.world().store().family(key))
                else {
                    return;
                };
                ui.spacing_mut().item_spacing.y = space::S;
                matrix::title_row(ui, family, entry, commands);
                let card = Frame::new()
                    .fill(t.raised)
                    .stroke(egui::Stroke::new(space::HAIRLINE, t.line))
                    .corner_radius(space::RADIUS_CARD)
                    .inner_margin(Margin::same(1));
                card.show(ui, |ui| matrix::ui(ui, desk, family, entry, reveal, commands));
            }
            (None, None) => {}
        });
    }
}

fn no_family(ui: &mut Ui, desk: &Desk, commands: &mut Vec<Command>) {
    let text = "A family is a multi-Region key with its members. Create a multi-Region key, then replicate it: here \
                you see what the members share and where they drift apart.";
    let create = Button::secondary("Create key").icon(icons::PLUS).name("Create a key for a first family");
    if empty_state(ui, icons::SHARE_NETWORK, "No families", text, Some(create)).is_some_and(|it| it.clicked())
        && let Some(region) = desk.world().regions().first()
    {
        commands.push(Command::OpenWizard(*region));
    }
}

fn single_region(ui: &mut Ui, key: &KeyId) {
    let text = format!(
        "{} lives in one Region and has no family: Regionality is chosen when a key is created, and is permanent. \
         Choose a family at the left.",
        short_key_id(key, f32::INFINITY)
    );
    callout_with(ui, CalloutKind::Info, "A single-Region key is selected", &text);
}
