//! Grants: what they allow, when they count, and who may end them.

use mrk_console::{
    kms::{
        AccessQuestion, Exception, KeyId, Region, Span, Transitions, api::*, policy::GrantMismatch,
        policy::Reason,
    },
    world::World,
};

use crate::scene::*;

const ALICE: &str = "arn:aws:iam::111111111111:user/alice";
const MALLORY: &str = "arn:aws:iam::111111111111:user/mallory";
const ROOT: &str = "arn:aws:iam::111111111111:root";
const APPLICATION: &str = "arn:aws:iam::111111111111:role/app/Application";
const SESSION: &str = "arn:aws:sts::111111111111:assumed-role/Application/console";
const DANA: &str = "arn:aws:iam::444455556666:user/dana";

fn grant(key: &str, grantee: &str, operations: &[GrantOperation]) -> CreateGrantRequest {
    CreateGrantRequest {
        key_id: key.to_owned(),
        grantee_principal: Some(grantee.to_owned()),
        operations: operations.to_vec(),
        ..Default::default()
    }
}

fn list(key: &str) -> ListGrantsRequest {
    ListGrantsRequest { key_id: key.to_owned(), ..Default::default() }
}

fn revoke(key: &str, grant_id: &str) -> RevokeGrantRequest {
    RevokeGrantRequest { key_id: key.to_owned(), grant_id: grant_id.to_owned(), ..Default::default() }
}

fn retire(key_arn: &str, grant_id: &str) -> RetireGrantRequest {
    RetireGrantRequest {
        key_id: Some(key_arn.to_owned()),
        grant_id: Some(grant_id.to_owned()),
        ..Default::default()
    }
}

fn retire_by_token(token: &str) -> RetireGrantRequest {
    RetireGrantRequest { grant_token: Some(token.to_owned()), ..Default::default() }
}

fn equals(pairs: &[(&str, &str)]) -> Option<GrantConstraints> {
    Some(GrantConstraints { encryption_context_equals: context(pairs), ..Default::default() })
}

fn subset(pairs: &[(&str, &str)]) -> Option<GrantConstraints> {
    Some(GrantConstraints { encryption_context_subset: context(pairs), ..Default::default() })
}

fn encrypt_in(key: &str, pairs: &[(&str, &str)]) -> EncryptRequest {
    EncryptRequest { encryption_context: context(pairs), ..encrypt(key, b"x") }
}

/// A world in which grants count at once.
fn instant() -> Scene {
    let mut scene = Scene::new();
    scene.world.set_transitions(Transitions::INSTANT);
    scene
}

fn lets(scene: &mut Scene, name: &str, region: Region, request: EncryptRequest) -> bool {
    match scene.try_as(name, region, request) {
        Ok(_) => true,
        Err(error) => {
            assert_eq!(error.exception, Exception::AccessDenied, "{error}");
            false
        }
    }
}

#[test]
fn a_new_grant_counts_at_once_with_its_token_and_after_a_while_without() {
    let mut scene = Scene::new();
    let key = scene.single(us());
    let made = scene.ask(us(), grant(&key, MALLORY, &[GrantOperation::Encrypt]));
    assert_eq!(made.grant_id.len(), 64);
    let expected = format!(
        "User: {MALLORY} is not authorized to perform: kms:Encrypt on resource: {} because no identity-based \
         policy allows the kms:Encrypt action",
        arn(us(), &key)
    );
    let refused = scene.refused_as("mallory", us(), encrypt(&key, b"x"));
    assert_eq!(refused, (Exception::AccessDenied, expected));
    let with_token = EncryptRequest { grant_tokens: vec![made.grant_token.clone()], ..encrypt(&key, b"x") };
    scene.try_as("mallory", us(), with_token.clone()).expect("the token shows the grant");
    // A token is nothing to those whom the grant doesn't name.
    scene.refused_as("bob", us(), with_token);
    scene.pass(Span::seconds(59));
    assert!(!lets(&mut scene, "mallory", us(), encrypt(&key, b"x")));
    scene.pass(Span::seconds(1));
    assert!(lets(&mut scene, "mallory", us(), encrypt(&key, b"x")));
    // Nothing but what it lists.
    scene.refused_as("mallory", us(), data_key(&key));
    scene.refused_as("mallory", us(), describe(&key));
}

#[test]
fn a_grant_names_a_role_a_session_or_an_account() {
    let mut scene = instant();
    let key = scene.single(us());
    for (grantee, lets_in) in [
        (APPLICATION, true),
        (SESSION, true),
        ("arn:aws:sts::111111111111:assumed-role/Application/another", false),
        ("arn:aws:iam::111111111111:role/app/EUApplicationRole", false),
        // A grant to the account leaves it to the account's policies, and the role has none for this.
        (ROOT, false),
    ] {
        let made = scene.ask(us(), grant(&key, grantee, &[GrantOperation::Encrypt]));
        assert_eq!(lets(&mut scene, "Application", us(), encrypt(&key, b"x")), lets_in, "{grantee}");
        scene.ask(us(), revoke(&key, &made.grant_id));
        assert!(!lets(&mut scene, "Application", us(), encrypt(&key, b"x")), "revoked");
    }
}

#[test]
fn constraints_bind_a_grant_to_an_encryption_context() {
    let mut scene = instant();
    let key = scene.single(us());
    let operations = [GrantOperation::Encrypt, GrantOperation::DescribeKey];
    let bound = |constraints| CreateGrantRequest { constraints, ..grant(&key, MALLORY, &operations) };
    let made = scene.ask(us(), bound(subset(&[("Department", "IT")])));
    assert!(lets(&mut scene, "mallory", us(), encrypt_in(&key, &[("Department", "IT"), ("n", "1")])));
    assert!(lets(&mut scene, "mallory", us(), encrypt_in(&key, &[("department", "IT")])));
    assert!(!lets(&mut scene, "mallory", us(), encrypt_in(&key, &[("Department", "it")])));
    assert!(!lets(&mut scene, "mallory", us(), encrypt_in(&key, &[])));
    scene.try_as("mallory", us(), describe(&key)).expect("DescribeKey has no encryption context");
    scene.ask(us(), revoke(&key, &made.grant_id));
    scene.ask(us(), bound(equals(&[("Department", "IT")])));
    assert!(lets(&mut scene, "mallory", us(), encrypt_in(&key, &[("Department", "IT")])));
    assert!(!lets(&mut scene, "mallory", us(), encrypt_in(&key, &[("Department", "IT"), ("n", "1")])));
}

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
fn every_member_of_a_family_has_grants_of_its_own() {
    let mut scene = instant();
    let key = scene.family();
    let made = scene.ask(us(), grant(&key, MALLORY, &[GrantOperation::Encrypt]));
    assert!(lets(&mut scene, "mallory", us(), encrypt(&key, b"x")));
    assert!(!lets(&mut scene, "mallory", eu(), encrypt(&key, b"x")));
    assert_eq!(scene.ask(eu(), list(&key)).grants, []);
    let elsewhere = EncryptRequest { grant_tokens: vec![made.grant_token], ..encrypt(&key, b"x") };
    let refused = scene.refused_as("mallory", eu(), elsewhere);
    assert_eq!(refused, (Exception::InvalidGrantToken, String::new()));
    scene.refuses(eu(), revoke(&key, &made.grant_id), Exception::InvalidGrantId, "");
    // A new replica has none either, and a promotion moves none.
    scene.ask(us(), promote(&key, eu()));
    assert!(lets(&mut scene, "mallory", us(), encrypt(&key, b"x")));
    assert!(!lets(&mut scene, "mallory", eu(), encrypt(&key, b"x")));
}

#[test]
fn a_deleted_key_takes_its_grants_along() {
    let mut scene = instant();
    let key = scene.family();
    let made = scene.ask(ap(), grant(&key, MALLORY, &[GrantOperation::Encrypt]));
    scene.ask(ap(), delete_in(&key, 7));
    scene.pass_days(7);
    let retired = scene.try_as("root", ap(), retire_by_token(&made.grant_token)).expect_err("gone");
    assert_eq!(retired.exception, Exception::InvalidGrantToken);
    scene.replicate(&key, ap());
    assert_eq!(scene.ask(ap(), list(&key)).grants, []);
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

#[test]
fn who_may_retire_a_grant_stands_in_the_grant() {
    let mut scene = instant();
    let key = scene.single(us());
    let key_arn = arn(us(), &key);
    let denied = |user: &str| {
        let text = format!(
            "User: {user} is not authorized to perform: kms:RetireGrant on resource: {key_arn} because no \
             resource-based policy allows the kms:RetireGrant action"
        );
        (Exception::AccessDenied, text)
    };
    // The grantee only if the grant lists the operation.
    let mute = scene.ask(us(), grant(&key, MALLORY, &[GrantOperation::Encrypt])).grant_id;
    assert_eq!(scene.refused_as("mallory", us(), retire(&key_arn, &mute)), denied(MALLORY));
    // bob is of the account that made the grant, but no policy of his leaves retiring to him.
    let bob = "arn:aws:iam::111111111111:user/bob";
    assert_eq!(scene.refused_as("bob", us(), retire(&key_arn, &mute)), denied(bob));
    let own = [GrantOperation::Encrypt, GrantOperation::RetireGrant];
    let own = scene.ask(us(), grant(&key, MALLORY, &own)).grant_id;
    scene.try_as("mallory", us(), retire(&key_arn, &own)).expect("RetireGrant is among its operations");
    let request = CreateGrantRequest {
        retiring_principal: Some(APPLICATION.to_owned()),
        ..grant(&key, MALLORY, &[GrantOperation::Encrypt])
    };
    let made = scene.ask(us(), request);
    let dry = RetireGrantRequest { dry_run: true, ..retire(&key_arn, &made.grant_id) };
    assert_eq!(scene.refused_as("Application", us(), dry).0, Exception::DryRunOperation);
    let by_token = retire_by_token(&made.grant_token);
    scene.try_as("Application", us(), by_token.clone()).expect("the retiring principal");
    // A token of a grant that is gone is no token.
    let refused = scene.refused_as("Application", us(), by_token);
    assert_eq!(refused, (Exception::InvalidGrantToken, String::new()));
    // The account that made it: its root user, and whom its policies allow it.
    scene.try_as("root", us(), retire(&key_arn, &mute)).expect("the root user");
    let last = scene.ask(us(), grant(&key, MALLORY, &[GrantOperation::Encrypt])).grant_id;
    scene.ask(us(), retire(&key_arn, &last));
    assert_eq!(scene.ask(us(), list(&key)).grants, []);
}

#[test]
fn retiring_names_a_grant_by_token_or_by_key_and_id() {
    let mut scene = instant();
    let key = scene.single(us());
    let made = scene.ask(us(), grant(&key, MALLORY, &[GrantOperation::Encrypt]));
    let key_arn = arn(us(), &key);
    let bare = format!("Invalid arn {key}");
    scene.refuses(us(), retire(&key, &made.grant_id), Exception::NotFound, &bare);
    let unknown = "0".repeat(64);
    for id in [unknown.as_str(), "x"] {
        scene.refuses(us(), retire(&key_arn, id), Exception::InvalidGrantId, "");
        scene.refuses(us(), revoke(&key, id), Exception::InvalidGrantId, "");
    }
    let both = RetireGrantRequest {
        grant_token: Some(made.grant_token.clone()),
        ..retire(&key_arn, &made.grant_id)
    };
    assert_eq!(scene.refused(us(), both).0, Exception::Validation);
    assert_eq!(scene.refused(us(), RetireGrantRequest::default()).0, Exception::Validation);
    let half = RetireGrantRequest { grant_id: None, ..retire(&key_arn, "") };
    assert_eq!(scene.refused(us(), half).0, Exception::Validation);
    // Who may not revoke learns nothing of the grant.
    assert_eq!(scene.refused_as("mallory", us(), revoke(&key, &unknown)).0, Exception::AccessDenied);
    let dry = RevokeGrantRequest { dry_run: true, ..revoke(&key, &made.grant_id) };
    assert_eq!(scene.refused(us(), dry).0, Exception::DryRunOperation);
    scene.ask(us(), revoke(&key, &made.grant_id));
}

#[test]
fn a_grant_passes_on_no_more_than_it_has() {
    use GrantOperation::{CreateGrant, Decrypt, DescribeKey, Encrypt};
    let mut scene = instant();
    let key = scene.single(us());
    let parent = CreateGrantRequest {
        constraints: subset(&[("Department", "IT")]),
        ..grant(&key, MALLORY, &[CreateGrant, Encrypt, DescribeKey])
    };
    scene.ask(us(), parent);
    scene.ask(us(), grant(&key, MALLORY, &[CreateGrant, Decrypt]));
    let child = |constraints, operations: &[GrantOperation]| CreateGrantRequest {
        constraints,
        ..grant(&key, APPLICATION, operations)
    };
    let denied = format!(
        "User: {MALLORY} is not authorized to perform: kms:CreateGrant on resource: {} because no identity-based \
         policy allows the kms:CreateGrant action",
        arn(us(), &key)
    );
    for refused in [
        child(None, &[Encrypt]),
        child(subset(&[("Department", "HR")]), &[Encrypt]),
        child(equals(&[("n", "1")]), &[Encrypt]),
        // One parent must have all of them.
        child(subset(&[("Department", "IT")]), &[Encrypt, Decrypt]),
        child(None, &[Decrypt, DescribeKey]),
    ] {
        let refused = scene.refused_as("mallory", us(), refused);
        assert_eq!(refused, (Exception::AccessDenied, denied.clone()));
    }
    for admitted in [
        child(subset(&[("Department", "IT")]), &[Encrypt]),
        child(subset(&[("Department", "IT"), ("n", "1")]), &[Encrypt, DescribeKey]),
        child(equals(&[("department", "IT"), ("n", "1")]), &[Encrypt]),
        child(None, &[Decrypt]),
        child(equals(&[("n", "1")]), &[Decrypt, CreateGrant]),
    ] {
        scene.try_as("mallory", us(), admitted).expect("as strict as a parent");
    }
    // Who may create grants by policy may give away what is not theirs.
    let may_grant = r#"{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111111111111:user/mallory"},"Action":"kms:CreateGrant","Resource":"*"}"#;
    scene.ask(us(), put_policy(&key, &policy(&[DELEGATE, may_grant])));
    scene.try_as("mallory", us(), child(None, &[Encrypt, Decrypt])).expect("by the key policy");
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
fn a_grant_needs_a_key_that_is_in_order_and_its_end_does_not() {
    let mut scene = instant();
    let key = scene.single(us());
    let key_arn = arn(us(), &key);
    let request = || grant(&key, MALLORY, &[GrantOperation::Encrypt]);
    let grants: Vec<String> = (0..4).map(|_| scene.ask(us(), request()).grant_id).collect();
    scene.ask(us(), disable(&key));
    scene.refuses(us(), request(), Exception::Disabled, &format!("{key_arn} is disabled."));
    scene.ask(us(), revoke(&key, &grants[0]));
    scene.ask(us(), retire(&key_arn, &grants[1]));
    scene.ask(us(), delete_in(&key, 7));
    scene.refuses(us(), request(), Exception::KmsInvalidState, &format!("{key_arn} is pending deletion."));
    scene.ask(us(), revoke(&key, &grants[2]));
    scene.ask(us(), retire(&key_arn, &grants[3]));
    assert_eq!(scene.ask(us(), list(&key)).grants, []);
    let dry = CreateGrantRequest { dry_run: true, ..request() };
    scene.ask(us(), cancel(&key));
    scene.ask(us(), enable(&key));
    assert_eq!(scene.refused(us(), dry).0, Exception::DryRunOperation);
}

#[test]
fn a_bad_token_is_refused_by_everything_that_takes_one() {
    let mut scene = Scene::new();
    let key = scene.single(us());
    let sealed = scene.seal(us(), &key, b"x");
    let made = scene.ask(us(), grant(&key, MALLORY, &[GrantOperation::Encrypt]));
    // One digit of the signature is another.
    let (front, back) = made.grant_token.split_at(made.grant_token.len() - 20);
    let other = if back.starts_with('A') { 'B' } else { 'A' };
    let forged = format!("{front}{other}{}", &back[1..]);
    for token in ["x", "AAAA", &forged, front] {
        let tokens = vec![token.to_owned()];
        let requests: [Request; 7] = [
            EncryptRequest { grant_tokens: tokens.clone(), ..encrypt(&key, b"x") }.into(),
            DecryptRequest { grant_tokens: tokens.clone(), ..decrypt(&sealed) }.into(),
            GenerateDataKeyRequest { grant_tokens: tokens.clone(), ..data_key(&key) }.into(),
            DescribeKeyRequest { grant_tokens: tokens.clone(), ..describe(&key) }.into(),
            CreateGrantRequest {
                grant_tokens: tokens.clone(),
                ..grant(&key, MALLORY, &[GrantOperation::Encrypt])
            }
            .into(),
            GetPublicKeyRequest { key_id: key.clone(), grant_tokens: tokens.clone() }.into(),
            retire_by_token(token).into(),
        ];
        for request in requests {
            let operation = request.operation();
            let call = mrk_console::world::Call { region: us(), caller: scene.caller("alice"), request };
            let error = scene.world.call(call).expect_err(operation.name());
            assert_eq!(error.exception, Exception::InvalidGrantToken, "{operation:?} {token}");
        }
    }
}

#[test]
fn a_grantee_of_another_account_needs_its_own_accounts_leave_too() {
    let mut scene = instant();
    let key = scene.single(us());
    let key_arn = arn(us(), &key);
    let partner = "arn:aws:iam::444455556666:role/PartnerApp";
    for (name, grantee) in [("dana", DANA), ("PartnerApp", partner)] {
        assert_eq!(scene.refused_as(name, us(), encrypt(&key_arn, b"x")).0, Exception::AccessDenied);
        scene.ask(us(), grant(&key, grantee, &[GrantOperation::Encrypt]));
        scene.try_as(name, us(), encrypt(&key_arn, b"x")).expect("grant and identity policy");
    }
    // The role's policy says nothing of retiring.
    let request = CreateGrantRequest {
        retiring_principal: Some(partner.to_owned()),
        ..grant(&key, DANA, &[GrantOperation::RetireGrant])
    };
    let made = scene.ask(us(), request).grant_id;
    let expected = "User: arn:aws:sts::444455556666:assumed-role/PartnerApp/console is not authorized to perform: \
                    kms:RetireGrant on this resource because no identity-based policy allows the kms:RetireGrant \
                    action";
    let refused = scene.refused_as("PartnerApp", us(), retire(&key_arn, &made));
    assert_eq!(refused, (Exception::AccessDenied, expected.to_owned()));
    scene.try_as("dana", us(), retire(&key_arn, &made)).expect("grantee with RetireGrant and a policy");
}

#[test]
fn a_grant_that_the_partner_made_itself_stands_for_both_accounts() {
    let mut scene = instant();
    let key = scene.single(us());
    let key_arn = arn(us(), &key);
    let to_dana = r#"{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::444455556666:user/dana"},"Action":["kms:CreateGrant","kms:ListGrants"],"Resource":"*"}"#;
    scene.ask(us(), put_policy(&key, &policy(&[DELEGATE, to_dana])));
    let partner = "arn:aws:iam::444455556666:role/PartnerApp";
    let request = grant(&key_arn, partner, &[GrantOperation::DescribeKey]);
    scene.try_as("dana", us(), request).expect("the key policy and her own");
    let grants = scene.try_as("dana", us(), list(&key_arn)).expect("the key policy and her own").grants;
    assert_eq!(grants[0].issuing_account.as_deref(), Some("arn:aws:iam::444455556666:root"));
    let made = grant(&key_arn, partner, &[GrantOperation::RetireGrant]);
    let made = scene.try_as("dana", us(), made).expect("the key policy and her own").grant_id;
    // Nothing in the role's own policies lets it retire; the grant of its own account does.
    scene.try_as("PartnerApp", us(), retire(&key_arn, &made)).expect("its account made the grant");
}

#[test]
fn every_decision_explains_itself() {
    let mut scene = Scene::new();
    let key = scene.single(us());
    let constrained = CreateGrantRequest {
        constraints: equals(&[("a", "b")]),
        ..grant(&key, MALLORY, &[GrantOperation::Encrypt])
    };
    let first = scene.ask(us(), constrained).grant_id;
    scene.pass(Span::seconds(60));
    let second = scene.ask(us(), grant(&key, MALLORY, &[GrantOperation::Decrypt])).grant_id;
    let id = KeyId::parse(&key).expect("valid");
    let explain = |world: &World, operation: &str, pairs: &[(&str, &str)]| {
        let encryption_context = context(pairs);
        let question =
            AccessQuestion { region: us(), key: &id, operation, encryption_context: &encryption_context };
        let explained = world.explain_access(MALLORY, question).expect("both exist");
        let mut grants: Vec<_> = explained.grants.into_iter().map(|it| (it.grant_id, it.applies)).collect();
        grants.sort_by_key(|(id, _)| *id != first);
        (explained.decision.reason, grants, explained.statements.len())
    };
    let world = &scene.world;
    let (reason, grants, statements) = explain(world, "Encrypt", &[("a", "b")]);
    assert_eq!(reason, Reason::AllowedByGrant { grant_id: first.clone() });
    assert_eq!(grants, [(first.clone(), Ok(())), (second.clone(), Err(GrantMismatch::Operation))]);
    assert_eq!(statements, 1);
    let (reason, grants, _) = explain(world, "Encrypt", &[]);
    assert_eq!(reason, Reason::NoIdentityPolicyAllows);
    assert_eq!(grants[0].1, Err(GrantMismatch::EncryptionContext));
    let (_, grants, _) = explain(world, "Decrypt", &[]);
    assert_eq!(grants[0].1, Err(GrantMismatch::Operation));
    assert_eq!(grants[1].1, Err(GrantMismatch::NotYetVisible));
    let nobody = AccessQuestion {
        region: eu(),
        key: &id,
        operation: "Encrypt",
        encryption_context: &EncryptionContext::new(),
    };
    assert_eq!(world.explain_access(MALLORY, nobody), None, "no such key in this Region");
}
