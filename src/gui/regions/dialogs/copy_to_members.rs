//! Copy what one member has to other members: says beforehand what will change where, and does all of it or nothing.

use std::collections::BTreeSet;

use egui::{Margin, Ui};

use super::{
    copy_plan::{Choices, Plan, plan},
    form::{Form, Heading, MEDIUM, Page, part},
};
use crate::{
    gui::{
        desk::Desk,
        regions::{families::Property, words::role_badge},
        theme::{body, caption, icon, icons, region_mark, space, strong, tokens},
        trail::{KeysStamp, cut},
        widgets::{CalloutKind, Card, Dropdown, callout, checkbox, checkbox_bare, row, row_sides},
    },
    kms::{KeyId, Region, api::Request},
};

/// How many lines of what will change are shown of a member.
const SHOWN: usize = 5;

pub(super) struct CopyToMembers {
    key: KeyId,
    choices: Choices,
    /// The members' Regions, the primary's first.
    members: Vec<Region>,
    primary: Region,
    chosen: BTreeSet<Region>,
    /// What will change at each member but the source.
    plans: Vec<(Region, Plan)>,
    made_for: Option<(KeysStamp, Choices)>,
}

impl CopyToMembers {
    pub fn new(key: &KeyId, from: Region, property: Property, desk: &Desk) -> Self {
        let family = desk.world().store().family(key);
        let mut members: Vec<Region> =
            family.map(|it| it.members.keys().copied().collect()).unwrap_or_default();
        let primary = family.map_or(from, |it| it.primary);
        members.sort_by_key(|region| (*region != primary, desk.region_index(*region)));
        let choices = Choices { property, from, remove: false, own_region: true };
        let mut form = Self {
            key: key.clone(),
            choices,
            members,
            primary,
            chosen: BTreeSet::new(),
            plans: Vec::new(),
            made_for: None,
        };
        form.plan(desk);
        form.choose_all();
        form
    }

    /// Plans anew if keys or choices have changed.
    fn plan(&mut self, desk: &Desk) {
        let current = |(stamp, choices): &(KeysStamp, Choices)| {
            *choices == self.choices && stamp.holds_for(desk.world())
        };
        if self.made_for.as_ref().is_some_and(current) {
            return;
        }
        let others = self.members.iter().filter(|region| **region != self.choices.from);
        let planned = others.map(|to| (*to, plan(desk.world().store(), &self.key, *to, self.choices)));
        self.plans = planned.collect();
        self.made_for = Some((KeysStamp::of(desk.world()), self.choices));
    }

    fn choose_all(&mut self) {
        let changing = self.plans.iter().filter(|(_, plan)| !plan.calls.is_empty());
        self.chosen = changing.map(|(region, _)| *region).collect();
    }

    fn source(&mut self, ui: &mut Ui, page: &Page<'_>) -> bool {
        let before = self.choices.from;
        let names: Vec<(Region, String)> = self
            .members
            .iter()
            .map(|region| {
                let role = if *region == self.primary { "primary" } else { "replica" };
                (*region, format!("{region} {}, {role}", region.place()))
            })
            .collect();
        let items: Vec<(Region, &str)> =
            names.iter().map(|(region, text)| (*region, text.as_str())).collect();
        Dropdown::new("Copy from").show(ui, &mut self.choices.from, &items);
        let changed = self.choices.from != before;
        if changed {
            self.plan(page.desk);
            self.choose_all();
        }
        changed
    }

    fn options(&mut self, ui: &mut Ui, page: &Page<'_>) -> bool {
        let from = self.choices.from;
        let before = self.choices;
        match self.choices.property {
            Property::Aliases => {
                let title = format!("Delete aliases that {from} does not have");
                checkbox(ui, &mut self.choices.remove, &title, "");
            }
            Property::Tags => {
                let title = format!("Remove tags that {from} does not have");
                checkbox(ui, &mut self.choices.remove, &title, "");
            }
            Property::Policy => {
                let policy = page.desk.member(&self.key, from).map(|(_, member)| member.policy.text());
                if policy.is_some_and(|text| text.contains(from.code())) {
                    let title = format!("Put each Region's own code in the place of {from}");
                    let note = "In ARNs and conditions, so that every copy speaks of its own Region";
                    checkbox(ui, &mut self.choices.own_region, &title, note);
                }
            }
            Property::Description | Property::Grants | Property::State => {}
        }
        let changed = self.choices != before;
        if changed {
            self.plan(page.desk);
            self.choose_all();
        }
        changed
    }

    /// Draws a member with what will change there; whether it was chosen or given up.
    fn target(&self, ui: &mut Ui, desk: &Desk, region: Region, plan: &Plan) -> bool {
        let t = tokens(ui);
        let chosen = self.chosen.contains(&region);
        let same = plan.calls.is_empty();
        let margin = Margin { left: space::S as i8, right: space::S as i8, top: 6, bottom: 6 };
        let mut clicked = false;
        Card::new().fill(t.panel).padding(margin).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            row_sides(
                ui,
                space::CONTROL_HEIGHT_SMALL,
                |ui| {
                    let mut ticked = chosen;
                    let name = format!("Copy to {region}");
                    clicked =
                        ui.add_enabled_ui(!same, |ui| checkbox_bare(ui, &mut ticked, &name).clicked()).inner;
                    region_mark(ui, desk.region_index(region), 14.0);
                    ui.label(strong(region.code()));
                    cut(ui, caption(region.place()));
                },
                |ui| {
                    let family = desk.world().store().family(&self.key);
                    role_badge(ui, family.and_then(|it| it.role(region)));
                },
            );
            for change in plan.changes.iter().take(SHOWN) {
                row(ui, 20.0, |ui| {
                    ui.add_space(22.0);
                    ui.label(icon(change.icon(), 12.0).color(if chosen { t.accent } else { t.text_subdued }));
                    let phrase = change.phrase();
                    cut(ui, body(&phrase)).on_hover_text(&phrase);
                });
            }
            if plan.changes.len() > SHOWN {
                row(ui, 18.0, |ui| {
                    ui.add_space(22.0);
                    ui.label(caption(format!("and {} more", plan.changes.len() - SHOWN)));
                });
            }
            if same && plan.changes.is_empty() {
                row(ui, 20.0, |ui| {
                    ui.add_space(22.0);
                    ui.label(icon(icons::CHECK, 12.0).color(t.ok));
                    ui.label(caption("Has all of it already"));
                });
            }
        });
        clicked
    }
}

impl Form for CopyToMembers {
    fn heading(&self) -> Heading {
        let title = match self.choices.property {
            Property::Policy => "Copy key policy to other members",
            Property::Aliases => "Copy aliases to other members",
            Property::Tags => "Copy tags to other members",
            Property::Description | Property::Grants | Property::State => "Copy description to other members",
        };
        Heading::new(title, "Copy").width(MEDIUM)
    }

    fn body(&mut self, ui: &mut Ui, page: &Page<'_>) -> bool {
        self.plan(page.desk);
        let mut changed = self.source(ui, page);
        changed |= self.options(ui, page);
        let mut toggled = None;
        part(ui, "What will change where", |ui| {
            for (region, plan) in &self.plans {
                if ui.push_id(region.code(), |ui| self.target(ui, page.desk, *region, plan)).inner {
                    toggled = Some(*region);
                }
            }
            if self.plans.is_empty() {
                ui.label(caption("The family has no other member"));
            }
        });
        if let Some(region) = toggled {
            if !self.chosen.remove(&region) {
                self.chosen.insert(region);
            }
            changed = true;
        }
        let text = "A copy, made once and all or nothing: what is changed later in one Region stays there.";
        callout(ui, CalloutKind::Info, text);
        changed
    }

    fn missing(&self) -> Option<&'static str> {
        self.calls().is_empty().then_some("Choose a member in which something changes")
    }

    fn calls(&self) -> Vec<(Region, Request)> {
        let chosen = self.plans.iter().filter(|(region, _)| self.chosen.contains(region));
        chosen.flat_map(|(region, plan)| plan.calls.iter().map(|call| (*region, call.clone()))).collect()
    }

    fn done(&self) -> String {
        let to: Vec<_> = self.chosen.iter().map(|region| region.code()).collect();
        format!("{} copied to {}", self.choices.property.name(), to.join(", "))
    }
}
