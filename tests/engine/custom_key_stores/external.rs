//! External key stores: what a proxy must be, whose address it may have, and what can be changed of it when.

use mrk_console::kms::{Exception, Span, api::*};

use super::*;

type Spoil = fn(&mut Scene);
type Change = fn(&mut CreateCustomKeyStoreRequest);

/// What can be wrong with a proxy, as each kind of operation tells it: management, and connecting.
const FAILURES: [(Exception, ConnectionErrorCode, Spoil); 8] = {
    use ConnectionErrorCode as Code;
    use Exception as E;
    [
        (E::XksProxyUriUnreachable, Code::XksProxyNotReachable, |scene| scene.manager().is_reachable = false),
        (E::XksProxyUriUnreachable, Code::XksProxyTimedOut, |scene| {
            scene.manager().answer_time = Span::micros(250_001);
        }),
        (E::XksProxyUriUnreachable, Code::XksProxyNotReachable, |scene| scene.manager().is_healthy = false),
        (E::XksProxyInvalidConfiguration, Code::XksProxyInvalidTlsConfiguration, |scene| {
            scene.manager().has_valid_tls = false;
        }),
        (E::XksProxyInvalidConfiguration, Code::XksProxyInvalidConfiguration, |scene| {
            scene.manager().path = "/elsewhere/kms/xks/v1".into();
        }),
        (E::XksProxyInvalidConfiguration, Code::XksProxyAccessDenied, |scene| {
            scene.manager().admits_kms = false
        }),
        (E::XksProxyInvalidResponse, Code::XksProxyInvalidResponse, |scene| {
            scene.manager().answers_in_form = false;
        }),
        (E::XksProxyIncorrectAuthenticationCredential, Code::InvalidCredentials, |scene| {
            scene.manager().credential.access_key_id = "ABCDE234567EXAMPLE7777".into();
        }),
    ]
};

#[test]
fn a_store_is_only_put_before_a_proxy_that_works() {
    for (exception, code, spoil) in FAILURES {
        let mut scene = Scene::new();
        spoil(&mut scene);
        assert_eq!(scene.refused(us(), external_store("x")).0, exception);
        // Through a VPC endpoint service KMS goes when it connects the store.
        let private = scene.ask(us(), private_store("y")).custom_key_store_id;
        scene.connect(&private);
        assert_eq!(scene.entry(&private).connection_error_code, Some(code));
    }
    let mut scene = Scene::new();
    let unknown = CreateCustomKeyStoreRequest {
        xks_proxy_uri_endpoint: Some("https://nobody.example.com".to_owned()),
        ..external_store("x")
    };
    assert_eq!(scene.refused(us(), unknown).0, Exception::XksProxyUriUnreachable);
    scene.manager().answer_time = Span::micros(250_000); // just in time
    scene.ask(us(), external_store("x"));
}

#[test]
fn a_connection_that_fails_tells_why() {
    for (_, code, spoil) in FAILURES {
        let mut scene = Scene::new();
        let store = scene.external_store();
        spoil(&mut scene);
        scene.connect(&store);
        let entry = scene.entry(&store);
        let told = (entry.connection_state, entry.connection_error_code);
        assert_eq!(told, (Some(ConnectionState::Failed), Some(code)));
    }
    let services: [(ConnectionErrorCode, Spoil); 3] = [
        (ConnectionErrorCode::XksVpcEndpointServiceNotFound, |scene| scene.manager().service = None),
        (ConnectionErrorCode::XksVpcEndpointServiceNotFound, |scene| {
            scene.manager().service.as_mut().expect("has one").allows_kms = false;
        }),
        (ConnectionErrorCode::XksVpcEndpointServiceInvalidConfiguration, |scene| {
            scene.manager().service.as_mut().expect("has one").is_fit = false;
        }),
    ];
    for (code, spoil) in services {
        let mut scene = Scene::new();
        let store = scene.ask(us(), private_store("x")).custom_key_store_id;
        spoil(&mut scene);
        scene.connect(&store);
        assert_eq!(scene.entry(&store).connection_error_code, Some(code));
    }
}

#[test]
fn a_vpc_endpoint_service_must_be_there_and_lead_to_the_proxy() {
    let spoilt: [(Exception, Spoil); 4] = [
        (Exception::XksProxyVpcEndpointServiceNotFound, |scene| scene.manager().service = None),
        (Exception::XksProxyVpcEndpointServiceNotFound, |scene| {
            scene.manager().service.as_mut().expect("has one").region = eu();
        }),
        (Exception::XksProxyVpcEndpointServiceInvalidConfiguration, |scene| {
            scene.manager().service.as_mut().expect("has one").is_fit = false;
        }),
        (Exception::XksProxyVpcEndpointServiceInvalidConfiguration, |scene| {
            scene.manager().service.as_mut().expect("has one").private_dns_name = "other.example.com".into();
        }),
    ];
    for (exception, spoil) in spoilt {
        let mut scene = Scene::new();
        spoil(&mut scene);
        assert_eq!(scene.refused(us(), private_store("x")).0, exception);
    }
    let mut scene = Scene::new();
    let of_another = CreateCustomKeyStoreRequest {
        xks_proxy_vpc_endpoint_service_owner: Some("444455556666".to_owned()),
        ..private_store("x")
    };
    assert_eq!(scene.refused(us(), of_another).0, Exception::XksProxyVpcEndpointServiceNotFound);
    let store = scene.ask(us(), private_store("x")).custom_key_store_id;
    let proxy = scene.entry(&store).xks_proxy_configuration.expect("external");
    assert_eq!(proxy.connectivity, Some(XksProxyConnectivity::VpcEndpointService));
    assert_eq!(proxy.vpc_endpoint_service_owner.as_deref(), Some("111111111111"));
    scene.connect(&store);
    assert_eq!(scene.connection(&store), ConnectionState::Connected);
}

#[test]
fn each_store_has_an_address_of_its_own() {
    let mut scene = Scene::new();
    scene.external_store();
    assert_eq!(scene.refused(us(), external_store("same")).0, Exception::XksProxyUriInUse);
    let private_at_public = CreateCustomKeyStoreRequest {
        xks_proxy_uri_endpoint: Some("https://xks.example.com".to_owned()),
        xks_proxy_uri_path: Some("/other/kms/xks/v1".to_owned()),
        ..private_store("x")
    };
    assert_eq!(scene.refused(us(), private_at_public).0, Exception::XksProxyUriEndpointInUse);
    scene.ask(us(), private_store("private"));
    let public_at_private = CreateCustomKeyStoreRequest {
        xks_proxy_uri_endpoint: Some("https://private.xks.example.com".to_owned()),
        xks_proxy_uri_path: Some("/other/kms/xks/v1".to_owned()),
        ..external_store("x")
    };
    assert_eq!(scene.refused(us(), public_at_private).0, Exception::XksProxyUriEndpointInUse);
    let same_service = CreateCustomKeyStoreRequest {
        xks_proxy_uri_endpoint: Some("https://third.example.com".to_owned()),
        ..private_store("x")
    };
    assert_eq!(scene.refused(us(), same_service).0, Exception::XksProxyVpcEndpointServiceInUse);
    // Another Region knows nothing of all that.
    scene.ask(eu(), external_store("External store"));
}

#[test]
fn a_request_names_all_that_a_proxy_needs_and_nothing_of_a_cluster() {
    let mut scene = Scene::new();
    let table: [(&str, Change); 10] = [
        ("xksProxyUriEndpoint", |it| it.xks_proxy_uri_endpoint = None),
        ("xksProxyUriPath", |it| it.xks_proxy_uri_path = None),
        ("xksProxyAuthenticationCredential", |it| it.xks_proxy_authentication_credential = None),
        ("xksProxyConnectivity", |it| it.xks_proxy_connectivity = None),
        ("xksProxyUriEndpoint", |it| it.xks_proxy_uri_endpoint = Some("http://xks.example.com".to_owned())),
        ("xksProxyUriPath", |it| it.xks_proxy_uri_path = Some("/main/kms/xks".to_owned())),
        ("CloudHsmClusterId", |it| it.cloud_hsm_cluster_id = Some(CLUSTER.to_owned())),
        ("KeyStorePassword", |it| it.key_store_password = Some(PASSWORD.to_owned())),
        ("XksProxyVpcEndpointServiceName", |it| {
            it.xks_proxy_vpc_endpoint_service_name = private_store("x").xks_proxy_vpc_endpoint_service_name;
        }),
        ("XksProxyVpcEndpointServiceName", |it| {
            it.xks_proxy_connectivity = Some(XksProxyConnectivity::VpcEndpointService);
        }),
    ];
    for (member, change) in table {
        let mut request = external_store("x");
        change(&mut request);
        let (exception, message) = scene.refused(us(), request);
        assert_eq!(exception, Exception::Validation);
        assert!(message.contains(member), "{message}");
    }
}

#[test]
fn name_credential_and_path_can_be_changed_while_connected_and_the_rest_cannot() {
    let (mut scene, store, key) = Scene::with_key_outside();
    let ciphertext = scene.seal(us(), &key, b"kept");
    // The manager's credential and path change, and KMS is told.
    scene.manager().credential.secret = mrk_console::kms::custom_key_store::Secret("x".repeat(43).into());
    assert_eq!(scene.refused(us(), decrypt(&ciphertext)).0, Exception::KmsInvalidState);
    let wrong = UpdateCustomKeyStoreRequest {
        xks_proxy_authentication_credential: Some(credential(&"y".repeat(43))),
        ..update(&store)
    };
    let refused = scene.refused(us(), wrong);
    assert_eq!(refused.0, Exception::XksProxyIncorrectAuthenticationCredential);
    scene.ask(
        us(),
        UpdateCustomKeyStoreRequest {
            xks_proxy_authentication_credential: Some(credential(&"x".repeat(43))),
            ..update(&store)
        },
    );
    scene.manager().path = "/second/kms/xks/v1".into();
    let path = UpdateCustomKeyStoreRequest {
        xks_proxy_uri_path: Some("/second/kms/xks/v1".to_owned()),
        new_custom_key_store_name: Some("Renamed".to_owned()),
        ..update(&store)
    };
    scene.ask(us(), path);
    assert_eq!(scene.open(us(), &ciphertext), b"kept");
    let entry = scene.entry(&store);
    assert_eq!(entry.custom_key_store_name, "Renamed");
    assert_eq!(
        entry.xks_proxy_configuration.expect("external").uri_path.as_deref(),
        Some("/second/kms/xks/v1")
    );

    let private = UpdateCustomKeyStoreRequest {
        xks_proxy_connectivity: Some(XksProxyConnectivity::VpcEndpointService),
        xks_proxy_uri_endpoint: private_store("x").xks_proxy_uri_endpoint,
        xks_proxy_vpc_endpoint_service_name: private_store("x").xks_proxy_vpc_endpoint_service_name,
        ..update(&store)
    };
    assert_eq!(scene.refused(us(), private.clone()).0, Exception::CustomKeyStoreInvalidState);
    scene.disconnect(&store);
    let without_endpoint = UpdateCustomKeyStoreRequest { xks_proxy_uri_endpoint: None, ..private.clone() };
    assert_eq!(scene.refused(us(), without_endpoint).0, Exception::Validation);
    let without_service =
        UpdateCustomKeyStoreRequest { xks_proxy_vpc_endpoint_service_name: None, ..private.clone() };
    assert_eq!(scene.refused(us(), without_service).0, Exception::Validation);
    scene.ask(us(), private);
    scene.connect(&store);
    assert_eq!(scene.open(us(), &ciphertext), b"kept");
    scene.disconnect(&store);
    let public = UpdateCustomKeyStoreRequest {
        xks_proxy_connectivity: Some(XksProxyConnectivity::PublicEndpoint),
        xks_proxy_uri_endpoint: external_store("x").xks_proxy_uri_endpoint,
        ..update(&store)
    };
    scene.ask(us(), public);
    let proxy = scene.entry(&store).xks_proxy_configuration.expect("external");
    assert_eq!((proxy.vpc_endpoint_service_name, proxy.vpc_endpoint_service_owner), (None, None));
    let password =
        UpdateCustomKeyStoreRequest { key_store_password: Some(PASSWORD.to_owned()), ..update(&store) };
    assert_eq!(scene.refused(us(), password).0, Exception::Validation);
    for (exception, _, spoil) in FAILURES {
        let mut spoilt = Scene { world: scene.world.clone() };
        spoil(&mut spoilt);
        let again = UpdateCustomKeyStoreRequest {
            xks_proxy_uri_endpoint: external_store("x").xks_proxy_uri_endpoint,
            ..update(&store)
        };
        assert_eq!(spoilt.refused(us(), again).0, exception);
    }
}

#[test]
fn the_external_key_of_a_new_key_must_be_an_enabled_aes_256_key_that_no_other_has() {
    let (mut scene, store, _) = Scene::with_key_outside();
    let table = [
        (EXTERNAL_KEY, Exception::XksKeyAlreadyInUse, "already associated with another KMS key"),
        ("unknown", Exception::XksKeyNotFound, "because it could not find the external key."),
        (
            "retired-2019",
            Exception::XksKeyInvalidConfiguration,
            "The status of the external key must be ENABLED.",
        ),
        (
            "signing",
            Exception::XksKeyInvalidConfiguration,
            "must be AES_256. The key spec of specified external key is RSA_2048.",
        ),
    ];
    for (key, exception, says) in table {
        let (refused, message) = scene.refused(us(), external_key(&store, key));
        assert_eq!(refused, exception);
        assert!(message.contains(says), "{message}");
    }
    let key = "ledger-2026";
    scene.manager().keys.get_mut(key).expect("exists").usage.pop();
    let (refused, message) = scene.refused(us(), external_key(&store, key));
    assert_eq!(refused, Exception::XksKeyInvalidConfiguration);
    assert!(message.ends_with("The key use of specified external key is ENCRYPT."), "{message}");
    for (_, _, spoil) in FAILURES {
        let mut spoilt = Scene { world: scene.world.clone() };
        spoil(&mut spoilt);
        let refused = spoilt.refused(us(), external_key(&store, key));
        assert_eq!(refused.0, Exception::CustomKeyStoreInvalidState);
    }
    scene.manager().keys.get_mut(key).expect("exists").usage.push("DECRYPT".into());
    let metadata = scene.ask(us(), external_key(&store, key)).key_metadata;
    assert_eq!(metadata.xks_key_configuration.map(|it| it.id).as_deref(), Some(key));
}
