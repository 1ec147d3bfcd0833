//! Multi-Region keys with imported material: one set of materials, and every member with its own imports.

use mrk_console::kms::{Exception, Region, Span, api::*};

use crate::{material::*, scene::*};

type Told = (Option<KeyMaterialState>, Option<ImportState>);

fn told(scene: &mut Scene, region: Region, key: &str) -> Vec<Told> {
    let entries = scene.ask(region, all_rotations(key)).rotations;
    entries.into_iter().map(|it| (it.key_material_state, it.import_state)).collect()
}

const fn is(state: KeyMaterialState, import: ImportState) -> Told {
    (Some(state), Some(import))
}

use ImportState::{Imported, PendingImport};
use KeyMaterialState::{Current, NonCurrent, PendingMultiRegionImportAndRotation, PendingRotation};

#[test]
fn a_replica_knows_its_material_at_once_and_has_to_be_given_it() {
    let mut scene = Scene::new();
    let mut customer = Customer::default();
    let key = external_primary(&mut scene);
    let says = format!("{} is pending import.", arn(us(), &key));
    scene.refuses(us(), replicate(&key, eu()), Exception::KmsInvalidState, &says);
    let described = ImportKeyMaterialRequest {
        key_material_description: Some("first".to_owned()),
        ..customer.request(&mut scene, us(), &key, &[1; 32])
    };
    let id = scene.ask(us(), described).key_material_id.expect("symmetric");
    let answer = scene.ask(us(), replicate(&key, eu())).replica_key_metadata;
    assert_eq!((answer.key_state, answer.current_key_material_id), (KeyState::Creating, None));
    let says = format!("{} is creating.", arn(eu(), &key));
    scene.refuses(eu(), get_parameters(&key), Exception::KmsInvalidState, &says);
    scene.refuses(eu(), delete_material(&key, None), Exception::KmsInvalidState, &says);
    scene.pass(Span::seconds(5));
    let metadata = scene.describe(eu(), &key);
    assert_eq!((metadata.key_state, metadata.enabled), (KeyState::PendingImport, false));
    assert_eq!(metadata.current_key_material_id.as_ref(), Some(&id));
    assert_eq!(metadata.expiration_model, None);
    let entry = scene.ask(eu(), all_rotations(&key)).rotations.remove(0);
    assert_eq!(entry.key_id, arn(eu(), &key));
    assert_eq!(entry.key_material_description.as_deref(), Some("first"));
    assert_eq!((entry.key_material_state, entry.import_state), is(Current, PendingImport));
    assert_eq!(scene.refused(us(), promote(&key, eu())).1, format!("{} is pending import.", arn(eu(), &key)));

    let says = format!("Imported key material does not have the expected identifier ({id}).");
    let wrong = customer.request(&mut scene, eu(), &key, &[2; 32]);
    scene.refuses(eu(), wrong, Exception::IncorrectKeyMaterial, &says);
    let right = customer.request(&mut scene, eu(), &key, &[1; 32]);
    let says = "Input parameter ImportType NEW_KEY_MATERIAL cannot be used on replica Multi-Region keys";
    scene.refuses(eu(), as_new(right.clone()), Exception::Validation, says);
    let described =
        ImportKeyMaterialRequest { key_material_description: Some("mine".to_owned()), ..right.clone() };
    let says = "Key material description can only be specified on primary Multi-Region keys";
    scene.refuses(eu(), described, Exception::Validation, says);
    assert_eq!(scene.ask(eu(), right).key_material_id, Some(id));
    let ciphertext = scene.seal(us(), &key, b"from us");
    assert_eq!(scene.open(eu(), &ciphertext), b"from us");
}

#[test]
fn material_is_lost_and_expires_in_one_region_only() {
    let mut scene = Scene::new();
    let mut customer = Customer::default();
    let key = customer.family(&mut scene);
    let ciphertext = scene.seal(us(), &key, b"x");
    scene.ask(eu(), delete_material(&key, None));
    assert_eq!(
        (scene.state(us(), &key), scene.state(eu(), &key)),
        (KeyState::Enabled, KeyState::PendingImport)
    );
    customer.import(&mut scene, eu(), &key, 1);
    let expiring = ImportKeyMaterialRequest {
        expiration_model: None,
        valid_to: in_hours(&scene, 3),
        ..customer.request(&mut scene, us(), &key, &[1; 32])
    };
    scene.ask(us(), expiring);
    assert_eq!(scene.describe(eu(), &key).valid_to, None);
    scene.pass(Span::seconds(3 * 3600));
    assert_eq!(
        (scene.state(us(), &key), scene.state(eu(), &key)),
        (KeyState::PendingImport, KeyState::Enabled)
    );
    assert_eq!(scene.open(eu(), &ciphertext), b"x");
    let expired = scene.world.trail().events().iter().filter(|it| &*it.name == "DeleteExpiredKeyMaterial");
    assert_eq!(expired.map(|event| event.region).collect::<Vec<_>>(), [us()]);
}

#[test]
fn new_material_rotates_in_three_steps() {
    let mut scene = Scene::new();
    let mut customer = Customer::default();
    let key = customer.family(&mut scene);
    let old = scene.seal(eu(), &key, b"old");
    let second = customer.import_new(&mut scene, us(), &key, 2);
    let first_told = |import| is(Current, import);
    let half = [first_told(Imported), is(PendingMultiRegionImportAndRotation, Imported)];
    assert_eq!(told(&mut scene, us(), &key), half);
    let half = [first_told(Imported), is(PendingMultiRegionImportAndRotation, PendingImport)];
    assert_eq!(told(&mut scene, eu(), &key), half);
    assert_eq!(scene.state(eu(), &key), KeyState::Enabled, "what only waits is not missed");
    let says = "Cannot perform key material rotation: Key material has not been imported for replicas of the \
                Multi-Region key.";
    scene.refuses(us(), rotate(&key), Exception::KmsInvalidState, says);
    assert_eq!(scene.refused(eu(), rotate(&key)).0, Exception::UnsupportedOperation);
    customer.import(&mut scene, eu(), &key, 2);
    for region in [us(), eu()] {
        let ready = [first_told(Imported), is(PendingRotation, Imported)];
        assert_eq!(told(&mut scene, region, &key), ready);
    }
    // A new replica sets it back.
    scene.replicate(&key, ap());
    let lacking = [first_told(PendingImport), is(PendingMultiRegionImportAndRotation, PendingImport)];
    assert_eq!(told(&mut scene, ap(), &key), lacking);
    scene.refuses(us(), rotate(&key), Exception::KmsInvalidState, says);
    customer.import(&mut scene, ap(), &key, 2);
    assert_eq!(scene.state(ap(), &key), KeyState::PendingImport, "it lacks the current one");
    scene.ask(us(), rotate(&key));
    scene.pass(Span::seconds(240));
    for region in [us(), eu()] {
        assert_eq!(told(&mut scene, region, &key), [is(NonCurrent, Imported), is(Current, Imported)]);
        assert_eq!(scene.material(region, &key), second);
        assert_eq!(scene.open(region, &old), b"old");
    }
    assert_eq!(told(&mut scene, ap(), &key), [is(NonCurrent, PendingImport), is(Current, Imported)]);
    customer.import(&mut scene, ap(), &key, 1);
    let new = scene.seal(us(), &key, b"new");
    assert_eq!((scene.open(ap(), &old), scene.open(ap(), &new)), (b"old".to_vec(), b"new".to_vec()));
}

#[test]
fn waiting_material_goes_from_everywhere_with_the_primary_s_and_from_one_place_with_a_replica_s() {
    let mut scene = Scene::new();
    let mut customer = Customer::default();
    let key = customer.family(&mut scene);
    let second = customer.import_new(&mut scene, us(), &key, 2);
    customer.import(&mut scene, eu(), &key, 2);
    scene.ask(eu(), delete_material(&key, Some(&second)));
    assert_eq!(told(&mut scene, us(), &key)[1], is(PendingMultiRegionImportAndRotation, Imported));
    customer.import(&mut scene, eu(), &key, 2);
    scene.ask(us(), delete_material(&key, Some(&second)));
    for region in [us(), eu()] {
        assert_eq!(told(&mut scene, region, &key), [is(Current, Imported)]);
        assert_eq!(scene.state(region, &key), KeyState::Enabled);
    }
    let again = customer.request(&mut scene, eu(), &key, &[2; 32]);
    assert_eq!(scene.refused(eu(), again).0, Exception::IncorrectKeyMaterial, "withdrawn");
}

#[test]
fn a_rotation_that_was_admitted_is_not_held_up_by_a_replica_that_loses_the_material() {
    let mut scene = Scene::new();
    let mut customer = Customer::default();
    let key = customer.family(&mut scene);
    let second = customer.import_new(&mut scene, us(), &key, 2);
    customer.import(&mut scene, eu(), &key, 2);
    scene.ask(us(), rotate(&key));
    scene.ask(eu(), delete_material(&key, Some(&second)));
    assert_eq!(told(&mut scene, us(), &key)[1], is(PendingRotation, Imported));
    scene.pass(Span::seconds(240));
    assert_eq!(
        (scene.state(us(), &key), scene.state(eu(), &key)),
        (KeyState::Enabled, KeyState::PendingImport)
    );
    let ciphertext = scene.seal(us(), &key, b"x");
    customer.import(&mut scene, eu(), &key, 2);
    assert_eq!(scene.open(eu(), &ciphertext), b"x");
}

#[test]
fn after_a_promotion_the_new_primary_brings_new_material() {
    let mut scene = Scene::new();
    let mut customer = Customer::default();
    let key = customer.family(&mut scene);
    let waiting = customer.import_new(&mut scene, us(), &key, 2);
    scene.ask(us(), promote(&key, eu()));
    // Importing goes on while the roles change, deleting does not.
    customer.import(&mut scene, us(), &key, 1);
    let says = format!("{} is updating.", arn(us(), &key));
    scene.refuses(us(), delete_material(&key, None), Exception::KmsInvalidState, &says);
    scene.refuses(us(), get_parameters(&key), Exception::KmsInvalidState, &says);
    scene.pass(Span::seconds(5));
    let request = as_new(customer.request(&mut scene, us(), &key, &[3; 32]));
    assert_eq!(scene.refused(us(), request).0, Exception::Validation, "a replica now");
    let request = as_new(customer.request(&mut scene, eu(), &key, &[3; 32]));
    assert_eq!(scene.refused(eu(), request).0, Exception::KmsInvalidState, "the other one still waits");
    customer.import(&mut scene, eu(), &key, 2);
    scene.ask(eu(), rotate(&key));
    scene.pass(Span::seconds(240));
    assert_eq!(scene.material(us(), &key), waiting);
}

#[test]
fn material_that_expires_while_the_roles_change_is_missed_at_once() {
    let mut scene = Scene::new();
    let mut customer = Customer::default();
    let key = customer.family(&mut scene);
    let expiring = ImportKeyMaterialRequest {
        expiration_model: None,
        valid_to: in_hours(&scene, 1),
        ..customer.request(&mut scene, us(), &key, &[1; 32])
    };
    scene.ask(us(), expiring);
    scene.pass(Span::seconds(3598));
    scene.ask(us(), promote(&key, eu()));
    scene.pass(Span::seconds(3));
    assert_eq!(
        (scene.state(us(), &key), scene.state(eu(), &key)),
        (KeyState::PendingImport, KeyState::Updating)
    );
    scene.pass(Span::seconds(5));
    assert_eq!(
        (scene.state(us(), &key), scene.state(eu(), &key)),
        (KeyState::PendingImport, KeyState::Enabled)
    );
}

#[test]
fn hmac_material_is_the_same_in_every_region() {
    let mut scene = Scene::new();
    let mut customer = Customer::default();
    let request = CreateKeyRequest {
        origin: Some(Origin::External),
        multi_region: true,
        key_spec: Some(KeySpec::Hmac512),
        key_usage: Some(KeyUsage::GenerateVerifyMac),
        ..Default::default()
    };
    let key = scene.ask(us(), request).key_metadata.key_id;
    let import = customer.request(&mut scene, us(), &key, &[5; 64]);
    scene.ask(us(), import);
    scene.replicate(&key, eu());
    let wrong = customer.request(&mut scene, eu(), &key, &[6; 64]);
    assert_eq!(scene.refused(eu(), wrong).0, Exception::IncorrectKeyMaterial);
    let import = customer.request(&mut scene, eu(), &key, &[5; 64]);
    scene.ask(eu(), import);
    let mac = GenerateMacRequest {
        key_id: key.clone(),
        message: b"message".as_slice().into(),
        mac_algorithm: Some(MacAlgorithm::HmacSha512),
        ..Default::default()
    };
    assert_eq!(scene.ask(us(), mac.clone()).mac, scene.ask(eu(), mac).mac);
}
