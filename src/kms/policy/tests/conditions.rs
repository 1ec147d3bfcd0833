use super::*;

/// Whether a `Condition` block of one operator, key and value (as JSON) holds.
fn holds(operator: &str, key: &str, value: &str, context: &ConditionContext) -> bool {
    let policy = key_policy(&format!(
        r#"{{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*",
            "Condition":{{"{operator}":{{"{key}":{value}}}}}}}"#
    ));
    policy.statements()[0].conditions.iter().all(|condition| condition.holds(context))
}

fn one(value: &str) -> ConditionContext {
    [("k", value)].into_iter().collect()
}

#[test]
fn every_operator() {
    // operator, policy's value, request's value, holds
    for (operator, value, actual, expected) in [
        ("StringEquals", r#""REPLICA""#, "REPLICA", true),
        ("StringEquals", r#""REPLICA""#, "replica", false),
        ("StringEquals", r#"["a","b"]"#, "b", true),
        ("StringEquals", r#""a*""#, "ab", false),
        ("StringEquals", r#""a${*}""#, "a*", true),
        ("StringEquals", "30", "30", true),
        ("StringNotEquals", r#"["a","b"]"#, "b", false),
        ("StringNotEquals", r#"["a","b"]"#, "c", true),
        ("StringEqualsIgnoreCase", r#""RePlica""#, "replica", true),
        ("StringNotEqualsIgnoreCase", r#""RePlica""#, "replica", false),
        ("StringLike", r#""s3.*.amazonaws.com""#, "s3.eu-west-1.amazonaws.com", true),
        ("StringLike", r#""s3.*.amazonaws.com""#, "ec2.eu-west-1.amazonaws.com", false),
        ("StringLike", r#""a?c""#, "abc", true),
        ("StringLike", r#""A?c""#, "abc", false),
        ("StringNotLike", r#""s3.*""#, "s3.eu-west-1.amazonaws.com", false),
        ("StringNotLike", r#""s3.*""#, "ec2.amazonaws.com", true),
        ("ArnEquals", r#""arn:aws:iam::*:role/app""#, "arn:aws:iam::111111111111:role/app", true),
        ("ArnLike", r#""arn:aws:iam::*:role/*""#, "arn:aws:iam::111111111111:user/app", false),
        ("ArnLike", r#""arn:*:role/app""#, "arn:aws:iam::111111111111:role/app", false),
        ("ArnLike", r#""arn:aws:iam::*:role/app""#, "no arn", false),
        ("ArnNotEquals", r#""arn:aws:iam::*:role/app""#, "arn:aws:iam::111111111111:role/app", false),
        ("ArnNotLike", r#""arn:aws:iam::*:role/app""#, "arn:aws:iam::111111111111:user/app", true),
        ("Bool", r#""true""#, "true", true),
        ("Bool", "true", "True", true),
        ("Bool", "false", "true", false),
        ("Bool", "false", "yes", false),
        ("NumericEquals", "365", "365", true),
        ("NumericEquals", r#""365""#, "365.0", true),
        ("NumericEquals", "365", "not a number", false),
        ("NumericNotEquals", "365", "90", true),
        ("NumericNotEquals", "365", "365", false),
        ("NumericLessThan", "30", "7", true),
        ("NumericLessThan", "30", "30", false),
        ("NumericLessThanEquals", "30", "30", true),
        ("NumericGreaterThan", "7", "30", true),
        ("NumericGreaterThan", "7", "7", false),
        ("NumericGreaterThanEquals", "7", "7", true),
        ("DateEquals", r#""2026-01-02""#, "2026-01-02T00:00:00Z", true),
        ("DateNotEquals", r#""2026-01-02""#, "2026-01-02T00:00:01Z", true),
        ("DateLessThan", r#""2026-01-02T00:00:00Z""#, "2026-01-01T23:59:59Z", true),
        ("DateLessThan", r#""2026-01-02T00:00:00+02:00""#, "2026-01-01T23:00:00Z", false),
        ("DateLessThanEquals", r#""2026-01-02T00:00:00Z""#, "2026-01-02T00:00:00Z", true),
        ("DateGreaterThan", r#""1767225600""#, "2026-01-01T00:00:01Z", true),
        ("DateGreaterThan", r#""1767225600""#, "2026-01-01T00:00:00Z", false),
        ("DateGreaterThanEquals", "1767225600", "2026-01-01T00:00:00Z", true),
        ("IpAddress", r#""203.0.113.0/24""#, "203.0.113.77", true),
        ("IpAddress", r#""203.0.113.0/24""#, "203.0.114.1", false),
        ("IpAddress", r#""203.0.113.7""#, "203.0.113.7", true),
        ("IpAddress", r#""0.0.0.0/0""#, "198.51.100.1", true),
        ("IpAddress", r#""0.0.0.0/0""#, "2001:db8::1", false),
        ("IpAddress", r#""2001:db8::/32""#, "2001:db8:1::1", true),
        ("IpAddress", r#""::/0""#, "2001:db8:1::1", true),
        ("NotIpAddress", r#"["203.0.113.0/24","198.51.100.0/24"]"#, "198.51.100.9", false),
        ("NotIpAddress", r#""203.0.113.0/24""#, "198.51.100.9", true),
        ("Null", "true", "here", false),
        ("Null", "false", "here", true),
        ("StringEquals", "[]", "here", false),
        ("StringNotEquals", "[]", "here", true),
    ] {
        assert_eq!(holds(operator, "k", value, &one(actual)), expected, "{operator} {value} with {actual}");
    }
}

#[test]
fn missing_keys() {
    let nothing = ConditionContext::new();
    for (operator, value, expected) in [
        ("StringEquals", r#""a""#, false),
        ("StringNotEquals", r#""a""#, true),
        ("StringLike", r#""*""#, false),
        ("StringNotLike", r#""*""#, true),
        ("ArnLike", r#""*""#, false),
        ("ArnNotLike", r#""*""#, true),
        ("Bool", "false", false),
        ("NumericLessThan", "30", false),
        ("NumericNotEquals", "30", true),
        ("DateGreaterThan", r#""2020-01-01""#, false),
        ("IpAddress", r#""0.0.0.0/0""#, false),
        ("NotIpAddress", r#""0.0.0.0/0""#, true),
        ("StringEqualsIfExists", r#""a""#, true),
        ("StringNotEqualsIfExists", r#""a""#, true),
        ("BoolIfExists", "true", true),
        ("NumericLessThanIfExists", "30", true),
        ("IpAddressIfExists", r#""10.0.0.0/8""#, true),
        ("ForAllValues:StringEquals", r#""a""#, true),
        ("ForAnyValue:StringEquals", r#""a""#, false),
        ("ForAnyValue:StringNotEquals", r#""a""#, false),
        ("ForAnyValue:StringEqualsIfExists", r#""a""#, true),
        ("Null", "true", true),
        ("Null", "false", false),
    ] {
        assert_eq!(holds(operator, "k", value, &nothing), expected, "{operator} {value}");
    }
    // IfExists tests a key that is there like the plain operator.
    assert!(!holds("StringEqualsIfExists", "k", r#""a""#, &one("b")));
    assert!(holds("StringEqualsIfExists", "k", r#""a""#, &one("a")));
}

#[test]
fn sets_of_values() {
    for (operator, values, expected) in [
        ("ForAllValues:StringEquals", vec!["Encrypt", "Decrypt"], true),
        ("ForAllValues:StringEquals", vec!["Encrypt", "CreateGrant"], false),
        ("ForAllValues:StringEquals", vec![], true),
        ("ForAnyValue:StringEquals", vec!["Encrypt", "CreateGrant"], true),
        ("ForAnyValue:StringEquals", vec!["CreateGrant"], false),
        ("ForAnyValue:StringEquals", vec![], false),
        ("ForAllValues:StringNotEquals", vec!["CreateGrant"], true),
        ("ForAllValues:StringNotEquals", vec!["CreateGrant", "Encrypt"], false),
        ("ForAnyValue:StringNotEquals", vec!["CreateGrant", "Encrypt"], true),
        ("ForAnyValue:StringNotEquals", vec!["Decrypt", "Encrypt"], false),
        ("ForAnyValue:StringLike", vec!["Decrypt"], true),
    ] {
        let mut context = ConditionContext::new();
        context.set_many("kms:GrantOperations", values.clone());
        let held = holds(operator, "kms:GrantOperations", r#"["Encrypt","Decrypt"]"#, &context);
        assert_eq!(held, expected, "{operator} {values:?}");
    }
}

#[test]
fn keys_ignore_case_and_values_do_not() {
    let context: ConditionContext = [("kms:EncryptionContext:Department", "IT")].into_iter().collect();
    assert!(holds("StringEquals", "KMS:encryptioncontext:department", r#""IT""#, &context));
    assert!(!holds("StringEquals", "kms:EncryptionContext:Department", r#""it""#, &context));
    assert_eq!(context.values("kms:encryptionCONTEXT:department"), ["IT"]);
}

#[test]
fn variables_in_values() {
    let mut context: ConditionContext = [("aws:username", "ali*"), ("k", "home/ali*")].into_iter().collect();
    assert!(holds("StringEquals", "k", r#""home/${aws:username}""#, &context));
    assert!(holds("StringLike", "k", r#""*/${aws:username}""#, &context));
    context.set("k", "home/alice");
    assert!(!holds("StringLike", "k", r#""home/${aws:username}""#, &context));
    assert!(!holds("StringEquals", "k", r#""${aws:PrincipalTag/none}""#, &context));
    assert!(holds("StringEquals", "k", r#""${aws:PrincipalTag/none, 'home/alice'}""#, &context));
}

#[test]
fn a_caller_fills_in_what_its_arn_tells() {
    let mut context = ConditionContext::new();
    context.set_caller(&Caller::from_arn(APP).unwrap());
    assert_eq!(context.values("aws:PrincipalArn"), ["arn:aws:iam::111111111111:role/app"]);
    assert_eq!(context.values("aws:PrincipalType"), ["AssumedRole"]);
    assert_eq!(context.values("kms:CallerAccount"), [OWN]);
    assert!(context.values("aws:username").is_empty());
    context.set_caller(&Caller::from_arn("arn:aws:iam::111111111111:user/team/alice").unwrap());
    assert_eq!(context.values("aws:username"), ["alice"]);
    assert_eq!(context.values("aws:PrincipalArn"), ["arn:aws:iam::111111111111:user/team/alice"]);
}
