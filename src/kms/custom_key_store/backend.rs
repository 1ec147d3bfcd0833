//! What stands behind custom key stores, as KMS sees it: CloudHSM clusters it logs into, and proxies of external key
//! managers it sends requests to. Whoever runs the service says what there is.

use std::sync::Arc;

use rand_chacha::ChaCha20Rng;
use serde::{Deserialize, Serialize};

use super::{ProxyFailure, ProxySettings, Secret};
use crate::kms::{AccountId, Region, Span, Timestamp};

/// The number by which a cluster knows a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct KeyHandle(pub u32);

/// All that stands behind custom key stores.
pub trait Backends {
    /// The cluster with this id in a Region (CloudHSM's DescribeClusters).
    fn cluster(&self, region: Region, cluster: &str) -> Option<ClusterView>;

    /// Logs KMS into a cluster as `kmsuser`. Wrong passwords are counted.
    ///
    /// # Errors
    /// Why the cluster does not let it in.
    fn log_in(&mut self, region: Region, cluster: &str, password: &Secret) -> Result<(), LogInRefusal>;

    /// Changes the password of `kmsuser`, which KMS does as soon as it has logged in.
    fn change_password(&mut self, region: Region, cluster: &str, password: Secret);

    /// Has a cluster draw a 256-bit key; nothing if there is no such cluster.
    fn create_key(&mut self, region: Region, cluster: &str, rng: &mut ChaCha20Rng) -> Option<KeyHandle>;

    /// Deletes a key from a cluster; false if it is not there.
    fn delete_key(&mut self, region: Region, cluster: &str, key: KeyHandle) -> bool;

    /// Encrypts in a cluster by AES-256-GCM, under a key that is named by Region, cluster and handle.
    ///
    /// # Errors
    /// If the cluster has no such key.
    fn encrypt_in_cluster(
        &self,
        key: (Region, &str, KeyHandle),
        iv: &[u8; 12],
        plaintext: &[u8],
        additional_data: &[u8],
    ) -> Result<Vec<u8>, ClusterRefusal>;

    /// Decrypts in a cluster by AES-256-GCM, under a key that is named by Region, cluster and handle.
    ///
    /// # Errors
    /// If the cluster has no such key, or the ciphertext does not open.
    fn decrypt_in_cluster(
        &self,
        key: (Region, &str, KeyHandle),
        iv: &[u8; 12],
        ciphertext: &[u8],
        additional_data: &[u8],
    ) -> Result<Vec<u8>, ClusterRefusal>;

    /// Random bytes of a cluster.
    fn random_of_cluster(&self, region: Region, cluster: &str, bytes: &mut [u8], rng: &mut ChaCha20Rng);

    /// The VPC endpoint service with this name, if its owner lets KMS use it.
    fn endpoint_service(&self, region: Region, name: &str, owner: &AccountId) -> Option<EndpointServiceView>;

    /// Sends a request to the proxy of an external key manager.
    fn ask_proxy(&mut self, call: &ProxyCall<'_>, rng: &mut ChaCha20Rng) -> ProxyReply;
}

/// What KMS can see of a cluster without logging in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClusterView {
    /// Its certificate; clusters with a common backup history share it.
    pub certificate: Arc<str>,
    /// Whether it is initialised and active.
    pub is_active: bool,
    /// Its active HSMs.
    pub active_hsms: usize,
    /// The Availability Zones that have an active HSM.
    pub zones_with_hsms: usize,
    /// The Availability Zones that have a private subnet of the cluster.
    pub zones_with_subnets: usize,
    /// Whether every subnet of its configuration exists.
    pub has_all_subnets: bool,
    /// Whether every subnet has a free address.
    pub has_free_addresses: bool,
    /// Whether its security group admits TCP on the ports 2223 to 2225.
    pub admits_kms: bool,
    /// Whether the network carries.
    pub is_reachable: bool,
}

/// Why a cluster does not let KMS in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogInRefusal {
    /// It has no crypto user `kmsuser`.
    NoUser,
    /// Somebody else is logged in as `kmsuser`.
    LoggedIn,
    /// Too many wrong passwords were tried.
    LockedOut,
    /// The password is wrong.
    WrongPassword,
}

/// Why a cluster does not do what KMS, which is logged in, asks of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClusterRefusal {
    /// It has no such key.
    NoKey,
    /// The ciphertext does not open under the key.
    InvalidCiphertext,
}

/// What KMS can see of a VPC endpoint service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndpointServiceView {
    /// Its private DNS name.
    pub private_dns_name: Arc<str>,
    /// Whether it has a network load balancer in two Availability Zones, admits without acceptance, and the domain of
    /// its private DNS name is verified.
    pub is_fit: bool,
}

/// A signed request to a proxy.
#[derive(Clone, Debug)]
pub struct ProxyCall<'a> {
    /// The Region that it comes from.
    pub region: Region,
    /// When it is sent.
    pub now: Timestamp,
    /// Where to, and signed with what.
    pub proxy: &'a ProxySettings,
    /// What is asked.
    pub request: ProxyRequest<'a>,
}

/// The requests of the external key store proxy API.
#[derive(Clone, Copy, Debug)]
pub enum ProxyRequest<'a> {
    /// Do the proxy and its key manager work?
    GetHealthStatus,
    /// What kind of key is this?
    GetKeyMetadata {
        /// The external key's id.
        key: &'a str,
    },
    /// Encrypt.
    Encrypt {
        /// The external key's id.
        key: &'a str,
        /// What KMS has encrypted.
        plaintext: &'a [u8],
        /// What is authenticated with it.
        additional_data: &'a [u8],
    },
    /// Decrypt.
    Decrypt {
        /// The external key's id.
        key: &'a str,
        /// What the proxy answered to Encrypt.
        ciphertext: &'a [u8],
        /// What is authenticated with it.
        additional_data: &'a [u8],
    },
}

/// What comes back from a proxy, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProxyReply {
    /// How long it took; KMS waits [`PROXY_TIMEOUT`] at most.
    pub took: Span,
    /// The answer.
    pub answer: Result<ProxyAnswer, ProxyFailure>,
}

/// How long KMS waits for a proxy.
pub const PROXY_TIMEOUT: Span = Span::micros(250_000);

/// The answers of the external key store proxy API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProxyAnswer {
    /// To GetHealthStatus.
    Healthy,
    /// To GetKeyMetadata.
    Key(ExternalKeyView),
    /// To Encrypt and Decrypt.
    Bytes(Vec<u8>),
}

/// What a proxy tells of an external key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExternalKeyView {
    /// `AES_256`, if it is to back a KMS key.
    pub spec: Arc<str>,
    /// Whether it is enabled.
    pub is_enabled: bool,
    /// What it may be used for: `ENCRYPT` and `DECRYPT`, if it is to back a KMS key.
    pub usage: Vec<Arc<str>>,
}
