//! What ReplicateKey and UpdatePrimaryRegion refuse.

use mrk_console::{
    kms::{Exception, KeyId, KmsError, Partition, ResourceQuotas, Span, api::*},
    workloads::{Stage, save},
    world::World,
};

use crate::scene::*;

fn replicate_to(key: &str, code: &str) -> ReplicateKeyRequest {
    ReplicateKeyRequest { replica_region: code.to_owned(), ..replicate(key, eu()) }
}

#[test]
fn only_a_multi_region_primary_can_be_replicated() {
    let mut scene = Scene::new();
    let (key, single) = (scene.family(), scene.single(us()));
    let says = |arn: String| format!("{arn} is not a multi-region primary key.");
    let replica = says(arn(eu(), &key));
    scene.refuses(eu(), replicate_to(&key, "eu-west-2"), Exception::UnsupportedOperation, &replica);
    let single_region = says(arn(us(), &single));
    scene.refuses(us(), replicate(&single, eu()), Exception::UnsupportedOperation, &single_region);
    // The role is looked at before the state.
    scene.ask(eu(), disable(&key));
    scene.refuses(eu(), replicate_to(&key, "eu-west-2"), Exception::UnsupportedOperation, &replica);
}

#[test]
fn the_replica_s_region_must_be_another_one_of_the_partition() {
    let mut scene = Scene::new();
    let key = scene.primary();
    let own = "us-east-1 cannot have a replica because it contains the primary.";
    scene.refuses(us(), replicate(&key, us()), Exception::Validation, own);
    let partition = "The replica key Region must be in the same AWS partition as the primary key Region.";
    for code in ["cn-north-1", "us-gov-west-1"] {
        scene.refuses(us(), replicate_to(&key, code), Exception::Validation, partition);
    }
    for code in ["us-invalid-1", "af-south-1"] {
        let unknown = format!(
            "Region {code} is not a valid Region or multi-Region keys are not supported in Region {code}."
        );
        scene.refuses(us(), replicate_to(&key, code), Exception::Validation, &unknown);
    }
    // A Region that needs opting in is enabled once the world shows it.
    scene.world.add_region(region("af-south-1")).expect("of the same partition");
    scene.ask(us(), replicate_to(&key, "af-south-1"));
    // And one that needs none joins the world when a replica is made there.
    scene.ask(us(), replicate_to(&key, "sa-east-1"));
    assert!(scene.world.regions().contains(&region("sa-east-1")));
}

#[test]
fn a_region_has_one_member_even_while_it_waits_for_deletion() {
    let mut scene = Scene::new();
    let key = scene.primary();
    let says = "You can create only one replica of each primary key in each AWS Region.";
    scene.ask(us(), replicate(&key, eu()));
    scene.refuses(us(), replicate(&key, eu()), Exception::AlreadyExists, says);
    scene.pass_days(1);
    scene.refuses(us(), replicate(&key, eu()), Exception::AlreadyExists, says);
    scene.ask(eu(), delete_in(&key, 7));
    scene.refuses(us(), replicate(&key, eu()), Exception::AlreadyExists, says);
}

#[test]
fn the_state_is_told_before_the_region() {
    let mut scene = Scene::new();
    let key = scene.primary();
    scene.ask(us(), disable(&key));
    let says = format!("{} is disabled.", arn(us(), &key));
    scene.refuses(us(), replicate(&key, us()), Exception::Disabled, &says);
    scene.refuses(us(), promote(&key, eu()), Exception::Disabled, &says);
}

#[test]
fn only_the_primary_hands_its_role_on() {
    let mut scene = Scene::new();
    let (key, single) = (scene.family(), scene.single(us()));
    let says = |arn: String| format!("{arn} is not a multi-Region primary key.");
    let replica = says(arn(eu(), &key));
    scene.refuses(eu(), promote(&key, eu()), Exception::KmsInvalidState, &replica);
    scene.refuses(eu(), promote(&key, ap()), Exception::KmsInvalidState, &replica);
    let single_region = says(arn(us(), &single));
    scene.refuses(us(), promote(&single, eu()), Exception::KmsInvalidState, &single_region);
    for code in ["eu-west-2", "us-invalid-1", "cn-north-1"] {
        let request = UpdatePrimaryRegionRequest { key_id: key.clone(), primary_region: code.to_owned() };
        let says = format!("{key} does not have a replica key in the specified Region.");
        scene.refuses(us(), request, Exception::Validation, &says);
    }
}

#[test]
fn the_role_goes_only_to_an_enabled_replica_and_only_once_at_a_time() {
    let mut scene = Scene::new();
    let key = scene.family();
    scene.ask(us(), promote(&key, eu()));
    let (old, new) = (arn(us(), &key), arn(eu(), &key));
    let says = format!("{old} is not a multi-Region primary key.");
    scene.refuses(us(), promote(&key, ap()), Exception::KmsInvalidState, &says);
    let says = format!("{new} is updating.");
    scene.refuses(eu(), promote(&key, ap()), Exception::KmsInvalidState, &says);
    scene.refuses(eu(), promote(&key, us()), Exception::KmsInvalidState, &says);
}

#[test]
fn the_role_may_go_where_it_is_and_nothing_happens() {
    let mut scene = Scene::new();
    let key = scene.family();
    let before = scene.world.store().clone();
    scene.ask(us(), promote(&key, us()));
    assert_eq!(*scene.world.store(), before);
    assert_eq!(scene.world.next_event(), None);
}

#[test]
fn a_replica_is_not_used_before_its_material_is_there_whatever_it_is_told() {
    let mut scene = Scene::new();
    let key = scene.primary();
    let ciphertext = scene.seal(us(), &key, b"x");
    scene.ask(us(), replicate(&key, eu()));
    scene.ask(eu(), delete_in(&key, 7));
    scene.ask(eu(), cancel(&key));
    let says = format!("{} is creating.", arn(eu(), &key));
    assert_eq!(scene.state(eu(), &key), KeyState::Creating);
    scene.refuses(eu(), enable(&key), Exception::KmsInvalidState, &says);
    scene.refuses(eu(), decrypt(&ciphertext), Exception::KmsInvalidState, &says);
    scene.pass(Span::seconds(5));
    assert_eq!(scene.open(eu(), &ciphertext), b"x");
    // Scheduled when it arrives, the replica has it when the deletion is cancelled.
    scene.ask(us(), replicate(&key, ap()));
    scene.ask(ap(), delete_in(&key, 7));
    scene.pass(Span::seconds(5));
    scene.ask(ap(), cancel(&key));
    assert_eq!(scene.state(ap(), &key), KeyState::Disabled);
    scene.ask(ap(), enable(&key));
    assert_eq!(scene.open(ap(), &ciphertext), b"x");
}

#[test]
fn a_replica_on_its_way_when_a_rotation_begins_still_needs_the_new_material() {
    let mut scene = Scene::new();
    let key = scene.primary();
    scene.ask(us(), replicate(&key, eu()));
    scene.pass(Span::seconds(1));
    scene.ask(us(), rotate(&key));
    let reached = |scene: &Scene| {
        let id = KeyId::parse(&key).expect("valid");
        let family = scene.world.store().family(&id).expect("exists");
        family.rotation.in_progress.as_ref().map(|rotation| rotation.reached.contains(&eu()))
    };
    scene.pass(Span::seconds(5));
    assert_eq!(scene.state(eu(), &key), KeyState::Enabled);
    assert_eq!(reached(&scene), Some(false), "its copy left before the rotation began");
    scene.pass(Span::seconds(115));
    assert_eq!(reached(&scene), Some(true));
    scene.pass(Span::seconds(120));
    assert_eq!((reached(&scene), scene.versions(&key)), (None, 2));
}

#[test]
fn china_has_multi_region_keys_of_its_own() {
    let (beijing, ningxia) = (region("cn-north-1"), region("cn-northwest-1"));
    let mut scene = Scene { world: World::in_partition(Partition::AwsCn, 7) };
    assert_eq!(scene.world.regions(), [beijing, ningxia]);
    let request = CreateKeyRequest { multi_region: true, ..Default::default() };
    let key = scene.ask(beijing, request).key_metadata.key_id;
    scene.ask(beijing, replicate(&key, ningxia));
    scene.pass(Span::seconds(5));
    let metadata = scene.describe(ningxia, &key);
    assert_eq!(metadata.arn, format!("arn:aws-cn:kms:cn-northwest-1:111111111111:key/{key}"));
    let ciphertext = scene.seal(beijing, &key, b"x");
    assert_eq!(scene.open(ningxia, &ciphertext), b"x");
    let partition = "The replica key Region must be in the same AWS partition as the primary key Region.";
    let refusal = scene.try_ask(beijing, replicate(&key, us())).expect_err("of another partition");
    assert_eq!((refusal.exception, &*refusal.message), (Exception::Validation, partition));
    // The endpoints of other partitions do not know this one's principals.
    let stranger = scene.try_ask(us(), ListKeysRequest::default()).expect_err("not of this partition");
    assert_eq!(stranger.exception, Exception::UnrecognizedClient);
    let mut stage = Stage::new(0);
    stage.world = scene.world;
    let text = save::to_text(&stage).expect("can be written");
    assert!(save::from_text(&text).expect("was just written") == stage);
}

#[test]
fn every_member_counts_in_its_own_region_s_quota() {
    let mut scene = Scene::new();
    let key = scene.primary();
    let is_full = |answer: Result<KeyMetadata, KmsError>| {
        assert_eq!(answer.expect_err("no room").exception, Exception::LimitExceeded);
    };
    let create =
        |scene: &mut Scene| scene.try_ask(us(), CreateKeyRequest::default()).map(|it| it.key_metadata);
    scene.world.set_resource_quotas(ResourceQuotas { keys_per_region: 2 });
    scene.single(us());
    is_full(create(&mut scene));
    for _ in 0..2 {
        scene.single(eu());
    }
    is_full(scene.try_ask(us(), replicate(&key, eu())).map(|it| it.replica_key_metadata));
    scene.ask(us(), replicate(&key, ap()));
    // A key that waits for its deletion still counts, another account's does not.
    scene.ask(us(), delete_in(&key, 7));
    is_full(create(&mut scene));
    scene.try_as("dana", us(), CreateKeyRequest::default()).expect("of another account");
}
