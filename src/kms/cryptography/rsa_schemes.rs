//! What RSA keys do: PKCS #1 (RFC 8017) with OAEP for encryption, PSS and v1.5 for signatures.
//!
//! The operations with the private key take milliseconds; each is one function of plain inputs.

use rand_core::CryptoRng;
use rsa::{Oaep, Pkcs1v15Sign, Pss, RsaPrivateKey, RsaPublicKey, traits::PublicKeyParts as _};
use sha1::Sha1;
use sha2::{Sha256, Sha384, Sha512};

use super::hash::Hash;
use crate::kms::api::EncryptionAlgorithm;

/// How a digest is padded before it is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Padding {
    /// With a salt as long as the digest.
    Pss,
    Pkcs1V15,
}

/// The longest plaintext that a key takes: the modulus less two digests and two bytes. Nothing if the algorithm is not
/// RSA's.
pub(super) fn longest_plaintext(modulus_bits: usize, algorithm: EncryptionAlgorithm) -> Option<usize> {
    let digest = match algorithm {
        EncryptionAlgorithm::RsaesOaepSha1 => 20,
        EncryptionAlgorithm::RsaesOaepSha256 => 32,
        EncryptionAlgorithm::SymmetricDefault | EncryptionAlgorithm::Sm2Pke => return None,
    };
    Some(modulus_bits / 8 - 2 * digest - 2)
}

pub(super) fn encrypt(
    key: &RsaPublicKey,
    algorithm: EncryptionAlgorithm,
    plaintext: &[u8],
    rng: &mut impl CryptoRng,
) -> Option<Vec<u8>> {
    match algorithm {
        EncryptionAlgorithm::RsaesOaepSha1 => key.encrypt(rng, Oaep::<Sha1>::new(), plaintext).ok(),
        EncryptionAlgorithm::RsaesOaepSha256 => key.encrypt(rng, Oaep::<Sha256>::new(), plaintext).ok(),
        EncryptionAlgorithm::SymmetricDefault | EncryptionAlgorithm::Sm2Pke => None,
    }
}

pub(super) fn decrypt(
    key: &RsaPrivateKey,
    algorithm: EncryptionAlgorithm,
    ciphertext: &[u8],
    rng: &mut impl CryptoRng,
) -> Option<Vec<u8>> {
    if ciphertext.len() != key.size() {
        return None;
    }
    match algorithm {
        EncryptionAlgorithm::RsaesOaepSha1 => key.decrypt_blinded(rng, Oaep::<Sha1>::new(), ciphertext).ok(),
        EncryptionAlgorithm::RsaesOaepSha256 => {
            key.decrypt_blinded(rng, Oaep::<Sha256>::new(), ciphertext).ok()
        }
        EncryptionAlgorithm::SymmetricDefault | EncryptionAlgorithm::Sm2Pke => None,
    }
}

pub(super) fn sign(
    key: &RsaPrivateKey,
    padding: Padding,
    hash: Hash,
    digest: &[u8],
    rng: &mut impl CryptoRng,
) -> Option<Vec<u8>> {
    let salt = hash.length();
    let signed = match (padding, hash) {
        (Padding::Pss, Hash::Sha256) => key.sign_with_rng(rng, Pss::<Sha256>::new_with_salt(salt), digest),
        (Padding::Pss, Hash::Sha384) => key.sign_with_rng(rng, Pss::<Sha384>::new_with_salt(salt), digest),
        (Padding::Pss, Hash::Sha512) => key.sign_with_rng(rng, Pss::<Sha512>::new_with_salt(salt), digest),
        (Padding::Pkcs1V15, hash) => key.sign_with_rng(rng, pkcs1_v1_5(hash), digest),
    };
    signed.ok()
}

pub(super) fn verify(
    key: &RsaPublicKey,
    padding: Padding,
    hash: Hash,
    digest: &[u8],
    signature: &[u8],
) -> bool {
    if signature.len() != key.size() {
        return false;
    }
    let salt = hash.length();
    let verified = match (padding, hash) {
        (Padding::Pss, Hash::Sha256) => key.verify(Pss::<Sha256>::new_with_salt(salt), digest, signature),
        (Padding::Pss, Hash::Sha384) => key.verify(Pss::<Sha384>::new_with_salt(salt), digest, signature),
        (Padding::Pss, Hash::Sha512) => key.verify(Pss::<Sha512>::new_with_salt(salt), digest, signature),
        (Padding::Pkcs1V15, hash) => key.verify(pkcs1_v1_5(hash), digest, signature),
    };
    verified.is_ok()
}

fn pkcs1_v1_5(hash: Hash) -> Pkcs1v15Sign {
    match hash {
        Hash::Sha256 => Pkcs1v15Sign::new::<Sha256>(),
        Hash::Sha384 => Pkcs1v15Sign::new::<Sha384>(),
        Hash::Sha512 => Pkcs1v15Sign::new::<Sha512>(),
    }
}
