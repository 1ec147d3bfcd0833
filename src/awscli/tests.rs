mod errors;
mod golden;
mod hostile;
mod lab;
mod language;
mod read_back;
mod seeds;
mod support;

use super::*;
use crate::kms::api::*;

fn line(request: impl Into<Request>) -> String {
    command_line("us-east-1".parse().expect("known"), &request.into())
}

fn key_id() -> String {
    "mrk-0123456789abcdef0123456789abcdef".to_owned()
}

fn tag(key: &str, value: &str) -> Tag {
    Tag { tag_key: key.to_owned(), tag_value: value.to_owned() }
}

fn context(pairs: &[(&str, &str)]) -> EncryptionContext {
    pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

#[test]
fn names_are_those_of_the_cli() {
    for (name, expected) in [
        ("ReEncrypt", "re-encrypt"),
        ("GenerateDataKeyWithoutPlaintext", "generate-data-key-without-plaintext"),
        ("PendingWindowInDays", "pending-window-in-days"),
        ("BypassPolicyLockoutSafetyCheck", "bypass-policy-lockout-safety-check"),
    ] {
        assert_eq!(kebab_case(name), expected);
    }
}

#[test]
fn a_key_is_made_by_a_line_that_leaves_the_defaults_out() {
    assert_eq!(line(CreateKeyRequest::default()), "aws kms create-key --region us-east-1");
    let spelt_out = CreateKeyRequest {
        description: Some(String::new()),
        key_usage: Some(KeyUsage::EncryptDecrypt),
        key_spec: Some(KeySpec::SymmetricDefault),
        origin: Some(Origin::AwsKms),
        ..Default::default()
    };
    assert_eq!(line(spelt_out), "aws kms create-key --region us-east-1");
    let request = CreateKeyRequest {
        description: Some("alice's key".to_owned()),
        multi_region: true,
        bypass_policy_lockout_safety_check: true,
        tags: vec![tag("Team", "payments"), tag("Empty", "")],
        ..Default::default()
    };
    assert_eq!(
        line(request),
        r"aws kms create-key --region us-east-1 --description 'alice'\''s key' --bypass-policy-lockout-safety-check --tags TagKey=Team,TagValue=payments TagKey=Empty,TagValue= --multi-region"
    );
}

#[test]
fn tags_that_the_shorthand_cannot_say_are_json() {
    let request =
        TagResourceRequest { key_id: key_id(), tags: vec![tag("a", "b"), tag("Cost centre", "1,2")] };
    assert_eq!(
        line(request),
        r#"aws kms tag-resource --region us-east-1 --key-id mrk-0123456789abcdef0123456789abcdef --tags '[{"TagKey":"a","TagValue":"b"},{"TagKey":"Cost centre","TagValue":"1,2"}]'"#
    );
    let request = UntagResourceRequest { key_id: key_id(), tag_keys: vec!["a".to_owned(), "b".to_owned()] };
    assert!(line(request).ends_with(" --tag-keys a b"));
    let request = UntagResourceRequest { key_id: key_id(), tag_keys: vec!["-a".to_owned()] };
    assert!(line(request).ends_with(r#" --tag-keys '["-a"]'"#));
}

#[test]
fn bytes_are_in_base64_and_contexts_are_pairs() {
    let request = EncryptRequest {
        key_id: "alias/global-encrypt".to_owned(),
        plaintext: b"secret".as_slice().into(),
        encryption_context: context(&[("Purpose", "Migration"), ("Team", "EU")]),
        encryption_algorithm: Some(EncryptionAlgorithm::SymmetricDefault),
        dry_run: true,
        ..Default::default()
    };
    assert_eq!(
        line(request),
        "aws kms encrypt --region us-east-1 --key-id alias/global-encrypt --plaintext c2VjcmV0 \
         --encryption-context Purpose=Migration,Team=EU --dry-run --cli-binary-format base64"
    );
    let request = DecryptRequest {
        ciphertext_blob: Some(b"c".as_slice().into()),
        encryption_context: context(&[("who", "a=b, 'c'")]),
        ..Default::default()
    };
    assert_eq!(
        line(request),
        r#"aws kms decrypt --region us-east-1 --ciphertext-blob Yw== --encryption-context '{"who":"a=b, '\''c'\''"}' --cli-binary-format base64"#
    );
}

#[test]
fn policies_stand_in_the_line_however_long() {
    let request = |policy: &str| PutKeyPolicyRequest {
        key_id: key_id(),
        policy: policy.to_owned(),
        ..Default::default()
    };
    assert!(line(request(r#"{"Statement":[]}"#)).ends_with(r#" --policy '{"Statement":[]}'"#));
    assert!(line(request("{\n}")).ends_with(r" --policy $'{\n}'"));
}

#[test]
fn a_description_can_be_taken_away_and_may_look_like_an_option() {
    let request = |text: &str| UpdateKeyDescriptionRequest { key_id: key_id(), description: text.to_owned() };
    assert!(line(request("")).ends_with(" --description ''"));
    assert!(line(request("--region x")).ends_with(" --description='--region x'"));
    assert!(line(request("a\nb")).ends_with(r" --description $'a\nb'"));
}

#[test]
fn numbers_and_names_stand_as_they_are() {
    let request = |days| ScheduleKeyDeletionRequest { key_id: key_id(), pending_window_in_days: Some(days) };
    assert!(line(request(7)).ends_with(" --pending-window-in-days 7"));
    assert!(line(request(30)).ends_with(" --key-id mrk-0123456789abcdef0123456789abcdef"));
    // Enabling again keeps the present period unless one is given, so 365 is no default here.
    let request = EnableKeyRotationRequest { key_id: key_id(), rotation_period_in_days: Some(365) };
    assert!(line(request).ends_with(" --rotation-period-in-days 365"));
    let request = GenerateDataKeyRequest {
        key_id: key_id(),
        key_spec: Some(DataKeySpec::Aes256),
        ..Default::default()
    };
    assert!(line(request).ends_with(" --key-spec AES_256"));
    let request = ReplicateKeyRequest {
        key_id: key_id(),
        replica_region: "eu-west-1".to_owned(),
        ..Default::default()
    };
    assert_eq!(
        line(request),
        "aws kms replicate-key --region us-east-1 --key-id mrk-0123456789abcdef0123456789abcdef --replica-region eu-west-1"
    );
}
