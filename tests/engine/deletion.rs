//! Deletion: a waiting period for every member, replicas before the primary, and back again.

use mrk_console::kms::{EpochSeconds, Exception, Span, api::*};

use crate::scene::*;

fn gone(scene: &mut Scene, region: mrk_console::kms::Region, key: &str) {
    let says = format!("Key '{}' does not exist", arn(region, key));
    scene.refuses(region, describe(key), Exception::NotFound, &says);
}

#[test]
fn a_key_is_deleted_on_its_date_with_its_aliases() {
    let mut scene = Scene::new();
    let key = scene.single(us());
    scene.ask(us(), create_alias("alias/x", &key));
    let ciphertext = scene.seal(us(), &key, b"lost for ever");
    let date = scene.world.now() + Span::days(7);
    let answer = scene.ask(us(), delete_in(&key, 7));
    assert_eq!(answer.key_id, arn(us(), &key));
    assert_eq!(
        (answer.key_state, answer.deletion_date),
        (KeyState::PendingDeletion, Some(EpochSeconds(date)))
    );
    let metadata = scene.describe(us(), &key);
    assert_eq!((metadata.enabled, metadata.deletion_date), (false, Some(EpochSeconds(date))));
    assert_eq!(metadata.pending_deletion_window_in_days, None);

    scene.pass(Span::micros(Span::days(7).as_micros() - 1));
    assert_eq!(scene.state(us(), &key), KeyState::PendingDeletion);
    scene.pass(Span::micros(1));
    gone(&mut scene, us(), &key);
    assert_eq!(scene.refused(us(), describe("alias/x")).0, Exception::NotFound);
    assert_eq!(scene.refused(us(), decrypt(&ciphertext)).0, Exception::AccessDenied);
    assert_eq!(scene.world.store().family_count(), 0);
    assert_eq!(scene.ask(us(), ListKeysRequest::default()).keys, []);
}

#[test]
fn a_cancelled_deletion_leaves_the_key_disabled() {
    let mut scene = Scene::new();
    let key = scene.single(us());
    let ciphertext = scene.seal(us(), &key, b"kept");
    scene.ask(us(), delete_in(&key, 7));
    scene.pass_days(6);
    assert_eq!(scene.ask(us(), cancel(&key)).key_id, arn(us(), &key));
    assert_eq!(scene.describe(us(), &key).deletion_date, None);
    assert_eq!(scene.state(us(), &key), KeyState::Disabled);
    // The old date passes; a new one counts from its own beginning.
    scene.ask(us(), delete_in(&key, 10));
    scene.pass_days(9);
    assert_eq!(scene.state(us(), &key), KeyState::PendingDeletion);
    scene.ask(us(), cancel(&key));
    scene.ask(us(), enable(&key));
    scene.pass_days(100);
    assert_eq!(scene.open(us(), &ciphertext), b"kept");
}

#[test]
fn a_replica_goes_alone() {
    let mut scene = Scene::new();
    let key = scene.family();
    let ciphertext = scene.seal(eu(), &key, b"secret");
    scene.ask(eu(), delete_in(&key, 7));
    let replicas = |scene: &mut Scene| {
        let configuration = scene.describe(us(), &key).multi_region_configuration.expect("multi-Region");
        configuration.replica_keys.into_iter().map(|it| it.region).collect::<Vec<_>>()
    };
    assert_eq!(replicas(&mut scene), [ap(), eu()], "listed while it waits");
    scene.pass_days(7);
    gone(&mut scene, eu(), &key);
    assert_eq!(replicas(&mut scene), [ap()]);
    for region in [us(), ap()] {
        assert_eq!(scene.state(region, &key), KeyState::Enabled);
        assert_eq!(scene.open(region, &ciphertext), b"secret");
    }
}

#[test]
fn a_primary_waits_for_its_replicas_and_then_for_its_own_date() {
    let mut scene = Scene::new();
    let key = scene.family();
    let begin = scene.world.now();
    let answer = scene.ask(us(), delete_in(&key, 30));
    assert_eq!((answer.key_state, answer.deletion_date), (KeyState::PendingReplicaDeletion, None));
    assert_eq!(answer.pending_window_in_days, 30);
    let metadata = scene.describe(us(), &key);
    assert_eq!((metadata.deletion_date, metadata.pending_deletion_window_in_days), (None, Some(30)));
    // It may wait for ever, and the replicas go on meanwhile.
    scene.pass_days(400);
    assert_eq!(scene.state(us(), &key), KeyState::PendingReplicaDeletion);
    scene.seal(eu(), &key, b"x");

    scene.ask(eu(), delete_in(&key, 7));
    scene.ask(ap(), delete_in(&key, 30));
    scene.pass_days(29);
    gone(&mut scene, eu(), &key);
    assert_eq!(scene.state(us(), &key), KeyState::PendingReplicaDeletion);
    scene.pass_days(1);
    gone(&mut scene, ap(), &key);
    let last_gone = begin + Span::days(400 + 30);
    let metadata = scene.describe(us(), &key);
    assert_eq!(metadata.key_state, KeyState::PendingDeletion);
    assert_eq!(metadata.deletion_date, Some(EpochSeconds(last_gone + Span::days(30))));
    scene.pass_days(30);
    gone(&mut scene, us(), &key);
    assert_eq!(scene.world.store().family_count(), 0);
}

#[test]
fn a_set_lives_fourteen_days_at_least_after_everything_was_scheduled() {
    let mut scene = Scene::new();
    let key = scene.primary();
    scene.replicate(&key, eu());
    // The replica is scheduled first, and still counts.
    scene.ask(eu(), delete_in(&key, 7));
    let answer = scene.ask(us(), delete_in(&key, 7));
    assert_eq!(answer.key_state, KeyState::PendingReplicaDeletion);
    scene.pass_days(13);
    assert_eq!(scene.state(us(), &key), KeyState::PendingDeletion);
    scene.pass_days(1);
    gone(&mut scene, us(), &key);
}

#[test]
fn a_waiting_primary_can_be_brought_back() {
    let mut scene = Scene::new();
    let key = scene.family();
    scene.ask(us(), delete_in(&key, 7));
    scene.ask(us(), cancel(&key));
    let metadata = scene.describe(us(), &key);
    assert_eq!(metadata.key_state, KeyState::Disabled);
    assert_eq!(metadata.pending_deletion_window_in_days, None);
    // Its window is forgotten: the replicas' end starts nothing.
    scene.ask(eu(), delete_in(&key, 7));
    scene.ask(ap(), delete_in(&key, 7));
    scene.pass_days(60);
    assert_eq!(scene.state(us(), &key), KeyState::Disabled);
}

#[test]
fn a_region_can_be_replicated_to_again_with_the_same_id_and_material() {
    let mut scene = Scene::new();
    let key = scene.family();
    scene.ask(us(), rotate(&key));
    scene.pass(Span::seconds(240));
    let old = scene.seal(eu(), &key, b"before");
    scene.ask(eu(), create_alias("alias/x", &key));
    scene.ask(eu(), delete_in(&key, 7));
    scene.pass_days(8);
    gone(&mut scene, eu(), &key);
    scene.replicate(&key, eu());
    assert_eq!(scene.describe(eu(), &key).arn, arn(eu(), &key));
    assert_eq!(scene.material(eu(), &key), scene.material(us(), &key));
    assert_eq!(scene.open(eu(), &old), b"before");
    assert!(scene.try_ask(eu(), describe("alias/x")).is_err(), "aliases went with the first replica");
    let rotations = ListKeyRotationsRequest { key_id: key, ..Default::default() };
    assert_eq!(scene.ask(eu(), rotations).rotations.len(), 1);
}

#[test]
fn a_replica_can_be_scheduled_while_it_is_still_creating() {
    let mut scene = Scene::new();
    let key = scene.primary();
    scene.ask(us(), replicate(&key, eu()));
    scene.ask(eu(), delete_in(&key, 7));
    scene.pass(Span::seconds(5));
    assert_eq!(scene.state(eu(), &key), KeyState::PendingDeletion);
    scene.pass_days(7);
    gone(&mut scene, eu(), &key);
}
