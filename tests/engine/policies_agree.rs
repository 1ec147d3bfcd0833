//! Random policies, grants and requests: the service's evaluator and the naive one decide alike.

use std::collections::BTreeMap;

use mrk_console::kms::policy::{
    self, AccessRequest, Caller, ConditionContext, GrantConstraint, GrantView, KeySide, LimitKind,
    NamedPolicy, PolicyDocument, Reason, Requester, allows, decide, explain, explain_grants,
};
use proptest::{
    prelude::*,
    sample::{select, subsequence},
};
use serde_json::{Map, Value, json};

use crate::naive_policy::{Case, Grant, Key, Limit, Verdict};

const OWN: &str = "111111111111";
const OTHER: &str = "444455556666";
const KEY: &str = "arn:aws:kms:us-east-1:111111111111:key/mrk-0123456789abcdef0123456789abcdef";
const REPLICA: &str = "arn:aws:kms:eu-west-1:111111111111:key/mrk-0123456789abcdef0123456789abcdef";

const CALLERS: &[&str] = &[
    "arn:aws:iam::111111111111:root",
    "arn:aws:iam::111111111111:user/alice",
    "arn:aws:iam::111111111111:user/team/bob",
    "arn:aws:sts::111111111111:assumed-role/app/one",
    "arn:aws:sts::111111111111:assumed-role/app/two",
    "arn:aws:iam::444455556666:root",
    "arn:aws:iam::444455556666:user/alice",
    "arn:aws:sts::444455556666:assumed-role/app/one",
];

const PRINCIPALS: &[&str] = &[
    "*",
    OWN,
    OTHER,
    "arn:aws:iam::111111111111:root",
    "arn:aws:iam::444455556666:root",
    "arn:aws:iam::111111111111:user/alice",
    "arn:aws:iam::111111111111:user/team/bob",
    "arn:aws:iam::111111111111:user/bob",
    "arn:aws:iam::444455556666:user/alice",
    "arn:aws:iam::111111111111:role/app",
    "arn:aws:iam::111111111111:role/service/app",
    "arn:aws:iam::111111111111:role/application",
    "arn:aws:iam::444455556666:role/app",
    "arn:aws:sts::111111111111:assumed-role/app/one",
    "arn:aws:sts::444455556666:assumed-role/app/one",
];

const ACTIONS: &[&str] =
    &["kms:Decrypt", "kms:Encrypt", "kms:DescribeKey", "kms:RetireGrant", "kms:ReEncryptTo"];

const ACTION_PATTERNS: &[&str] = &[
    "*",
    "kms:*",
    "kms:De*",
    "kms:decrypt",
    "KMS:Encrypt",
    "kms:?ecrypt",
    "kms:*crypt",
    "kms:Re*T*",
    "*:Decrypt",
    "s3:*",
    "kms:DescribeKey",
];

const RESOURCES: &[&str] = &[
    "*",
    KEY,
    REPLICA,
    "arn:aws:kms:*:111111111111:key/mrk-*",
    "arn:aws:kms:eu-*:*:key/*",
    "arn:aws:kms:us-east-?:111111111111:*",
    "arn:aws:kms",
    "arn:*:key/*",
    "arn:aws:s3:::bucket",
];

/// Operators with a key that they suit and values of its type.
const CONDITIONS: &[(&str, &str, &[&str])] = &[
    ("StringEquals", "kms:ViaService", &["s3.us-east-1.amazonaws.com", "S3.us-east-1.amazonaws.com", "x"]),
    ("StringNotEquals", "KMS:viaservice", &["s3.us-east-1.amazonaws.com", "x"]),
    ("StringEqualsIgnoreCase", "kms:ViaService", &["S3.US-EAST-1.amazonaws.com", "x"]),
    ("StringNotEqualsIgnoreCase", "kms:ViaService", &["S3.US-EAST-1.amazonaws.com", "x"]),
    ("StringLike", "kms:ViaService", &["s3.*", "*.us-east-?.amazonaws.com", "S3.*"]),
    ("StringNotLike", "kms:ViaService", &["s3.*", "ec2.*"]),
    ("ForAllValues:StringEquals", "kms:GrantOperations", &["Encrypt", "Decrypt", "Sign"]),
    ("ForAnyValue:StringEquals", "kms:GrantOperations", &["Encrypt", "Decrypt", "Sign"]),
    ("ForAllValues:StringNotEquals", "kms:GrantOperations", &["Encrypt", "Decrypt"]),
    ("ForAnyValue:StringNotLike", "kms:GrantOperations", &["En*", "De*"]),
    ("ForAnyValue:StringLike", "kms:ResourceAliases", &["alias/test*", "alias/*"]),
    ("StringEqualsIfExists", "kms:ResourceAliases", &["alias/test", "alias/live"]),
    ("Bool", "kms:MultiRegion", &["true", "false"]),
    ("BoolIfExists", "kms:MultiRegion", &["true", "false"]),
    ("Null", "kms:MultiRegion", &["true", "false"]),
    ("NumericEquals", "kms:RotationPeriodInDays", &["90", "365", "365.0"]),
    ("NumericNotEquals", "kms:RotationPeriodInDays", &["90", "365"]),
    ("NumericLessThan", "kms:RotationPeriodInDays", &["91", "366"]),
    ("NumericGreaterThanEquals", "kms:RotationPeriodInDays", &["90", "365", "1000"]),
    ("DateLessThan", "aws:CurrentTime", &["2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z"]),
    ("DateGreaterThan", "aws:CurrentTime", &["2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z"]),
    ("IpAddress", "aws:SourceIp", &["203.0.113.0/24", "203.0.113.7", "10.0.0.0/8", "0.0.0.0/0"]),
    ("NotIpAddress", "aws:SourceIp", &["203.0.113.0/24", "10.0.0.0/8"]),
    ("ArnLike", "aws:SourceArn", &["arn:aws:s3:*:*:bucket", "arn:aws:s3:::*", "*"]),
    ("ArnNotEquals", "aws:SourceArn", &["arn:aws:s3:*:111111111111:bucket", "arn:aws:sns:*:*:*"]),
    ("StringEquals", "kms:EncryptionContext:Stage", &["test", "live"]),
];

/// Condition keys of requests, in lower case, with sets of values.
const CONTEXT: &[(&str, &[&[&str]])] = &[
    ("kms:viaservice", &[&["s3.us-east-1.amazonaws.com"], &["ec2.us-east-1.amazonaws.com"], &["x"]]),
    ("kms:grantoperations", &[&["Encrypt"], &["Decrypt"], &["Encrypt", "Decrypt"], &["Sign", "Encrypt"]]),
    ("kms:resourcealiases", &[&["alias/test"], &["alias/live", "alias/test-2"]]),
    ("kms:multiregion", &[&["true"], &["false"]]),
    ("kms:rotationperiodindays", &[&["90"], &["365"], &["many"]]),
    ("aws:currenttime", &[&["2026-06-01T00:00:00Z"], &["2026-01-01T00:00:00Z"], &["soon"]]),
    ("aws:sourceip", &[&["203.0.113.7"], &["10.1.2.3"], &["nowhere"]]),
    ("aws:sourcearn", &[&["arn:aws:s3:us-east-1:111111111111:bucket"], &["arn:aws:s3"]]),
    ("kms:encryptioncontext:stage", &[&["test"], &["live"]]),
];

/// Now one text, now a list.
fn some_of(texts: &'static [&'static str]) -> impl Strategy<Value = Value> {
    prop_oneof![
        select(texts).prop_map(|text| json!(text)),
        subsequence(texts, 1..=2).prop_map(|texts| json!(texts)),
    ]
}

/// An element or its negated twin; neither, where that is allowed.
fn element(
    name: &'static str,
    value: impl Strategy<Value = Value>,
) -> impl Strategy<Value = (String, Value)> {
    (value, prop::bool::weighted(0.2)).prop_map(move |(value, negated)| {
        (if negated { format!("Not{name}") } else { name.to_owned() }, value)
    })
}

fn condition() -> impl Strategy<Value = Value> {
    let one = select(CONDITIONS).prop_flat_map(|(operator, key, values)| {
        let values = subsequence(values, 1..=values.len());
        values.prop_map(move |values| (operator, key, json!(values)))
    });
    prop::collection::vec(one, 1..=2).prop_map(|all| {
        let mut blocks = Map::new();
        for (operator, key, values) in all {
            let block = blocks.entry(operator).or_insert_with(|| json!({}));
            block[key] = values;
        }
        Value::Object(blocks)
    })
}

fn statement(with_principal: bool) -> impl Strategy<Value = Value> {
    let principals = prop_oneof![
        1 => Just(json!("*")),
        6 => some_of(PRINCIPALS).prop_map(|principals| json!({ "AWS": principals })),
        2 => subsequence(PRINCIPALS, 3..=6).prop_map(|principals| json!({ "AWS": principals })),
    ];
    (
        prop::bool::weighted(0.75),
        element("Principal", principals),
        element("Action", some_of(ACTION_PATTERNS)),
        element("Resource", prop_oneof![2 => Just(json!("*")), 1 => some_of(RESOURCES)]),
        prop::option::weighted(0.35, condition()),
        prop::bool::weighted(0.05),
    )
        .prop_map(move |(allows, principal, action, resource, condition, is_lame)| {
            let mut statement = Map::new();
            statement.insert("Effect".to_owned(), json!(if allows { "Allow" } else { "Deny" }));
            if with_principal {
                statement.insert(principal.0, principal.1);
            }
            // A key policy's statement without an action has no effect; an identity policy can't have one.
            if !(with_principal && is_lame) {
                statement.insert(action.0, action.1);
            }
            statement.insert(resource.0, resource.1);
            statement.extend(condition.map(|condition| ("Condition".to_owned(), condition)));
            Value::Object(statement)
        })
}

fn policy(with_principal: bool, most: usize) -> impl Strategy<Value = Value> {
    let statements = prop::collection::vec(statement(with_principal), 1..=most);
    statements.prop_map(|statements| json!({ "Version": "2012-10-17", "Statement": statements }))
}

fn pair() -> impl Strategy<Value = (String, String)> {
    (select(&["Stage", "stage", "Team"][..]), select(&["test", "live", "Test"][..]))
        .prop_map(|(key, value)| (key.to_owned(), value.to_owned()))
}

fn grant() -> impl Strategy<Value = Grant> {
    let operations =
        ["Decrypt", "Encrypt", "DescribeKey", "RetireGrant", "ReEncryptTo"].map(str::to_owned).to_vec();
    (
        select(&PRINCIPALS[1..]),
        select(&[OWN, OTHER][..]),
        subsequence(operations, 1..=4),
        prop::option::weighted(0.2, pair()),
        prop::option::weighted(0.2, pair()),
        prop::bool::weighted(0.15),
        prop::bool::weighted(0.9),
    )
        .prop_map(|(grantee, issuing_account, operations, equals, subset, has_source, known)| Grant {
            grantee: grantee.to_owned(),
            issuing_account: issuing_account.to_owned(),
            operations,
            equals,
            subset,
            source_arn: has_source.then(|| "arn:aws:s3:us-east-1:111111111111:bucket".to_owned()),
            known,
        })
}

fn request_context() -> impl Strategy<Value = BTreeMap<String, Vec<String>>> {
    let one = |(key, sets): (&'static str, &'static [&'static [&'static str]])| {
        prop::option::of(select(sets)).prop_map(move |values| (key, values))
    };
    CONTEXT.iter().copied().map(one).collect::<Vec<_>>().prop_map(|all| {
        let known = all.into_iter().filter_map(|(key, values)| Some((key.to_owned(), values?)));
        known.map(|(key, values)| (key, values.iter().map(|it| (*it).to_owned()).collect())).collect()
    })
}

fn case() -> impl Strategy<Value = Case> {
    let key = (select(&[OWN, OTHER][..]), policy(true, 4), prop::collection::vec(grant(), 0..=3))
        .prop_map(|(account, policy, grants)| Key { account: account.to_owned(), policy, grants });
    let kind = select(&[Limit::Organisation, Limit::Boundary, Limit::Session][..]);
    (
        select(CALLERS),
        select(ACTIONS),
        select(&[KEY, REPLICA][..]),
        request_context(),
        prop::collection::vec(pair(), 0..=2),
        prop::option::weighted(0.9, key),
        prop::collection::vec(policy(false, 2), 0..=2),
        prop_oneof![3 => Just(Vec::new()), 1 => prop::collection::vec((kind, policy(false, 2)), 1..=2)],
    )
        .prop_map(|(caller, action, resource, context, encryption_context, key, identity, limits)| {
            Case {
                caller: caller.to_owned(),
                action: action.to_owned(),
                resource: if key.is_some() { resource } else { "*" }.to_owned(),
                context,
                encryption_context,
                key,
                identity,
                limits,
            }
        })
}

/// What the service's evaluator makes of a case.
fn judged(case: &Case) -> Verdict {
    let read = |policy: &Value| PolicyDocument::parse_identity_policy(&policy.to_string()).expect("a policy");
    let identity: Vec<_> = case.identity.iter().map(read).collect();
    let identity: Vec<_> = identity.iter().map(|document| NamedPolicy { name: "own", document }).collect();
    let limits: Vec<_> = case.limits.iter().map(|(kind, policy)| (*kind, read(policy))).collect();
    let limits: Vec<_> = limits.iter().map(|(kind, document)| limit(*kind, document)).collect();
    let mut context = ConditionContext::new();
    for (key, values) in &case.context {
        context.set_many(key, values);
    }
    let encryption_context: Vec<_> = case.encryption_context.iter().map(borrowed).collect();
    let key_policy = case
        .key
        .as_ref()
        .map(|key| PolicyDocument::parse_key_policy(&key.policy.to_string()).expect("a key policy"));
    let grants: Vec<_> = case.key.iter().flat_map(|key| &key.grants).map(view).collect();
    let key = case.key.as_ref().zip(key_policy.as_ref()).map(|(key, policy)| KeySide {
        account: &key.account,
        policy,
        grants: &grants,
        encryption_context: &encryption_context,
    });
    let caller = Caller::from_arn(&case.caller).expect("one who can call");
    let request = AccessRequest {
        requester: Requester { caller, identity_policies: &identity, limits: &limits },
        action: &case.action,
        resource: &case.resource,
        context: &context,
        key,
    };
    let decision = decide(&request);
    assert_eq!(decision.allowed(), allows(&request));
    let denies = explain(&request).iter().any(|it| it.effect == policy::Effect::Deny && it.applies.is_ok());
    assert_eq!(denies, matches!(decision.reason, Reason::ExplicitDeny { .. }), "the explanation fits");
    if let Reason::AllowedByGrant { .. } = decision.reason {
        assert!(explain_grants(&request).iter().any(|it| it.applies.is_ok()));
    }
    match decision.reason {
        Reason::ExplicitDeny { .. } => Verdict::ExplicitDeny,
        Reason::NoIdentityPolicyAllows => Verdict::NoIdentityPolicy,
        Reason::NoResourcePolicyAllows => Verdict::NoResourcePolicy,
        Reason::LimitDoesNotAllow { .. } => Verdict::Limited,
        _ => Verdict::Allowed,
    }
}

fn limit(kind: Limit, document: &PolicyDocument) -> policy::Limit<'_> {
    let kind = match kind {
        Limit::Organisation => LimitKind::ServiceControlPolicy,
        Limit::Boundary => LimitKind::PermissionsBoundary,
        Limit::Session => LimitKind::SessionPolicy,
    };
    policy::Limit { kind, policy: NamedPolicy { name: "limit", document } }
}

fn borrowed(pair: &(String, String)) -> (&str, &str) {
    (pair.0.as_str(), pair.1.as_str())
}

fn view(grant: &Grant) -> GrantView<'_> {
    let equals = grant.equals.as_ref().map(|pair| GrantConstraint::Equals(vec![borrowed(pair)]));
    let subset = grant.subset.as_ref().map(|pair| GrantConstraint::Subset(vec![borrowed(pair)]));
    GrantView {
        id: "grant",
        grantee: &grant.grantee,
        issuing_account: &grant.issuing_account,
        operations: grant.operations.iter().map(String::as_str).collect(),
        constraints: equals.into_iter().chain(subset).collect(),
        source_arn: grant.source_arn.as_deref(),
        known: grant.known,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8000, failure_persistence: None, ..Default::default() })]

    #[test]
    fn two_evaluators_decide_alike(case in case()) {
        prop_assert_eq!(judged(&case), case.verdict());
    }
}

/// The random cases are worth something only if every verdict is among them.
#[test]
fn random_cases_come_to_every_verdict() {
    use proptest::{strategy::ValueTree, test_runner::TestRunner};
    let mut runner = TestRunner::deterministic();
    let mut counts = BTreeMap::new();
    for _ in 0..2000 {
        let case = case().new_tree(&mut runner).expect("makes cases").current();
        *counts.entry(format!("{:?}", case.verdict())).or_insert(0) += 1;
    }
    assert_eq!(counts.len(), 5, "{counts:?}");
    assert!(counts.values().all(|count| *count >= 20), "{counts:?}");
}
