//! Whatever is asked in whatever order, the world stays sound: random calls over three Regions and much time.

use std::collections::BTreeSet;

use mrk_console::{
    kms::{Exception, KeyId, Region, Span, Transitions, api::*},
    workloads::{Stage, save},
};
use proptest::prelude::*;

use crate::scene::*;

/// Something to do to one of the keys that exist, in one of three Regions. Numbers are taken modulo what there is.
#[derive(Clone, Debug)]
enum Step {
    Create { region: u8, multi_region: bool },
    Replicate { region: u8, key: u8, to: u8 },
    Promote { region: u8, key: u8, to: u8 },
    Enable { region: u8, key: u8 },
    Disable { region: u8, key: u8 },
    Delete { region: u8, key: u8, days: u32 },
    Cancel { region: u8, key: u8 },
    Rotate { region: u8, key: u8 },
    RotateEvery { region: u8, key: u8, days: u32 },
    StopRotating { region: u8, key: u8 },
    Name { region: u8, key: u8, name: u8 },
    Rename { region: u8, key: u8, name: u8 },
    Unname { region: u8, name: u8 },
    Seal { region: u8, key: u8 },
    Open { region: u8, ciphertext: u8 },
    Wait { seconds: u32 },
    WaitDays { days: u32 },
}

fn step() -> impl Strategy<Value = Step> {
    use Step::*;
    let (region, key) = (0..3_u8, 0..4_u8);
    let member = || (0..3_u8, 0..4_u8);
    prop_oneof![
        2 => (region.clone(), any::<bool>()).prop_map(|(region, multi_region)| Create { region, multi_region }),
        4 => (region.clone(), key.clone(), 0..3_u8).prop_map(|(region, key, to)| Replicate { region, key, to }),
        3 => (region.clone(), key, 0..3_u8).prop_map(|(region, key, to)| Promote { region, key, to }),
        2 => member().prop_map(|(region, key)| Enable { region, key }),
        2 => member().prop_map(|(region, key)| Disable { region, key }),
        2 => (member(), 6..32_u32).prop_map(|((region, key), days)| Delete { region, key, days }),
        2 => member().prop_map(|(region, key)| Cancel { region, key }),
        3 => member().prop_map(|(region, key)| Rotate { region, key }),
        2 => (member(), 80..400_u32).prop_map(|((region, key), days)| RotateEvery { region, key, days }),
        1 => member().prop_map(|(region, key)| StopRotating { region, key }),
        2 => (member(), 0..4_u8).prop_map(|((region, key), name)| Name { region, key, name }),
        1 => (member(), 0..4_u8).prop_map(|((region, key), name)| Rename { region, key, name }),
        1 => (region.clone(), 0..4_u8).prop_map(|(region, name)| Unname { region, name }),
        4 => member().prop_map(|(region, key)| Seal { region, key }),
        4 => (region, any::<u8>()).prop_map(|(region, ciphertext)| Open { region, ciphertext }),
        4 => (0..300_u32).prop_map(|seconds| Wait { seconds }),
        2 => (0..40_u32).prop_map(|days| WaitDays { days }),
    ]
}

/// A ciphertext with what it must give.
struct Sealed {
    key: String,
    plaintext: Vec<u8>,
    ciphertext: Blob,
}

struct Play {
    scene: Scene,
    keys: Vec<String>,
    sealed: Vec<Sealed>,
}

impl Play {
    fn new(instant: bool) -> Self {
        let mut scene = Scene::new();
        if instant {
            scene.world.set_transitions(Transitions::INSTANT);
        }
        Self { scene, keys: Vec::new(), sealed: Vec::new() }
    }

    fn key(&self, number: u8) -> String {
        let index = usize::from(number) % self.keys.len().max(1);
        self.keys.get(index).cloned().unwrap_or_else(|| "mrk-0123456789abcdef0123456789abcdef".to_owned())
    }

    /// Asks, and checks that a refusal leaves all keys as they were.
    fn ask<R: KmsRequest>(&mut self, region: Region, request: R) -> Option<R::Response> {
        let before = self.scene.world.store().clone();
        match self.scene.try_ask(region, request) {
            Ok(answer) => Some(answer),
            Err(error) => {
                assert_ne!(error.exception, Exception::KmsInternal);
                assert_eq!(*self.scene.world.store(), before, "{error}");
                None
            }
        }
    }

    fn attempt<R: KmsRequest>(&mut self, region: Region, request: R) {
        let _admitted = self.ask(region, request).is_some();
    }

    fn take(&mut self, step: &Step) {
        let at = |number: u8| [us(), eu(), ap()][usize::from(number) % 3];
        let alias = |name: u8| format!("alias/name-{name}");
        match *step {
            Step::Create { region, multi_region } => {
                let request = CreateKeyRequest { multi_region, ..Default::default() };
                let made = self.ask(at(region), request);
                self.keys.extend(made.map(|it| it.key_metadata.key_id));
            }
            Step::Replicate { region, key, to } => {
                self.attempt(at(region), replicate(&self.key(key), at(to)))
            }
            Step::Promote { region, key, to } => self.attempt(at(region), promote(&self.key(key), at(to))),
            Step::Enable { region, key } => self.attempt(at(region), enable(&self.key(key))),
            Step::Disable { region, key } => self.attempt(at(region), disable(&self.key(key))),
            Step::Delete { region, key, days } => self.attempt(at(region), delete_in(&self.key(key), days)),
            Step::Cancel { region, key } => self.attempt(at(region), cancel(&self.key(key))),
            Step::Rotate { region, key } => self.attempt(at(region), rotate(&self.key(key))),
            Step::RotateEvery { region, key, days } => {
                self.attempt(at(region), rotate_every(&self.key(key), Some(days)));
            }
            Step::StopRotating { region, key } => {
                self.attempt(at(region), DisableKeyRotationRequest { key_id: self.key(key) });
            }
            Step::Name { region, key, name } => {
                self.attempt(at(region), create_alias(&alias(name), &self.key(key)));
            }
            Step::Rename { region, key, name } => {
                let request = UpdateAliasRequest { alias_name: alias(name), target_key_id: self.key(key) };
                self.attempt(at(region), request);
            }
            Step::Unname { region, name } => {
                self.attempt(at(region), DeleteAliasRequest { alias_name: alias(name) });
            }
            Step::Seal { region, key } => {
                let (key, plaintext) = (self.key(key), vec![self.sealed.len() as u8; 9]);
                if let Some(answer) = self.ask(at(region), encrypt(&key, &plaintext)) {
                    self.sealed.push(Sealed { key, plaintext, ciphertext: answer.ciphertext_blob });
                }
            }
            Step::Open { region, ciphertext } => self.open(at(region), usize::from(ciphertext)),
            Step::Wait { seconds } => self.scene.pass(Span::seconds(seconds.into())),
            Step::WaitDays { days } => self.scene.pass_days(days),
        }
    }

    /// A ciphertext opens exactly where its key has a member in use, whichever version closed it.
    fn open(&mut self, region: Region, number: usize) {
        let Some(Sealed { key, plaintext, ciphertext }) =
            self.sealed.get(number % self.sealed.len().max(1)).map(|it| Sealed {
                key: it.key.clone(),
                plaintext: it.plaintext.clone(),
                ciphertext: it.ciphertext.clone(),
            })
        else {
            return;
        };
        let id = KeyId::parse(&key).expect("was made");
        let member = self.scene.world.store().member(&id, region);
        let state = member.map(|(_, member)| member.state.key_state());
        let opened = self.scene.try_ask(region, decrypt(&ciphertext));
        match (state, opened) {
            (Some(KeyState::Enabled | KeyState::Updating), Ok(answer)) => {
                assert_eq!((answer.plaintext.0, answer.key_id), (plaintext, arn(region, &key)));
            }
            (Some(KeyState::Disabled), Err(error)) => assert_eq!(error.exception, Exception::Disabled),
            (None, Err(error)) => assert_eq!(error.exception, Exception::AccessDenied),
            (Some(KeyState::Enabled | KeyState::Updating | KeyState::Disabled) | None, other) => {
                panic!("{state:?} gave {other:?}")
            }
            (Some(_), other) => {
                assert_eq!(other.expect_err("not in use").exception, Exception::KmsInvalidState);
            }
        }
    }

    fn check(&self) {
        let store = self.scene.world.store();
        for family in store.families() {
            assert!(family.members.contains_key(&family.primary), "a primary is a member");
            assert!(family.is_multi_region() || family.members.len() == 1);
            for (region, member) in &family.members {
                assert!(store.keys_in(*region).any(|id| *id == family.id));
                let state = member.state.key_state();
                if state == KeyState::PendingReplicaDeletion {
                    assert!(*region == family.primary && family.members.len() > 1);
                }
                assert!(member.state.deletion_date().is_none_or(|date| date >= self.scene.world.now()));
            }
            let versions: BTreeSet<_> = family.material.all().map(|it| it.id).collect();
            assert_eq!(versions.len(), family.material.count());
            for version in versions {
                assert_eq!(store.key_of_material(&version), Some(&family.id));
            }
            if let Some(automatic) = family.rotation.automatic {
                assert!((90..=2560).contains(&automatic.period_days));
            }
        }
        for region in [us(), eu(), ap()] {
            for id in store.keys_in(region) {
                assert!(store.member(id, region).is_some(), "an index names a member that is gone");
            }
            for (_, name, alias) in store.aliases_in(region) {
                assert!(store.member(&alias.target, region).is_some(), "{name} names a key that is gone");
            }
        }
    }

    fn check_save(self) {
        let mut stage = Stage::new(0);
        stage.world = self.scene.world;
        let text = save::to_text(&stage).expect("can be written");
        let again = save::from_text(&text).expect("was just written");
        assert!(again == stage, "a world changed in its save");
        assert_eq!(save::to_text(&again).expect("can be written"), text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_world_stays_sound_whatever_is_asked(
        instant in any::<bool>(),
        steps in proptest::collection::vec(step(), 1..90),
    ) {
        let mut play = Play::new(instant);
        for step in &steps {
            play.take(step);
            play.check();
        }
        for region in [us(), eu(), ap()] {
            for number in 0..play.sealed.len() {
                play.open(region, number);
            }
        }
        play.check_save();
    }

    #[test]
    fn every_plaintext_and_context_comes_back(
        plaintext in proptest::collection::vec(any::<u8>(), 1..=4096),
        pairs in proptest::collection::btree_map("\\PC{0,12}", "\\PC{0,12}", 0..5),
        rotations in 0..3_u8,
    ) {
        let mut scene = Scene::new();
        scene.world.set_transitions(Transitions::INSTANT);
        let key = scene.family();
        let request = EncryptRequest { encryption_context: pairs.clone(), ..encrypt(&key, &plaintext) };
        let sealed = scene.ask(us(), request).ciphertext_blob;
        for _ in 0..rotations {
            scene.ask(us(), rotate(&key));
        }
        prop_assert_eq!(scene.versions(&key), 1 + usize::from(rotations));
        for region in [us(), eu(), ap()] {
            let read = DecryptRequest { encryption_context: pairs.clone(), ..decrypt(&sealed) };
            prop_assert_eq!(&scene.ask(region, read).plaintext.0, &plaintext);
        }
    }

    #[test]
    fn any_bytes_and_any_name_are_answered_and_never_panic(
        bytes in proptest::collection::vec(any::<u8>(), 0..300),
        name in "\\PC{0,60}|arn:aws:kms:[a-z0-9-]{0,12}:[0-9]{0,13}:(key|alias)/\\PC{0,20}|alias/\\PC{0,20}",
        text in "\\PC{0,80}|\\{\"Version\":\"2012-10-17\",\"Statement\":\\PC{0,60}\\}",
    ) {
        let mut scene = Scene::new();
        let key = scene.single(us());
        let blob = Blob::from(bytes);
        let _ = scene.try_ask(us(), decrypt(&blob));
        let _ = scene.try_ask(us(), decrypt_with(&name, &blob));
        let _ = scene.try_ask(us(), encrypt(&name, b"x"));
        let _ = scene.try_ask(us(), enable(&name));
        let _ = scene.try_ask(us(), create_alias(&name, &key));
        let _ = scene.try_ask(us(), put_policy(&key, &text));
        let request = ReplicateKeyRequest { replica_region: name, ..replicate(&key, eu()) };
        let _ = scene.try_ask(us(), request);
        for event in scene.world.trail().events() {
            event.to_record();
        }
    }
}
