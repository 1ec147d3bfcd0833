//! Problems stand where they are.

use super::super::{PolicyKind, Severity, problems};

/// The problems of a text as severity, marked part and message.
fn found(text: &str, kind: PolicyKind) -> Vec<(Severity, &str, String)> {
    let exists = |arn: &str| !arn.contains("nobody");
    let all = problems(text, kind, &exists);
    all.into_iter().map(|it| (it.severity, &text[it.span], it.message)).collect()
}

fn key_statement(statement: &str) -> String {
    format!("{{\"Version\": \"2012-10-17\", \"Statement\": [{statement}]}}")
}

#[track_caller]
fn only(statement: &str, severity: Severity, part: &str, message: &str) {
    let text = key_statement(statement);
    let found = found(&text, PolicyKind::Key);
    let [(how_bad, marked, said)] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!((*how_bad, *marked), (severity, part), "{said}");
    assert!(said.contains(message), "{said}");
}

#[test]
fn a_good_policy_has_none() {
    let text = super::super::default_policy("aws", "111111111111");
    assert_eq!(found(&text, PolicyKind::Key), []);
}

#[test]
fn syntax_is_marked_at_its_sign() {
    let text = "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\" [\n}";
    let [problem] = &problems(text, PolicyKind::Key, &|_| true)[..] else { panic!("one") };
    assert_eq!((problem.line, problem.column), (3, 15));
    assert_eq!(&text[problem.span.clone()], "[");
    assert_eq!(found("", PolicyKind::Key).len(), 1);
    let open = found("{\"Version\": 1", PolicyKind::Key);
    assert_eq!(open[0].1, "1", "the last sign stands for what is missing after it");
}

#[test]
fn every_wrong_element_of_a_statement_is_marked() {
    const REST: &str = r#""Principal": "*", "Action": "kms:Decrypt", "Resource": "*""#;
    only(
        &format!(r#"{{"Efect": "Allow", "Effect": "Allow", {REST}}}"#),
        Severity::Error,
        "\"Efect\"",
        "did you mean \"Effect\"?",
    );
    only(&format!(r#"{{"Effect": "allow", {REST}}}"#), Severity::Error, "\"allow\"", "Effect must be");
    only(&format!("{{{REST}}}"), Severity::Error, "{", "no Effect");
    only(
        r#"{"Effect": "Allow", "Action": "kms:*", "Resource": "*"}"#,
        Severity::Error,
        "{",
        "the statement has no Principal",
    );
    only(
        &format!(
            r#"{{"Effect": "Deny", {REST}, "Condition": {{"StringEqual": {{"kms:ViaService": "x"}}}}}}"#
        ),
        Severity::Error,
        "\"StringEqual\"",
        "did you mean \"StringEquals\"?",
    );
    only(
        r#"{"Effect": "Allow", "Principal": {"AWS": ["111111111111", "arn:aws:iam::111111111111:user/nobody"]}, "Action": "kms:*", "Resource": "*"}"#,
        Severity::Error,
        "\"arn:aws:iam::111111111111:user/nobody\"",
        "Policy contains a statement with one or more invalid principals.",
    );
}

#[test]
fn what_is_in_vain_is_a_warning() {
    let with = |action: &str, rest: &str| {
        format!(r#"{{"Effect": "Allow", "Principal": "*", "Action": [{action}], {rest}}}"#)
    };
    const ALL: &str = r#""Resource": "*""#;
    let warning = Severity::Warning;
    only(&with(r#""kms:Decript""#, ALL), warning, "\"kms:Decript\"", "did you mean \"kms:Decrypt\"?");
    only(&with(r#""kms:Foo*", "kms:*""#, ALL), warning, "\"kms:Foo*\"", "no action of KMS matches");
    only(&with(r#""s3:GetObject""#, ALL), warning, "\"s3:GetObject\"", "actions of KMS alone");
    only(
        &with(r#""kms:Encrypt""#, r#""Resource": "arn:aws:kms:*:111111111111:key/*""#),
        warning,
        "\"arn:aws:kms:*:111111111111:key/*\"",
        "means this key",
    );
    only(
        r#"{"Effect": "Allow", "Principal": "*", "Action": "kms:*"}"#,
        warning,
        "{",
        "no Resource: KMS takes it",
    );
    let condition = r#""Resource": "*", "Condition": {"StringEquals": {"kms:ViaServices": "x"}}"#;
    only(&with(r#""kms:Encrypt""#, condition), warning, "\"kms:ViaServices\"", "\"kms:ViaService\"?");
}

#[test]
fn several_problems_stand_in_the_order_of_the_text() {
    let text = key_statement(r#"{"Effect": "No", "Principal": 1}, {"Effect": "Allow"}, 3"#);
    let marked: Vec<_> = found(&text, PolicyKind::Key).into_iter().map(|it| it.1).collect();
    assert_eq!(marked, ["\"No\"", "1", "{", "3"]);
}

#[test]
fn identity_policies_have_rules_of_their_own() {
    let text = r#"{"Statement": [
        {"Sid": "a", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"},
        {"Sid": "a", "Effect": "Allow", "Action": "kms:Decrypt", "Resource": "*"},
        {"Effect": "Allow", "Principal": "*", "Action": "kms:Decrypt", "Resource": "*"},
        {"Effect": "Allow", "Action": "kms:Decrypt"}
    ]}"#;
    let messages: Vec<_> = found(text, PolicyKind::Identity).into_iter().map(|it| it.2).collect();
    assert_eq!(
        messages,
        [
            "another statement has the same Sid",
            "an identity policy has no Principal",
            "the statement has no Resource"
        ]
    );
}
