//! Whatever happens to a family of keys in whatever order, it stays one: random lives over three Regions, with material
//! that KMS makes and material that is imported.

use mrk_console::{
    kms::{Exception, KeyFamily, KeyId, KmsError, MemberState, Region, Span, Transitions, api::*},
    workloads::{Stage, save},
};
use proptest::prelude::*;

use crate::{material::*, scene::*};

/// Something to do to one of two families. Numbers are taken modulo what there is.
#[derive(Clone, Debug)]
enum Step {
    Replicate { from: u8, key: u8, to: u8 },
    Promote { from: u8, key: u8, to: u8 },
    Switch { at: u8, key: u8, on: bool },
    Delete { at: u8, key: u8 },
    Cancel { at: u8, key: u8 },
    Rotate { at: u8, key: u8 },
    RotateEvery { at: u8, key: u8, days: u32 },
    Import { at: u8, value: u8, is_new: bool, hours: Option<u8> },
    Lose { at: u8, which: u8 },
    Seal { at: u8, key: u8 },
    Wait { seconds: u32 },
    WaitDays { days: u32 },
}

fn step() -> impl Strategy<Value = Step> {
    use Step::*;
    let at = || (0..3_u8, 0..2_u8);
    prop_oneof![
        4 => (at(), 0..3_u8).prop_map(|((from, key), to)| Replicate { from, key, to }),
        2 => (at(), 0..3_u8).prop_map(|((from, key), to)| Promote { from, key, to }),
        3 => (at(), any::<bool>()).prop_map(|((at, key), on)| Switch { at, key, on }),
        2 => at().prop_map(|(at, key)| Delete { at, key }),
        2 => at().prop_map(|(at, key)| Cancel { at, key }),
        4 => at().prop_map(|(at, key)| Rotate { at, key }),
        1 => (at(), 90..200_u32).prop_map(|((at, key), days)| RotateEvery { at, key, days }),
        8 => (0..3_u8, 1..4_u8, any::<bool>(), proptest::option::weighted(0.3, 1..20_u8))
            .prop_map(|(at, value, is_new, hours)| Import { at, value, is_new, hours }),
        3 => (0..3_u8, 0..4_u8).prop_map(|(at, which)| Lose { at, which }),
        4 => at().prop_map(|(at, key)| Seal { at, key }),
        5 => (0..600_u32).prop_map(|seconds| Wait { seconds }),
        1 => (3600..40_000_u32).prop_map(|seconds| Wait { seconds }),
        1 => (1..12_u32).prop_map(|days| WaitDays { days }),
    ]
}

struct Life {
    scene: Scene,
    customer: Customer,
    /// A family with material of KMS's, and one with imported material.
    keys: [String; 2],
    sealed: Vec<(usize, Vec<u8>, Blob)>,
}

fn place(number: u8) -> Region {
    [us(), eu(), ap()][usize::from(number) % 3]
}

impl Life {
    fn new(is_instant: bool) -> Self {
        let (mut scene, mut customer) = (Scene::new(), Customer::default());
        if is_instant {
            scene.world.set_transitions(Transitions::INSTANT);
        }
        let imported = external_primary(&mut scene);
        customer.import(&mut scene, us(), &imported, 1);
        let keys = [scene.primary(), imported];
        Self { scene, customer, keys, sealed: Vec::new() }
    }

    /// Asks, and checks that a refusal leaves all keys as they were and is not the service's fault.
    fn ask<R: KmsRequest>(&mut self, region: Region, request: R) -> Option<R::Response> {
        let before = self.scene.world.store().clone();
        match self.scene.try_ask(region, request) {
            Ok(answer) => Some(answer),
            Err(KmsError { exception, message }) => {
                assert_ne!(exception, Exception::KmsInternal);
                assert_eq!(*self.scene.world.store(), before, "{exception:?} {message}");
                None
            }
        }
    }

    fn take(&mut self, step: &Step) {
        let key_of = |life: &Self, key: u8| life.keys[usize::from(key) % 2].clone();
        match *step {
            Step::Replicate { from, key, to } => {
                drop(self.ask(place(from), replicate(&key_of(self, key), place(to))));
            }
            Step::Promote { from, key, to } => {
                let _admitted = self.ask(place(from), promote(&key_of(self, key), place(to)));
            }
            Step::Switch { at, key, on: true } => {
                let _admitted = self.ask(place(at), enable(&key_of(self, key)));
            }
            Step::Switch { at, key, on: false } => {
                let _admitted = self.ask(place(at), disable(&key_of(self, key)));
            }
            Step::Delete { at, key } => drop(self.ask(place(at), delete_in(&key_of(self, key), 7))),
            Step::Cancel { at, key } => drop(self.ask(place(at), cancel(&key_of(self, key)))),
            Step::Rotate { at, key } => drop(self.ask(place(at), rotate(&key_of(self, key)))),
            Step::RotateEvery { at, key, days } => {
                let _admitted = self.ask(place(at), rotate_every(&key_of(self, key), Some(days)));
            }
            Step::Import { at, value, is_new, hours } => self.import(place(at), value, is_new, hours),
            Step::Lose { at, which } => {
                let key = self.keys[1].clone();
                let id = self.materials().get(usize::from(which)).cloned();
                drop(self.ask(place(at), delete_material(&key, id.as_deref())));
            }
            Step::Seal { at, key } => {
                let plaintext = vec![self.sealed.len() as u8; 5];
                if let Some(answer) = self.ask(place(at), encrypt(&key_of(self, key), &plaintext)) {
                    self.sealed.push((usize::from(key) % 2, plaintext, answer.ciphertext_blob));
                }
            }
            Step::Wait { seconds } => self.scene.pass(Span::seconds(seconds.into())),
            Step::WaitDays { days } => self.scene.pass_days(days),
        }
    }

    fn import(&mut self, region: Region, value: u8, is_new: bool, hours: Option<u8>) {
        let key = self.keys[1].clone();
        let Ok(parameters) = self.customer.try_parameters(&mut self.scene, region, &key) else { return };
        let mut request = import_with(&parameters, &key, &[value; 32]);
        if is_new {
            request = as_new(request);
        }
        if let Some(hours) = hours {
            request.expiration_model = None;
            request.valid_to = in_hours(&self.scene, hours.into());
        }
        drop(self.ask(region, request));
    }

    /// The ids of the imported family's materials.
    fn materials(&self) -> Vec<String> {
        let id = KeyId::parse(&self.keys[1]).expect("was made");
        let Some(family) = self.scene.world.store().family(&id) else { return Vec::new() };
        family.material.all().chain(family.material.waiting()).map(|it| it.id.to_string()).collect()
    }

    /// Every invariant of every family.
    fn check(&mut self) {
        for family in self.scene.world.store().families() {
            self.check_members(family);
            check_material(family);
        }
        for key in self.keys.clone() {
            self.check_what_is_shared(&key);
        }
    }

    fn check_members(&self, family: &KeyFamily) {
        let now = self.scene.world.now();
        let primary = family.members.get(&family.primary).expect("a primary is a member");
        assert!(!primary.awaits_copy, "a primary has its material");
        for (region, member) in &family.members {
            let is_primary = *region == family.primary;
            match member.state {
                MemberState::Creating => assert!(member.awaits_copy && !is_primary),
                MemberState::PendingDeletion { date } => assert!(date >= now),
                MemberState::PendingReplicaDeletion { .. } => {
                    assert!(is_primary && family.members.len() > 1 && !member.awaits_copy);
                }
                MemberState::Unavailable { .. } => panic!("not in a custom key store"),
                MemberState::PendingImport => {
                    assert!(!family.has_all_material(member) && !member.awaits_copy);
                }
                MemberState::Enabled | MemberState::Disabled | MemberState::Updating => {
                    assert!(family.has_all_material(member) && !member.awaits_copy);
                }
            }
            for (id, imported) in &member.imported {
                assert!(family.material.knows(id), "imported, and no material of the key");
                let is_version = family.material.find(id).is_some();
                assert!(!is_version || imported.valid_to.is_none_or(|it| it > now), "outlived its date");
            }
        }
    }

    /// What members tell of what they share is the same everywhere.
    fn check_what_is_shared(&mut self, key: &str) {
        let id = KeyId::parse(key).expect("was made");
        let Some(family) = self.scene.world.store().family(&id).cloned() else { return };
        let mut shared = Vec::new();
        let mut rotations = Vec::new();
        for (region, member) in &family.members {
            let mut metadata = self.scene.describe(*region, key);
            assert_eq!(metadata.key_state, member.state.key_state());
            assert_eq!(metadata.enabled, member.state == MemberState::Enabled);
            let current = metadata.current_key_material_id.take();
            assert_eq!(current.is_none(), member.awaits_copy);
            let mut configuration = metadata.multi_region_configuration.expect("multi-Region");
            let is_primary = *region == family.primary;
            assert_eq!(configuration.multi_region_key_type == MultiRegionKeyType::Primary, is_primary);
            configuration.multi_region_key_type = MultiRegionKeyType::Primary;
            shared.push((metadata.key_id, metadata.key_spec, metadata.origin, configuration));
            let mut entries = self.scene.ask(*region, all_rotations(key)).rotations;
            for entry in &mut entries {
                assert_eq!(entry.key_id, arn(*region, key));
                entry.key_id.clear();
                (entry.import_state, entry.expiration_model, entry.valid_to) = (None, None, None);
            }
            rotations.push(entries);
        }
        assert!(shared.windows(2).all(|pair| pair[0] == pair[1]), "{shared:?}");
        assert!(rotations.windows(2).all(|pair| pair[0] == pair[1]), "{rotations:?}");
    }

    /// Every ciphertext opens wherever its key has a member in use, and is refused everywhere else.
    fn check_ciphertexts(&mut self) {
        for (key, plaintext, ciphertext) in self.sealed.clone() {
            let id = KeyId::parse(&self.keys[key]).expect("was made");
            for region in [us(), eu(), ap()] {
                let member = self.scene.world.store().member(&id, region);
                let state = member.map(|(_, member)| member.state);
                let opened = self.scene.try_ask(region, decrypt(&ciphertext));
                match state {
                    Some(MemberState::Enabled | MemberState::Updating) => {
                        assert_eq!(opened.expect("in use").plaintext.0, plaintext);
                    }
                    Some(MemberState::Disabled) => {
                        assert_eq!(opened.expect_err("disabled").exception, Exception::Disabled);
                    }
                    Some(_) => {
                        assert_eq!(opened.expect_err("not in use").exception, Exception::KmsInvalidState);
                    }
                    None => {
                        assert_eq!(opened.expect_err("not here").exception, Exception::AccessDenied);
                    }
                }
            }
        }
    }

    fn check_save(&self) {
        let mut stage = Stage::new(0);
        stage.world = self.scene.world.clone();
        let text = save::to_text(&stage).expect("can be written");
        assert!(save::from_text(&text).expect("was just written") == stage, "a world changed in its save");
    }
}

fn check_material(family: &KeyFamily) {
    let history = &family.material;
    let waiting = history.waiting().map(|it| it.id);
    assert!(
        waiting.is_none_or(|waiting| history.find(&waiting).is_none()),
        "waits, and is a version already"
    );
    assert!(family.rotation.on_demand_used <= 25);
    let made_by_kms = family.origin == Origin::AwsKms;
    assert!(!made_by_kms || waiting.is_none());
    assert!(made_by_kms || family.rotation.automatic.is_none());
    if let Some(rotation) = &family.rotation.in_progress {
        assert_eq!(rotation.material.is_some(), made_by_kms);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_family_stays_sound_in_any_order_of_its_life(
        is_instant in any::<bool>(),
        steps in proptest::collection::vec(step(), 10..70),
    ) {
        let mut life = Life::new(is_instant);
        for step in &steps {
            life.take(step);
            life.check();
        }
        life.check_ciphertexts();
        life.check_save();
        // What is under way comes to its end.
        life.scene.pass(Span::seconds(600));
        life.check();
        life.check_ciphertexts();
    }
}
