//! What stands behind custom key stores: simulated CloudHSM clusters, and external key managers behind proxies.
//!
//! KMS reaches them through [`kms::custom_key_store::Backends`](crate::kms::custom_key_store::Backends) only. Drills and
//! lessons change them: HSMs go, passwords change, proxies slow down.

mod cluster;
mod external;

use std::sync::Arc;

use imbl::OrdMap;
use rand_chacha::ChaCha20Rng;
use rand_core::Rng as _;
use serde::{Deserialize, Serialize};

pub use self::{
    cluster::{Cluster, CryptoUser, Hsm, Subnet},
    external::{EndpointService, ExternalKey, ExternalKeyManager},
};
use crate::kms::{
    AccountId, Region, Span, cryptography,
    custom_key_store::{
        self, ClusterRefusal, ClusterView, EndpointServiceView, KeyHandle, LogInRefusal, ProxyCall,
        ProxyFailure, ProxyReply, Secret,
    },
};

/// All clusters and external key managers of a world. Clones share structure.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "SavedBackends", into = "SavedBackends")]
pub struct Backends {
    clusters: OrdMap<Arc<str>, Arc<Cluster>>,
    managers: OrdMap<Arc<str>, Arc<ExternalKeyManager>>,
}

#[derive(Serialize, Deserialize)]
struct SavedBackends {
    clusters: Vec<Arc<Cluster>>,
    managers: Vec<Arc<ExternalKeyManager>>,
}

impl TryFrom<SavedBackends> for Backends {
    type Error = String;

    fn try_from(saved: SavedBackends) -> Result<Self, String> {
        let mut backends = Self::default();
        for cluster in saved.clusters {
            let id = Arc::clone(&cluster.id);
            if backends.clusters.insert(Arc::clone(&id), cluster).is_some() {
                return Err(format!("there are two clusters {id}"));
            }
        }
        for manager in saved.managers {
            let name = Arc::clone(&manager.name);
            if backends.managers.insert(Arc::clone(&name), manager).is_some() {
                return Err(format!("there are two external key managers {name}"));
            }
        }
        Ok(backends)
    }
}

impl From<Backends> for SavedBackends {
    fn from(backends: Backends) -> Self {
        Self {
            clusters: backends.clusters.values().cloned().collect(),
            managers: backends.managers.values().cloned().collect(),
        }
    }
}

impl Backends {
    /// The cluster and the external key manager that every new world has.
    pub fn of_a_new_world() -> Self {
        ron::from_str(include_str!("../../../assets/data/backends.ron"))
            .expect("the embedded backends are read by a test of this file")
    }

    /// Every cluster, in the order of ids.
    pub fn clusters(&self) -> impl Iterator<Item = &Cluster> {
        self.clusters.values().map(Arc::as_ref)
    }

    /// The cluster with this id.
    pub fn cluster(&self, id: &str) -> Option<&Cluster> {
        self.clusters.get(id).map(Arc::as_ref)
    }

    /// [`Self::cluster`], to change it.
    pub fn cluster_mut(&mut self, id: &str) -> Option<&mut Cluster> {
        self.clusters.get_mut(id).map(Arc::make_mut)
    }

    /// Adds a cluster, in place of one with the same id.
    pub fn add_cluster(&mut self, cluster: Cluster) {
        self.clusters.insert(Arc::clone(&cluster.id), Arc::new(cluster));
    }

    /// Takes a cluster away, with all keys in it.
    pub fn remove_cluster(&mut self, id: &str) -> Option<Cluster> {
        self.clusters.remove(id).map(Arc::unwrap_or_clone)
    }

    /// Every external key manager, in the order of names.
    pub fn managers(&self) -> impl Iterator<Item = &ExternalKeyManager> {
        self.managers.values().map(Arc::as_ref)
    }

    /// The external key manager with this name.
    pub fn manager(&self, name: &str) -> Option<&ExternalKeyManager> {
        self.managers.get(name).map(Arc::as_ref)
    }

    /// [`Self::manager`], to change it.
    pub fn manager_mut(&mut self, name: &str) -> Option<&mut ExternalKeyManager> {
        self.managers.get_mut(name).map(Arc::make_mut)
    }

    /// Adds an external key manager, in place of one with the same name.
    pub fn add_manager(&mut self, manager: ExternalKeyManager) {
        self.managers.insert(Arc::clone(&manager.name), Arc::new(manager));
    }

    fn cluster_of(&self, region: Region, id: &str) -> Option<&Cluster> {
        self.cluster(id).filter(|it| it.region == region)
    }

    fn cluster_of_mut(&mut self, region: Region, id: &str) -> Option<&mut Cluster> {
        self.cluster_of(region, id)?;
        self.cluster_mut(id)
    }
}

impl custom_key_store::Backends for Backends {
    fn cluster(&self, region: Region, cluster: &str) -> Option<ClusterView> {
        self.cluster_of(region, cluster).map(Cluster::view)
    }

    fn log_in(&mut self, region: Region, cluster: &str, password: &Secret) -> Result<(), LogInRefusal> {
        self.cluster_of_mut(region, cluster).ok_or(LogInRefusal::NoUser)?.log_in(password)
    }

    fn change_password(&mut self, region: Region, cluster: &str, password: Secret) {
        if let Some(cluster) = self.cluster_of_mut(region, cluster) {
            cluster.set_password(password);
        }
    }

    fn create_key(&mut self, region: Region, cluster: &str, rng: &mut ChaCha20Rng) -> Option<KeyHandle> {
        Some(self.cluster_of_mut(region, cluster)?.create_key(rng))
    }

    fn delete_key(&mut self, region: Region, cluster: &str, key: KeyHandle) -> bool {
        self.cluster_of_mut(region, cluster).is_some_and(|cluster| cluster.delete_key(key))
    }

    fn encrypt_in_cluster(
        &self,
        (region, cluster, key): (Region, &str, KeyHandle),
        iv: &[u8; 12],
        plaintext: &[u8],
        additional_data: &[u8],
    ) -> Result<Vec<u8>, ClusterRefusal> {
        let secret = self.cluster_of(region, cluster).and_then(|it| it.key(key));
        Ok(cryptography::seal(secret.ok_or(ClusterRefusal::NoKey)?, iv, plaintext, additional_data))
    }

    fn decrypt_in_cluster(
        &self,
        (region, cluster, key): (Region, &str, KeyHandle),
        iv: &[u8; 12],
        ciphertext: &[u8],
        additional_data: &[u8],
    ) -> Result<Vec<u8>, ClusterRefusal> {
        let secret = self.cluster_of(region, cluster).and_then(|it| it.key(key));
        cryptography::unseal(secret.ok_or(ClusterRefusal::NoKey)?, iv, ciphertext, additional_data)
            .ok_or(ClusterRefusal::InvalidCiphertext)
    }

    fn random_of_cluster(&self, _: Region, _: &str, bytes: &mut [u8], rng: &mut ChaCha20Rng) {
        rng.fill_bytes(bytes); // a world has one source of randomness
    }

    fn endpoint_service(&self, region: Region, name: &str, owner: &AccountId) -> Option<EndpointServiceView> {
        let service = self.managers().filter_map(|it| it.service.as_ref()).find(|it| *it.name == *name)?;
        (service.region == region && service.owner == *owner && service.allows_kms).then(|| service.view())
    }

    fn ask_proxy(&mut self, call: &ProxyCall<'_>, rng: &mut ChaCha20Rng) -> ProxyReply {
        let asked = self.managers().find(|it| it.is_at(call)).map(|it| Arc::clone(&it.name));
        match asked.and_then(|name| self.manager_mut(&name)) {
            Some(manager) => manager.answer(call, rng),
            None => ProxyReply { took: Span::ZERO, answer: Err(ProxyFailure::NotReachable) },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_world_has_a_cluster_and_an_external_key_manager_that_are_fit_for_use() {
        let backends = Backends::of_a_new_world();
        let cluster = backends.clusters().next().expect("one cluster");
        let view = cluster.view();
        assert!(view.is_active && view.is_reachable && view.admits_kms && view.has_all_subnets);
        assert!(view.zones_with_hsms >= 2 && view.zones_with_subnets >= 2 && view.has_free_addresses);
        let manager = backends.managers().next().expect("one manager");
        assert!(manager.is_reachable && manager.is_healthy && manager.answer_time < Span::micros(250_000));
        assert!(manager.keys.values().any(|key| key.is_enabled && &*key.spec == "AES_256"));
    }

    #[test]
    fn a_save_with_two_of_one_name_is_refused() {
        let mut saved = SavedBackends::from(Backends::of_a_new_world());
        saved.clusters.push(Arc::clone(&saved.clusters[0]));
        assert!(Backends::try_from(saved).expect_err("two").contains("two clusters"));
        let mut saved = SavedBackends::from(Backends::of_a_new_world());
        saved.managers.push(Arc::clone(&saved.managers[0]));
        assert!(Backends::try_from(saved).expect_err("two").contains("two external key managers"));
    }
}
