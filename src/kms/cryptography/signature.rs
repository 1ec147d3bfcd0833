//! Signatures with all the algorithms of Sign and Verify.

use ed25519_dalek::{Signer as _, Verifier as _};
use p256::ecdsa::signature::{
    SignatureEncoding,
    hazmat::{PrehashVerifier, RandomizedPrehashSigner},
};
use rand_chacha::ChaCha20Rng;
use rand_core::{CryptoRng, SeedableRng as _};
use sha2::{Digest as _, Sha512};

use super::{
    hash::Hash,
    key_pair::{KeyPair, PrivateKey},
    public_key::PublicKey,
    rsa_schemes::{self, Padding},
};
use crate::kms::api::{KeySpec, MessageType, SigningAlgorithm};

/// The length of ML-DSA's message representative μ in bytes.
const MU_LENGTH: usize = 64;

/// What is wrong with a request to sign or verify, before any key is touched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsuitable {
    /// Keys of this spec do not have the algorithm.
    Algorithm,
    /// The algorithm does not take messages of this type.
    MessageType,
    /// The digest, or μ, has not the algorithm's length.
    Length,
}

/// How an algorithm goes about it.
#[derive(Clone, Copy)]
enum Scheme {
    Rsa(Padding, Hash),
    Ecdsa(Hash),
    Ed25519,
    Ed25519Ph,
    MlDsa,
}

impl Scheme {
    fn of(algorithm: SigningAlgorithm) -> Option<Self> {
        Some(match algorithm {
            SigningAlgorithm::RsassaPssSha256 => Self::Rsa(Padding::Pss, Hash::Sha256),
            SigningAlgorithm::RsassaPssSha384 => Self::Rsa(Padding::Pss, Hash::Sha384),
            SigningAlgorithm::RsassaPssSha512 => Self::Rsa(Padding::Pss, Hash::Sha512),
            SigningAlgorithm::RsassaPkcs1V15Sha256 => Self::Rsa(Padding::Pkcs1V15, Hash::Sha256),
            SigningAlgorithm::RsassaPkcs1V15Sha384 => Self::Rsa(Padding::Pkcs1V15, Hash::Sha384),
            SigningAlgorithm::RsassaPkcs1V15Sha512 => Self::Rsa(Padding::Pkcs1V15, Hash::Sha512),
            SigningAlgorithm::EcdsaSha256 => Self::Ecdsa(Hash::Sha256),
            SigningAlgorithm::EcdsaSha384 => Self::Ecdsa(Hash::Sha384),
            SigningAlgorithm::EcdsaSha512 => Self::Ecdsa(Hash::Sha512),
            SigningAlgorithm::Ed25519Sha512 => Self::Ed25519,
            SigningAlgorithm::Ed25519PhSha512 => Self::Ed25519Ph,
            SigningAlgorithm::MlDsaShake256 => Self::MlDsa,
            SigningAlgorithm::Sm2Dsa => return None,
        })
    }

    /// What the algorithm takes as a message of this type: its exact length in bytes, if it has one.
    fn takes(self, kind: MessageType) -> Result<Option<usize>, Unsuitable> {
        match (self, kind) {
            (Self::Rsa(..) | Self::Ecdsa(_) | Self::Ed25519 | Self::MlDsa, MessageType::Raw) => Ok(None),
            (Self::Rsa(_, hash) | Self::Ecdsa(hash), MessageType::Digest) => Ok(Some(hash.length())),
            (Self::Ed25519Ph, MessageType::Digest) => Ok(Some(Hash::Sha512.length())),
            (Self::MlDsa, MessageType::ExternalMu) => Ok(Some(MU_LENGTH)),
            _ => Err(Unsuitable::MessageType),
        }
    }
}

/// Whether a key of this spec signs and verifies messages of this type and length with an algorithm.
///
/// # Errors
/// The first obstacle.
pub fn check(
    spec: KeySpec,
    algorithm: SigningAlgorithm,
    kind: MessageType,
    length: usize,
) -> Result<(), Unsuitable> {
    if !spec.signing_algorithms().contains(&algorithm) {
        return Err(Unsuitable::Algorithm);
    }
    let exact = Scheme::of(algorithm).ok_or(Unsuitable::Algorithm)?.takes(kind)?;
    if exact.is_some_and(|exact| exact != length) {
        return Err(Unsuitable::Length);
    }
    Ok(())
}

/// The digest that a scheme signs.
fn prehash(hash: Hash, kind: MessageType, message: &[u8]) -> Vec<u8> {
    match kind {
        MessageType::Digest => message.to_vec(),
        MessageType::Raw | MessageType::ExternalMu => hash.digest(message),
    }
}

/// Signs a message. What is random in a signature comes from `seed`: the same inputs give the same signature.
/// Nothing if [`check`] would refuse.
///
/// ECDSA signatures are DER; RSA's are as long as the modulus. Ed25519ph hashes what it is given, the digest, once
/// more, as KMS does (Sign, `MessageType`). ML-DSA is hedged, with an empty context.
pub fn sign(
    pair: &KeyPair,
    algorithm: SigningAlgorithm,
    kind: MessageType,
    message: &[u8],
    seed: [u8; 32],
) -> Option<Vec<u8>> {
    check(pair.spec(), algorithm, kind, message.len()).ok()?;
    let mut rng = ChaCha20Rng::from_seed(seed);
    let rng = &mut rng;
    match (Scheme::of(algorithm)?, pair.private_key()) {
        (Scheme::Rsa(padding, hash), PrivateKey::Rsa(key)) => {
            rsa_schemes::sign(key, padding, hash, &prehash(hash, kind, message), rng)
        }
        (Scheme::Ecdsa(hash), key) => {
            let digest = prehash(hash, kind, message);
            match key {
                PrivateKey::P256(key) => ecdsa::<p256::ecdsa::DerSignature>(key, &digest, rng),
                PrivateKey::P384(key) => ecdsa::<p384::ecdsa::DerSignature>(key, &digest, rng),
                PrivateKey::P521(key) => ecdsa::<p521::ecdsa::DerSignature>(key, &digest, rng),
                PrivateKey::K256(key) => ecdsa::<k256::ecdsa::DerSignature>(key, &digest, rng),
                _ => None,
            }
        }
        (Scheme::Ed25519, PrivateKey::Ed25519(key)) => Some(key.sign(message).to_vec()),
        (Scheme::Ed25519Ph, PrivateKey::Ed25519(key)) => Some(ed25519_ph_sign(key, message)?.to_vec()),
        (Scheme::MlDsa, PrivateKey::MlDsa44(key)) => ml_dsa_sign(key, kind, message, rng),
        (Scheme::MlDsa, PrivateKey::MlDsa65(key)) => ml_dsa_sign(key, kind, message, rng),
        (Scheme::MlDsa, PrivateKey::MlDsa87(key)) => ml_dsa_sign(key, kind, message, rng),
        _ => None,
    }
}

/// Ed25519ph of RFC 8032, which hashes the message itself.
pub(super) fn ed25519_ph_sign(
    key: &ed25519_dalek::SigningKey,
    message: &[u8],
) -> Option<ed25519_dalek::Signature> {
    key.sign_prehashed(Sha512::new_with_prefix(message), None).ok()
}

pub(super) fn ed25519_ph_verify(
    key: &ed25519_dalek::VerifyingKey,
    message: &[u8],
    signature: &ed25519_dalek::Signature,
) -> bool {
    key.verify_prehashed(Sha512::new_with_prefix(message), None, signature).is_ok()
}

fn ecdsa<S: SignatureEncoding>(
    key: &impl RandomizedPrehashSigner<S>,
    digest: &[u8],
    rng: &mut impl CryptoRng,
) -> Option<Vec<u8>> {
    Some(key.sign_prehash_with_rng(rng, digest).ok()?.to_vec())
}

fn ml_dsa_sign<P: ml_dsa::MlDsaParams>(
    key: &ml_dsa::SigningKey<P>,
    kind: MessageType,
    message: &[u8],
    rng: &mut impl CryptoRng,
) -> Option<Vec<u8>> {
    let key = key.expanded_key();
    let signature = match kind {
        MessageType::ExternalMu => key.sign_mu_randomized(message.try_into().ok()?, rng),
        MessageType::Raw | MessageType::Digest => key.sign_randomized(message, &[], rng),
    };
    Some(signature.ok()?.encode().to_vec())
}

/// Whether a signature is one of this message under this key. False if [`check`] would refuse.
pub fn verify(
    key: &PublicKey,
    algorithm: SigningAlgorithm,
    kind: MessageType,
    message: &[u8],
    signature: &[u8],
) -> bool {
    let Some(scheme) = Scheme::of(algorithm) else { return false };
    if !scheme.takes(kind).is_ok_and(|exact| exact.is_none_or(|exact| exact == message.len())) {
        return false;
    }
    match (scheme, key) {
        (Scheme::Rsa(padding, hash), PublicKey::Rsa(key)) => {
            rsa_schemes::verify(key, padding, hash, &prehash(hash, kind, message), signature)
        }
        (Scheme::Ecdsa(hash), key) => {
            let digest = prehash(hash, kind, message);
            match (key, hash) {
                (PublicKey::P256(key), Hash::Sha256) => {
                    ecdsa_verify::<p256::ecdsa::DerSignature>(key, &digest, signature)
                }
                (PublicKey::P384(key), Hash::Sha384) => {
                    ecdsa_verify::<p384::ecdsa::DerSignature>(key, &digest, signature)
                }
                (PublicKey::P521(key), Hash::Sha512) => {
                    ecdsa_verify::<p521::ecdsa::DerSignature>(key, &digest, signature)
                }
                (PublicKey::K256(key), Hash::Sha256) => secp256k1_verify(key, &digest, signature),
                _ => false,
            }
        }
        (Scheme::Ed25519, PublicKey::Ed25519(key)) => ed25519_dalek::Signature::from_slice(signature)
            .is_ok_and(|signature| key.verify(message, &signature).is_ok()),
        (Scheme::Ed25519Ph, PublicKey::Ed25519(key)) => ed25519_dalek::Signature::from_slice(signature)
            .is_ok_and(|signature| ed25519_ph_verify(key, message, &signature)),
        (Scheme::MlDsa, PublicKey::MlDsa44(key)) => ml_dsa_verify(key, kind, message, signature),
        (Scheme::MlDsa, PublicKey::MlDsa65(key)) => ml_dsa_verify(key, kind, message, signature),
        (Scheme::MlDsa, PublicKey::MlDsa87(key)) => ml_dsa_verify(key, kind, message, signature),
        _ => false,
    }
}

fn ecdsa_verify<S>(key: &impl PrehashVerifier<S>, digest: &[u8], signature: &[u8]) -> bool
where
    S: for<'a> TryFrom<&'a [u8]>,
{
    S::try_from(signature).is_ok_and(|signature| key.verify_prehash(digest, &signature).is_ok())
}

/// The crate admits only the lower of the two values that s can have; KMS, like ECDSA itself, admits both.
fn secp256k1_verify(key: &k256::ecdsa::VerifyingKey, digest: &[u8], signature: &[u8]) -> bool {
    k256::ecdsa::Signature::from_der(signature)
        .is_ok_and(|signature| key.verify_prehash(digest, &signature.normalize_s()).is_ok())
}

fn ml_dsa_verify<P: ml_dsa::MlDsaParams>(
    key: &ml_dsa::VerifyingKey<P>,
    kind: MessageType,
    message: &[u8],
    signature: &[u8],
) -> bool {
    let Ok(signature) = ml_dsa::Signature::<P>::try_from(signature) else { return false };
    match kind {
        MessageType::ExternalMu => message.try_into().is_ok_and(|mu| key.verify_mu(mu, &signature)),
        MessageType::Raw | MessageType::Digest => key.verify_with_context(message, &[], &signature),
    }
}
