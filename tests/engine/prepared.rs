//! Requests whose slow steps are done outside the world's lock: the same answers, byte for byte.

use std::sync::Arc;

use mrk_console::{
    kms::{Exception, KmsError, api::*},
    world::{Call, Committed, World, may_be_slow},
};

use crate::scene::*;

fn signing_key() -> CreateKeyRequest {
    CreateKeyRequest {
        key_spec: Some(KeySpec::Rsa2048),
        key_usage: Some(KeyUsage::SignVerify),
        multi_region: true,
        ..Default::default()
    }
}

fn signed(key: &str) -> SignRequest {
    SignRequest {
        key_id: key.to_owned(),
        message: b"message".as_slice().into(),
        signing_algorithm: Some(SigningAlgorithm::RsassaPssSha256),
        ..Default::default()
    }
}

fn call_of(scene: &Scene, request: impl Into<Request>) -> Call {
    Call::new(us(), scene.caller("alice"), request.into())
}

/// Prepares, computes and commits, as often as the world wants it; answers how often.
fn outside(
    world: &mut World,
    call: Call,
    meanwhile: impl FnOnce(&mut World),
) -> (Result<Response, KmsError>, usize) {
    let mut prepared = world.prepare(call);
    prepared.compute();
    meanwhile(world);
    for round in 1.. {
        match world.commit(prepared) {
            Committed::Answered(answer) => return (answer, round),
            Committed::Again(again) => prepared = *again,
        }
        prepared.compute();
    }
    unreachable!("some round ends it")
}

#[test]
fn outside_the_lock_and_inside_it_come_the_same_bytes() {
    let mut scene = Scene::new();
    let mut other = Scene { world: scene.world.clone() };

    let made = scene.world.call(call_of(&scene, signing_key())).expect("admitted");
    let call = call_of(&other, signing_key());
    let (made_outside, rounds) = outside(&mut other.world, call, |_| {});
    assert_eq!((made_outside, rounds), (Ok(made.clone()), 1));

    let Response::CreateKey(made) = made else { panic!("another answer") };
    let key = made.key_metadata.key_id;
    let signature = scene.world.call(call_of(&scene, signed(&key))).expect("admitted");
    let call = call_of(&other, signed(&key));
    let (signed_outside, _) = outside(&mut other.world, call, |_| {});
    assert_eq!(signed_outside, Ok(signature));
    assert_eq!(scene.world.store(), other.world.store());
    assert_eq!(scene.world.trail(), other.world.trail());
}

#[test]
fn what_changed_meanwhile_counts() {
    let mut scene = Scene::new();
    let [first, second] = [(); 2].map(|()| scene.ask(us(), signing_key()).key_metadata.key_id);
    scene.ask(us(), create_alias("alias/signing", &first));

    // The alias names another key now: its signature is made in a second round.
    let alice = scene.caller("alice");
    let call = call_of(&scene, signed("alias/signing"));
    let target = second.clone();
    let (answer, rounds) = outside(&mut scene.world, call, |world| {
        let request = UpdateAliasRequest { alias_name: "alias/signing".to_owned(), target_key_id: target };
        world.ask(us(), &alice, request).expect("admitted");
    });
    let Ok(Response::Sign(answer)) = answer else { panic!("refused") };
    assert_eq!((answer.key_id, rounds), (arn(us(), &second), 2));
    let verify = VerifyRequest {
        key_id: second.clone(),
        message: b"message".as_slice().into(),
        signature: answer.signature,
        signing_algorithm: answer.signing_algorithm,
        ..Default::default()
    };
    assert!(scene.ask(us(), verify).signature_valid);

    // The key is off now: that is the answer, and no round more is needed.
    let call = call_of(&scene, signed(&second));
    let alice = scene.caller("alice");
    let (answer, rounds) = outside(&mut scene.world, call, |world| {
        world.ask(us(), &alice, disable(&second)).expect("admitted");
    });
    assert_eq!((answer.expect_err("disabled").exception, rounds), (Exception::Disabled, 1));
}

#[test]
fn nothing_happens_before_the_commit() {
    let mut scene = Scene::new();
    let call = call_of(&scene, signing_key());
    let (store, events) = (scene.world.store().clone(), scene.world.trail().made());
    let mut prepared = scene.world.prepare(call);
    prepared.compute();
    assert_eq!((scene.world.store(), scene.world.trail().made()), (&store, events));
    let refused = scene.world.prepare(Call { caller: Arc::from("nobody"), ..call_of(&scene, signing_key()) });
    let Committed::Answered(answer) = scene.world.commit(refused) else { panic!("nothing slow is needed") };
    assert_eq!(answer.expect_err("unknown").exception, Exception::UnrecognizedClient);
}

#[test]
fn quick_requests_take_the_short_way() {
    assert!(may_be_slow(&signing_key().into()));
    assert!(!may_be_slow(&CreateKeyRequest::default().into()));
    let mut scene = Scene::new();
    let mut other = Scene { world: scene.world.clone() };
    let call = call_of(&other, CreateKeyRequest::default());
    let (answer, rounds) = outside(&mut other.world, call, |_| {});
    let direct = scene.world.call(call_of(&scene, CreateKeyRequest::default()));
    assert_eq!((answer, rounds), (direct, 1));
}
