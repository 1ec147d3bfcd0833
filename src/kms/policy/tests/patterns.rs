use proptest::prelude::*;

use super::super::pattern::{ActionPattern, Pattern, ResourcePattern};
use super::*;

/// The meaning of a pattern, spelled out without any thought of speed.
fn naive(pattern: &[char], text: &[char]) -> bool {
    match (pattern.split_first(), text.split_first()) {
        (None, None) => true,
        (None, Some(_)) => false,
        (Some(('*', rest)), _) if naive(rest, text) => true,
        (Some(('*', _)), Some((_, text))) => naive(pattern, text),
        (Some(('?', rest)), Some((_, text))) => naive(rest, text),
        (Some((wanted, rest)), Some((found, text))) => wanted == found && naive(rest, text),
        (Some(_), None) => false,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, failure_persistence: None, ..Default::default() })]

    #[test]
    fn agrees_with_the_naive_matcher(pattern in "[abé?*]{0,9}", text in "[abé]{0,12}") {
        let signs: Vec<char> = pattern.chars().collect();
        let letters: Vec<char> = text.chars().collect();
        prop_assert_eq!(Pattern::new(&pattern).matches(&text), naive(&signs, &letters));
    }
}

/// A matcher that tries every way to place the stars would never end here.
#[test]
fn hostile_patterns_come_to_an_end() {
    let text = "a".repeat(20_000);
    for pattern in ["a*".repeat(2_000) + "b", "*a?".repeat(1_000) + "b", "*a".repeat(2_000) + "*b*"] {
        assert!(!Pattern::new(&pattern).matches(&text));
    }
}

#[test]
fn actions_ignore_case() {
    for (pattern, action, expected) in [
        ("kms:Decrypt", "kms:decrypt", true),
        ("KMS:DECRYPT", "kms:decrypt", true),
        ("kms:Re*", "kms:reencryptfrom", true),
        ("kms:ReEncrypt*", "kms:replicatekey", false),
        ("kms:*Key", "kms:replicatekey", true),
        ("kms:GenerateDataKe?", "kms:generatedatakey", true),
        ("kms:GenerateDataKey?", "kms:generatedatakey", false),
        ("*", "kms:decrypt", true),
        ("*:*", "kms:decrypt", true),
        ("s3:*", "kms:decrypt", false),
        ("kms:re*", "KMS:ReEncryptFrom", true),
        ("kms:*KEY", "kms:ReplicateKey", true),
        ("kms:Encrypt*", "kms:Encrypt", true),
        ("kms:Encrypt*", "kms:Encryp", false),
        ("kms:Encrypt", "kms:EncryptMore", false),
        ("*ms:Encrypt", "kms:Encrypt", true),
    ] {
        let pattern = ActionPattern::new(pattern).unwrap();
        assert_eq!(pattern.matches(action), expected, "{} {action}", pattern.text());
    }
    for refused in ["", "Decrypt", "kms:", ":Decrypt"] {
        assert!(ActionPattern::new(refused).is_none(), "{refused}");
    }
}

#[test]
fn resources_match_part_by_part() {
    for (pattern, expected) in [
        ("*", true),
        (KEY, true),
        ("arn:aws:kms:*:111111111111:key/mrk-*", true),
        ("arn:aws:kms:us-east-1:111111111111:key/*", true),
        ("arn:aws:kms:eu-west-1:111111111111:key/*", false),
        ("arn:aws:kms:us-?ast-1:*:*", true),
        ("arn:aws:kms:*:444455556666:key/*", false),
        // No wildcard reaches over a colon …
        ("arn:aws:kms:*:key/mrk-*", false),
        ("arn:*:key/*", false),
        // … and missing parts at the end are filled with wildcards.
        ("arn:aws:kms", true),
        ("arn:aws:kms:eu-west-1", false),
        ("arn:aws:KMS:*:*:*", false),
        ("arn:aws:kms:*:*:alias/*", false),
    ] {
        let resource = ResourcePattern::new(pattern, true).unwrap();
        assert_eq!(resource.matches(|| KEY, &ConditionContext::new()), expected, "{pattern}");
    }
    // An operation without a key has the resource "*", which only "*" covers.
    assert!(ResourcePattern::new("*", true).unwrap().matches(|| "*", &ConditionContext::new()));
    assert!(
        !ResourcePattern::new("arn:aws:kms:*:*:*", true).unwrap().matches(|| "*", &ConditionContext::new())
    );
    assert!(ResourcePattern::new("key/abc", true).is_none());
}

#[test]
fn variables_are_taken_literally() {
    let resource = ResourcePattern::new("arn:aws:kms:*:*:key/${aws:PrincipalTag/key}", true).unwrap();
    let known: ConditionContext =
        [("aws:principaltag/Key", "mrk-0123456789abcdef0123456789abcdef")].into_iter().collect();
    assert!(resource.matches(|| KEY, &known));
    let asterisk: ConditionContext = [("aws:PrincipalTag/key", "*")].into_iter().collect();
    assert!(!resource.matches(|| KEY, &asterisk));
    assert!(!resource.matches(|| KEY, &ConditionContext::new()));
    let mut several = ConditionContext::new();
    several.set_many("aws:PrincipalTag/key", ["a", "b"]);
    assert!(!resource.matches(|| KEY, &several));

    let with_default =
        ResourcePattern::new("arn:aws:kms:*:*:key/${aws:PrincipalTag/key, 'mrk-0'}", true).unwrap();
    assert!(
        with_default.matches(|| "arn:aws:kms:eu-west-1:111111111111:key/mrk-0", &ConditionContext::new())
    );
    let sign = ResourcePattern::new("arn:aws:kms:*:*:key/${*}", true).unwrap();
    assert!(sign.matches(|| "arn:aws:kms:::key/*", &ConditionContext::new()));
    assert!(!sign.matches(|| KEY, &ConditionContext::new()));
    // The older language has no variables.
    let older = ResourcePattern::new("arn:aws:kms:*:*:key/${aws:PrincipalTag/key}", false).unwrap();
    assert!(!older.matches(|| KEY, &known));
}
