//! Encryption under a backing key: a fresh key for every message by SP 800-108 in counter mode, then AES-256-GCM
//! with header and encryption context as additional authenticated data.

use std::borrow::Cow;

use aes_gcm::{
    Aes256Gcm, KeyInit,
    aead::{AeadInOut, inout::InOutBuf},
};
use rand_core::Rng;

use super::{
    ciphertext::{CiphertextKind, SymmetricCiphertext, TAG_LENGTH},
    kdf,
    material::BackingKey,
};
use crate::kms::api::EncryptionContext;

/// Names this use of the key derivation.
const LABEL: &[u8] = b"AWSKMS-SIM";
/// The wrapper before the plaintext: a version, the length, six zero bytes.
const WRAPPER: usize = 11;

/// The key of one message.
fn message_key(key: &[u8; 32], nonce: &[u8; 16]) -> [u8; 32] {
    kdf::derive(key, &[LABEL, &[0], nonce, &256u32.to_be_bytes()])
}

/// Header and encryption context as one run of bytes that reads in one way only.
pub(in crate::kms) fn additional_data<'a>(header: &'a [u8], context: &EncryptionContext) -> Cow<'a, [u8]> {
    if context.is_empty() {
        return Cow::Borrowed(header);
    }
    let mut data = header.to_vec();
    for text in context.iter().flat_map(|(key, value)| [key, value]) {
        data.extend_from_slice(&(text.len() as u32).to_be_bytes()); // a request is far below 4 GiB
        data.extend_from_slice(text.as_bytes());
    }
    Cow::Owned(data)
}

/// Appends the plaintext behind its wrapper: what is encrypted.
fn push_wrapped(bytes: &mut Vec<u8>, plaintext: &[u8]) {
    bytes.push(1);
    bytes.extend_from_slice(&(plaintext.len() as u32).to_be_bytes()); // at most 4096
    bytes.extend_from_slice(&[0; 6]);
    bytes.extend_from_slice(plaintext);
}

/// The plaintext behind its wrapper.
pub(in crate::kms) fn wrap(plaintext: &[u8]) -> Vec<u8> {
    let mut wrapped = Vec::with_capacity(WRAPPER + plaintext.len());
    push_wrapped(&mut wrapped, plaintext);
    wrapped
}

/// The plaintext without its wrapper; nothing if it has none.
pub(in crate::kms) fn unwrap(mut wrapped: Vec<u8>) -> Option<Vec<u8>> {
    let (wrapper, plaintext) = wrapped.split_at_checked(WRAPPER)?;
    let length = u32::from_be_bytes(wrapper[1..5].try_into().ok()?);
    if wrapper[0] != 1 || wrapper[5..] != [0; 6] || usize::try_from(length).ok()? != plaintext.len() {
        return None;
    }
    wrapped.drain(..WRAPPER);
    Some(wrapped)
}

/// AES-256-GCM: encrypts what stands in `bytes` from `start` on where it stands, and puts the tag behind it.
pub(super) fn seal_in_place(key: &[u8; 32], iv: &[u8; 12], bytes: &mut Vec<u8>, start: usize, aad: &[u8]) {
    let tag = Aes256Gcm::new(&(*key).into())
        .encrypt_inout_detached(&(*iv).into(), aad, InOutBuf::from(&mut bytes[start..]))
        .expect("AES-GCM only refuses messages of 64 GiB and more");
    bytes.extend_from_slice(&tag);
}

/// AES-256-GCM: the ciphertext with its tag.
pub fn seal(key: &[u8; 32], iv: &[u8; 12], plaintext: &[u8], aad: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(plaintext.len() + TAG_LENGTH);
    bytes.extend_from_slice(plaintext);
    seal_in_place(key, iv, &mut bytes, 0, aad);
    bytes
}

/// The plaintext of AES-256-GCM, if the tag is right.
pub fn unseal(key: &[u8; 32], iv: &[u8; 12], sealed: &[u8], aad: &[u8]) -> Option<Vec<u8>> {
    let (sealed, tag) = sealed.split_last_chunk::<TAG_LENGTH>()?;
    let mut plaintext = sealed.to_vec();
    Aes256Gcm::new(&(*key).into())
        .decrypt_inout_detached(&(*iv).into(), aad, InOutBuf::from(&mut plaintext[..]), &(*tag).into())
        .ok()?;
    Some(plaintext)
}

/// Encrypts `plaintext` and lays the ciphertext out; nothing if the material is no symmetric key.
pub fn encrypt(
    key: &BackingKey,
    kind: CiphertextKind,
    plaintext: &[u8],
    context: &EncryptionContext,
    rng: &mut impl Rng,
) -> Option<Vec<u8>> {
    let secret = key.symmetric()?;
    let (mut nonce, mut iv) = ([0; 16], [0; 12]);
    rng.fill_bytes(&mut nonce);
    rng.fill_bytes(&mut iv);
    // The body is encrypted where it will stand.
    let length = WRAPPER + plaintext.len();
    let mut bytes = SymmetricCiphertext::before_body(kind, &key.id, &nonce, &iv, length + TAG_LENGTH);
    let body = bytes.len();
    push_wrapped(&mut bytes, plaintext);
    let header = SymmetricCiphertext::header(kind, &key.id, &nonce);
    let aad = additional_data(&header, context);
    seal_in_place(&message_key(secret, &nonce), &iv, &mut bytes, body, &aad);
    Some(bytes)
}

/// Opens a ciphertext; nothing if it, its header or the context is not as it was.
pub fn decrypt(
    key: &BackingKey,
    ciphertext: &SymmetricCiphertext<'_>,
    context: &EncryptionContext,
) -> Option<Vec<u8>> {
    let SymmetricCiphertext { kind, material, nonce, iv, body } = ciphertext;
    let header = SymmetricCiphertext::header(*kind, material, nonce);
    let aad = additional_data(&header, context);
    unwrap(unseal(&message_key(key.symmetric()?, nonce), iv, body, &aad)?)
}

#[cfg(test)]
mod tests {
    use rand_chacha::ChaCha20Rng;
    use rand_core::SeedableRng as _;

    use super::*;
    use crate::kms::{KeyId, Timestamp, api::Blob};

    fn key(rng: &mut ChaCha20Rng) -> BackingKey {
        BackingKey::draw_symmetric(&KeyId::draw(true, rng), Timestamp::default(), None, rng)
    }

    fn context(pairs: &[(&str, &str)]) -> EncryptionContext {
        pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn ciphertexts_have_the_lengths_that_kms_gives_them() {
        let mut rng = ChaCha20Rng::seed_from_u64(1);
        let key = key(&mut rng);
        for (plaintext, ciphertext) in [
            (1, 153),
            (16, 168),
            (22, 174),
            (27, 179),
            (32, 184),
            (64, 220),
            (100, 256),
            (128, 285),
            (256, 418),
            (512, 674),
            (1024, 1186),
            (4096, 4258),
        ] {
            let made =
                encrypt(&key, CiphertextKind::Message, &vec![0; plaintext], &Default::default(), &mut rng)
                    .expect("a symmetric key");
            assert_eq!(made.len(), ciphertext, "{plaintext} bytes");
        }
    }

    #[test]
    fn base64_begins_as_in_kms_and_shares_the_material_s_prefix() {
        let mut rng = ChaCha20Rng::seed_from_u64(2);
        let key = key(&mut rng);
        let mut make = |kind| {
            Blob(encrypt(&key, kind, b"x", &Default::default(), &mut rng).expect("symmetric")).to_base64()
        };
        let (first, second) = (make(CiphertextKind::Message), make(CiphertextKind::Message));
        assert!(first.starts_with("AQICAH") && make(CiphertextKind::DataKey).starts_with("AQIDAH"));
        assert_eq!(first[..49], second[..49]);
        assert_ne!(first, second);
    }

    #[test]
    fn only_the_same_bytes_in_the_same_context_open() {
        let mut rng = ChaCha20Rng::seed_from_u64(3);
        let (key, other) = (key(&mut rng), key(&mut rng));
        let purpose = context(&[("Purpose", "Migration"), ("Team", "EU")]);
        let bytes = encrypt(&key, CiphertextKind::Message, b"attack at dawn", &purpose, &mut rng)
            .expect("a symmetric key");
        let parsed = SymmetricCiphertext::parse(&bytes).expect("well-formed");
        assert_eq!(decrypt(&key, &parsed, &purpose).as_deref(), Some(b"attack at dawn".as_slice()));
        assert_eq!(decrypt(&other, &parsed, &purpose), None);
        for wrong in [
            context(&[]),
            context(&[("Purpose", "migration"), ("Team", "EU")]),
            context(&[("Purpose", "Migration")]),
            context(&[("PurposeM", "igration"), ("Team", "EU")]),
        ] {
            assert_eq!(decrypt(&key, &parsed, &wrong), None, "{wrong:?}");
        }
        for index in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[index] ^= 1;
            let opened = SymmetricCiphertext::parse(&damaged).and_then(|it| decrypt(&key, &it, &purpose));
            assert_eq!(opened, None, "byte {index}");
        }
    }
}
