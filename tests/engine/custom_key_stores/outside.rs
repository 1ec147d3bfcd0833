//! Material outside KMS: double encryption, what happens when the proxy goes, and how fast it must be.

use mrk_console::kms::{
    Exception, KeyId, Span,
    api::*,
    cryptography::{self, SymmetricCiphertext},
};

use super::*;

#[test]
fn without_the_proxy_nothing_opens_and_with_it_again_everything_does() {
    let (mut scene, store, key) = Scene::with_key_outside();
    let ciphertext = scene.seal(us(), &key, b"outside");
    assert_eq!(scene.open(us(), &ciphertext), b"outside");
    scene.manager().is_reachable = false;
    let (exception, message) = scene.refused(us(), decrypt(&ciphertext));
    assert_eq!(exception, Exception::KmsInvalidState);
    assert!(
        message.starts_with("AWS KMS cannot communicate with the external key store proxy."),
        "{message}"
    );
    assert_eq!(scene.refused(us(), encrypt(&key, b"x")).0, Exception::KmsInvalidState);
    // The store knows nothing of it, and neither does the key.
    assert_eq!(scene.connection(&store), ConnectionState::Connected);
    assert_eq!(scene.state(us(), &key), KeyState::Enabled);
    scene.manager().is_reachable = true;
    assert_eq!(scene.open(us(), &ciphertext), b"outside");
}

#[test]
fn neither_layer_opens_alone() {
    let (mut scene, store, key) = Scene::with_key_outside();
    let ciphertext = scene.seal(us(), &key, b"outside");
    let id = KeyId::parse(&key).expect("valid");
    let material =
        scene.world.store().family(&id).expect("exists").material.current().expect("has it").clone();
    let parsed = SymmetricCiphertext::parse(&ciphertext.0).expect("laid out as every ciphertext");
    assert_eq!(parsed.material, material.id);
    assert_eq!(cryptography::decrypt(&material, &parsed, &EncryptionContext::new()), None);
    // Another KMS key over the same external key has other material of KMS. It can be made when the first is gone, as a
    // store has each external key once.
    scene.ask(us(), delete_in(&key, 7));
    scene.pass_days(7);
    let second = scene.key_outside(&store);
    let refused = scene.refused(us(), decrypt(&ciphertext));
    assert_eq!(refused.0, Exception::AccessDenied);
    assert_eq!(scene.refused(us(), decrypt_with(&second, &ciphertext)).0, Exception::IncorrectKey);
    // The external key is its owner's: deleting the KMS key left it alone.
    assert!(scene.manager().keys.contains_key(EXTERNAL_KEY));
}

#[test]
fn a_ciphertext_in_a_cluster_s_key_opens_in_that_cluster_only() {
    let (mut scene, _, key) = Scene::with_key_in_cluster();
    let ciphertext = scene.seal(us(), &key, b"inside");
    let id = KeyId::parse(&key).expect("valid");
    let material =
        scene.world.store().family(&id).expect("exists").material.current().expect("a handle").clone();
    assert_eq!((material.symmetric(), material.cluster_handle().is_some()), (None, true));
    // As long as every ciphertext of KMS: nothing tells where it was made.
    let plain = scene.single(us());
    let ordinary = scene.seal(us(), &plain, b"inside");
    assert_eq!(ordinary.0.len(), ciphertext.0.len());
    let handle = scene.cluster().keys().next().expect("one key");
    assert!(scene.cluster().delete_key(handle));
    let (exception, message) = scene.refused(us(), decrypt(&ciphertext));
    assert_eq!(exception, Exception::KmsInvalidState);
    assert!(message.contains("was not found in the CloudHSM cluster"), "{message}");
    assert_eq!(scene.state(us(), &key), KeyState::Enabled);
}

#[test]
fn every_trouble_outside_is_an_invalid_state_with_words_of_its_own() {
    let (mut scene, _, key) = Scene::with_key_outside();
    let ciphertext = scene.seal(us(), &key, b"outside");
    type Spoil = fn(&mut Scene);
    let table: [(&str, Spoil); 11] = [
        ("did not respond in time", |it| it.manager().answer_time = Span::micros(250_001)),
        ("cannot establish a TLS connection", |it| it.manager().has_valid_tls = false),
        ("because of an invalid URI path", |it| it.manager().path = "/elsewhere/kms/xks/v1".into()),
        ("could not authenticate AWS KMS", |it| {
            it.manager().credential.access_key_id = "ABCDE234567EXAMPLE7777".into();
        }),
        ("denied access to the operation", |it| it.manager().admits_kms = false),
        ("is in an unhealthy state", |it| it.manager().is_healthy = false),
        ("cannot interpret the response", |it| it.manager().answers_in_form = false),
        ("due to a very high request rate", |it| it.manager().requests_per_second = 0),
        ("could not find the external key", |it| drop(it.manager().keys.remove(EXTERNAL_KEY))),
        ("is not enabled in the external key manager", |it| {
            it.manager().keys.get_mut(EXTERNAL_KEY).expect("exists").is_enabled = false;
        }),
        ("does not support the requested operation", |it| {
            it.manager().keys.get_mut(EXTERNAL_KEY).expect("exists").usage.clear();
        }),
    ];
    for (says, spoil) in table {
        let mut spoilt = Scene { world: scene.world.clone() };
        spoil(&mut spoilt);
        let requests: [Request; 3] =
            [decrypt(&ciphertext).into(), encrypt(&key, b"x").into(), data_key(&key).into()];
        for request in requests {
            let caller = spoilt.caller("alice");
            let call = mrk_console::world::Call::new(us(), caller, request);
            let error = spoilt.world.call(call).expect_err(says);
            assert_eq!(error.exception, Exception::KmsInvalidState);
            assert!(error.message.contains(says), "{}", error.message);
        }
    }
    // The external key manager notices a wrong context or a damaged ciphertext first.
    let wrong = DecryptRequest { encryption_context: context(&[("a", "b")]), ..decrypt(&ciphertext) };
    let mut damaged = ciphertext.clone();
    *damaged.0.last_mut().expect("not empty") ^= 1;
    for request in [wrong, decrypt(&damaged)] {
        let (exception, message) = scene.refused(us(), request);
        assert_eq!(exception, Exception::KmsInvalidState);
        assert!(message.contains("additional authenticated data is corrupted"), "{message}");
    }
}

#[test]
fn kms_waits_250_milliseconds_and_no_longer() {
    let (mut scene, _, key) = Scene::with_key_outside();
    let ciphertext = scene.seal(us(), &key, b"outside");
    scene.manager().answer_time = Span::micros(250_000);
    assert_eq!(scene.open(us(), &ciphertext), b"outside");
    scene.manager().answer_time = Span::micros(250_001);
    assert_eq!(scene.refused(us(), decrypt(&ciphertext)).0, Exception::KmsInvalidState);
}

#[test]
fn requests_beyond_the_quota_of_a_store_are_throttled_second_by_second() {
    let says = "You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls.";
    for (mut scene, store, key) in [Scene::with_key_outside(), Scene::with_key_in_cluster()] {
        assert!(scene.world.set_requests_per_second(us(), &store_id(&store), 2));
        assert!(!scene.world.set_requests_per_second(eu(), &store_id(&store), 2));
        let ordinary = scene.single(us());
        scene.pass(Span::seconds(1));
        for _ in 0..2 {
            scene.seal(us(), &key, b"x");
        }
        scene.refuses(us(), encrypt(&key, b"x"), Exception::Throttling, says);
        scene.seal(us(), &ordinary, b"x"); // keys elsewhere go on
        scene.pass(Span::seconds(1));
        let ciphertext = scene.seal(us(), &key, b"x");
        // ReEncrypt within one store uses it twice.
        let again = ReEncryptRequest {
            ciphertext_blob: Some(ciphertext),
            destination_key_id: key.clone(),
            ..Default::default()
        };
        scene.refuses(us(), again.clone(), Exception::Throttling, says);
        scene.pass(Span::seconds(1));
        scene.ask(us(), again);
    }
    let (scene, store, _) = Scene::with_key_outside();
    let stores = &scene.world.store().custom_key_stores;
    assert_eq!(stores.get(us(), &store_id(&store)).expect("exists").requests_per_second, 1800);
}

#[test]
fn a_dry_run_asks_the_proxy_for_no_more_than_it_must() {
    let (mut scene, _, key) = Scene::with_key_outside();
    let dry = EncryptRequest { dry_run: true, ..encrypt(&key, b"x") };
    assert_eq!(scene.refused(us(), dry).0, Exception::DryRunOperation);
    let ciphertext = scene.seal(us(), &key, b"x");
    let dry = DecryptRequest { dry_run: true, ..decrypt(&ciphertext) };
    assert_eq!(scene.refused(us(), dry).0, Exception::DryRunOperation);
}

#[test]
fn the_same_seed_and_calls_give_the_same_bytes_outside_too() {
    let made = || {
        let (mut scene, _, key) = Scene::with_key_outside();
        let outside = scene.seal(us(), &key, b"x");
        let store = scene.cluster_store();
        scene.connect(&store);
        let key = scene.key_in_cluster(&store);
        let ciphertexts = (outside, scene.seal(us(), &key, b"x"));
        (ciphertexts.0, ciphertexts.1, scene.ask(us(), random_of(&store)).plaintext)
    };
    assert_eq!(made(), made());
}
