//! The six operations, in every state of a connection, and what they say of stores.

use mrk_console::kms::{Exception, Span, api::*};

use super::*;

/// A store in every state of its connection.
fn in_every_state(
    make: fn(&mut Scene) -> String,
    spoil: fn(&mut Scene),
) -> Vec<(ConnectionState, Scene, String)> {
    ConnectionState::ALL
        .iter()
        .map(|state| {
            let mut scene = Scene::new();
            let store = make(&mut scene);
            match state {
                ConnectionState::Disconnected => {}
                ConnectionState::Connecting => drop(scene.ask(us(), connect(&store))),
                ConnectionState::Connected => scene.connect(&store),
                ConnectionState::Failed => {
                    spoil(&mut scene);
                    scene.connect(&store);
                }
                ConnectionState::Disconnecting => {
                    scene.connect(&store);
                    scene.ask(us(), disconnect(&store));
                }
            }
            assert_eq!(scene.connection(&store), *state);
            (*state, scene, store)
        })
        .collect()
}

fn stores_in_every_state() -> Vec<(ConnectionState, Scene, String)> {
    let mut all = in_every_state(Scene::cluster_store, |scene| scene.cluster().kmsuser = None);
    all.extend(in_every_state(Scene::external_store, |scene| scene.manager().is_reachable = false));
    all
}

#[test]
fn every_operation_admits_the_states_of_connection_that_it_is_for() {
    use ConnectionState::{Connected, Connecting, Disconnected, Disconnecting, Failed};
    type Ask = fn(&str, bool) -> Request;
    let password = |store: &str, is_cluster: bool| {
        let mut request = update(store);
        if is_cluster {
            request.key_store_password = Some("another-1".to_owned());
        } else {
            request.xks_proxy_uri_endpoint = Some("https://xks.example.com".to_owned());
        }
        request.into()
    };
    let create: Ask = |store, is_cluster| {
        if is_cluster { cluster_key(store).into() } else { external_key(store, EXTERNAL_KEY).into() }
    };
    let all = [Connected, Connecting, Failed, Disconnected, Disconnecting];
    let table: [(&str, Ask, &[ConnectionState]); 7] = [
        ("Connect", |store, _| connect(store).into(), &[Disconnected, Connecting, Connected]),
        ("Disconnect", |store, _| disconnect(store).into(), &[Connecting, Connected, Failed]),
        ("Delete", |store, _| delete_store(store).into(), &[Disconnected]),
        ("Update the name", |store, _| rename(store, "New").into(), &[Disconnected, Connected]),
        ("Update the backing", password, &[Disconnected]),
        ("Describe", |store, _| describe_store(store).into(), &all),
        ("CreateKey", create, &[Connected]),
    ];
    for (state, scene, store) in stores_in_every_state() {
        for (name, request, admitted) in &table {
            let mut scene = Scene { world: scene.world.clone() };
            let is_cluster = scene.entry(&store).cloud_hsm_cluster_id.is_some();
            // What failed before must not be why the operation fails now.
            scene.manager().is_reachable = true;
            let caller = scene.caller("alice");
            let call = mrk_console::world::Call::new(us(), caller, request(&store, is_cluster));
            let answer = scene.world.call(call);
            let place = format!("{name}, cluster: {is_cluster}, {state:?}");
            if admitted.contains(&state) {
                answer.unwrap_or_else(|error| panic!("{place}: {error}"));
            } else {
                let error = answer.expect_err(&place);
                assert_eq!(error.exception, Exception::CustomKeyStoreInvalidState, "{place}");
                assert_eq!(error.message, format!("{store} is {}.", state.name()), "{place}");
            }
        }
    }
}

#[test]
fn random_bytes_come_from_a_cluster_that_is_connected_and_from_nowhere_else() {
    for (state, mut scene, store) in stores_in_every_state() {
        let is_cluster = scene.entry(&store).cloud_hsm_cluster_id.is_some();
        let answer = scene.try_ask(us(), random_of(&store));
        match (is_cluster, state) {
            (true, ConnectionState::Connected) => {
                assert_eq!(answer.expect("admitted").plaintext.0.len(), 16);
                scene.cluster().hsms.clear();
                let error = scene.refused(us(), random_of(&store));
                assert_eq!(error.0, Exception::CustomKeyStoreInvalidState);
            }
            (true, _) => {
                assert_eq!(answer.expect_err("cut off").exception, Exception::CustomKeyStoreInvalidState);
            }
            (false, _) => {
                assert_eq!(answer.expect_err("external").exception, Exception::UnsupportedOperation);
            }
        }
    }
    let mut scene = Scene::new();
    let unknown = scene.refused(us(), random_of("cks-0123456789abcdef0"));
    assert_eq!(unknown.0, Exception::CustomKeyStoreNotFound);
}

#[test]
fn a_store_that_is_not_there_is_not_found() {
    let mut scene = Scene::new();
    let store = scene.cluster_store();
    for id in ["cks-0123456789abcdef0", "nonsense"] {
        let requests: [Request; 6] = [
            connect(id).into(),
            disconnect(id).into(),
            delete_store(id).into(),
            describe_store(id).into(),
            rename(id, "x").into(),
            cluster_key(id).into(),
        ];
        for request in requests {
            let caller = scene.caller("alice");
            let call = mrk_console::world::Call::new(us(), caller, request);
            let error = scene.world.call(call).expect_err("names no store");
            let says = format!("Custom key store {id} does not exist in this account and Region.");
            assert_eq!((error.exception, &*error.message), (Exception::CustomKeyStoreNotFound, &*says));
        }
    }
    // Neither another Region nor another account has it.
    assert_eq!(scene.refused(eu(), connect(&store)).0, Exception::CustomKeyStoreNotFound);
    let by_name = DescribeCustomKeyStoresRequest {
        custom_key_store_name: Some("cluster store".to_owned()),
        ..Default::default()
    };
    assert_eq!(scene.refused(us(), by_name).0, Exception::CustomKeyStoreNotFound);
    assert_eq!(scene.ask(eu(), DescribeCustomKeyStoresRequest::default()).custom_key_stores, []);
}

#[test]
fn only_iam_policies_admit_operations_on_stores() {
    let mut scene = Scene::new();
    let request = cluster_store(&scene, "x");
    let (exception, message) = scene.refused_as("bob", us(), request);
    assert_eq!(exception, Exception::AccessDenied);
    assert!(message.contains("kms:CreateCustomKeyStore"), "{message}");
    let store = scene.cluster_store();
    assert_eq!(scene.refused_as("bob", us(), connect(&store)).0, Exception::AccessDenied);
    assert_eq!(scene.refused_as("bob", us(), disconnect(&store)).0, Exception::AccessDenied);
    assert_eq!(scene.refused_as("bob", us(), delete_store(&store)).0, Exception::AccessDenied);
    assert_eq!(scene.refused_as("bob", us(), rename(&store, "y")).0, Exception::AccessDenied);
    scene.try_as("bob", us(), describe_store(&store)).expect("bob may describe");
    assert_eq!(scene.refused_as("mallory", us(), describe_store(&store)).0, Exception::AccessDenied);
}

#[test]
fn stores_are_described_by_id_by_name_and_in_pages_without_their_secrets() {
    let mut scene = Scene::new();
    let (cluster, external) = (scene.cluster_store(), scene.external_store());
    let entry = scene.entry(&cluster);
    assert_eq!(entry.custom_key_store_name, "Cluster store");
    assert_eq!(entry.custom_key_store_type, Some(CustomKeyStoreType::AwsCloudHsm));
    assert_eq!(entry.cloud_hsm_cluster_id.as_deref(), Some(CLUSTER));
    assert!(entry.trust_anchor_certificate.is_some() && entry.xks_proxy_configuration.is_none());
    assert_eq!((entry.connection_error_code, entry.creation_date.is_some()), (None, true));
    let entry = scene.entry(&external);
    let proxy = entry.xks_proxy_configuration.expect("external");
    assert_eq!(entry.cloud_hsm_cluster_id, None);
    assert_eq!(proxy.connectivity, Some(XksProxyConnectivity::PublicEndpoint));
    assert_eq!(proxy.access_key_id.as_deref(), Some("ABCDE234567EXAMPLE2345"));
    assert_eq!(proxy.vpc_endpoint_service_name, None);
    let by_name = DescribeCustomKeyStoresRequest {
        custom_key_store_name: Some("External store".to_owned()),
        ..Default::default()
    };
    assert_eq!(scene.ask(us(), by_name.clone()).custom_key_stores[0].custom_key_store_id, external);
    let both = DescribeCustomKeyStoresRequest { custom_key_store_id: Some(cluster), ..by_name };
    assert_eq!(scene.refused(us(), both).0, Exception::Validation);

    let first = DescribeCustomKeyStoresRequest { limit: Some(1), ..Default::default() };
    let page = scene.ask(us(), first.clone());
    assert!(page.truncated && page.custom_key_stores.len() == 1);
    let next = DescribeCustomKeyStoresRequest { marker: page.next_marker, ..first.clone() };
    let last = scene.ask(us(), next);
    assert!(!last.truncated && last.next_marker.is_none());
    assert_ne!(last.custom_key_stores, page.custom_key_stores);
    let wrong = DescribeCustomKeyStoresRequest { marker: Some("wrong".to_owned()), ..first };
    scene.refuses(us(), wrong, Exception::InvalidMarker, "");
}

#[test]
fn names_are_unique_and_stores_are_ten_at_most() {
    let mut scene = Scene::new();
    let store = scene.cluster_store();
    let taken = scene.refused(us(), external_store("Cluster store"));
    assert_eq!(taken.0, Exception::CustomKeyStoreNameInUse);
    for number in 0..9 {
        let mut request = external_store(&format!("External {number}"));
        let path = format!("/number{number}/kms/xks/v1");
        scene.manager().path = path.as_str().into();
        request.xks_proxy_uri_path = Some(path);
        scene.ask(us(), request);
    }
    assert_eq!(scene.refused(us(), external_store("One more")).0, Exception::LimitExceeded);
    assert_eq!(scene.refused(us(), rename(&store, "External 1")).0, Exception::CustomKeyStoreNameInUse);
    scene.ask(us(), rename(&store, "Cluster store")); // its own
    scene.ask(us(), delete_store(&store));
    scene.manager().path = "/main/kms/xks/v1".into();
    scene.ask(us(), external_store("One more"));
}

#[test]
fn a_connection_takes_its_time_and_an_older_reminder_ends_no_newer_attempt() {
    let mut scene = Scene::new();
    let (cluster, external) = (scene.cluster_store(), scene.external_store());
    let private = scene.ask(us(), private_store("Private store")).custom_key_store_id;
    for store in [&cluster, &external, &private] {
        scene.ask(us(), connect(store));
    }
    let states = |scene: &mut Scene| [&cluster, &external, &private].map(|it| scene.connection(it));
    use ConnectionState::{Connected, Connecting, Disconnected};
    scene.pass(Span::seconds(5));
    assert_eq!(states(&mut scene), [Connecting, Connected, Connecting]);
    scene.pass(Span::seconds(5 * 60 - 5));
    assert_eq!(states(&mut scene), [Connecting, Connected, Connected]);
    // The attempt is given up after five minutes, and made anew ten minutes later.
    scene.ask(us(), disconnect(&cluster));
    scene.pass(Span::seconds(10 * 60));
    assert_eq!(scene.connection(&cluster), Disconnected);
    scene.ask(us(), connect(&cluster));
    scene.pass(Span::seconds(10 * 60)); // the first attempt would have ended by now
    assert_eq!(scene.connection(&cluster), Connecting);
    scene.pass(Span::seconds(10 * 60));
    assert_eq!(scene.connection(&cluster), Connected);
}

#[test]
fn with_instant_transitions_a_store_is_connected_at_once() {
    let mut scene = Scene::new();
    scene.world.set_transitions(mrk_console::kms::Transitions::INSTANT);
    let store = scene.cluster_store();
    scene.ask(us(), connect(&store));
    assert_eq!(scene.connection(&store), ConnectionState::Connected);
    scene.ask(us(), disconnect(&store));
    assert_eq!(scene.connection(&store), ConnectionState::Disconnected);
}

#[test]
fn passwords_and_secrets_stand_in_no_trail_answer_or_debug_text() {
    let mut scene = Scene::new();
    let (cluster, external) = (scene.cluster_store(), scene.external_store());
    scene.ask(
        us(),
        UpdateCustomKeyStoreRequest { key_store_password: Some(PASSWORD.to_owned()), ..update(&cluster) },
    );
    scene.ask(
        us(),
        UpdateCustomKeyStoreRequest {
            xks_proxy_authentication_credential: Some(credential(SECRET)),
            ..update(&external)
        },
    );
    let mut refused = external_store("Refused");
    refused.xks_proxy_uri_path = Some("/other/kms/xks/v1".to_owned());
    assert_eq!(scene.refused(us(), refused).0, Exception::XksProxyInvalidConfiguration);
    let answers = format!("{:?}", scene.ask(us(), DescribeCustomKeyStoresRequest::default()));
    let stores = format!("{:?}", scene.world.store().custom_key_stores);
    let backends = format!("{:?}", scene.world.backends());
    let mut texts = vec![answers, stores, backends];
    texts.extend(scene.world.trail().events().iter().map(|event| event.to_record().to_string()));
    for text in texts {
        assert!(!text.contains(PASSWORD) && !text.contains(SECRET), "{text}");
    }
}
