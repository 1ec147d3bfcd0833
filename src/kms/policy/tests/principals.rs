use super::*;

#[test]
fn callers_are_read_from_arns() {
    let role = CallerKind::Role { role: "app", session: "i-0123" };
    for (arn, kind) in [
        (ROOT, Some(CallerKind::Root)),
        (ALICE, Some(CallerKind::User { name: "alice" })),
        ("arn:aws:iam::111111111111:user/team/eu/alice", Some(CallerKind::User { name: "alice" })),
        (APP, Some(role)),
        ("arn:aws-cn:sts::111111111111:assumed-role/app/i-0123", Some(role)),
        ("arn:aws:sts::111111111111:federated-user/bob", Some(CallerKind::FederatedUser { name: "bob" })),
        (APP_ROLE, None),
        ("arn:aws:sts::111111111111:assumed-role/app", None),
        ("arn:aws:iam::1111:root", None),
        ("arn:aws:iam:us-east-1:111111111111:root", None),
        ("alice", None),
        ("", None),
    ] {
        assert_eq!(Caller::from_arn(arn).map(|caller| caller.kind()), kind, "{arn}");
    }
    assert_eq!(Caller::from_arn(APP).unwrap().account(), OWN);
}

/// Whether a key policy that allows a principal (JSON) lets a caller without identity policies in.
fn allowed_directly(principal: &str, caller: Caller<'_>) -> bool {
    let policy = key_policy(&format!(
        r#"{{"Effect":"Allow","Principal":{principal},"Action":"kms:*","Resource":"*"}}"#
    ));
    let context = ConditionContext::new();
    let key = KeySide { account: OWN, policy: &policy, grants: &[], encryption_context: &[] };
    let requester = Requester { caller, identity_policies: &[], limits: &[] };
    let request =
        AccessRequest { requester, action: "kms:Decrypt", resource: &KEY, context: &context, key: Some(key) };
    decide(&request).allowed()
}

#[test]
fn principals_match_callers() {
    let caller = |arn| Caller::from_arn(arn).unwrap();
    for (principal, arn, expected) in [
        (r#"{"AWS":"arn:aws:iam::111111111111:user/alice"}"#, ALICE, true),
        (
            r#"{"AWS":["arn:aws:iam::111111111111:user/bob","arn:aws:iam::111111111111:user/alice"]}"#,
            ALICE,
            true,
        ),
        (r#"{"AWS":"arn:aws:iam::111111111111:user/Alice"}"#, ALICE, false),
        (r#"{"AWS":"arn:aws:iam::111111111111:role/service/app"}"#, APP, true),
        (r#"{"AWS":"arn:aws:iam::111111111111:role/application"}"#, APP, false),
        (r#"{"AWS":"arn:aws:iam::444455556666:role/app"}"#, APP, false),
        (r#"{"AWS":"arn:aws-cn:iam::111111111111:role/app"}"#, APP, false),
        (r#"{"AWS":"arn:aws:sts::111111111111:assumed-role/app/i-0123"}"#, APP, true),
        (r#"{"AWS":"arn:aws:sts::111111111111:assumed-role/app/i-4567"}"#, APP, false),
        (r#"{"AWS":"arn:aws:iam::111111111111:root"}"#, ROOT, true),
        (r#"{"AWS":"111111111111"}"#, ROOT, true),
        (r#"{"AWS":"arn:aws:iam::111111111111:root"}"#, ALICE, false),
        (r#"{"AWS":"111111111111"}"#, ALICE, false),
        (r#""*""#, ALICE, true),
        (r#"{"AWS":"*"}"#, APP, true),
        (r#"{"Service":"s3.amazonaws.com"}"#, ALICE, false),
        (r#"{"Federated":"cognito-identity.amazonaws.com"}"#, APP, false),
    ] {
        assert_eq!(allowed_directly(principal, caller(arn)), expected, "{principal} {arn}");
    }
    let s3 = Caller::service("s3.amazonaws.com");
    assert!(allowed_directly(r#"{"Service":["logs.amazonaws.com","s3.amazonaws.com"]}"#, s3));
    assert!(!allowed_directly(r#"{"Service":"logs.amazonaws.com"}"#, s3));
    assert!(!allowed_directly(r#"{"AWS":"111111111111"}"#, s3));
}

#[test]
fn invalid_principals_are_found() {
    let exists = |name: &str| [OWN, ALICE, APP_ROLE].contains(&name);
    for (principal, valid) in [
        (r#"{"AWS":"arn:aws:iam::111111111111:root"}"#, true),
        (r#"{"AWS":"111111111111"}"#, true),
        (r#"{"AWS":"444455556666"}"#, false),
        (r#"{"AWS":"arn:aws:iam::111111111111:user/alice"}"#, true),
        (r#"{"AWS":"arn:aws:iam::111111111111:user/nobody"}"#, false),
        (r#"{"AWS":"arn:aws:iam::111111111111:role/service/app"}"#, true),
        (r#"{"AWS":"arn:aws:iam::111111111111:role/app"}"#, false),
        (r#"{"AWS":"arn:aws:iam::111111111111:user/*"}"#, false),
        (r#"{"AWS":"arn:aws:iam::111111111111:group/admins"}"#, false),
        (r#"{"AWS":"AIDACKCEVSQ6C2EXAMPLE"}"#, false),
        (r#"{"AWS":""}"#, false),
        (r#""*""#, true),
        (r#"{"Service":"s3.amazonaws.com"}"#, true),
        (r#"{"Service":"*"}"#, false),
        (r#"{"Service":"s3"}"#, false),
        (r#"{"Federated":"arn:aws:iam::111111111111:saml-provider/corp"}"#, true),
        (r#"{"Federated":"accounts.google.com"}"#, true),
        (r#"{"Federated":"nobody"}"#, false),
    ] {
        let statement =
            format!(r#"{{"Effect":"Allow","Principal":{principal},"Action":"kms:*","Resource":"*"}}"#);
        let policy = key_policy(&statement);
        assert_eq!(policy.invalid_principals(exists).is_empty(), valid, "{principal}");
    }
    let policy = key_policy(
        r#"{"Effect":"Allow","Principal":"*","Action":"kms:*","Resource":"*"},
           {"Effect":"Deny","NotPrincipal":{"AWS":["111111111111","gone"]},"Action":"kms:*","Resource":"*"}"#,
    );
    let invalid = policy.invalid_principals(exists);
    assert_eq!(invalid.len(), 1);
    assert_eq!((invalid[0].statement, invalid[0].principal.text()), (1, "gone"));
}
