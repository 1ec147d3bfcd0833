//! A private key with its public key: the material of asymmetric KMS keys, and what GenerateDataKeyPair makes.

use std::sync::Arc;

use p256::pkcs8::{DecodePrivateKey, EncodePrivateKey};
use rand_chacha::ChaCha20Rng;
use rand_core::{Rng as _, SeedableRng as _};
use rsa::traits::PublicKeyParts as _;

use super::{elliptic_der, public_key::PublicKey, rsa_key};
use crate::kms::api::KeySpec;

/// A key pair, parsed once. Clones share it.
#[derive(Clone)]
pub struct KeyPair(Arc<Inner>);

struct Inner {
    spec: KeySpec,
    pkcs8: Vec<u8>,
    private: PrivateKey,
    public: PublicKey,
}

/// The private half, ready for use.
pub(super) enum PrivateKey {
    Rsa(Box<rsa::RsaPrivateKey>),
    P256(p256::ecdsa::SigningKey),
    P384(p384::ecdsa::SigningKey),
    P521(p521::ecdsa::SigningKey),
    K256(k256::ecdsa::SigningKey),
    Ed25519(ed25519_dalek::SigningKey),
    MlDsa44(Box<ml_dsa::SigningKey<ml_dsa::MlDsa44>>),
    MlDsa65(Box<ml_dsa::SigningKey<ml_dsa::MlDsa65>>),
    MlDsa87(Box<ml_dsa::SigningKey<ml_dsa::MlDsa87>>),
    MlKem512(Box<ml_kem::DecapsulationKey512>),
    MlKem768(Box<ml_kem::DecapsulationKey768>),
    MlKem1024(Box<ml_kem::DecapsulationKey1024>),
}

/// The modulus of an RSA spec in bits.
pub(super) fn rsa_bits(spec: KeySpec) -> Option<usize> {
    match spec {
        KeySpec::Rsa2048 => Some(2048),
        KeySpec::Rsa3072 => Some(3072),
        KeySpec::Rsa4096 => Some(4096),
        _ => None,
    }
}

impl PartialEq for KeyPair {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || (self.spec() == other.spec() && self.pkcs8() == other.pkcs8())
    }
}

impl Eq for KeyPair {}

impl std::fmt::Debug for KeyPair {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("KeyPair").field(&self.0.spec).finish()
    }
}

impl KeyPair {
    /// Makes the key pair that grows from a seed: the same one each time. Nothing for specs that are no key pairs, and
    /// for `SM2`.
    ///
    /// An RSA key takes from a tenth of a second to several seconds.
    pub fn generate(spec: KeySpec, seed: [u8; 32]) -> Option<Self> {
        Self::generate_with_breaths(spec, seed, &|| {})
    }

    /// [`Self::generate`], asking `breathe` to pause every few hundred microseconds while an RSA key is made.
    pub fn generate_with_breaths(spec: KeySpec, seed: [u8; 32], breathe: &dyn Fn()) -> Option<Self> {
        Some(Self::new(spec, PrivateKey::generate(spec, seed, breathe)?))
    }

    /// Reads a private key from PKCS #8 in DER; nothing if the bytes are no private key of this spec.
    pub fn from_pkcs8(spec: KeySpec, der: &[u8]) -> Option<Self> {
        Some(Self::new(spec, PrivateKey::parse(spec, der)?))
    }

    fn new(spec: KeySpec, private: PrivateKey) -> Self {
        let public = private.public_key();
        let pkcs8 = private.to_pkcs8();
        Self(Arc::new(Inner { spec, pkcs8, private, public }))
    }

    /// What kind of key pair it is.
    pub fn spec(&self) -> KeySpec {
        self.0.spec
    }

    /// The private key as PKCS #8 in DER, always in the same form.
    pub fn pkcs8(&self) -> &[u8] {
        &self.0.pkcs8
    }

    /// The public key.
    pub fn public_key(&self) -> &PublicKey {
        &self.0.public
    }

    pub(super) fn private_key(&self) -> &PrivateKey {
        &self.0.private
    }
}

impl PrivateKey {
    fn generate(spec: KeySpec, seed: [u8; 32], breathe: &dyn Fn()) -> Option<Self> {
        use p256::elliptic_curve::Generate as _;
        let mut rng = ChaCha20Rng::from_seed(seed);
        let rng = &mut rng;
        Some(match spec {
            KeySpec::Rsa2048 | KeySpec::Rsa3072 | KeySpec::Rsa4096 => {
                Self::Rsa(Box::new(rsa_key::generate(rng, rsa_bits(spec)?, breathe)?))
            }
            KeySpec::EccNistP256 => Self::P256(p256::ecdsa::SigningKey::generate_from_rng(rng)),
            KeySpec::EccNistP384 => Self::P384(p384::ecdsa::SigningKey::generate_from_rng(rng)),
            KeySpec::EccNistP521 => Self::P521(p521::ecdsa::SigningKey::generate_from_rng(rng)),
            KeySpec::EccSecgP256k1 => Self::K256(k256::ecdsa::SigningKey::generate_from_rng(rng)),
            KeySpec::EccNistEdwards25519 => {
                let mut secret = [0; 32];
                rng.fill_bytes(&mut secret);
                Self::Ed25519(ed25519_dalek::SigningKey::from_bytes(&secret))
            }
            KeySpec::MlDsa44 => Self::MlDsa44(Box::new(ml_dsa::SigningKey::generate_from_rng(rng))),
            KeySpec::MlDsa65 => Self::MlDsa65(Box::new(ml_dsa::SigningKey::generate_from_rng(rng))),
            KeySpec::MlDsa87 => Self::MlDsa87(Box::new(ml_dsa::SigningKey::generate_from_rng(rng))),
            KeySpec::MlKem512 => Self::MlKem512(Box::new(ml_kem::DecapsulationKey::generate_from_rng(rng))),
            KeySpec::MlKem768 => Self::MlKem768(Box::new(ml_kem::DecapsulationKey::generate_from_rng(rng))),
            KeySpec::MlKem1024 => Self::MlKem1024(Box::new(ml_kem::DecapsulationKey::generate_from_rng(rng))),
            KeySpec::SymmetricDefault
            | KeySpec::Hmac224
            | KeySpec::Hmac256
            | KeySpec::Hmac384
            | KeySpec::Hmac512
            | KeySpec::Sm2 => return None,
        })
    }

    fn parse(spec: KeySpec, der: &[u8]) -> Option<Self> {
        fn read<K: DecodePrivateKey>(der: &[u8]) -> Option<K> {
            K::from_pkcs8_der(der).ok()
        }
        Some(match spec {
            KeySpec::Rsa2048 | KeySpec::Rsa3072 | KeySpec::Rsa4096 => {
                let key = read::<rsa::RsaPrivateKey>(der)?;
                if Some(key.n().bits_vartime() as usize) != rsa_bits(spec) {
                    return None;
                }
                Self::Rsa(Box::new(key))
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

    fn to_pkcs8(&self) -> Vec<u8> {
        /// Scalar and point of an elliptic-curve key.
        macro_rules! elliptic {
            ($curve:ident, $key:ident) => {{
                let point = $key.verifying_key().to_sec1_point(false);
                return elliptic_der::to_pkcs8(elliptic_der::$curve, &$key.to_bytes(), point.as_bytes());
            }};
        }
        let written = match self {
            Self::P256(key) => elliptic!(P256, key),
            Self::P384(key) => elliptic!(P384, key),
            Self::P521(key) => elliptic!(P521, key),
            Self::K256(key) => elliptic!(K256, key),
            Self::Rsa(key) => key.to_pkcs8_der(),
            // Without the public key behind it: the older form, which every reader knows.
            Self::Ed25519(key) => {
                ed25519_dalek::pkcs8::KeypairBytes { secret_key: key.to_bytes(), public_key: None }
                    .to_pkcs8_der()
            }
            Self::MlDsa44(key) => key.to_pkcs8_der(),
            Self::MlDsa65(key) => key.to_pkcs8_der(),
            Self::MlDsa87(key) => key.to_pkcs8_der(),
            Self::MlKem512(key) => key.to_pkcs8_der(),
            Self::MlKem768(key) => key.to_pkcs8_der(),
            Self::MlKem1024(key) => key.to_pkcs8_der(),
        };
        // Refused are only RSA keys of more than two primes and ML-KEM keys without their seed, neither of which
        // generating and parsing ever yield, and lengths of more than 256 MiB.
        written.expect("the key can be written").to_bytes().to_vec()
    }

    fn public_key(&self) -> PublicKey {
        use ml_dsa::signature::Keypair as _;
        match self {
            Self::Rsa(key) => PublicKey::Rsa(key.to_public_key()),
            Self::P256(key) => PublicKey::P256(*key.verifying_key()),
            Self::P384(key) => PublicKey::P384(*key.verifying_key()),
            Self::P521(key) => PublicKey::P521(*key.verifying_key()),
            Self::K256(key) => PublicKey::K256(*key.verifying_key()),
            Self::Ed25519(key) => PublicKey::Ed25519(key.verifying_key()),
            Self::MlDsa44(key) => PublicKey::MlDsa44(Box::new(key.verifying_key())),
            Self::MlDsa65(key) => PublicKey::MlDsa65(Box::new(key.verifying_key())),
            Self::MlDsa87(key) => PublicKey::MlDsa87(Box::new(key.verifying_key())),
            Self::MlKem512(key) => PublicKey::MlKem512(Box::new(key.encapsulation_key().clone())),
            Self::MlKem768(key) => PublicKey::MlKem768(Box::new(key.encapsulation_key().clone())),
            Self::MlKem1024(key) => PublicKey::MlKem1024(Box::new(key.encapsulation_key().clone())),
        }
    }
}
