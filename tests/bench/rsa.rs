//! How long the making of an RSA-4096 key keeps the world from others: while it is prepared, and while it is
//! committed. What lies between takes seconds and no lock.

use std::{
    sync::Mutex,
    thread,
    time::{Duration, Instant},
};

use divan::Bencher;
use mrk_console::{
    kms::{
        Span,
        api::{CreateKeyRequest, EncryptRequest, KeySpec, KeyUsage},
    },
    world::{Call, Committed, Prepared, World},
};

use super::{caller, home, make_keys};

/// Keys that are there already.
const KEYS: usize = 1_000;

fn rsa_key(world: &World) -> Call {
    let request = CreateKeyRequest {
        key_spec: Some(KeySpec::Rsa4096),
        key_usage: Some(KeyUsage::SignVerify),
        multi_region: true,
        ..Default::default()
    };
    Call::new(home(), caller(world, "alice"), request.into())
}

fn commit(world: &mut World, prepared: Prepared) {
    match world.commit(prepared) {
        Committed::Answered(answer) => drop(answer.expect("admitted")),
        Committed::Again(_) => panic!("nothing changed meanwhile"),
    }
}

#[divan::bench(sample_count = 100, sample_size = 1)]
fn prepare_rsa_4096(bencher: Bencher<'_, '_>) {
    let mut world = World::new(1);
    make_keys(&mut world, KEYS, true, Span::ZERO);
    bencher.with_inputs(|| rsa_key(&world)).bench_local_values(|call| world.clone().prepare(call));
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn commit_rsa_4096(bencher: Bencher<'_, '_>) {
    let mut world = World::new(1);
    make_keys(&mut world, KEYS, true, Span::ZERO);
    let call = rsa_key(&world);
    let shared = Mutex::new(world);
    let prepare = || {
        let mut prepared = shared.lock().expect("not poisoned").prepare(call.clone());
        prepared.compute();
        prepared
    };
    bencher
        .with_inputs(prepare)
        .bench_local_values(|prepared| commit(&mut shared.lock().expect("not poisoned"), prepared));
}

/// The longest that another caller waits for its answer while the key is made on another thread.
#[divan::bench(sample_count = 1, sample_size = 1)]
fn encrypt_while_rsa_4096_is_made(bencher: Bencher<'_, '_>) {
    let mut world = World::new(1);
    let keys = make_keys(&mut world, KEYS, true, Span::ZERO);
    let (call, role) = (rsa_key(&world), caller(&world, "Application"));
    let shared = Mutex::new(world);
    bencher.bench_local(|| {
        let (mut longest, mut answered) = (Duration::ZERO, 0u64);
        thread::scope(|scope| {
            let maker = scope.spawn(|| {
                let mut prepared = shared.lock().expect("not poisoned").prepare(call.clone());
                prepared.compute();
                commit(&mut shared.lock().expect("not poisoned"), prepared);
            });
            for key_id in keys.iter().cycle() {
                if maker.is_finished() {
                    break;
                }
                let plaintext = b"meanwhile".as_slice().into();
                let request = EncryptRequest { key_id: key_id.clone(), plaintext, ..Default::default() };
                let asked = Instant::now();
                shared.lock().expect("not poisoned").ask(home(), &role, request).expect("admitted");
                longest = longest.max(asked.elapsed());
                answered += 1;
                thread::sleep(Duration::from_micros(200));
            }
        });
        eprintln!("meanwhile {answered} calls were answered, the slowest in {longest:?}");
    });
}
