//! What GetParametersForImport hands out in one Region: the public half of a wrapping key, and the token that names it.
//!
//! A token carries its own end and is authenticated under a secret of the member, so that one that has expired can
//! still be told from one that was never given.

use std::{collections::BTreeMap, sync::Arc};

use aes_kw::{KeyInit as _, KwpAes256};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::{
    Exception, KmsError, Span, Timestamp, Workbench,
    api::{Blob, EncryptionAlgorithm, KeySpec, MacAlgorithm, WrappingAlgorithm, WrappingKeySpec},
    cryptography::{KeyPair, Material, mac},
};

/// How long a wrapping key and its token can be used.
pub(super) const VALIDITY: Span = Span::days(1);
/// The layout of a token: a version, the key's number, the end in microseconds, 32 bytes of authentication.
const TOKEN_VERSION: u8 = 1;
const TOKEN_BODY: usize = 1 + 8 + 8;
/// How tokens are authenticated.
const MAC: MacAlgorithm = MacAlgorithm::HmacSha256;
/// The length of the AES key that `RSA_AES_KEY_WRAP` puts before the material.
const AES_KEY_BYTES: usize = 32;

/// AES key wrap with padding adds eight bytes to at least one block of eight.
const SHORTEST_KEY_WRAP: usize = 16;

/// The wrapping keys that were handed out for one key in one Region and can still be used.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct WrappingKeys {
    /// What tokens are authenticated with; drawn with the first one.
    secret: Option<Blob>,
    handed_out: u64,
    valid: BTreeMap<u64, Arc<WrappingKey>>,
}

/// A key pair that a customer encrypts material under to bring it into KMS.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WrappingKey {
    algorithm: WrappingAlgorithm,
    #[serde(serialize_with = "write_pair", deserialize_with = "read_pair")]
    pair: KeyPair,
    valid_to: Timestamp,
}

fn write_pair<S: Serializer>(pair: &KeyPair, serializer: S) -> Result<S::Ok, S::Error> {
    Material::KeyPair(pair.clone()).serialize(serializer)
}

fn read_pair<'de, D: Deserializer<'de>>(deserializer: D) -> Result<KeyPair, D::Error> {
    match Material::deserialize(deserializer)? {
        Material::KeyPair(pair) => Ok(pair),
        _ => Err(de::Error::custom("a wrapping key is a key pair")),
    }
}

/// The spec of the key pair that wraps; nothing for `SM2`.
pub(super) fn key_pair_spec(spec: WrappingKeySpec) -> Option<KeySpec> {
    match spec {
        WrappingKeySpec::Rsa2048 => Some(KeySpec::Rsa2048),
        WrappingKeySpec::Rsa3072 => Some(KeySpec::Rsa3072),
        WrappingKeySpec::Rsa4096 => Some(KeySpec::Rsa4096),
        WrappingKeySpec::Sm2 => None,
    }
}

/// Whether material for a key can be wrapped like this. RSA alone takes what is short, and an AES key on the way
/// takes private keys of any length but no symmetric ones.
pub(super) fn can_wrap(algorithm: WrappingAlgorithm, wrapping: WrappingKeySpec, spec: KeySpec) -> bool {
    let is_rsa = matches!(spec, KeySpec::Rsa2048 | KeySpec::Rsa3072 | KeySpec::Rsa4096);
    let too_long_for_2048 = matches!(spec, KeySpec::EccNistP521 | KeySpec::EccNistEdwards25519);
    match algorithm {
        _ if wrapping == WrappingKeySpec::Sm2 => false,
        WrappingAlgorithm::RsaesOaepSha1 | WrappingAlgorithm::RsaesOaepSha256 => {
            let is_too_long = too_long_for_2048 && wrapping == WrappingKeySpec::Rsa2048;
            !is_rsa && !is_too_long
        }
        WrappingAlgorithm::RsaAesKeyWrapSha1 | WrappingAlgorithm::RsaAesKeyWrapSha256 => spec.is_asymmetric(),
        WrappingAlgorithm::RsaesPkcs1V15 | WrappingAlgorithm::Sm2Pke => false,
    }
}

impl WrappingKeys {
    /// Whether none was ever handed out.
    pub(super) fn is_untouched(&self) -> bool {
        *self == Self::default()
    }

    /// Keeps a wrapping key; answers its token, and until when both can be used. Keys whose time is over are let go.
    /// `secret` is what tokens are authenticated with, if this is the first one.
    pub(super) fn hand_out(
        &mut self,
        algorithm: WrappingAlgorithm,
        pair: KeyPair,
        secret: [u8; 32],
        now: Timestamp,
    ) -> (Vec<u8>, Timestamp) {
        self.secret.get_or_insert_with(|| secret.to_vec().into());
        self.valid.retain(|_, key| key.valid_to > now);
        let (number, valid_to) = (self.handed_out, now + VALIDITY);
        self.handed_out += 1;
        self.valid.insert(number, Arc::new(WrappingKey { algorithm, pair, valid_to }));
        let mut token = vec![TOKEN_VERSION];
        token.extend_from_slice(&number.to_be_bytes());
        token.extend_from_slice(&valid_to.as_micros().to_be_bytes());
        token.extend_from_slice(&mac::generate(MAC, self.secret(), &token));
        (token, valid_to)
    }

    fn secret(&self) -> &[u8] {
        self.secret.as_ref().map_or(&[], |secret| &secret.0)
    }

    /// The wrapping key that a token names.
    ///
    /// # Errors
    /// `InvalidImportTokenException` for what is no token of this key in this Region, `ExpiredImportTokenException`.
    pub(super) fn named_by(&self, token: &[u8], now: Timestamp) -> Result<Arc<WrappingKey>, KmsError> {
        let invalid = || Exception::InvalidImportToken.without_message();
        let (body, tag) = token.split_at_checked(TOKEN_BODY).ok_or_else(invalid)?;
        let is_ours =
            self.secret.is_some() && body[0] == TOKEN_VERSION && mac::verify(MAC, self.secret(), body, tag);
        let (Ok(number), Ok(end)) = (body[1..9].try_into(), body[9..].try_into()) else {
            return Err(invalid());
        };
        if !is_ours {
            return Err(invalid());
        }
        if Timestamp::from_micros(i64::from_be_bytes(end)) <= now {
            return Err(Exception::ExpiredImportToken.without_message());
        }
        self.valid.get(&u64::from_be_bytes(number)).cloned().ok_or_else(invalid)
    }
}

impl WrappingKey {
    /// The material in `wrapped`; nothing if it was not wrapped for this key with its algorithm.
    pub(super) fn unwrap(&self, wrapped: &[u8], bench: &mut Workbench) -> Option<Vec<u8>> {
        use EncryptionAlgorithm::{RsaesOaepSha1, RsaesOaepSha256};
        match self.algorithm {
            WrappingAlgorithm::RsaesOaepSha1 => bench.decrypt(&self.pair, RsaesOaepSha1, wrapped),
            WrappingAlgorithm::RsaesOaepSha256 => bench.decrypt(&self.pair, RsaesOaepSha256, wrapped),
            WrappingAlgorithm::RsaAesKeyWrapSha1 => self.unwrap_by_aes(RsaesOaepSha1, wrapped, bench),
            WrappingAlgorithm::RsaAesKeyWrapSha256 => self.unwrap_by_aes(RsaesOaepSha256, wrapped, bench),
            WrappingAlgorithm::RsaesPkcs1V15 | WrappingAlgorithm::Sm2Pke => None,
        }
    }

    /// PKCS #11's `CKM_RSA_AES_KEY_WRAP`: an AES key under RSA, then the material under AES key wrap with padding
    /// (RFC 5649).
    fn unwrap_by_aes(
        &self,
        algorithm: EncryptionAlgorithm,
        wrapped: &[u8],
        bench: &mut Workbench,
    ) -> Option<Vec<u8>> {
        let modulus_bytes = match self.pair.spec() {
            KeySpec::Rsa2048 => 256,
            KeySpec::Rsa3072 => 384,
            _ => 512,
        };
        let (aes_key, material) = wrapped.split_at_checked(modulus_bytes)?;
        if material.len() < SHORTEST_KEY_WRAP {
            return None;
        }
        let aes_key = bench.decrypt(&self.pair, algorithm, aes_key)?;
        let aes_key: [u8; AES_KEY_BYTES] = aes_key.try_into().ok()?;
        let mut plain = vec![0; material.len() - SHORTEST_KEY_WRAP / 2];
        let length = KwpAes256::new(&aes_key.into()).unwrap_key(material, &mut plain).ok()?.len();
        plain.truncate(length);
        Some(plain)
    }
}
