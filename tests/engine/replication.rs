//! What ReplicateKey and UpdatePrimaryRegion refuse.

use mrk_console::kms::{Exception, api::*};

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
