//! Custom key stores: the six operations, both kinds of backing, and keys whose material is outside KMS.

mod cluster;
mod external;
mod keys;
mod operations;
mod outside;
mod saves;

use mrk_console::{
    kms::{CustomKeyStoreId, Span, api::*},
    world::backends::{Cluster, ExternalKeyManager},
};

use crate::scene::*;

/// The cluster that every new world has.
pub const CLUSTER: &str = "cluster-2aeqkzbgxyt";
/// The external key manager that every new world has.
pub const MANAGER: &str = "Own key manager";
/// The password of the cluster's `kmsuser`.
pub const PASSWORD: &str = "kmsPswd-1";
/// An external key that is fit for use.
pub const EXTERNAL_KEY: &str = "bb8562717f809024";
/// The secret that the proxy knows.
pub const SECRET: &str = "DXjSUawnel2fr6SKC7G25CNxTyWKE5PF9XX6H/u9pSo=";

impl Scene {
    pub fn cluster(&mut self) -> &mut Cluster {
        self.world.backends_mut().cluster_mut(CLUSTER).expect("in every new world")
    }

    pub fn manager(&mut self) -> &mut ExternalKeyManager {
        self.world.backends_mut().manager_mut(MANAGER).expect("in every new world")
    }

    /// A CloudHSM key store, disconnected.
    pub fn cluster_store(&mut self) -> String {
        let request = cluster_store(self, "Cluster store");
        self.ask(us(), request).custom_key_store_id
    }

    /// An external key store with a public endpoint, disconnected.
    pub fn external_store(&mut self) -> String {
        self.ask(us(), external_store("External store")).custom_key_store_id
    }

    /// Connects a store and waits for the end of that.
    pub fn connect(&mut self, store: &str) {
        self.ask(us(), connect(store));
        self.pass(Span::seconds(20 * 60));
    }

    pub fn disconnect(&mut self, store: &str) {
        self.ask(us(), disconnect(store));
        self.pass(Span::seconds(5));
    }

    pub fn entry(&mut self, store: &str) -> CustomKeyStoresListEntry {
        let mut found = self.ask(us(), describe_store(store)).custom_key_stores;
        assert_eq!(found.len(), 1);
        found.remove(0)
    }

    pub fn connection(&mut self, store: &str) -> ConnectionState {
        self.entry(store).connection_state.expect("always told")
    }

    pub fn key_in_cluster(&mut self, store: &str) -> String {
        self.ask(us(), cluster_key(store)).key_metadata.key_id
    }

    pub fn key_outside(&mut self, store: &str) -> String {
        self.ask(us(), external_key(store, EXTERNAL_KEY)).key_metadata.key_id
    }

    /// A connected CloudHSM key store with a key.
    pub fn with_key_in_cluster() -> (Self, String, String) {
        let mut scene = Self::new();
        let store = scene.cluster_store();
        scene.connect(&store);
        let key = scene.key_in_cluster(&store);
        (scene, store, key)
    }

    /// A connected external key store with a key.
    pub fn with_key_outside() -> (Self, String, String) {
        let mut scene = Self::new();
        let store = scene.external_store();
        scene.connect(&store);
        let key = scene.key_outside(&store);
        (scene, store, key)
    }
}

pub fn store_id(text: &str) -> CustomKeyStoreId {
    CustomKeyStoreId::parse(text).expect("an id")
}

pub fn cluster_store(scene: &Scene, name: &str) -> CreateCustomKeyStoreRequest {
    let cluster = scene.world.backends().cluster(CLUSTER).expect("in every new world");
    CreateCustomKeyStoreRequest {
        custom_key_store_name: name.to_owned(),
        cloud_hsm_cluster_id: Some(CLUSTER.to_owned()),
        trust_anchor_certificate: Some(cluster.certificate.to_string()),
        key_store_password: Some(PASSWORD.to_owned()),
        ..Default::default()
    }
}

pub fn credential(secret: &str) -> XksProxyAuthenticationCredential {
    XksProxyAuthenticationCredential {
        access_key_id: "ABCDE234567EXAMPLE2345".to_owned(),
        raw_secret_access_key: secret.to_owned(),
    }
}

pub fn external_store(name: &str) -> CreateCustomKeyStoreRequest {
    CreateCustomKeyStoreRequest {
        custom_key_store_name: name.to_owned(),
        custom_key_store_type: Some(CustomKeyStoreType::ExternalKeyStore),
        xks_proxy_uri_endpoint: Some("https://xks.example.com".to_owned()),
        xks_proxy_uri_path: Some("/main/kms/xks/v1".to_owned()),
        xks_proxy_authentication_credential: Some(credential(SECRET)),
        xks_proxy_connectivity: Some(XksProxyConnectivity::PublicEndpoint),
        ..Default::default()
    }
}

/// The same through the VPC endpoint service.
pub fn private_store(name: &str) -> CreateCustomKeyStoreRequest {
    CreateCustomKeyStoreRequest {
        xks_proxy_uri_endpoint: Some("https://private.xks.example.com".to_owned()),
        xks_proxy_connectivity: Some(XksProxyConnectivity::VpcEndpointService),
        xks_proxy_vpc_endpoint_service_name: Some(
            "com.amazonaws.vpce.us-east-1.vpce-svc-0example1234567890".to_owned(),
        ),
        ..external_store(name)
    }
}

pub fn connect(store: &str) -> ConnectCustomKeyStoreRequest {
    ConnectCustomKeyStoreRequest { custom_key_store_id: store.to_owned() }
}

pub fn disconnect(store: &str) -> DisconnectCustomKeyStoreRequest {
    DisconnectCustomKeyStoreRequest { custom_key_store_id: store.to_owned() }
}

pub fn delete_store(store: &str) -> DeleteCustomKeyStoreRequest {
    DeleteCustomKeyStoreRequest { custom_key_store_id: store.to_owned() }
}

pub fn describe_store(store: &str) -> DescribeCustomKeyStoresRequest {
    DescribeCustomKeyStoresRequest { custom_key_store_id: Some(store.to_owned()), ..Default::default() }
}

pub fn update(store: &str) -> UpdateCustomKeyStoreRequest {
    UpdateCustomKeyStoreRequest { custom_key_store_id: store.to_owned(), ..Default::default() }
}

pub fn rename(store: &str, name: &str) -> UpdateCustomKeyStoreRequest {
    UpdateCustomKeyStoreRequest { new_custom_key_store_name: Some(name.to_owned()), ..update(store) }
}

pub fn cluster_key(store: &str) -> CreateKeyRequest {
    CreateKeyRequest {
        origin: Some(Origin::AwsCloudHsm),
        custom_key_store_id: Some(store.to_owned()),
        ..Default::default()
    }
}

pub fn external_key(store: &str, key: &str) -> CreateKeyRequest {
    CreateKeyRequest {
        origin: Some(Origin::ExternalKeyStore),
        custom_key_store_id: Some(store.to_owned()),
        xks_key_id: Some(key.to_owned()),
        ..Default::default()
    }
}

pub fn random_of(store: &str) -> GenerateRandomRequest {
    GenerateRandomRequest {
        number_of_bytes: Some(16),
        custom_key_store_id: Some(store.to_owned()),
        ..Default::default()
    }
}
