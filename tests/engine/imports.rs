//! Imported key material: parameters and tokens, expiration, several versions, and every member for itself.

use aes_kw::{KeyInit as _, KwpAes256};
use mrk_console::kms::{
    EpochSeconds, Exception, Region, Span,
    api::*,
    cryptography::{KeyPair, PublicKey, encrypt_to},
};

use crate::{material::*, scene::*};

/// Id, state, import state, rotation of every material, as a member tells them.
fn told(scene: &mut Scene, region: Region, key: &str) -> Vec<(String, KeyMaterialState, ImportState)> {
    let entries = scene.ask(region, all_rotations(key)).rotations;
    let told = entries.into_iter().map(|it| (it.key_material_id, it.key_material_state, it.import_state));
    told.map(|(id, state, import)| (id.unwrap(), state.unwrap(), import.unwrap())).collect()
}

#[test]
fn a_key_waits_for_its_material_and_is_enabled_by_it() {
    let mut scene = Scene::new();
    let key = external(&mut scene);
    let metadata = scene.describe(us(), &key);
    assert_eq!((metadata.key_state, metadata.enabled), (KeyState::PendingImport, false));
    assert_eq!((metadata.origin, metadata.current_key_material_id), (Origin::External, None));
    assert_eq!((metadata.expiration_model, metadata.valid_to), (None, None));
    assert_eq!(scene.ask(us(), all_rotations(&key)).rotations, []);
    let nothing = scene.ask(us(), delete_material(&key, None));
    assert_eq!((nothing.key_id, nothing.key_material_id), (arn(us(), &key), None));

    let now = scene.world.now();
    let parameters = scene.ask(us(), get_parameters(&key));
    assert_eq!(parameters.key_id, arn(us(), &key));
    assert_eq!(parameters.parameters_valid_to, Some(EpochSeconds(now + Span::days(1))));
    let answer = scene.ask(us(), import_with(&parameters, &key, &[7; 32]));
    assert_eq!(answer.key_id, arn(us(), &key));
    let metadata = scene.describe(us(), &key);
    assert_eq!((metadata.key_state, metadata.enabled), (KeyState::Enabled, true));
    assert_eq!(metadata.current_key_material_id, answer.key_material_id);
    assert_eq!(metadata.expiration_model, Some(ExpirationModel::KeyMaterialDoesNotExpire));
    let ciphertext = scene.seal(us(), &key, b"under my own key");
    assert_eq!(scene.open(us(), &ciphertext), b"under my own key");
}

#[test]
fn only_keys_that_are_made_for_it_can_be_imported_into() {
    let mut scene = Scene::new();
    let key = scene.single(us());
    let says = format!("{} origin is AWS_KMS which is not valid for this operation.", arn(us(), &key));
    scene.refuses(us(), get_parameters(&key), Exception::UnsupportedOperation, &says);
    scene.refuses(us(), delete_material(&key, None), Exception::UnsupportedOperation, &says);
    let import = ImportKeyMaterialRequest {
        key_id: key,
        import_token: b"x".as_slice().into(),
        encrypted_key_material: b"x".as_slice().into(),
        ..Default::default()
    };
    scene.refuses(us(), import, Exception::UnsupportedOperation, &says);
    for spec in [KeySpec::MlDsa44, KeySpec::MlDsa87, KeySpec::MlKem512] {
        let request = CreateKeyRequest {
            origin: Some(Origin::External),
            key_spec: Some(spec),
            key_usage: spec.usages().first().copied(),
            ..Default::default()
        };
        let says = format!("KeySpec {spec} is not supported for Origin EXTERNAL");
        scene.refuses(us(), request, Exception::Validation, &says);
    }
}

#[test]
fn material_is_wrapped_as_its_key_admits() {
    use WrappingAlgorithm::*;
    let mut scene = Scene::new();
    for (spec, algorithm, wrapping) in [
        (KeySpec::SymmetricDefault, RsaesPkcs1V15, WrappingKeySpec::Rsa2048),
        (KeySpec::SymmetricDefault, RsaAesKeyWrapSha256, WrappingKeySpec::Rsa2048),
        (KeySpec::SymmetricDefault, RsaesOaepSha256, WrappingKeySpec::Sm2),
        (KeySpec::SymmetricDefault, Sm2Pke, WrappingKeySpec::Sm2),
        (KeySpec::Hmac256, RsaAesKeyWrapSha1, WrappingKeySpec::Rsa4096),
        (KeySpec::Rsa2048, RsaesOaepSha256, WrappingKeySpec::Rsa4096),
        (KeySpec::Rsa3072, RsaesOaepSha1, WrappingKeySpec::Rsa4096),
        (KeySpec::EccNistP521, RsaesOaepSha256, WrappingKeySpec::Rsa2048),
        (KeySpec::EccNistEdwards25519, RsaesOaepSha1, WrappingKeySpec::Rsa2048),
    ] {
        let key = external_of(&mut scene, spec);
        let request = GetParametersForImportRequest {
            wrapping_algorithm: Some(algorithm),
            wrapping_key_spec: Some(wrapping),
            ..get_parameters(&key)
        };
        let says = format!(
            "Wrapping algorithm {algorithm} and wrapping key spec {wrapping} cannot be used to import a {spec} key."
        );
        scene.refuses(us(), request, Exception::Validation, &says);
    }
}

#[test]
fn a_token_belongs_to_one_key_in_one_region_for_a_day() {
    let mut scene = Scene::new();
    let mut customer = Customer::default();
    let key = customer.family(&mut scene);
    let other = external(&mut scene);
    let mine = customer.request(&mut scene, us(), &key, &[1; 32]);
    let invalid = (Exception::InvalidImportToken, String::new());
    let theirs = ImportKeyMaterialRequest { key_id: other.clone(), ..mine.clone() };
    assert_eq!(scene.refused(us(), theirs), invalid);
    assert_eq!(scene.refused(eu(), mine.clone()), invalid);
    let of_other = scene.ask(us(), get_parameters(&other));
    for place in [0, 1, 8, 16, 17, 48] {
        let mut token = of_other.import_token.clone();
        token.0[place] ^= 1;
        let request =
            ImportKeyMaterialRequest { import_token: token, ..import_with(&of_other, &other, &[2; 32]) };
        assert_eq!(scene.refused(us(), request), invalid, "byte {place}");
    }
    for length in [1, 17, 48] {
        let token = of_other.import_token.0[..length].into();
        let request =
            ImportKeyMaterialRequest { import_token: token, ..import_with(&of_other, &other, &[2; 32]) };
        assert_eq!(scene.refused(us(), request), invalid, "{length} bytes");
    }
    // Several are valid, each as often as wanted, also after younger ones were made.
    let younger = scene.ask(us(), get_parameters(&key));
    for parameters in [&younger, &younger] {
        scene.ask(us(), import_with(parameters, &key, &[1; 32]));
    }
    scene.ask(us(), mine.clone());
    // A token and a public key of different answers do not go together.
    let mixed = ImportKeyMaterialRequest { import_token: younger.import_token.clone(), ..mine.clone() };
    assert_eq!(scene.refused(us(), mixed), (Exception::InvalidCiphertext, String::new()));
    scene.pass_days(1);
    let expired = (Exception::ExpiredImportToken, String::new());
    assert_eq!(scene.refused(us(), mine.clone()), expired);
    // Still told apart after the wrapping key was let go.
    scene.ask(us(), get_parameters(&key));
    assert_eq!(scene.refused(us(), mine), expired);
}

#[test]
fn what_does_not_unwrap_to_the_key_s_kind_is_refused_alike() {
    let mut scene = Scene::new();
    let mut customer = Customer::default();
    let key = external(&mut scene);
    let mut damaged = customer.request(&mut scene, us(), &key, &[1; 32]);
    damaged.encrypted_key_material.0[0] ^= 1;
    let unreadable = (Exception::InvalidCiphertext, String::new());
    assert_eq!(scene.refused(us(), damaged.clone()), unreadable);
    damaged.encrypted_key_material = b"short".as_slice().into();
    assert_eq!(scene.refused(us(), damaged), unreadable);
    for length in [16, 31, 33] {
        let request = customer.request(&mut scene, us(), &key, &vec![1; length]);
        assert_eq!(scene.refused(us(), request), unreadable, "{length} bytes");
    }
    assert_eq!(scene.state(us(), &key), KeyState::PendingImport);
}

#[test]
fn an_expiration_is_a_date_within_a_year() {
    let mut scene = Scene::new();
    let mut customer = Customer::default();
    let key = external(&mut scene);
    let import = customer.request(&mut scene, us(), &key, &[1; 32]);
    let expiring =
        |model, valid_to| ImportKeyMaterialRequest { expiration_model: model, valid_to, ..import.clone() };
    let (expires, keeps) =
        (Some(ExpirationModel::KeyMaterialExpires), Some(ExpirationModel::KeyMaterialDoesNotExpire));
    let soon = in_hours(&scene, 1);
    let missing = "A validTo date must be set if the ExpirationModel is KEY_MATERIAL_EXPIRES";
    for (model, valid_to, says) in [
        (None, None, missing),
        (expires, None, missing),
        (keeps, soon, "A validTo date cannot be set if the ExpirationModel is KEY_MATERIAL_DOES_NOT_EXPIRE"),
        (expires, in_hours(&scene, 0), "ValidTo must be in the future"),
        (None, in_hours(&scene, -5), "ValidTo must be in the future"),
        (expires, in_hours(&scene, 365 * 24 + 1), "ValidTo must be less than 365 days in the future"),
    ] {
        scene.refuses(us(), expiring(model, valid_to), Exception::Validation, says);
    }
    scene.ask(us(), expiring(None, in_hours(&scene, 365 * 24)));
    // Importing the same material again sets another date.
    scene.ask(us(), expiring(expires, soon));
    let metadata = scene.describe(us(), &key);
    assert_eq!(metadata.valid_to, soon);
    assert_eq!(metadata.expiration_model, expires);
    let entry = scene.ask(us(), all_rotations(&key)).rotations.remove(0);
    assert_eq!((entry.valid_to, entry.expiration_model), (soon, expires));
}

#[test]
fn expired_material_is_deleted_on_its_date_and_not_on_an_earlier_one() {
    let mut scene = Scene::new();
    let mut customer = Customer::default();
    let key = external(&mut scene);
    let import = customer.request(&mut scene, us(), &key, &[1; 32]);
    let until = |valid_to| ImportKeyMaterialRequest {
        expiration_model: Some(ExpirationModel::KeyMaterialExpires),
        valid_to,
        ..import.clone()
    };
    let (first, second) = (in_hours(&scene, 1), in_hours(&scene, 5));
    scene.ask(us(), until(first));
    let ciphertext = scene.seal(us(), &key, b"x");
    scene.ask(us(), until(second));
    scene.pass(Span::seconds(4 * 3600));
    assert_eq!(scene.state(us(), &key), KeyState::Enabled, "the first date no longer stands");
    scene.pass(Span::seconds(3600));
    let metadata = scene.describe(us(), &key);
    assert_eq!((metadata.key_state, metadata.expiration_model), (KeyState::PendingImport, None));
    assert!(metadata.current_key_material_id.is_some(), "the key still knows what it had");
    let says = format!("{} is pending import.", arn(us(), &key));
    scene.refuses(us(), encrypt(&key, b"x"), Exception::KmsInvalidState, &says);
    scene.refuses(us(), decrypt(&ciphertext), Exception::KmsInvalidState, &says);
    let events =
        scene.world.trail().events().iter().filter(|event| &*event.name == "DeleteExpiredKeyMaterial");
    let keys: Vec<_> =
        events.map(|event| event.keys.iter().map(ToString::to_string).collect::<Vec<_>>()).collect();
    assert_eq!(keys, [vec![arn(us(), &key)]]);
    // The same material opens what it closed.
    scene.ask(us(), import);
    scene.pass_days(400);
    assert_eq!(scene.open(us(), &ciphertext), b"x");
}

#[test]
fn only_the_material_that_a_key_once_had_comes_back() {
    let mut scene = Scene::new();
    let mut customer = Customer::default();
    let key = external(&mut scene);
    let named = |id: &str, request: ImportKeyMaterialRequest| ImportKeyMaterialRequest {
        key_material_id: Some(id.to_owned()),
        ..request
    };
    let existing = |request: ImportKeyMaterialRequest| ImportKeyMaterialRequest {
        import_type: Some(ImportType::ExistingKeyMaterial),
        ..request
    };
    let (one, two) = (
        customer.request(&mut scene, us(), &key, &[1; 32]),
        customer.request(&mut scene, us(), &key, &[2; 32]),
    );
    assert_eq!(scene.refused(us(), existing(one.clone())).0, Exception::IncorrectKeyMaterial);
    let id = scene.ask(us(), one.clone()).key_material_id.expect("symmetric");
    let ciphertext = scene.seal(us(), &key, b"x");
    let deleted = scene.ask(us(), delete_material(&key, None));
    assert_eq!((deleted.key_id, deleted.key_material_id.as_ref()), (arn(us(), &key), Some(&id)));
    assert_eq!(scene.state(us(), &key), KeyState::PendingImport);
    // Again: no effect, and the same answer.
    assert_eq!(scene.ask(us(), delete_material(&key, Some(&id))).key_material_id.as_ref(), Some(&id));

    let zeros = "0".repeat(64);
    let expected = |id: &str| format!("Imported key material does not have the expected identifier ({id}).");
    let incorrect = Exception::IncorrectKeyMaterial;
    scene.refuses(us(), two.clone(), incorrect, &expected(&id));
    scene.refuses(us(), named(&id, two), incorrect, &expected(&id));
    scene.refuses(us(), named(&zeros, one.clone()), incorrect, &expected(&zeros));
    let says = format!(
        "Key material (id: {id}) being imported as NEW_KEY_MATERIAL is already associated with KMS key {}.",
        arn(us(), &key)
    );
    scene.refuses(us(), as_new(one.clone()), incorrect, &says);
    let says = "Input parameter keyMaterialId cannot be used with NEW_KEY_MATERIAL importType.";
    scene.refuses(us(), as_new(named(&id, one.clone())), Exception::Validation, says);
    let says =
        format!("Key material (id: {zeros}) has never been imported into KMS key {}.", arn(us(), &key));
    scene.refuses(us(), delete_material(&key, Some(&zeros)), Exception::Validation, &says);

    assert_eq!(scene.ask(us(), named(&id, existing(one))).key_material_id, Some(id));
    assert_eq!(scene.open(us(), &ciphertext), b"x");
}

#[test]
fn an_import_enables_a_disabled_key_and_leaves_one_that_waits_for_deletion_alone() {
    let mut scene = Scene::new();
    let mut customer = Customer::default();
    let key = external(&mut scene);
    customer.import(&mut scene, us(), &key, 1);
    scene.ask(us(), disable(&key));
    customer.import(&mut scene, us(), &key, 1);
    assert_eq!(scene.state(us(), &key), KeyState::Enabled, "as KMS does it");
    scene.ask(us(), disable(&key));
    scene.ask(us(), delete_material(&key, None));
    assert_eq!(scene.state(us(), &key), KeyState::PendingImport);
    customer.import(&mut scene, us(), &key, 1);

    let again = customer.request(&mut scene, us(), &key, &[1; 32]);
    scene.ask(us(), delete_in(&key, 7));
    let says = format!("{} is pending deletion.", arn(us(), &key));
    scene.refuses(us(), get_parameters(&key), Exception::KmsInvalidState, &says);
    scene.refuses(us(), again, Exception::KmsInvalidState, &says);
    scene.ask(us(), delete_material(&key, None));
    assert_eq!(scene.state(us(), &key), KeyState::PendingDeletion);
    scene.ask(us(), cancel(&key));
    assert_eq!(scene.state(us(), &key), KeyState::PendingImport);
}

#[test]
fn new_material_waits_for_a_rotation() {
    let mut scene = Scene::new();
    let mut customer = Customer::default();
    let key = external(&mut scene);
    let first = customer.import(&mut scene, us(), &key, 1);
    let old = scene.seal(us(), &key, b"old");
    let says = format!("No available key material pending rotation for the key: {}.", arn(us(), &key));
    scene.refuses(us(), rotate(&key), Exception::KmsInvalidState, &says);
    let described = ImportKeyMaterialRequest {
        key_material_description: Some("the second".to_owned()),
        ..as_new(customer.request(&mut scene, us(), &key, &[2; 32]))
    };
    let second = scene.ask(us(), described).key_material_id.expect("symmetric");
    assert_eq!(scene.material(us(), &key), first);
    let third = as_new(customer.request(&mut scene, us(), &key, &[3; 32]));
    let (exception, says) = scene.refused(us(), third.clone());
    assert_eq!(exception, Exception::KmsInvalidState);
    let ending = format!(
        "cannot be imported into KMS key {}, because another key material (id: {second}) is pending rotation.",
        arn(us(), &key)
    );
    assert!(says.starts_with("New key material (id: ") && says.ends_with(&ending), "{says}");
    let entry = scene.ask(us(), all_rotations(&key)).rotations.remove(1);
    assert_eq!(entry.key_material_description.as_deref(), Some("the second"));
    let without = ListKeyRotationsRequest { key_id: key.clone(), ..Default::default() };
    assert_eq!(scene.ask(us(), without.clone()).rotations, []);
    use ImportState::Imported;
    use KeyMaterialState::*;
    let waiting = [(first.clone(), Current, Imported), (second.clone(), PendingRotation, Imported)];
    assert_eq!(told(&mut scene, us(), &key), waiting);

    scene.ask(us(), rotate(&key));
    scene.ask(us(), rotate(&key));
    assert_eq!(told(&mut scene, us(), &key), waiting);
    assert!(scene.ask(us(), rotation_status(&key)).on_demand_rotation_start_date.is_some());
    scene.pass(Span::seconds(120));
    let status = scene.ask(us(), rotation_status(&key));
    assert_eq!((status.key_rotation_enabled, status.on_demand_rotation_start_date), (false, None));
    let rotated = [(first.clone(), NonCurrent, Imported), (second.clone(), Current, Imported)];
    assert_eq!(told(&mut scene, us(), &key), rotated);
    let rotation = scene.ask(us(), without).rotations.remove(0);
    assert_eq!(rotation.rotation_type, Some(RotationType::OnDemand));
    assert_eq!(rotation.rotation_date, Some(EpochSeconds(scene.world.now())));
    let new = scene.seal(us(), &key, b"new");
    for (ciphertext, plaintext) in [(&old, b"old"), (&new, b"new")] {
        assert_eq!(scene.open(us(), ciphertext), plaintext);
    }
    // Without one of its versions the key waits, whichever it is.
    scene.ask(us(), delete_material(&key, Some(&first)));
    assert_eq!(scene.refused(us(), encrypt(&key, b"x")).0, Exception::KmsInvalidState);
    let entry = scene.ask(us(), all_rotations(&key)).rotations.remove(0);
    assert_eq!(entry.import_state, Some(ImportState::PendingImport));
    assert_eq!((entry.expiration_model, entry.valid_to), (None, None));
    customer.import(&mut scene, us(), &key, 1);
    assert_eq!(scene.state(us(), &key), KeyState::Enabled);
    scene.ask(us(), third);
}

#[test]
fn waiting_material_can_be_withdrawn_and_replaced_even_while_the_rotation_runs() {
    let mut scene = Scene::new();
    let mut customer = Customer::default();
    let key = external(&mut scene);
    let first = customer.import(&mut scene, us(), &key, 1);
    let second = customer.import_new(&mut scene, us(), &key, 2);
    scene.ask(us(), delete_material(&key, Some(&second)));
    assert_eq!(scene.state(us(), &key), KeyState::Enabled);
    assert_eq!(told(&mut scene, us(), &key).len(), 1);
    // It was never the key's own, so it comes back as new.
    customer.import_new(&mut scene, us(), &key, 2);
    scene.ask(us(), rotate(&key));
    scene.ask(us(), delete_material(&key, Some(&second)));
    assert!(scene.ask(us(), rotation_status(&key)).on_demand_rotation_start_date.is_some());
    let third = customer.import_new(&mut scene, us(), &key, 3);
    scene.pass(Span::seconds(120));
    assert_eq!(scene.material(us(), &key), third);
    assert_eq!(scene.versions(&key), 2);
    // With nothing in its place, nothing is rotated, and the request does not count.
    let fourth = customer.import_new(&mut scene, us(), &key, 4);
    scene.ask(us(), rotate(&key));
    scene.ask(us(), delete_material(&key, Some(&fourth)));
    scene.pass(Span::seconds(120));
    assert_eq!((scene.versions(&key), scene.material(us(), &key)), (2, third));
    assert_eq!(scene.ask(us(), rotation_status(&key)).on_demand_rotation_start_date, None);
    assert_ne!(scene.material(us(), &key), first);
}

#[test]
fn material_that_waits_outlives_its_date_and_is_missed_once_it_is_current() {
    let mut scene = Scene::new();
    let mut customer = Customer::default();
    let key = external(&mut scene);
    customer.import(&mut scene, us(), &key, 1);
    let expiring = ImportKeyMaterialRequest {
        expiration_model: None,
        valid_to: in_hours(&scene, 1),
        ..as_new(customer.request(&mut scene, us(), &key, &[2; 32]))
    };
    scene.ask(us(), expiring);
    scene.pass(Span::seconds(2 * 3600));
    assert_eq!(scene.state(us(), &key), KeyState::Enabled);
    assert_eq!(told(&mut scene, us(), &key)[1].2, ImportState::Imported);
    scene.ask(us(), rotate(&key));
    scene.pass(Span::seconds(120));
    assert_eq!((scene.versions(&key), scene.state(us(), &key)), (2, KeyState::PendingImport));
    customer.import(&mut scene, us(), &key, 2);
    assert_eq!(scene.state(us(), &key), KeyState::Enabled);
}

#[test]
fn keys_that_do_not_rotate_keep_their_first_material() {
    let mut scene = Scene::new();
    let mut customer = Customer::default();
    let key = external_of(&mut scene, KeySpec::Hmac256);
    let import = customer.request(&mut scene, us(), &key, &[1; 32]);
    for (member, request) in [
        (
            "importType",
            ImportKeyMaterialRequest { import_type: Some(ImportType::ExistingKeyMaterial), ..import.clone() },
        ),
        (
            "keyMaterialId",
            ImportKeyMaterialRequest { key_material_id: Some("0".repeat(64)), ..import.clone() },
        ),
        (
            "keyMaterialDescription",
            ImportKeyMaterialRequest { key_material_description: Some("x".to_owned()), ..import.clone() },
        ),
    ] {
        let says = format!("Input parameter {member} cannot be used with HMAC_256 imported keys.");
        scene.refuses(us(), request, Exception::Validation, &says);
    }
    assert_eq!(scene.ask(us(), import).key_material_id, None);
    assert_eq!(scene.state(us(), &key), KeyState::Enabled);
    let other = customer.request(&mut scene, us(), &key, &[2; 32]);
    let (exception, says) = scene.refused(us(), other.clone());
    assert_eq!(exception, Exception::IncorrectKeyMaterial);
    assert!(says.starts_with("Imported key material does not have the expected identifier ("));
    assert_eq!(scene.ask(us(), delete_material(&key, None)).key_material_id, None);
    assert_eq!(scene.refused(us(), other).0, Exception::IncorrectKeyMaterial);
    let again = customer.request(&mut scene, us(), &key, &[1; 32]);
    scene.ask(us(), again);
    let says = "Input parameter includeKeyMaterial can only be used with symmetric keys.";
    scene.refuses(us(), all_rotations(&key), Exception::Validation, says);
    assert_eq!(scene.refused(us(), rotate(&key)), (Exception::UnsupportedOperation, String::new()));
}

/// Wraps a private key by RSA and AES, as PKCS #11 does it.
fn wrapped_by_aes(public_key: &Blob, algorithm: EncryptionAlgorithm, pkcs8: &[u8]) -> Vec<u8> {
    let key = PublicKey::from_der(KeySpec::Rsa2048, &public_key.0).expect("a public key");
    let mut wrapped = encrypt_to(&key, algorithm, &[3; 32], [9; 32]).expect("short enough");
    let mut buffer = vec![0; pkcs8.len().div_ceil(8) * 8 + 8];
    let kek = KwpAes256::new(&[3; 32].into());
    wrapped.extend_from_slice(kek.wrap_key(pkcs8, &mut buffer).expect("long enough"));
    wrapped
}

#[test]
fn private_keys_come_wrapped_by_rsa_and_aes() {
    use EncryptionAlgorithm::{RsaesOaepSha1, RsaesOaepSha256};
    for (spec, algorithm, oaep) in [
        (KeySpec::EccNistP521, WrappingAlgorithm::RsaAesKeyWrapSha256, RsaesOaepSha256),
        (KeySpec::Rsa2048, WrappingAlgorithm::RsaAesKeyWrapSha1, RsaesOaepSha1),
    ] {
        let mut scene = Scene::new();
        let key = external_of(&mut scene, spec);
        let request =
            GetParametersForImportRequest { wrapping_algorithm: Some(algorithm), ..get_parameters(&key) };
        let parameters = scene.ask(us(), request);
        let pair = KeyPair::generate(spec, [5; 32]).expect("a key pair");
        let whole = wrapped_by_aes(&parameters.public_key, oaep, pair.pkcs8());
        let import = |bytes: &[u8]| ImportKeyMaterialRequest {
            encrypted_key_material: bytes.into(),
            ..import_with(&parameters, &key, b"x")
        };
        let unreadable = (Exception::InvalidCiphertext, String::new());
        let mut damaged = whole.clone();
        *damaged.last_mut().expect("not empty") ^= 1;
        let other = KeyPair::generate(KeySpec::EccNistP384, [5; 32]).expect("a key pair");
        let other = wrapped_by_aes(&parameters.public_key, oaep, other.pkcs8());
        for bad in
            [&whole[..255], &whole[..256], &whole[..264], &whole[..272], &whole[..300], &damaged, &other]
        {
            assert_eq!(scene.refused(us(), import(bad)), unreadable, "{} bytes", bad.len());
        }
        scene.ask(us(), import(&whole));
        let public_key = GetPublicKeyRequest { key_id: key.clone(), ..Default::default() };
        assert_eq!(scene.ask(us(), public_key).public_key.0, pair.public_key().to_der());
    }
}
