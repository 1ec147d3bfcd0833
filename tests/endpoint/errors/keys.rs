//! What is refused of names, states, families, rotation, policies, grants, tags and aliases.

use aws_sdk_kms::{
    primitives::Blob,
    types::{GrantOperation, KeySpec, KeyUsageType, Tag},
};
use mrk_console::kms::{Span, Transitions};

use super::*;

const UNKNOWN: &str = "aaaaaaaa-1111-4222-8333-bbbbbbbbbbbb";

pub async fn identifiers(server: &Server, seen: &mut Seen) {
    let [us, eu] = ["us-east-1", "eu-west-1"].map(|region| server.client(region));
    let key = symmetric(&us).await;
    let not_found = "NotFoundException";
    let describe = |id: &str| us.describe_key().key_id(id).send();
    seen.refused(describe("not-a-key").await, not_found, "Invalid keyId 'not-a-key'");
    let says = format!("Key '{}' does not exist", arn(UNKNOWN));
    seen.refused(describe(UNKNOWN).await, not_found, &says);
    seen.refused(describe(&arn(UNKNOWN)).await, not_found, &says);
    let says = "Alias arn:aws:kms:us-east-1:111111111111:alias/none is not found.";
    seen.refused(describe("alias/none").await, not_found, says);
    let elsewhere = eu.describe_key().key_id(arn(&key)).send().await;
    seen.refused(elsewhere, not_found, "Invalid arn us-east-1");
    let says = "Key Aliases are not supported for this operation.";
    seen.refused(us.enable_key().key_id("alias/none").send().await, "InvalidArnException", says);
    seen.refused(us.list_grants().key_id("alias/none").send().await, "InvalidArnException", says);
    let marker = "InvalidMarkerException";
    seen.refused(us.list_keys().marker("no marker").send().await, marker, "");
    seen.refused(us.list_aliases().marker("no marker").send().await, marker, "");
    seen.refused(us.list_grants().key_id(&key).marker("no marker").send().await, marker, "");
    seen.refused(us.list_resource_tags().key_id(&key).marker("no marker").send().await, marker, "");
    // A Region that the account has not opted in to.
    let says = "The security token included in the request is invalid.";
    let closed = server.client("ap-east-1").list_keys().send().await;
    seen.refused(closed, "UnrecognizedClientException", says);
}

pub async fn states(server: &Server, seen: &mut Seen) {
    let us = server.client("us-east-1");
    let key = symmetric(&us).await;
    let encrypt = || us.encrypt().key_id(&key).plaintext(Blob::new("x")).send();
    let says = |words: &str| format!("{} is {words}.", arn(&key));
    let wrong_state = "KMSInvalidStateException";
    seen.refused(
        us.cancel_key_deletion().key_id(&key).send().await,
        wrong_state,
        &says("not pending deletion"),
    );
    us.disable_key().key_id(&key).send().await.expect("disabled");
    seen.refused(encrypt().await, "DisabledException", &says("disabled"));
    us.schedule_key_deletion().key_id(&key).pending_window_in_days(7).send().await.expect("scheduled");
    seen.refused(encrypt().await, wrong_state, &says("pending deletion"));
    seen.refused(us.enable_key().key_id(&key).send().await, wrong_state, &says("pending deletion"));
    let again = us.schedule_key_deletion().key_id(&key).send().await;
    seen.refused(again, wrong_state, &says("pending deletion"));
    server.pass(Span::days(8));
    let gone = format!("Key '{}' does not exist", arn(&key));
    seen.refused(encrypt().await, "NotFoundException", &gone);
}

pub async fn families(server: &Server, seen: &mut Seen) {
    let [us, eu] = ["us-east-1", "eu-west-1"].map(|region| server.client(region));
    let made = us.create_key().multi_region(true).send().await.expect("made").key_metadata;
    let key = made.expect("metadata").key_id;
    let (ours, theirs) = (arn(&key), arn(&key).replace("us-east-1", "eu-west-1"));
    let invalid = "ValidationException";
    let replicate = |region: &str| us.replicate_key().key_id(&key).replica_region(region).send();
    let says = "us-east-1 cannot have a replica because it contains the primary.";
    seen.refused(replicate("us-east-1").await, invalid, says);
    let says = "Region us-invalid-1 is not a valid Region or multi-Region keys are not supported in Region us-invalid-1.";
    seen.refused(replicate("us-invalid-1").await, invalid, says);
    let says = format!("{key} does not have a replica key in the specified Region.");
    let promote = |region: &str| us.update_primary_region().key_id(&key).primary_region(region).send();
    seen.refused(promote("eu-west-1").await, invalid, &says);
    // While the replica is made it cannot be used, and the primary waits.
    server.stage.lock().world.set_transitions(Transitions::REALISTIC);
    replicate("eu-west-1").await.expect("replicated");
    let sealed = us.encrypt().key_id(&key).plaintext(Blob::new("x")).send().await.expect("encrypted");
    let blob = sealed.ciphertext_blob.expect("a blob");
    let early = eu.decrypt().ciphertext_blob(blob.clone()).send().await;
    seen.refused(early, "KMSInvalidStateException", &format!("{theirs} is creating."));
    server.pass(Span::seconds(120));
    promote("eu-west-1").await.expect("promoted");
    let soon = us.disable_key().key_id(&key).send().await;
    seen.refused(soon, "KMSInvalidStateException", &format!("{ours} is updating."));
    server.pass(Span::seconds(120));
    server.stage.lock().world.set_transitions(Transitions::INSTANT);
    let back = eu.update_primary_region().key_id(&key).primary_region("us-east-1").send().await;
    back.expect("promoted");
    let says = "You can create only one replica of each primary key in each AWS Region.";
    seen.refused(replicate("eu-west-1").await, "AlreadyExistsException", says);
    // What only a primary can do; KMS spells it differently for each.
    let unsupported = "UnsupportedOperationException";
    let replicated = eu.replicate_key().key_id(&key).replica_region("us-west-2").send().await;
    seen.refused(replicated, unsupported, &format!("{theirs} is not a multi-region primary key."));
    let promoted = eu.update_primary_region().key_id(&key).primary_region("us-east-1").send().await;
    let says = format!("{theirs} is not a multi-Region primary key.");
    seen.refused(promoted, "KMSInvalidStateException", &says);
    let rotated = eu.rotate_key_on_demand().key_id(&key).send().await;
    let says = format!("{theirs} is a multi-region replica key which is not valid for RotateKeyOnDemand.");
    seen.refused(rotated, unsupported, &says);
    us.schedule_key_deletion().key_id(&key).send().await.expect("scheduled");
    let waits = us.encrypt().key_id(&key).plaintext(Blob::new("x")).send().await;
    seen.refused(waits, "KMSInvalidStateException", &format!("{ours} is pending replica deletion."));
    let single = symmetric(&us).await;
    let lonely = us.replicate_key().key_id(&single).replica_region("eu-west-1").send().await;
    seen.refused(lonely, unsupported, &format!("{} is not a multi-region primary key.", arn(&single)));
}

pub async fn rotations(server: &Server, seen: &mut Seen) {
    let us = server.client("us-east-1");
    let signer = make(&us, KeySpec::EccNistP256, KeyUsageType::SignVerify).await;
    let unsupported = us.enable_key_rotation().key_id(&signer).send().await;
    seen.refused(unsupported, "UnsupportedOperationException", "");
    let key = symmetric(&us).await;
    let rotate = || us.rotate_key_on_demand().key_id(&key).send();
    for _ in 0..25 {
        rotate().await.expect("rotated");
        server.pass(Span::seconds(60));
    }
    let says = format!(
        "The on-demand rotations limit has been reached for the given keyId. No more on-demand rotations can be performed for this key: {}",
        arn(&key)
    );
    seen.refused(rotate().await, "LimitExceededException", &says);
    let key = symmetric(&us).await;
    us.enable_key_rotation().key_id(&key).rotation_period_in_days(90).send().await.expect("enabled");
    server.pass(Span::seconds(90 * 24 * 60 * 60 - 10 * 60));
    let says =
        format!("An automatic rotation of {} is in progress or due within the next 20 minutes.", arn(&key));
    let soon = us.rotate_key_on_demand().key_id(&key).send().await;
    seen.refused(soon, "ConflictException", &says);
}

pub async fn policies_and_grants(server: &Server, seen: &mut Seen) {
    let us = server.client("us-east-1");
    let malformed = "MalformedPolicyDocumentException";
    let with = |policy: &str| us.create_key().policy(policy).send();
    let allowing = |who: &str| {
        format!(
            r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{{"AWS":"{who}"}},"Action":"kms:*","Resource":"*"}}]}}"#
        )
    };
    let says = "The new key policy will not allow you to update the key policy in the future.";
    seen.refused(with(&allowing("arn:aws:iam::111111111111:user/bob")).await, malformed, says);
    let says = "Policy contains a statement with one or more invalid principals.";
    seen.refused(with(&allowing("arn:aws:iam::111111111111:user/nobody")).await, malformed, says);
    let long = format!("{}{}", allowing("arn:aws:iam::111111111111:root"), " ".repeat(33_000));
    seen.refused_saying(with(&long).await, "LimitExceededException", "32768");

    let key = symmetric(&us).await;
    let nobody = "arn:aws:iam::111111111111:user/nobody";
    let granted = us
        .create_grant()
        .key_id(&key)
        .grantee_principal(nobody)
        .operations(GrantOperation::Encrypt)
        .send()
        .await;
    let says = format!("ARN does not refer to a valid principal: {nobody}");
    seen.refused(granted, "InvalidArnException", &says);
    let mac = make(&us, KeySpec::Hmac256, KeyUsageType::GenerateVerifyMac).await;
    let bob = "arn:aws:iam::111111111111:user/bob";
    let granted = us
        .create_grant()
        .key_id(&mac)
        .grantee_principal(bob)
        .operations(GrantOperation::Encrypt)
        .send()
        .await;
    let says = "Operations [Encrypt] are not supported when creating a grant for a";
    seen.refused_saying(granted, "ValidationException", says);
    let revoked = us.revoke_grant().key_id(&key).grant_id("a".repeat(64)).send().await;
    seen.refused_saying(revoked, "InvalidGrantIdException", "");
    let retired = us.retire_grant().grant_token("nonsense").send().await;
    seen.refused(retired, "InvalidGrantTokenException", "");

    let mallory = server.client_of("mallory", "us-east-1");
    let says = format!(
        "User: arn:aws:iam::111111111111:user/mallory is not authorized to perform: kms:DescribeKey on resource: {} because no identity-based policy allows the kms:DescribeKey action",
        arn(&key)
    );
    seen.refused(mallory.describe_key().key_id(&key).send().await, "AccessDeniedException", &says);
}

pub async fn tags_and_aliases(server: &Server, seen: &mut Seen) {
    let us = server.client("us-east-1");
    let tag = |key: &str| Tag::builder().tag_key(key).tag_value("v").build().expect("a tag");
    let reserved = us.create_key().tags(tag("aws:x")).send().await;
    seen.refused(reserved, "TagException", "Tags beginning with aws: are reserved");
    let twice = us.create_key().tags(tag("a")).tags(tag("a")).send().await;
    seen.refused(twice, "TagException", "Duplicate tag keys");
    let key = symmetric(&us).await;
    let many = (0..51).map(|number| tag(&number.to_string())).collect();
    let many = us.tag_resource().key_id(&key).set_tags(Some(many)).send().await;
    seen.refused(many, "TagException", "Too many tags");

    let name = |alias: &str| us.create_alias().alias_name(alias).target_key_id(&key).send();
    name("alias/taken").await.expect("named");
    let says = "An alias with the name arn:aws:kms:us-east-1:111111111111:alias/taken already exists";
    seen.refused(name("alias/taken").await, "AlreadyExistsException", says);
    seen.refused(name("alias/aws/mine").await, "NotAuthorizedException", "");
    let says = "Alias must start with the prefix \"alias/\". Please see https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html";
    seen.refused(name("taken").await, "ValidationException", says);
    for number in 1..50 {
        name(&format!("alias/name-{number}")).await.expect("named");
    }
    let says = "You can have at most 50 aliases for one KMS key.";
    seen.refused(name("alias/one-more").await, "LimitExceededException", says);
}

/// Last, as the requests that it spends are spent for all.
pub async fn quotas(server: &Server, seen: &mut Seen) {
    let us = server.client("us-east-1");
    server.stage.lock().world.set_throttling(true);
    let mut answer = us.create_key().send().await;
    for _ in 0..200 {
        if answer.is_err() {
            break;
        }
        answer = us.create_key().send().await;
    }
    let says = "You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls.";
    seen.refused(answer, "ThrottlingException", says);
    server.pass(Span::seconds(1));
    us.create_key().send().await.expect("made a second later");
}
