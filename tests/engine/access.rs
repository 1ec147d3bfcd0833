//! Who may do what: key policy and identity policies, their conditions, and the words of a refusal.

use mrk_console::kms::{Exception, Region, api::*};

use crate::scene::*;

const MALLORY: &str = "arn:aws:iam::111111111111:user/mallory";
const BOB: &str = "arn:aws:iam::111111111111:user/bob";
const APPLICATION: &str = "arn:aws:sts::111111111111:assumed-role/Application/console";

fn statement(effect: &str, principal: &str, action: &str, condition: &str) -> String {
    format!(
        r#"{{"Effect":"{effect}","Principal":{{"AWS":"{principal}"}},"Action":"{action}","Resource":"*","Condition":{condition}}}"#
    )
}

fn denied(user: &str, action: &str, resource: &str, cause: &str) -> Refusal {
    let message =
        format!("User: {user} is not authorized to perform: {action} on resource: {resource} {cause}");
    (Exception::AccessDenied, message)
}

fn no_policy(kind: &str, user: &str, action: &str, resource: &str) -> Refusal {
    denied(user, action, resource, &format!("because no {kind}-based policy allows the {action} action"))
}

#[test]
fn under_the_default_policy_iam_decides() {
    let mut scene = Scene::new();
    let key = scene.single(us());
    let arn = arn(us(), &key);
    let ciphertext = scene.seal(us(), &key, b"x");
    let expected = no_policy("identity", MALLORY, "kms:Decrypt", &arn);
    assert_eq!(scene.refused_as("mallory", us(), decrypt(&ciphertext)), expected);
    let expected = no_policy("identity", APPLICATION, "kms:Encrypt", &arn);
    assert_eq!(scene.refused_as("Application", us(), encrypt(&key, b"x")), expected);
    // bob may look, and no more.
    scene.try_as("bob", us(), describe(&key)).expect("kms:Describe*");
    let expected = no_policy("identity", BOB, "kms:DisableKey", &arn);
    assert_eq!(scene.refused_as("bob", us(), disable(&key)), expected);
    // The root user is named by the policy itself.
    scene.try_as("root", us(), encrypt(&key, b"x")).expect("the account's root user");
}

#[test]
fn without_delegation_the_key_policy_alone_decides() {
    let mut scene = Scene::new();
    let key = scene.single(us());
    let only_bob = policy(&[&statement("Allow", BOB, "kms:*", "{}")]);
    scene.ask(us(), put_policy_unchecked(&key, &only_bob));
    let arn = arn(us(), &key);
    let alice = "arn:aws:iam::111111111111:user/alice";
    let expected = no_policy("resource", alice, "kms:DescribeKey", &arn);
    assert_eq!(scene.refused(us(), describe(&key)), expected);
    let root = "arn:aws:iam::111111111111:root";
    let expected = no_policy("resource", root, "kms:PutKeyPolicy", &arn);
    assert_eq!(scene.refused_as("root", us(), put_policy(&key, &policy(&[DELEGATE]))), expected);
    // Whom the policy names needs no policy of his own.
    scene.try_as("bob", us(), disable(&key)).expect("named by the key policy");
}

#[test]
fn an_explicit_deny_beats_everything() {
    let mut scene = Scene::new();
    let key = scene.single(us());
    let deny = statement("Deny", "*", "kms:Encrypt", "{}");
    scene.ask(us(), put_policy(&key, &policy(&[DELEGATE, &deny])));
    let arn = arn(us(), &key);
    for (name, user) in [
        ("alice", "arn:aws:iam::111111111111:user/alice"),
        ("root", "arn:aws:iam::111111111111:root"),
        ("OrgAdmin", "arn:aws:sts::111111111111:assumed-role/OrgAdmin/console"),
    ] {
        let expected = denied(user, "kms:Encrypt", &arn, "with an explicit deny in a resource-based policy");
        assert_eq!(scene.refused_as(name, us(), encrypt(&key, b"x")), expected);
    }
    scene.ask(us(), data_key(&key));
}

#[test]
fn operations_without_a_key_ask_the_identity_alone() {
    let mut scene = Scene::new();
    for (request, action) in [
        (Request::from(CreateKeyRequest::default()), "kms:CreateKey"),
        (ListKeysRequest::default().into(), "kms:ListKeys"),
        (ListAliasesRequest::default().into(), "kms:ListAliases"),
    ] {
        let call = mrk_console::world::Call::new(us(), scene.caller("mallory"), request);
        let error = scene.world.call(call).expect_err(action);
        let expected = no_policy("identity", MALLORY, action, "*");
        assert_eq!((error.exception, error.message.into_owned()), expected);
    }
    scene.try_as("Application", us(), ListKeysRequest::default()).expect("kms:ListKeys");
    // To make a key with tags takes two permissions.
    let tagged = CreateKeyRequest { tags: vec![tag("a", "b")], ..Default::default() };
    scene.try_as("bob", us(), tagged).expect("kms:CreateKey and kms:TagResource");
}

#[test]
fn an_alias_takes_permission_on_alias_and_key() {
    let mut scene = Scene::new();
    let key = scene.single(us());
    let alias = "arn:aws:kms:us-east-1:111111111111:alias/x";
    let expected = no_policy("identity", MALLORY, "kms:CreateAlias", alias);
    assert_eq!(scene.refused_as("mallory", us(), create_alias("alias/x", &key)), expected);
    let deny = statement("Deny", BOB, "kms:CreateAlias", "{}");
    scene.ask(us(), put_policy(&key, &policy(&[DELEGATE, &deny])));
    let cause = "with an explicit deny in a resource-based policy";
    let expected = denied(BOB, "kms:CreateAlias", &arn(us(), &key), cause);
    assert_eq!(scene.refused_as("bob", us(), create_alias("alias/x", &key)), expected);
    scene.ask(us(), create_alias("alias/x", &key));
    let remove = DeleteAliasRequest { alias_name: "alias/x".to_owned() };
    let expected = no_policy("identity", BOB, "kms:DeleteAlias", alias);
    assert_eq!(scene.refused_as("bob", us(), remove), expected);
}

#[test]
fn permission_is_asked_before_the_state() {
    let mut scene = Scene::new();
    let key = scene.single(us());
    scene.ask(us(), disable(&key));
    assert_eq!(scene.refused_as("mallory", us(), encrypt(&key, b"x")).0, Exception::AccessDenied);
    assert_eq!(scene.refused(us(), encrypt(&key, b"x")).0, Exception::Disabled);
}

#[test]
fn a_replica_takes_permission_in_both_regions() {
    let mut scene = Scene::new();
    let key = scene.primary();
    let expected = no_policy("identity", BOB, "kms:ReplicateKey", &arn(us(), &key));
    assert_eq!(scene.refused_as("bob", us(), replicate(&key, eu())), expected);
    // carol may replicate by the key's policy, but not create keys.
    let carol = "arn:aws:iam::111111111111:user/carol";
    let may_replicate = statement("Allow", carol, "kms:ReplicateKey", "{}");
    scene.ask(us(), put_policy(&key, &policy(&[DELEGATE, &may_replicate])));
    let expected = no_policy("identity", carol, "kms:CreateKey", "*");
    assert_eq!(scene.refused_as("carol", us(), replicate(&key, eu())), expected);
    // bob may create keys.
    let may_replicate = statement("Allow", BOB, "kms:ReplicateKey", "{}");
    scene.ask(us(), put_policy(&key, &policy(&[DELEGATE, &may_replicate])));
    scene.try_as("bob", us(), replicate(&key, eu())).expect("kms:ReplicateKey and kms:CreateKey");
}

#[test]
fn a_promotion_takes_permission_on_both_members() {
    let mut scene = Scene::new();
    let key = scene.family();
    let may_promote = statement("Allow", BOB, "kms:UpdatePrimaryRegion", "{}");
    let with_bob = policy(&[DELEGATE, &may_promote]);
    scene.ask(us(), put_policy(&key, &with_bob));
    let expected = no_policy("identity", BOB, "kms:UpdatePrimaryRegion", &arn(eu(), &key));
    assert_eq!(scene.refused_as("bob", us(), promote(&key, eu())), expected);
    scene.ask(eu(), put_policy(&key, &with_bob));
    scene.try_as("bob", us(), promote(&key, eu())).expect("allowed by both policies");
}

#[test]
fn kms_encryption_context_binds_a_reader_to_a_purpose() {
    let mut scene = Scene::new();
    let key = scene.family();
    let condition = r#"{"StringEquals":{"kms:EncryptionContext:Purpose":"Migration"}}"#;
    let may_read = statement("Allow", MALLORY, "kms:Decrypt", condition);
    scene.ask(eu(), put_policy(&key, &policy(&[DELEGATE, &may_read])));
    let mut seal = |pairs: &[(&str, &str)]| {
        let request = EncryptRequest { encryption_context: context(pairs), ..encrypt(&key, b"x") };
        let ciphertext = scene.ask(us(), request).ciphertext_blob;
        DecryptRequest { encryption_context: context(pairs), ..decrypt(&ciphertext) }
    };
    let (right, more, wrong, none) = (
        seal(&[("Purpose", "Migration")]),
        seal(&[("Purpose", "Migration"), ("Team", "EU")]),
        seal(&[("Purpose", "Backup")]),
        seal(&[]),
    );
    scene.try_as("mallory", eu(), right.clone()).expect("the purpose is right");
    scene.try_as("mallory", eu(), more).expect("the purpose is right");
    assert_eq!(scene.refused_as("mallory", eu(), wrong).0, Exception::AccessDenied);
    assert_eq!(scene.refused_as("mallory", eu(), none).0, Exception::AccessDenied);
    assert_eq!(scene.refused_as("mallory", us(), right).0, Exception::AccessDenied, "another policy there");
}

#[test]
fn kms_multi_region_key_type_tells_primary_from_replica() {
    let mut scene = Scene::new();
    let (key, single) = (scene.family(), scene.single(us()));
    let condition = r#"{"StringEquals":{"kms:MultiRegionKeyType":"REPLICA"}}"#;
    let text = policy(&[DELEGATE, &statement("Allow", MALLORY, "kms:Encrypt", condition)]);
    for region in [us(), eu()] {
        scene.ask(region, put_policy(&key, &text));
    }
    scene.ask(us(), put_policy(&single, &text));
    let may = |scene: &mut Scene, region: Region, key: &str| {
        scene.try_as("mallory", region, encrypt(key, b"x")).is_ok()
    };
    assert!(may(&mut scene, eu(), &key));
    assert!(!may(&mut scene, us(), &key) && !may(&mut scene, us(), &single));
    scene.ask(us(), promote(&key, eu()));
    assert!(!may(&mut scene, eu(), &key) && may(&mut scene, us(), &key), "the roles are swapped");
}

#[test]
fn kms_replica_region_keeps_a_key_in_some_regions() {
    let mut scene = Scene::new();
    let key = scene.primary();
    let condition = r#"{"StringNotEquals":{"kms:ReplicaRegion":["eu-west-1","eu-central-1"]}}"#;
    let deny = statement("Deny", "*", "kms:ReplicateKey", condition);
    scene.ask(us(), put_policy(&key, &policy(&[DELEGATE, &deny])));
    let (exception, message) = scene.refused(us(), replicate(&key, ap()));
    assert_eq!(exception, Exception::AccessDenied);
    assert!(message.ends_with("with an explicit deny in a resource-based policy"), "{message}");
    scene.ask(us(), replicate(&key, eu()));
    scene.pass_days(1);
    let condition = r#"{"StringNotEquals":{"kms:PrimaryRegion":"ap-southeast-1"}}"#;
    let deny = statement("Deny", "*", "kms:UpdatePrimaryRegion", condition);
    scene.ask(us(), put_policy(&key, &policy(&[DELEGATE, &deny])));
    assert_eq!(scene.refused(us(), promote(&key, eu())).0, Exception::AccessDenied);
}

#[test]
fn aws_requested_region_is_the_region_that_was_called() {
    let mut scene = Scene::new();
    let key = scene.family();
    let condition = r#"{"StringEquals":{"aws:RequestedRegion":"eu-west-1"}}"#;
    let text = policy(&[DELEGATE, &statement("Allow", MALLORY, "kms:Encrypt", condition)]);
    for region in [us(), eu(), ap()] {
        scene.ask(region, put_policy(&key, &text));
    }
    scene.try_as("mallory", eu(), encrypt(&key, b"x")).expect("the Region of the condition");
    assert_eq!(scene.refused_as("mallory", us(), encrypt(&key, b"x")).0, Exception::AccessDenied);
    assert_eq!(scene.refused_as("mallory", ap(), encrypt(&key, b"x")).0, Exception::AccessDenied);
}

#[test]
fn numbers_tags_and_aliases_are_conditions_too() {
    let mut scene = Scene::new();
    let key = scene.single(us());
    scene.ask(us(), create_alias("alias/open", &key));
    scene.ask(us(), create_alias("alias/closed", &key));
    let text = policy(&[
        DELEGATE,
        &statement("Allow", MALLORY, "kms:Encrypt", r#"{"StringEquals":{"kms:RequestAlias":"alias/open"}}"#),
        &statement(
            "Allow",
            MALLORY,
            "kms:GenerateDataKey",
            r#"{"StringEquals":{"aws:ResourceTag/Stage":"test"}}"#,
        ),
        &statement(
            "Deny",
            "*",
            "kms:ScheduleKeyDeletion",
            r#"{"NumericLessThan":{"kms:ScheduleKeyDeletionPendingWindowInDays":"30"}}"#,
        ),
        &statement(
            "Deny",
            "*",
            "kms:EnableKeyRotation",
            r#"{"NumericGreaterThan":{"kms:RotationPeriodInDays":"200"}}"#,
        ),
    ]);
    scene.ask(us(), put_policy(&key, &text));
    scene.try_as("mallory", us(), encrypt("alias/open", b"x")).expect("by this alias");
    assert_eq!(scene.refused_as("mallory", us(), encrypt("alias/closed", b"x")).0, Exception::AccessDenied);
    assert_eq!(scene.refused_as("mallory", us(), encrypt(&key, b"x")).0, Exception::AccessDenied);
    assert_eq!(scene.refused_as("mallory", us(), data_key(&key)).0, Exception::AccessDenied);
    scene.ask(us(), TagResourceRequest { key_id: key.clone(), tags: vec![tag("Stage", "test")] });
    scene.try_as("mallory", us(), data_key(&key)).expect("tagged");
    // A period that is not given counts as 365 days, a waiting period as 30.
    assert_eq!(scene.refused(us(), rotate_every(&key, None)).0, Exception::AccessDenied);
    scene.ask(us(), rotate_every(&key, Some(200)));
    assert_eq!(scene.refused(us(), delete_in(&key, 29)).0, Exception::AccessDenied);
    scene.ask(us(), ScheduleKeyDeletionRequest { key_id: key, pending_window_in_days: None });
}
