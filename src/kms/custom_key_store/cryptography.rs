//! Encryption under keys whose material is behind a custom key store.
//!
//! A ciphertext has the one layout of KMS. Its body is made by the cluster; or it is made by KMS under its own material
//! and then once more by the external key manager, so that neither can open it alone.

use rand_core::Rng as _;
use serde_json::{Value, json};

use super::{Backing, ClusterRefusal, Connection, CustomKeyStore, KeyHandle, KeyPlace, ProxyRequest};
use crate::kms::{
    CustomKeyStoreId, Exception, KeyId, KmsError, Region,
    api::EncryptionContext,
    cryptography::{self, BackingKey, CiphertextKind, SymmetricCiphertext, additional_data, unwrap, wrap},
    service::Service,
};

/// What KMS says of a ciphertext that does not open.
fn unreadable() -> KmsError {
    Exception::InvalidCiphertext.without_message()
}

/// What is authenticated with a ciphertext.
fn authenticated(ciphertext: &SymmetricCiphertext<'_>, context: &EncryptionContext) -> Vec<u8> {
    let SymmetricCiphertext { kind, material, nonce, .. } = ciphertext;
    additional_data(&SymmetricCiphertext::header(*kind, material, nonce), context).into_owned()
}

impl ClusterRefusal {
    fn of_cryptography(self) -> KmsError {
        match self {
            Self::NoKey => Exception::KmsInvalidState.with(
                "The key material of the KMS key was not found in the CloudHSM cluster that is associated with its \
                 custom key store.",
            ),
            Self::InvalidCiphertext => unreadable(),
        }
    }
}

impl Service<'_> {
    /// The store that a key is in, ready for use, with one more request counted.
    fn store_in_use(&mut self, region: Region, id: &CustomKeyStoreId) -> Result<CustomKeyStore, KmsError> {
        let now = self.now;
        let store = self.store.custom_key_stores.get_mut(region, id);
        let store = store.filter(|store| store.connection == Connection::Connected);
        // The key's own state told so already.
        let store =
            store.ok_or_else(|| Exception::KmsInvalidState.with(format!("{id} is not connected.")))?;
        if !store.meter.admit(now, store.requests_per_second) {
            return Err(Exception::Throttling.with(
                "You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls.",
            ));
        }
        Ok(store.clone())
    }

    /// The cluster of a store, if KMS can work with it now.
    ///
    /// # Errors
    /// What keeps it, in `exception`.
    pub(in crate::kms) fn cluster_at_work<'a>(
        &self,
        store: &'a CustomKeyStore,
        exception: Exception,
    ) -> Result<&'a str, KmsError> {
        let Some(settings) = store.cluster() else {
            return Err(Exception::KmsInternal.without_message()); // asked of CloudHSM key stores only
        };
        let why = match self.backends.cluster(store.region, &settings.cluster) {
            None => "was not found",
            Some(cluster) if !cluster.is_active => "is not active",
            Some(cluster) if cluster.active_hsms == 0 => "does not contain any active HSMs",
            Some(cluster) if !cluster.is_reachable || !cluster.admits_kms => "cannot be reached",
            Some(_) => return Ok(&settings.cluster),
        };
        Err(exception.with(format!(
            "The CloudHSM cluster {} that is associated with the custom key store {why}.",
            settings.cluster
        )))
    }

    /// Encrypts under a key that has its place in a custom key store.
    pub(in crate::kms) fn encrypt_in_store(
        &mut self,
        (region, place): (Region, &KeyPlace),
        version: &BackingKey,
        kind: CiphertextKind,
        plaintext: &[u8],
        context: &EncryptionContext,
    ) -> Result<Vec<u8>, KmsError> {
        let store = self.store_in_use(region, place.store())?;
        match (&store.backing, place, version.cluster_handle()) {
            (Backing::CloudHsm(_), KeyPlace::CloudHsm { .. }, Some(handle)) => {
                let cluster = self.cluster_at_work(&store, Exception::KmsInvalidState)?;
                let (mut nonce, mut iv) = ([0; 16], [0; 12]);
                self.rng.fill_bytes(&mut nonce);
                self.rng.fill_bytes(&mut iv);
                let made = SymmetricCiphertext { kind, material: version.id, nonce, iv, body: &[] };
                let (key, data) = ((region, cluster, handle), authenticated(&made, context));
                let body = self
                    .backends
                    .encrypt_in_cluster(key, &iv, &wrap(plaintext), &data)
                    .map_err(ClusterRefusal::of_cryptography)?;
                Ok(SymmetricCiphertext { body: &body, ..made }.to_bytes())
            }
            (Backing::External(proxy), KeyPlace::External { key, .. }, None) => {
                let inner = cryptography::encrypt(version, kind, plaintext, context, self.rng);
                let made = inner.as_deref().and_then(SymmetricCiphertext::parse);
                let made = made.ok_or_else(|| Exception::KmsInternal.without_message())?;
                let data = authenticated(&made, context);
                let request = ProxyRequest::Encrypt { key, plaintext: made.body, additional_data: &data };
                let body = self
                    .through_proxy(region, proxy, request)
                    .map_err(super::ProxyFailure::of_cryptography)?;
                Ok(SymmetricCiphertext { body: &body, ..made }.to_bytes())
            }
            // Keys are made where their store is, and stay there.
            _ => Err(Exception::KmsInternal.without_message()),
        }
    }

    /// Opens a ciphertext of a key that has its place in a custom key store.
    pub(in crate::kms) fn decrypt_in_store(
        &mut self,
        (region, place): (Region, &KeyPlace),
        version: &BackingKey,
        ciphertext: &SymmetricCiphertext<'_>,
        context: &EncryptionContext,
    ) -> Result<Vec<u8>, KmsError> {
        let store = self.store_in_use(region, place.store())?;
        let data = authenticated(ciphertext, context);
        match (&store.backing, place, version.cluster_handle()) {
            (Backing::CloudHsm(_), KeyPlace::CloudHsm { .. }, Some(handle)) => {
                let cluster = self.cluster_at_work(&store, Exception::KmsInvalidState)?;
                let wrapped = self
                    .backends
                    .decrypt_in_cluster((region, cluster, handle), &ciphertext.iv, ciphertext.body, &data)
                    .map_err(ClusterRefusal::of_cryptography)?;
                unwrap(wrapped).ok_or_else(unreadable)
            }
            (Backing::External(proxy), KeyPlace::External { key, .. }, None) => {
                let request =
                    ProxyRequest::Decrypt { key, ciphertext: ciphertext.body, additional_data: &data };
                let body = self
                    .through_proxy(region, proxy, request)
                    .map_err(super::ProxyFailure::of_cryptography)?;
                let inner = SymmetricCiphertext { body: &body, ..ciphertext.clone() };
                cryptography::decrypt(version, &inner, context).ok_or_else(|| {
                    Exception::KmsInvalidState.with(
                        "The ciphertext that the external key store proxy submitted for decryption, or the encryption \
                         context, is corrupted, missing, or otherwise invalid.",
                    )
                })
            }
            _ => Err(Exception::KmsInternal.without_message()),
        }
    }

    /// Makes its best effort to delete the material of a key from its cluster, and tells what came of it. External
    /// keys are their owner's and stay.
    pub(in crate::kms) fn delete_from_custom_key_store(
        &mut self,
        key: &KeyId,
        region: Region,
    ) -> Option<Value> {
        let family = self.store.family(key)?;
        let versions: Vec<(KeyHandle, String)> = family
            .material
            .all()
            .filter_map(|version| Some((version.cluster_handle()?, version.id.to_string())))
            .collect();
        let store = self.store.custom_key_stores.get(region, family.place.as_ref()?.store())?.clone();
        let Some(settings) = store.cluster() else {
            return Some(json!({ "customKeyStoreId": store.id }));
        };
        let at_work = store.connection == Connection::Connected
            && self.cluster_at_work(&store, Exception::KmsInvalidState).is_ok();
        let (mut keys, mut statuses) = (Vec::new(), Vec::new());
        for (handle, id) in versions {
            let deleted = at_work && self.backends.delete_key(region, &settings.cluster, handle);
            let status = if deleted { "SUCCESS" } else { "FAILURE" };
            let handle = format!("{:02}", handle.0);
            keys.push(json!({ "keyHandle": handle, "backingKeyId": id }));
            statuses.push(json!({ "keyHandle": handle, "backingKeyId": id, "deletionStatus": status }));
        }
        Some(json!({
            "customKeyStoreId": store.id,
            "clusterId": &*settings.cluster,
            "backingKeys": Value::Array(keys).to_string(),
            "backingKeysDeletionStatus": Value::Array(statuses).to_string(),
        }))
    }
}
