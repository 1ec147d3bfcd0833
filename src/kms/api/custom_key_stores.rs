//! Custom key stores: keys whose material is kept in a CloudHSM cluster or outside AWS.

use super::{
    ConnectionErrorCode, ConnectionState, CustomKeyStoreType, XksProxyConnectivity,
    limits::{
        ACCOUNT_ID, CLUSTER_ID, Limits, MARKER, STORE_ID, XKS_ACCESS_KEY_ID, XKS_ENDPOINT, XKS_PATH,
        XKS_SECRET, XKS_VPC_SERVICE,
    },
    requests, shapes,
};
use crate::kms::EpochSeconds;

const NAME: Limits = Limits::between(1, 256);
const CLUSTER: Limits = Limits::between(19, 24).matching(&CLUSTER_ID);
const PASSWORD: Limits = Limits::between(7, 32);
const ENDPOINT: Limits = Limits::between(10, 128).matching(&XKS_ENDPOINT);
const PATH: Limits = Limits::between(10, 128).matching(&XKS_PATH);
const VPC_SERVICE: Limits = Limits::between(20, 64).matching(&XKS_VPC_SERVICE);
const OWNER: Limits = Limits::between(12, 12).matching(&ACCOUNT_ID);

requests! {
    /// `CreateCustomKeyStore`
    CreateCustomKeyStoreRequest {
        custom_key_store_name: String = NAME.required(),
        cloud_hsm_cluster_id: Option<String> = CLUSTER,
        trust_anchor_certificate: Option<String> = Limits::between(1, 5000),
        key_store_password: Option<String> = PASSWORD,
        custom_key_store_type: Option<CustomKeyStoreType>,
        xks_proxy_uri_endpoint: Option<String> = ENDPOINT,
        xks_proxy_uri_path: Option<String> = PATH,
        xks_proxy_vpc_endpoint_service_name: Option<String> = VPC_SERVICE,
        xks_proxy_vpc_endpoint_service_owner: Option<String> = OWNER,
        xks_proxy_authentication_credential: Option<XksProxyAuthenticationCredential>,
        xks_proxy_connectivity: Option<XksProxyConnectivity>,
    }
    /// What KMS signs its requests to an external key store proxy with
    XksProxyAuthenticationCredential {
        access_key_id: String = Limits::between(20, 30).matching(&XKS_ACCESS_KEY_ID).required(),
        raw_secret_access_key: String = Limits::between(43, 64).matching(&XKS_SECRET).required(),
    }
    /// `ConnectCustomKeyStore`
    ConnectCustomKeyStoreRequest { custom_key_store_id: String = STORE_ID.required(), }
    /// `DisconnectCustomKeyStore`
    DisconnectCustomKeyStoreRequest { custom_key_store_id: String = STORE_ID.required(), }
    /// `DeleteCustomKeyStore`
    DeleteCustomKeyStoreRequest { custom_key_store_id: String = STORE_ID.required(), }
    /// `UpdateCustomKeyStore`
    UpdateCustomKeyStoreRequest {
        custom_key_store_id: String = STORE_ID.required(),
        new_custom_key_store_name: Option<String> = NAME,
        key_store_password: Option<String> = PASSWORD,
        cloud_hsm_cluster_id: Option<String> = CLUSTER,
        xks_proxy_uri_endpoint: Option<String> = ENDPOINT,
        xks_proxy_uri_path: Option<String> = PATH,
        xks_proxy_vpc_endpoint_service_name: Option<String> = VPC_SERVICE,
        xks_proxy_vpc_endpoint_service_owner: Option<String> = OWNER,
        xks_proxy_authentication_credential: Option<XksProxyAuthenticationCredential>,
        xks_proxy_connectivity: Option<XksProxyConnectivity>,
    }
    /// `DescribeCustomKeyStores`
    DescribeCustomKeyStoresRequest {
        custom_key_store_id: Option<String> = STORE_ID,
        custom_key_store_name: Option<String> = NAME,
        limit: Option<u32> = Limits::between(1, 1000),
        marker: Option<String> = MARKER,
    }
}

shapes! {
    /// The result of `CreateCustomKeyStore`
    CreateCustomKeyStoreResponse { custom_key_store_id: String, }
    /// The result of operations on custom key stores that answer nothing
    EmptyResponse {}
    /// The result of `DescribeCustomKeyStores`
    DescribeCustomKeyStoresResponse {
        custom_key_stores: Vec<CustomKeyStoresListEntry>,
        next_marker: Option<String>,
        truncated: bool,
    }
    /// An entry of `DescribeCustomKeyStores`
    CustomKeyStoresListEntry {
        custom_key_store_id: String,
        custom_key_store_name: String,
        cloud_hsm_cluster_id: Option<String>,
        trust_anchor_certificate: Option<String>,
        connection_state: Option<ConnectionState>,
        connection_error_code: Option<ConnectionErrorCode>,
        creation_date: Option<EpochSeconds>,
        custom_key_store_type: Option<CustomKeyStoreType>,
        xks_proxy_configuration: Option<XksProxyConfiguration>,
    }
    /// How the proxy of an external key store is reached
    XksProxyConfiguration {
        connectivity: Option<XksProxyConnectivity>,
        access_key_id: Option<String>,
        uri_endpoint: Option<String>,
        uri_path: Option<String>,
        vpc_endpoint_service_name: Option<String>,
        vpc_endpoint_service_owner: Option<String>,
    }
}
