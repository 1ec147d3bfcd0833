//! How grants end: retired, revoked, or with their key.

use mrk_console::kms::{Exception, api::*};

use crate::{grants::*, scene::*};

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
