//! What the columns list, read from the store once for each change of keys or aliases, so that a frame with thousands of keys
//! touches only the cards in sight.

use std::collections::{BTreeMap, HashMap};

use crate::{
    gui::{
        key_words::special_spec,
        trail::{KeysStamp, contains_ignoring_case},
    },
    kms::{
        AliasName, CustomKeyStoreId, KeyId, MemberState, Region,
        api::{KeySpec, MultiRegionKeyType},
    },
    world::World,
};

/// A key as its card shows it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct KeyEntry {
    /// Its id.
    pub key: KeyId,
    /// Its aliases in the Region, in order.
    pub aliases: Vec<AliasName>,
    /// Its role; nothing for a single-Region key.
    pub role: Option<MultiRegionKeyType>,
    /// What kind of key it is.
    pub spec: KeySpec,
    /// Its state in the Region.
    pub state: MemberState,
}

impl KeyEntry {
    /// The first alias without the prefix, or else the id.
    pub fn label(&self) -> &str {
        self.aliases.first().map_or(self.key.as_str(), AliasName::short)
    }

    /// Whether an alias, the id or the spec contains `part`.
    fn says(&self, part: &str) -> bool {
        contains_ignoring_case(self.key.as_str(), part)
            || special_spec(self.spec).is_some_and(|spec| contains_ignoring_case(spec, part))
            || self.aliases.iter().any(|alias| contains_ignoring_case(alias.short(), part))
    }
}

/// The customer managed keys of every Region, sorted by alias and then by id; and counts of others.
#[derive(Default)]
pub(super) struct Catalogue {
    stamp: Option<KeysStamp>,
    generation: u64,
    keys: BTreeMap<Region, Vec<KeyEntry>>,
    /// How many keys of a Region AWS manages.
    aws_managed: BTreeMap<Region, usize>,
    /// How many keys a custom key store has.
    in_stores: BTreeMap<(Region, CustomKeyStoreId), usize>,
}

impl Catalogue {
    /// Reads the store anew if keys or aliases changed.
    pub fn update(&mut self, world: &World) {
        if self.stamp.as_ref().is_some_and(|stamp| stamp.holds_for(world)) {
            return;
        }
        self.stamp = Some(KeysStamp::of(world));
        self.generation += 1;
        self.keys = world.regions().iter().map(|region| (*region, keys_of(world, *region))).collect();
        self.aws_managed.clear();
        self.in_stores.clear();
        let store = world.store();
        for region in world.regions() {
            for family in store.keys_in(*region).filter_map(|key| store.family(key)) {
                if family.is_aws_managed() {
                    *self.aws_managed.entry(*region).or_default() += 1;
                }
                if let Some(place) = &family.place {
                    *self.in_stores.entry((*region, place.store().clone())).or_default() += 1;
                }
            }
        }
    }

    /// How many keys of a Region AWS manages.
    pub fn aws_managed(&self, region: Region) -> usize {
        self.aws_managed.get(&region).copied().unwrap_or_default()
    }

    /// How many keys a custom key store has.
    pub fn keys_in_store(&self, region: Region, store: &CustomKeyStoreId) -> usize {
        self.in_stores.get(&(region, store.clone())).copied().unwrap_or_default()
    }

    /// The customer managed keys of a Region.
    pub fn keys(&self, region: Region) -> &[KeyEntry] {
        self.keys.get(&region).map_or(&[], Vec::as_slice)
    }
}

fn keys_of(world: &World, region: Region) -> Vec<KeyEntry> {
    let store = world.store();
    let mut aliases: HashMap<&KeyId, Vec<AliasName>> = HashMap::new();
    for (_, name, alias) in store.aliases_in(region) {
        aliases.entry(&alias.target).or_default().push(name.clone());
    }
    let entry = |key: &KeyId| {
        let (family, member) = store.member(key, region)?;
        if family.is_aws_managed() {
            return None;
        }
        let aliases = aliases.remove(key).unwrap_or_default();
        Some(KeyEntry {
            key: key.clone(),
            aliases,
            role: family.role(region),
            spec: family.spec,
            state: member.state,
        })
    };
    let mut keys: Vec<_> = store.keys_in(region).filter_map(entry).collect();
    // Keys without an alias come last, in the order of their ids.
    keys.sort_by(|a, b| {
        let order = |it: &KeyEntry| (it.aliases.is_empty(), it.aliases.first().cloned());
        order(a).cmp(&order(b)).then_with(|| a.key.cmp(&b.key))
    });
    keys
}

/// The keys of one column that its filter lets through, as places in the catalogue.
#[derive(Default)]
pub(super) struct Shown {
    made_for: Option<(u64, String)>,
    places: Vec<usize>,
}

impl Shown {
    /// The places of the keys that contain `filter` in an alias or the id.
    pub fn of(&mut self, catalogue: &Catalogue, region: Region, filter: &str) -> &[usize] {
        let wanted = filter.trim();
        let current =
            |(generation, text): &(u64, String)| *generation == catalogue.generation && text == wanted;
        if !self.made_for.as_ref().is_some_and(current) {
            let keys = catalogue.keys(region).iter().enumerate();
            self.places = keys.filter(|(_, key)| key.says(wanted)).map(|(place, _)| place).collect();
            self.made_for = Some((catalogue.generation, wanted.to_owned()));
        }
        &self.places
    }
}
