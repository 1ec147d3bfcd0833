//! Encryption under a backing key: a fresh key for every message by SP 800-108 in counter mode, then AES-256-GCM
//! with header and encryption context as additional authenticated data.

use aes_gcm::{
    Aes256Gcm, KeyInit,
    aead::{Aead, Payload},
};
use rand_core::Rng;

use super::{
    ciphertext::{CiphertextKind, SymmetricCiphertext},
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
fn additional_data(header: &[u8], context: &EncryptionContext) -> Vec<u8> {
    let mut data = header.to_vec();
    for text in context.iter().flat_map(|(key, value)| [key, value]) {
        data.extend_from_slice(&(text.len() as u32).to_be_bytes()); // a request is far below 4 GiB
        data.extend_from_slice(text.as_bytes());
    }
    data
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
    let mut wrapped = Vec::with_capacity(WRAPPER + plaintext.len());
    wrapped.push(1);
    wrapped.extend_from_slice(&(plaintext.len() as u32).to_be_bytes()); // at most 4096
    wrapped.extend_from_slice(&[0; 6]);
    wrapped.extend_from_slice(plaintext);
    let aad = additional_data(&SymmetricCiphertext::header(kind, &key.id, &nonce), context);
    let body = Aes256Gcm::new(&message_key(secret, &nonce).into())
        .encrypt(&iv.into(), Payload { msg: &wrapped, aad: &aad })
        .expect("AES-GCM only refuses messages of 64 GiB and more");
    Some(SymmetricCiphertext { kind, material: key.id, nonce, iv, body }.to_bytes())
}

/// Opens a ciphertext; nothing if it, its header or the context is not as it was.
pub fn decrypt(
    key: &BackingKey,
    ciphertext: &SymmetricCiphertext,
    context: &EncryptionContext,
) -> Option<Vec<u8>> {
    let SymmetricCiphertext { kind, material, nonce, iv, body } = ciphertext;
    let aad = additional_data(&SymmetricCiphertext::header(*kind, material, nonce), context);
    let mut wrapped = Aes256Gcm::new(&message_key(key.symmetric()?, nonce).into())
        .decrypt(&(*iv).into(), Payload { msg: body, aad: &aad })
        .ok()?;
    let (wrapper, plaintext) = wrapped.split_at_checked(WRAPPER)?;
    let length = u32::from_be_bytes(wrapper[1..5].try_into().ok()?);
    if wrapper[0] != 1 || wrapper[5..] != [0; 6] || usize::try_from(length).ok()? != plaintext.len() {
        return None;
    }
    wrapped.drain(..WRAPPER);
    Some(wrapped)
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
