//! What is refused of custom key stores and their keys: clusters, proxies and external keys that are not as they must be.

use aws_sdk_kms::{
    operation::create_custom_key_store::builders::CreateCustomKeyStoreFluentBuilder,
    types::{CustomKeyStoreType, OriginType, XksProxyAuthenticationCredentialType, XksProxyConnectivityType},
};
use mrk_console::{
    kms::Span,
    world::{
        World,
        backends::{Cluster, ExternalKeyManager},
    },
};

use super::*;

const CLUSTER: &str = "cluster-2aeqkzbgxyt";
const MANAGER: &str = "Own key manager";
const EXTERNAL_KEY: &str = "bb8562717f809024";
const UNKNOWN: &str = "cks-1234567890abcdef0";

fn cluster(world: &mut World) -> &mut Cluster {
    world.backends_mut().cluster_mut(CLUSTER).expect("in every new world")
}

fn manager(world: &mut World) -> &mut ExternalKeyManager {
    world.backends_mut().manager_mut(MANAGER).expect("in every new world")
}

/// The certificate of the cluster.
fn certificate(server: &Server) -> String {
    server.change(|world| cluster(world).certificate.to_string())
}

fn cluster_store(us: &Client, certificate: &str, name: &str) -> CreateCustomKeyStoreFluentBuilder {
    us.create_custom_key_store()
        .custom_key_store_name(name)
        .cloud_hsm_cluster_id(CLUSTER)
        .trust_anchor_certificate(certificate)
        .key_store_password("kmsPswd-1")
}

fn external_store(us: &Client, name: &str) -> CreateCustomKeyStoreFluentBuilder {
    let credential = XksProxyAuthenticationCredentialType::builder()
        .access_key_id("ABCDE234567EXAMPLE2345")
        .raw_secret_access_key("DXjSUawnel2fr6SKC7G25CNxTyWKE5PF9XX6H/u9pSo=")
        .build()
        .expect("a credential");
    us.create_custom_key_store()
        .custom_key_store_name(name)
        .custom_key_store_type(CustomKeyStoreType::ExternalKeyStore)
        .xks_proxy_uri_endpoint("https://xks.example.com")
        .xks_proxy_uri_path("/main/kms/xks/v1")
        .xks_proxy_authentication_credential(credential)
        .xks_proxy_connectivity(XksProxyConnectivityType::PublicEndpoint)
}

/// The same through the VPC endpoint service.
fn private_store(us: &Client, name: &str) -> CreateCustomKeyStoreFluentBuilder {
    external_store(us, name)
        .xks_proxy_uri_endpoint("https://private.xks.example.com")
        .xks_proxy_connectivity(XksProxyConnectivityType::VpcEndpointService)
        .xks_proxy_vpc_endpoint_service_name("com.amazonaws.vpce.us-east-1.vpce-svc-0example1234567890")
}

pub async fn clusters(server: &Server, seen: &mut Seen) {
    let us = server.client("us-east-1");
    let certificate = certificate(server);
    let sound = server.change(|world| cluster(world).clone());
    let create = |name: &str| cluster_store(&us, &certificate, name);
    type Spoil = fn(&mut World);
    let spoilt: [(&str, Spoil); 3] = [
        ("CloudHsmClusterNotFoundException", |world| {
            drop(world.backends_mut().remove_cluster(CLUSTER));
        }),
        ("CloudHsmClusterNotActiveException", |world| cluster(world).is_active = false),
        ("CloudHsmClusterInvalidConfigurationException", |world| cluster(world).hsms.clear()),
    ];
    for (exception, spoil) in spoilt {
        server.change(spoil);
        seen.refused_saying(create("hsm").send().await, exception, CLUSTER);
        server.change(|world| world.backends_mut().add_cluster(sound.clone()));
    }
    let other = create("hsm").trust_anchor_certificate("-----BEGIN CERTIFICATE-----");
    seen.refused_saying(other.send().await, "IncorrectTrustAnchorException", "trust anchor certificate");
    let store = create("hsm").send().await.expect("made").custom_key_store_id.expect("an id");
    seen.refused_saying(create("hsm").send().await, "CustomKeyStoreNameInUseException", "hsm");
    seen.refused_saying(create("two").send().await, "CloudHsmClusterInUseException", CLUSTER);
    let stranger = "cluster-4cgsmzbdhav";
    server.change(|world| {
        let mut related = sound.restored_as(stranger);
        related.certificate = "another".into();
        world.backends_mut().add_cluster(related);
    });
    let moved = us.update_custom_key_store().custom_key_store_id(&store).cloud_hsm_cluster_id(stranger);
    seen.refused_saying(moved.send().await, "CloudHsmClusterNotRelatedException", stranger);

    let says = format!("Custom key store {UNKNOWN} does not exist in this account and Region.");
    let none = "CustomKeyStoreNotFoundException";
    seen.refused(us.connect_custom_key_store().custom_key_store_id(UNKNOWN).send().await, none, &says);
    let key = |store: &str| us.create_key().origin(OriginType::AwsCloudhsm).custom_key_store_id(store);
    seen.refused(key(UNKNOWN).send().await, none, &says);
    let wrong_state = "CustomKeyStoreInvalidStateException";
    seen.refused(key(&store).send().await, wrong_state, &format!("{store} is DISCONNECTED."));
    us.connect_custom_key_store().custom_key_store_id(&store).send().await.expect("connected");
    let deleted = || us.delete_custom_key_store().custom_key_store_id(&store).send();
    seen.refused(deleted().await, wrong_state, &format!("{store} is CONNECTED."));
    key(&store).send().await.expect("made");
    us.disconnect_custom_key_store().custom_key_store_id(&store).send().await.expect("disconnected");
    let says = format!("{store} contains 1 KMS keys.");
    seen.refused(deleted().await, "CustomKeyStoreHasCMKsException", &says);
}

pub async fn proxies(server: &Server, seen: &mut Seen) {
    let us = server.client("us-east-1");
    let sound = server.change(|world| manager(world).clone());
    type Spoil = fn(&mut ExternalKeyManager);
    let spoilt: [(&str, &str, Spoil); 4] = [
        ("XksProxyUriUnreachableException", "cannot communicate", |it| it.is_reachable = false),
        ("XksProxyInvalidConfigurationException", "invalid URI path", |it| it.path = "/other".into()),
        ("XksProxyInvalidResponseException", "cannot interpret", |it| it.answers_in_form = false),
        ("XksProxyIncorrectAuthenticationCredentialException", "could not authenticate", |it| {
            it.credential.access_key_id = "ABCDE234567EXAMPLE7777".into();
        }),
    ];
    for (exception, part, spoil) in spoilt {
        server.change(|world| spoil(manager(world)));
        seen.refused_saying(external_store(&us, "outside").send().await, exception, part);
        server.change(|world| world.backends_mut().add_manager(sound.clone()));
    }
    let services: [(&str, Spoil); 2] = [
        ("XksProxyVpcEndpointServiceNotFoundException", |it| it.service = None),
        ("XksProxyVpcEndpointServiceInvalidConfigurationException", |it| {
            it.service.as_mut().expect("has one").is_fit = false;
        }),
    ];
    for (exception, spoil) in services {
        server.change(|world| spoil(manager(world)));
        let says = "com.amazonaws.vpce.us-east-1.vpce-svc-0example1234567890";
        seen.refused_saying(private_store(&us, "inside").send().await, exception, says);
        server.change(|world| world.backends_mut().add_manager(sound.clone()));
    }
    external_store(&us, "outside").send().await.expect("made");
    let taken = external_store(&us, "again").send().await;
    seen.refused_saying(taken, "XksProxyUriInUseException", "/main/kms/xks/v1");
    private_store(&us, "inside").send().await.expect("made");
    let endpoint = "https://private.xks.example.com";
    let taken = external_store(&us, "third").xks_proxy_uri_endpoint(endpoint);
    let taken = taken.xks_proxy_uri_path("/third/kms/xks/v1").send().await;
    seen.refused_saying(taken, "XksProxyUriEndpointInUseException", endpoint);
    let taken = private_store(&us, "third").xks_proxy_uri_endpoint("https://third.example.com");
    seen.refused_saying(
        taken.send().await,
        "XksProxyVpcEndpointServiceInUseException",
        "VPC endpoint service",
    );
}

/// With the store that [`proxies`] leaves behind.
pub async fn external_keys(server: &Server, seen: &mut Seen) {
    let us = server.client("us-east-1");
    let found = us.describe_custom_key_stores().custom_key_store_name("outside").send().await.expect("found");
    let store = found.custom_key_stores()[0].custom_key_store_id().expect("an id");
    us.connect_custom_key_store().custom_key_store_id(store).send().await.expect("connected");
    server.pass(Span::seconds(20 * 60));
    let create = |key: &str| {
        let request = us.create_key().origin(OriginType::ExternalKeyStore);
        request.custom_key_store_id(store).xks_key_id(key).send()
    };
    let says = "could not find the external key";
    seen.refused_saying(create("nothing").await, "XksKeyNotFoundException", says);
    let enable = |is_enabled: bool| {
        server.change(|world| {
            manager(world).keys.get_mut(EXTERNAL_KEY).expect("in every new world").is_enabled = is_enabled;
        });
    };
    enable(false);
    let says =
        "The status of the external key must be ENABLED. The status of specified external key is DISABLED.";
    seen.refused(create(EXTERNAL_KEY).await, "XksKeyInvalidConfigurationException", says);
    enable(true);
    create(EXTERNAL_KEY).await.expect("made");
    let says = format!(
        "The external key {EXTERNAL_KEY} is already associated with another KMS key in this external key store."
    );
    seen.refused(create(EXTERNAL_KEY).await, "XksKeyAlreadyInUseException", &says);
}
