//! All keys of all Regions in one list, read from the store once for each change of keys or aliases.

use std::collections::HashMap;

use super::trail::KeysStamp;
use crate::{
    kms::{KeyId, Region, api::KeyUsage},
    world::World,
};

/// A member of a key.
#[derive(Clone, Debug, PartialEq)]
pub struct KeyLine {
    /// The key.
    pub key: KeyId,
    /// The member's Region.
    pub region: Region,
    /// Its aliases in the Region without the prefix, in order.
    pub aliases: Vec<String>,
    /// What the key is for.
    pub usage: KeyUsage,
}

impl KeyLine {
    /// The first alias without the prefix, or else the id.
    pub fn label(&self) -> &str {
        self.aliases.first().map_or(self.key.as_str(), String::as_str)
    }
}

/// The members of all keys: Region after Region, sorted by alias and then by id.
#[derive(Default)]
pub struct KeyIndex {
    stamp: Option<KeysStamp>,
    generation: u64,
    lines: Vec<KeyLine>,
}

impl KeyIndex {
    /// Reads the store anew if keys or aliases changed.
    pub fn update(&mut self, world: &World) {
        if self.stamp.as_ref().is_some_and(|stamp| stamp.holds_for(world)) {
            return;
        }
        self.stamp = Some(KeysStamp::of(world));
        self.generation += 1;
        self.lines = world.regions().iter().flat_map(|region| lines_of(world, *region)).collect();
    }

    /// The members.
    pub fn lines(&self) -> &[KeyLine] {
        &self.lines
    }

    /// Counts the readings.
    pub fn generation(&self) -> u64 {
        self.generation
    }
}

fn lines_of(world: &World, region: Region) -> Vec<KeyLine> {
    let store = world.store();
    let mut aliases: HashMap<&KeyId, Vec<String>> = HashMap::new();
    for (_, name, alias) in store.aliases_in(region) {
        aliases.entry(&alias.target).or_default().push(name.short().to_owned());
    }
    let line = |key: &KeyId| {
        let (family, _) = store.member(key, region)?;
        let aliases = aliases.remove(key).unwrap_or_default();
        Some(KeyLine { key: key.clone(), region, aliases, usage: family.usage })
    };
    let mut lines: Vec<KeyLine> = store.keys_in(region).filter_map(line).collect();
    // Keys without an alias come last, in the order of their ids.
    lines.sort_by(|a, b| {
        (a.aliases.is_empty(), a.aliases.first(), &a.key).cmp(&(
            b.aliases.is_empty(),
            b.aliases.first(),
            &b.key,
        ))
    });
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workloads::demo;

    #[test]
    fn every_member_is_there_once_and_nothing_is_read_twice() {
        let mut world = demo::stage().expect("the demo world").world;
        let mut index = KeyIndex::default();
        index.update(&world);
        let members: usize = world.store().families().map(|family| family.members.len()).sum();
        assert_eq!(index.lines().len(), members);
        assert_eq!(index.lines()[0].label(), "audit-archive");
        index.update(&world);
        assert_eq!(index.generation(), 1);
        world.add_region(Region::parse("eu-north-1").expect("known")).expect("added");
        index.update(&world);
        assert_eq!(index.generation(), 2);
    }
}
