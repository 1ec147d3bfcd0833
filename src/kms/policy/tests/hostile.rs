use proptest::prelude::*;

use super::*;

/// Reads text in all three ways and puts what comes out to use; the only requirement is to come back.
fn swallow(text: &str) {
    let context = ConditionContext::new();
    let caller = Caller::from_arn(ALICE).unwrap();
    for parse in
        [PolicyDocument::parse, PolicyDocument::parse_key_policy, PolicyDocument::parse_identity_policy]
    {
        match parse(text) {
            Err(error) => assert!(error.line > 0 && error.column > 0 && !error.message.is_empty()),
            Ok(policy) => {
                let key = KeySide { account: OWN, policy: &policy, grants: &[], encryption_context: &[] };
                let requester = Requester { caller, identity_policies: &[], limits: &[] };
                let request = AccessRequest {
                    requester,
                    action: "kms:Decrypt",
                    resource: &KEY,
                    context: &context,
                    key: Some(key),
                };
                decide(&request);
                explain(&request);
                read_back(&policy);
                policy.invalid_principals(|_| false);
            }
        }
    }
}

/// Text made of the pieces of which policies are made, so that some of it is nearly one.
fn nearly_a_policy() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just(r#"{"Version":"2012-10-17","Statement":["#.to_owned()),
        Just(r#"{"Effect":"Allow","Principal":"*","Action":"kms:*","Resource":"*""#.to_owned()),
        Just(r#","Condition":{"StringLike":{"k":"${"#.to_owned()),
        Just("\"".to_owned()),
        Just("\\".to_owned()),
        Just("}".to_owned()),
        Just("]}".to_owned()),
        Just("{".to_owned()),
        Just(",".to_owned()),
        Just(":".to_owned()),
        Just("1e999".to_owned()),
        Just("null".to_owned()),
        "[ -ÿ\n]{0,6}",
    ];
    proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..Default::default() })]

    #[test]
    fn random_text_never_panics(text in any::<String>()) {
        swallow(&text);
    }

    #[test]
    fn near_misses_never_panic(text in nearly_a_policy()) {
        swallow(&text);
    }

    #[test]
    fn one_changed_character_never_panics(at in 0usize..230, with in "[ -~]") {
        let mut text = default_policy("aws", OWN);
        let at = at.min(text.len() - 1);
        text.replace_range(at..=at, &with);
        swallow(&text);
    }

    #[test]
    fn random_arns_never_panic(arn in "(arn|:|aws|iam|sts|/|[*?a-z0-9é]|111111111111|user|role|root){0,12}") {
        Caller::from_arn(&arn);
        Principal::new(super::super::principal::PrincipalType::Aws, &arn);
    }
}

#[test]
fn deep_nesting_is_refused() {
    let text = "[".repeat(100_000);
    assert!(PolicyDocument::parse(&text).unwrap_err().message.contains("recursion limit"));
}
