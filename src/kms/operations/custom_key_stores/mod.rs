//! The operations on custom key stores, and what other operations do with keys in them.
//!
//! | file | its one job |
//! | --- | --- |
//! | here | Connect, Disconnect, Delete and DescribeCustomKeyStores |
//! | `create` | CreateCustomKeyStore |
//! | `update` | UpdateCustomKeyStore |
//! | `backing` | holds clusters and proxies against what a custom key store demands of them |
//! | `keys` | CreateKey in a custom key store, random bytes of a cluster, and what keys in stores cannot do |

mod backing;
mod create;
mod keys;
mod update;

use std::borrow::Cow;

use super::pagination::{Paging, page};
use crate::kms::{
    CustomKeyStoreId, Exception, KmsError,
    access::ConditionValues,
    api::{
        ConnectCustomKeyStoreRequest, DeleteCustomKeyStoreRequest, DescribeCustomKeyStoresRequest,
        DescribeCustomKeyStoresResponse, DisconnectCustomKeyStoreRequest, EmptyResponse, Operation,
    },
    custom_key_store::{Backing, Connection, CustomKeyStore},
    service::Handling,
};

pub(super) use self::keys::check_members;

/// What KMS says of a custom key store that is not there.
fn not_found(named: &str) -> KmsError {
    Exception::CustomKeyStoreNotFound
        .with(format!("Custom key store {named} does not exist in this account and Region."))
}

impl Handling<'_, '_> {
    /// Asks the caller's own policies: no key policy judges operations on custom key stores.
    fn authorise_stores(&self, operation: Operation) -> Result<(), KmsError> {
        self.authorise_account(operation.name(), "*", &ConditionValues::default())
    }

    /// The caller's account's store with an id, in this Region.
    fn custom_key_store(&self, id: &str) -> Result<&CustomKeyStore, KmsError> {
        let stores = &self.service.store.custom_key_stores;
        let found = CustomKeyStoreId::parse(id).and_then(|id| stores.get(self.region, &id));
        found.filter(|store| store.account == *self.account()).ok_or_else(|| not_found(id))
    }

    pub(super) fn connect_custom_key_store(
        &mut self,
        request: &ConnectCustomKeyStoreRequest,
    ) -> Result<EmptyResponse, KmsError> {
        self.authorise_stores(Operation::ConnectCustomKeyStore)?;
        let store = self.custom_key_store(&request.custom_key_store_id)?;
        match store.connection {
            Connection::Disconnected => {}
            Connection::Connected | Connection::Connecting { .. } => return Ok(EmptyResponse::default()),
            Connection::Failed(_) | Connection::Disconnecting { .. } => return Err(store.invalid_state()),
        }
        let (region, id) = (self.region, store.id.clone());
        // What is plainly wrong with a cluster is told at once; all else shows when the attempt ends.
        if let Backing::CloudHsm(settings) = &store.backing
            && let Some(cluster) = self.service.backends.cluster(region, &settings.cluster)
        {
            backing::require_active(&cluster, &settings.cluster)?;
            backing::require_hsms(&cluster, &settings.cluster, 1)?;
        }
        self.service.start_connecting(region, &id);
        Ok(EmptyResponse::default())
    }

    pub(super) fn disconnect_custom_key_store(
        &mut self,
        request: &DisconnectCustomKeyStoreRequest,
    ) -> Result<EmptyResponse, KmsError> {
        self.authorise_stores(Operation::DisconnectCustomKeyStore)?;
        let store = self.custom_key_store(&request.custom_key_store_id)?;
        if matches!(store.connection, Connection::Disconnected | Connection::Disconnecting { .. }) {
            return Err(store.invalid_state());
        }
        let (region, id) = (self.region, store.id.clone());
        self.service.start_disconnecting(region, &id);
        Ok(EmptyResponse::default())
    }

    pub(super) fn delete_custom_key_store(
        &mut self,
        request: &DeleteCustomKeyStoreRequest,
    ) -> Result<EmptyResponse, KmsError> {
        self.authorise_stores(Operation::DeleteCustomKeyStore)?;
        let store = self.custom_key_store(&request.custom_key_store_id)?;
        if store.connection != Connection::Disconnected {
            return Err(store.invalid_state());
        }
        let (region, id) = (self.region, store.id.clone());
        let keys = self.service.store.keys_in_custom_key_store(region, &id).count();
        if keys > 0 {
            return Err(Exception::CustomKeyStoreHasCmks.with(format!("{id} contains {keys} KMS keys.")));
        }
        self.service.store.custom_key_stores.remove(region, &id);
        Ok(EmptyResponse::default())
    }

    pub(super) fn describe_custom_key_stores(
        &mut self,
        request: &DescribeCustomKeyStoresRequest,
    ) -> Result<DescribeCustomKeyStoresResponse, KmsError> {
        let (id, name) = (request.custom_key_store_id.as_deref(), request.custom_key_store_name.as_deref());
        if id.is_some() && name.is_some() {
            return Err(Exception::Validation
                .with("Please specify either CustomKeyStoreId or CustomKeyStoreName, but not both."));
        }
        self.authorise_stores(Operation::DescribeCustomKeyStores)?;
        let stores = self.service.store.custom_key_stores.of(self.region, self.account());
        let entries: Vec<_> = stores
            .filter(|store| id.is_none_or(|id| id == store.id.as_str()))
            .filter(|store| name.is_none_or(|name| name == &*store.name))
            .map(CustomKeyStore::entry)
            .collect();
        if let Some(named) = id.or(name)
            && entries.is_empty()
        {
            return Err(not_found(named));
        }
        let paging = Paging {
            operation: Operation::DescribeCustomKeyStores,
            limit: request.limit,
            default_limit: 100,
            marker: request.marker.as_deref(),
        };
        let page = page(entries.into_iter(), &paging, |it| Cow::Borrowed(&it.custom_key_store_id))?;
        Ok(DescribeCustomKeyStoresResponse {
            custom_key_stores: page.entries,
            next_marker: page.next_marker,
            truncated: page.truncated,
        })
    }
}
