//! What the engine costs: a call beside the bare cryptography in it, ten years of rotations, saving and opening.
//!
//! `cargo bench --no-default-features --bench engine`

mod rsa;

use std::{hint::black_box, sync::Arc};

use aes_gcm::{
    Aes256Gcm, KeyInit,
    aead::{AeadInOut, inout::InOutBuf},
};
use divan::{Bencher, counter::ItemsCount};
use hmac::{Hmac, Mac};
use mrk_console::{
    kms::{
        Region, Span, Timestamp,
        api::{
            Blob, CreateKeyRequest, DecryptRequest, EnableKeyRotationRequest, EncryptRequest,
            ReplicateKeyRequest,
        },
        policy::{ConsolePolicy, PolicyKeyKind},
    },
    workloads::{Stage, save},
    world::{Call, World},
};
use rand_chacha::ChaCha20Rng;
use rand_core::{Rng as _, SeedableRng as _};
use sha2::Sha256;

/// What Encrypt takes at most.
const PLAINTEXT: usize = 4096;
/// Among how many keys a call has to find its own.
const KEYS: [usize; 4] = [10, 100, 1_000, 10_000];

fn region(code: &str) -> Region {
    code.parse().expect("in the catalogue")
}

fn home() -> Region {
    region("us-east-1")
}

fn caller(world: &World, name: &str) -> Arc<str> {
    world.principals().named(name).expect("in the file of principals").acting_arn().into()
}

/// The policy that the console's wizard writes, with a role as its user.
fn console_policy(world: &World) -> String {
    let arn = |name| world.principals().named(name).expect("in the file of principals").arn();
    let mut policy = ConsolePolicy::new("aws", "111111111111", PolicyKeyKind::Symmetric);
    policy.administrators = vec![arn("alice"), arn("carol")];
    policy.users = vec![arn("EUApplicationRole"), arn("Application")];
    policy.multi_region = true;
    policy.to_json()
}

/// Makes keys with the console's policy; answers their ids.
fn make_keys(world: &mut World, count: usize, multi_region: bool, between: Span) -> Vec<String> {
    let alice = caller(world, "alice");
    let policy = console_policy(world);
    let make = |_| {
        world.advance(world.now() + between);
        let request = CreateKeyRequest { multi_region, policy: Some(policy.clone()), ..Default::default() };
        world.ask(home(), &alice, request).expect("admitted").key_metadata.key_id
    };
    (0..count).map(make).collect()
}

/// The cryptography that Encrypt cannot do without: nonce and IV, the key of the message, AES-GCM.
fn bare(rng: &mut ChaCha20Rng, material: &[u8; 32], plaintext: &[u8]) -> Vec<u8> {
    let (mut nonce, mut iv) = ([0; 16], [0; 12]);
    rng.fill_bytes(&mut nonce);
    rng.fill_bytes(&mut iv);
    let cipher = Aes256Gcm::new(&message_key(material, &nonce).into());
    let mut bytes = Vec::with_capacity(plaintext.len() + 16);
    bytes.extend_from_slice(plaintext);
    let tag = cipher
        .encrypt_inout_detached(&iv.into(), &nonce, InOutBuf::from(bytes.as_mut_slice()))
        .expect("short enough");
    bytes.extend_from_slice(&tag);
    bytes
}

fn message_key(material: &[u8; 32], nonce: &[u8; 16]) -> [u8; 32] {
    let mut prf = <Hmac<Sha256> as KeyInit>::new_from_slice(material).expect("any length");
    prf.update(&1u32.to_be_bytes());
    prf.update(b"AWSKMS-SIM\0");
    prf.update(nonce);
    prf.update(&256u32.to_be_bytes());
    prf.finalize().into_bytes().into()
}

#[divan::bench_group(min_time = 1)]
mod call {
    use super::*;

    #[divan::bench]
    fn bare_encrypt(bencher: Bencher<'_, '_>) {
        let mut rng = ChaCha20Rng::seed_from_u64(1);
        let plaintext = vec![7; PLAINTEXT];
        bencher.bench_local(|| bare(&mut rng, &[9; 32], black_box(&plaintext)));
    }

    #[divan::bench]
    fn bare_decrypt(bencher: Bencher<'_, '_>) {
        let iv = [3; 12];
        let cipher = Aes256Gcm::new(&message_key(&[9; 32], &[5; 16]).into());
        let mut sealed = vec![7; PLAINTEXT];
        let tag = cipher
            .encrypt_inout_detached(&iv.into(), b"", InOutBuf::from(sealed.as_mut_slice()))
            .expect("short enough");
        bencher.bench_local(|| {
            let cipher = Aes256Gcm::new(&message_key(black_box(&[9; 32]), &[5; 16]).into());
            let mut bytes = sealed.clone();
            cipher
                .decrypt_inout_detached(&iv.into(), b"", InOutBuf::from(bytes.as_mut_slice()), &tag)
                .expect("authentic");
            bytes
        });
    }

    /// Every call is about another key, so that no key is found sooner than another.
    #[divan::bench(args = KEYS)]
    fn encrypt(bencher: Bencher<'_, '_>, keys: usize) {
        let mut world = World::new(1);
        let keys = make_keys(&mut world, keys, true, Span::ZERO);
        let role = caller(&world, "Application");
        let mut next = keys.iter().cycle();
        let mut make = || EncryptRequest {
            key_id: next.next().expect("goes round").clone(),
            plaintext: Blob(vec![7; PLAINTEXT]),
            ..Default::default()
        };
        bencher
            .with_inputs(|| Call::new(home(), Arc::clone(&role), make().into()))
            .bench_local_values(|call| world.call(call).expect("admitted"));
    }

    #[divan::bench(args = KEYS)]
    fn decrypt(bencher: Bencher<'_, '_>, keys: usize) {
        let mut world = World::new(1);
        let keys = make_keys(&mut world, keys, true, Span::ZERO);
        let role = caller(&world, "Application");
        let mut seal = |key_id: &String| {
            let plaintext = Blob(vec![7; PLAINTEXT]);
            let request = EncryptRequest { key_id: key_id.clone(), plaintext, ..Default::default() };
            world.ask(home(), &role, request).expect("admitted").ciphertext_blob
        };
        let sealed: Vec<Blob> = keys.iter().map(&mut seal).collect();
        let mut next = sealed.iter().cycle();
        let mut make = || {
            let ciphertext_blob = next.next().expect("goes round").clone();
            DecryptRequest { ciphertext_blob: Some(ciphertext_blob), ..Default::default() }
        };
        bencher
            .with_inputs(|| Call::new(home(), Arc::clone(&role), make().into()))
            .bench_local_values(|call| world.call(call).expect("admitted"));
    }
}

/// The most memory that this process ever held, in MiB.
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok()? / 1024)
}

/// Keys in three Regions that rotate every 90 days, their dates spread evenly.
fn rotating_families(count: usize) -> World {
    let mut world = World::new(1);
    let alice = caller(&world, "alice");
    let between = Span::seconds(90 * 86_400 / count as i64);
    for key_id in make_keys(&mut world, count, true, between) {
        for to in ["eu-west-1", "ap-southeast-1"] {
            let (key_id, replica_region) = (key_id.clone(), to.to_owned());
            let request = ReplicateKeyRequest { key_id, replica_region, ..Default::default() };
            world.ask(home(), &alice, request).expect("admitted");
        }
        let rotation = EnableKeyRotationRequest { key_id, rotation_period_in_days: Some(90) };
        world.ask(home(), &alice, rotation).expect("admitted");
        world.advance(world.now() + between);
    }
    world
}

#[divan::bench(sample_count = 1, sample_size = 1)]
fn ten_years_of_10000_rotating_families(bencher: Bencher<'_, '_>) {
    let count = 10_000;
    let world = rotating_families(count);
    bencher.counter(ItemsCount::new(count * 40)).with_inputs(|| world.clone()).bench_local_values(
        |mut world| {
            let end = world.now() + Span::days(3_652);
            world.advance(end);
            let versions: usize = world.store().families().map(|family| family.material.count()).sum();
            assert!(versions >= count * 40, "{versions} versions after ten years");
            world
        },
    );
    if let Some(peak) = peak_memory() {
        eprintln!("peak memory: {peak} MiB");
    }
}

/// A world of 10,000 keys and 100,000 events: the making of the keys, and their use by three principals.
fn large_world() -> Stage {
    let mut stage = Stage::new(1);
    let world = &mut stage.world;
    let keys = make_keys(world, 10_000, true, Span::micros(250_000));
    let callers = ["alice", "Application", "EUApplicationRole"].map(|name| caller(world, name));
    for number in world.trail().made()..100_000 {
        let number = usize::try_from(number).expect("small");
        world.advance(world.now() + Span::micros(1_500));
        let request = EncryptRequest {
            key_id: keys[number % keys.len()].clone(),
            plaintext: b"a message".as_slice().into(),
            encryption_context: [("Department".to_owned(), format!("team-{}", number % 17))].into(),
            ..Default::default()
        };
        let caller = &callers[number % 3];
        let sealed = world.ask(home(), caller, request.clone()).expect("admitted").ciphertext_blob;
        if number % 2 == 0 {
            let encryption_context = request.encryption_context;
            let open =
                DecryptRequest { ciphertext_blob: Some(sealed), encryption_context, ..Default::default() };
            world.ask(home(), caller, open).expect("admitted");
        }
    }
    assert_eq!(world.trail().events().len(), 100_000);
    stage
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn save_10000_keys_and_100000_events(bencher: Bencher<'_, '_>) {
    let stage = large_world();
    bencher.bench_local(|| save::to_text(black_box(&stage)).expect("can be written"));
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn open_10000_keys_and_100000_events(bencher: Bencher<'_, '_>) {
    let stage = large_world();
    let text = save::to_text(&stage).expect("can be written");
    eprintln!("the save has {} KiB", text.len() / 1024);
    assert!(save::from_text(&text).expect("was just written") == stage, "a save is the same world");
    bencher.bench_local(|| save::from_text(black_box(&text)).expect("was just written"));
}

fn main() {
    assert!(Timestamp::default() < World::new(1).now());
    divan::main();
}
