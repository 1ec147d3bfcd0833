//! CreateKey in a custom key store, random bytes of a cluster, and what keys in stores cannot do.

use super::backing::{HSMS_TO_CREATE, require_hsms};
use crate::kms::{
    CustomKeyStoreId, Exception, KeyFamily, KeyId, KmsError,
    api::{CreateKeyRequest, KeySpec, Origin},
    cryptography::{BackingKey, Material},
    custom_key_store::{Backing, Connection, CustomKeyStore, KeyPlace, ProxyFailure},
    resolve::ResolvedKey,
    service::Handling,
};

/// Refuses a CreateKey whose origin, store and external key do not go together, or whose kind of key no store has.
///
/// # Errors
/// `ValidationException`, `UnsupportedOperationException`.
pub(in crate::kms::operations) fn check_members(
    request: &CreateKeyRequest,
    spec: KeySpec,
) -> Result<(), KmsError> {
    let origin = request.origin.unwrap_or(Origin::AwsKms);
    let is_in_store = matches!(origin, Origin::AwsCloudHsm | Origin::ExternalKeyStore);
    let invalid = |text: String| Err(Exception::Validation.with(text));
    match &request.custom_key_store_id {
        None if is_in_store => {
            return invalid(format!("You must specify CustomKeyStoreId when Origin is {}.", origin.name()));
        }
        Some(_) if !is_in_store => {
            return invalid(format!("CustomKeyStoreId is not valid when Origin is {}.", origin.name()));
        }
        _ => {}
    }
    match &request.xks_key_id {
        None if origin == Origin::ExternalKeyStore => {
            return invalid("You must specify XksKeyId when Origin is EXTERNAL_KEY_STORE.".to_owned());
        }
        Some(_) if origin != Origin::ExternalKeyStore => {
            return invalid(format!("XksKeyId is not valid when Origin is {}.", origin.name()));
        }
        _ => {}
    }
    if is_in_store && (request.multi_region || spec != KeySpec::SymmetricDefault) {
        return Err(Exception::UnsupportedOperation.without_message());
    }
    Ok(())
}

impl Handling<'_, '_> {
    /// The store that is to make or hold something, connected.
    fn connected_store(&self, id: &str) -> Result<&CustomKeyStore, KmsError> {
        let store = self.custom_key_store(id)?;
        if store.connection == Connection::Connected { Ok(store) } else { Err(store.invalid_state()) }
    }

    /// Where a new key has its place, if in a custom key store, after all that store demands was checked.
    ///
    /// # Errors
    /// The exceptions of CreateKey for custom key stores and external keys.
    pub(in crate::kms::operations) fn place_for_new_key(
        &mut self,
        request: &CreateKeyRequest,
    ) -> Result<Option<KeyPlace>, KmsError> {
        let Some(id) = &request.custom_key_store_id else { return Ok(None) };
        let store = self.custom_key_store(id)?;
        let origin = request.origin.unwrap_or(Origin::AwsKms);
        if (origin == Origin::AwsCloudHsm) != store.cluster().is_some() {
            return Err(Exception::UnsupportedOperation.with(format!(
                "{id} has a CustomKeyStoreType of {}, which is not valid for a KMS key with an Origin of {}.",
                store.kind().name(),
                origin.name()
            )));
        }
        let store = self.connected_store(id)?.clone();
        match &store.backing {
            Backing::CloudHsm(settings) => {
                let at_work =
                    self.service.cluster_at_work(&store, Exception::CloudHsmClusterInvalidConfiguration)?;
                let cluster = self.service.backends.cluster(self.region, at_work);
                if let Some(cluster) = cluster {
                    require_hsms(&cluster, &settings.cluster, HSMS_TO_CREATE)?;
                }
                Ok(Some(KeyPlace::CloudHsm { store: store.id }))
            }
            Backing::External(proxy) => {
                let Some(key) = &request.xks_key_id else { return Ok(None) }; // its lack was refused before
                let keys = self.service.store.keys_in_custom_key_store(self.region, &store.id);
                if { keys }.any(|family| uses_external_key(family, key)) {
                    return Err(Exception::XksKeyAlreadyInUse.with(format!(
                        "The external key {key} is already associated with another KMS key in this external key store."
                    )));
                }
                let external = self
                    .service
                    .external_key(self.region, proxy, key)
                    .map_err(ProxyFailure::of_create_key)?;
                let unfit = |text: String| Err(Exception::XksKeyInvalidConfiguration.with(text));
                if &*external.spec != "AES_256" {
                    return unfit(format!(
                        "The key spec of the external key must be AES_256. The key spec of specified external key is {}.",
                        external.spec
                    ));
                }
                if !external.is_enabled {
                    return unfit(
                        "The status of the external key must be ENABLED. The status of specified external key is \
                         DISABLED."
                            .to_owned(),
                    );
                }
                if !["ENCRYPT", "DECRYPT"].iter().all(|usage| external.usage.iter().any(|it| &**it == *usage))
                {
                    return unfit(format!(
                        "The key usage of the external key must include ENCRYPT and DECRYPT. The key use of specified \
                         external key is {}.",
                        external.usage.join(", ")
                    ));
                }
                Ok(Some(KeyPlace::External { store: store.id, key: key.as_str().into() }))
            }
        }
    }

    /// Has the cluster behind a store make the material of a new key.
    ///
    /// # Errors
    /// `KMSInternalException`, if the cluster went meanwhile.
    pub(in crate::kms::operations) fn material_in_cluster(
        &mut self,
        store: &CustomKeyStoreId,
        key: &KeyId,
    ) -> Result<BackingKey, KmsError> {
        let (region, service) = (self.region, &mut *self.service);
        let settings = service.store.custom_key_stores.get(region, store).and_then(CustomKeyStore::cluster);
        let handle = settings.and_then(|it| service.backends.create_key(region, &it.cluster, service.rng));
        let handle = handle.ok_or_else(|| Exception::KmsInternal.without_message())?;
        Ok(BackingKey::new(key, Material::CloudHsm(handle.0.to_be_bytes()), service.now, None))
    }

    /// Fills `bytes` with random bytes of the cluster behind a CloudHSM key store (GenerateRandom).
    ///
    /// # Errors
    /// `CustomKeyStoreNotFoundException`, `CustomKeyStoreInvalidStateException`; `UnsupportedOperationException` for an
    /// external key store.
    pub(in crate::kms::operations) fn random_of_store(
        &mut self,
        id: &str,
        bytes: &mut [u8],
    ) -> Result<(), KmsError> {
        let store = self.custom_key_store(id)?;
        if store.cluster().is_none() {
            return Err(Exception::UnsupportedOperation.with(format!(
                "{id} has a CustomKeyStoreType of EXTERNAL_KEY_STORE, which is not valid for GenerateRandom."
            )));
        }
        let store = self.connected_store(id)?.clone();
        let cluster = self.service.cluster_at_work(&store, Exception::CustomKeyStoreInvalidState)?;
        let (region, service) = (self.region, &mut *self.service);
        service.backends.random_of_cluster(region, cluster, bytes, service.rng);
        Ok(())
    }

    /// Whether a key is in a custom key store that is not connected.
    pub(in crate::kms::operations) fn is_cut_off(&self, family: &KeyFamily) -> bool {
        let stores = &self.service.store.custom_key_stores;
        let store = family.place.as_ref().and_then(|place| stores.get(family.primary, place.store()));
        store.is_some_and(|store| store.connection != Connection::Connected)
    }

    /// Refuses what no key of a custom key store can do: rotation, import, data key pairs.
    ///
    /// # Errors
    /// `UnsupportedOperationException`.
    pub(in crate::kms::operations) fn refuse_key_in_store(&self, key: &ResolvedKey) -> Result<(), KmsError> {
        let (family, _) = self.member(&key.id)?;
        if family.place.is_some() { self.require_origin(key, Origin::AwsKms) } else { Ok(()) }
    }
}

fn uses_external_key(family: &KeyFamily, external: &str) -> bool {
    matches!(&family.place, Some(KeyPlace::External { key, .. }) if **key == *external)
}
