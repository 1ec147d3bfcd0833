//! What may stand for a key, and what KMS says of everything else.

use mrk_console::kms::{Exception, api::*};

use crate::scene::*;

const UNKNOWN: &str = "1234abcd-12ab-34cd-56ef-1234567890ab";

#[test]
fn what_names_no_key_is_not_found() {
    let mut scene = Scene::new();
    for bad in [
        "fake-key-id",
        "mrk-fake-key-id",
        "mrk-abc123def456",
        "1234abcd12ab34cd56ef1234567890ab",
        "MRK-0123456789abcdef0123456789abcdef",
    ] {
        scene.refuses(us(), describe(bad), Exception::NotFound, &format!("Invalid keyId '{bad}'"));
        scene.refuses(us(), encrypt(bad, b"x"), Exception::NotFound, &format!("Invalid keyId '{bad}'"));
        scene.refuses(us(), disable(bad), Exception::NotFound, &format!("Invalid keyId '{bad}'"));
    }
    let unknown = format!("Key '{}' does not exist", arn(us(), UNKNOWN));
    scene.refuses(us(), describe(UNKNOWN), Exception::NotFound, &unknown);
    scene.refuses(us(), describe(&arn(us(), UNKNOWN)), Exception::NotFound, &unknown);
    let alias = "Alias arn:aws:kms:us-east-1:111111111111:alias/unknown-alias is not found.";
    scene.refuses(us(), describe("alias/unknown-alias"), Exception::NotFound, alias);
    let by_arn = "arn:aws:kms:us-east-1:111111111111:alias/unknown-alias";
    scene.refuses(us(), describe(by_arn), Exception::NotFound, alias);
}

#[test]
fn a_key_id_names_the_key_of_the_region_that_was_called() {
    let mut scene = Scene::new();
    let key = scene.primary();
    let elsewhere = format!("Key '{}' does not exist", arn(eu(), &key));
    scene.refuses(eu(), describe(&key), Exception::NotFound, &elsewhere);
    let single = scene.single(us());
    let elsewhere = format!("Key '{}' does not exist", arn(eu(), &single));
    scene.refuses(eu(), disable(&single), Exception::NotFound, &elsewhere);
}

#[test]
fn an_arn_of_another_region_is_refused_even_where_a_member_lives() {
    let mut scene = Scene::new();
    let key = scene.family();
    let foreign = arn(us(), &key);
    let says = "Invalid arn us-east-1";
    scene.refuses(eu(), describe(&foreign), Exception::NotFound, says);
    scene.refuses(eu(), encrypt(&foreign, b"x"), Exception::NotFound, says);
    scene.refuses(eu(), data_key(&foreign), Exception::NotFound, says);
    scene.refuses(eu(), disable(&foreign), Exception::NotFound, says);
    scene.refuses(eu(), put_policy(&foreign, "{}"), Exception::NotFound, says);
    scene.refuses(eu(), replicate(&foreign, ap()), Exception::NotFound, says);
    scene.refuses(eu(), rotate(&foreign), Exception::NotFound, says);
    scene.ask(us(), create_alias("alias/x", &key));
    scene.refuses(eu(), describe("arn:aws:kms:us-east-1:111111111111:alias/x"), Exception::NotFound, says);
    let ciphertext = scene.seal(eu(), &key, b"x");
    let request = ReEncryptRequest {
        ciphertext_blob: Some(ciphertext),
        destination_key_id: foreign,
        ..Default::default()
    };
    scene.refuses(eu(), request, Exception::NotFound, says);
}

#[test]
fn an_arn_must_be_one() {
    let mut scene = Scene::new();
    let key = scene.single(us());
    for bad in [
        "arn:aws:kms:us-east-1",
        "arn:aws:s3:::bucket",
        &format!("arn:aws:kms:us-east-1:1234:key/{key}"),
        &format!("arn:aws:kms:us-east-1:111111111111:grant/{key}"),
        &format!("arn:aws-cn:kms:us-east-1:111111111111:key/{key}"),
        &format!("arn:amazon:kms:us-east-1:111111111111:key/{key}"),
    ] {
        let (exception, message) = scene.refused(us(), describe(bad));
        assert_eq!((exception, message), (Exception::InvalidArn, format!("Invalid arn {bad}")));
    }
    let short = "arn:aws:kms:us-east-1:111111111111:key/short";
    scene.refuses(us(), describe(short), Exception::NotFound, "Invalid keyId 'short'");
}

#[test]
fn a_key_of_another_account_is_not_told_from_one_that_does_not_exist() {
    let mut scene = Scene::new();
    let key = scene.single(us());
    let says = "User: arn:aws:iam::111111111111:user/alice is not authorized to perform: kms:DescribeKey on this \
                resource because the resource does not exist in this Region, no resource-based policies allow \
                access, or a resource-based policy explicitly denies access";
    for resource in [format!("key/{key}"), format!("key/{UNKNOWN}"), "alias/x".to_owned()] {
        let foreign = format!("arn:aws:kms:us-east-1:444455556666:{resource}");
        scene.refuses(us(), describe(&foreign), Exception::AccessDenied, says);
    }
}

#[test]
fn aliases_name_keys_for_use_and_never_for_management() {
    let mut scene = Scene::new();
    let key = scene.primary();
    scene.ask(us(), create_alias("alias/x", &key));
    let by_arn = "arn:aws:kms:us-east-1:111111111111:alias/x";
    for name in ["alias/x", by_arn] {
        assert_eq!(scene.describe(us(), name).key_id, key);
        let ciphertext = scene.seal(us(), name, b"secret");
        let opened = scene.ask(us(), decrypt_with(name, &ciphertext));
        assert_eq!((opened.plaintext.0, opened.key_id), (b"secret".to_vec(), arn(us(), &key)));
        scene.ask(us(), data_key(name));
        let key_id = name.to_owned();
        let management: [Request; 19] = [
            enable(name).into(),
            disable(name).into(),
            rotate_every(name, None).into(),
            DisableKeyRotationRequest { key_id: key_id.clone() }.into(),
            rotate(name).into(),
            rotation_status(name).into(),
            ListKeyRotationsRequest { key_id: key_id.clone(), ..Default::default() }.into(),
            delete_in(name, 7).into(),
            cancel(name).into(),
            replicate(name, eu()).into(),
            promote(name, eu()).into(),
            put_policy(name, &policy(&[DELEGATE])).into(),
            GetKeyPolicyRequest { key_id: key_id.clone(), policy_name: None }.into(),
            ListKeyPoliciesRequest { key_id: key_id.clone(), ..Default::default() }.into(),
            TagResourceRequest { key_id: key_id.clone(), tags: vec![] }.into(),
            UntagResourceRequest { key_id: key_id.clone(), tag_keys: vec![] }.into(),
            ListResourceTagsRequest { key_id: key_id.clone(), ..Default::default() }.into(),
            ListAliasesRequest { key_id: Some(key_id.clone()), ..Default::default() }.into(),
            UpdateKeyDescriptionRequest { key_id, description: String::new() }.into(),
        ];
        for request in management {
            let operation = request.operation().name();
            let caller = scene.caller("alice");
            let before = scene.world.store().clone();
            let call = mrk_console::world::Call::new(us(), caller, request);
            let error = scene.world.call(call).expect_err(operation);
            assert_eq!(error.exception, Exception::InvalidArn, "{operation}");
            assert_eq!(error.message, "Key Aliases are not supported for this operation.", "{operation}");
            assert_eq!(*scene.world.store(), before);
        }
        assert_eq!(scene.refused(us(), create_alias("alias/y", name)).0, Exception::Validation);
    }
}

#[test]
fn an_alias_is_a_thing_of_its_region() {
    let mut scene = Scene::new();
    let (key, other) = (scene.family(), scene.single(eu()));
    scene.ask(us(), create_alias("alias/x", &key));
    let says = "Alias arn:aws:kms:eu-west-1:111111111111:alias/x is not found.";
    scene.refuses(eu(), encrypt("alias/x", b"x"), Exception::NotFound, says);
    // The same name may stand for an unrelated key there.
    scene.ask(eu(), create_alias("alias/x", &other));
    assert_eq!(scene.describe(eu(), "alias/x").key_id, other);
    let ciphertext = scene.seal(us(), "alias/x", b"x");
    assert_eq!(scene.refused(eu(), decrypt_with("alias/x", &ciphertext)).0, Exception::IncorrectKey);
    assert_eq!(scene.open(eu(), &ciphertext), b"x");
}

#[test]
fn an_endpoint_answers_only_accounts_for_which_its_region_is_enabled() {
    let mut scene = Scene::new();
    let says = "The security token included in the request is invalid.";
    for code in ["cn-north-1", "us-gov-west-1", "af-south-1"] {
        let request = ListKeysRequest::default();
        scene.refuses(region(code), request, Exception::UnrecognizedClient, says);
    }
    scene.world.add_region(region("af-south-1")).expect("of the same partition");
    scene.ask(region("af-south-1"), ListKeysRequest::default());
    let caller = "arn:aws:iam::111111111111:user/nobody".into();
    let error = scene.world.ask(us(), &caller, ListKeysRequest::default()).expect_err("nobody is no user");
    assert_eq!(error.exception, Exception::UnrecognizedClient);
}
