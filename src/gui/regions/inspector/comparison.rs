//! Shared or independent: what all members of a key have in common by rule, and where they differ today.

use egui::{Align, Layout, Sense, Stroke, Ui, UiBuilder, vec2};

use super::Subject;
use crate::{
    gui::{
        key_words::Rotates,
        regions::same_policy,
        theme::{body, section, space, tokens},
        trail::{WorldStamp, cut},
    },
    kms::{KeyFamily, KeyId, Member, Region, api::Origin},
    world::World,
};

/// A property that is independent in every Region, and whose values are not all the primary's.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Independent {
    /// What is compared.
    pub property: &'static str,
    /// The Regions where it is not as in the primary's.
    pub differ: Vec<Region>,
    /// How many members there are.
    pub members: usize,
}

impl Independent {
    fn text(&self) -> String {
        match (self.differ.len(), self.members) {
            (_, 1) => "independent".to_owned(),
            (0, _) => "independent · equal today".to_owned(),
            (1, of) => format!("independent · 1 of {of} differs"),
            (many, of) => format!("independent · {many} of {of} differ"),
        }
    }

    fn hint(&self, primary: Region) -> String {
        if self.differ.is_empty() {
            return format!(
                "Set in each Region for itself. Equal by chance, not by rule: a change in {primary} stays there."
            );
        }
        let codes: Vec<_> = self.differ.iter().map(|region| region.code()).collect();
        format!("Set in each Region for itself. Not as in the primary's {primary}: {}", codes.join(", "))
    }
}

/// Compares the members of a key with the primary.
pub(super) fn compare(world: &World, family: &KeyFamily) -> Vec<Independent> {
    let Some(primary) = family.members.get(&family.primary) else { return Vec::new() };
    let row = |property, equal: &dyn Fn(Region, &Member) -> bool| {
        let others = family.members.iter().filter(|(region, _)| **region != family.primary);
        let differ = others.filter(|(region, member)| !equal(**region, member)).map(|(region, _)| *region);
        Independent { property, differ: differ.collect(), members: family.members.len() }
    };
    let aliases = |region| world.store().aliases_of(&family.id, region).collect::<Vec<_>>();
    let aliases_of_primary = aliases(family.primary);
    vec![
        row("Key policy", &|region, member| {
            let theirs = (family.primary, primary.policy.text());
            same_policy(theirs, (region, member.policy.text()))
        }),
        row("Aliases", &|region, _| aliases(region) == aliases_of_primary),
        row("Tags", &|_, member| member.tags == primary.tags),
        row("Key state", &|_, member| member.state.key_state() == primary.state.key_state()),
        row("Description", &|_, member| member.description == primary.description),
    ]
}

/// The last comparison; made anew when the world changes or another key is selected.
#[derive(Default)]
pub(super) struct Comparison {
    made_for: Option<(WorldStamp, KeyId)>,
    rows: Vec<Independent>,
}

impl Comparison {
    /// Draws the table.
    pub(super) fn ui(&mut self, ui: &mut Ui, subject: &Subject<'_>) {
        let world = subject.desk.world();
        let made_for = (WorldStamp::of(world), subject.family.id.clone());
        if self.made_for.as_ref() != Some(&made_for) {
            self.rows = compare(world, subject.family);
            self.made_for = Some(made_for);
        }
        ui.label(section("Shared or independent?"));
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.add_space(space::S);
        let t = tokens(ui);
        let material = match subject.family.origin {
            Origin::External => (
                "Key material",
                "same bytes · imported in each",
                "Every Region is given the same material by its owner; KMS copies none of it.",
            ),
            _ => (
                "Key material",
                "shared · synchronised",
                "Every version of it. KMS copies new material to every member before any uses it.",
            ),
        };
        let rotation = match Rotates::of(subject.family.spec, subject.family.origin) {
            Rotates::Never(why) => ("Rotation", "none for this kind of key", why),
            _ => ("Rotation", "shared · set on the primary", "KMS refuses to change it at a replica."),
        };
        for (property, text, hint) in [
            (
                "Key ID, spec, usage",
                "shared · permanent",
                "The same in every Region for as long as the key lives.",
            ),
            material,
            rotation,
        ] {
            line(ui, property, text, hint, t.primary);
        }
        for it in &self.rows {
            line(ui, it.property, &it.text(), &it.hint(subject.family.primary), t.info);
        }
    }
}

fn line(ui: &mut Ui, property: &str, text: &str, hint: &str, color: egui::Color32) {
    const LABELS: f32 = 142.0;
    let (rect, response) =
        ui.allocate_exact_size(vec2(ui.available_width(), space::ROW_HEIGHT), Sense::hover());
    let stroke = Stroke::new(space::HAIRLINE, tokens(ui).line);
    ui.painter().hline(rect.x_range(), rect.top(), stroke);
    let (left, right) = rect.split_left_right_at_x(rect.left() + LABELS);
    for (area, words) in [(left, body(property).weak()), (right, body(text).color(color))] {
        let layout = Layout::left_to_right(Align::Center);
        let builder = UiBuilder::new().id_salt((property, words.text().len())).max_rect(area).layout(layout);
        ui.scope_builder(builder, |ui| cut(ui, words));
    }
    response.on_hover_text(hint);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workloads::demo;

    #[test]
    fn members_are_compared_with_the_primary() {
        let stage = demo::stage().expect("the demo opens");
        let us = Region::parse("us-east-1").expect("known");
        let aliases = stage.world.store().aliases_in(us);
        let global =
            aliases.filter(|(_, name, _)| name.short() == "global-encrypt").map(|(.., it)| &it.target);
        let family = global.last().and_then(|key| stage.world.store().family(key)).expect("the demo has it");
        let rows = compare(&stage.world, family);
        let text = |property: &str| {
            rows.iter().find(|row| row.property == property).map(Independent::text).unwrap_or_default()
        };
        // The replica in ap-southeast-1 was made without policy, description and tags, and is still Creating.
        assert_eq!(text("Key policy"), "independent · 1 of 3 differs");
        assert_eq!(text("Key state"), "independent · 1 of 3 differs");
        assert_eq!(text("Aliases"), "independent · equal today");
        assert_eq!(text("Tags"), "independent · 2 of 3 differ");
    }
}
