//! AWS managed keys: predefined aliases, keys that come into being when they are first used, and what nobody can do to them.

use mrk_console::{
    kms::{AwsService, Exception, KeyId, ResourceQuotas, api::*},
    world::World,
};
use serde_json::json;

use crate::scene::*;

const S3: &str = "alias/aws/s3";

fn aliases(scene: &mut Scene, region: mrk_console::kms::Region) -> Vec<(String, Option<String>)> {
    let entries = scene.ask(region, ListAliasesRequest { limit: Some(100), ..Default::default() }).aliases;
    entries.into_iter().map(|it| (it.alias_name, it.target_key_id)).collect()
}

#[test]
fn describing_a_predefined_alias_makes_the_key_once_in_each_region() {
    let mut scene = Scene::new();
    let made = scene.describe(us(), S3);
    assert_eq!(made.key_manager, KeyManager::Aws);
    assert_eq!((made.key_spec, made.key_usage), (KeySpec::SymmetricDefault, KeyUsage::EncryptDecrypt));
    assert_eq!((made.origin, made.key_state), (Origin::AwsKms, KeyState::Enabled));
    assert!(!made.multi_region && made.multi_region_configuration.is_none());
    assert!(!made.description.is_empty());
    // A second time, by whatever name, it is the same key.
    let by_arn = scene.describe(us(), "arn:aws:kms:us-east-1:111111111111:alias/aws/s3");
    assert_eq!(
        (by_arn.key_id.as_str(), scene.describe(us(), &made.key_id).key_id),
        (&*made.key_id, made.key_id.clone())
    );
    // Every Region has its own, and every service.
    let elsewhere = scene.describe(eu(), S3).key_id;
    let other = scene.describe(us(), "arn:aws:kms:us-east-1:111111111111:alias/aws/ebs").key_id;
    assert_eq!(std::collections::BTreeSet::from([made.key_id, elsewhere, other]).len(), 3);
}

#[test]
fn no_other_alias_makes_a_key_and_no_other_operation() {
    let mut scene = Scene::new();
    let missing = |name: &str| format!("Alias arn:aws:kms:us-east-1:111111111111:{name} is not found.");
    for name in ["alias/aws/nothing", "alias/s3", "alias/aws/s3/x"] {
        scene.refuses(us(), describe(name), Exception::NotFound, &missing(name));
    }
    scene.refuses(us(), encrypt(S3, b"x"), Exception::NotFound, &missing(S3));
    let foreign = "arn:aws:kms:eu-west-1:111111111111:alias/aws/s3";
    scene.refuses(us(), describe(foreign), Exception::NotFound, "Invalid arn eu-west-1");
    let of_others = "arn:aws:kms:us-east-1:444455556666:alias/aws/s3";
    assert_eq!(scene.refused(us(), describe(of_others)).0, Exception::AccessDenied);
}

#[test]
fn who_may_not_describe_it_does_not_make_it() {
    let mut scene = Scene::new();
    let (exception, message) = scene.refused_as("mallory", us(), describe(S3));
    assert_eq!(exception, Exception::AccessDenied);
    assert!(message.contains("kms:DescribeKey"), "{message}");
    assert_eq!(scene.world.store().key_count_in(us()), 0);
}

#[test]
fn predefined_aliases_are_listed_without_a_key_until_it_is_made() {
    let mut scene = Scene::new();
    let own = scene.single(us());
    scene.ask(us(), create_alias("alias/a", &own));
    scene.ask(us(), create_alias("alias/z", &own));
    let before = aliases(&mut scene, us());
    assert_eq!(before.len(), AwsService::all().count() + 2);
    assert!(before.is_sorted());
    assert!(before.iter().all(|(name, target)| target.is_none() == name.starts_with("alias/aws/")));
    let made = scene.describe(us(), S3).key_id;
    let after = aliases(&mut scene, us());
    assert_eq!(after.len(), before.len());
    let target = |name: &str| after.iter().find(|(it, _)| it == name).and_then(|(_, target)| target.clone());
    assert_eq!((target(S3), target("alias/aws/ebs")), (Some(made.clone()), None));
    assert!(aliases(&mut scene, eu()).iter().all(|(_, target)| target.is_none()));
    // By key it is listed like any other, and ListKeys has it too.
    let by_key = ListAliasesRequest { key_id: Some(made.clone()), ..Default::default() };
    assert_eq!(scene.ask(us(), by_key).aliases.len(), 1);
    let keys = scene.ask(us(), ListKeysRequest::default()).keys;
    assert!(keys.iter().any(|it| it.key_id == made) && keys.len() == 2);
}

#[test]
fn pages_of_aliases_hold_predefined_ones_in_their_places() {
    let mut scene = Scene::new();
    scene.describe(us(), S3);
    let whole = aliases(&mut scene, us());
    let (mut pages, mut marker) = (Vec::new(), None);
    loop {
        let page = scene.ask(us(), ListAliasesRequest { limit: Some(4), marker, ..Default::default() });
        pages.extend(page.aliases.into_iter().map(|it| (it.alias_name, it.target_key_id)));
        marker = page.next_marker;
        if marker.is_none() {
            break;
        }
    }
    assert_eq!(pages, whole);
}

#[test]
fn nobody_manages_it_and_its_policy_says_so() {
    let mut scene = Scene::new();
    let key = scene.describe(us(), S3).key_id;
    let own = scene.single(us());
    scene.ask(us(), create_alias("alias/own", &own));
    let requests: Vec<Request> = vec![
        enable(&key).into(),
        disable(&key).into(),
        delete_in(&key, 7).into(),
        cancel(&key).into(),
        TagResourceRequest { key_id: key.clone(), tags: vec![tag("Team", "a")] }.into(),
        UntagResourceRequest { key_id: key.clone(), tag_keys: vec!["Team".to_owned()] }.into(),
        UpdateKeyDescriptionRequest { key_id: key.clone(), description: "mine".to_owned() }.into(),
        create_alias("alias/mine", &key).into(),
        UpdateAliasRequest { alias_name: "alias/own".to_owned(), target_key_id: key.clone() }.into(),
        rotate(&key).into(),
        rotate_every(&key, None).into(),
        DisableKeyRotationRequest { key_id: key.clone() }.into(),
        replicate(&key, eu()).into(),
        encrypt(&key, b"x").into(),
        data_key(S3).into(),
    ];
    for request in requests {
        let action = format!("kms:{}", request.operation().name());
        let call = mrk_console::world::Call::new(us(), scene.caller("alice"), request);
        let before = scene.world.store().clone();
        let error = scene.world.call(call).expect_err(&action);
        assert_eq!(error.exception, Exception::AccessDenied, "{action}");
        assert!(error.message.contains(&format!("no resource-based policy allows the {action}")), "{error}");
        assert_eq!(*scene.world.store(), before, "{action}");
    }
    let message = format!("{} is an AWS managed key which is not valid for PutKeyPolicy.", arn(us(), &key));
    scene.refuses(us(), put_policy(&key, &policy(&[DELEGATE])), Exception::UnsupportedOperation, &message);
    // Its alias is AWS's, whether there is a key or not.
    for name in [S3, "alias/aws/rds", "alias/aws/mine"] {
        scene.refuses(us(), create_alias(name, &own), Exception::NotAuthorized, "");
    }
    let delete = DeleteAliasRequest { alias_name: S3.to_owned() };
    scene.refuses(us(), delete, Exception::NotAuthorized, "");
    // What only reads is the account's.
    let read = GetKeyPolicyRequest { key_id: key, ..Default::default() };
    assert!(scene.ask(us(), read).policy.contains("s3.us-east-1.amazonaws.com"));
}

#[test]
fn only_through_its_service_is_it_used() {
    let through = |service: &str| {
        let mut world = serde_json::to_value(World::new(7)).expect("written");
        let principals = world["principals"].as_array_mut().expect("a list");
        let alice = principals.iter_mut().find(|it| it["name"] == "alice").expect("she is there");
        alice["attributes"]["kms:ViaService"] = json!(service);
        let mut scene = Scene { world: serde_json::from_value(world).expect("read") };
        scene.describe(us(), S3);
        scene
    };
    let mut via_s3 = through("s3.us-east-1.amazonaws.com");
    let sealed = via_s3.seal(us(), S3, b"an object");
    assert_eq!(via_s3.open(us(), &sealed), b"an object");
    for other in ["s3.eu-west-1.amazonaws.com", "rds.us-east-1.amazonaws.com"] {
        assert_eq!(through(other).refused(us(), encrypt(S3, b"x")).0, Exception::AccessDenied, "{other}");
    }
}

#[test]
fn it_is_rotated_every_year() {
    let mut scene = Scene::new();
    let key = scene.describe(us(), S3).key_id;
    let status = scene.ask(us(), rotation_status(&key));
    assert!(status.key_rotation_enabled);
    assert_eq!(status.rotation_period_in_days, Some(365));
    let first = scene.material(us(), &key);
    scene.pass_days(366);
    assert_eq!(scene.versions(&key), 2);
    assert_ne!(scene.material(us(), &key), first);
    scene.pass_days(366);
    assert_eq!(scene.versions(&key), 3);
}

#[test]
fn it_counts_for_no_quota_and_does_not_hold_a_region() {
    let mut scene = Scene::new();
    scene.world.set_resource_quotas(ResourceQuotas { keys_per_region: 1 });
    scene.describe(us(), S3);
    scene.single(us());
    let error = scene.try_ask(us(), CreateKeyRequest::default()).expect_err("the customer has one");
    assert_eq!(error.exception, Exception::LimitExceeded);
    scene.describe(ap(), S3);
    scene.world.remove_region(us()).expect_err("a customer's key is there");
    scene.world.remove_region(ap()).expect("nothing of a customer's is there");
    assert_eq!(scene.world.store().key_count_in(ap()), 0);
    assert_eq!(scene.world.store().aliases_in(ap()).count(), 0);
    scene.pass_days(400);
    assert!(!scene.world.regions().contains(&ap()));
}

#[test]
fn it_comes_out_of_a_save_and_older_saves_have_none() {
    let mut scene = Scene::new();
    let key = scene.describe(us(), S3).key_id;
    let own = scene.single(us());
    let saved = ron::to_string(&scene.world).expect("written");
    // Only what AWS manages says who does, so an older save reads the same.
    assert_eq!(saved.matches("manager:").count(), 1);
    let world: World = ron::from_str(&saved).expect("read");
    assert_eq!(world, scene.world);
    let family = |id: &str| world.store().family(&KeyId::parse(id).expect("an id")).expect("there");
    assert!(family(&key).is_aws_managed() && !family(&own).is_aws_managed());
    // What AWS manages is always of one kind.
    let broken = saved.replacen("manager:AWS,spec:SYMMETRIC_DEFAULT", "manager:AWS,spec:HMAC_256", 1);
    assert!(broken != saved);
    assert!(ron::from_str::<World>(&broken).is_err());
}
