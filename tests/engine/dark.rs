//! A dark Region: nobody reaches it, no trail has the call, and what needs it waits until it is back.

use mrk_console::{
    kms::{Exception, Region, Span, Transitions, api::*},
    workloads::{Stage, save},
    world::{Call, CallError, Load, TIME_OUT, Unreachable},
};

use crate::scene::*;

fn put(scene: &mut Scene, region: Region, request: impl Into<Request>) -> Result<Response, CallError> {
    let alice = scene.caller("alice");
    scene.world.put(Call::new(region, alice, request.into()))
}

/// The names of the events of a Region's trail, oldest first.
fn told(scene: &Scene, region: Region) -> Vec<String> {
    let events = scene.world.trail().events().iter().filter(|event| event.region == region);
    events.map(|event| event.name.to_string()).collect()
}

#[test]
fn a_call_to_a_dark_region_is_no_refusal_and_leaves_no_trace() {
    let mut scene = Scene::new();
    let key = scene.family();
    let before = scene.world.clone();
    scene.world.set_dark(us(), true);
    assert!(scene.world.is_dark(us()) && !scene.world.is_dark(eu()));
    let unreachable = CallError::Unreachable(Unreachable { region: us(), after: TIME_OUT });
    assert_eq!(put(&mut scene, us(), describe(&key)), Err(unreachable.clone()));
    // Not even the randomness of a slow request is drawn.
    let slow = CreateKeyRequest { key_spec: Some(KeySpec::Rsa2048), ..Default::default() };
    assert_eq!(put(&mut scene, us(), slow), Err(unreachable));
    let told = scene.try_ask(us(), describe(&key)).expect_err("dark");
    assert_eq!(told.exception, Exception::ConnectTimeout);
    assert_eq!(told.message, "Connect timeout on endpoint URL: \"https://kms.us-east-1.amazonaws.com/\"");
    // The replicas work, also on what the primary encrypted.
    let sealed = scene.seal(eu(), &key, b"x");
    assert_eq!(scene.open(ap(), &sealed), b"x");
    scene.world = {
        let mut world = before.clone();
        world.set_dark(us(), true);
        assert_ne!(world, before);
        world.set_dark(us(), false);
        assert_eq!(world, before, "an outage in which nothing happened leaves nothing");
        world
    };
}

#[test]
fn a_prepared_request_meets_the_dark_when_it_is_committed() {
    let mut scene = Scene::new();
    let alice = scene.caller("alice");
    let call = Call::new(us(), alice, CreateKeyRequest::default().into());
    let prepared = scene.world.prepare(call);
    scene.world.set_dark(us(), true);
    let answer = match scene.world.commit(prepared) {
        mrk_console::world::Committed::Answered(answer) => answer,
        mrk_console::world::Committed::Again(_) => panic!("nothing was slow"),
    };
    assert_eq!(answer.expect_err("dark").exception, Exception::ConnectTimeout);
    assert_eq!(scene.world.trail().made(), 0);
}

#[test]
fn a_rotation_waits_for_a_dark_member() {
    let mut scene = Scene::new();
    let key = scene.family();
    let before = scene.material(us(), &key);
    scene.world.set_dark(eu(), true);
    scene.ask(us(), rotate(&key));
    scene.pass_days(3);
    // Everyone goes on with the old material.
    assert_eq!(scene.material(us(), &key), before);
    assert_eq!(scene.material(ap(), &key), before);
    assert!(scene.ask(us(), rotation_status(&key)).on_demand_rotation_start_date.is_some());
    assert_eq!(scene.world.packets().count(), 1, "the new material waits at the border");
    scene.world.set_dark(eu(), false);
    scene.pass(Span::ZERO);
    let after = scene.material(us(), &key);
    assert_ne!(after, before);
    assert_eq!(scene.material(eu(), &key), after);
    assert_eq!(told(&scene, eu()).last().map(String::as_str), Some("DescribeKey"));
    assert!(told(&scene, eu()).iter().any(|name| name == "SynchronizeMultiRegionKey"));
}

#[test]
fn the_schedule_of_a_dark_primary_stands_still() {
    let mut scene = Scene::new();
    let key = scene.family();
    scene.ask(us(), rotate_every(&key, Some(90)));
    scene.pass(Span::seconds(10));
    scene.world.set_dark(us(), true);
    scene.pass_days(100);
    assert_eq!(scene.versions(&key), 1);
    scene.world.set_dark(us(), false);
    scene.pass_days(1);
    assert_eq!(scene.versions(&key), 2);
}

#[test]
fn what_needs_a_dark_region_fails_inside_kms_and_changes_nothing() {
    let mut scene = Scene::new();
    let key = scene.primary();
    scene.replicate(&key, eu());
    for dark in [eu(), ap()] {
        scene.world.set_dark(dark, true);
    }
    scene.refuses(us(), replicate(&key, ap()), Exception::KmsInternal, "");
    scene.refuses(us(), promote(&key, eu()), Exception::KmsInternal, "");
    assert!(told(&scene, ap()).is_empty());
    // Promoting the primary itself needs nobody.
    scene.ask(us(), promote(&key, us()));
    for dark in [eu(), ap()] {
        scene.world.set_dark(dark, false);
    }
    scene.ask(us(), promote(&key, eu()));
}

#[test]
fn a_new_replica_waits_until_its_region_is_back() {
    let mut scene = Scene::new();
    let key = scene.primary();
    scene.ask(us(), replicate(&key, eu()));
    scene.world.set_dark(eu(), true);
    scene.pass_days(1);
    scene.world.set_dark(eu(), false);
    assert_eq!(scene.state(eu(), &key), KeyState::Creating);
    scene.pass(Span::ZERO);
    assert_eq!(scene.state(eu(), &key), KeyState::Enabled);
}

#[test]
fn two_dark_regions_come_back_one_by_one() {
    let mut scene = Scene::new();
    scene.world.set_transitions(Transitions::INSTANT);
    let key = scene.family();
    for dark in [eu(), ap()] {
        scene.world.set_dark(dark, true);
    }
    scene.ask(us(), rotate(&key));
    scene.world.set_dark(eu(), false);
    assert_eq!(scene.versions(&key), 1);
    let waiting: Vec<_> = scene.world.packets().map(|it| it.to).collect();
    assert_eq!(waiting, [ap()]);
    assert!(matches!(scene.world.packets().next().expect("one").load, Load::KeyState { .. }));
    scene.world.set_dark(ap(), false);
    assert_eq!(scene.versions(&key), 2);
}

#[test]
fn the_dark_is_saved_and_worlds_without_it_are_saved_as_before() {
    let mut stage = Stage::new(3);
    let bright = save::to_text(&stage).expect("can be written");
    assert!(!bright.contains("dark") && !bright.contains("flows"));
    let alice = stage.world.principals().named("alice").expect("exists").acting_arn().into();
    let request = CreateKeyRequest { multi_region: true, ..Default::default() };
    let key = stage.world.ask(us(), &alice, request).expect("admitted").key_metadata.key_id;
    stage.world.ask(us(), &alice, replicate(&key, eu())).expect("admitted");
    stage.world.set_dark(eu(), true);
    stage.advance(stage.world.now() + Span::days(1));
    let text = save::to_text(&stage).expect("can be written");
    let mut again = save::from_text(&text).expect("just written");
    assert_eq!(again, stage);
    for it in [&mut stage, &mut again] {
        it.world.set_dark(eu(), false);
        it.advance(it.world.now() + Span::seconds(1));
    }
    assert_eq!(again, stage);
    assert_eq!(stage.world.packets().count(), 0);
}
