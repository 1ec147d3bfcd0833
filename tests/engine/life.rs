//! The life of a multi-Region key: made, replicated, promoted; what its members share and what each has for itself.

use mrk_console::kms::{KeyId, Span, api::*};

use crate::scene::*;

fn listed(metadata: &KeyMetadata) -> (MultiRegionKeyType, String, Vec<String>) {
    let configuration = metadata.multi_region_configuration.clone().expect("a multi-Region key");
    for member in configuration.replica_keys.iter().chain([&configuration.primary_key]) {
        assert_eq!(member.arn, arn(member.region, &metadata.key_id));
    }
    let replicas = configuration.replica_keys.into_iter().map(|it| it.region.code().to_owned());
    let primary = configuration.primary_key.region.code().to_owned();
    (configuration.multi_region_key_type, primary, replicas.collect())
}

#[test]
fn a_new_key_tells_what_it_is() {
    let mut scene = Scene::new();
    let (key, single) = (scene.primary(), scene.single(us()));
    let (multi, single) = (scene.describe(us(), &key), scene.describe(us(), &single));
    assert!(multi.multi_region && !single.multi_region);
    assert_eq!(listed(&multi), (MultiRegionKeyType::Primary, "us-east-1".to_owned(), vec![]));
    assert_eq!(single.multi_region_configuration, None);
    for metadata in [multi, single] {
        assert_eq!(metadata.aws_account_id, "111111111111");
        assert_eq!((metadata.key_state, metadata.enabled), (KeyState::Enabled, true));
        assert_eq!(metadata.description, "");
        assert_eq!(metadata.encryption_algorithms, Some(vec![EncryptionAlgorithm::SymmetricDefault]));
        assert_eq!(metadata.deletion_date, None);
        assert!(metadata.current_key_material_id.is_some());
    }
}

#[test]
fn a_replica_is_creating_for_five_seconds_and_then_enabled() {
    let mut scene = Scene::new();
    let key = scene.primary();
    scene.ask(us(), rotate_every(&key, Some(100)));
    let answer = scene.ask(us(), replicate(&key, eu()));
    let replica = answer.replica_key_metadata;
    assert_eq!((replica.key_state, replica.enabled), (KeyState::Creating, false));
    assert_eq!((&replica.arn, &*replica.description), (&arn(eu(), &key), ""));
    assert_eq!(replica.current_key_material_id, None);
    assert_eq!(
        listed(&replica),
        (MultiRegionKeyType::Replica, "us-east-1".to_owned(), vec!["eu-west-1".to_owned()])
    );
    assert_eq!(scene.describe(eu(), &key), *replica);
    assert!(answer.replica_tags.is_empty());
    // The rotation settings show at once, and the primary goes on.
    let here = scene.ask(us(), rotation_status(&key));
    let there = scene.ask(eu(), rotation_status(&key));
    assert_eq!(there.next_rotation_date, here.next_rotation_date);
    assert_eq!(there.rotation_period_in_days, Some(100));
    assert_eq!(listed(&scene.describe(us(), &key)).2, ["eu-west-1"]);
    scene.ask(us(), encrypt(&key, b"x"));

    scene.pass(Span::micros(4_999_999));
    assert_eq!(scene.state(eu(), &key), KeyState::Creating);
    scene.pass(Span::micros(1));
    let replica = scene.describe(eu(), &key);
    assert_eq!((replica.key_state, replica.enabled), (KeyState::Enabled, true));
    assert_eq!(replica.current_key_material_id, Some(scene.material(us(), &key)));
}

#[test]
fn replicas_are_listed_by_region_and_the_same_everywhere() {
    let mut scene = Scene::new();
    let key = scene.primary();
    for code in ["us-west-2", "ap-southeast-1", "eu-west-1"] {
        scene.replicate(&key, region(code));
    }
    let (role, primary, replicas) = listed(&scene.describe(us(), &key));
    assert_eq!(role, MultiRegionKeyType::Primary);
    assert_eq!(replicas, ["ap-southeast-1", "eu-west-1", "us-west-2"]);
    for region in [ap(), eu()] {
        let there = listed(&scene.describe(region, &key));
        assert_eq!(there, (MultiRegionKeyType::Replica, primary.clone(), replicas.clone()));
    }
}

#[test]
fn description_tags_and_aliases_belong_to_one_member() {
    let mut scene = Scene::new();
    let request = CreateKeyRequest {
        multi_region: true,
        description: Some("primary's".to_owned()),
        tags: vec![tag("where", "here")],
        ..Default::default()
    };
    let key = scene.ask(us(), request).key_metadata.key_id;
    scene.ask(us(), create_alias("alias/x", &key));
    scene.replicate(&key, eu());
    let request = ReplicateKeyRequest {
        description: Some("replica's".to_owned()),
        tags: vec![tag("where", "there")],
        ..replicate(&key, ap())
    };
    assert_eq!(scene.ask(us(), request).replica_tags, [tag("where", "there")]);
    let descriptions = [us(), eu(), ap()].map(|region| scene.describe(region, &key).description);
    assert_eq!(descriptions, ["primary's", "", "replica's"]);
    let tags = |scene: &mut Scene, region| {
        scene.ask(region, ListResourceTagsRequest { key_id: key.clone(), ..Default::default() }).tags
    };
    assert_eq!(tags(&mut scene, us()), [tag("where", "here")]);
    assert_eq!(tags(&mut scene, eu()), []);
    assert!(scene.try_ask(eu(), describe("alias/x")).is_err());
    let request = UpdateKeyDescriptionRequest { key_id: key.clone(), description: "new".to_owned() };
    scene.ask(us(), request);
    scene.ask(eu(), TagResourceRequest { key_id: key.clone(), tags: vec![tag("a", "b")] });
    let descriptions = [us(), eu(), ap()].map(|region| scene.describe(region, &key).description);
    assert_eq!(descriptions, ["new", "", "replica's"]);
    assert_eq!(tags(&mut scene, us()), [tag("where", "here")]);
}

#[test]
fn members_are_switched_on_and_off_one_by_one() {
    let mut scene = Scene::new();
    let key = scene.family();
    let ciphertext = scene.seal(us(), &key, b"secret");
    scene.ask(us(), disable(&key));
    let states = |scene: &mut Scene| [us(), eu(), ap()].map(|region| scene.state(region, &key));
    assert_eq!(states(&mut scene), [KeyState::Disabled, KeyState::Enabled, KeyState::Enabled]);
    assert_eq!(scene.open(eu(), &ciphertext), b"secret", "a replica needs no primary");
    let fresh = scene.seal(ap(), &key, b"written meanwhile");
    scene.ask(eu(), disable(&key));
    scene.ask(us(), enable(&key));
    assert_eq!(states(&mut scene), [KeyState::Enabled, KeyState::Disabled, KeyState::Enabled]);
    assert_eq!(scene.open(us(), &fresh), b"written meanwhile");
    scene.ask(us(), disable(&key));
    scene.ask(us(), disable(&key));
    scene.ask(us(), enable(&key));
    scene.ask(us(), enable(&key));
    assert_eq!(scene.state(us(), &key), KeyState::Enabled);
}

#[test]
fn a_promotion_swaps_two_roles_and_changes_nothing_else() {
    let mut scene = Scene::new();
    let key = scene.family();
    scene.ask(us(), rotate_every(&key, Some(120)));
    scene.ask(us(), put_policy(&key, &policy(&[DELEGATE])));
    scene.ask(us(), create_alias("alias/x", &key));
    let status = scene.ask(us(), rotation_status(&key));
    let before = scene.world.store().clone();
    let ciphertext = scene.seal(us(), &key, b"secret");

    scene.ask(us(), promote(&key, eu()));
    // The roles are swapped at once in every answer; two members are Updating, the third goes on.
    let views = [us(), eu(), ap()].map(|region| scene.describe(region, &key));
    let states = views.each_ref().map(|view| (view.key_state, view.enabled));
    assert_eq!(states, [(KeyState::Updating, false), (KeyState::Updating, false), (KeyState::Enabled, true)]);
    let roles = views.each_ref().map(|view| listed(view).0);
    let (primary, replica) = (MultiRegionKeyType::Primary, MultiRegionKeyType::Replica);
    assert_eq!(roles, [replica, primary, replica]);
    for view in &views {
        let (_, primary, replicas) = listed(view);
        assert_eq!(
            (&*primary, replicas),
            ("eu-west-1", vec!["ap-southeast-1".to_owned(), "us-east-1".to_owned()])
        );
    }
    // Cryptography goes on in all of them.
    for region in [us(), eu(), ap()] {
        assert_eq!(scene.open(region, &ciphertext), b"secret");
        scene.seal(region, &key, b"x");
    }
    scene.pass(Span::micros(4_999_999));
    assert_eq!(scene.state(us(), &key), KeyState::Updating);
    scene.pass(Span::micros(1));
    assert_eq!([us(), eu()].map(|region| scene.state(region, &key)), [KeyState::Enabled; 2]);

    let there = scene.ask(eu(), rotation_status(&key));
    assert_eq!(there.next_rotation_date, status.next_rotation_date);
    // What was one member's is still that member's.
    let id = KeyId::parse(&key).expect("a key id");
    let mut after = scene.world.store().family(&id).expect("exists").clone();
    after.primary = us();
    assert_eq!(Some(&after), before.family(&id));
    assert_eq!(scene.describe(us(), "alias/x").key_id, key);
}

#[test]
fn the_role_can_travel_round_the_world() {
    let mut scene = Scene::new();
    let key = scene.family();
    for (from, to) in [(us(), eu()), (eu(), ap()), (ap(), us())] {
        assert!(scene.try_ask(to, rotate(&key)).is_err(), "a replica yet");
        scene.ask(from, promote(&key, to));
        scene.pass(Span::seconds(5));
        scene.ask(to, rotate_every(&key, None));
        assert!(scene.try_ask(from, rotate_every(&key, None)).is_err(), "a replica now");
        let newcomer = if to == us() {
            "sa-east-1"
        } else if to == eu() {
            "eu-west-2"
        } else {
            "ap-south-1"
        };
        assert!(scene.try_ask(from, replicate(&key, region(newcomer))).is_err());
        scene.ask(to, replicate(&key, region(newcomer)));
        scene.pass(Span::seconds(5));
    }
    assert_eq!(listed(&scene.describe(us(), &key)).2.len(), 5);
}
