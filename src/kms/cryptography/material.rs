//! What one version of a key's material is, and how a version is named.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use rand_core::Rng;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use sha2::{Digest, Sha256};

use super::key_pair::KeyPair;
use crate::kms::{
    KeyId, KeyMaterialId, Timestamp,
    api::{KeySpec, RotationType},
    custom_key_store::KeyHandle,
};

/// The secret of one version: it never leaves the simulated HSMs.
#[derive(Clone, PartialEq, Eq)]
pub enum Material {
    /// A 256-bit key for messages.
    Symmetric([u8; 32]),
    /// A key for MACs.
    Hmac(Vec<u8>),
    /// A private key with its public key.
    KeyPair(KeyPair),
    /// The handle, big-endian, of a 256-bit key for messages that is in a CloudHSM cluster and never leaves it.
    CloudHsm([u8; 4]),
}

impl std::fmt::Debug for Material {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Symmetric(_) => "Symmetric",
            Self::Hmac(_) => "Hmac",
            Self::KeyPair(_) => "KeyPair",
            Self::CloudHsm(_) => "CloudHsm",
        })
    }
}

/// The lengths of a MAC key in bytes that may be imported for a spec: from the digest to the hash's block. What KMS
/// draws itself is as long as the digest.
fn mac_key_lengths(spec: KeySpec) -> Option<std::ops::RangeInclusive<usize>> {
    match spec {
        KeySpec::Hmac224 => Some(28..=64),
        KeySpec::Hmac256 => Some(32..=64),
        KeySpec::Hmac384 => Some(48..=128),
        KeySpec::Hmac512 => Some(64..=128),
        _ => None,
    }
}

impl Material {
    /// Draws material for a spec; nothing for `SM2`. Of a key pair only a seed of 32 bytes is drawn, so that
    /// [`KeyPair::generate`] can be run on that seed elsewhere.
    pub fn draw(spec: KeySpec, rng: &mut impl Rng) -> Option<Self> {
        if let Some(lengths) = mac_key_lengths(spec) {
            let mut key = vec![0; *lengths.start()];
            rng.fill_bytes(&mut key);
            return Some(Self::Hmac(key));
        }
        let mut bytes = [0; 32];
        rng.fill_bytes(&mut bytes);
        match spec {
            KeySpec::SymmetricDefault => Some(Self::Symmetric(bytes)),
            _ => KeyPair::generate(spec, bytes).map(Self::KeyPair),
        }
    }

    /// Reads material that a customer imports: 32 bytes for `SYMMETRIC_DEFAULT`, a MAC key, or PKCS #8 in DER.
    /// Nothing if it does not suit the spec.
    pub fn import(spec: KeySpec, bytes: &[u8]) -> Option<Self> {
        if let Some(lengths) = mac_key_lengths(spec) {
            return lengths.contains(&bytes.len()).then(|| Self::Hmac(bytes.to_vec()));
        }
        match spec {
            KeySpec::SymmetricDefault => bytes.try_into().ok().map(Self::Symmetric),
            _ => KeyPair::from_pkcs8(spec, bytes).map(Self::KeyPair),
        }
    }

    /// The bytes that name the material: the key itself, or the private key as PKCS #8 in DER.
    fn as_bytes(&self) -> &[u8] {
        match self {
            Self::Symmetric(bytes) => bytes,
            Self::Hmac(bytes) => bytes,
            Self::KeyPair(pair) => pair.pkcs8(),
            Self::CloudHsm(handle) => handle,
        }
    }

    /// Whether this is what a key of this spec has.
    pub fn suits(&self, spec: KeySpec) -> bool {
        match self {
            Self::Symmetric(_) | Self::CloudHsm(_) => spec == KeySpec::SymmetricDefault,
            Self::Hmac(key) => mac_key_lengths(spec).is_some_and(|lengths| lengths.contains(&key.len())),
            Self::KeyPair(pair) => pair.spec() == spec,
        }
    }
}

/// Before the Base64 of a MAC key in a save.
const SAVED_HMAC: &str = "HMAC";
/// Before the Base64 of a handle in a save.
const SAVED_HANDLE: &str = "CLOUDHSM";

/// A save has Base64 for a symmetric key, the most common; for others what they are and a colon before it.
impl Serialize for Material {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let bytes = STANDARD.encode(self.as_bytes());
        serializer.serialize_str(&match self {
            Self::Symmetric(_) => bytes,
            Self::Hmac(_) => format!("{SAVED_HMAC}:{bytes}"),
            Self::KeyPair(pair) => format!("{}:{bytes}", pair.spec().name()),
            Self::CloudHsm(_) => format!("{SAVED_HANDLE}:{bytes}"),
        })
    }
}

impl<'de> Deserialize<'de> for Material {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let (kind, bytes) = text.split_once(':').unwrap_or(("", &text));
        let bytes = STANDARD.decode(bytes).map_err(de::Error::custom)?;
        let material = match kind {
            "" => Self::import(KeySpec::SymmetricDefault, &bytes),
            SAVED_HANDLE => bytes.try_into().ok().map(Self::CloudHsm),
            SAVED_HMAC => (28..=128).contains(&bytes.len()).then_some(Self::Hmac(bytes)),
            spec => {
                let spec = KeySpec::from_name(spec);
                spec.filter(|spec| spec.is_asymmetric()).and_then(|spec| Self::import(spec, &bytes))
            }
        };
        material.ok_or_else(|| de::Error::custom("this is no key material"))
    }
}

/// One version of a key's material.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackingKey {
    /// Its id, derived from the key id and the material.
    pub id: KeyMaterialId,
    /// The material.
    secret: Material,
    /// When it came to be the current one.
    pub since: Timestamp,
    /// What rotation brought it; nothing for a key's first material.
    pub rotation: Option<RotationType>,
}

impl std::fmt::Debug for BackingKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BackingKey").field("id", &self.id).finish_non_exhaustive()
    }
}

impl BackingKey {
    /// The version that a key has with this material. The same material gives two keys different ids, and the
    /// members of one multi-Region key the same.
    pub fn new(key: &KeyId, secret: Material, since: Timestamp, rotation: Option<RotationType>) -> Self {
        let id = Sha256::new()
            .chain_update(b"kms-material\0")
            .chain_update(key.as_str())
            .chain_update([0])
            .chain_update(secret.as_bytes())
            .finalize();
        Self { id: KeyMaterialId(id.into()), secret, since, rotation }
    }

    /// Draws new material for a key; nothing for `SM2`.
    pub fn draw(
        key: &KeyId,
        spec: KeySpec,
        since: Timestamp,
        rotation: Option<RotationType>,
        rng: &mut impl Rng,
    ) -> Option<Self> {
        Some(Self::new(key, Material::draw(spec, rng)?, since, rotation))
    }

    /// Draws new material for a symmetric encryption key, the only kind that rotates.
    pub fn draw_symmetric(
        key: &KeyId,
        since: Timestamp,
        rotation: Option<RotationType>,
        rng: &mut impl Rng,
    ) -> Self {
        let mut bytes = [0; 32];
        rng.fill_bytes(&mut bytes);
        Self::new(key, Material::Symmetric(bytes), since, rotation)
    }

    /// Takes material that a customer imports; nothing if it does not suit the spec ([`Material::import`]).
    pub fn imported(
        key: &KeyId,
        spec: KeySpec,
        bytes: &[u8],
        since: Timestamp,
        rotation: Option<RotationType>,
    ) -> Option<Self> {
        let material = Material::import(spec, bytes).filter(|_| spec.can_be_imported())?;
        Some(Self::new(key, material, since, rotation))
    }

    /// The material.
    pub fn material(&self) -> &Material {
        &self.secret
    }

    /// The key for messages, if that is what the material is.
    pub fn symmetric(&self) -> Option<&[u8; 32]> {
        match &self.secret {
            Material::Symmetric(key) => Some(key),
            _ => None,
        }
    }

    /// The handle of the key in a CloudHSM cluster, if that is where the material is.
    pub fn cluster_handle(&self) -> Option<KeyHandle> {
        match &self.secret {
            Material::CloudHsm(handle) => Some(KeyHandle(u32::from_be_bytes(*handle))),
            _ => None,
        }
    }

    /// The key for MACs, if that is what the material is.
    pub fn hmac(&self) -> Option<&[u8]> {
        match &self.secret {
            Material::Hmac(key) => Some(key),
            _ => None,
        }
    }

    /// The key pair, if that is what the material is.
    pub fn key_pair(&self) -> Option<&KeyPair> {
        match &self.secret {
            Material::KeyPair(pair) => Some(pair),
            _ => None,
        }
    }
}
