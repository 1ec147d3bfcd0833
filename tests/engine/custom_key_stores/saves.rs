//! Worlds with custom key stores come out of their saves as they went in, and broken ones are refused.

use mrk_console::{
    kms::Span,
    workloads::{Stage, save},
};

use super::*;

/// A connected store of each kind with a key, one store on its way, and clusters and managers in trouble.
fn busy() -> Stage {
    let (mut scene, store, key) = Scene::with_key_in_cluster();
    scene.seal(us(), &key, b"x");
    let external = scene.external_store();
    scene.connect(&external);
    let outside = scene.key_outside(&external);
    scene.seal(us(), &outside, b"x");
    scene.ask(us(), disconnect(&store));
    let private = scene.ask(us(), private_store("Private")).custom_key_store_id;
    scene.ask(us(), connect(&private));
    scene.manager().answer_time = Span::micros(300_000);
    scene.cluster().kmsuser.as_mut().expect("made").is_logged_in = true;
    let mut stage = Stage::new(1);
    stage.world = scene.world;
    stage
}

#[test]
fn a_world_comes_out_as_it_went_in_and_goes_on_the_same() {
    let mut stage = busy();
    let saved = save::to_text(&stage).expect("can be written");
    let mut again = save::from_text(&saved).expect("was just written");
    assert_eq!(again.world, stage.world);
    assert_eq!(save::to_text(&again).expect("can be written"), saved);
    for it in [&mut stage, &mut again] {
        it.advance(it.world.now() + Span::days(1));
        let alice = it.world.principals().named("alice").expect("exists").acting_arn().into();
        it.world.ask(us(), &alice, DescribeCustomKeyStoresRequest::default()).expect("admitted");
    }
    assert_eq!(again.world, stage.world);
}

#[test]
fn worlds_differ_by_what_stands_behind_their_stores() {
    let (one, mut other) = (Stage::new(1), Stage::new(1));
    assert_eq!(one.world, other.world);
    let version = other.world.version();
    other.world.backends_mut().manager_mut(MANAGER).expect("exists").is_healthy = false;
    assert_ne!(one.world, other.world);
    assert!(other.world.version() > version);
}

#[test]
fn broken_stores_and_keys_without_one_are_refused() {
    let saved = save::to_text(&busy()).expect("can be written");
    let id = saved.find("\"cks-").map(|at| &saved[at + 1..at + 22]).expect("has a store");
    let other = if id.ends_with('0') { format!("{}1", &id[..20]) } else { format!("{}0", &id[..20]) };
    // The names of stores come before the trail, which tells them again.
    let twice = saved.replacen("\"Private\"", "\"External store\"", 1);
    let first = saved.find(id).expect("found before");
    let mut elsewhere = saved.clone();
    elsewhere.replace_range(first..first + id.len(), &other);
    for (broken, says) in [
        (saved.replacen("cks-", "ckz-", 1), "is not a custom key store id"),
        (twice, "two custom key stores"),
        (elsewhere, "no custom key store for it"),
        (saved.replacen("AWS_CLOUDHSM", "AWS_KMS", 1), "not where its origin says"),
    ] {
        assert_ne!(broken, saved, "{says}");
        let error = save::from_text(&broken).expect_err(says);
        assert!(error.to_string().contains(says), "{says}: {error}");
    }
}

#[test]
fn a_region_with_custom_key_stores_stays() {
    let mut scene = Scene::new();
    let store = scene.external_store();
    let refused = scene.world.remove_region(us()).expect_err("has a store");
    assert!(refused.to_string().contains("custom key stores"), "{refused}");
    scene.ask(us(), delete_store(&store));
    scene.world.remove_region(us()).expect("empty");
}
