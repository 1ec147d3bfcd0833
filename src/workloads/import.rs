//! Importing key material, as its owner does it outside AWS: wrapping it under the public key that KMS gives out.

use aes_kw::{KeyInit as _, KwpAes256};
use sha2::{Digest as _, Sha256};

use crate::kms::{
    api::{EncryptionAlgorithm, KeySpec, WrappingAlgorithm, WrappingKeySpec},
    cryptography::{PublicKey, encrypt_to, longest_plaintext},
};

/// Why material could not be wrapped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CannotWrap {
    /// The public key is none of the wrapping key spec.
    #[error("the wrapping key is not an RSA public key of this spec")]
    PublicKey,
    /// There is no such wrapping for RSA keys.
    #[error("material cannot be wrapped by this algorithm")]
    Algorithm,
    /// The material has more bytes than RSA encrypts at once.
    #[error("the key material is too long for this algorithm; choose RSA_AES_KEY_WRAP_SHA_256")]
    TooLong,
}

/// The key spec of an RSA key pair with the size of a wrapping key.
fn rsa_spec(spec: WrappingKeySpec) -> Option<KeySpec> {
    match spec {
        WrappingKeySpec::Rsa2048 => Some(KeySpec::Rsa2048),
        WrappingKeySpec::Rsa3072 => Some(KeySpec::Rsa3072),
        WrappingKeySpec::Rsa4096 => Some(KeySpec::Rsa4096),
        WrappingKeySpec::Sm2 => None,
    }
}

/// The padding of a wrapping algorithm, and whether an AES key stands between it and the material.
fn parts(algorithm: WrappingAlgorithm) -> Result<(EncryptionAlgorithm, bool), CannotWrap> {
    match algorithm {
        WrappingAlgorithm::RsaesOaepSha1 => Ok((EncryptionAlgorithm::RsaesOaepSha1, false)),
        WrappingAlgorithm::RsaesOaepSha256 => Ok((EncryptionAlgorithm::RsaesOaepSha256, false)),
        WrappingAlgorithm::RsaAesKeyWrapSha1 => Ok((EncryptionAlgorithm::RsaesOaepSha1, true)),
        WrappingAlgorithm::RsaAesKeyWrapSha256 => Ok((EncryptionAlgorithm::RsaesOaepSha256, true)),
        WrappingAlgorithm::RsaesPkcs1V15 | WrappingAlgorithm::Sm2Pke => Err(CannotWrap::Algorithm),
    }
}

/// Whether material of this many bytes can be wrapped.
///
/// # Errors
/// Why not.
pub fn can_wrap(
    spec: WrappingKeySpec,
    algorithm: WrappingAlgorithm,
    length: usize,
) -> Result<(), CannotWrap> {
    let spec = rsa_spec(spec).ok_or(CannotWrap::PublicKey)?;
    let (padding, by_aes) = parts(algorithm)?;
    let most = longest_plaintext(spec, padding).ok_or(CannotWrap::Algorithm)?;
    if by_aes || length <= most { Ok(()) } else { Err(CannotWrap::TooLong) }
}

/// Wraps material for ImportKeyMaterial under the answer to GetParametersForImport. What is random in it comes from the
/// import token, which no two imports share, so that the same actions give the same bytes.
///
/// # Errors
/// If the public key or the algorithm is no RSA one, or the material too long.
pub fn wrap(
    spec: WrappingKeySpec,
    algorithm: WrappingAlgorithm,
    public_key: &[u8],
    import_token: &[u8],
    material: &[u8],
) -> Result<Vec<u8>, CannotWrap> {
    can_wrap(spec, algorithm, material.len())?;
    let spec = rsa_spec(spec).ok_or(CannotWrap::PublicKey)?;
    let key = PublicKey::from_der(spec, public_key).ok_or(CannotWrap::PublicKey)?;
    let (padding, by_aes) = parts(algorithm)?;
    let drawn = |what: &[u8]| -> [u8; 32] {
        Sha256::new().chain_update(what).chain_update(import_token).chain_update(material).finalize().into()
    };
    let seed = drawn(b"padding");
    if !by_aes {
        return encrypt_to(&key, padding, material, seed).ok_or(CannotWrap::TooLong);
    }
    let between = drawn(b"wrapping key");
    let mut wrapped = encrypt_to(&key, padding, &between, seed).ok_or(CannotWrap::Algorithm)?;
    // Padded to whole blocks of eight bytes, and one block before them (RFC 5649).
    let mut buffer = vec![0; material.len().div_ceil(8) * 8 + 8];
    let inner = KwpAes256::new(&between.into()).wrap_key(material, &mut buffer);
    wrapped.extend_from_slice(inner.map_err(|_| CannotWrap::TooLong)?);
    Ok(wrapped)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kms::cryptography::{KeyPair, decrypt_with};

    #[test]
    fn what_is_wrapped_unwraps() {
        let pair = KeyPair::generate(KeySpec::Rsa2048, [7; 32]).expect("an RSA key");
        let public = pair.public_key().to_der();
        let material = [0x5a; 32];
        for (algorithm, padding) in [
            (WrappingAlgorithm::RsaesOaepSha1, EncryptionAlgorithm::RsaesOaepSha1),
            (WrappingAlgorithm::RsaesOaepSha256, EncryptionAlgorithm::RsaesOaepSha256),
        ] {
            let wrapped = wrap(WrappingKeySpec::Rsa2048, algorithm, &public, b"token", &material);
            let opened = decrypt_with(&pair, padding, &wrapped.expect("fits"), [0; 32]);
            assert_eq!(opened.as_deref(), Some(material.as_slice()));
        }
        let algorithm = WrappingAlgorithm::RsaAesKeyWrapSha256;
        let long = vec![0x5a; 1217];
        let wrapped = wrap(WrappingKeySpec::Rsa2048, algorithm, &public, b"token", &long).expect("fits");
        let (outer, inner) = wrapped.split_at(256);
        let between = decrypt_with(&pair, EncryptionAlgorithm::RsaesOaepSha256, outer, [0; 32]);
        let between: [u8; 32] = between.expect("opens").try_into().expect("an AES-256 key");
        let mut buffer = vec![0; inner.len()];
        let opened = KwpAes256::new(&between.into()).unwrap_key(inner, &mut buffer).expect("whole");
        assert_eq!(opened, long);
    }

    #[test]
    fn what_does_not_fit_is_told_before() {
        let cannot = |spec, algorithm, length| can_wrap(spec, algorithm, length).err();
        use WrappingAlgorithm as A;
        use WrappingKeySpec as S;
        assert_eq!(cannot(S::Rsa2048, A::RsaesOaepSha256, 190), None);
        assert_eq!(cannot(S::Rsa2048, A::RsaesOaepSha256, 191), Some(CannotWrap::TooLong));
        assert_eq!(cannot(S::Rsa2048, A::RsaAesKeyWrapSha1, 4000), None);
        assert_eq!(cannot(S::Rsa4096, A::RsaesPkcs1V15, 32), Some(CannotWrap::Algorithm));
        assert_eq!(cannot(S::Sm2, A::RsaesOaepSha256, 32), Some(CannotWrap::PublicKey));
        assert_eq!(wrap(S::Rsa2048, A::RsaesOaepSha256, b"", b"", b"x"), Err(CannotWrap::PublicKey));
    }
}
