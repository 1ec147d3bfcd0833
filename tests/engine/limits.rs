//! The limits of the API on sizes, numbers, names and tags, with KMS's words for each.

use mrk_console::kms::{Exception, api::*};

use crate::scene::*;

/// The text of one broken limit.
fn one(what: &str) -> String {
    format!("1 validation error detected: {what}")
}

fn number(value: u32, member: &str, constraint: &str) -> String {
    one(&format!(
        "Value '{value}' at '{member}' failed to satisfy constraint: Member must have value {constraint}"
    ))
}

#[test]
fn encrypt_takes_1_to_4096_bytes() {
    let mut scene = Scene::new();
    let key = scene.single(us());
    let says = |constraint| {
        one(&format!(
            "Value at 'plaintext' failed to satisfy constraint: Member must have length {constraint}"
        ))
    };
    let most = says("less than or equal to 4096");
    scene.refuses(us(), encrypt(&key, &[0; 4097]), Exception::Validation, &most);
    let least = says("greater than or equal to 1");
    scene.refuses(us(), encrypt(&key, &[]), Exception::Validation, &least);
    let ciphertext = scene.seal(us(), &key, &[7; 4096]);
    assert_eq!((ciphertext.0.len(), scene.open(us(), &ciphertext)), (4258, vec![7; 4096]));
}

#[test]
fn decrypt_takes_1_to_6144_bytes() {
    let mut scene = Scene::new();
    let says = |constraint| {
        one(&format!(
            "Value at 'ciphertextBlob' failed to satisfy constraint: Member must have length {constraint}"
        ))
    };
    let most = says("less than or equal to 6144");
    scene.refuses(us(), decrypt(&vec![1; 6145].into()), Exception::Validation, &most);
    let least = says("greater than or equal to 1");
    scene.refuses(us(), decrypt(&vec![].into()), Exception::Validation, &least);
    scene.refuses(us(), decrypt(&vec![1; 6144].into()), Exception::InvalidCiphertext, "");
}

#[test]
fn a_rotation_period_has_90_to_2560_days() {
    let mut scene = Scene::new();
    let key = scene.single(us());
    let few = number(89, "rotationPeriodInDays", "greater than or equal to 90");
    scene.refuses(us(), rotate_every(&key, Some(89)), Exception::Validation, &few);
    let many = number(2561, "rotationPeriodInDays", "less than or equal to 2560");
    scene.refuses(us(), rotate_every(&key, Some(2561)), Exception::Validation, &many);
    for days in [90, 2560] {
        scene.ask(us(), rotate_every(&key, Some(days)));
        assert_eq!(scene.ask(us(), rotation_status(&key)).rotation_period_in_days, Some(days));
    }
}

#[test]
fn a_waiting_period_has_7_to_30_days() {
    let mut scene = Scene::new();
    let key = scene.single(us());
    let few = number(6, "pendingWindowInDays", "greater than or equal to 7");
    scene.refuses(us(), delete_in(&key, 6), Exception::Validation, &few);
    let many = number(31, "pendingWindowInDays", "less than or equal to 30");
    scene.refuses(us(), delete_in(&key, 31), Exception::Validation, &many);
    let request = ScheduleKeyDeletionRequest { key_id: key, pending_window_in_days: None };
    assert_eq!(scene.ask(us(), request).pending_window_in_days, 30);
}

#[test]
fn a_data_key_has_a_spec_or_1_to_1024_bytes() {
    let mut scene = Scene::new();
    let key = scene.single(us());
    let order = |number_of_bytes, key_spec| GenerateDataKeyRequest {
        key_id: key.clone(),
        number_of_bytes,
        key_spec,
        ..Default::default()
    };
    let unclear = "Please specify either number of bytes or key spec.";
    scene.refuses(us(), order(None, None), Exception::Validation, unclear);
    scene.refuses(us(), order(Some(32), Some(DataKeySpec::Aes256)), Exception::Validation, unclear);
    let none = number(0, "numberOfBytes", "greater than or equal to 1");
    scene.refuses(us(), order(Some(0), None), Exception::Validation, &none);
    let many = number(1025, "numberOfBytes", "less than or equal to 1024");
    scene.refuses(us(), order(Some(1025), None), Exception::Validation, &many);
    for (request, length) in [
        (order(Some(1), None), 1),
        (order(Some(1024), None), 1024),
        (order(None, Some(DataKeySpec::Aes128)), 16),
        (order(None, Some(DataKeySpec::Aes256)), 32),
    ] {
        let made = scene.ask(us(), request);
        assert_eq!(made.plaintext.0.len(), length);
        assert_eq!(made.ciphertext_blob.0[2], 3, "a data key's ciphertext says so");
        assert_eq!(scene.open(us(), &made.ciphertext_blob), made.plaintext.0);
    }
}

#[test]
fn several_broken_limits_are_told_at_once() {
    let mut scene = Scene::new();
    let says = "2 validation errors detected: Value '' at 'keyId' failed to satisfy constraint: Member must have \
                length greater than or equal to 1; Value at 'plaintext' failed to satisfy constraint: Member must \
                have length greater than or equal to 1";
    scene.refuses(us(), encrypt("", &[]), Exception::Validation, says);
}

#[test]
fn tags_have_their_own_rules() {
    let mut scene = Scene::new();
    let key = scene.single(us());
    let put = |tags: Vec<Tag>| TagResourceRequest { key_id: key.clone(), tags };
    let duplicate = put(vec![tag("a", "1"), tag("a", "2")]);
    scene.refuses(us(), duplicate, Exception::Tag, "Duplicate tag keys");
    let reserved = "Tags beginning with aws: are reserved";
    scene.refuses(us(), put(vec![tag("aws:x", "1")]), Exception::Tag, reserved);
    let many = (0..51).map(|index| tag(&format!("t{index}"), "")).collect::<Vec<_>>();
    scene.refuses(us(), put(many.clone()), Exception::Tag, "Too many tags");
    let (long_key, long_value) = ("k".repeat(129), "v".repeat(257));
    let says = |value: &str, member, most| {
        one(&format!(
            "Value '{value}' at 'tags.1.member.{member}' failed to satisfy constraint: Member must have length less \
             than or equal to {most}"
        ))
    };
    scene.refuses(
        us(),
        put(vec![tag(&long_key, "")]),
        Exception::Validation,
        &says(&long_key, "tagKey", 128),
    );
    let request = put(vec![tag("k", &long_value)]);
    scene.refuses(us(), request, Exception::Validation, &says(&long_value, "tagValue", 256));

    // A key holds fifty; putting one of them again overwrites it.
    scene.ask(us(), put(many[..50].to_vec()));
    scene.refuses(us(), put(vec![tag("one more", "")]), Exception::Tag, "Too many tags");
    scene.ask(us(), put(vec![tag("t0", "new")]));
    let list = ListResourceTagsRequest { key_id: key.clone(), ..Default::default() };
    let tags = scene.ask(us(), list.clone()).tags;
    assert_eq!((tags.len(), tags.contains(&tag("t0", "new"))), (50, true));
    let request = UntagResourceRequest { key_id: key, tag_keys: vec!["t0".to_owned(), "absent".to_owned()] };
    scene.ask(us(), request);
    assert_eq!(scene.ask(us(), list).tags.len(), 49);

    let create = |tags| CreateKeyRequest { tags, ..Default::default() };
    let twice = create(vec![tag("a", "1"), tag("a", "2")]);
    scene.refuses(us(), twice, Exception::Tag, "Duplicate tag keys");
    scene.refuses(us(), create(many), Exception::Tag, "Too many tags");
    scene.refuses(us(), create(vec![tag("AWS:x", "")]), Exception::Tag, reserved);
}

#[test]
fn alias_names_have_their_own_rules() {
    let mut scene = Scene::new();
    let key = scene.single(us());
    let prefix = "Alias must start with the prefix \"alias/\". Please see \
                  https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html";
    scene.refuses(us(), create_alias("global", &key), Exception::Validation, prefix);
    let colon = "alias/a:b contains invalid characters for an alias";
    scene.refuses(us(), create_alias("alias/a:b", &key), Exception::Validation, colon);
    let space = one(
        "Value 'alias/a b' at 'aliasName' failed to satisfy constraint: Member must satisfy regular expression \
         pattern: ^[a-zA-Z0-9:/_-]+$",
    );
    scene.refuses(us(), create_alias("alias/a b", &key), Exception::Validation, &space);
    let long = format!("alias/{}", "a".repeat(251));
    let says = one(&format!(
        "Value '{long}' at 'aliasName' failed to satisfy constraint: Member must have length less than or equal to 256"
    ));
    scene.refuses(us(), create_alias(&long, &key), Exception::Validation, &says);
    scene.refuses(us(), create_alias("alias/aws/mine", &key), Exception::NotAuthorized, "");
    let delete = |name: &str| DeleteAliasRequest { alias_name: name.to_owned() };
    scene.refuses(us(), delete("alias/aws/mine"), Exception::NotAuthorized, "");
    let missing = "Alias arn:aws:kms:us-east-1:111111111111:alias/absent is not found.";
    scene.refuses(us(), delete("alias/absent"), Exception::NotFound, missing);
    let update = UpdateAliasRequest { alias_name: "alias/absent".to_owned(), target_key_id: key.clone() };
    scene.refuses(us(), update, Exception::NotFound, missing);

    scene.ask(us(), create_alias("alias/x", &key));
    let taken = "An alias with the name arn:aws:kms:us-east-1:111111111111:alias/x already exists";
    scene.refuses(us(), create_alias("alias/x", &key), Exception::AlreadyExists, taken);
    let other = scene.single(us());
    scene.refuses(us(), create_alias("alias/x", &other), Exception::AlreadyExists, taken);
    scene.ask(us(), delete("alias/x"));
    scene.ask(us(), create_alias("alias/x", &other));
}

#[test]
fn a_key_has_fifty_aliases_at_most() {
    let mut scene = Scene::new();
    let (key, other) = (scene.single(us()), scene.single(us()));
    for index in 0..50 {
        scene.ask(us(), create_alias(&format!("alias/a{index}"), &key));
    }
    assert_eq!(scene.refused(us(), create_alias("alias/one-more", &key)).0, Exception::LimitExceeded);
    scene.ask(us(), create_alias("alias/other", &other));
    let update = |name: &str| UpdateAliasRequest { alias_name: name.to_owned(), target_key_id: key.clone() };
    assert_eq!(scene.refused(us(), update("alias/other")).0, Exception::LimitExceeded);
    scene.ask(us(), update("alias/a0"));
}

#[test]
fn texts_have_lengths_and_regions_a_form() {
    let mut scene = Scene::new();
    let key = scene.primary();
    let long = "d".repeat(8193);
    let says = one(&format!(
        "Value '{long}' at 'description' failed to satisfy constraint: Member must have length less than or equal to 8192"
    ));
    let request = UpdateKeyDescriptionRequest { key_id: key.clone(), description: long.clone() };
    scene.refuses(us(), request, Exception::Validation, &says);
    let request = CreateKeyRequest { description: Some(long), ..Default::default() };
    scene.refuses(us(), request, Exception::Validation, &says);
    let request = ReplicateKeyRequest { replica_region: "Ireland".to_owned(), ..replicate(&key, eu()) };
    let says = one(
        r"Value 'Ireland' at 'replicaRegion' failed to satisfy constraint: Member must satisfy regular expression pattern: ^([a-z]+-){2,3}\d+$",
    );
    scene.refuses(us(), request, Exception::Validation, &says);
}
