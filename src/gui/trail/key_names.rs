//! What people call the keys that events are about.

use std::collections::HashMap;

use super::stamp::KeysStamp;
use crate::{
    gui::widgets::shorten,
    kms::{AliasName, KeyArn, KeyId, Region},
    world::World,
};

/// The first alias of every key in every Region, looked up once for each change of keys or names.
#[derive(Default)]
pub struct KeyNames {
    stamp: Option<KeysStamp>,
    aliases: HashMap<(Region, KeyId), AliasName>,
    generation: u64,
}

impl KeyNames {
    /// Reads the names anew if keys or names changed.
    pub fn update(&mut self, world: &World) {
        if self.stamp.as_ref().is_some_and(|stamp| stamp.holds_for(world)) {
            return;
        }
        self.stamp = Some(KeysStamp::of(world));
        let mut aliases = HashMap::new();
        for region in world.regions() {
            for (_, name, alias) in world.store().aliases_in(*region) {
                aliases.entry((*region, alias.target.clone())).or_insert_with(|| name.clone());
            }
        }
        if aliases != self.aliases {
            self.aliases = aliases;
            self.generation += 1;
        }
    }

    /// Changes whenever a name changes.
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// The first alias of a key in its Region, without the prefix.
    pub fn alias(&self, key: &KeyArn) -> Option<&str> {
        // The key of the map is owned; ids are shared text, so the clone copies no characters.
        self.aliases.get(&(key.region, key.key_id.clone())).map(AliasName::short)
    }

    /// The alias, or else the short id.
    pub fn label(&self, key: &KeyArn) -> String {
        self.alias(key).map_or_else(|| short_key_id(&key.key_id, 0.0), str::to_owned)
    }
}

/// A key id as lists show it, in `room` points: shortened in the middle so far that its end is never cut as well.
pub fn short_key_id(id: &KeyId, room: f32) -> String {
    const ROOMY: f32 = 140.0;
    let head = if id.is_multi_region() && room >= ROOMY { 12 } else { 8 };
    shorten(id.as_str(), head, 4)
}
