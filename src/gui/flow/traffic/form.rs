//! What a new load shall do: the key, and reads and writes a second in each Region.

use std::collections::BTreeMap;

use egui::{ScrollArea, Ui};

use super::{
    keys::{Keys, Offer},
    rates,
};
use crate::{
    gui::{
        command::Command,
        desk::Desk,
        theme::{caption, icons, paragraph, space, strong},
        widgets::{Button, MenuItem, empty_state, menu_button},
    },
    kms::{KeyFamily, KeyId, Region, api::EncryptionContext},
    workloads::{LoadOrder, Rates, Records},
};

/// How many records a load reads and writes.
const NAMES: u32 = 10;
/// The bytes of a record.
const BYTES: usize = 512;
/// Offered where the key has a member.
const WITH_MEMBER: Rates = Rates { reads: 5, writes: 1 };
/// Offered where it has none: such reads go to another Region, or are refused, and that is worth seeing.
const WITHOUT_MEMBER: Rates = Rates { reads: 5, writes: 0 };
const KEY_ROW: f32 = 30.0;

/// What was chosen and typed.
#[derive(Default)]
pub(super) struct Form {
    keys: Keys,
    key: Option<KeyId>,
    rates: BTreeMap<Region, Rates>,
}

impl Form {
    /// Draws the form.
    pub fn ui(&mut self, ui: &mut Ui, desk: &Desk, commands: &mut Vec<Command>) {
        self.settle(desk);
        let Some(family) = self.key.as_ref().and_then(|key| desk.world().store().family(key)) else {
            let text = "Traffic encrypts records under a symmetric encryption key. Create one first";
            empty_state(ui, icons::CHART_BAR, "There is no key for it yet", text, None);
            return;
        };
        let text = "Clients in every Region write and read records at a steady rate, second by second";
        ui.label(paragraph(text).weak());
        ui.add_space(space::XS);
        ui.label(strong("Key"));
        self.key_picker(ui, desk);
        ui.add_space(space::XS);
        ui.label(strong("Reads and writes a second"));
        rates::table(ui, desk, Some(family), &mut self.rates, 8);
        ui.add_space(space::XS);
        let order = self.order(desk, family);
        let button = Button::primary("Start traffic").icon(icons::PLAY).full_width();
        let button = button.enabled(order.is_some());
        let button = button.why_disabled("Give at least one Region reads or writes");
        if button.show(ui).clicked() {
            commands.extend(order.map(|order| Command::StartTraffic(Box::new(order))));
        }
        let text = format!(
            "{} acts in every Region. Each of {NAMES} records is written once before, a second ahead. Regions without reads \
             and writes take no part.",
            desk.acting
        );
        ui.label(caption(text));
    }

    /// Makes every choice one that exists.
    fn settle(&mut self, desk: &Desk) {
        let offers = self.keys.of(desk);
        let is_offered = |key: &KeyId| offers.iter().any(|it| it.key == *key);
        if self.key.as_ref().is_none_or(|key| desk.world().store().family(key).is_none()) {
            let selected = desk.selected.as_ref().map(|it| &it.key).filter(|key| is_offered(key));
            // Of equals the first.
            let first = offers.iter().rev().max_by_key(|it| it.worth);
            self.key = selected.cloned().or_else(|| first.map(|it| it.key.clone()));
            self.rates.clear();
        }
        let Some(family) = self.key.as_ref().and_then(|key| desk.world().store().family(key)) else { return };
        let regions = desk.world().regions();
        self.rates.retain(|region, _| regions.contains(region));
        for region in regions {
            let offered = if family.members.contains_key(region) { WITH_MEMBER } else { WITHOUT_MEMBER };
            self.rates.entry(*region).or_insert(offered);
        }
    }

    fn key_picker(&mut self, ui: &mut Ui, desk: &Desk) {
        let width = ui.available_width();
        let offers = self.keys.of(desk);
        let chosen = offers.iter().find(|it| Some(&it.key) == self.key.as_ref());
        let label = chosen.map_or("Choose…", |it| it.label.as_str());
        let name = format!("Key of the traffic: {label}");
        let button = Button::secondary(label).name(&name).full_width();
        let picked = menu_button(ui, button, width - 2.0 * space::S, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            let scroll = ScrollArea::vertical().max_height(10.0 * KEY_ROW);
            let mut picked = None;
            scroll.show_rows(ui, KEY_ROW, offers.len(), |ui, shown| {
                for offer in &offers[shown] {
                    let Offer { key, label, note, .. } = offer;
                    let item = MenuItem::new(label).note(note).chosen(self.key.as_ref() == Some(key));
                    if item.show(ui).clicked() {
                        picked = Some(key.clone());
                    }
                }
            });
            picked
        });
        if let Some(key) = picked.inner.flatten()
            && self.key.as_ref() != Some(&key)
        {
            self.key = Some(key);
            self.rates.clear();
        }
    }

    /// What shall be done; nothing if it is nothing.
    fn order(&self, desk: &Desk, family: &KeyFamily) -> Option<LoadOrder> {
        let is_some = |rates: &Rates| rates.reads > 0 || rates.writes > 0;
        let rates: BTreeMap<Region, Rates> =
            self.rates.iter().filter(|(_, it)| is_some(it)).map(|(region, it)| (*region, *it)).collect();
        if rates.is_empty() {
            return None;
        }
        let acting = desk.acting_arn();
        let callers = rates.keys().map(|region| (*region, acting.clone())).collect();
        let records = Records::under_key(desk.world(), &family.id, callers, EncryptionContext::new())?;
        let name = desk.key_label(&family.id, family.primary).into();
        Some(LoadOrder { name, records, rates, names: NAMES, bytes: BYTES, lasts: None })
    }
}
