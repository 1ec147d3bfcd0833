//! Tests of key pairs: they grow from seeds, survive PKCS #8 and a save, and do what their specs promise.

use std::sync::LazyLock;

use crate::kms::{
    KeyId, Timestamp,
    api::{EncryptionAlgorithm, KeySpec, MessageType, SigningAlgorithm},
    cryptography::{
        BackingKey, KeyPair, Material, PublicKey, decapsulate, decrypt_with, encapsulate, encrypt_to,
        longest_plaintext, shared_secret, signature,
    },
};

/// Making an RSA key takes a while, so the tests share one.
static RSA: LazyLock<KeyPair> =
    LazyLock::new(|| KeyPair::generate(KeySpec::Rsa2048, [1; 32]).expect("an RSA key"));

pub(super) fn pair(spec: KeySpec) -> KeyPair {
    match spec {
        KeySpec::Rsa2048 => RSA.clone(),
        _ => KeyPair::generate(spec, [1; 32]).expect("a key pair"),
    }
}

/// Every spec of key pairs, but for the large sizes of RSA and China's curve.
pub(super) fn specs() -> impl Iterator<Item = KeySpec> {
    let left_out = [KeySpec::Rsa3072, KeySpec::Rsa4096, KeySpec::Sm2];
    KeySpec::ALL.iter().copied().filter(move |spec| spec.is_asymmetric() && !left_out.contains(spec))
}

#[test]
fn the_same_seed_makes_the_same_key_pair_and_another_makes_another() {
    for spec in specs().filter(|spec| *spec != KeySpec::Rsa2048) {
        let made = pair(spec);
        assert_eq!(made, KeyPair::generate(spec, [1; 32]).expect("again"), "{spec}");
        assert_ne!(made, KeyPair::generate(spec, [2; 32]).expect("another"), "{spec}");
    }
    for spec in [KeySpec::Sm2, KeySpec::SymmetricDefault, KeySpec::Hmac256] {
        assert_eq!(KeyPair::generate(spec, [1; 32]), None, "{spec}");
    }
}

#[test]
fn a_key_pair_survives_pkcs8_and_is_taken_for_no_other() {
    for spec in specs() {
        let made = pair(spec);
        assert_eq!(KeyPair::from_pkcs8(spec, made.pkcs8()).as_ref(), Some(&made), "{spec}");
        let public = made.public_key().to_der();
        assert_eq!(PublicKey::from_der(spec, &public).expect("its own").to_der(), public, "{spec}");
        for other in specs().filter(|other| *other != spec).chain([KeySpec::Rsa3072]) {
            assert_eq!(KeyPair::from_pkcs8(other, made.pkcs8()), None, "{spec} as {other}");
            assert!(PublicKey::from_der(other, &public).is_none(), "{spec} as {other}");
        }
    }
}

#[test]
fn private_keys_are_as_long_as_those_that_kms_gives() {
    for (spec, length) in
        [(KeySpec::EccNistP256, 150), (KeySpec::EccSecgP256k1, 144), (KeySpec::EccNistEdwards25519, 48)]
    {
        assert_eq!(pair(spec).pkcs8().len(), length, "{spec}");
    }
}

#[test]
fn every_algorithm_signs_what_it_verifies() {
    let lengths = [
        (SigningAlgorithm::RsassaPkcs1V15Sha256, 32),
        (SigningAlgorithm::RsassaPkcs1V15Sha384, 48),
        (SigningAlgorithm::RsassaPkcs1V15Sha512, 64),
        (SigningAlgorithm::RsassaPssSha256, 32),
        (SigningAlgorithm::RsassaPssSha384, 48),
        (SigningAlgorithm::RsassaPssSha512, 64),
        (SigningAlgorithm::EcdsaSha256, 32),
        (SigningAlgorithm::EcdsaSha384, 48),
        (SigningAlgorithm::EcdsaSha512, 64),
        (SigningAlgorithm::Ed25519PhSha512, 64),
    ];
    for spec in specs() {
        let pair = pair(spec);
        for algorithm in SigningAlgorithm::ALL.iter().copied() {
            for kind in MessageType::ALL.iter().copied() {
                let length = match kind {
                    MessageType::Raw => 100,
                    MessageType::Digest => {
                        lengths.iter().find(|(it, _)| *it == algorithm).map_or(32, |(_, length)| *length)
                    }
                    MessageType::ExternalMu => 64,
                };
                let message = vec![9; length];
                let fits = signature::check(spec, algorithm, kind, length).is_ok();
                let made = signature::sign(&pair, algorithm, kind, &message, [3; 32]);
                assert_eq!(made.is_some(), fits, "{spec} {algorithm} {kind}");
                let Some(made) = made else { continue };
                let verify = |kind, message: &[u8], made: &[u8]| {
                    signature::verify(pair.public_key(), algorithm, kind, message, made)
                };
                assert!(verify(kind, &message, &made), "{spec} {algorithm} {kind}");
                assert!(!verify(kind, &[&message[1..], &[8]].concat(), &made));
                assert!(!verify(kind, &message, &made[1..]));
                if kind == MessageType::Digest {
                    assert!(signature::sign(&pair, algorithm, kind, &message[1..], [3; 32]).is_none());
                }
                let again = signature::sign(&pair, algorithm, kind, &message, [3; 32]);
                assert_eq!(again.as_ref(), Some(&made), "the same seed gives the same signature");
            }
        }
    }
}

#[test]
fn a_signature_of_a_message_is_one_of_its_digest() {
    use sha2::Digest as _;
    let digest = sha2::Sha256::digest(b"message");
    for (spec, algorithm) in [
        (KeySpec::Rsa2048, SigningAlgorithm::RsassaPssSha256),
        (KeySpec::EccNistP256, SigningAlgorithm::EcdsaSha256),
        (KeySpec::EccSecgP256k1, SigningAlgorithm::EcdsaSha256),
    ] {
        let pair = pair(spec);
        let made = signature::sign(&pair, algorithm, MessageType::Raw, b"message", [3; 32]).expect("signs");
        assert!(
            signature::verify(pair.public_key(), algorithm, MessageType::Digest, &digest, &made),
            "{spec}"
        );
    }
}

#[test]
fn both_values_of_s_verify_on_secp256k1() {
    let pair = pair(KeySpec::EccSecgP256k1);
    let algorithm = SigningAlgorithm::EcdsaSha256;
    let made = signature::sign(&pair, algorithm, MessageType::Raw, b"message", [3; 32]).expect("signs");
    let low = k256::ecdsa::Signature::from_der(&made).expect("DER");
    let high =
        k256::ecdsa::Signature::from_scalars(low.r().to_bytes(), (-*low.s()).to_bytes()).expect("valid");
    assert_ne!(low, high);
    let high = high.to_der();
    assert!(signature::verify(pair.public_key(), algorithm, MessageType::Raw, b"message", high.as_bytes()));
}

#[test]
fn rsa_takes_as_much_as_its_padding_leaves() {
    let pair = pair(KeySpec::Rsa2048);
    for (algorithm, longest) in
        [(EncryptionAlgorithm::RsaesOaepSha1, 214), (EncryptionAlgorithm::RsaesOaepSha256, 190)]
    {
        assert_eq!(longest_plaintext(KeySpec::Rsa2048, algorithm), Some(longest));
        let plaintext = vec![5; longest];
        let made = encrypt_to(pair.public_key(), algorithm, &plaintext, [3; 32]).expect("fits");
        assert_eq!(made.len(), 256);
        assert_ne!(encrypt_to(pair.public_key(), algorithm, &plaintext, [4; 32]).expect("fits"), made);
        assert_eq!(decrypt_with(&pair, algorithm, &made, [9; 32]), Some(plaintext));
        assert_eq!(encrypt_to(pair.public_key(), algorithm, &vec![5; longest + 1], [3; 32]), None);
        let mut damaged = made;
        damaged[100] ^= 1;
        assert_eq!(decrypt_with(&pair, algorithm, &damaged, [9; 32]), None);
    }
    for (spec, sizes) in [(KeySpec::Rsa3072, (342, 318)), (KeySpec::Rsa4096, (470, 446))] {
        assert_eq!(longest_plaintext(spec, EncryptionAlgorithm::RsaesOaepSha1), Some(sizes.0));
        assert_eq!(longest_plaintext(spec, EncryptionAlgorithm::RsaesOaepSha256), Some(sizes.1));
    }
    assert_eq!(longest_plaintext(KeySpec::Rsa2048, EncryptionAlgorithm::SymmetricDefault), None);
}

#[test]
fn peers_agree_on_one_curve_only() {
    let curves = [(KeySpec::EccNistP256, 32), (KeySpec::EccNistP384, 48), (KeySpec::EccNistP521, 66)];
    for (spec, length) in curves {
        let (ours, theirs) = (pair(spec), KeyPair::generate(spec, [2; 32]).expect("another"));
        let secret = shared_secret(&ours, &theirs.public_key().to_der()).expect("agrees");
        assert_eq!(secret.len(), length);
        assert_eq!(shared_secret(&theirs, &ours.public_key().to_der()), Some(secret), "{spec}");
        for (other, _) in curves.iter().filter(|(other, _)| *other != spec) {
            assert_eq!(shared_secret(&ours, &pair(*other).public_key().to_der()), None);
        }
    }
    let of_no_agreement = pair(KeySpec::EccSecgP256k1);
    assert_eq!(shared_secret(&of_no_agreement, &of_no_agreement.public_key().to_der()), None);
}

#[test]
fn a_point_off_the_curve_is_no_public_key() {
    let mut der = pair(KeySpec::EccNistP256).public_key().to_der();
    *der.last_mut().expect("not empty") ^= 1;
    assert!(PublicKey::from_der(KeySpec::EccNistP256, &der).is_none());
}

#[test]
fn what_is_encapsulated_comes_out_again() {
    for (spec, length) in [(KeySpec::MlKem512, 768), (KeySpec::MlKem768, 1088), (KeySpec::MlKem1024, 1568)] {
        let pair = pair(spec);
        let made = encapsulate(pair.public_key(), [3; 32]).expect("ML-KEM");
        assert_eq!((made.ciphertext.len(), made.shared_secret.len()), (length, 32), "{spec}");
        assert_eq!(decapsulate(&pair, &made.ciphertext), Some(made.shared_secret));
    }
    assert_eq!(encapsulate(pair(KeySpec::EccNistP256).public_key(), [3; 32]), None);
}

#[test]
fn material_survives_a_save_and_a_symmetric_key_stays_short() {
    use rand_core::SeedableRng as _;
    let mut rng = rand_chacha::ChaCha20Rng::seed_from_u64(1);
    let key = KeyId::draw(true, &mut rng);
    let others = [KeySpec::SymmetricDefault, KeySpec::Hmac224, KeySpec::Hmac512];
    for spec in specs().filter(|spec| *spec != KeySpec::Rsa2048).chain(others) {
        let made = BackingKey::draw(&key, spec, Timestamp::default(), None, &mut rng).expect("material");
        assert!(made.material().suits(spec), "{spec}");
        let saved = ron::to_string(&made).expect("saves");
        assert_eq!(ron::from_str::<BackingKey>(&saved).expect("opens"), made, "{spec}");
    }
    let material = ron::to_string(&Material::Symmetric([0; 32])).expect("saves");
    assert_eq!(material.len(), 44 + 2, "Base64 and quotes");
    for broken in
        ["\"AAAA\"", "\"HMAC:AAAA\"", "\"RSA_2048:AAAA\"", "\"SM2:\"", "\"?\"", "\"SYMMETRIC_DEFAULT:\""]
    {
        assert!(ron::from_str::<Material>(broken).is_err(), "{broken}");
    }
}

#[test]
fn imported_material_must_suit_the_spec() {
    let key = KeyId::parse("mrk-00000000000000000000000000000001").expect("valid");
    let import = |spec, bytes: &[u8]| BackingKey::imported(&key, spec, bytes, Timestamp::default(), None);
    assert!(import(KeySpec::SymmetricDefault, &[1; 32]).is_some());
    assert!(import(KeySpec::SymmetricDefault, &[1; 31]).is_none());
    assert!(import(KeySpec::SymmetricDefault, &[1; 33]).is_none());
    for (spec, least, most) in [
        (KeySpec::Hmac224, 28, 64),
        (KeySpec::Hmac256, 32, 64),
        (KeySpec::Hmac384, 48, 128),
        (KeySpec::Hmac512, 64, 128),
    ] {
        assert!(import(spec, &vec![1; least]).is_some() && import(spec, &vec![1; most]).is_some(), "{spec}");
        assert!(import(spec, &vec![1; least - 1]).is_none() && import(spec, &vec![1; most + 1]).is_none());
    }
    for spec in specs() {
        assert_eq!(import(spec, pair(spec).pkcs8()).is_some(), spec.can_be_imported(), "{spec}");
    }
}

#[test]
fn the_same_material_has_one_id_in_one_key_and_another_in_another() {
    let id = |key: &str, byte| {
        let key = KeyId::parse(key).expect("valid");
        BackingKey::new(&key, Material::Symmetric([byte; 32]), Timestamp::default(), None).id
    };
    let (one, other) = ("mrk-00000000000000000000000000000001", "mrk-00000000000000000000000000000002");
    assert_eq!(id(one, 1), id(one, 1));
    assert_ne!(id(one, 1), id(one, 2));
    assert_ne!(id(one, 1), id(other, 1));
}
