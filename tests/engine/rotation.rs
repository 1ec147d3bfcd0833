//! Rotation: set at the primary, the same in every Region, and never used before every member has the new material.

use mrk_console::kms::{EpochSeconds, Exception, Region, Span, api::*};

use crate::scene::*;

const MULTI_REGION_ROTATION: Span = Span::seconds(240);

fn rotations(scene: &mut Scene, region: Region, key: &str) -> Vec<RotationsListEntry> {
    let request = ListKeyRotationsRequest {
        key_id: key.to_owned(),
        include_key_material: Some(IncludeKeyMaterial::AllKeyMaterial),
        ..Default::default()
    };
    scene.ask(region, request).rotations
}

#[test]
fn only_the_primary_can_be_told_to_rotate() {
    let mut scene = Scene::new();
    let key = scene.family();
    let disable_rotation = DisableKeyRotationRequest { key_id: key.clone() };
    let says = |operation: &str| {
        format!("{} is a multi-region replica key which is not valid for {operation}.", arn(eu(), &key))
    };
    let unsupported = Exception::UnsupportedOperation;
    scene.refuses(eu(), rotate_every(&key, None), unsupported, &says("EnableKeyRotation"));
    scene.refuses(eu(), disable_rotation.clone(), unsupported, &says("DisableKeyRotation"));
    scene.refuses(eu(), rotate(&key), unsupported, &says("RotateKeyOnDemand"));
    // A disabled replica is told that first.
    scene.ask(eu(), disable(&key));
    assert_eq!(scene.refused(eu(), rotate(&key)).0, Exception::Disabled);
    scene.ask(us(), rotate_every(&key, None));
    scene.ask(us(), disable_rotation);
}

#[test]
fn the_settings_keep_to_kms_s_rules() {
    let mut scene = Scene::new();
    let key = scene.family();
    let status = |scene: &mut Scene, region| {
        let status = scene.ask(region, rotation_status(&key));
        assert_eq!(status.key_id, arn(region, &key));
        (status.key_rotation_enabled, status.rotation_period_in_days, status.next_rotation_date)
    };
    let off = (false, None, None);
    assert_eq!(status(&mut scene, us()), off, "never enabled");
    let begin = scene.world.now();
    let every = |days, from: mrk_console::kms::Timestamp| {
        (true, Some(days), Some(EpochSeconds(from + Span::days(days))))
    };
    scene.ask(us(), rotate_every(&key, Some(100)));
    scene.pass_days(10);
    for again in [None, Some(100)] {
        scene.ask(us(), rotate_every(&key, again));
        for region in [us(), eu(), ap()] {
            assert_eq!(status(&mut scene, region), every(100, begin), "enabling again keeps the date");
        }
    }
    let later = scene.world.now();
    scene.ask(us(), rotate_every(&key, Some(200)));
    assert_eq!(status(&mut scene, eu()), every(200, later), "another period counts from now");
    for _ in 0..2 {
        scene.ask(us(), DisableKeyRotationRequest { key_id: key.clone() });
        assert_eq!(status(&mut scene, eu()), off);
    }
    scene.ask(us(), rotate_every(&key, None));
    assert_eq!(status(&mut scene, ap()), every(365, later), "forgotten while it was off");
    // Nothing of the earlier dates is left over.
    scene.pass_days(364);
    assert_eq!(scene.versions(&key), 1);
    scene.pass_days(2);
    assert_eq!(scene.versions(&key), 2);
}

#[test]
fn new_material_is_used_nowhere_before_every_member_has_it() {
    let mut scene = Scene::new();
    let key = scene.family();
    let old = scene.material(us(), &key);
    let began = scene.world.now();
    assert_eq!(scene.ask(us(), rotate(&key)).key_id, arn(us(), &key));
    // One rotation results, however often it is asked for.
    scene.ask(us(), rotate(&key));
    for _ in 0..24 {
        for region in [us(), eu(), ap()] {
            assert_eq!(scene.material(region, &key), old);
            let answer = scene.ask(region, data_key(&key));
            assert_eq!(answer.key_material_id.as_ref(), Some(&old));
            let status = scene.ask(region, rotation_status(&key));
            assert_eq!(status.on_demand_rotation_start_date, Some(EpochSeconds(began)));
            assert_eq!(rotations(&mut scene, region, &key).len(), 1);
        }
        scene.pass(Span::seconds(9));
    }
    scene.pass(Span::seconds(24));
    let new = scene.material(us(), &key);
    assert_ne!(new, old);
    for region in [us(), eu(), ap()] {
        assert_eq!(scene.material(region, &key), new);
        assert_eq!(scene.ask(region, rotation_status(&key)).on_demand_rotation_start_date, None);
        let entries = rotations(&mut scene, region, &key);
        assert!(entries.iter().all(|entry| entry.key_id == arn(region, &key)));
        let told: Vec<_> = entries
            .iter()
            .map(|it| (it.key_material_id.clone(), it.key_material_state, it.rotation_type, it.rotation_date))
            .collect();
        let done = EpochSeconds(began + MULTI_REGION_ROTATION);
        let expected = [
            (Some(old.clone()), Some(KeyMaterialState::NonCurrent), None, None),
            (Some(new.clone()), Some(KeyMaterialState::Current), Some(RotationType::OnDemand), Some(done)),
        ];
        assert_eq!(told, expected);
        let only = ListKeyRotationsRequest { key_id: key.clone(), ..Default::default() };
        assert_eq!(scene.ask(region, only).rotations.len(), 1, "the first material is no rotation");
    }
}

#[test]
fn a_replica_made_during_a_rotation_gets_the_new_material_too() {
    let mut scene = Scene::new();
    let key = scene.primary();
    scene.replicate(&key, eu());
    scene.ask(us(), rotate(&key));
    scene.pass(Span::seconds(238));
    scene.ask(us(), replicate(&key, ap()));
    scene.pass(Span::seconds(3));
    // The time of the rotation has passed, but one member is still without.
    assert_eq!(scene.versions(&key), 1);
    scene.pass(Span::seconds(2));
    assert_eq!(scene.versions(&key), 2);
    assert_eq!(scene.material(ap(), &key), scene.material(us(), &key));
}

#[test]
fn a_rotation_goes_on_when_members_are_disabled_or_deleted_meanwhile() {
    let mut scene = Scene::new();
    let key = scene.family();
    scene.ask(us(), rotate(&key));
    scene.ask(us(), disable(&key));
    scene.ask(eu(), delete_in(&key, 7));
    scene.pass(MULTI_REGION_ROTATION);
    assert_eq!(scene.versions(&key), 2);
    scene.ask(eu(), cancel(&key));
    scene.ask(eu(), enable(&key));
    assert_eq!(scene.material(eu(), &key), scene.material(ap(), &key));
}

#[test]
fn a_single_region_key_rotates_faster() {
    let mut scene = Scene::new();
    let key = scene.single(eu());
    scene.ask(eu(), rotate(&key));
    scene.pass(Span::seconds(119));
    assert_eq!(scene.versions(&key), 1);
    scene.pass(Span::seconds(1));
    assert_eq!(scene.versions(&key), 2);
}

#[test]
fn ten_years_of_rotation_lock_nobody_out() {
    let mut scene = Scene::new();
    let key = scene.family();
    let begin = scene.world.now();
    scene.ask(us(), rotate_every(&key, Some(365)));
    let mut written = Vec::new();
    for year in 0..10_u8 {
        let region = [us(), eu(), ap()][usize::from(year) % 3];
        written.push((year, scene.seal(region, &key, &[year])));
        scene.pass_days(365);
        scene.pass(MULTI_REGION_ROTATION);
        assert_eq!(scene.versions(&key), usize::from(year) + 2);
    }
    for region in [us(), eu(), ap()] {
        for (year, ciphertext) in &written {
            assert_eq!(scene.open(region, ciphertext), [*year]);
        }
        let entries = rotations(&mut scene, region, &key);
        assert_eq!(entries.len(), 11);
        for (number, entry) in (1..).zip(&entries[1..]) {
            let date = begin + Span::days(365 * number) + MULTI_REGION_ROTATION;
            assert_eq!(entry.rotation_date, Some(EpochSeconds(date)));
            assert_eq!(entry.rotation_type, Some(RotationType::Automatic));
        }
    }
    // A replica made now gets all eleven versions.
    let newcomer = region("sa-east-1");
    scene.replicate(&key, newcomer);
    for (year, ciphertext) in &written {
        assert_eq!(scene.open(newcomer, ciphertext), [*year]);
    }
    // And a jump over ten more years does the same as ten steps.
    scene.pass_days(3650);
    assert_eq!(scene.versions(&key), 21);
}

#[test]
fn a_disabled_primary_pauses_rotation_and_makes_up_for_it_when_enabled() {
    let mut scene = Scene::new();
    let key = scene.family();
    scene.ask(us(), rotate_every(&key, Some(90)));
    scene.ask(us(), disable(&key));
    scene.pass_days(200);
    assert_eq!(scene.versions(&key), 1);
    assert!(scene.ask(us(), rotation_status(&key)).key_rotation_enabled);
    let enabled = scene.world.now();
    scene.ask(us(), enable(&key));
    scene.pass(MULTI_REGION_ROTATION);
    assert_eq!(scene.versions(&key), 2);
    let next = scene.ask(us(), rotation_status(&key)).next_rotation_date;
    assert_eq!(next, Some(EpochSeconds(enabled + Span::days(90))));
    // A disabled replica pauses nothing.
    scene.ask(eu(), disable(&key));
    scene.pass_days(91);
    assert_eq!(scene.versions(&key), 3);
}

#[test]
fn deletion_hides_the_schedule_and_cancelling_shows_it_again() {
    let mut scene = Scene::new();
    let (key, single) = (scene.family(), scene.single(us()));
    for name in [&key, &single] {
        scene.ask(us(), rotate_every(name, Some(90)));
        scene.ask(us(), delete_in(name, 30));
    }
    let enabled = |scene: &mut Scene, key| scene.ask(us(), rotation_status(key)).key_rotation_enabled;
    assert!(enabled(&mut scene, &key), "PendingReplicaDeletion still tells it");
    let status = scene.ask(us(), rotation_status(&single));
    assert_eq!((status.key_rotation_enabled, status.rotation_period_in_days), (false, None));
    assert_eq!(status.next_rotation_date, None);
    scene.ask(us(), cancel(&single));
    assert!(enabled(&mut scene, &single));
    scene.pass_days(100);
    assert_eq!((scene.versions(&key), scene.versions(&single)), (1, 1), "neither primary is in use");
}

#[test]
fn twenty_five_rotations_on_demand_are_all_there_are() {
    let mut scene = Scene::new();
    let key = scene.family();
    let first = scene.seal(us(), &key, b"first");
    for _ in 0..25 {
        scene.ask(us(), rotate(&key));
        scene.pass(MULTI_REGION_ROTATION);
    }
    assert_eq!(scene.versions(&key), 26);
    let says = format!(
        "The on-demand rotations limit has been reached for the given keyId. No more on-demand rotations can be \
         performed for this key: {}",
        arn(us(), &key)
    );
    scene.refuses(us(), rotate(&key), Exception::LimitExceeded, &says);
    // The limit is the set's: another primary has none of its own.
    scene.ask(us(), promote(&key, eu()));
    scene.pass(Span::seconds(5));
    assert_eq!(scene.refused(eu(), rotate(&key)).0, Exception::LimitExceeded);
    // The schedule does not count against it.
    scene.ask(eu(), rotate_every(&key, Some(90)));
    scene.pass_days(91);
    assert_eq!((scene.versions(&key), scene.open(ap(), &first)), (27, b"first".to_vec()));
}

#[test]
fn on_demand_and_the_schedule_keep_out_of_each_other_s_way() {
    let mut scene = Scene::new();
    let key = scene.family();
    let begin = scene.world.now();
    scene.ask(us(), rotate_every(&key, Some(90)));
    let date = scene.ask(us(), rotation_status(&key)).next_rotation_date;
    scene.pass_days(30);
    scene.ask(us(), rotate(&key));
    scene.pass(MULTI_REGION_ROTATION);
    assert_eq!(scene.ask(us(), rotation_status(&key)).next_rotation_date, date, "the schedule stays");
    let quiet = begin + Span::days(90);
    assert_eq!(scene.world.advance(quiet + Span::micros(-20 * 60 * 1_000_000)), None);
    assert_eq!(scene.refused(us(), rotate(&key)).0, Exception::Conflict);
    assert_eq!(scene.world.advance(quiet), None);
    assert_eq!(scene.refused(us(), rotate(&key)).0, Exception::Conflict, "the automatic one is under way");
    scene.pass(MULTI_REGION_ROTATION);
    scene.ask(us(), rotate(&key));
}

#[test]
fn a_promotion_takes_the_schedule_along() {
    let mut scene = Scene::new();
    let key = scene.family();
    scene.ask(us(), rotate_every(&key, Some(90)));
    scene.ask(us(), promote(&key, eu()));
    scene.pass(Span::seconds(5));
    scene.ask(us(), disable(&key));
    scene.pass_days(91);
    assert_eq!(scene.versions(&key), 2, "the old primary's state no longer counts");
    scene.ask(eu(), disable(&key));
    scene.pass_days(91);
    assert_eq!(scene.versions(&key), 2);
}
