//! Which keys can be chosen: those of the source Region that a workload can use, and those of other Regions that it may
//! use besides. Kept until a key or a name changes.

use std::collections::HashMap;

use crate::{
    gui::{trail::KeysStamp, wizard::KeyNeed},
    kms::{KeyFamily, KeyId, KeyStore, MemberState, Region, api::KeySpec},
    workloads::ProofKind,
    world::World,
};

/// What a workload needs of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum KeyClass {
    /// Encrypt and GenerateDataKey both take it.
    Symmetric,
    /// It signs SHA-256 digests.
    Signing,
    /// It makes MACs.
    Mac,
}

impl KeyClass {
    /// Such a key, in words after "no".
    pub fn words(self) -> &'static str {
        match self {
            Self::Symmetric => "symmetric encryption key",
            Self::Signing => "asymmetric key that signs SHA-256 digests",
            Self::Mac => "HMAC key",
        }
    }

    /// What the wizard makes such a key for.
    pub fn need(self) -> KeyNeed {
        match self {
            Self::Symmetric => KeyNeed::Encryption,
            Self::Signing => KeyNeed::Signing,
            Self::Mac => KeyNeed::Mac,
        }
    }

    /// Whether a key is one of them.
    pub fn takes(self, family: &KeyFamily) -> bool {
        match self {
            Self::Symmetric => family.spec == KeySpec::SymmetricDefault,
            Self::Signing => matches!(ProofKind::of_key(family), Some(ProofKind::Signature(_))),
            Self::Mac => matches!(ProofKind::of_key(family), Some(ProofKind::Mac(_))),
        }
    }
}

/// What is remembered for each class.
#[derive(Default)]
pub(super) struct ByClass<T> {
    symmetric: T,
    signing: T,
    mac: T,
}

impl<T> ByClass<T> {
    pub fn of(&self, class: KeyClass) -> &T {
        match class {
            KeyClass::Symmetric => &self.symmetric,
            KeyClass::Signing => &self.signing,
            KeyClass::Mac => &self.mac,
        }
    }

    pub fn of_mut(&mut self, class: KeyClass) -> &mut T {
        match class {
            KeyClass::Symmetric => &mut self.symmetric,
            KeyClass::Signing => &mut self.signing,
            KeyClass::Mac => &mut self.mac,
        }
    }
}

/// A list with what it was made from.
struct Kept<K, T> {
    of: Option<(KeysStamp, K)>,
    list: Vec<T>,
}

impl<K, T> Default for Kept<K, T> {
    fn default() -> Self {
        Self { of: None, list: Vec::new() }
    }
}

impl<K: PartialEq, T> Kept<K, T> {
    fn renew(&mut self, world: &World, of: K, make: impl FnOnce(&KeyStore) -> Vec<T>) {
        if !self.of.as_ref().is_some_and(|(stamp, it)| *it == of && stamp.holds_for(world)) {
            self.list = make(world.store());
            self.of = Some((KeysStamp::of(world), of));
        }
    }
}

/// The keys to choose from, by name.
#[derive(Default)]
pub(super) struct Lists {
    here: Kept<(Region, KeyClass), (KeyId, String)>,
    there: Kept<Region, (KeyId, String)>,
    elsewhere: Kept<Region, ((KeyId, Region), String)>,
}

impl Lists {
    /// The keys of a class in the source Region.
    pub fn renew_here(&mut self, world: &World, from: Region, class: KeyClass) {
        self.here.renew(world, (from, class), |store| named(store, from, class));
    }

    /// The symmetric keys of the destination.
    pub fn renew_there(&mut self, world: &World, to: Region) {
        self.there.renew(world, to, |store| named(store, to, KeyClass::Symmetric));
    }

    /// The symmetric keys of every Region but the source.
    pub fn renew_elsewhere(&mut self, world: &World, from: Region) {
        self.elsewhere.renew(world, from, |store| {
            let others = world.regions().iter().filter(|region| **region != from);
            let in_region = |region: &Region| {
                let region = *region;
                let named = named(store, region, KeyClass::Symmetric).into_iter();
                named.map(move |(id, name)| ((id, region), format!("{name} · {region}")))
            };
            others.flat_map(in_region).collect()
        });
    }

    pub fn here(&self) -> &[(KeyId, String)] {
        &self.here.list
    }

    pub fn there(&self) -> &[(KeyId, String)] {
        &self.there.list
    }

    pub fn elsewhere(&self) -> &[((KeyId, Region), String)] {
        &self.elsewhere.list
    }
}

/// The keys of a class in a Region with their names, in the order of these.
fn named(store: &KeyStore, region: Region, class: KeyClass) -> Vec<(KeyId, String)> {
    let mut names = HashMap::new();
    for (_, name, alias) in store.aliases_in(region) {
        names.entry(&alias.target).or_insert_with(|| name.short());
    }
    let fitting = store.keys_in(region).filter(|id| store.family(id).is_some_and(|it| class.takes(it)));
    let name = |id: &KeyId| names.get(id).map_or_else(|| id.to_string(), ToString::to_string);
    let mut named: Vec<_> = fitting.map(|id| (id.clone(), name(id))).collect();
    named.sort_by(|a, b| a.1.cmp(&b.1));
    named
}

/// Which of these keys is offered first: one that works, in many Regions.
pub(super) fn best(store: &KeyStore, keys: &[(KeyId, String)], region: Region) -> Option<KeyId> {
    let worth = |id: &KeyId| {
        store
            .member(id, region)
            .map(|(family, member)| (member.state == MemberState::Enabled, family.members.len()))
    };
    keys.iter().map(|(id, _)| id).max_by_key(|id| worth(id)).cloned()
}
