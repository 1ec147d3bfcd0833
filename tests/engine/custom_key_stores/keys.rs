//! Keys in custom key stores: what they are, what they cannot do, and every operation while their store is cut off.

use mrk_console::{
    kms::{Exception, api::*},
    world::Call,
};

use super::*;

#[test]
fn a_key_tells_where_it_is() {
    let (mut scene, store, key) = Scene::with_key_in_cluster();
    let metadata = scene.describe(us(), &key);
    assert_eq!(metadata.origin, Origin::AwsCloudHsm);
    assert_eq!(metadata.custom_key_store_id.as_deref(), Some(store.as_str()));
    assert_eq!(metadata.cloud_hsm_cluster_id.as_deref(), Some(CLUSTER));
    assert_eq!(metadata.xks_key_configuration, None);
    assert_eq!((metadata.multi_region, metadata.current_key_material_id), (false, None));
    let (mut scene, store, key) = Scene::with_key_outside();
    let metadata = scene.describe(us(), &key);
    assert_eq!(metadata.origin, Origin::ExternalKeyStore);
    assert_eq!(metadata.custom_key_store_id.as_deref(), Some(store.as_str()));
    assert_eq!(metadata.cloud_hsm_cluster_id, None);
    assert_eq!(metadata.xks_key_configuration.map(|it| it.id).as_deref(), Some(EXTERNAL_KEY));
    let key = scene.single(us());
    let metadata = scene.describe(us(), &key);
    assert_eq!((metadata.custom_key_store_id, metadata.xks_key_configuration), (None, None));
}

#[test]
fn a_request_for_a_key_names_its_store_and_external_key_where_they_belong() {
    let mut scene = Scene::new();
    let (cluster, external) = (scene.cluster_store(), scene.external_store());
    scene.connect(&cluster);
    scene.connect(&external);
    let invalid = [
        CreateKeyRequest { custom_key_store_id: None, ..cluster_key(&cluster) },
        CreateKeyRequest { origin: None, ..cluster_key(&cluster) },
        CreateKeyRequest { origin: Some(Origin::External), ..cluster_key(&cluster) },
        CreateKeyRequest { xks_key_id: None, ..external_key(&external, EXTERNAL_KEY) },
        CreateKeyRequest { xks_key_id: Some(EXTERNAL_KEY.to_owned()), ..cluster_key(&cluster) },
        CreateKeyRequest { xks_key_id: Some(EXTERNAL_KEY.to_owned()), ..Default::default() },
    ];
    for request in invalid {
        assert_eq!(scene.refused(us(), request).0, Exception::Validation);
    }
    let hmac = (Some(KeySpec::Hmac256), Some(KeyUsage::GenerateVerifyMac));
    let pair = (Some(KeySpec::EccNistP256), Some(KeyUsage::SignVerify));
    for whole in [cluster_key(&cluster), external_key(&external, EXTERNAL_KEY)] {
        let multi_region = CreateKeyRequest { multi_region: true, ..whole.clone() };
        scene.refuses(us(), multi_region, Exception::UnsupportedOperation, "");
        for (key_spec, key_usage) in [hmac, pair] {
            let other = CreateKeyRequest { key_spec, key_usage, ..whole.clone() };
            scene.refuses(us(), other, Exception::UnsupportedOperation, "");
        }
    }
    // Each origin has its own kind of store.
    assert_eq!(scene.refused(us(), cluster_key(&external)).0, Exception::UnsupportedOperation);
    let swapped = scene.refused(us(), external_key(&cluster, EXTERNAL_KEY));
    assert_eq!(swapped.0, Exception::UnsupportedOperation);
}

/// What is asked, and what comes of it while the key is Enabled and while it is Unavailable.
struct Row {
    name: &'static str,
    request: fn(&Setting) -> Request,
    answers: [&'static str; 2],
}

struct Setting {
    scene: Scene,
    key: String,
    ciphertext: Blob,
    other: String,
    other_ciphertext: Blob,
}

const fn row(name: &'static str, request: fn(&Setting) -> Request, answers: [&'static str; 2]) -> Row {
    Row { name, request, answers }
}

const ALWAYS: [&str; 2] = ["ok", "ok"];
const CRYPTOGRAPHY: [&str; 2] = ["ok", "UN"];
const NEVER: [&str; 2] = ["ORIGIN", "ORIGIN"];

const TABLE: &[Row] = &[
    row("Encrypt", |it| encrypt(&it.key, b"x").into(), CRYPTOGRAPHY),
    row("Decrypt", |it| decrypt(&it.ciphertext).into(), CRYPTOGRAPHY),
    row("Decrypt, key named", |it| decrypt_with(&it.key, &it.ciphertext).into(), CRYPTOGRAPHY),
    row(
        "ReEncrypt from it",
        |it| {
            let (ciphertext_blob, destination_key_id) = (Some(it.ciphertext.clone()), it.other.clone());
            ReEncryptRequest { ciphertext_blob, destination_key_id, ..Default::default() }.into()
        },
        CRYPTOGRAPHY,
    ),
    row(
        "ReEncrypt to it",
        |it| {
            let (ciphertext_blob, destination_key_id) = (Some(it.other_ciphertext.clone()), it.key.clone());
            ReEncryptRequest { ciphertext_blob, destination_key_id, ..Default::default() }.into()
        },
        CRYPTOGRAPHY,
    ),
    row("GenerateDataKey", |it| data_key(&it.key).into(), CRYPTOGRAPHY),
    row(
        "GenerateDataKeyWithoutPlaintext",
        |it| {
            let (key_id, number_of_bytes) = (it.key.clone(), Some(64));
            GenerateDataKeyWithoutPlaintextRequest { key_id, number_of_bytes, ..Default::default() }.into()
        },
        CRYPTOGRAPHY,
    ),
    row(
        "GenerateDataKeyPair",
        |it| {
            let (key_id, key_pair_spec) = (it.key.clone(), Some(DataKeyPairSpec::EccNistP256));
            GenerateDataKeyPairRequest { key_id, key_pair_spec, ..Default::default() }.into()
        },
        ["ORIGIN", "UN"],
    ),
    row(
        "GenerateDataKeyPairWithoutPlaintext",
        |it| {
            let (key_id, key_pair_spec) = (it.key.clone(), Some(DataKeyPairSpec::EccNistP256));
            GenerateDataKeyPairWithoutPlaintextRequest { key_id, key_pair_spec, ..Default::default() }.into()
        },
        ["ORIGIN", "UN"],
    ),
    row("DescribeKey", |it| describe(&it.key).into(), ALWAYS),
    row(
        "GetKeyPolicy",
        |it| GetKeyPolicyRequest { key_id: it.key.clone(), policy_name: None }.into(),
        ALWAYS,
    ),
    row(
        "ListKeyPolicies",
        |it| ListKeyPoliciesRequest { key_id: it.key.clone(), ..Default::default() }.into(),
        ALWAYS,
    ),
    row("PutKeyPolicy", |it| put_policy(&it.key, &policy(&[DELEGATE])).into(), ALWAYS),
    row("GetKeyLastUsage", |it| GetKeyLastUsageRequest { key_id: it.key.clone() }.into(), ALWAYS),
    row(
        "ListAliases",
        |it| ListAliasesRequest { key_id: Some(it.key.clone()), ..Default::default() }.into(),
        ALWAYS,
    ),
    row("ListGrants", |it| ListGrantsRequest { key_id: it.key.clone(), ..Default::default() }.into(), ALWAYS),
    row(
        "ListResourceTags",
        |it| ListResourceTagsRequest { key_id: it.key.clone(), ..Default::default() }.into(),
        ALWAYS,
    ),
    row(
        "CreateGrant",
        |it| {
            let grantee_principal = Some("arn:aws:iam::111111111111:user/bob".to_owned());
            let (key_id, operations) = (it.key.clone(), vec![GrantOperation::Decrypt]);
            CreateGrantRequest { key_id, grantee_principal, operations, ..Default::default() }.into()
        },
        ALWAYS,
    ),
    row("CreateAlias", |it| create_alias("alias/new", &it.key).into(), ALWAYS),
    row(
        "UpdateAlias",
        |it| {
            let (alias_name, target_key_id) = ("alias/other".to_owned(), it.key.clone());
            UpdateAliasRequest { alias_name, target_key_id }.into()
        },
        ALWAYS,
    ),
    row(
        "TagResource",
        |it| TagResourceRequest { key_id: it.key.clone(), tags: vec![tag("a", "b")] }.into(),
        ALWAYS,
    ),
    row(
        "UntagResource",
        |it| UntagResourceRequest { key_id: it.key.clone(), tag_keys: vec!["a".to_owned()] }.into(),
        ALWAYS,
    ),
    row(
        "UpdateKeyDescription",
        |it| UpdateKeyDescriptionRequest { key_id: it.key.clone(), description: "x".to_owned() }.into(),
        ALWAYS,
    ),
    row("EnableKey", |it| enable(&it.key).into(), ALWAYS),
    row("DisableKey", |it| disable(&it.key).into(), ALWAYS),
    row("EnableKeyRotation", |it| rotate_every(&it.key, None).into(), NEVER),
    row("DisableKeyRotation", |it| DisableKeyRotationRequest { key_id: it.key.clone() }.into(), NEVER),
    row("RotateKeyOnDemand", |it| rotate(&it.key).into(), NEVER),
    row("GetKeyRotationStatus", |it| rotation_status(&it.key).into(), ["ok", "ORIGIN"]),
    row(
        "ListKeyRotations",
        |it| ListKeyRotationsRequest { key_id: it.key.clone(), ..Default::default() }.into(),
        ALWAYS,
    ),
    row(
        "GetParametersForImport",
        |it| {
            GetParametersForImportRequest {
                key_id: it.key.clone(),
                wrapping_algorithm: Some(WrappingAlgorithm::RsaesOaepSha256),
                wrapping_key_spec: Some(WrappingKeySpec::Rsa2048),
            }
            .into()
        },
        NEVER,
    ),
    row(
        "ImportKeyMaterial",
        |it| {
            let (import_token, encrypted_key_material) = (b"token".as_slice().into(), b"x".as_slice().into());
            let key_id = it.key.clone();
            ImportKeyMaterialRequest { key_id, import_token, encrypted_key_material, ..Default::default() }
                .into()
        },
        NEVER,
    ),
    row(
        "DeleteImportedKeyMaterial",
        |it| DeleteImportedKeyMaterialRequest { key_id: it.key.clone(), key_material_id: None }.into(),
        NEVER,
    ),
    row("ScheduleKeyDeletion", |it| delete_in(&it.key, 7).into(), ALWAYS),
    row("CancelKeyDeletion", |it| cancel(&it.key).into(), ["NPD", "NPD"]),
    row("ReplicateKey", |it| replicate(&it.key, eu()).into(), ["SINGLE", "SINGLE"]),
];

#[test]
fn every_operation_answers_as_the_connection_of_the_key_s_store_demands() {
    for (mut scene, store, key) in [Scene::with_key_in_cluster(), Scene::with_key_outside()] {
        let ciphertext = scene.seal(us(), &key, b"plaintext");
        let other = scene.single(us());
        let other_ciphertext = scene.seal(us(), &other, b"plaintext");
        scene.ask(us(), create_alias("alias/other", &other));
        for (column, state) in [KeyState::Enabled, KeyState::Unavailable].into_iter().enumerate() {
            if state == KeyState::Unavailable {
                scene.disconnect(&store);
            }
            assert_eq!(scene.state(us(), &key), state);
            assert_eq!(scene.describe(us(), &key).enabled, state == KeyState::Enabled);
            let setting = Setting {
                scene: Scene { world: scene.world.clone() },
                key: key.clone(),
                ciphertext: ciphertext.clone(),
                other: other.clone(),
                other_ciphertext: other_ciphertext.clone(),
            };
            for row in TABLE {
                check(&setting, row, column, state);
            }
        }
    }
}

fn check(setting: &Setting, row: &Row, column: usize, state: KeyState) {
    let mut world = setting.scene.world.clone();
    let caller = setting.scene.caller("alice");
    let answer = world.call(Call::new(us(), caller, (row.request)(setting)));
    let place = format!("{} in {state}", row.name);
    let arn = arn(us(), &setting.key);
    let origin = Scene { world: setting.scene.world.clone() }.describe(us(), &setting.key).origin;
    let (exception, message) = match row.answers[column] {
        "ok" => return drop(answer.unwrap_or_else(|error| panic!("{place}: {error}"))),
        "UN" => (Exception::KmsInvalidState, format!("{arn} is unavailable.")),
        "NPD" => (Exception::KmsInvalidState, format!("{arn} is not pending deletion.")),
        "SINGLE" => (Exception::UnsupportedOperation, format!("{arn} is not a multi-region primary key.")),
        "ORIGIN" => {
            let says = format!("{arn} origin is {} which is not valid for this operation.", origin.name());
            (Exception::UnsupportedOperation, says)
        }
        code => panic!("{code} is no code of the table"),
    };
    let error = answer.err().unwrap_or_else(|| panic!("{place} was admitted"));
    assert_eq!((error.exception, error.message.into_owned()), (exception, message), "{place}");
    assert_eq!(world.store(), setting.scene.world.store(), "{place}");
}

#[test]
fn a_key_keeps_in_mind_whether_it_is_enabled_while_its_store_is_cut_off() {
    for (mut scene, store, key) in [Scene::with_key_in_cluster(), Scene::with_key_outside()] {
        let second = match scene.describe(us(), &key).origin {
            Origin::AwsCloudHsm => scene.key_in_cluster(&store),
            _ => scene.ask(us(), external_key(&store, "ledger-2026")).key_metadata.key_id,
        };
        scene.ask(us(), disable(&second));
        scene.ask(us(), disconnect(&store));
        // At once, not when the store is disconnected.
        for it in [&key, &second] {
            assert_eq!(scene.state(us(), it), KeyState::Unavailable);
        }
        scene.pass(Span::seconds(5));
        scene.connect(&store);
        assert_eq!(scene.state(us(), &key), KeyState::Enabled);
        assert_eq!(scene.state(us(), &second), KeyState::Disabled);
        scene.disconnect(&store);
        scene.ask(us(), disable(&key));
        scene.ask(us(), enable(&second));
        assert_eq!(scene.state(us(), &key), KeyState::Unavailable);
        // Not before the store is connected.
        scene.ask(us(), connect(&store));
        assert_eq!(scene.state(us(), &second), KeyState::Unavailable);
        scene.pass(Span::seconds(20 * 60));
        assert_eq!(scene.state(us(), &key), KeyState::Disabled);
        assert_eq!(scene.state(us(), &second), KeyState::Enabled);
        // Disabled is disabled, wherever the material is.
        let says = format!("{} is disabled.", arn(us(), &key));
        scene.refuses(us(), encrypt(&key, b"x"), Exception::Disabled, &says);
        scene.refuses(us(), rotate(&key), Exception::Disabled, &says);
    }
}

#[test]
fn a_scheduled_deletion_goes_on_whether_the_store_is_connected_or_not() {
    let (mut scene, store, key) = Scene::with_key_outside();
    scene.ask(us(), delete_in(&key, 7));
    scene.disconnect(&store);
    assert_eq!(scene.state(us(), &key), KeyState::PendingDeletion);
    // Cancelled while cut off, the key waits for its store, and is disabled as after every cancelling.
    scene.ask(us(), cancel(&key));
    assert_eq!(scene.state(us(), &key), KeyState::Unavailable);
    scene.connect(&store);
    assert_eq!(scene.state(us(), &key), KeyState::Disabled);
    scene.ask(us(), enable(&key));
    scene.disconnect(&store);
    scene.ask(us(), delete_in(&key, 7));
    assert_eq!(scene.state(us(), &key), KeyState::PendingDeletion);
    scene.connect(&store);
    assert_eq!(scene.state(us(), &key), KeyState::PendingDeletion);
    scene.pass_days(7);
    assert_eq!(scene.refused(us(), describe(&key)).0, Exception::NotFound);
    // The external key is free for another KMS key now.
    scene.key_outside(&store);
}

#[test]
fn a_failed_connection_leaves_the_keys_cut_off() {
    let (mut scene, store, key) = Scene::with_key_outside();
    scene.disconnect(&store);
    scene.manager().is_reachable = false;
    scene.connect(&store);
    assert_eq!(scene.connection(&store), ConnectionState::Failed);
    assert_eq!(scene.state(us(), &key), KeyState::Unavailable);
    scene.disconnect(&store);
    scene.manager().is_reachable = true;
    scene.connect(&store);
    assert_eq!(scene.state(us(), &key), KeyState::Enabled);
}

#[test]
fn keys_that_never_rotate_have_no_rotations_to_list() {
    let (mut scene, _, key) = Scene::with_key_outside();
    let request = ListKeyRotationsRequest {
        key_id: key.clone(),
        include_key_material: Some(IncludeKeyMaterial::AllKeyMaterial),
        ..Default::default()
    };
    assert_eq!(scene.ask(us(), request).rotations, []);
    assert!(!scene.ask(us(), rotation_status(&key)).key_rotation_enabled);
}

#[test]
fn grants_and_key_policies_admit_to_keys_in_stores_as_to_others() {
    let (mut scene, _, key) = Scene::with_key_outside();
    let ciphertext = scene.seal(us(), &key, b"outside");
    assert_eq!(scene.refused_as("mallory", us(), decrypt(&ciphertext)).0, Exception::AccessDenied);
    // Who may not use the key does not learn what is wrong outside.
    scene.manager().is_reachable = false;
    assert_eq!(scene.refused_as("mallory", us(), decrypt(&ciphertext)).0, Exception::AccessDenied);
}
