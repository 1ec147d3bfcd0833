use super::*;

const HEAD: &str = "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": ";

#[test]
fn keeps_what_is_written() {
    let text = r#"{
  "Version": "2012-10-17",
  "Id": "mine",
  "Statement": [
    {
      "Sid": "Allow use of the key",
      "Effect": "Allow",
      "Principal": {"AWS": ["111111111111"], "Service": "s3.amazonaws.com"},
      "NotAction": "kms:Decrypt",
      "Resource": "*",
      "Condition": {"Bool": {"kms:MultiRegion": true}, "StringLike": {"kms:ViaService": ["s3.*", "ec2.*"]}}
    },
    {"Effect": "Deny", "NotPrincipal": "*", "Action": ["kms:A", "kms:B"], "NotResource": "*"}
  ]
}"#;
    let policy = PolicyDocument::parse_key_policy(text).unwrap();
    assert_eq!((policy.id(), policy.version(), policy.text()), (Some("mine"), Version::V2012, text));
    let [first, second] = policy.statements() else { panic!("two statements") };
    assert_eq!((first.sid.as_deref(), first.effect), (Some("Allow use of the key"), Effect::Allow));
    assert_eq!((first.lines.clone(), second.lines.clone()), (5..=12, 13..=13));
    let principals: Vec<_> = first.principal.entries().iter().map(Principal::text).collect();
    assert_eq!(principals, ["111111111111", "s3.amazonaws.com"]);
    assert!(matches!(&first.action, Element::AllBut(actions) if actions[0].text() == "kms:Decrypt"));
    let conditions: Vec<_> = first.conditions.iter().map(|c| (c.operator(), c.key())).collect();
    assert_eq!(conditions, [("Bool", "kms:MultiRegion"), ("StringLike", "kms:ViaService")]);
    assert!(first.conditions[1].values().eq(["s3.*", "ec2.*"]));
    assert!(matches!(&second.principal, Element::AllBut(p) if p[0].is_everyone()));
    assert!(matches!(&second.resource, Element::AllBut(_)));
}

#[test]
fn one_statement_needs_no_array() {
    let text = format!(
        "{HEAD}{{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"kms:*\",\"Resource\":\"*\"}}}}"
    );
    assert_eq!(PolicyDocument::parse_key_policy(&text).unwrap().statements().len(), 1);
}

#[test]
fn escapes_are_read() {
    let policy = key_policy(
        r#"{"Sid":"a \"quoted\" \u00e9 \\","Effect":"Allow","Principal":"*","Action":"\u006bms:*","Resource":"*"}"#,
    );
    assert_eq!(policy.statements()[0].sid.as_deref(), Some("a \"quoted\" é \\"));
    assert_eq!(policy.statements()[0].action.entries()[0].text(), "kms:*");
}

#[test]
fn saved_as_its_text() {
    let policy = delegating();
    let saved = serde_json::to_string(&policy).unwrap();
    assert_eq!(serde_json::from_str::<PolicyDocument>(&saved).unwrap(), policy);
    assert!(serde_json::from_str::<PolicyDocument>("\"{}\"").is_err());
}

/// Line, column and message of a key policy's error.
fn error(text: &str) -> (usize, usize, String) {
    let error = PolicyDocument::parse_key_policy(text).expect_err(text);
    (error.line, error.column, error.message)
}

#[test]
fn broken_json_is_located() {
    for (text, line, column, message) in [
        ("", 1, 1, "EOF while parsing a value"),
        ("{\n  \"Version\": \"2012-10-17\"\n  \"Statement\": []\n}", 3, 3, "expected `,` or `}`"),
        ("{\n  \"Version\": ,\n}", 2, 14, "expected value"),
        ("{\"Id\": \"é\" x}", 1, 12, "expected `,` or `}`"),
        ("{} x", 1, 4, "trailing characters"),
        ("{\"a\": 1,}", 1, 9, "trailing comma"),
    ] {
        assert_eq!(error(text), (line, column, message.to_owned()), "{text}");
    }
}

#[test]
fn wrong_shapes_are_located() {
    let statement = |inside: &str| {
        format!(
            "{HEAD}[\n    {{\n      \"Effect\": \"Allow\",\n      \"Principal\": \"*\",\n      {inside}\n    }}\n  ]\n}}"
        )
    };
    for (text, line, column, message) in [
        ("[]".to_owned(), 1, 1, "a policy must be an object, not an array"),
        ("{\"Statement\": []}".to_owned(), 1, 1, "the policy has no Version"),
        ("{\"Version\": \"2012-10-17\"}".to_owned(), 1, 1, "the policy has no Statement"),
        (
            "{\"Version\": \"2012-10-18\"}".to_owned(),
            1,
            13,
            "Version must be \"2012-10-17\" or \"2008-10-17\"",
        ),
        (format!("{HEAD}[]}}"), 3, 16, "Statement must have at least one statement"),
        (format!("{HEAD}[\n  7\n]}}"), 4, 3, "a statement must be an object, not a number"),
        ("{\"version\": \"2012-10-17\"}".to_owned(), 1, 2, "\"version\" must be written \"Version\""),
        (statement("\"Effect\": \"Deny\""), 7, 7, "\"Effect\" is written twice in the same object"),
        (statement("\"Actions\": \"kms:*\""), 7, 7, "a statement has no element \"Actions\""),
        (
            statement("\"Action\": [\"kms:*\", 7]"),
            7,
            27,
            "Action must be a string or an array of strings, not a number",
        ),
        (
            statement("\"Action\": \"Decrypt\""),
            7,
            17,
            "an action must be \"*\" or a service and an operation, such as \"kms:Decrypt\"",
        ),
        (
            statement("\"Action\": \"kms:*\", \"NotAction\": \"kms:*\""),
            7,
            26,
            "a statement can't have both Action and NotAction",
        ),
        (statement("\"Resource\": \"key/1\""), 7, 19, "a resource must be \"*\" or an ARN"),
        (statement("\"Condition\": []"), 7, 20, "Condition must be an object, not an array"),
        (
            statement("\"Condition\": {\"StringEqual\": {}}"),
            7,
            21,
            "\"StringEqual\" is not a condition operator",
        ),
        (
            statement("\"Condition\": {\"NullIfExists\": {}}"),
            7,
            21,
            "\"NullIfExists\" is not a condition operator",
        ),
        (
            statement("\"Condition\": {\"Bool\": {\"k\": \"si\"}}"),
            7,
            35,
            "\"si\" must be \"true\" or \"false\"",
        ),
        (statement("\"Condition\": {\"Bool\": {\"k\": null}}"), 7, 35, "a condition's value can't be null"),
        (
            statement("\"Condition\": {\"NumericLessThan\": {\"k\": [\"1\", \"NaN\"]}}"),
            7,
            52,
            "\"NaN\" is not a number",
        ),
        (
            statement("\"Condition\": {\"IpAddress\": {\"k\": \"10.0.0.0/33\"}}"),
            7,
            40,
            "\"10.0.0.0/33\" is not an IP address or range",
        ),
        (
            statement("\"Condition\": {\"DateLessThan\": {\"k\": \"soon\"}}"),
            7,
            43,
            "\"soon\" is not a date in ISO 8601",
        ),
        (format!("{HEAD}{{\"Effect\": \"allow\"}}}}"), 3, 27, "Effect must be \"Allow\" or \"Deny\""),
        (format!("{HEAD}{{\"Action\": \"kms:*\"}}}}"), 3, 16, "the statement has no Effect"),
        (format!("{HEAD}{{\"Effect\": \"Allow\"}}}}"), 3, 16, "the statement has no Principal"),
        (
            format!("{HEAD}{{\"Principal\": {{\"User\": \"x\"}}}}}}"),
            3,
            31,
            "Principal has no element \"User\"",
        ),
        (format!("{HEAD}{{\"Principal\": {{\"AWS\": []}}}}}}"), 3, 30, "Principal names nobody"),
        (
            format!("{HEAD}{{\"Principal\": \"111111111111\"}}}}"),
            3,
            30,
            "Principal must be \"*\" or an object such as {\"AWS\": …}",
        ),
        ("{\n \"Id\": \"a – b\"}".to_owned(), 2, 11, "a policy can't contain the character U+2013"),
        ("{\u{7}}".to_owned(), 1, 2, "a policy can't contain the character U+0007"),
    ] {
        assert_eq!(error(&text), (line, column, message.to_owned()), "{text}");
    }
}

#[test]
fn key_policies_may_lack_action_or_resource() {
    for statement in [
        r#"{"Effect":"Allow","Principal":"*","Action":"kms:*"}"#,
        r#"{"Effect":"Allow","Principal":"*","Resource":"*"}"#,
        r#"{"Effect":"Allow","Principal":"*","Action":[],"Resource":"*"}"#,
    ] {
        assert_eq!(key_policy(statement).statements().len(), 1);
    }
}

#[test]
fn identity_policies_have_their_own_rules() {
    let error = |statements: &str| {
        let text = format!(r#"{{"Statement":[{statements}]}}"#);
        PolicyDocument::parse_identity_policy(&text)
            .map(|policy| policy.version())
            .map_err(|error| error.message)
    };
    let plain = r#"{"Sid":"A1","Effect":"Allow","Action":"kms:*","Resource":"*"}"#;
    assert_eq!(error(plain), Ok(Version::V2008));
    for (statements, message) in [
        (r#"{"Effect":"Allow","Resource":"*"}"#.to_owned(), "the statement has no Action"),
        (r#"{"Effect":"Allow","Action":"kms:*"}"#.to_owned(), "the statement has no Resource"),
        (
            r#"{"Effect":"Allow","Principal":"*","Action":"kms:*","Resource":"*"}"#.to_owned(),
            "an identity policy has no Principal",
        ),
        (plain.replace("A1", "A 1"), "the Sid of an identity policy has only letters and digits"),
        (format!("{plain},{plain}"), "another statement has the same Sid"),
    ] {
        assert_eq!(error(&statements), Err(message.to_owned()), "{statements}");
    }
}
