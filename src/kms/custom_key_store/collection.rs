//! The custom key stores of all Regions.

use std::sync::Arc;

use imbl::OrdMap;

use super::{CustomKeyStore, EndpointServiceName, KeyPlace};
use crate::kms::{AccountId, CustomKeyStoreId, KeyFamily, KeyId, KeyStore, Region, api::KeyMetadata};

/// The custom key stores of all Regions. Clones share structure.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CustomKeyStores(OrdMap<(Region, CustomKeyStoreId), Arc<CustomKeyStore>>);

impl CustomKeyStores {
    /// Every store, in the order of Regions and then of ids.
    pub fn iter(&self) -> impl Iterator<Item = &CustomKeyStore> {
        self.0.values().map(Arc::as_ref)
    }

    /// The stores of an account in a Region, in the order of ids.
    pub fn of(&self, region: Region, account: &AccountId) -> impl Iterator<Item = &CustomKeyStore> {
        self.iter().filter(move |it| it.region == region && it.account == *account)
    }

    /// The store with this id.
    pub fn get(&self, region: Region, id: &CustomKeyStoreId) -> Option<&CustomKeyStore> {
        self.0.get(&(region, id.clone())).map(Arc::as_ref)
    }

    pub(in crate::kms) fn get_mut(
        &mut self,
        region: Region,
        id: &CustomKeyStoreId,
    ) -> Option<&mut CustomKeyStore> {
        self.0.get_mut(&(region, id.clone())).map(Arc::make_mut)
    }

    pub(in crate::kms) fn insert(&mut self, store: CustomKeyStore) {
        self.0.insert((store.region, store.id.clone()), Arc::new(store));
    }

    pub(in crate::kms) fn remove(&mut self, region: Region, id: &CustomKeyStoreId) {
        self.0.remove(&(region, id.clone()));
    }

    /// Makes a collection of stores that were read.
    ///
    /// # Errors
    /// What is wrong with them.
    pub(in crate::kms) fn checked(stores: Vec<CustomKeyStore>) -> Result<Self, String> {
        let mut all = Self::default();
        for store in stores {
            let CustomKeyStore { id, name, region, account, .. } = &store;
            if all.get(*region, id).is_some() || all.of(*region, account).any(|it| it.name == *name) {
                return Err(format!("there are two custom key stores {id} or {name} in {region}"));
            }
            if all.of(*region, account).count() >= super::MAX_STORES {
                return Err(format!("{account} has too many custom key stores in {region}"));
            }
            all.insert(store);
        }
        Ok(all)
    }

    /// Holds a key that was read against the stores.
    ///
    /// # Errors
    /// If its place is in none of them, or in one of the other type.
    pub(in crate::kms) fn check_place(&self, family: &KeyFamily) -> Result<(), String> {
        let Some(place) = &family.place else { return Ok(()) };
        let fits = self.get(family.primary, place.store()).is_some_and(|store| {
            store.account == family.account
                && matches!(place, KeyPlace::CloudHsm { .. }) == store.cluster().is_some()
        });
        if fits {
            return Ok(());
        }
        Err(format!("key {} is in {}, which is no custom key store for it", family.id, place.store()))
    }
}

impl EndpointServiceName {
    /// Whether two names mean the same VPC endpoint service.
    pub(in crate::kms) fn is_same(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl KeyStore {
    /// Changes the request quota of a custom key store; false if there is no such store.
    pub fn set_requests_per_second(&mut self, region: Region, id: &CustomKeyStoreId, requests: u32) -> bool {
        match self.custom_key_stores.get_mut(region, id) {
            Some(store) => {
                store.requests_per_second = requests;
                true
            }
            None => false,
        }
    }

    /// The keys of a custom key store.
    pub fn keys_in_custom_key_store<'a>(
        &'a self,
        region: Region,
        id: &'a CustomKeyStoreId,
    ) -> impl Iterator<Item = &'a KeyFamily> {
        let families = self.keys_in(region).filter_map(|key| self.family(key));
        families.filter(move |family| family.place.as_ref().is_some_and(|place| place.store() == id))
    }

    /// `KeyMetadata` of the member in a Region, with what only its custom key store knows.
    pub fn metadata(&self, id: &KeyId, region: Region) -> Option<KeyMetadata> {
        let family = self.family(id)?;
        let mut metadata = family.metadata(region)?;
        let store = family.place.as_ref().and_then(|place| self.custom_key_stores.get(region, place.store()));
        metadata.cloud_hsm_cluster_id = store.and_then(|it| it.cluster()).map(|it| it.cluster.to_string());
        Some(metadata)
    }
}
