//! Bytes from anywhere never make the cryptography panic: whole garbage, and what is right but for a few bytes.

use proptest::{collection::vec, prelude::*};

use super::pairs::{pair, specs};
use crate::kms::{
    api::{EncryptionAlgorithm, KeySpec, MessageType, SigningAlgorithm},
    cryptography::{KeyPair, Material, PublicKey, decapsulate, decrypt_with, shared_secret, signature},
};

/// `bytes` with some of them changed, and perhaps cut.
fn damaged(mut bytes: Vec<u8>, changes: &[(usize, u8)], cut: Option<usize>) -> Vec<u8> {
    for (place, value) in changes {
        let length = bytes.len();
        bytes[place % length] ^= value;
    }
    if let Some(cut) = cut {
        bytes.truncate(cut % (bytes.len() + 1));
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2_000) })]

    #[test]
    fn garbage_is_read_as_nothing_or_something(bytes in vec(any::<u8>(), 0..600)) {
        for spec in KeySpec::ALL.iter().copied() {
            let _ = KeyPair::from_pkcs8(spec, &bytes);
            let _ = PublicKey::from_der(spec, &bytes);
            let _ = Material::import(spec, &bytes);
        }
    }

    #[test]
    fn garbage_is_no_signature(bytes in vec(any::<u8>(), 0..300), message in vec(any::<u8>(), 0..80)) {
        for (spec, algorithm) in [
            (KeySpec::Rsa2048, SigningAlgorithm::RsassaPssSha256),
            (KeySpec::Rsa2048, SigningAlgorithm::RsassaPkcs1V15Sha512),
            (KeySpec::EccNistP256, SigningAlgorithm::EcdsaSha256),
            (KeySpec::EccSecgP256k1, SigningAlgorithm::EcdsaSha256),
            (KeySpec::EccNistEdwards25519, SigningAlgorithm::Ed25519Sha512),
            (KeySpec::EccNistEdwards25519, SigningAlgorithm::Ed25519PhSha512),
            (KeySpec::MlDsa44, SigningAlgorithm::MlDsaShake256),
        ] {
            let key = shared(spec);
            for kind in MessageType::ALL.iter().copied() {
                prop_assert!(!signature::verify(key.public_key(), algorithm, kind, &message, &bytes));
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn damaged_keys_are_refused_or_are_keys(
        changes in vec((any::<usize>(), 1u8..), 1..4),
        cut in proptest::option::weighted(0.2, any::<usize>()),
    ) {
        for spec in specs() {
            let key = shared(spec);
            if let Some(read) = KeyPair::from_pkcs8(spec, &damaged(key.pkcs8().to_vec(), &changes, cut)) {
                // What was read can be used.
                let _ = read.public_key().to_der();
                if let Some(algorithm) = spec.signing_algorithms().first() {
                    let _ = signature::sign(&read, *algorithm, MessageType::Raw, b"message", [1; 32]);
                }
                let _ = shared_secret(&read, &key.public_key().to_der());
            }
            let peer = damaged(key.public_key().to_der(), &changes, cut);
            let _ = shared_secret(&key, &peer);
            let _ = PublicKey::from_der(spec, &peer);
        }
    }

    #[test]
    fn any_ciphertext_decapsulates_or_has_a_wrong_length(bytes in vec(any::<u8>(), 0..1600)) {
        for (spec, length) in [(KeySpec::MlKem512, 768), (KeySpec::MlKem768, 1088), (KeySpec::MlKem1024, 1568)] {
            let key = shared(spec);
            prop_assert_eq!(decapsulate(&key, &bytes).is_some(), bytes.len() == length);
            if let Some(right) = bytes.get(..length) {
                prop_assert!(decapsulate(&key, right).is_some());
            }
        }
        prop_assert_eq!(decrypt_with(&shared(KeySpec::Rsa2048), EncryptionAlgorithm::RsaesOaepSha256, &bytes, [1; 32]), None);
        if let Some(block) = bytes.get(..256) {
            let _ = decrypt_with(&shared(KeySpec::Rsa2048), EncryptionAlgorithm::RsaesOaepSha1, block, [1; 32]);
        }
    }
}

/// One key pair of each spec for all cases.
fn shared(spec: KeySpec) -> KeyPair {
    static ALL: std::sync::LazyLock<Vec<KeyPair>> = std::sync::LazyLock::new(|| specs().map(pair).collect());
    ALL.iter().find(|it| it.spec() == spec).cloned().expect("made for every spec")
}
