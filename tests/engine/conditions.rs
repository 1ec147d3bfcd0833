//! The condition keys that requests have.

use mrk_console::{
    kms::{Exception, Transitions, api::*},
    world::World,
};
use serde_json::{Value, json};

use crate::scene::*;

const MALLORY: &str = "arn:aws:iam::111111111111:user/mallory";

/// The scene with a principal changed.
fn with(scene: &Scene, name: &str, change: impl FnOnce(&mut Value)) -> Scene {
    let mut world = serde_json::to_value(&scene.world).expect("a world can be written");
    let principals = world["principals"].as_array_mut().expect("a list");
    change(principals.iter_mut().find(|it| it["name"] == name).expect("one of the world's"));
    let world: World = serde_json::from_value(world).expect("a world can be read");
    Scene { world }
}

fn with_attribute(scene: &Scene, name: &str, key: &str, value: &str) -> Scene {
    with(scene, name, |principal| principal["attributes"][key] = json!(value))
}

fn with_policy(scene: &Scene, name: &str, statement: Value) -> Scene {
    let document = json!({ "Version": "2012-10-17", "Statement": [statement] }).to_string();
    with(scene, name, |principal| principal["policies"] = json!([{ "name": "Only", "document": document }]))
}

/// A key policy that lets mallory encrypt on a condition.
fn on_condition(condition: &str) -> String {
    let statement = format!(
        r#"{{"Effect":"Allow","Principal":{{"AWS":"{MALLORY}"}},"Action":["kms:Encrypt","kms:CreateGrant"],"Resource":"*","Condition":{condition}}}"#
    );
    policy(&[DELEGATE, &statement])
}

fn may_encrypt(scene: &mut Scene, key: &str) -> bool {
    match scene.try_as("mallory", us(), encrypt(key, b"x")) {
        Ok(_) => true,
        Err(error) => {
            assert_eq!(error.exception, Exception::AccessDenied, "{error}");
            false
        }
    }
}

#[test]
fn what_is_known_of_every_caller() {
    let mut scene = Scene::new();
    let key = scene.single(us());
    for (condition, expected) in [
        (r#"{"StringEquals":{"aws:PrincipalAccount":"111111111111"}}"#, true),
        (r#"{"StringEquals":{"kms:CallerAccount":"444455556666"}}"#, false),
        (r#"{"StringEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}}"#, true),
        (r#"{"StringEquals":{"aws:PrincipalOrgID":"o-f6g7h8i9j0"}}"#, false),
        (r#"{"IpAddress":{"aws:SourceIp":"127.0.0.0/8"}}"#, true),
        (r#"{"NotIpAddress":{"aws:SourceIp":"127.0.0.0/8"}}"#, false),
        (r#"{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:user/mal*"}}"#, true),
        (r#"{"StringEquals":{"aws:username":"mallory"}}"#, true),
        (r#"{"StringEquals":{"aws:ResourceAccount":"111111111111"}}"#, true),
        (r#"{"Bool":{"aws:ViaAWSService":"false"}}"#, true),
        (r#"{"Bool":{"aws:SecureTransport":"true"}}"#, true),
        (r#"{"DateLessThan":{"aws:CurrentTime":"2026-02-13T00:00:00Z"}}"#, true),
        (r#"{"DateLessThan":{"aws:CurrentTime":"2026-02-12T00:00:00Z"}}"#, false),
        (r#"{"StringEquals":{"kms:KeySpec":"SYMMETRIC_DEFAULT","kms:KeyOrigin":"AWS_KMS"}}"#, true),
        (r#"{"StringEquals":{"kms:EncryptionAlgorithm":"SYMMETRIC_DEFAULT"}}"#, true),
        (r#"{"Null":{"kms:ViaService":"true","kms:MultiRegionKeyType":"true"}}"#, true),
    ] {
        scene.ask(us(), put_policy(&key, &on_condition(condition)));
        assert_eq!(may_encrypt(&mut scene, &key), expected, "{condition}");
    }
}

#[test]
fn kms_via_service_admits_what_a_service_does_for_a_user() {
    let mut scene = Scene::new();
    let key = scene.single(us());
    let condition = r#"{"StringEquals":{"kms:ViaService":"s3.us-east-1.amazonaws.com"}}"#;
    scene.ask(us(), put_policy(&key, &on_condition(condition)));
    assert!(!may_encrypt(&mut scene, &key));
    for (service, expected) in [("s3.us-east-1.amazonaws.com", true), ("ec2.us-east-1.amazonaws.com", false)]
    {
        let mut through = with_attribute(&scene, "mallory", "kms:ViaService", service);
        assert_eq!(may_encrypt(&mut through, &key), expected, "{service}");
    }
}

#[test]
fn kms_resource_aliases_counts_in_iam_policies_only() {
    let mut scene = Scene::new();
    let (open, closed) = (scene.single(us()), scene.single(us()));
    scene.ask(us(), create_alias("alias/test", &open));
    let condition = json!({ "ForAnyValue:StringLike": { "kms:ResourceAliases": "alias/test*" } });
    scene.ask(us(), put_policy(&open, &on_condition(&condition.to_string())));
    assert!(!may_encrypt(&mut scene, &open), "a key policy does not see it");
    let statement =
        json!({ "Effect": "Allow", "Action": "kms:Encrypt", "Resource": "*", "Condition": condition });
    let mut scene = with_policy(&scene, "mallory", statement);
    assert!(may_encrypt(&mut scene, &open) && !may_encrypt(&mut scene, &closed));
    scene.ask(us(), create_alias("alias/test-2", &closed));
    assert!(may_encrypt(&mut scene, &closed));
}

#[test]
fn create_grant_tells_all_of_the_new_grant() {
    let mut scene = Scene::new();
    let key = scene.single(us());
    let request = CreateGrantRequest {
        key_id: key.clone(),
        grantee_principal: Some("arn:aws:iam::111111111111:role/app/Application".to_owned()),
        retiring_principal: Some(MALLORY.to_owned()),
        operations: vec![GrantOperation::Encrypt, GrantOperation::Decrypt],
        constraints: Some(GrantConstraints {
            encryption_context_subset: context(&[("Stage", "test")]),
            ..Default::default()
        }),
        ..Default::default()
    };
    for (condition, expected) in [
        (
            r#"{"ForAllValues:StringEquals":{"kms:GrantOperations":["Encrypt","Decrypt","DescribeKey"]}}"#,
            true,
        ),
        (r#"{"ForAllValues:StringEquals":{"kms:GrantOperations":["Encrypt"]}}"#, false),
        (r#"{"ForAnyValue:StringEquals":{"kms:GrantOperations":["Encrypt"]}}"#, true),
        (r#"{"StringLike":{"kms:GranteePrincipal":"arn:aws:iam::111111111111:role/app/*"}}"#, true),
        (r#"{"StringLike":{"kms:GranteePrincipal":"arn:aws:iam::444455556666:*"}}"#, false),
        (r#"{"StringEquals":{"kms:RetiringPrincipal":"arn:aws:iam::111111111111:user/mallory"}}"#, true),
        (r#"{"StringEquals":{"kms:GrantConstraintType":"EncryptionContextSubset"}}"#, true),
        (r#"{"StringEquals":{"kms:GrantConstraintType":"EncryptionContextEquals"}}"#, false),
        (r#"{"StringEquals":{"kms:EncryptionContext:Stage":"test"}}"#, true),
        (r#"{"ForAllValues:StringEquals":{"kms:EncryptionContextKeys":"Team"}}"#, false),
        (r#"{"Bool":{"kms:GrantIsForAWSResource":"true"}}"#, false),
        (r#"{"Bool":{"kms:GrantIsForAWSResource":"false"}}"#, true),
    ] {
        scene.ask(us(), put_policy(&key, &on_condition(condition)));
        let made = scene.try_as("mallory", us(), request.clone());
        assert_eq!(made.is_ok(), expected, "{condition} {made:?}");
    }
}

/// What the console's policy lets users do: attach the key to AWS resources, through the service of the resource.
#[test]
fn the_consoles_users_make_grants_through_services_only() {
    let mut scene = Scene::new();
    scene.world.set_transitions(Transitions::INSTANT);
    let key = scene.single(us());
    let condition = r#"{"Bool":{"kms:GrantIsForAWSResource":"true"}}"#;
    scene.ask(us(), put_policy(&key, &on_condition(condition)));
    let request = CreateGrantRequest {
        key_id: key.clone(),
        grantee_principal: Some(MALLORY.to_owned()),
        operations: vec![GrantOperation::Encrypt],
        ..Default::default()
    };
    assert_eq!(scene.refused_as("mallory", us(), request.clone()).0, Exception::AccessDenied);
    let mut through = with_attribute(&scene, "mallory", "kms:ViaService", "ec2.us-east-1.amazonaws.com");
    through.try_as("mallory", us(), request).expect("through a service");
    assert!(may_encrypt(&mut through, &key));
}

#[test]
fn a_source_arn_binds_a_grant_to_a_resource() {
    let mut scene = Scene::new();
    scene.world.set_transitions(Transitions::INSTANT);
    let key = scene.single(us());
    let source = "arn:aws:s3:us-east-1:111111111111:bucket";
    let request = CreateGrantRequest {
        key_id: key.clone(),
        grantee_principal: Some(MALLORY.to_owned()),
        operations: vec![GrantOperation::Encrypt],
        constraints: Some(GrantConstraints { source_arn: Some(source.to_owned()), ..Default::default() }),
        ..Default::default()
    };
    scene.ask(us(), request);
    assert!(!may_encrypt(&mut scene, &key));
    assert!(may_encrypt(&mut with_attribute(&scene, "mallory", "aws:SourceArn", source), &key));
    let other = "arn:aws:s3:us-east-1:111111111111:other";
    assert!(!may_encrypt(&mut with_attribute(&scene, "mallory", "aws:SourceArn", other), &key));
    // A world with grants is written and read without loss.
    assert_eq!(with(&scene, "mallory", |_| ()).world, scene.world);
}
