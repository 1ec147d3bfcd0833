//! What a grant may say, and how lists tell it.

use mrk_console::kms::{Exception, Span, api::*};

use crate::{grants::*, scene::*};

#[test]
fn the_same_name_and_parameters_are_the_same_grant() {
    let mut scene = Scene::new();
    let key = scene.single(us());
    use GrantOperation::{Decrypt, Encrypt};
    let named = |name: Option<&str>, operations: &[GrantOperation]| CreateGrantRequest {
        name: name.map(str::to_owned),
        ..grant(&key, MALLORY, operations)
    };
    let first = scene.ask(us(), named(Some("reader"), &[Encrypt, Decrypt]));
    let again = scene.ask(us(), named(Some("reader"), &[Decrypt, Encrypt, Decrypt]));
    assert_eq!(first.grant_id, again.grant_id);
    assert_ne!(first.grant_token, again.grant_token);
    for token in [&first.grant_token, &again.grant_token] {
        let request = EncryptRequest { grant_tokens: vec![token.clone()], ..encrypt(&key, b"x") };
        scene.try_as("mallory", us(), request).expect("all tokens of a grant do the same");
    }
    let more = scene.ask(us(), named(Some("reader"), &[Encrypt]));
    assert_ne!(first.grant_id, more.grant_id, "other operations");
    let other = scene.ask(us(), named(Some("writer"), &[Encrypt, Decrypt]));
    assert_ne!(first.grant_id, other.grant_id, "another name");
    let (one, two) = (scene.ask(us(), named(None, &[Encrypt])), scene.ask(us(), named(None, &[Encrypt])));
    assert_ne!(one.grant_id, two.grant_id, "no name");
    assert_eq!(scene.ask(us(), list(&key)).grants.len(), 5);
}

#[test]
fn only_principals_that_exist_can_be_named() {
    let mut scene = Scene::new();
    let key = scene.single(us());
    let encrypt = [GrantOperation::Encrypt];
    let unknown = "ARN does not refer to a valid principal: ";
    for (principal, text) in [
        ("arn:aws:iam::111111111111:user/nobody", unknown),
        ("arn:aws:iam::111111111111:role/Application", unknown),
        ("arn:aws:iam::111111111111:group/admins", unknown),
        ("arn:aws:s3:::bucket", unknown),
        ("arn:aws:sts::111111111111:assumed-role/Nobody/x", unknown),
        ("arn:aws:sts::123456789012:federated-user/x", unknown),
        ("arn:aws:sts::111111111111:assumed-role/app/Application/console", "ARN is not valid: "),
        ("arn:aws:iam", "ARN is not valid: "),
    ] {
        let text = format!("{text}{principal}");
        scene.refuses(us(), grant(&key, principal, &encrypt), Exception::InvalidArn, &text);
        let retiring = CreateGrantRequest {
            retiring_principal: Some(principal.to_owned()),
            ..grant(&key, MALLORY, &encrypt)
        };
        scene.refuses(us(), retiring, Exception::InvalidArn, &text);
    }
    let text = "GranteePrincipal does not refer to a valid principal.";
    scene.refuses(us(), grant(&key, "AROAEXAMPLE:future", &encrypt), Exception::InvalidArn, text);
    for principal in [
        ROOT,
        DANA,
        "arn:aws:iam::444455556666:root",
        "arn:aws:sts::111111111111:assumed-role/Application/not-begun",
        "arn:aws:sts::111111111111:federated-user/guest",
    ] {
        scene.ask(us(), grant(&key, principal, &encrypt));
    }
    let retirable = |arn: &str| ListRetirableGrantsRequest {
        retiring_principal: Some(arn.to_owned()),
        ..Default::default()
    };
    let text = "Retiring principal AROAEXAMPLE could not be found";
    scene.refuses(us(), retirable("AROAEXAMPLE"), Exception::NotFound, text);
    assert_eq!(scene.refused(us(), retirable(DANA)).0, Exception::AccessDenied, "another account's");
    assert_eq!(scene.refused(us(), ListRetirableGrantsRequest::default()).0, Exception::Validation);
}

#[test]
fn services_are_named_by_their_principals() {
    let mut scene = Scene::new();
    let key = scene.single(us());
    let source = "arn:aws:s3:us-east-1:111111111111:bucket";
    let request = CreateGrantRequest {
        grantee_principal: None,
        grantee_service_principal: Some("s3.us-east-1.amazonaws.com".to_owned()),
        retiring_principal: Some(ALICE.to_owned()),
        constraints: Some(GrantConstraints { source_arn: Some(source.to_owned()), ..Default::default() }),
        ..grant(&key, "", &[GrantOperation::Decrypt])
    };
    scene.ask(us(), request.clone());
    let entry = scene.ask(us(), list(&key)).grants.remove(0);
    assert_eq!(entry.grantee_service_principal.as_deref(), Some("s3.us-east-1.amazonaws.com"));
    assert_eq!(entry.grantee_principal, None);
    assert_eq!(entry.constraints, request.constraints);
    for wrong in [
        CreateGrantRequest { constraints: None, ..request.clone() },
        CreateGrantRequest { retiring_principal: None, ..request.clone() },
        CreateGrantRequest { grantee_principal: Some(MALLORY.to_owned()), ..request.clone() },
        CreateGrantRequest { grantee_service_principal: None, ..request.clone() },
        CreateGrantRequest { operations: vec![], ..request.clone() },
        CreateGrantRequest {
            retiring_service_principal: Some("s3.us-east-1.amazonaws.com".to_owned()),
            ..request
        },
    ] {
        assert_eq!(scene.refused(us(), wrong).0, Exception::Validation);
    }
}

#[test]
fn operations_and_constraints_fit_the_key() {
    let mut scene = Scene::new();
    let mac = CreateKeyRequest {
        key_spec: Some(KeySpec::Hmac256),
        key_usage: Some(KeyUsage::GenerateVerifyMac),
        ..Default::default()
    };
    let mac = scene.ask(us(), mac).key_metadata.key_id;
    let symmetric = scene.single(us());
    let text = "Operations [Encrypt] are not supported when creating a grant for a symmetric KMS key with key usage \
                GENERATE_VERIFY_MAC. Valid operations are [CreateGrant, RetireGrant, DescribeKey, GenerateMac, \
                VerifyMac]";
    let request = grant(&mac, MALLORY, &[GrantOperation::GenerateMac, GrantOperation::Encrypt]);
    scene.refuses(us(), request, Exception::Validation, text);
    let (exception, text) = scene.refused(us(), grant(&symmetric, MALLORY, &[GrantOperation::Sign]));
    assert_eq!(exception, Exception::Validation);
    assert!(
        text.starts_with("Operations [Sign] are not supported when creating a grant for a symmetric KMS key")
    );
    let bound = |key: &str, constraints| CreateGrantRequest {
        constraints,
        ..grant(key, MALLORY, &[GrantOperation::DescribeKey])
    };
    let text =
        "EncryptionContext is supported only when creating a grant for a symmetric encryption KMS key.";
    scene.refuses(us(), bound(&mac, equals(&[("a", "b")])), Exception::Validation, text);
    let source = GrantConstraints {
        source_arn: Some("arn:aws:s3:us-east-1:111111111111:bucket".to_owned()),
        ..Default::default()
    };
    scene.ask(us(), bound(&mac, Some(source)));
    let names: Vec<String> = (0..9).map(|number| number.to_string()).collect();
    let pairs: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "x")).collect();
    assert_eq!(scene.refused(us(), bound(&symmetric, subset(&pairs))).0, Exception::Validation, "nine pairs");
    scene.ask(us(), bound(&symmetric, subset(&pairs[..8])));
    let long = "x".repeat(385);
    assert_eq!(scene.refused(us(), bound(&symmetric, equals(&[("a", &long)]))).0, Exception::Validation);
    scene.ask(us(), bound(&symmetric, equals(&[("a", &long[..384])])));
}

#[test]
fn lists_tell_all_of_a_grant() {
    let mut scene = Scene::new();
    let key = scene.single(us());
    scene.pass(Span::seconds_f64(0.5));
    let made = scene.ask(
        us(),
        CreateGrantRequest {
            retiring_principal: Some(ALICE.to_owned()),
            constraints: equals(&[("a", "b")]),
            name: Some("reader".to_owned()),
            ..grant(&key, MALLORY, &[GrantOperation::Encrypt, GrantOperation::RetireGrant])
        },
    );
    let expected = GrantListEntry {
        key_id: arn(us(), &key),
        grant_id: made.grant_id.clone(),
        name: Some("reader".to_owned()),
        grantee_principal: Some(MALLORY.to_owned()),
        retiring_principal: Some(ALICE.to_owned()),
        issuing_account: Some(ROOT.to_owned()),
        operations: vec![GrantOperation::Encrypt, GrantOperation::RetireGrant],
        constraints: equals(&[("a", "b")]),
        ..Default::default()
    };
    let mut entry = scene.ask(us(), list(&key)).grants.remove(0);
    let created = entry.creation_date.take().expect("every grant has one").0;
    assert_eq!(created.as_micros() % 1_000_000, 0, "whole seconds");
    assert_eq!(entry, expected);
    let mut retirable = |principal: &str| {
        let request = ListRetirableGrantsRequest {
            retiring_principal: Some(principal.to_owned()),
            ..Default::default()
        };
        scene.ask(us(), request).grants.iter().map(|it| it.grant_id.clone()).collect::<Vec<_>>()
    };
    assert_eq!(retirable(ALICE), [made.grant_id]);
    assert_eq!(retirable(MALLORY), [""; 0]);
}

#[test]
fn lists_are_filtered_and_come_in_pages() {
    let mut scene = Scene::new();
    let key = scene.single(us());
    for number in 0..7 {
        let grantee = if number < 5 { MALLORY } else { APPLICATION };
        scene.ask(us(), grant(&key, grantee, &[GrantOperation::Encrypt]));
    }
    let of = |grantee: &str| ListGrantsRequest { grantee_principal: Some(grantee.to_owned()), ..list(&key) };
    let all = scene.ask(us(), list(&key));
    assert_eq!((all.grants.len(), all.truncated), (7, false));
    assert_eq!(scene.ask(us(), of(MALLORY)).grants.len(), 5);
    assert_eq!(scene.ask(us(), of(APPLICATION)).grants.len(), 2);
    assert_eq!(scene.ask(us(), of(SESSION)).grants.len(), 0);
    let one = all.grants[3].grant_id.clone();
    let by_id = ListGrantsRequest { grant_id: Some(one.clone()), ..list(&key) };
    let found = scene.ask(us(), by_id.clone()).grants;
    assert_eq!(found.iter().map(|it| &it.grant_id).collect::<Vec<_>>(), [&one]);
    let nonsense = ListGrantsRequest { grant_id: Some("x".to_owned()), ..list(&key) };
    scene.refuses(us(), nonsense, Exception::InvalidGrantId, "");
    let nobody = "arn:aws:iam::111111111111:user/nobody";
    let text = format!("ARN does not refer to a valid principal: {nobody}");
    scene.refuses(us(), of(nobody), Exception::InvalidArn, &text);
    scene.refuses(
        us(),
        of("AIDAEXAMPLE"),
        Exception::InvalidArn,
        "Input does not refer to a valid principal",
    );
    let mut seen = Vec::new();
    let mut marker = None;
    loop {
        let request = ListGrantsRequest { limit: Some(3), marker, ..list(&key) };
        let page = scene.ask(us(), request);
        seen.extend(page.grants);
        marker = page.next_marker;
        if marker.is_none() {
            break;
        }
    }
    assert_eq!(seen, all.grants);
    let bogus = ListGrantsRequest { marker: Some("bogus".to_owned()), ..list(&key) };
    scene.refuses(us(), bogus, Exception::InvalidMarker, "");
}
