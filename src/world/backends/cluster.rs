//! A simulated CloudHSM cluster.

use std::{collections::BTreeSet, sync::Arc};

use imbl::OrdMap;
use rand_chacha::ChaCha20Rng;
use rand_core::Rng as _;
use serde::{Deserialize, Serialize};

use crate::kms::{
    Region,
    custom_key_store::{ClusterView, KeyHandle, LogInRefusal, Secret},
};

/// So many wrong passwords lock a crypto user out.
const MAX_WRONG_PASSWORDS: u32 = 5;

/// A CloudHSM cluster.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cluster {
    /// `cluster-…`
    pub id: Arc<str>,
    /// Its Region.
    pub region: Region,
    /// Its trust anchor certificate. Clusters made from each other's backups share it.
    pub certificate: Arc<str>,
    /// Whether it is initialised and active.
    pub is_active: bool,
    /// Its HSMs.
    pub hsms: Vec<Hsm>,
    /// Its private subnets.
    pub subnets: Vec<Subnet>,
    /// Whether its security group admits TCP on the ports 2223 to 2225.
    pub admits_kms: bool,
    /// Whether the network carries.
    pub is_reachable: bool,
    /// The crypto user `kmsuser`, if it was made.
    pub kmsuser: Option<CryptoUser>,
    /// The keys in it.
    keys: OrdMap<KeyHandle, Arc<HsmKey>>,
    /// How many keys were ever made in it.
    keys_made: u32,
}

/// An HSM of a cluster.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hsm {
    /// Its Availability Zone.
    pub zone: Arc<str>,
    /// Whether it is active.
    pub is_active: bool,
}

/// A private subnet of a cluster.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subnet {
    /// Its Availability Zone.
    pub zone: Arc<str>,
    /// Whether it still exists.
    pub exists: bool,
    /// Its free addresses.
    pub free_addresses: u32,
}

/// The crypto user `kmsuser` of a cluster.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CryptoUser {
    password: Secret,
    wrong_passwords: u32,
    /// Whether somebody other than KMS is logged in.
    pub is_logged_in: bool,
}

/// A key that never leaves its cluster.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
struct HsmKey(#[serde(with = "super::external::base64_key")] [u8; 32]);

impl std::fmt::Debug for HsmKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("HsmKey")
    }
}

impl CryptoUser {
    /// A user with this password, logged in nowhere.
    pub fn new(password: &str) -> Self {
        Self { password: Secret(password.into()), wrong_passwords: 0, is_logged_in: false }
    }

    /// Its password, as the cluster's administrator knows it.
    pub fn password(&self) -> &Secret {
        &self.password
    }

    /// Whether too many wrong passwords were tried.
    pub fn is_locked_out(&self) -> bool {
        self.wrong_passwords >= MAX_WRONG_PASSWORDS
    }
}

impl Cluster {
    /// A cluster made from a backup of this one: the same certificate, users and keys under another id.
    pub fn restored_as(&self, id: &str) -> Self {
        Self { id: id.into(), ..self.clone() }
    }

    /// Gives `kmsuser` another password, which also ends a lock-out.
    pub fn set_password(&mut self, password: Secret) {
        if let Some(user) = &mut self.kmsuser {
            user.password = password;
            user.wrong_passwords = 0;
        }
    }

    /// The keys in it.
    pub fn keys(&self) -> impl Iterator<Item = KeyHandle> {
        self.keys.keys().copied()
    }

    /// Deletes a key; false if it is not there.
    pub fn delete_key(&mut self, key: KeyHandle) -> bool {
        self.keys.remove(&key).is_some()
    }

    pub(super) fn key(&self, key: KeyHandle) -> Option<&[u8; 32]> {
        self.keys.get(&key).map(|key| &key.0)
    }

    pub(super) fn create_key(&mut self, rng: &mut ChaCha20Rng) -> KeyHandle {
        let mut secret = [0; 32];
        rng.fill_bytes(&mut secret);
        self.keys_made += 1;
        let handle = KeyHandle(self.keys_made);
        self.keys.insert(handle, Arc::new(HsmKey(secret)));
        handle
    }

    pub(super) fn log_in(&mut self, password: &Secret) -> Result<(), LogInRefusal> {
        let user = self.kmsuser.as_mut().ok_or(LogInRefusal::NoUser)?;
        if user.is_logged_in {
            return Err(LogInRefusal::LoggedIn);
        }
        if user.is_locked_out() {
            return Err(LogInRefusal::LockedOut);
        }
        if user.password != *password {
            user.wrong_passwords += 1;
            return Err(LogInRefusal::WrongPassword);
        }
        user.wrong_passwords = 0;
        Ok(())
    }

    pub(super) fn view(&self) -> ClusterView {
        let active = || self.hsms.iter().filter(|hsm| hsm.is_active);
        let subnets = || self.subnets.iter().filter(|subnet| subnet.exists);
        let zones_with_hsms: BTreeSet<_> = active().map(|hsm| &hsm.zone).collect();
        let zones_with_subnets: BTreeSet<_> = subnets().map(|subnet| &subnet.zone).collect();
        ClusterView {
            certificate: Arc::clone(&self.certificate),
            is_active: self.is_active,
            active_hsms: active().count(),
            zones_with_hsms: zones_with_hsms.len(),
            zones_with_subnets: zones_with_subnets.len(),
            has_all_subnets: self.subnets.iter().all(|subnet| subnet.exists),
            has_free_addresses: subnets().all(|subnet| subnet.free_addresses > 0),
            admits_kms: self.admits_kms,
            is_reachable: self.is_reachable,
        }
    }
}
