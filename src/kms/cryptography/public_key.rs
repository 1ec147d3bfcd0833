//! The public half of a key pair, as GetPublicKey tells it and as peers hand it over.

use p256::pkcs8::{DecodePublicKey, EncodePublicKey};
use rsa::traits::PublicKeyParts as _;

use super::key_pair::rsa_bits;
use crate::kms::api::KeySpec;

/// A public key, ready for use.
#[derive(Clone)]
pub enum PublicKey {
    /// RSA of any size.
    Rsa(rsa::RsaPublicKey),
    /// NIST's P-256.
    P256(p256::ecdsa::VerifyingKey),
    /// NIST's P-384.
    P384(p384::ecdsa::VerifyingKey),
    /// NIST's P-521.
    P521(p521::ecdsa::VerifyingKey),
    /// secp256k1.
    K256(k256::ecdsa::VerifyingKey),
    /// Ed25519.
    Ed25519(ed25519_dalek::VerifyingKey),
    /// ML-DSA, smallest parameter set.
    MlDsa44(Box<ml_dsa::VerifyingKey<ml_dsa::MlDsa44>>),
    /// ML-DSA, middle parameter set.
    MlDsa65(Box<ml_dsa::VerifyingKey<ml_dsa::MlDsa65>>),
    /// ML-DSA, largest parameter set.
    MlDsa87(Box<ml_dsa::VerifyingKey<ml_dsa::MlDsa87>>),
    /// ML-KEM, smallest parameter set.
    MlKem512(Box<ml_kem::EncapsulationKey512>),
    /// ML-KEM, middle parameter set.
    MlKem768(Box<ml_kem::EncapsulationKey768>),
    /// ML-KEM, largest parameter set.
    MlKem1024(Box<ml_kem::EncapsulationKey1024>),
}

impl PublicKey {
    /// Reads a `SubjectPublicKeyInfo` in DER; nothing if the bytes are no public key of this spec. A point of an
    /// elliptic curve is checked to lie on it.
    pub fn from_der(spec: KeySpec, der: &[u8]) -> Option<Self> {
        fn read<K: DecodePublicKey>(der: &[u8]) -> Option<K> {
            K::from_public_key_der(der).ok()
        }
        Some(match spec {
            KeySpec::Rsa2048 | KeySpec::Rsa3072 | KeySpec::Rsa4096 => {
                let key = read::<rsa::RsaPublicKey>(der)?;
                if Some(key.n().bits_vartime() as usize) != rsa_bits(spec) {
                    return None;
                }
                Self::Rsa(key)
            }
            KeySpec::EccNistP256 => Self::P256(read(der)?),
            KeySpec::EccNistP384 => Self::P384(read(der)?),
            KeySpec::EccNistP521 => Self::P521(read(der)?),
            KeySpec::EccSecgP256k1 => Self::K256(read(der)?),
            KeySpec::EccNistEdwards25519 => Self::Ed25519(read(der)?),
            KeySpec::MlDsa44 => Self::MlDsa44(Box::new(read(der)?)),
            KeySpec::MlDsa65 => Self::MlDsa65(Box::new(read(der)?)),
            KeySpec::MlDsa87 => Self::MlDsa87(Box::new(read(der)?)),
            KeySpec::MlKem512 => Self::MlKem512(Box::new(read(der)?)),
            KeySpec::MlKem768 => Self::MlKem768(Box::new(read(der)?)),
            KeySpec::MlKem1024 => Self::MlKem1024(Box::new(read(der)?)),
            KeySpec::SymmetricDefault
            | KeySpec::Hmac224
            | KeySpec::Hmac256
            | KeySpec::Hmac384
            | KeySpec::Hmac512
            | KeySpec::Sm2 => return None,
        })
    }

    /// The key as `SubjectPublicKeyInfo` in DER (RFC 5280).
    pub fn to_der(&self) -> Vec<u8> {
        let written = match self {
            Self::Rsa(key) => key.to_public_key_der(),
            Self::P256(key) => key.to_public_key_der(),
            Self::P384(key) => key.to_public_key_der(),
            Self::P521(key) => key.to_public_key_der(),
            Self::K256(key) => key.to_public_key_der(),
            Self::Ed25519(key) => key.to_public_key_der(),
            Self::MlDsa44(key) => key.to_public_key_der(),
            Self::MlDsa65(key) => key.to_public_key_der(),
            Self::MlDsa87(key) => key.to_public_key_der(),
            Self::MlKem512(key) => key.to_public_key_der(),
            Self::MlKem768(key) => key.to_public_key_der(),
            Self::MlKem1024(key) => key.to_public_key_der(),
        };
        // Writing DER is refused for lengths of more than 256 MiB only.
        written.expect("a public key is short").into_vec()
    }
}
