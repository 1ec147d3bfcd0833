//! What the service keeps: families of keys, and the aliases of every Region.
//!
//! The maps share structure, so a clone of the store is cheap and a change to one clone never shows in another.

use std::{collections::BTreeMap, sync::Arc};

use imbl::{OrdMap, OrdSet};
use serde::{Deserialize, Serialize};

use super::{
    AccountId, AliasName, KeyFamily, KeyId, KeyMaterialId, KeyPolicy, Region, Timestamp,
    cryptography::BackingKey,
    custom_key_store::{CustomKeyStore, CustomKeyStores},
    family::Member,
    index::Index,
    key_policy::KnownPolicies,
    last_use::LastUse,
};

/// Where an alias points.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alias {
    /// The key it names, in the alias's own Region and account.
    pub target: KeyId,
    /// When it was made.
    pub created: Timestamp,
    /// When it was last pointed to a key.
    pub updated: Timestamp,
}

type RegionalAliases = OrdMap<(AccountId, AliasName), Alias>;

/// All keys and aliases of all Regions. Only the operations change it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "SavedStore", into = "SavedStore")]
pub struct KeyStore {
    families: Index<KeyId, Arc<KeyFamily>>,
    aliases: OrdMap<Region, RegionalAliases>,
    /// The custom key stores.
    pub custom_key_stores: CustomKeyStores,
    /// When members were last used. Not in the families: a use of a key must not copy one.
    uses: Index<(Region, KeyId), LastUse>,
    /// Derived: the ids of all families, in order.
    ids: OrdSet<KeyId>,
    /// Derived: which keys have a member in a Region.
    keys: OrdMap<Region, OrdSet<KeyId>>,
    /// Derived: whose a version of key material is.
    materials: Index<KeyMaterialId, KeyId>,
    /// Derived: how many families are multi-Region keys.
    multi_region_count: usize,
    /// Derived: the members' policies.
    pub(super) policies: KnownPolicies,
}

/// The store without what can be derived.
#[derive(Serialize, Deserialize)]
struct SavedStore {
    /// Every policy that a member has, once.
    policies: Vec<KeyPolicy>,
    families: Vec<Arc<KeyFamily>>,
    /// The places in `policies` of the policies of all members, in the order of families and Regions.
    policies_of_members: Vec<usize>,
    aliases: BTreeMap<Region, Vec<SavedAlias>>,
    custom_key_stores: Vec<CustomKeyStore>,
    uses: Vec<(Region, KeyId, LastUse)>,
}

#[derive(Serialize, Deserialize)]
struct SavedAlias {
    account: AccountId,
    name: AliasName,
    alias: Alias,
}

impl TryFrom<SavedStore> for KeyStore {
    type Error = String;

    fn try_from(saved: SavedStore) -> Result<Self, String> {
        let custom_key_stores = CustomKeyStores::checked(saved.custom_key_stores)?;
        let mut store = Self { custom_key_stores, ..Self::default() };
        for policy in &saved.policies {
            store.policies.learn(policy);
        }
        let mut places = saved.policies_of_members.into_iter();
        for mut family in saved.families {
            let KeyFamily { id, members, .. } = Arc::make_mut(&mut family);
            for member in members.values_mut() {
                let policy = places.next().and_then(|place| saved.policies.get(place));
                member.policy =
                    policy.ok_or_else(|| format!("key {id} has a member without a policy"))?.clone();
            }
            store.multi_region_count += usize::from(family.is_multi_region());
            family.check()?;
            store.custom_key_stores.check_place(&family)?;
            for region in family.members.keys() {
                store.keys.entry(*region).or_default().insert(family.id.clone());
            }
            for version in family.material.all() {
                store.materials.insert(version.id, family.id.clone());
            }
            store.ids.insert(family.id.clone());
            store.families.insert(family.id.clone(), family);
        }
        if places.next().is_some() {
            return Err("there are more policies than members".to_owned());
        }
        for (region, aliases) in saved.aliases {
            for SavedAlias { account, name, alias } in aliases {
                if store.member(&alias.target, region).is_none() {
                    return Err(format!("{name} in {region} names no key of that Region"));
                }
                store.insert_alias(region, &account, &name, alias);
            }
        }
        for (region, id, last_use) in saved.uses {
            if store.member(&id, region).is_none() {
                return Err(format!("key {id} was used in {region}, where it has no member"));
            }
            store.uses.insert((region, id), last_use);
        }
        Ok(store)
    }
}

impl From<KeyStore> for SavedStore {
    fn from(store: KeyStore) -> Self {
        let saved = |((account, name), alias): (&(AccountId, AliasName), &Alias)| SavedAlias {
            account: account.clone(),
            name: name.clone(),
            alias: alias.clone(),
        };
        let mut policies = Vec::new();
        let mut places = BTreeMap::new();
        let mut place = |policy: &KeyPolicy| {
            *places.entry(policy.text().to_owned()).or_insert_with(|| {
                policies.push(policy.clone());
                policies.len() - 1
            })
        };
        let members = store.families().flat_map(|family| family.members.values());
        let policies_of_members = members.map(|member| place(&member.policy)).collect();
        let use_of = |region: Region, id: &KeyId| Some((region, id.clone(), store.last_use(id, region)?));
        let regions = store.keys.iter();
        Self {
            policies,
            policies_of_members,
            families: store.ids.iter().filter_map(|id| store.family_shared(id)).cloned().collect(),
            aliases: store
                .aliases
                .iter()
                .map(|(region, aliases)| (*region, aliases.iter().map(saved).collect()))
                .collect(),
            custom_key_stores: store.custom_key_stores.iter().cloned().collect(),
            uses: regions.flat_map(|(region, ids)| ids.iter().filter_map(|id| use_of(*region, id))).collect(),
        }
    }
}

impl KeyStore {
    /// Every family, in the order of key ids.
    pub fn families(&self) -> impl Iterator<Item = &KeyFamily> {
        self.ids.iter().filter_map(|id| self.family(id))
    }

    /// Whether both have the same keys and aliases, as far as is seen at a glance: equal stores that were made apart
    /// count as different. Uses of keys change neither.
    pub fn shares_keys_with(&self, other: &Self) -> bool {
        self.families.is_same(&other.families) && self.aliases.ptr_eq(&other.aliases)
    }

    /// How many families there are.
    pub fn family_count(&self) -> usize {
        self.families.len()
    }

    /// The family with this key id.
    pub fn family(&self, id: &KeyId) -> Option<&KeyFamily> {
        self.family_shared(id).map(Arc::as_ref)
    }

    /// [`Self::family`], to keep it beyond a change of the store.
    pub(super) fn family_shared(&self, id: &KeyId) -> Option<&Arc<KeyFamily>> {
        self.families.get(id)
    }

    /// The member of a key in a Region, with its family.
    pub fn member(&self, id: &KeyId, region: Region) -> Option<(&KeyFamily, &Member)> {
        let family = self.family(id)?;
        Some((family, family.members.get(&region)?))
    }

    /// How many of them are multi-Region keys.
    pub fn multi_region_count(&self) -> usize {
        self.multi_region_count
    }

    /// The keys that have a member in a Region, in the order of key ids.
    pub fn keys_in(&self, region: Region) -> impl DoubleEndedIterator<Item = &KeyId> {
        self.keys.get(&region).into_iter().flatten()
    }

    /// The Regions that have keys, in the order of their codes.
    pub fn regions_with_keys(&self) -> impl Iterator<Item = Region> {
        self.keys.keys().copied()
    }

    /// How many keys have a member in a Region.
    pub fn key_count_in(&self, region: Region) -> usize {
        self.keys.get(&region).map_or(0, OrdSet::len)
    }

    /// The key whose material has this id.
    pub fn key_of_material(&self, material: &KeyMaterialId) -> Option<&KeyId> {
        self.materials.get(material)
    }

    /// The aliases of a Region with their accounts, in the order of names.
    pub fn aliases_in(&self, region: Region) -> impl Iterator<Item = (&AccountId, &AliasName, &Alias)> {
        let aliases = self.aliases.get(&region).into_iter().flat_map(OrdMap::iter);
        aliases.map(|((account, name), alias)| (account, name, alias))
    }

    /// The alias names of a key in a Region, in order.
    pub fn aliases_of(&self, id: &KeyId, region: Region) -> impl Iterator<Item = &AliasName> {
        self.aliases_in(region).filter(move |(_, _, alias)| alias.target == *id).map(|(_, name, _)| name)
    }

    /// Where an alias points.
    pub fn alias(&self, region: Region, account: &AccountId, name: &AliasName) -> Option<&Alias> {
        self.aliases.get(&region)?.get(&(account.clone(), name.clone()))
    }

    /// When a member was last used for cryptography, if it ever was.
    pub fn last_use(&self, id: &KeyId, region: Region) -> Option<LastUse> {
        self.uses.get(&(region, id.clone())).copied()
    }

    /// Notes that a member was used.
    pub(crate) fn note_use(&mut self, id: KeyId, region: Region, last_use: LastUse) {
        self.uses.insert((region, id), last_use);
    }

    pub(super) fn insert_family(&mut self, family: KeyFamily) {
        self.multi_region_count += usize::from(family.is_multi_region());
        for region in family.members.keys() {
            self.keys.entry(*region).or_default().insert(family.id.clone());
        }
        for version in family.material.all() {
            self.materials.insert(version.id, family.id.clone());
        }
        self.ids.insert(family.id.clone());
        self.families.insert(family.id.clone(), Arc::new(family));
    }

    /// Changes a family in place. Members are added and removed by the store's own methods, which keep the indices.
    pub(super) fn family_mut(&mut self, id: &KeyId) -> Option<&mut KeyFamily> {
        self.families.get_mut(id).map(Arc::make_mut)
    }

    pub(super) fn member_mut(&mut self, id: &KeyId, region: Region) -> Option<&mut Member> {
        self.family_mut(id)?.members.get_mut(&region)
    }

    pub(super) fn insert_member(&mut self, id: &KeyId, region: Region, member: Member) {
        if let Some(family) = self.family_mut(id) {
            family.members.insert(region, member);
            self.keys.entry(region).or_default().insert(id.clone());
        }
    }

    /// Removes a member with its aliases; with the last member, the family and its material.
    pub(super) fn remove_member(&mut self, id: &KeyId, region: Region) {
        let names: Vec<_> = self
            .aliases_in(region)
            .filter(|(_, _, alias)| alias.target == *id)
            .map(|(account, name, _)| (account.clone(), name.clone()))
            .collect();
        for (account, name) in names {
            self.remove_alias(region, &account, &name);
        }
        self.uses.remove(&(region, id.clone()));
        // A Region without keys has no entry, so that equal stores have equal indices.
        if let Some(keys) = self.keys.get_mut(&region) {
            keys.remove(id);
            if keys.is_empty() {
                self.keys.remove(&region);
            }
        }
        let Some(family) = self.family_mut(id) else { return };
        family.members.remove(&region);
        if family.members.is_empty() {
            let versions: Vec<_> = family.material.all().map(|version| version.id).collect();
            for version in versions {
                self.materials.remove(&version);
            }
            self.families.remove(id);
            self.ids.remove(id);
            self.multi_region_count -= usize::from(id.is_multi_region());
        }
    }

    /// Whether a Region has keys that a customer manages.
    pub fn has_customer_keys(&self, region: Region) -> bool {
        let mut families = self.keys_in(region).filter_map(|id| self.family(id));
        families.any(|family| !family.is_aws_managed())
    }

    /// Forgets the AWS managed keys of a Region; nobody could delete them.
    pub(crate) fn forget_aws_managed_keys(&mut self, region: Region) {
        let is_aws_managed = |id: &&KeyId| self.family(id).is_some_and(KeyFamily::is_aws_managed);
        let ids: Vec<KeyId> = self.keys_in(region).filter(is_aws_managed).cloned().collect();
        for id in ids {
            self.remove_member(&id, region);
        }
    }

    /// Ends the rotation that is in progress: its material, or the imported material that waits, is current from `now`
    /// on. Without either nothing is rotated. Answers whether a version was added.
    pub(super) fn complete_rotation(&mut self, id: &KeyId, now: Timestamp) -> bool {
        let Some(family) = self.family_mut(id) else { return false };
        let Some(rotation) = family.rotation.in_progress.take() else { return false };
        let waiting = || family.material.take_waiting(now, rotation.kind);
        let Some(mut next) = rotation.material.or_else(waiting) else { return false };
        next.since = now;
        self.add_version(id, next);
        true
    }

    /// Gives a key its next version of material.
    pub(super) fn add_version(&mut self, id: &KeyId, version: BackingKey) {
        let Some(family) = self.family_mut(id) else { return };
        let material = version.id;
        family.material.rotate(version);
        self.materials.insert(material, id.clone());
    }

    pub(super) fn insert_alias(
        &mut self,
        region: Region,
        account: &AccountId,
        name: &AliasName,
        alias: Alias,
    ) {
        self.aliases.entry(region).or_default().insert((account.clone(), name.clone()), alias);
    }

    pub(super) fn remove_alias(&mut self, region: Region, account: &AccountId, name: &AliasName) {
        if let Some(aliases) = self.aliases.get_mut(&region) {
            aliases.remove(&(account.clone(), name.clone()));
            if aliases.is_empty() {
                self.aliases.remove(&region);
            }
        }
    }
}
