//! Callers of another account: what they may do, how they name keys, and how little a refusal tells them.

use mrk_console::{
    kms::{Exception, api::*},
    world::Call,
};

use crate::scene::*;

const DANA: &str = "arn:aws:iam::444455556666:user/dana";
const PARTNER_APP: &str = "arn:aws:sts::444455556666:assumed-role/PartnerApp/console";
const ALL_TO_PARTNER: &str =
    r#"{"Effect":"Allow","Principal":{"AWS":"444455556666"},"Action":"kms:*","Resource":"*"}"#;

/// What another account is told of a key that it may not use, whether there is such a key or not.
fn hidden(user: &str, action: &str) -> Refusal {
    let text = format!(
        "User: {user} is not authorized to perform: {action} on this resource because the resource does not exist in \
         this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access"
    );
    (Exception::AccessDenied, text)
}

#[test]
fn both_accounts_must_allow() {
    let mut scene = Scene::new();
    let key = scene.single(us());
    let key_arn = arn(us(), &key);
    // The partner's own policies are enough for nothing.
    assert_eq!(scene.refused_as("dana", us(), encrypt(&key_arn, b"x")), hidden(DANA, "kms:Encrypt"));
    scene.ask(us(), put_policy(&key, &policy(&[DELEGATE, ALL_TO_PARTNER])));
    let sealed = scene.try_as("dana", us(), encrypt(&key_arn, b"x")).expect("both allow").ciphertext_blob;
    // Nor is the key's policy.
    let expected = format!(
        "User: {PARTNER_APP} is not authorized to perform: kms:GetPublicKey on this resource because no \
         identity-based policy allows the kms:GetPublicKey action"
    );
    let request = GetPublicKeyRequest { key_id: key_arn.clone(), ..Default::default() };
    let refused = scene.refused_as("PartnerApp", us(), request);
    assert_eq!(refused, (Exception::AccessDenied, expected));
    let opened = scene.try_as("PartnerApp", us(), decrypt_with(&key_arn, &sealed)).expect("both allow");
    assert_eq!((opened.plaintext.0.as_slice(), opened.key_id), (&b"x"[..], key_arn));
}

#[test]
fn a_key_of_another_account_is_named_by_arns() {
    let mut scene = Scene::new();
    let key = scene.single(us());
    let key_arn = arn(us(), &key);
    scene.ask(us(), create_alias("alias/shared", &key));
    scene.ask(us(), put_policy(&key, &policy(&[DELEGATE, ALL_TO_PARTNER])));
    let alias_arn = "arn:aws:kms:us-east-1:111111111111:alias/shared";
    scene.try_as("dana", us(), encrypt(&key_arn, b"x")).expect("key ARN");
    let sealed = scene.try_as("dana", us(), encrypt(alias_arn, b"x")).expect("alias ARN").ciphertext_blob;
    // Names without an account are looked up in the caller's own.
    let text = format!("Key 'arn:aws:kms:us-east-1:444455556666:key/{key}' does not exist");
    assert_eq!(scene.refused_as("dana", us(), encrypt(&key, b"x")), (Exception::NotFound, text));
    let text = "Alias arn:aws:kms:us-east-1:444455556666:alias/shared is not found.".to_owned();
    assert_eq!(scene.refused_as("dana", us(), encrypt("alias/shared", b"x")), (Exception::NotFound, text));
    // A symmetric ciphertext says by itself which key opens it.
    let opened = scene.try_as("dana", us(), decrypt(&sealed)).expect("the key's owner is in the ciphertext");
    assert_eq!((opened.plaintext.0.as_slice(), opened.key_id), (&b"x"[..], key_arn));
    // What does not exist is refused like what is not allowed.
    let nothing = "arn:aws:kms:us-east-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    assert_eq!(scene.refused_as("dana", us(), encrypt(nothing, b"x")), hidden(DANA, "kms:Encrypt"));
    let nothing = "arn:aws:kms:us-east-1:111111111111:alias/nothing";
    assert_eq!(scene.refused_as("dana", us(), encrypt(nothing, b"x")), hidden(DANA, "kms:Encrypt"));
}

#[test]
fn most_of_managing_a_key_is_for_its_own_account() {
    let mut scene = Scene::new();
    let key = scene.primary();
    let key_arn = arn(us(), &key);
    scene.ask(us(), put_policy(&key, &policy(&[DELEGATE, ALL_TO_PARTNER])));
    let key_id = || key_arn.clone();
    let refused: [Request; 17] = [
        enable(&key_arn).into(),
        disable(&key_arn).into(),
        delete_in(&key_arn, 7).into(),
        cancel(&key_arn).into(),
        put_policy(&key_arn, &policy(&[DELEGATE])).into(),
        GetKeyPolicyRequest { key_id: key_id(), ..Default::default() }.into(),
        ListKeyPoliciesRequest { key_id: key_id(), ..Default::default() }.into(),
        TagResourceRequest { key_id: key_id(), tags: vec![tag("a", "b")] }.into(),
        UntagResourceRequest { key_id: key_id(), tag_keys: vec!["a".to_owned()] }.into(),
        ListResourceTagsRequest { key_id: key_id(), ..Default::default() }.into(),
        UpdateKeyDescriptionRequest { key_id: key_id(), description: "x".to_owned() }.into(),
        rotate_every(&key_arn, None).into(),
        DisableKeyRotationRequest { key_id: key_id() }.into(),
        rotate(&key_arn).into(),
        ListKeyRotationsRequest { key_id: key_id(), ..Default::default() }.into(),
        replicate(&key_arn, eu()).into(),
        promote(&key_arn, eu()).into(),
    ];
    for request in refused {
        let operation = request.operation().name();
        let call = Call::new(us(), scene.caller("dana"), request);
        let error = scene.world.call(call).expect_err(operation);
        let expected = hidden(DANA, &format!("kms:{operation}"));
        assert_eq!((error.exception, error.message.into_owned()), expected);
    }
    scene.try_as("dana", us(), describe(&key_arn)).expect("DescribeKey");
    scene.try_as("dana", us(), data_key(&key_arn)).expect("GenerateDataKey");
    scene.try_as("dana", us(), rotation_status(&key_arn)).expect("GetKeyRotationStatus");
    let list = ListGrantsRequest { key_id: key_id(), ..Default::default() };
    scene.try_as("dana", us(), list).expect("ListGrants");
}

#[test]
fn a_deny_in_the_keys_policy_is_not_told_apart() {
    let mut scene = Scene::new();
    let key = scene.single(us());
    let deny =
        r#"{"Effect":"Deny","Principal":{"AWS":"444455556666"},"Action":"kms:Encrypt","Resource":"*"}"#;
    scene.ask(us(), put_policy(&key, &policy(&[DELEGATE, ALL_TO_PARTNER, deny])));
    let key_arn = arn(us(), &key);
    assert_eq!(scene.refused_as("dana", us(), encrypt(&key_arn, b"x")), hidden(DANA, "kms:Encrypt"));
}

#[test]
fn each_account_has_its_own_keys_and_aliases() {
    let mut scene = Scene::new();
    let ours = scene.single(us());
    let theirs = scene.try_as("dana", us(), CreateKeyRequest::default()).expect("kms:*").key_metadata;
    assert_eq!(theirs.aws_account_id, "444455556666");
    scene.ask(us(), create_alias("alias/same", &ours));
    scene.try_as("dana", us(), create_alias("alias/same", &theirs.key_id)).expect("names are the account's");
    let keys = |scene: &mut Scene, name: &str| {
        let keys = scene.try_as(name, us(), ListKeysRequest::default()).expect("allowed").keys;
        keys.into_iter().map(|it| it.key_id).collect::<Vec<_>>()
    };
    assert_eq!(keys(&mut scene, "dana"), [theirs.key_id.as_str()]);
    assert_eq!(keys(&mut scene, "alice"), [ours.as_str()]);
    let sealed = scene.try_as("dana", us(), encrypt("alias/same", b"x")).expect("hers");
    assert_eq!(sealed.key_id, theirs.arn);
}
