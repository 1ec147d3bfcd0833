//! Key pairs, MAC keys and key encapsulation keys at work, in every Region that has a member.

use mrk_console::{
    kms::{
        Exception,
        api::*,
        cryptography::{KeyPair, PublicKey},
    },
    workloads::{Stage, save},
    world::Call,
};

use crate::{keyring::*, scene::*};

/// A way of signing that every key of the spec has.
pub fn any_way_of_signing(spec: KeySpec) -> (SigningAlgorithm, MessageType, Vec<u8>) {
    let algorithm = spec.signing_algorithms()[0];
    match algorithm {
        SigningAlgorithm::Ed25519PhSha512 => (algorithm, MessageType::Digest, vec![7; 64]),
        _ => (algorithm, MessageType::Raw, b"message".to_vec()),
    }
}

#[test]
fn a_signature_made_in_one_region_verifies_in_another() {
    let mut ring = Keyring::new();
    for (spec, key) in ring.with_usage(KeyUsage::SignVerify) {
        let (algorithm, kind, message) = any_way_of_signing(spec);
        let asked = sign(&key, algorithm, kind, &message);
        let signed = ring.scene.ask(us(), asked.clone());
        assert_eq!((signed.key_id, signed.signing_algorithm), (arn(us(), &key), Some(algorithm)));
        let verified = ring.scene.ask(eu(), verify(&asked, &signed.signature));
        assert_eq!((verified.key_id, verified.signature_valid), (arn(eu(), &key), true), "{spec}");

        let mut altered = verify(&asked, &signed.signature);
        altered.message.0[0] ^= 1;
        ring.scene.refuses(eu(), altered.clone(), Exception::KmsInvalidSignature, "");
        altered.dry_run = true;
        ring.scene.refuses(eu(), altered, Exception::KmsInvalidSignature, "");
        let cut = signed.signature.0[1..].into();
        ring.scene.refuses(eu(), verify(&asked, &cut), Exception::KmsInvalidSignature, "");
    }
}

#[test]
fn signatures_are_as_long_as_their_algorithm_makes_them() {
    let mut ring = Keyring::new();
    for (spec, length) in [
        (KeySpec::Rsa2048, 256),
        (KeySpec::EccNistEdwards25519, 64),
        (KeySpec::MlDsa44, 2420),
        (KeySpec::MlDsa65, 3309),
        (KeySpec::MlDsa87, 4627),
    ] {
        let (algorithm, kind, message) = any_way_of_signing(spec);
        let asked = sign(&ring.key(spec, KeyUsage::SignVerify), algorithm, kind, &message);
        assert_eq!(ring.scene.ask(us(), asked).signature.0.len(), length, "{spec}");
    }
}

#[test]
fn deterministic_algorithms_repeat_themselves_and_others_do_not() {
    let mut ring = Keyring::new();
    for (spec, algorithm, repeats) in [
        (KeySpec::Rsa2048, SigningAlgorithm::RsassaPkcs1V15Sha256, true),
        (KeySpec::EccNistEdwards25519, SigningAlgorithm::Ed25519Sha512, true),
        (KeySpec::Rsa2048, SigningAlgorithm::RsassaPssSha256, false),
        (KeySpec::EccNistP256, SigningAlgorithm::EcdsaSha256, false),
        (KeySpec::MlDsa44, SigningAlgorithm::MlDsaShake256, false),
    ] {
        let asked = sign(&ring.key(spec, KeyUsage::SignVerify), algorithm, MessageType::Raw, b"message");
        let [first, second] = [us(), eu()].map(|region| ring.scene.ask(region, asked.clone()).signature);
        assert_eq!(first == second, repeats, "{algorithm}");
    }
}

#[test]
fn a_public_key_is_the_same_in_every_region_and_verifies_outside_kms() {
    let mut ring = Keyring::new();
    for (spec, usage, key) in ring.all().into_iter().filter(|(spec, ..)| spec.is_asymmetric()) {
        let [here, there] = [us(), eu()].map(|region| ring.public_key(region, &key));
        assert_eq!((here.key_id.as_str(), there.key_id.as_str()), (&*arn(us(), &key), &*arn(eu(), &key)));
        assert_eq!(here.public_key, there.public_key, "{spec}");
        assert_eq!((here.key_spec, here.customer_master_key_spec), (Some(spec), Some(spec)));
        assert_eq!(here.key_usage, Some(usage));
        let described = ring.scene.describe(us(), &key);
        assert_eq!(here.encryption_algorithms, described.encryption_algorithms);
        assert_eq!(here.signing_algorithms, described.signing_algorithms);
        assert_eq!(here.key_agreement_algorithms, described.key_agreement_algorithms);
        assert_eq!(here.encapsulation_algorithms, described.encapsulation_algorithms);
        assert!(PublicKey::from_der(spec, &here.public_key.0).is_some(), "{spec}");
    }
}

#[test]
fn metadata_names_the_algorithms_of_the_key_s_one_usage() {
    let mut ring = Keyring::new();
    for (spec, usage, key) in ring.all() {
        let told = ring.scene.describe(eu(), &key);
        assert_eq!((told.key_spec, told.key_usage), (spec, usage));
        let lists = [
            (KeyUsage::EncryptDecrypt, told.encryption_algorithms.is_some()),
            (KeyUsage::SignVerify, told.signing_algorithms.is_some()),
            (KeyUsage::GenerateVerifyMac, told.mac_algorithms.is_some()),
            (KeyUsage::KeyAgreement, told.key_agreement_algorithms.is_some()),
            (KeyUsage::EncapsulateDecapsulate, told.encapsulation_algorithms.is_some()),
        ];
        for (of, told) in lists {
            assert_eq!(told, of == usage, "{spec} {usage}");
        }
        assert_eq!(told.current_key_material_id.is_some(), spec == KeySpec::SymmetricDefault, "{spec}");
    }
    let ed25519 = ring.only(KeySpec::EccNistEdwards25519);
    assert_eq!(
        ring.scene.describe(us(), &ed25519).signing_algorithms,
        Some(vec![SigningAlgorithm::Ed25519PhSha512, SigningAlgorithm::Ed25519Sha512])
    );
}

#[test]
fn a_mac_is_the_same_in_every_region() {
    let mut ring = Keyring::new();
    for (spec, length) in
        [(KeySpec::Hmac224, 28), (KeySpec::Hmac256, 32), (KeySpec::Hmac384, 48), (KeySpec::Hmac512, 64)]
    {
        let key = ring.only(spec);
        let asked = mac(&key, spec.mac_algorithms()[0], b"message");
        let [here, there] = [us(), eu()].map(|region| ring.scene.ask(region, asked.clone()).mac);
        assert_eq!(here, there, "{spec}");
        assert_eq!(here.0.len(), length);
        let verified = ring.scene.ask(eu(), verify_mac(&asked, &here));
        assert_eq!((verified.key_id, verified.mac_valid), (arn(eu(), &key), true));

        let mut wrong = verify_mac(&asked, &here);
        wrong.mac.0[0] ^= 1;
        ring.scene.refuses(eu(), wrong.clone(), Exception::KmsInvalidMac, "");
        wrong.dry_run = true;
        ring.scene.refuses(eu(), wrong, Exception::KmsInvalidMac, "");
        ring.scene.refuses(us(), verify_mac(&asked, &here.0[1..].into()), Exception::KmsInvalidMac, "");
    }
}

#[test]
fn two_keys_agree_on_a_secret_across_regions() {
    let mut ring = Keyring::new();
    for (spec, length) in [(KeySpec::EccNistP256, 32), (KeySpec::EccNistP384, 48), (KeySpec::EccNistP521, 66)]
    {
        let ours = ring.key(spec, KeyUsage::KeyAgreement);
        // Any key pair on the curve will do as a peer's.
        let made = KeyPair::generate(spec, [9; 32]).expect("a key pair");
        let peer = made.public_key().to_der().into();
        let [here, there] = [us(), eu()].map(|region| ring.scene.ask(region, agree(&ours, &peer)));
        assert_eq!(here.shared_secret, there.shared_secret);
        assert_eq!(here.shared_secret.0.len(), length);
        assert_eq!((here.key_id, here.key_origin), (arn(us(), &ours), Some(Origin::AwsKms)));
        let our_public_key = ring.public_key(us(), &ours).public_key;
        let outside = mrk_console::kms::cryptography::shared_secret(&made, &our_public_key.0);
        assert_eq!(outside.as_deref(), Some(here.shared_secret.0.as_slice()), "{spec}");
    }
    let ours = ring.key(KeySpec::EccNistP256, KeyUsage::KeyAgreement);
    let other_curve = ring.key(KeySpec::EccNistP384, KeyUsage::KeyAgreement);
    let other_curve = ring.public_key(us(), &other_curve).public_key;
    for unfit in [other_curve, b"no key".as_slice().into()] {
        let mut asked = agree(&ours, &unfit);
        ring.scene.refuses(us(), asked.clone(), Exception::Validation, "");
        asked.dry_run = true;
        ring.scene.refuses(us(), asked, Exception::Validation, "");
    }
}

#[test]
fn what_is_encapsulated_in_one_region_is_decapsulated_in_another() {
    let mut ring = Keyring::new();
    for (spec, length) in [(KeySpec::MlKem512, 768), (KeySpec::MlKem768, 1088), (KeySpec::MlKem1024, 1568)] {
        let key = ring.only(spec);
        let made = ring.scene.ask(us(), encapsulate(&key));
        assert_eq!((made.shared_secret.0.len(), made.shared_secret_ciphertext_blob.0.len()), (32, length));
        let mut blob = made.shared_secret_ciphertext_blob;
        let found = ring.scene.ask(eu(), decapsulate(&key, &blob));
        assert_eq!((found.key_id, found.shared_secret), (arn(eu(), &key), made.shared_secret.clone()));
        assert_ne!(ring.scene.ask(us(), encapsulate(&key)).shared_secret, made.shared_secret);

        // A ciphertext of nobody's gives a secret of nobody's, the same each time.
        blob.0[0] ^= 1;
        let [one, two] =
            [us(), eu()].map(|region| ring.scene.ask(region, decapsulate(&key, &blob)).shared_secret);
        assert!(one == two && one != made.shared_secret);
        blob.0.pop();
        ring.scene.refuses(eu(), decapsulate(&key, &blob), Exception::InvalidCiphertext, "");
    }
}

#[test]
fn rsa_decrypts_across_regions_and_needs_the_key_s_name() {
    let mut ring = Keyring::new();
    let key = ring.key(KeySpec::Rsa2048, KeyUsage::EncryptDecrypt);
    for algorithm in [EncryptionAlgorithm::RsaesOaepSha1, EncryptionAlgorithm::RsaesOaepSha256] {
        let sealed = ring.scene.ask(us(), encrypt_by(&key, algorithm, b"secret"));
        assert_eq!((sealed.key_id, sealed.encryption_algorithm), (arn(us(), &key), Some(algorithm)));
        let blob = sealed.ciphertext_blob;
        assert_eq!(blob.0.len(), 256);
        let opened = ring.scene.ask(eu(), decrypt_by(&key, algorithm, &blob));
        assert_eq!(opened.plaintext.0, b"secret");
        assert_eq!((opened.key_id, opened.encryption_algorithm), (arn(eu(), &key), Some(algorithm)));
        assert_eq!(opened.key_material_id, None);

        let nameless = DecryptRequest { key_id: None, ..decrypt_by(&key, algorithm, &blob) };
        ring.scene.refuses(eu(), nameless, Exception::Validation, "KeyId must not be null");
        ring.scene.refuses(eu(), decrypt_with(&key, &blob), Exception::InvalidCiphertext, "");
        let mut damaged = blob.clone();
        damaged.0[9] ^= 1;
        let mut asked = decrypt_by(&key, algorithm, &damaged);
        ring.scene.refuses(eu(), asked.clone(), Exception::InvalidCiphertext, "");
        asked.dry_run = true;
        ring.scene.refuses(eu(), asked, Exception::InvalidCiphertext, "");
        ring.scene.refuses(
            eu(),
            decrypt_by(&key, algorithm, &blob.0[1..].into()),
            Exception::InvalidCiphertext,
            "",
        );
    }
    let sealed =
        ring.scene.ask(us(), encrypt_by(&key, EncryptionAlgorithm::RsaesOaepSha1, b"x")).ciphertext_blob;
    let asked = decrypt_by(&key, EncryptionAlgorithm::RsaesOaepSha256, &sealed);
    ring.scene.refuses(us(), asked, Exception::InvalidCiphertext, "");
}

#[test]
fn re_encrypt_goes_between_symmetric_keys_and_rsa() {
    let mut ring = Keyring::new();
    let rsa = ring.key(KeySpec::Rsa2048, KeyUsage::EncryptDecrypt);
    let symmetric = ring.only(KeySpec::SymmetricDefault);
    let oaep = EncryptionAlgorithm::RsaesOaepSha256;
    let purpose = context(&[("Purpose", "test")]);
    let sealed = EncryptRequest { encryption_context: purpose.clone(), ..encrypt(&symmetric, b"secret") };
    let sealed = ring.scene.ask(us(), sealed).ciphertext_blob;

    let to_rsa = ReEncryptRequest {
        ciphertext_blob: Some(sealed),
        source_encryption_context: purpose.clone(),
        destination_key_id: rsa.clone(),
        destination_encryption_algorithm: Some(oaep),
        ..Default::default()
    };
    let made = ring.scene.ask(eu(), to_rsa.clone());
    assert_eq!((made.source_key_id, made.key_id), (arn(eu(), &symmetric), arn(eu(), &rsa)));
    assert_eq!(made.destination_encryption_algorithm, Some(oaep));
    assert!(made.source_key_material_id.is_some() && made.destination_key_material_id.is_none());
    let opened = ring.scene.ask(us(), decrypt_by(&rsa, oaep, &made.ciphertext_blob));
    assert_eq!(opened.plaintext.0, b"secret");

    let back = ReEncryptRequest {
        ciphertext_blob: Some(made.ciphertext_blob),
        source_key_id: Some(rsa.clone()),
        source_encryption_algorithm: Some(oaep),
        destination_key_id: symmetric.clone(),
        destination_encryption_context: purpose.clone(),
        ..Default::default()
    };
    let returned = ring.scene.ask(us(), back.clone());
    assert!(returned.source_key_material_id.is_none() && returned.destination_key_material_id.is_some());
    let opened = DecryptRequest { encryption_context: purpose.clone(), ..decrypt(&returned.ciphertext_blob) };
    assert_eq!(ring.scene.ask(eu(), opened).plaintext.0, b"secret");

    let nameless = ReEncryptRequest { source_key_id: None, ..back };
    ring.scene.refuses(us(), nameless, Exception::Validation, "SourceKeyId must not be null");
    let in_context = ReEncryptRequest { destination_encryption_context: purpose, ..to_rsa.clone() };
    let says = "EncryptionContext is not supported when encrypting/decrypting with asymmetric CMKs.";
    ring.scene.refuses(us(), in_context, Exception::Validation, says);
    let by_default = ReEncryptRequest { destination_encryption_algorithm: None, ..to_rsa };
    let says = "Algorithm SYMMETRIC_DEFAULT is incompatible with key spec RSA_2048.";
    ring.scene.refuses(us(), by_default, Exception::InvalidKeyUsage, says);

    let long = ring.scene.seal(us(), &symmetric, &[1; 191]);
    let too_long = ReEncryptRequest {
        ciphertext_blob: Some(long),
        destination_key_id: rsa,
        destination_encryption_algorithm: Some(oaep),
        ..Default::default()
    };
    let says =
        "Algorithm RSAES_OAEP_SHA_256 and key spec RSA_2048 cannot encrypt data larger than 190 bytes.";
    ring.scene.refuses(us(), too_long, Exception::Validation, says);
}

#[test]
fn a_data_key_pair_is_opened_in_any_region() {
    let mut ring = Keyring::new();
    let key = ring.only(KeySpec::SymmetricDefault);
    let purpose = context(&[("Purpose", "test")]);
    let left_out = [DataKeyPairSpec::Rsa3072, DataKeyPairSpec::Rsa4096, DataKeyPairSpec::Sm2];
    for spec in DataKeyPairSpec::ALL.iter().copied().filter(|spec| !left_out.contains(spec)) {
        let asked =
            GenerateDataKeyPairRequest { encryption_context: purpose.clone(), ..data_key_pair(&key, spec) };
        let made = ring.scene.ask(us(), asked);
        assert_eq!((made.key_id, made.key_pair_spec), (arn(us(), &key), Some(spec)));
        assert_eq!(made.key_material_id.as_deref(), Some(&*ring.scene.material(us(), &key)));
        let pair = KeyPair::from_pkcs8(spec.key_spec(), &made.private_key_plaintext.0).expect("PKCS #8");
        assert_eq!(pair.public_key().to_der(), made.public_key.0, "{spec}");
        let opened = DecryptRequest {
            encryption_context: purpose.clone(),
            ..decrypt(&made.private_key_ciphertext_blob)
        };
        assert_eq!(ring.scene.ask(eu(), opened).plaintext, made.private_key_plaintext, "{spec}");
    }
    for (spec, length) in [(DataKeyPairSpec::EccNistP256, 307), (DataKeyPairSpec::EccNistEdwards25519, 201)] {
        let asked = GenerateDataKeyPairWithoutPlaintextRequest {
            key_id: key.clone(),
            key_pair_spec: Some(spec),
            ..Default::default()
        };
        let made = ring.scene.ask(us(), asked);
        assert_eq!(made.private_key_ciphertext_blob.0.len(), length, "{spec}");
        let pkcs8 = ring.scene.open(eu(), &made.private_key_ciphertext_blob);
        let pair = KeyPair::from_pkcs8(spec.key_spec(), &pkcs8).expect("PKCS #8");
        assert_eq!(pair.public_key().to_der(), made.public_key.0);
    }
    let china_s = data_key_pair(&key, DataKeyPairSpec::Sm2);
    let says = "KeySpec SM2 is supported only in China Regions.";
    ring.scene.refuses(us(), china_s, Exception::UnsupportedOperation, says);
}

#[test]
fn the_trail_tells_the_material_of_symmetric_keys_only() {
    let mut ring = Keyring::new();
    let (signing, symmetric) = (ring.only(KeySpec::MlDsa44), ring.only(KeySpec::SymmetricDefault));
    let (algorithm, kind, message) = any_way_of_signing(KeySpec::MlDsa44);
    ring.scene.ask(us(), sign(&signing, algorithm, kind, &message));
    assert_eq!(ring.scene.world.trail().events().back().expect("recorded").material, None);
    ring.scene.ask(us(), data_key_pair(&symmetric, DataKeyPairSpec::EccNistP256));
    assert!(ring.scene.world.trail().events().back().expect("recorded").material.is_some());
}

#[test]
fn keys_of_every_kind_come_out_of_a_save_as_they_went_in() {
    let mut ring = Keyring::new();
    let key = ring.key(KeySpec::Rsa2048, KeyUsage::SignVerify);
    let asked = sign(&key, SigningAlgorithm::RsassaPssSha256, MessageType::Raw, b"message");
    let signature = ring.scene.ask(us(), asked.clone()).signature;
    let mut stage = Stage::new(7);
    stage.world = ring.scene.world.clone();
    let text = save::to_text(&stage).expect("can be written");
    let opened = save::from_text(&text).expect("was just written").world;
    assert_eq!(opened.store(), ring.scene.world.store());
    let mut opened = Scene { world: opened };
    assert!(opened.ask(eu(), verify(&asked, &signature)).signature_valid);
}

#[test]
fn policies_can_look_at_the_algorithm() {
    let mut ring = Keyring::new();
    let deny = |action: &str, condition: &str, value: &str| {
        policy(&[
            DELEGATE,
            &format!(
                r#"{{"Effect":"Deny","Principal":"*","Action":"kms:{action}","Resource":"*","Condition":{{"StringEquals":{{"kms:{condition}":"{value}"}}}}}}"#
            ),
        ])
    };
    let signing = ring.key(KeySpec::Rsa2048, KeyUsage::SignVerify);
    let hmac = ring.only(KeySpec::Hmac256);
    let agreeing = ring.key(KeySpec::EccNistP256, KeyUsage::KeyAgreement);
    let symmetric = ring.only(KeySpec::SymmetricDefault);
    let rsa = ring.key(KeySpec::Rsa2048, KeyUsage::EncryptDecrypt);
    let peer = ring.public_key(us(), &agreeing).public_key;
    let pss = SigningAlgorithm::RsassaPssSha256;
    let digest = sign(&signing, pss, MessageType::Digest, &[1; 32]);
    let raw = sign(&signing, pss, MessageType::Raw, &[1; 32]);
    let pkcs1 = sign(&signing, SigningAlgorithm::RsassaPkcs1V15Sha256, MessageType::Raw, b"x");
    let [p256, p384] = [DataKeyPairSpec::EccNistP256, DataKeyPairSpec::EccNistP384];
    let [sha1, sha256] = [EncryptionAlgorithm::RsaesOaepSha1, EncryptionAlgorithm::RsaesOaepSha256];
    let rows: Vec<(&str, [&str; 3], Request, Option<Request>)> = vec![
        (
            &signing,
            ["Sign", "SigningAlgorithm", "RSASSA_PSS_SHA_256"],
            raw.clone().into(),
            Some(pkcs1.into()),
        ),
        (&signing, ["Sign", "MessageType", "DIGEST"], digest.into(), Some(raw.clone().into())),
        // Without a type a message is raw.
        (&signing, ["Sign", "MessageType", "RAW"], SignRequest { message_type: None, ..raw }.into(), None),
        (
            &hmac,
            ["GenerateMac", "MacAlgorithm", "HMAC_SHA_256"],
            mac(&hmac, MacAlgorithm::HmacSha256, b"x").into(),
            None,
        ),
        (
            &agreeing,
            ["DeriveSharedSecret", "KeyAgreementAlgorithm", "ECDH"],
            agree(&agreeing, &peer).into(),
            None,
        ),
        (
            &symmetric,
            ["GenerateDataKeyPair", "DataKeyPairSpec", "ECC_NIST_P256"],
            data_key_pair(&symmetric, p256).into(),
            Some(data_key_pair(&symmetric, p384).into()),
        ),
        (
            &rsa,
            ["Encrypt", "EncryptionAlgorithm", "RSAES_OAEP_SHA_1"],
            encrypt_by(&rsa, sha1, b"x").into(),
            Some(encrypt_by(&rsa, sha256, b"x").into()),
        ),
    ];
    for (key, [action, condition, value], denied, admitted) in rows {
        ring.scene.ask(us(), put_policy(key, &deny(action, condition, value)));
        let caller = ring.scene.caller("alice");
        let mut call = |request| ring.scene.world.call(Call::new(us(), caller.clone(), request));
        let error = call(denied).expect_err(condition);
        assert_eq!(error.exception, Exception::AccessDenied, "{condition}");
        if let Some(admitted) = admitted {
            call(admitted).unwrap_or_else(|error| panic!("{condition}: {error}"));
        }
    }
}

#[test]
fn keys_of_other_kinds_do_not_rotate() {
    let mut ring = Keyring::new();
    for (_, _, key) in ring.all().into_iter().filter(|(spec, ..)| *spec != KeySpec::SymmetricDefault) {
        ring.scene.refuses(us(), rotate_every(&key, None), Exception::UnsupportedOperation, "");
        ring.scene.refuses(us(), rotate(&key), Exception::UnsupportedOperation, "");
        // There is nothing to disable, and KMS does not mind.
        ring.scene.ask(us(), DisableKeyRotationRequest { key_id: key.clone() });
        let list = ListKeyRotationsRequest { key_id: key.clone(), ..Default::default() };
        assert_eq!(ring.scene.ask(us(), list.clone()).rotations, vec![]);
        let all = IncludeKeyMaterial::AllKeyMaterial;
        let list = ListKeyRotationsRequest { include_key_material: Some(all), ..list };
        let says = "Input parameter includeKeyMaterial can only be used with symmetric keys.";
        ring.scene.refuses(us(), list, Exception::Validation, says);
    }
}
