//! Custom key stores: what KMS knows of a key store whose keys are kept in a CloudHSM cluster, or by a key manager
//! outside AWS.
//!
//! | file | its one job |
//! | --- | --- |
//! | `backend` | what stands behind a store, as KMS sees it: [`Backends`] |
//! | `proxy` | why the proxy of an external key store refuses, and how KMS tells that |
//! | `rate` | so many requests a second |
//! | `collection` | the stores of all Regions |
//! | `cryptography` | encryption under keys whose material is behind a store |
//! | `connection` | how a store comes to be connected and disconnected, and what that does to its keys |

mod backend;
mod collection;
mod connection;
mod cryptography;
mod proxy;
mod rate;

use std::{fmt, sync::Arc};

use serde::{Deserialize, Serialize};

pub use self::{
    backend::{
        Backends, ClusterRefusal, ClusterView, EndpointServiceView, ExternalKeyView, KeyHandle, LogInRefusal,
        PROXY_TIMEOUT, ProxyAnswer, ProxyCall, ProxyReply, ProxyRequest,
    },
    collection::CustomKeyStores,
    proxy::ProxyFailure,
    rate::RateMeter,
};
use super::{
    AccountId, CustomKeyStoreId, EpochSeconds, Exception, KmsError, Region, Timestamp,
    api::{
        ConnectionErrorCode, ConnectionState, CustomKeyStoreType, CustomKeyStoresListEntry,
        XksProxyConfiguration, XksProxyConnectivity,
    },
};

/// The custom key stores that an account may have in a Region.
pub const MAX_STORES: usize = 10;
/// The requests for cryptography that KMS takes a second for the keys of one store.
pub const DEFAULT_REQUESTS_PER_SECOND: u32 = 1800;

/// A custom key store.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CustomKeyStore {
    /// Its id.
    pub id: CustomKeyStoreId,
    /// Its Region.
    pub region: Region,
    /// The account that owns it.
    pub account: AccountId,
    /// Its name, unique in account and Region.
    pub name: Arc<str>,
    /// When it was created.
    pub created: Timestamp,
    /// What stands behind it.
    pub backing: Backing,
    /// Whether it is connected to that.
    pub connection: Connection,
    /// How many requests for cryptography KMS takes a second.
    pub requests_per_second: u32,
    /// How many it took in this second.
    pub(super) meter: RateMeter,
}

/// What stands behind a custom key store, with what KMS needs to get there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Backing {
    /// A CloudHSM cluster.
    CloudHsm(ClusterSettings),
    /// A key manager outside AWS, behind a proxy.
    External(ProxySettings),
}

/// How KMS gets to a CloudHSM cluster.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClusterSettings {
    /// The cluster's id.
    pub cluster: Arc<str>,
    /// The certificate of the cluster.
    pub trust_anchor: Arc<str>,
    /// The password of `kmsuser`, as KMS believes it to be.
    pub password: Secret,
}

/// How KMS gets to the proxy of an external key manager.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProxySettings {
    /// `https://` and a host name.
    pub endpoint: Arc<str>,
    /// The base path of the proxy's API.
    pub path: Arc<str>,
    /// The VPC endpoint service that leads to the proxy; nothing if its endpoint is public.
    pub service: Option<EndpointServiceName>,
    /// What KMS signs its requests with.
    pub credential: ProxyCredential,
}

/// A VPC endpoint service, as a custom key store names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EndpointServiceName {
    /// `com.amazonaws.vpce.…`
    pub name: Arc<str>,
    /// The account that owns it.
    pub owner: AccountId,
}

/// What requests to a proxy are signed with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProxyCredential {
    /// Names the secret.
    pub access_key_id: Arc<str>,
    /// The secret.
    pub secret: Secret,
}

/// A password or another secret text. It is written to saves and shown nowhere.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Secret(pub Arc<str>);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

/// Whether a custom key store is connected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Connection {
    /// It never was, or it was ended on request.
    Disconnected,
    /// On the way to `Connected`, or to `Failed`.
    Connecting {
        /// When that will show.
        until: Timestamp,
    },
    /// Its keys can be used.
    Connected,
    /// The attempt to connect it failed.
    Failed(ConnectionErrorCode),
    /// On the way to `Disconnected`.
    Disconnecting {
        /// When it will be.
        until: Timestamp,
    },
}

impl Connection {
    /// The state's name in the API.
    pub fn state(self) -> ConnectionState {
        match self {
            Self::Disconnected => ConnectionState::Disconnected,
            Self::Connecting { .. } => ConnectionState::Connecting,
            Self::Connected => ConnectionState::Connected,
            Self::Failed(_) => ConnectionState::Failed,
            Self::Disconnecting { .. } => ConnectionState::Disconnecting,
        }
    }

    /// Why the last attempt failed, if the store is in that state.
    pub fn error(self) -> Option<ConnectionErrorCode> {
        match self {
            Self::Failed(code) => Some(code),
            _ => None,
        }
    }
}

/// Where a key of a custom key store has its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum KeyPlace {
    /// Its material is in the cluster behind a CloudHSM key store.
    CloudHsm {
        /// The custom key store.
        store: CustomKeyStoreId,
    },
    /// It has material of KMS and a key of the external key manager behind an external key store.
    External {
        /// The custom key store.
        store: CustomKeyStoreId,
        /// The external key's id.
        key: Arc<str>,
    },
}

impl KeyPlace {
    /// The custom key store.
    pub fn store(&self) -> &CustomKeyStoreId {
        match self {
            Self::CloudHsm { store } | Self::External { store, .. } => store,
        }
    }
}

impl ProxySettings {
    /// Whether the proxy is reached over the internet or through a VPC endpoint service.
    pub fn connectivity(&self) -> XksProxyConnectivity {
        match self.service {
            None => XksProxyConnectivity::PublicEndpoint,
            Some(_) => XksProxyConnectivity::VpcEndpointService,
        }
    }

    /// The host name of the endpoint.
    pub fn host(&self) -> &str {
        self.endpoint.strip_prefix("https://").unwrap_or(&self.endpoint)
    }
}

impl CustomKeyStore {
    /// Its type in the API.
    pub fn kind(&self) -> CustomKeyStoreType {
        match self.backing {
            Backing::CloudHsm(_) => CustomKeyStoreType::AwsCloudHsm,
            Backing::External(_) => CustomKeyStoreType::ExternalKeyStore,
        }
    }

    /// The cluster behind it, if it is a CloudHSM key store.
    pub fn cluster(&self) -> Option<&ClusterSettings> {
        match &self.backing {
            Backing::CloudHsm(cluster) => Some(cluster),
            Backing::External(_) => None,
        }
    }

    /// The proxy behind it, if it is an external key store.
    pub fn proxy(&self) -> Option<&ProxySettings> {
        match &self.backing {
            Backing::CloudHsm(_) => None,
            Backing::External(proxy) => Some(proxy),
        }
    }

    /// What `DescribeCustomKeyStores` tells of it: no password, no secret.
    pub fn entry(&self) -> CustomKeyStoresListEntry {
        let text = |text: &Arc<str>| Some(text.to_string());
        CustomKeyStoresListEntry {
            custom_key_store_id: self.id.to_string(),
            custom_key_store_name: self.name.to_string(),
            cloud_hsm_cluster_id: self.cluster().and_then(|it| text(&it.cluster)),
            trust_anchor_certificate: self.cluster().and_then(|it| text(&it.trust_anchor)),
            connection_state: Some(self.connection.state()),
            connection_error_code: self.connection.error(),
            creation_date: Some(EpochSeconds(self.created)),
            custom_key_store_type: Some(self.kind()),
            xks_proxy_configuration: self.proxy().map(|proxy| XksProxyConfiguration {
                connectivity: Some(proxy.connectivity()),
                access_key_id: text(&proxy.credential.access_key_id),
                uri_endpoint: text(&proxy.endpoint),
                uri_path: text(&proxy.path),
                vpc_endpoint_service_name: proxy.service.as_ref().and_then(|it| text(&it.name)),
                vpc_endpoint_service_owner: proxy.service.as_ref().map(|it| it.owner.to_string()),
            }),
        }
    }

    /// What KMS says when the state of the connection does not admit what is asked.
    pub(super) fn invalid_state(&self) -> KmsError {
        Exception::CustomKeyStoreInvalidState.with(format!(
            "{} is {}.",
            self.id,
            self.connection.state().name()
        ))
    }
}
