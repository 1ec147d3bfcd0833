//! CloudHSM key stores: what a cluster must be, why a connection fails, and how it is mended.

use mrk_console::{
    kms::{Exception, api::*, custom_key_store::Secret},
    world::backends::CryptoUser,
};

use super::*;

/// What is wrong with a world.
type Spoil = fn(&mut Scene);

#[test]
fn a_store_is_only_put_on_a_cluster_that_is_fit_for_it() {
    let table: [(Exception, Spoil); 6] = [
        (Exception::CloudHsmClusterNotFound, |scene| {
            drop(scene.world.backends_mut().remove_cluster(CLUSTER))
        }),
        (Exception::CloudHsmClusterNotActive, |scene| scene.cluster().is_active = false),
        (Exception::CloudHsmClusterInvalidConfiguration, |scene| drop(scene.cluster().hsms.pop())),
        (Exception::CloudHsmClusterInvalidConfiguration, |scene| {
            let zone = scene.cluster().hsms[0].zone.clone();
            scene.cluster().hsms[1].zone = zone;
        }),
        (Exception::CloudHsmClusterInvalidConfiguration, |scene| scene.cluster().subnets[0].exists = false),
        (Exception::CloudHsmClusterInvalidConfiguration, |scene| scene.cluster().admits_kms = false),
    ];
    for (exception, spoil) in table {
        let mut scene = Scene::new();
        let request = cluster_store(&scene, "x");
        spoil(&mut scene);
        assert_eq!(scene.refused(us(), request).0, exception);
    }
    let mut scene = Scene::new();
    let request = CreateCustomKeyStoreRequest {
        trust_anchor_certificate: Some("-----BEGIN CERTIFICATE-----".to_owned()),
        ..cluster_store(&scene, "x")
    };
    assert_eq!(scene.refused(us(), request).0, Exception::IncorrectTrustAnchor);
    // Line ends are no part of a certificate.
    let mut request = cluster_store(&scene, "x");
    request.trust_anchor_certificate = request.trust_anchor_certificate.map(|it| it.replace('\n', "\r\n"));
    scene.ask(us(), request);
    let request = cluster_store(&scene, "y");
    assert_eq!(scene.refused(us(), request.clone()).0, Exception::CloudHsmClusterInUse);
    // So is a cluster that shares a backup history with one in use.
    let copy = scene.cluster().restored_as("cluster-3bfrlyacgzu");
    scene.world.backends_mut().add_cluster(copy);
    let request = CreateCustomKeyStoreRequest {
        cloud_hsm_cluster_id: Some("cluster-3bfrlyacgzu".to_owned()),
        ..request
    };
    assert_eq!(scene.refused(us(), request.clone()).0, Exception::CloudHsmClusterInUse);
    // A cluster is where it is.
    assert_eq!(scene.refused(eu(), request).0, Exception::CloudHsmClusterNotFound);
}

#[test]
fn a_request_names_all_that_a_cluster_needs_and_nothing_of_a_proxy() {
    let mut scene = Scene::new();
    let whole = cluster_store(&scene, "x");
    let missing = [
        CreateCustomKeyStoreRequest { cloud_hsm_cluster_id: None, ..whole.clone() },
        CreateCustomKeyStoreRequest { trust_anchor_certificate: None, ..whole.clone() },
        CreateCustomKeyStoreRequest { key_store_password: None, ..whole.clone() },
    ];
    for (request, member) in
        missing.into_iter().zip(["cloudHsmClusterId", "trustAnchorCertificate", "keyStorePassword"])
    {
        let (exception, message) = scene.refused(us(), request);
        assert_eq!(exception, Exception::Validation);
        assert!(message.contains(&format!("'{member}'")), "{message}");
    }
    let mixed = CreateCustomKeyStoreRequest {
        xks_proxy_uri_path: Some("/main/kms/xks/v1".to_owned()),
        ..whole.clone()
    };
    scene.refuses(
        us(),
        mixed,
        Exception::Validation,
        "XksProxyUriPath is not valid for a custom key store with a CustomKeyStoreType of AWS_CLOUDHSM.",
    );
    let typed =
        CreateCustomKeyStoreRequest { custom_key_store_type: Some(CustomKeyStoreType::AwsCloudHsm), ..whole };
    scene.ask(us(), typed);
}

#[test]
fn a_connection_that_fails_tells_why_and_is_mended_by_disconnecting_first() {
    use ConnectionErrorCode as Code;
    let table: [(Code, Spoil); 9] = [
        (Code::ClusterNotFound, |scene| drop(scene.world.backends_mut().remove_cluster(CLUSTER))),
        (Code::InsufficientCloudHsmHsms, |scene| scene.cluster().hsms.clear()),
        (Code::SubnetNotFound, |scene| scene.cluster().subnets[1].exists = false),
        (Code::InsufficientFreeAddressesInSubnet, |scene| scene.cluster().subnets[1].free_addresses = 0),
        (Code::NetworkErrors, |scene| scene.cluster().is_reachable = false),
        (Code::NetworkErrors, |scene| scene.cluster().admits_kms = false),
        (Code::UserNotFound, |scene| scene.cluster().kmsuser = None),
        (Code::UserLoggedIn, |scene| {
            scene.cluster().kmsuser.as_mut().expect("made").is_logged_in = true;
        }),
        (Code::InvalidCredentials, |scene| scene.cluster().set_password(Secret("changed-1".into()))),
    ];
    for (code, spoil) in table {
        let mut scene = Scene::new();
        let store = scene.cluster_store();
        let sound = scene.cluster().clone();
        scene.ask(us(), connect(&store));
        spoil(&mut scene); // while KMS connects
        scene.pass(Span::seconds(20 * 60));
        let entry = scene.entry(&store);
        let told = (entry.connection_state, entry.connection_error_code);
        assert_eq!(told, (Some(ConnectionState::Failed), Some(code)));
        assert_eq!(scene.refused(us(), connect(&store)).0, Exception::CustomKeyStoreInvalidState);
        scene.world.backends_mut().add_cluster(sound);
        scene.disconnect(&store);
        assert_eq!(scene.entry(&store).connection_error_code, None);
        scene.connect(&store);
        assert_eq!(scene.connection(&store), ConnectionState::Connected, "{code:?}");
    }
}

#[test]
fn what_is_plainly_wrong_with_a_cluster_is_told_when_the_connection_is_asked_for() {
    let table: [(Exception, Spoil); 2] = [
        (Exception::CloudHsmClusterNotActive, |scene| scene.cluster().is_active = false),
        (Exception::CloudHsmClusterInvalidConfiguration, |scene| scene.cluster().hsms.clear()),
    ];
    for (exception, spoil) in table {
        let mut scene = Scene::new();
        let store = scene.cluster_store();
        spoil(&mut scene);
        assert_eq!(scene.refused(us(), connect(&store)).0, exception);
        assert_eq!(scene.connection(&store), ConnectionState::Disconnected);
    }
    // One HSM is enough to connect.
    let mut scene = Scene::new();
    let store = scene.cluster_store();
    scene.cluster().hsms.pop();
    scene.connect(&store);
    assert_eq!(scene.connection(&store), ConnectionState::Connected);
}

#[test]
fn five_wrong_passwords_lock_kmsuser_out_until_the_password_is_changed() {
    let mut scene = Scene::new();
    let store = scene.cluster_store();
    scene.cluster().set_password(Secret("changed-1".into()));
    let attempt = |scene: &mut Scene| {
        scene.connect(&store);
        let code = scene.entry(&store).connection_error_code;
        scene.disconnect(&store);
        code
    };
    for _ in 0..5 {
        assert_eq!(attempt(&mut scene), Some(ConnectionErrorCode::InvalidCredentials));
    }
    assert!(scene.cluster().kmsuser.as_ref().is_some_and(CryptoUser::is_locked_out));
    // Even the right password is of no use now.
    let tell = |password: &str| UpdateCustomKeyStoreRequest {
        key_store_password: Some(password.to_owned()),
        ..update(&store)
    };
    scene.ask(us(), tell("changed-1"));
    assert_eq!(attempt(&mut scene), Some(ConnectionErrorCode::UserLockedOut));
    scene.cluster().set_password(Secret("changed-2".into()));
    scene.ask(us(), tell("changed-2"));
    assert_eq!(attempt(&mut scene), None);
}

#[test]
fn kms_changes_the_password_as_soon_as_it_is_in() {
    let mut scene = Scene::new();
    let store = scene.cluster_store();
    let before = scene.cluster().kmsuser.clone();
    scene.connect(&store);
    assert_ne!(scene.cluster().kmsuser, before);
    // It knows the new one, and nobody need tell it.
    scene.disconnect(&store);
    scene.connect(&store);
    assert_eq!(scene.connection(&store), ConnectionState::Connected);
    scene.disconnect(&store);
    let old = UpdateCustomKeyStoreRequest { key_store_password: Some(PASSWORD.to_owned()), ..update(&store) };
    scene.ask(us(), old);
    scene.connect(&store);
    assert_eq!(scene.entry(&store).connection_error_code, Some(ConnectionErrorCode::InvalidCredentials));
}

#[test]
fn a_store_moves_to_a_related_cluster_with_its_keys_and_to_no_other() {
    let (mut scene, store, key) = Scene::with_key_in_cluster();
    let ciphertext = scene.seal(us(), &key, b"kept");
    let id = "cluster-3bfrlyacgzu";
    let restored = scene.cluster().restored_as(id);
    let mut stranger = restored.restored_as("cluster-4cgsmzbdhav");
    stranger.certificate = "another".into();
    scene.world.backends_mut().add_cluster(restored);
    scene.world.backends_mut().add_cluster(stranger);
    scene.world.backends_mut().remove_cluster(CLUSTER);
    let (exception, message) = scene.refused(us(), decrypt(&ciphertext));
    assert_eq!(exception, Exception::KmsInvalidState);
    assert!(message.contains(CLUSTER), "{message}");

    scene.disconnect(&store);
    let to = |id: &str| UpdateCustomKeyStoreRequest {
        cloud_hsm_cluster_id: Some(id.to_owned()),
        ..update(&store)
    };
    assert_eq!(scene.refused(us(), to("cluster-4cgsmzbdhav")).0, Exception::CloudHsmClusterNotRelated);
    assert_eq!(scene.refused(us(), to("cluster-5dhtnacceib")).0, Exception::CloudHsmClusterNotFound);
    let restored = |scene: &mut Scene| scene.world.backends_mut().cluster_mut(id).expect("added").clone();
    let sound = restored(&mut scene);
    let mut spoilt = sound.clone();
    spoilt.is_active = false;
    scene.world.backends_mut().add_cluster(spoilt.clone());
    assert_eq!(scene.refused(us(), to(id)).0, Exception::CloudHsmClusterNotActive);
    spoilt.is_active = true;
    spoilt.hsms.pop();
    scene.world.backends_mut().add_cluster(spoilt);
    assert_eq!(scene.refused(us(), to(id)).0, Exception::CloudHsmClusterInvalidConfiguration);
    scene.world.backends_mut().add_cluster(sound);
    scene.ask(us(), to(id));
    scene.connect(&store);
    assert_eq!(scene.open(us(), &ciphertext), b"kept");
    assert_eq!(scene.describe(us(), &key).cloud_hsm_cluster_id.as_deref(), Some(id));
    let foreign = UpdateCustomKeyStoreRequest {
        xks_proxy_uri_path: Some("/main/kms/xks/v1".to_owned()),
        ..update(&store)
    };
    assert_eq!(scene.refused(us(), foreign).0, Exception::Validation);
}

#[test]
fn a_key_is_only_made_where_two_hsms_stand_in_two_zones() {
    let mut scene = Scene::new();
    let store = scene.cluster_store();
    scene.connect(&store);
    let hsm = scene.cluster().hsms.pop().expect("two");
    let (exception, _) = scene.refused(us(), cluster_key(&store));
    assert_eq!(exception, Exception::CloudHsmClusterInvalidConfiguration);
    scene.cluster().hsms.push(hsm);
    let key = scene.key_in_cluster(&store);
    // One is enough to use it, none is not.
    scene.cluster().hsms.pop();
    let ciphertext = scene.seal(us(), &key, b"x");
    scene.cluster().hsms.clear();
    let (exception, message) = scene.refused(us(), decrypt(&ciphertext));
    assert_eq!(exception, Exception::KmsInvalidState);
    assert!(message.ends_with("does not contain any active HSMs."), "{message}");
}

#[test]
fn the_whole_life_of_a_cloudhsm_key_store() {
    let (mut scene, store, key) = Scene::with_key_in_cluster();
    let purpose = context(&[("Purpose", "test")]);
    let request = EncryptRequest { encryption_context: purpose.clone(), ..encrypt(&key, b"in the cluster") };
    let ciphertext = scene.ask(us(), request).ciphertext_blob;
    let opened = scene.ask(us(), DecryptRequest { encryption_context: purpose, ..decrypt(&ciphertext) });
    assert_eq!(opened.plaintext.0, b"in the cluster");
    scene.refuses(us(), decrypt(&ciphertext), Exception::InvalidCiphertext, "");
    let data = scene.ask(us(), data_key(&key));
    assert_eq!(scene.open(us(), &data.ciphertext_blob), data.plaintext.0);
    let other = scene.single(us());
    let moved = ReEncryptRequest {
        ciphertext_blob: Some(data.ciphertext_blob.clone()),
        destination_key_id: other.clone(),
        ..Default::default()
    };
    let moved = scene.ask(us(), moved).ciphertext_blob;
    assert_eq!(scene.open(us(), &moved), data.plaintext.0);
    let back = ReEncryptRequest {
        ciphertext_blob: Some(moved),
        destination_key_id: key.clone(),
        ..Default::default()
    };
    assert_eq!(scene.ask(us(), back).key_id, arn(us(), &key));

    // The store cannot go while it has a key, though that is about to be deleted.
    assert_eq!(scene.cluster().keys().count(), 1);
    scene.ask(us(), delete_in(&key, 7));
    scene.disconnect(&store);
    assert_eq!(scene.refused(us(), delete_store(&store)).0, Exception::CustomKeyStoreHasCmks);
    scene.connect(&store);
    scene.pass_days(7);
    assert_eq!(scene.cluster().keys().count(), 0);
    scene.disconnect(&store);
    scene.ask(us(), delete_store(&store));
    assert_eq!(scene.ask(us(), DescribeCustomKeyStoresRequest::default()).custom_key_stores, []);
    assert_eq!(scene.refused(us(), connect(&store)).0, Exception::CustomKeyStoreNotFound);
    assert!(scene.world.backends().cluster(CLUSTER).is_some());
}

#[test]
fn material_that_kms_cannot_delete_stays_in_the_cluster_and_the_trail_tells_so() {
    let (mut scene, store, key) = Scene::with_key_in_cluster();
    scene.ask(us(), delete_in(&key, 7));
    scene.disconnect(&store);
    scene.pass_days(7);
    assert_eq!(scene.refused(us(), describe(&key)).0, Exception::NotFound);
    assert_eq!(scene.cluster().keys().count(), 1);
    let events = scene.world.trail().events();
    let record = events.iter().rev().find(|event| event.name.to_string() == "DeleteKey").expect("recorded");
    let details = &record.to_record()["serviceEventDetails"];
    assert_eq!(details["customKeyStoreId"], store.as_str());
    assert_eq!(details["clusterId"], CLUSTER);
    let statuses = details["backingKeysDeletionStatus"].as_str().expect("text");
    assert!(statuses.contains("\"deletionStatus\":\"FAILURE\""), "{statuses}");
    scene.ask(us(), delete_store(&store));
}
