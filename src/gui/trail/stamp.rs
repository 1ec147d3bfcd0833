//! Tells apart the states of a world, so that what was derived from one is not shown for another.

use std::sync::Arc;

use crate::{
    kms::{KeyStore, Region},
    world::{TrailEvent, World},
};

/// Equal for equal worlds; unequal as soon as a world changed, or another one was opened.
#[derive(Clone, Default)]
pub struct WorldStamp {
    version: u64,
    /// Versions of two worlds may be equal by chance; their events never are the same ones.
    last_event: Option<Arc<TrailEvent>>,
}

impl WorldStamp {
    /// The stamp of a world.
    pub fn of(world: &World) -> Self {
        Self { version: world.version(), last_event: world.trail().events().last().cloned() }
    }
}

impl PartialEq for WorldStamp {
    fn eq(&self, other: &Self) -> bool {
        let same_event = match (&self.last_event, &other.last_event) {
            (Some(mine), Some(theirs)) => Arc::ptr_eq(mine, theirs),
            (None, None) => true,
            _ => false,
        };
        self.version == other.version && same_event
    }
}

/// Tells whether a world still shows the same keys under the same names. Calls that only use keys do not change that, so
/// what is derived from keys alone is not derived anew thousands of times a second.
#[derive(Clone)]
pub struct KeysStamp {
    store: KeyStore,
    regions: Vec<Region>,
}

impl KeysStamp {
    /// The stamp of a world.
    pub fn of(world: &World) -> Self {
        Self { store: world.store().clone(), regions: world.regions().to_vec() }
    }

    /// Whether the world still has the same Regions, keys and aliases.
    pub fn holds_for(&self, world: &World) -> bool {
        self.store.shares_keys_with(world.store()) && self.regions == world.regions()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{
        kms::api::{CreateAliasRequest, CreateKeyRequest, DisableKeyRequest, EncryptRequest},
        workloads::Stage,
    };

    #[test]
    fn keys_are_the_same_until_one_of_them_or_its_name_changes() {
        let mut world = Stage::new(1).world;
        let region = world.regions()[0];
        let alice: Arc<str> = world.principals().named("alice").expect("she is there").acting_arn().into();
        let made = world.ask(region, &alice, CreateKeyRequest::default()).expect("made");
        let key_id = made.key_metadata.key_id;
        let stamp = KeysStamp::of(&world);
        let request = EncryptRequest {
            key_id: key_id.clone(),
            plaintext: b"x".as_slice().into(),
            ..Default::default()
        };
        world.ask(region, &alice, request).expect("encrypted");
        assert!(stamp.holds_for(&world), "a use changes no key");
        let mut named = world.clone();
        let request = CreateAliasRequest { alias_name: "alias/a".to_owned(), target_key_id: key_id.clone() };
        named.ask(region, &alice, request).expect("named");
        assert!(!stamp.holds_for(&named));
        let mut disabled = world.clone();
        disabled.ask(region, &alice, DisableKeyRequest { key_id }).expect("disabled");
        assert!(!stamp.holds_for(&disabled));
        assert!(stamp.holds_for(&world), "the other two are worlds of their own");
        world.add_region(Region::parse("eu-north-1").expect("known")).expect("added");
        assert!(!stamp.holds_for(&world));
    }
}
