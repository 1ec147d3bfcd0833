//! What key pairs do besides signing: RSA encryption, elliptic-curve Diffie-Hellman, and key encapsulation.

use ml_kem::kem::Decapsulate as _;
use p256::elliptic_curve::ecdh::diffie_hellman;
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng as _;

use super::{
    key_pair::{KeyPair, PrivateKey, rsa_bits},
    public_key::PublicKey,
    rsa_schemes,
};
use crate::kms::api::{EncryptionAlgorithm, KeySpec};

/// The most bytes that a key of an RSA spec encrypts with an algorithm; nothing if they do not go together.
pub fn longest_plaintext(spec: KeySpec, algorithm: EncryptionAlgorithm) -> Option<usize> {
    rsa_schemes::longest_plaintext(rsa_bits(spec)?, algorithm)
}

/// Encrypts with RSA; the padding comes from `seed`. Nothing if the plaintext is too long, or the key or algorithm not
/// RSA's.
pub fn encrypt_to(
    key: &PublicKey,
    algorithm: EncryptionAlgorithm,
    plaintext: &[u8],
    seed: [u8; 32],
) -> Option<Vec<u8>> {
    match key {
        PublicKey::Rsa(key) => {
            rsa_schemes::encrypt(key, algorithm, plaintext, &mut ChaCha20Rng::from_seed(seed))
        }
        _ => None,
    }
}

/// Decrypts with RSA; `seed` only hides how long it takes. Nothing if the ciphertext is not one for this key and
/// algorithm.
pub fn decrypt_with(
    pair: &KeyPair,
    algorithm: EncryptionAlgorithm,
    ciphertext: &[u8],
    seed: [u8; 32],
) -> Option<Vec<u8>> {
    match pair.private_key() {
        PrivateKey::Rsa(key) => {
            rsa_schemes::decrypt(key, algorithm, ciphertext, &mut ChaCha20Rng::from_seed(seed))
        }
        _ => None,
    }
}

/// The secret that a key pair shares with a peer by ECDH: the x coordinate of the common point, as long as the curve's
/// field. The peer's public key is `SubjectPublicKeyInfo` in DER; nothing if it is no point of the same curve, or if
/// the key pair is of no curve that agrees.
pub fn shared_secret(pair: &KeyPair, peer: &[u8]) -> Option<Vec<u8>> {
    let peer = PublicKey::from_der(pair.spec(), peer)?;
    match (pair.private_key(), peer) {
        (PrivateKey::P256(key), PublicKey::P256(peer)) => {
            let secret = diffie_hellman(key.as_nonzero_scalar(), peer.as_affine());
            Some(secret.raw_secret_bytes().to_vec())
        }
        (PrivateKey::P384(key), PublicKey::P384(peer)) => {
            let secret = diffie_hellman(key.as_nonzero_scalar(), peer.as_affine());
            Some(secret.raw_secret_bytes().to_vec())
        }
        (PrivateKey::P521(key), PublicKey::P521(peer)) => {
            let secret = diffie_hellman(key.as_nonzero_scalar(), peer.as_affine());
            Some(secret.raw_secret_bytes().to_vec())
        }
        _ => None,
    }
}

/// A shared secret with the form in which it is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Encapsulated {
    /// 32 bytes.
    pub shared_secret: Vec<u8>,
    /// For whoever holds the private key.
    pub ciphertext: Vec<u8>,
}

/// Makes a shared secret with ML-KEM; it comes from `seed`. Nothing if the key is not ML-KEM's.
pub fn encapsulate(key: &PublicKey, seed: [u8; 32]) -> Option<Encapsulated> {
    fn with<P: ml_kem::kem::Kem>(
        key: &impl ml_kem::kem::Encapsulate<Kem = P>,
        seed: [u8; 32],
    ) -> Encapsulated {
        let (ciphertext, secret) = key.encapsulate_with_rng(&mut ChaCha20Rng::from_seed(seed));
        Encapsulated { shared_secret: secret.to_vec(), ciphertext: ciphertext.to_vec() }
    }
    match key {
        PublicKey::MlKem512(key) => Some(with(&**key, seed)),
        PublicKey::MlKem768(key) => Some(with(&**key, seed)),
        PublicKey::MlKem1024(key) => Some(with(&**key, seed)),
        _ => None,
    }
}

/// Recovers the shared secret of an encapsulation; nothing if its length is not the key's. Any other bytes of that
/// length give a secret that nobody else has (FIPS 203, implicit rejection).
pub fn decapsulate(pair: &KeyPair, ciphertext: &[u8]) -> Option<Vec<u8>> {
    match pair.private_key() {
        PrivateKey::MlKem512(key) => Some(key.decapsulate_slice(ciphertext).ok()?.to_vec()),
        PrivateKey::MlKem768(key) => Some(key.decapsulate_slice(ciphertext).ok()?.to_vec()),
        PrivateKey::MlKem1024(key) => Some(key.decapsulate_slice(ciphertext).ok()?.to_vec()),
        _ => None,
    }
}
