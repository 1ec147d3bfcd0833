//! Project Wycheproof: one answer for each algorithm and size, in `vectors.txt`.

use super::base64;
use crate::kms::{
    api::{EncryptionAlgorithm, KeySpec, MessageType, SigningAlgorithm},
    cryptography::{KeyPair, PublicKey, decapsulate, decrypt_with, elliptic_der, shared_secret, signature},
};

/// The lines of one kind, each in its words.
fn lines(kind: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    include_str!("vectors.txt")
        .lines()
        .map(|line| line.split(' ').collect::<Vec<_>>())
        .filter(move |words| words[0] == kind)
        .map(|mut words| words.split_off(1))
}

fn spec(name: &str) -> KeySpec {
    KeySpec::from_name(name).expect("a key spec")
}

/// PKCS #8 of a key that is kept as its seed (RFC 9881, RFC 9935): the last byte of the algorithm's object id.
fn seed_to_pkcs8(group: u8, last: u8, seed: &[u8]) -> Vec<u8> {
    let length = seed.len() as u8;
    let head = [0x30, length + 20, 2, 1, 0, 0x30, 11, 6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, group, last, 4];
    [&head[..], &[length + 2, 0x80, length], seed].concat()
}

#[test]
fn signatures_verify_and_only_as_they_are() {
    let mut seen = 0;
    for words in lines("signature") {
        let [key_spec, algorithm, key, message, given] = words[..] else { panic!("{words:?}") };
        let algorithm = SigningAlgorithm::from_name(algorithm).expect("an algorithm");
        let key = PublicKey::from_der(spec(key_spec), &base64(key)).expect("a public key");
        let (mut message, mut given) = (base64(message), base64(given));
        assert!(
            signature::verify(&key, algorithm, MessageType::Raw, &message, &given),
            "{key_spec} {algorithm}"
        );
        *given.last_mut().expect("not empty") ^= 1;
        assert!(!signature::verify(&key, algorithm, MessageType::Raw, &message, &given));
        *given.last_mut().expect("not empty") ^= 1;
        message[0] ^= 1;
        assert!(!signature::verify(&key, algorithm, MessageType::Raw, &message, &given));
        seen += 1;
    }
    assert_eq!(seen, 12);
}

#[test]
fn oaep_opens() {
    let mut seen = 0;
    for words in lines("oaep") {
        let [algorithm, key, message, ciphertext] = words[..] else { panic!("{words:?}") };
        let algorithm = EncryptionAlgorithm::from_name(algorithm).expect("an algorithm");
        let pair = KeyPair::from_pkcs8(KeySpec::Rsa2048, &base64(key)).expect("a private key");
        let ciphertext = base64(ciphertext);
        assert_eq!(
            decrypt_with(&pair, algorithm, &ciphertext, [7; 32]),
            Some(base64(message)),
            "{algorithm}"
        );
        let other = match algorithm {
            EncryptionAlgorithm::RsaesOaepSha1 => EncryptionAlgorithm::RsaesOaepSha256,
            _ => EncryptionAlgorithm::RsaesOaepSha1,
        };
        assert_eq!(decrypt_with(&pair, other, &ciphertext, [7; 32]), None);
        seen += 1;
    }
    assert_eq!(seen, 2);
}

#[test]
fn shared_secrets_agree() {
    let mut seen = 0;
    for words in lines("ecdh") {
        let [key_spec, scalar, peer, secret] = words[..] else { panic!("{words:?}") };
        let spec = spec(key_spec);
        let scalar = base64(scalar);
        // The scalar's own point is not among what is given; a key may come without it (RFC 5915).
        let curve = match spec {
            KeySpec::EccNistP256 => elliptic_der::P256,
            KeySpec::EccNistP384 => elliptic_der::P384,
            _ => elliptic_der::P521,
        };
        let pair =
            KeyPair::from_pkcs8(spec, &elliptic_der::without_point(curve, &scalar)).expect("a private key");
        assert_eq!(shared_secret(&pair, &base64(peer)), Some(base64(secret)), "{spec}");
        seen += 1;
    }
    assert_eq!(seen, 3);
}

#[test]
fn ml_dsa_keys_grow_from_their_seeds_and_verify() {
    let mut seen = 0;
    for words in lines("ml-dsa") {
        let [key_spec, seed, key, message, mu, given] = words[..] else { panic!("{words:?}") };
        let spec = spec(key_spec);
        let last = match spec {
            KeySpec::MlDsa44 => 17,
            KeySpec::MlDsa65 => 18,
            _ => 19,
        };
        let pair = KeyPair::from_pkcs8(spec, &seed_to_pkcs8(3, last, &base64(seed))).expect("a private key");
        assert!(pair.public_key().to_der().ends_with(&base64(key)), "{spec}");
        let (message, mu, given) = (base64(message), base64(mu), base64(given));
        let verify = |kind, message: &[u8], given: &[u8]| {
            signature::verify(pair.public_key(), SigningAlgorithm::MlDsaShake256, kind, message, given)
        };
        assert!(verify(MessageType::Raw, &message, &given), "{spec}");
        assert!(verify(MessageType::ExternalMu, &mu, &given), "{spec}");
        assert!(!verify(MessageType::Raw, &mu, &given));
        assert!(!verify(MessageType::Raw, &message, &given[1..]));
        seen += 1;
    }
    assert_eq!(seen, 3);
}

#[test]
fn ml_kem_keys_grow_from_their_seeds_and_decapsulate() {
    let mut seen = 0;
    for words in lines("ml-kem") {
        let [key_spec, seed, key, ciphertext, secret] = words[..] else { panic!("{words:?}") };
        let spec = spec(key_spec);
        let last = match spec {
            KeySpec::MlKem512 => 1,
            KeySpec::MlKem768 => 2,
            _ => 3,
        };
        let pair = KeyPair::from_pkcs8(spec, &seed_to_pkcs8(4, last, &base64(seed))).expect("a private key");
        assert!(pair.public_key().to_der().ends_with(&base64(key)), "{spec}");
        let mut ciphertext = base64(ciphertext);
        let secret = base64(secret);
        assert_eq!(decapsulate(&pair, &ciphertext).as_ref(), Some(&secret), "{spec}");
        assert_eq!(decapsulate(&pair, &ciphertext[1..]), None);
        ciphertext[0] ^= 1;
        let rejected = decapsulate(&pair, &ciphertext).expect("another secret, not an error");
        assert!(rejected.len() == 32 && rejected != secret);
        seen += 1;
    }
    assert_eq!(seen, 3);
}
