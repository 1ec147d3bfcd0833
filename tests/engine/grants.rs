//! Grants: what they allow, to whom, and from when on.

use mrk_console::{
    kms::{
        AccessQuestion, Exception, KeyId, Region, Span, Transitions, api::*, policy::GrantMismatch,
        policy::Reason,
    },
    world::World,
};

use crate::scene::*;

pub const ALICE: &str = "arn:aws:iam::111111111111:user/alice";
pub const MALLORY: &str = "arn:aws:iam::111111111111:user/mallory";
pub const ROOT: &str = "arn:aws:iam::111111111111:root";
pub const APPLICATION: &str = "arn:aws:iam::111111111111:role/app/Application";
pub const SESSION: &str = "arn:aws:sts::111111111111:assumed-role/Application/console";
pub const DANA: &str = "arn:aws:iam::444455556666:user/dana";

pub fn grant(key: &str, grantee: &str, operations: &[GrantOperation]) -> CreateGrantRequest {
    CreateGrantRequest {
        key_id: key.to_owned(),
        grantee_principal: Some(grantee.to_owned()),
        operations: operations.to_vec(),
        ..Default::default()
    }
}

pub fn list(key: &str) -> ListGrantsRequest {
    ListGrantsRequest { key_id: key.to_owned(), ..Default::default() }
}

pub fn revoke(key: &str, grant_id: &str) -> RevokeGrantRequest {
    RevokeGrantRequest { key_id: key.to_owned(), grant_id: grant_id.to_owned(), ..Default::default() }
}

pub fn retire(key_arn: &str, grant_id: &str) -> RetireGrantRequest {
    RetireGrantRequest {
        key_id: Some(key_arn.to_owned()),
        grant_id: Some(grant_id.to_owned()),
        ..Default::default()
    }
}

pub fn retire_by_token(token: &str) -> RetireGrantRequest {
    RetireGrantRequest { grant_token: Some(token.to_owned()), ..Default::default() }
}

pub fn equals(pairs: &[(&str, &str)]) -> Option<GrantConstraints> {
    Some(GrantConstraints { encryption_context_equals: context(pairs), ..Default::default() })
}

pub fn subset(pairs: &[(&str, &str)]) -> Option<GrantConstraints> {
    Some(GrantConstraints { encryption_context_subset: context(pairs), ..Default::default() })
}

pub fn encrypt_in(key: &str, pairs: &[(&str, &str)]) -> EncryptRequest {
    EncryptRequest { encryption_context: context(pairs), ..encrypt(key, b"x") }
}

/// A world in which grants count at once.
pub fn instant() -> Scene {
    let mut scene = Scene::new();
    scene.world.set_transitions(Transitions::INSTANT);
    scene
}

pub fn lets(scene: &mut Scene, name: &str, region: Region, request: EncryptRequest) -> bool {
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
            let call = mrk_console::world::Call::new(us(), scene.caller("alice"), request);
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
