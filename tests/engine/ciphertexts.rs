//! Encrypt, Decrypt and ReEncrypt: who can open what, and what changed bytes give.

use mrk_console::kms::{Exception, api::*};

use crate::scene::*;

const INCORRECT: &str = "The key ID in the request does not identify a CMK that can perform this operation.";
const UNKNOWN: &str = "The ciphertext refers to a customer master key that does not exist, does not exist in this \
                       region, or you are not allowed to access.";

fn flipped(ciphertext: &Blob, byte: usize) -> Blob {
    let mut bytes = ciphertext.0.clone();
    bytes[byte] ^= 1;
    bytes.into()
}

#[test]
fn every_member_opens_what_any_member_closed() {
    let mut scene = Scene::new();
    let key = scene.family();
    for from in [us(), eu(), ap()] {
        let sealed = scene.ask(from, encrypt(&key, b"attack at dawn"));
        assert_eq!(sealed.key_id, arn(from, &key), "the local ARN");
        for to in [us(), eu(), ap()] {
            let opened = scene.ask(to, decrypt(&sealed.ciphertext_blob));
            assert_eq!(opened.plaintext.0, b"attack at dawn");
            assert_eq!(opened.key_id, arn(to, &key), "the local ARN");
            assert_eq!(opened.key_material_id, Some(scene.material(us(), &key)));
        }
    }
}

#[test]
fn a_ciphertext_names_its_material_and_no_key_or_region() {
    let mut scene = Scene::new();
    let key = scene.family();
    let ciphertext = scene.seal(eu(), &key, b"x").0;
    let material = scene.material(ap(), &key);
    let shown: String = ciphertext[5..37].iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(shown, material);
    let text = String::from_utf8_lossy(&ciphertext).into_owned();
    for name in ["eu-west-1", "111111111111", &key[4..], "mrk-"] {
        assert!(!text.contains(name), "{name}");
    }
    assert_ne!(scene.seal(eu(), &key, b"x").0, ciphertext, "a new nonce every time");
}

#[test]
fn the_named_key_must_be_the_one_that_closed_it() {
    let mut scene = Scene::new();
    let (key, other) = (scene.family(), scene.single(eu()));
    scene.ask(eu(), create_alias("alias/here", &key));
    scene.ask(eu(), create_alias("alias/other", &other));
    let ciphertext = scene.seal(us(), &key, b"secret");
    for name in [key.clone(), arn(eu(), &key), "alias/here".to_owned()] {
        assert_eq!(scene.ask(eu(), decrypt_with(&name, &ciphertext)).plaintext.0, b"secret");
    }
    // The ARN of the Region that encrypted is the wrong one here, although it is the same key.
    for name in [arn(us(), &key), other.clone(), arn(eu(), &other), "alias/other".to_owned()] {
        scene.refuses(eu(), decrypt_with(&name, &ciphertext), Exception::IncorrectKey, INCORRECT);
        let request = ReEncryptRequest {
            ciphertext_blob: Some(ciphertext.clone()),
            source_key_id: Some(name),
            destination_key_id: other.clone(),
            ..Default::default()
        };
        scene.refuses(eu(), request, Exception::IncorrectKey, INCORRECT);
    }
    // So it is where no member lives at all.
    let request = decrypt_with(&arn(us(), &key), &ciphertext);
    scene.refuses(region("eu-west-2"), request, Exception::IncorrectKey, INCORRECT);
    let garbage = decrypt_with(&arn(us(), &key), &vec![1; 100].into());
    scene.refuses(eu(), garbage, Exception::InvalidCiphertext, "");
}

#[test]
fn permission_and_state_of_a_named_key_come_before_the_ciphertext() {
    let mut scene = Scene::new();
    let (key, other) = (scene.single(us()), scene.single(us()));
    let ciphertext = scene.seal(us(), &key, b"secret");
    let wrong = decrypt_with(&other, &ciphertext);
    assert_eq!(scene.refused_as("mallory", us(), wrong.clone()).0, Exception::AccessDenied);
    scene.ask(us(), disable(&other));
    assert_eq!(scene.refused(us(), wrong).0, Exception::Disabled);
    let garbage = decrypt_with(&other, &vec![1; 100].into());
    assert_eq!(scene.refused_as("mallory", us(), garbage.clone()).0, Exception::AccessDenied);
    assert_eq!(scene.refused(us(), garbage).0, Exception::Disabled);
}

#[test]
fn material_unknown_in_a_region_is_denied() {
    let mut scene = Scene::new();
    let (single, key) = (scene.single(us()), scene.primary());
    scene.replicate(&key, eu());
    for name in [&single, &key] {
        let ciphertext = scene.seal(us(), name, b"secret");
        scene.refuses(ap(), decrypt(&ciphertext), Exception::AccessDenied, UNKNOWN);
    }
    let ciphertext = scene.seal(us(), &single, b"secret");
    scene.refuses(eu(), decrypt(&ciphertext), Exception::AccessDenied, UNKNOWN);
}

#[test]
fn the_encryption_context_must_be_the_same_in_any_order() {
    let mut scene = Scene::new();
    let key = scene.family();
    let right = context(&[("Purpose", "Migration"), ("Team", "EU")]);
    let request = EncryptRequest { encryption_context: right.clone(), ..encrypt(&key, b"x") };
    let ciphertext = scene.ask(us(), request).ciphertext_blob;
    let reading = |encryption_context| DecryptRequest { encryption_context, ..decrypt(&ciphertext) };
    scene.ask(eu(), reading(context(&[("Team", "EU"), ("Purpose", "Migration")])));
    for wrong in [
        context(&[]),
        context(&[("Purpose", "Migration")]),
        context(&[("Purpose", "migration"), ("Team", "EU")]),
        context(&[("purpose", "Migration"), ("Team", "EU")]),
        context(&[("Purpose", "Migration"), ("Team", "EU"), ("More", "")]),
    ] {
        scene.refuses(eu(), reading(wrong), Exception::InvalidCiphertext, "");
    }
}

#[test]
fn a_changed_bit_is_refused_by_what_it_belongs_to() {
    let mut scene = Scene::new();
    let key = scene.family();
    let ciphertext = scene.seal(us(), &key, b"twenty-two bytes here!");
    assert_eq!(ciphertext.0.len(), 174);
    for byte in 0..ciphertext.0.len() {
        let changed = decrypt(&flipped(&ciphertext, byte));
        // Bytes 5 to 36 are the material id: another one is material that nobody here has.
        let expected = if (5..37).contains(&byte) {
            (Exception::AccessDenied, UNKNOWN)
        } else {
            (Exception::InvalidCiphertext, "")
        };
        let error = scene.try_ask(eu(), changed).expect_err("changed");
        assert_eq!((error.exception, &*error.message), expected, "byte {byte}");
    }
    for length in [1, 57, 58, 100, 173] {
        let cut: Blob = ciphertext.0[..length].into();
        scene.refuses(eu(), decrypt(&cut), Exception::InvalidCiphertext, "");
    }
    let longer: Blob = [&ciphertext.0[..], &[0]].concat().into();
    scene.refuses(eu(), decrypt(&longer), Exception::InvalidCiphertext, "");
    for garbage in [&b"x"[..], &[0; 184], b"AQICAHir0ui59IhhxerNSGWc"] {
        scene.refuses(eu(), decrypt(&garbage.into()), Exception::InvalidCiphertext, "");
    }
    assert_eq!(scene.open(eu(), &ciphertext), b"twenty-two bytes here!");
}

#[test]
fn re_encrypt_moves_a_ciphertext_to_another_key_and_context() {
    let mut scene = Scene::new();
    let (key, other) = (scene.family(), scene.single(eu()));
    let (before, after) = (context(&[("a", "1")]), context(&[("b", "2")]));
    let request = EncryptRequest { encryption_context: before.clone(), ..encrypt(&key, b"secret") };
    let sealed = scene.ask(us(), request).ciphertext_blob;
    let request = ReEncryptRequest {
        ciphertext_blob: Some(sealed.clone()),
        source_encryption_context: before,
        destination_key_id: other.clone(),
        destination_encryption_context: after.clone(),
        ..Default::default()
    };
    let wrong = ReEncryptRequest { source_encryption_context: after.clone(), ..request.clone() };
    scene.refuses(eu(), wrong, Exception::InvalidCiphertext, "");
    let answer = scene.ask(eu(), request);
    assert_eq!((&answer.source_key_id, &answer.key_id), (&arn(eu(), &key), &arn(eu(), &other)));
    assert_eq!(answer.source_key_material_id, Some(scene.material(eu(), &key)));
    assert_eq!(answer.destination_key_material_id, Some(scene.material(eu(), &other)));
    let read = DecryptRequest { encryption_context: after, ..decrypt(&answer.ciphertext_blob) };
    assert_eq!(scene.ask(eu(), read).plaintext.0, b"secret");
}

#[test]
fn a_dry_run_says_whether_it_would_have_worked_and_does_nothing() {
    let mut scene = Scene::new();
    let (key, other) = (scene.single(us()), scene.single(us()));
    let ciphertext = scene.seal(us(), &key, b"x");
    let says = "The request would have succeeded, but the DryRun option is set.";
    let dry_encrypt = EncryptRequest { dry_run: true, ..encrypt(&key, b"x") };
    scene.refuses(us(), dry_encrypt.clone(), Exception::DryRunOperation, says);
    let dry_decrypt = DecryptRequest { dry_run: true, ..decrypt(&ciphertext) };
    scene.refuses(us(), dry_decrypt.clone(), Exception::DryRunOperation, says);
    let dry_data_key = GenerateDataKeyRequest { dry_run: true, ..data_key(&key) };
    scene.refuses(us(), dry_data_key, Exception::DryRunOperation, says);
    let dry_re_encrypt = ReEncryptRequest {
        ciphertext_blob: Some(ciphertext.clone()),
        destination_key_id: other,
        dry_run: true,
        ..Default::default()
    };
    scene.refuses(us(), dry_re_encrypt, Exception::DryRunOperation, says);
    let damaged = DecryptRequest { dry_run: true, ..decrypt(&flipped(&ciphertext, 173 - 21)) };
    scene.refuses(us(), damaged, Exception::InvalidCiphertext, "");
    assert_eq!(scene.refused_as("mallory", us(), dry_encrypt).0, Exception::AccessDenied);
    scene.ask(us(), disable(&key));
    assert_eq!(scene.refused(us(), dry_decrypt).0, Exception::Disabled);
}
