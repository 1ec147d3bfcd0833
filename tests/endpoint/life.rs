//! The full life of a multi-Region key in three Regions.

use aws_sdk_kms::{
    primitives::Blob,
    types::{GrantOperation, KeyState, MultiRegionKeyType, RotationType, Tag},
};
use mrk_console::kms::Span;

use crate::support::*;

const ALIAS: &str = "alias/global-encrypt";

#[test]
fn a_multi_region_key_lives_in_three_regions() {
    let server = Server::new();
    let regions = ["us-east-1", "eu-west-1", "ap-southeast-1"];
    let [us, eu, ap] = regions.map(|region| server.client(region));
    server.run(async {
        // Made in one Region, replicated to two, named in each.
        let made = us.create_key().multi_region(true).description("global").send().await.expect("made");
        let made = made.key_metadata.expect("metadata");
        let id = made.key_id.clone();
        assert!(id.starts_with("mrk-") && id.len() == 36, "{id}");
        assert_eq!(made.arn(), Some(format!("arn:aws:kms:us-east-1:111111111111:key/{id}").as_str()));
        for region in &regions[1..] {
            let tag = Tag::builder().tag_key("Team").tag_value("payments").build().expect("a tag");
            let replica = us.replicate_key().key_id(&id).replica_region(*region).tags(tag).send().await.expect("replicated");
            let metadata = replica.replica_key_metadata.expect("metadata");
            assert_eq!(metadata.key_id, id);
            assert_eq!(metadata.key_state, Some(KeyState::Creating));
            assert_eq!(replica.replica_tags.expect("tags").len(), 1);
            assert!(replica.replica_policy.expect("a policy").contains("Enable IAM User Permissions"));
        }
        for client in [&us, &eu, &ap] {
            client.create_alias().alias_name(ALIAS).target_key_id(&id).send().await.expect("named");
            let found = client.describe_key().key_id(ALIAS).send().await.expect("described").key_metadata.expect("metadata");
            assert_eq!(found.key_state, Some(KeyState::Enabled));
            let family = found.multi_region_configuration.expect("a family");
            assert_eq!(family.primary_key.and_then(|it| it.region), Some("us-east-1".to_owned()));
            let replicas: Vec<_> = family.replica_keys.expect("replicas").into_iter().filter_map(|it| it.region).collect();
            assert_eq!(replicas, ["ap-southeast-1", "eu-west-1"]);
        }
        // What one Region encrypts, every other opens with its own member.
        let sealed = us.encrypt().key_id(ALIAS).plaintext(Blob::new("over the ocean")).encryption_context("for", "all").send().await.expect("encrypted");
        let blob = sealed.ciphertext_blob.expect("a blob");
        for (client, region) in [(&us, "us-east-1"), (&eu, "eu-west-1"), (&ap, "ap-southeast-1")] {
            let opened = client.decrypt().ciphertext_blob(blob.clone()).encryption_context("for", "all").send().await.expect("decrypted");
            assert_eq!(opened.plaintext.expect("a plaintext").as_ref(), b"over the ocean");
            assert_eq!(opened.key_id, Some(format!("arn:aws:kms:{region}:111111111111:key/{id}")));
        }
        // Rotation belongs to the primary and is seen everywhere; old ciphertexts stay readable.
        us.enable_key_rotation().key_id(&id).rotation_period_in_days(90).send().await.expect("enabled");
        us.rotate_key_on_demand().key_id(&id).send().await.expect("rotated");
        refused(eu.rotate_key_on_demand().key_id(&id).send().await);
        server.pass(Span::seconds(600));
        for client in [&us, &eu] {
            let status = client.get_key_rotation_status().key_id(&id).send().await.expect("told");
            assert!(status.key_rotation_enabled);
            assert_eq!(status.rotation_period_in_days, Some(90));
            assert!(status.next_rotation_date.is_some());
            let rotations = client.list_key_rotations().key_id(&id).send().await.expect("listed").rotations.expect("a list");
            assert_eq!(rotations.len(), 1);
            assert_eq!(rotations[0].rotation_type, Some(RotationType::OnDemand));
        }
        ap.decrypt().ciphertext_blob(blob.clone()).encryption_context("for", "all").send().await.expect("still opens");
        // A policy is each member's own.
        let denied = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111111111111:root"},"Action":"kms:*","Resource":"*"},{"Effect":"Deny","Principal":"*","Action":"kms:Decrypt","Resource":"*"}]}"#;
        eu.put_key_policy().key_id(&id).policy(denied).send().await.expect("put");
        let error = refused(eu.decrypt().ciphertext_blob(blob.clone()).encryption_context("for", "all").send().await);
        assert_eq!(error.meta().code(), Some("AccessDeniedException"));
        us.decrypt().ciphertext_blob(blob.clone()).encryption_context("for", "all").send().await.expect("elsewhere it opens");
        // So are grants.
        let grant = ap.create_grant().key_id(&id).grantee_principal("arn:aws:iam::111111111111:user/mallory").operations(GrantOperation::Decrypt).send().await.expect("granted");
        let token = grant.grant_token.expect("a token");
        let mallory = server.client_of("mallory", "ap-southeast-1");
        let opened = mallory.decrypt().ciphertext_blob(blob.clone()).encryption_context("for", "all").grant_tokens(token).send().await.expect("by the grant");
        assert_eq!(opened.plaintext.expect("a plaintext").as_ref(), b"over the ocean");
        refused(server.client_of("mallory", "us-east-1").decrypt().ciphertext_blob(blob).encryption_context("for", "all").send().await);
        // Another Region becomes the primary.
        us.update_primary_region().key_id(&id).primary_region("eu-west-1").send().await.expect("promoted");
        let family = ap.describe_key().key_id(&id).send().await.expect("described").key_metadata.and_then(|it| it.multi_region_configuration).expect("a family");
        assert_eq!(family.multi_region_key_type, Some(MultiRegionKeyType::Replica));
        assert_eq!(family.primary_key.and_then(|it| it.region), Some("eu-west-1".to_owned()));
        // The end: replicas first, the primary waits for them.
        for client in [&us, &ap] {
            client.schedule_key_deletion().key_id(&id).pending_window_in_days(7).send().await.expect("scheduled");
        }
        let waits = eu.schedule_key_deletion().key_id(&id).pending_window_in_days(7).send().await.expect("scheduled");
        assert_eq!(waits.key_state, Some(KeyState::PendingReplicaDeletion));
        assert_eq!(waits.deletion_date, None);
        server.pass(Span::days(8));
        refused(us.describe_key().key_id(&id).send().await);
        let last = eu.describe_key().key_id(&id).send().await.expect("described").key_metadata.expect("metadata");
        assert_eq!(last.key_state, Some(KeyState::PendingDeletion));
        eu.cancel_key_deletion().key_id(&id).send().await.expect("cancelled");
        eu.enable_key().key_id(&id).send().await.expect("enabled");
        eu.schedule_key_deletion().key_id(&id).pending_window_in_days(7).send().await.expect("scheduled");
        server.pass(Span::days(8));
        let gone = refused(eu.describe_key().key_id(&id).send().await);
        assert!(gone.is_not_found_exception(), "{gone:?}");
    });
}
