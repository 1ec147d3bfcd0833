//! All multi-Region keys with where their members differ, read from the store once for each change of keys or aliases.

use std::collections::{BTreeMap, HashMap};

use super::{
    drift::{Drift, Property, drifts},
    policies::Memo,
};
use crate::{
    gui::trail::{KeysStamp, contains_ignoring_case},
    kms::{AliasName, KeyFamily, KeyId, MemberState, Region},
    world::World,
};

/// A family as the lists show it.
pub(super) struct Entry {
    /// Its key.
    pub key: KeyId,
    /// What people call it.
    pub label: String,
    /// The primary's Region.
    pub primary: Region,
    /// Its members' Regions with their states: the primary's first, then as the window orders Regions.
    pub members: Vec<(Region, MemberState)>,
    /// The aliases in each Region that has some.
    pub aliases: BTreeMap<Region, Vec<AliasName>>,
    /// The properties in which members differ from the primary.
    pub drifts: Vec<Drift>,
}

impl Entry {
    /// Whether an alias in any Region or the key's id contains `part`.
    fn says(&self, part: &str) -> bool {
        contains_ignoring_case(self.key.as_str(), part)
            || self.aliases.values().flatten().any(|alias| contains_ignoring_case(alias.short(), part))
    }

    /// The drift of a property, if there is any.
    pub fn drift(&self, property: Property) -> Option<&Drift> {
        self.drifts.iter().find(|drift| drift.property == property)
    }

    /// The aliases in a Region.
    pub fn aliases_in(&self, region: Region) -> &[AliasName] {
        self.aliases.get(&region).map_or(&[], Vec::as_slice)
    }

    /// How many members are enabled, in words.
    pub fn enabled_text(&self) -> String {
        let enabled = |(_, state): &&(Region, MemberState)| {
            matches!(state, MemberState::Enabled | MemberState::Updating)
        };
        match (self.members.iter().filter(enabled).count(), self.members.len()) {
            (1, 1) => "enabled".to_owned(),
            (enabled, all) if enabled == all => "all enabled".to_owned(),
            (enabled, all) => format!("{enabled} of {all} enabled"),
        }
    }

    /// How many properties drift, in words; empty for none.
    pub fn drift_text(&self) -> String {
        match self.drifts.len() {
            0 => String::new(),
            1 => "1 property drifts".to_owned(),
            many => format!("{many} properties drift"),
        }
    }
}

/// All families, sorted by label.
#[derive(Default)]
pub(super) struct Overview {
    stamp: Option<KeysStamp>,
    generation: u64,
    entries: Vec<Entry>,
    places: HashMap<KeyId, usize>,
    singles: usize,
    drifting: usize,
}

impl Overview {
    /// Reads the store anew if keys or aliases changed.
    pub fn update(&mut self, world: &World) {
        if self.stamp.as_ref().is_some_and(|stamp| stamp.holds_for(world)) {
            return;
        }
        self.stamp = Some(KeysStamp::of(world));
        self.generation += 1;
        let store = world.store();
        let mut named: HashMap<(&KeyId, Region), Vec<AliasName>> = HashMap::new();
        for region in store.regions_with_keys() {
            for (_, name, alias) in store.aliases_in(region) {
                named.entry((&alias.target, region)).or_default().push(name.clone());
            }
        }
        let order: HashMap<Region, usize> = world.regions().iter().copied().zip(0..).collect();
        let mut policies = Memo::default();
        let families = store.families().filter(|family| family.is_multi_region());
        self.entries = families
            .map(|family| {
                let aliases = family.members.keys().filter_map(|region| {
                    named.remove(&(&family.id, *region)).map(|aliases| (*region, aliases))
                });
                let aliases: BTreeMap<_, _> = aliases.collect();
                entry(family, aliases, &order, &mut policies)
            })
            .collect();
        self.entries.sort_by(|a, b| {
            let by = |it: &Entry| it.label.to_lowercase();
            by(a).cmp(&by(b)).then_with(|| a.key.cmp(&b.key))
        });
        self.places = self.entries.iter().map(|it| it.key.clone()).zip(0..).collect();
        self.drifting = self.entries.iter().filter(|entry| !entry.drifts.is_empty()).count();
        self.singles = store.family_count() - self.entries.len();
    }

    /// Changes whenever the families were read anew.
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// All families.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The family of a key.
    pub fn entry(&self, key: &KeyId) -> Option<&Entry> {
        self.entries.get(*self.places.get(key)?)
    }

    /// How many single-Region keys there are.
    pub fn singles(&self) -> usize {
        self.singles
    }

    /// How many families have drifting properties.
    pub fn drifting(&self) -> usize {
        self.drifting
    }
}

fn entry(
    family: &KeyFamily,
    aliases: BTreeMap<Region, Vec<AliasName>>,
    order: &HashMap<Region, usize>,
    policies: &mut Memo,
) -> Entry {
    let mut members: Vec<_> = family.members.iter().map(|(region, member)| (*region, member.state)).collect();
    members.sort_by_key(|(region, _)| {
        (*region != family.primary, order.get(region).copied().unwrap_or(usize::MAX))
    });
    // The primary's name first; a key that has none there may have one elsewhere.
    let label = members.iter().find_map(|(region, _)| aliases.get(region)?.first());
    Entry {
        key: family.id.clone(),
        label: label.map_or_else(|| family.id.to_string(), |alias| alias.short().to_owned()),
        primary: family.primary,
        drifts: drifts(family, &aliases, policies),
        members,
        aliases,
    }
}

/// The families that a search lets through, as places in the overview.
#[derive(Default)]
pub(super) struct Found {
    made_for: Option<(u64, String)>,
    places: Vec<usize>,
}

impl Found {
    /// The places of the families of which an alias or the id contains `search`.
    pub fn of(&mut self, overview: &Overview, search: &str) -> &[usize] {
        let wanted = search.trim();
        let current = self
            .made_for
            .as_ref()
            .is_some_and(|(generation, text)| *generation == overview.generation && text == wanted);
        if !current {
            let entries = overview.entries.iter().enumerate();
            self.places = entries.filter(|(_, it)| it.says(wanted)).map(|(place, _)| place).collect();
            self.made_for = Some((overview.generation, wanted.to_owned()));
        }
        &self.places
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        kms::{Span, api::EncryptRequest},
        workloads::demo,
    };

    #[test]
    fn the_demo_s_families_and_where_they_drift() {
        let world = demo::stage().expect("the demo").world;
        let mut overview = Overview::default();
        overview.update(&world);
        let labels: Vec<_> = overview.entries().iter().map(|it| it.label.as_str()).collect();
        assert_eq!(labels, ["audit-archive", "global-encrypt", "orders"]);
        assert_eq!((overview.singles(), overview.drifting()), (2, 3));
        let of = |place: usize| -> Vec<_> {
            overview.entries()[place].drifts.iter().map(|it| it.property).collect()
        };
        assert_eq!(of(0), [Property::Policy, Property::Tags, Property::State]);
        assert_eq!(of(1), [Property::Policy, Property::Description, Property::Tags]);
        let global = &overview.entries()[1];
        let regions: Vec<_> = global.members.iter().map(|(region, _)| region.code()).collect();
        assert_eq!(regions, ["us-east-1", "eu-west-1", "ap-southeast-1"], "the primary first");
        assert_eq!(global.enabled_text(), "2 of 3 enabled");
        let policy = global.drift(Property::Policy).expect("one was made without a policy");
        let codes: Vec<_> = policy.members.keys().map(|region| region.code()).collect();
        assert_eq!(codes, ["ap-southeast-1"]);
    }

    #[test]
    fn a_use_of_a_key_changes_nothing_and_a_search_finds_names_of_any_region() {
        let mut world = demo::stage().expect("the demo").world;
        let mut overview = Overview::default();
        overview.update(&world);
        let before = overview.generation();
        let alice = world.principals().named("alice").expect("she is there").acting_arn().into();
        let us = world.regions()[0];
        let request = EncryptRequest {
            key_id: "alias/orders".to_owned(),
            plaintext: b"x".as_slice().into(),
            ..Default::default()
        };
        world.ask(us, &alice, request).expect("she may");
        world.advance(world.now() + Span::seconds(1));
        overview.update(&world);
        assert_eq!(overview.generation(), before);
        let mut found = Found::default();
        assert_eq!(found.of(&overview, "  ORD"), [2]);
        assert_eq!(found.of(&overview, ""), [0, 1, 2]);
        assert!(found.of(&overview, "sandbox").is_empty(), "single-Region keys have no family");
    }
}
