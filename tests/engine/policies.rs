//! Key policies: what is kept, what is refused, and what stays independent in every Region.

use mrk_console::kms::{Exception, api::*};

use crate::scene::*;

const LOCKED_OUT: &str = "The new key policy will not allow you to update the key policy in the future.";
const NOBODY: &str = "Policy contains a statement with one or more invalid principals.";

fn allow(principal: &str, action: &str) -> String {
    format!(r#"{{"Effect":"Allow","Principal":{{"AWS":"{principal}"}},"Action":"{action}","Resource":"*"}}"#)
}

fn policy_of(scene: &mut Scene, region: mrk_console::kms::Region, key: &str) -> String {
    scene.ask(region, GetKeyPolicyRequest { key_id: key.to_owned(), policy_name: None }).policy
}

#[test]
fn a_key_without_a_policy_of_its_own_gets_the_default_one() {
    let mut scene = Scene::new();
    let key = scene.primary();
    let answer = scene.ask(us(), GetKeyPolicyRequest { key_id: key.clone(), policy_name: None });
    assert_eq!(answer.policy_name, "default");
    assert!(answer.policy.starts_with("{\n  \"Version\" : \"2012-10-17\",\n  \"Id\" : \"key-default-1\","));
    assert!(answer.policy.contains("\"AWS\" : \"arn:aws:iam::111111111111:root\""));
    // The primary's own policy is not carried over.
    scene.ask(us(), put_policy(&key, &policy(&[DELEGATE])));
    let replica = scene.ask(us(), replicate(&key, eu()));
    assert_eq!(replica.replica_policy, answer.policy);
}

#[test]
fn a_policy_comes_back_as_it_was_put() {
    let mut scene = Scene::new();
    let key = scene.single(us());
    let text = format!("  {}\n", policy(&[DELEGATE]).replace(',', " ,\t"));
    scene.ask(us(), put_policy(&key, &text));
    assert_eq!(policy_of(&mut scene, us(), &key), text);
}

#[test]
fn a_policy_must_be_readable() {
    let mut scene = Scene::new();
    let key = scene.family();
    for bad in [
        "not JSON",
        "{}",
        "[]",
        r#"{"Version":"2012-10-17"}"#,
        r#"{"Version":"2013-01-01","Statement":[]}"#,
        r#"{"Version":"2012-10-17","Statement":[{"Effect":"Maybe","Principal":"*","Action":"kms:*","Resource":"*"}]}"#,
        r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"kms:*","Resource":"*"}]} x"#,
    ] {
        assert_eq!(scene.refused(us(), put_policy(&key, bad)).0, Exception::MalformedPolicyDocument, "{bad}");
        let create = CreateKeyRequest { policy: Some(bad.to_owned()), ..Default::default() };
        assert_eq!(scene.refused(us(), create).0, Exception::MalformedPolicyDocument, "{bad}");
        let replica =
            ReplicateKeyRequest { policy: Some(bad.to_owned()), ..replicate(&key, region("eu-west-2")) };
        assert_eq!(scene.refused(us(), replica).0, Exception::MalformedPolicyDocument, "{bad}");
    }
    let (exception, message) = scene.refused(us(), put_policy(&key, "{\n  \"Version\": 1\n}"));
    assert_eq!(exception, Exception::MalformedPolicyDocument);
    assert!(message.starts_with("line 2, column "), "{message}");
}

#[test]
fn a_policy_may_name_only_principals_that_exist() {
    let mut scene = Scene::new();
    let key = scene.single(us());
    for bad in [
        "arn:aws:iam::111111111111:user/nobody",
        "arn:aws:iam::111111111111:role/Application",
        "arn:aws:iam::111111111111:group/admins",
        "AIDACKCEVSQ6C2EXAMPLE",
        "alice",
    ] {
        let text = policy(&[DELEGATE, &allow(bad, "kms:Decrypt")]);
        scene.refuses(us(), put_policy(&key, &text), Exception::MalformedPolicyDocument, NOBODY);
        // The check for principals can't be switched off.
        scene.refuses(us(), put_policy_unchecked(&key, &text), Exception::MalformedPolicyDocument, NOBODY);
    }
    for good in
        ["*", "444455556666", "arn:aws:iam::444455556666:root", "arn:aws:iam::111111111111:user/mallory"]
    {
        scene.ask(us(), put_policy(&key, &policy(&[DELEGATE, &allow(good, "kms:Decrypt")])));
    }
}

#[test]
fn nobody_locks_himself_out_unless_he_says_so() {
    let mut scene = Scene::new();
    let key = scene.single(us());
    let bob_only = policy(&[&allow("arn:aws:iam::111111111111:user/bob", "kms:*")]);
    scene.refuses(us(), put_policy(&key, &bob_only), Exception::MalformedPolicyDocument, LOCKED_OUT);
    let create = |bypass| CreateKeyRequest {
        policy: Some(bob_only.clone()),
        bypass_policy_lockout_safety_check: bypass,
        ..Default::default()
    };
    scene.refuses(us(), create(false), Exception::MalformedPolicyDocument, LOCKED_OUT);
    scene.ask(us(), create(true));
    let primary = scene.primary();
    let replica = |bypass| ReplicateKeyRequest {
        policy: Some(bob_only.clone()),
        bypass_policy_lockout_safety_check: bypass,
        ..replicate(&primary, eu())
    };
    scene.refuses(us(), replica(false), Exception::MalformedPolicyDocument, LOCKED_OUT);
    scene.ask(us(), replica(true));
    // Now the replica is bob's, and the primary still alice's.
    scene.pass_days(1);
    assert_eq!(scene.refused(eu(), disable(&primary)).0, Exception::AccessDenied);
    scene.ask(us(), disable(&primary));
    // A policy that leaves it to IAM passes only where IAM allows the caller to put policies.
    let for_bob = policy(&[&allow("arn:aws:iam::111111111111:user/bob", "kms:PutKeyPolicy")]);
    scene.ask(us(), put_policy_unchecked(&key, &for_bob));
    let delegate = put_policy(&key, &policy(&[DELEGATE]));
    let refusal = scene.refused_as("bob", us(), delegate);
    assert_eq!(refusal, (Exception::MalformedPolicyDocument, LOCKED_OUT.to_owned()));
}

#[test]
fn the_lockout_check_of_a_replica_looks_at_the_replica_s_own_region() {
    let mut scene = Scene::new();
    let key = scene.primary();
    let only_in = |region: &str| {
        policy(&[&format!(
            r#"{{"Effect":"Allow","Principal":{{"AWS":"arn:aws:iam::111111111111:user/alice"}},"Action":"kms:*",
            "Resource":"*","Condition":{{"StringEquals":{{"aws:RequestedRegion":"{region}"}}}}}}"#
        )])
    };
    let request = |policy| ReplicateKeyRequest { policy: Some(policy), ..replicate(&key, eu()) };
    let elsewhere = request(only_in("us-east-1"));
    scene.refuses(us(), elsewhere, Exception::MalformedPolicyDocument, LOCKED_OUT);
    scene.ask(us(), request(only_in("eu-west-1")));
}

#[test]
fn a_policy_has_32_kib_at_most_and_one_name() {
    let mut scene = Scene::new();
    let key = scene.single(us());
    let of_length = |length: usize| {
        let text = policy(&[DELEGATE]);
        format!("{text}{}", " ".repeat(length - text.len()))
    };
    scene.ask(us(), put_policy(&key, &of_length(32_768)));
    assert_eq!(scene.refused(us(), put_policy(&key, &of_length(32_769))).0, Exception::LimitExceeded);
    let named = PutKeyPolicyRequest {
        policy_name: Some("other".to_owned()),
        ..put_policy(&key, &policy(&[DELEGATE]))
    };
    assert_eq!(scene.refused(us(), named).0, Exception::NotFound);
    let list = ListKeyPoliciesRequest { key_id: key, ..Default::default() };
    assert_eq!(scene.ask(us(), list).policy_names, ["default"]);
}

#[test]
fn each_member_has_its_own_policy() {
    let mut scene = Scene::new();
    let key = scene.family();
    let application = allow("arn:aws:iam::111111111111:role/app/Application", "kms:Decrypt");
    let ciphertext = scene.seal(us(), &key, b"secret");
    scene.ask(eu(), put_policy(&key, &policy(&[DELEGATE, &application])));
    scene.try_as("Application", eu(), decrypt(&ciphertext)).expect("allowed by the policy there");
    assert_eq!(scene.refused_as("Application", us(), decrypt(&ciphertext)).0, Exception::AccessDenied);
    assert_eq!(scene.refused_as("Application", ap(), decrypt(&ciphertext)).0, Exception::AccessDenied);
    let here = policy_of(&mut scene, us(), &key);
    assert_eq!(policy_of(&mut scene, ap(), &key), here);
    assert_ne!(policy_of(&mut scene, eu(), &key), here);
}
