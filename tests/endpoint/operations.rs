//! Every operation through the SDK, with what its answer tells.

use std::collections::BTreeSet;

use aws_sdk_kms::{
    Client,
    primitives::{Blob, DateTime},
    types::{
        AlgorithmSpec, ConnectionStateType, CustomKeyStoreType, DataKeyPairSpec, DataKeySpec,
        EncapsulationAlgorithmSpec, EncryptionAlgorithmSpec, ExpirationModelType, GrantOperation,
        KeyAgreementAlgorithmSpec, KeySpec, KeyState, KeyUsageType, MacAlgorithmSpec, MessageType,
        OriginType, SigningAlgorithmSpec, Tag, WrappingKeySpec, XksProxyAuthenticationCredentialType,
        XksProxyConnectivityType,
    },
};
use mrk_console::{
    kms::{Span, api},
    workloads::import::wrap,
};

use crate::support::*;

const CLUSTER: &str = "cluster-2aeqkzbgxyt";

async fn make(client: &Client, spec: KeySpec, usage: KeyUsageType) -> String {
    let made = client.create_key().key_spec(spec).key_usage(usage).send().await.expect("made");
    made.key_metadata.expect("metadata").key_id
}

fn bytes(blob: Option<Blob>) -> Vec<u8> {
    blob.expect("a blob").into_inner()
}

#[test]
fn every_operation_answers_the_sdk() {
    let server = Server::new();
    let us = server.client("us-east-1");
    let eu = server.client("eu-west-1");
    server.run(async {
        keys(&us, &eu).await;
        symmetric_cryptography(&us).await;
        signatures_and_macs(&us).await;
        secrets_between_parties(&us).await;
        grants(&server, &us).await;
        imports(&server, &us).await;
        custom_key_stores(&server, &us).await;
    });
    let stage = server.stage.lock();
    let answered: BTreeSet<&str> =
        stage.world.trail().events().iter().filter(|it| it.error.is_none()).map(|it| &*it.name).collect();
    let missing: Vec<_> =
        api::Operation::ALL.iter().map(|it| it.name()).filter(|it| !answered.contains(it)).collect();
    assert!(missing.is_empty(), "not called with success: {missing:?}");
}

async fn keys(us: &Client, eu: &Client) {
    let tag = |key: &str, value: &str| Tag::builder().tag_key(key).tag_value(value).build().expect("a tag");
    let made = us
        .create_key()
        .multi_region(true)
        .description("first")
        .tags(tag("Team", "a"))
        .send()
        .await
        .expect("made");
    let made = made.key_metadata.expect("metadata");
    assert_eq!(made.key_state, Some(KeyState::Enabled));
    assert_eq!(made.encryption_algorithms(), [EncryptionAlgorithmSpec::SymmetricDefault]);
    assert!(made.creation_date.is_some() && made.current_key_material_id.is_some());
    let id = made.key_id;
    us.replicate_key().key_id(&id).replica_region("eu-west-1").send().await.expect("replicated");
    us.create_alias().alias_name("alias/a").target_key_id(&id).send().await.expect("named");
    let other = make(us, KeySpec::SymmetricDefault, KeyUsageType::EncryptDecrypt).await;
    us.update_alias().alias_name("alias/a").target_key_id(&other).send().await.expect("moved");
    let aliases = us.list_aliases().key_id(&other).send().await.expect("listed").aliases.expect("a list");
    assert_eq!(aliases.len(), 1);
    assert_eq!(aliases[0].alias_arn(), Some("arn:aws:kms:us-east-1:111111111111:alias/a"));
    us.delete_alias().alias_name("alias/a").send().await.expect("deleted");
    us.update_key_description().key_id(&id).description("second").send().await.expect("changed");
    let found =
        us.describe_key().key_id(&id).send().await.expect("described").key_metadata.expect("metadata");
    assert_eq!(found.description(), Some("second"));
    us.tag_resource().key_id(&id).tags(tag("Stage", "b")).send().await.expect("tagged");
    us.untag_resource().key_id(&id).tag_keys("Team").send().await.expect("untagged");
    let tags = us.list_resource_tags().key_id(&id).send().await.expect("listed").tags.expect("a list");
    assert_eq!(tags, [tag("Stage", "b")]);
    let names =
        us.list_key_policies().key_id(&id).send().await.expect("listed").policy_names.expect("a list");
    assert_eq!(names, ["default"]);
    let policy = us.get_key_policy().key_id(&id).send().await.expect("told").policy.expect("a policy");
    us.put_key_policy().key_id(&id).policy(policy).send().await.expect("put");
    us.disable_key().key_id(&id).send().await.expect("disabled");
    us.enable_key().key_id(&id).send().await.expect("enabled");
    us.enable_key_rotation().key_id(&id).send().await.expect("enabled");
    let status = eu.get_key_rotation_status().key_id(&id).send().await.expect("told");
    assert_eq!(status.rotation_period_in_days, Some(365));
    us.disable_key_rotation().key_id(&id).send().await.expect("disabled");
    let rotated = us.rotate_key_on_demand().key_id(&id).send().await.expect("rotated");
    assert!(rotated.key_id.expect("an ARN").ends_with(&id));
    eu.list_key_rotations().key_id(&id).send().await.expect("listed");
    us.update_primary_region().key_id(&id).primary_region("eu-west-1").send().await.expect("promoted");
    let scheduled =
        us.schedule_key_deletion().key_id(&id).pending_window_in_days(7).send().await.expect("scheduled");
    assert!(scheduled.deletion_date.is_some());
    us.cancel_key_deletion().key_id(&id).send().await.expect("cancelled");
    // Pages: the paginator goes through all of them.
    for _ in 0..9 {
        make(us, KeySpec::SymmetricDefault, KeyUsageType::EncryptDecrypt).await;
    }
    let mut pages = us.list_keys().limit(4).into_paginator().send();
    let mut seen = BTreeSet::new();
    let mut count = 0;
    while let Some(page) = pages.next().await {
        count += 1;
        seen.extend(page.expect("a page").keys.expect("a list").into_iter().filter_map(|it| it.key_id));
    }
    assert_eq!((count, seen.len()), (3, 11));
}

async fn symmetric_cryptography(us: &Client) {
    let key = make(us, KeySpec::SymmetricDefault, KeyUsageType::EncryptDecrypt).await;
    let other = make(us, KeySpec::SymmetricDefault, KeyUsageType::EncryptDecrypt).await;
    let largest = vec![7; 4096];
    let sealed =
        us.encrypt().key_id(&key).plaintext(Blob::new(largest.clone())).send().await.expect("encrypted");
    let moved = us
        .re_encrypt()
        .ciphertext_blob(sealed.ciphertext_blob.expect("a blob"))
        .destination_key_id(&other)
        .send()
        .await
        .expect("moved");
    assert!(moved.source_key_id.expect("an ARN").ends_with(&key));
    assert!(moved.source_key_material_id.is_some() && moved.destination_key_material_id.is_some());
    let opened = us
        .decrypt()
        .ciphertext_blob(moved.ciphertext_blob.expect("a blob"))
        .key_id(&other)
        .send()
        .await
        .expect("decrypted");
    assert_eq!(bytes(opened.plaintext), largest);
    let data = us
        .generate_data_key()
        .key_id(&key)
        .key_spec(DataKeySpec::Aes256)
        .encryption_context("a", "b")
        .send()
        .await
        .expect("made");
    let opened = us
        .decrypt()
        .ciphertext_blob(data.ciphertext_blob.expect("a blob"))
        .encryption_context("a", "b")
        .send()
        .await
        .expect("decrypted");
    let plain = bytes(data.plaintext);
    assert_eq!((plain.len(), bytes(opened.plaintext)), (32, plain));
    let wrapped =
        us.generate_data_key_without_plaintext().key_id(&key).number_of_bytes(64).send().await.expect("made");
    let opened = us
        .decrypt()
        .ciphertext_blob(wrapped.ciphertext_blob.expect("a blob"))
        .send()
        .await
        .expect("decrypted");
    assert_eq!(bytes(opened.plaintext).len(), 64);
    let pair = us
        .generate_data_key_pair()
        .key_id(&key)
        .key_pair_spec(DataKeyPairSpec::EccNistP256)
        .send()
        .await
        .expect("made");
    let opened = us
        .decrypt()
        .ciphertext_blob(pair.private_key_ciphertext_blob.expect("a blob"))
        .send()
        .await
        .expect("decrypted");
    assert_eq!(bytes(opened.plaintext), bytes(pair.private_key_plaintext));
    let pair = us
        .generate_data_key_pair_without_plaintext()
        .key_id(&key)
        .key_pair_spec(DataKeyPairSpec::EccNistEdwards25519)
        .send()
        .await
        .expect("made");
    assert_eq!(bytes(pair.public_key).len(), 44);
    let random = us.generate_random().number_of_bytes(1024).send().await.expect("drawn");
    assert_eq!(bytes(random.plaintext).len(), 1024);
    let usage = us.get_key_last_usage().key_id(&key).send().await.expect("told");
    assert!(
        format!("{usage:?}").contains("GenerateDataKeyPairWithoutPlaintext")
            || format!("{usage:?}").contains("Decrypt"),
        "{usage:?}"
    );
}

async fn signatures_and_macs(us: &Client) {
    for (spec, algorithm) in [
        (KeySpec::Rsa2048, SigningAlgorithmSpec::RsassaPssSha256),
        (KeySpec::EccNistP384, SigningAlgorithmSpec::EcdsaSha384),
        (KeySpec::MlDsa44, SigningAlgorithmSpec::MlDsaShake256),
    ] {
        let key = make(us, spec.clone(), KeyUsageType::SignVerify).await;
        let signed = us
            .sign()
            .key_id(&key)
            .message(Blob::new("words"))
            .message_type(MessageType::Raw)
            .signing_algorithm(algorithm.clone())
            .send()
            .await
            .expect("signed");
        let verified = us
            .verify()
            .key_id(&key)
            .message(Blob::new("words"))
            .signature(signed.signature.expect("a signature"))
            .signing_algorithm(algorithm.clone())
            .send()
            .await
            .expect("verified");
        assert!(verified.signature_valid);
        let public = us.get_public_key().key_id(&key).send().await.expect("told");
        assert_eq!(public.key_spec, Some(spec));
        assert!(public.signing_algorithms.expect("a list").contains(&algorithm));
    }
    let key = make(us, KeySpec::Hmac512, KeyUsageType::GenerateVerifyMac).await;
    let mac = us
        .generate_mac()
        .key_id(&key)
        .message(Blob::new("words"))
        .mac_algorithm(MacAlgorithmSpec::HmacSha512)
        .send()
        .await
        .expect("made")
        .mac;
    let verified = us
        .verify_mac()
        .key_id(&key)
        .message(Blob::new("words"))
        .mac_algorithm(MacAlgorithmSpec::HmacSha512)
        .mac(mac.expect("a MAC"))
        .send()
        .await
        .expect("verified");
    assert!(verified.mac_valid);
}

async fn secrets_between_parties(us: &Client) {
    let ours = make(us, KeySpec::EccNistP256, KeyUsageType::KeyAgreement).await;
    let theirs = make(us, KeySpec::EccNistP256, KeyUsageType::KeyAgreement).await;
    let mut secrets = Vec::new();
    for (own, other) in [(&ours, &theirs), (&theirs, &ours)] {
        let public = us.get_public_key().key_id(other).send().await.expect("told").public_key.expect("a key");
        let agreed = us
            .derive_shared_secret()
            .key_id(own)
            .key_agreement_algorithm(KeyAgreementAlgorithmSpec::Ecdh)
            .public_key(public)
            .send()
            .await
            .expect("agreed");
        secrets.push(bytes(agreed.shared_secret));
    }
    assert_eq!(secrets[0], secrets[1]);
    let key = make(us, KeySpec::MlKem768, KeyUsageType::EncapsulateDecapsulate).await;
    let closed = us
        .encapsulate()
        .key_id(&key)
        .encapsulation_algorithm(EncapsulationAlgorithmSpec::MlKem)
        .send()
        .await
        .expect("made");
    let opened = us
        .decapsulate()
        .key_id(&key)
        .encapsulation_algorithm(EncapsulationAlgorithmSpec::MlKem)
        .shared_secret_ciphertext_blob(closed.shared_secret_ciphertext_blob.expect("a blob"))
        .send()
        .await
        .expect("opened");
    assert_eq!(bytes(opened.shared_secret), bytes(closed.shared_secret));
}

async fn grants(server: &Server, us: &Client) {
    let key = make(us, KeySpec::SymmetricDefault, KeyUsageType::EncryptDecrypt).await;
    let mallory = "arn:aws:iam::111111111111:user/mallory";
    let alice = "arn:aws:iam::111111111111:user/alice";
    let grant = |name: &'static str| {
        us.create_grant()
            .key_id(&key)
            .name(name)
            .grantee_principal(mallory)
            .retiring_principal(alice)
            .operations(GrantOperation::Encrypt)
            .operations(GrantOperation::DescribeKey)
    };
    let first = grant("first").send().await.expect("granted");
    let second = grant("second").send().await.expect("granted");
    let client = server.client_of("mallory", "us-east-1");
    client
        .encrypt()
        .key_id(&key)
        .plaintext(Blob::new("x"))
        .grant_tokens(first.grant_token.clone().expect("a token"))
        .send()
        .await
        .expect("by the grant");
    let listed = us.list_grants().key_id(&key).send().await.expect("listed").grants.expect("a list");
    assert_eq!(listed.len(), 2);
    assert_eq!(listed[0].grantee_principal(), Some(mallory));
    let alice = server.client_of("alice", "us-east-1");
    let retirable = alice
        .list_retirable_grants()
        .retiring_principal("arn:aws:iam::111111111111:user/alice")
        .send()
        .await
        .expect("listed")
        .grants
        .expect("a list");
    assert_eq!(retirable.len(), 2);
    alice.retire_grant().grant_token(first.grant_token.expect("a token")).send().await.expect("retired");
    us.revoke_grant().key_id(&key).grant_id(second.grant_id.expect("an id")).send().await.expect("revoked");
    let listed = us.list_grants().key_id(&key).send().await.expect("listed").grants.expect("a list");
    assert!(listed.is_empty());
}

async fn imports(server: &Server, us: &Client) {
    let made = us
        .create_key()
        .origin(OriginType::External)
        .send()
        .await
        .expect("made")
        .key_metadata
        .expect("metadata");
    assert_eq!(made.key_state, Some(KeyState::PendingImport));
    let id = made.key_id;
    let given = us
        .get_parameters_for_import()
        .key_id(&id)
        .wrapping_algorithm(AlgorithmSpec::RsaesOaepSha256)
        .wrapping_key_spec(WrappingKeySpec::Rsa2048)
        .send()
        .await
        .expect("given");
    let token = bytes(given.import_token);
    let wrapped = wrap(
        api::WrappingKeySpec::Rsa2048,
        api::WrappingAlgorithm::RsaesOaepSha256,
        &bytes(given.public_key),
        &token,
        &[9; 32],
    )
    .expect("wrapped");
    let until = server.stage.lock().world.now() + Span::days(30);
    let imported = us
        .import_key_material()
        .key_id(&id)
        .import_token(Blob::new(token))
        .encrypted_key_material(Blob::new(wrapped))
        .expiration_model(ExpirationModelType::KeyMaterialExpires)
        .valid_to(DateTime::from_secs(until.as_micros() / 1_000_000))
        .send()
        .await
        .expect("imported");
    assert!(imported.key_material_id.is_some());
    us.encrypt().key_id(&id).plaintext(Blob::new("x")).send().await.expect("usable");
    us.delete_imported_key_material().key_id(&id).send().await.expect("deleted");
    refused(us.encrypt().key_id(&id).plaintext(Blob::new("x")).send().await);
}

async fn custom_key_stores(server: &Server, us: &Client) {
    let certificate = server
        .stage
        .lock()
        .world
        .backends()
        .cluster(CLUSTER)
        .expect("in every new world")
        .certificate
        .to_string();
    let made = us
        .create_custom_key_store()
        .custom_key_store_name("hsm")
        .cloud_hsm_cluster_id(CLUSTER)
        .trust_anchor_certificate(certificate)
        .key_store_password("kmsPswd-1")
        .send()
        .await
        .expect("made");
    let store = made.custom_key_store_id.expect("an id");
    us.connect_custom_key_store().custom_key_store_id(&store).send().await.expect("connecting");
    server.pass(Span::seconds(20 * 60));
    let listed = us
        .describe_custom_key_stores()
        .custom_key_store_id(&store)
        .send()
        .await
        .expect("told")
        .custom_key_stores
        .expect("a list");
    assert_eq!(listed[0].connection_state, Some(ConnectionStateType::Connected));
    let key = us
        .create_key()
        .origin(OriginType::AwsCloudhsm)
        .custom_key_store_id(&store)
        .send()
        .await
        .expect("made")
        .key_metadata
        .expect("metadata");
    assert_eq!(key.cloud_hsm_cluster_id(), Some(CLUSTER));
    us.encrypt().key_id(&key.key_id).plaintext(Blob::new("x")).send().await.expect("encrypted");
    us.disconnect_custom_key_store().custom_key_store_id(&store).send().await.expect("disconnecting");
    server.pass(Span::seconds(10));
    us.update_custom_key_store()
        .custom_key_store_id(&store)
        .new_custom_key_store_name("hsm two")
        .send()
        .await
        .expect("renamed");
    let credential = XksProxyAuthenticationCredentialType::builder()
        .access_key_id("ABCDE234567EXAMPLE2345")
        .raw_secret_access_key("DXjSUawnel2fr6SKC7G25CNxTyWKE5PF9XX6H/u9pSo=")
        .build()
        .expect("a credential");
    let external = us
        .create_custom_key_store()
        .custom_key_store_name("outside")
        .custom_key_store_type(CustomKeyStoreType::ExternalKeyStore)
        .xks_proxy_uri_endpoint("https://xks.example.com")
        .xks_proxy_uri_path("/main/kms/xks/v1")
        .xks_proxy_authentication_credential(credential)
        .xks_proxy_connectivity(XksProxyConnectivityType::PublicEndpoint)
        .send()
        .await
        .expect("made")
        .custom_key_store_id
        .expect("an id");
    us.connect_custom_key_store().custom_key_store_id(&external).send().await.expect("connecting");
    server.pass(Span::seconds(20 * 60));
    let key = us
        .create_key()
        .origin(OriginType::ExternalKeyStore)
        .custom_key_store_id(&external)
        .xks_key_id("bb8562717f809024")
        .send()
        .await
        .expect("made")
        .key_metadata
        .expect("metadata");
    assert_eq!(key.xks_key_configuration.and_then(|it| it.id), Some("bb8562717f809024".to_owned()));
    let empty = us
        .create_custom_key_store()
        .custom_key_store_name("empty")
        .cloud_hsm_cluster_id(CLUSTER)
        .send()
        .await;
    refused(empty);
    // A store can be deleted once it has no keys.
    us.schedule_key_deletion().key_id(&key.key_id).pending_window_in_days(7).send().await.expect("scheduled");
    server.pass(Span::days(8));
    us.disconnect_custom_key_store().custom_key_store_id(&external).send().await.expect("disconnecting");
    server.pass(Span::seconds(10));
    us.delete_custom_key_store().custom_key_store_id(&external).send().await.expect("deleted");
}
