//! Bytes from anywhere never make the cryptography panic: whole garbage, and what is right but for a few bytes.

use proptest::{collection::vec, prelude::*};

use super::pairs::{pair, specs};
use crate::kms::{
    api::{EncryptionAlgorithm, KeySpec, MessageType},
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

/// One key pair of each spec for all cases.
fn shared(spec: KeySpec) -> KeyPair {
    static ALL: std::sync::LazyLock<Vec<KeyPair>> = std::sync::LazyLock::new(|| specs().map(pair).collect());
    ALL.iter().find(|it| it.spec() == spec).cloned().expect("made for every spec")
}

fn any_spec() -> impl Strategy<Value = KeySpec> {
    proptest::sample::select(specs().collect::<Vec<_>>())
}

fn cases(count: u32) -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(count) }
}

proptest! {
    #![proptest_config(cases(100_000))]

    #[test]
    fn garbage_is_read_as_nothing_or_as_material(
        bytes in vec(any::<u8>(), 0..120),
        spec in proptest::sample::select(KeySpec::ALL),
    ) {
        let _ = PublicKey::from_der(spec, &bytes);
        if let Some(material) = Material::import(spec, &bytes) {
            prop_assert!(material.suits(spec));
        }
    }
}

proptest! {
    #![proptest_config(cases(2_000))]

    #[test]
    fn garbage_is_no_signature(
        bytes in vec(any::<u8>(), 0..300),
        message in vec(any::<u8>(), 0..80),
        spec in any_spec(),
        kind in proptest::sample::select(MessageType::ALL),
    ) {
        for algorithm in spec.signing_algorithms() {
            let key = shared(spec);
            prop_assert!(!signature::verify(key.public_key(), *algorithm, kind, &message, &bytes));
        }
    }

    #[test]
    fn damaged_keys_are_refused_or_are_keys(
        changes in vec((any::<usize>(), 1u8..), 1..4),
        cut in proptest::option::weighted(0.2, any::<usize>()),
        spec in any_spec(),
    ) {
        let key = shared(spec);
        if let Some(read) = KeyPair::from_pkcs8(spec, &damaged(key.pkcs8().to_vec(), &changes, cut)) {
            // What was read can be used.
            prop_assert!(PublicKey::from_der(spec, &read.public_key().to_der()).is_some());
            if let Some(algorithm) = spec.signing_algorithms().last() {
                let _ = signature::sign(&read, *algorithm, MessageType::Raw, b"message", [1; 32]);
            }
            let _ = shared_secret(&read, &key.public_key().to_der());
        }
        let peer = damaged(key.public_key().to_der(), &changes, cut);
        let _ = shared_secret(&key, &peer);
        let _ = PublicKey::from_der(spec, &peer);
    }
}

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn any_ciphertext_decapsulates_or_has_a_wrong_length(bytes in vec(any::<u8>(), 0..1600)) {
        for (spec, length) in [(KeySpec::MlKem512, 768), (KeySpec::MlKem768, 1088), (KeySpec::MlKem1024, 1568)] {
            let key = shared(spec);
            prop_assert_eq!(decapsulate(&key, &bytes).is_some(), bytes.len() == length);
            if let Some(right) = bytes.get(..length) {
                prop_assert!(decapsulate(&key, right).is_some());
            }
        }
        let rsa = shared(KeySpec::Rsa2048);
        let algorithm = EncryptionAlgorithm::RsaesOaepSha256;
        prop_assert!(bytes.len() == 256 || decrypt_with(&rsa, algorithm, &bytes, [1; 32]).is_none());
        if let Some(block) = bytes.get(..256) {
            let _ = decrypt_with(&rsa, algorithm, block, [1; 32]);
        }
    }
}
