//! Encryption under a backing key: a fresh key for every message by SP 800-108 in counter mode, then AES-256-GCM
//! with header and encryption context as additional authenticated data.

use aes_gcm::{
    Aes256Gcm, KeyInit,
    aead::{Aead, Payload},
};
use hmac::{Hmac, Mac};
use rand_core::Rng;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::ciphertext::{CiphertextKind, SymmetricCiphertext};
use crate::kms::{
    KeyId, KeyMaterialId, Timestamp,
    api::{Blob, EncryptionContext, RotationType},
};

/// Names this use of the key derivation.
const LABEL: &[u8] = b"AWSKMS-SIM";
/// The wrapper before the plaintext: a version, the length, six zero bytes.
const WRAPPER: usize = 11;

/// One version of a key's material: 256 bits that never leave the simulated HSMs.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackingKey {
    /// Its id, derived from the key id and the material.
    pub id: KeyMaterialId,
    /// The material.
    secret: Blob,
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
    /// Draws new material for a key.
    pub fn draw(key: &KeyId, since: Timestamp, rotation: Option<RotationType>, rng: &mut impl Rng) -> Self {
        let mut secret = [0; 32];
        rng.fill_bytes(&mut secret);
        let id = Sha256::new()
            .chain_update(b"kms-material\0")
            .chain_update(key.as_str())
            .chain_update([0])
            .chain_update(secret)
            .finalize();
        Self { id: KeyMaterialId(id.into()), secret: Blob(secret.to_vec()), since, rotation }
    }

    /// The key of one message: SP 800-108 in counter mode with HMAC-SHA256, one block.
    fn message_key(&self, nonce: &[u8; 16]) -> [u8; 32] {
        let mut prf =
            <Hmac<Sha256> as KeyInit>::new_from_slice(&self.secret.0).expect("HMAC takes keys of any length");
        prf.update(&1u32.to_be_bytes());
        prf.update(LABEL);
        prf.update(&[0]);
        prf.update(nonce);
        prf.update(&256u32.to_be_bytes());
        prf.finalize().into_bytes().into()
    }
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

/// Encrypts `plaintext` and lays the ciphertext out.
pub fn encrypt(
    key: &BackingKey,
    kind: CiphertextKind,
    plaintext: &[u8],
    context: &EncryptionContext,
    rng: &mut impl Rng,
) -> Vec<u8> {
    let (mut nonce, mut iv) = ([0; 16], [0; 12]);
    rng.fill_bytes(&mut nonce);
    rng.fill_bytes(&mut iv);
    let mut wrapped = Vec::with_capacity(WRAPPER + plaintext.len());
    wrapped.push(1);
    wrapped.extend_from_slice(&(plaintext.len() as u32).to_be_bytes()); // at most 4096
    wrapped.extend_from_slice(&[0; 6]);
    wrapped.extend_from_slice(plaintext);
    let aad = additional_data(&SymmetricCiphertext::header(kind, &key.id, &nonce), context);
    let body = Aes256Gcm::new(&key.message_key(&nonce).into())
        .encrypt(&iv.into(), Payload { msg: &wrapped, aad: &aad })
        .expect("AES-GCM only refuses messages of 64 GiB and more");
    SymmetricCiphertext { kind, material: key.id, nonce, iv, body }.to_bytes()
}

/// Opens a ciphertext; nothing if it, its header or the context is not as it was.
pub fn decrypt(
    key: &BackingKey,
    ciphertext: &SymmetricCiphertext,
    context: &EncryptionContext,
) -> Option<Vec<u8>> {
    let SymmetricCiphertext { kind, material, nonce, iv, body } = ciphertext;
    let aad = additional_data(&SymmetricCiphertext::header(*kind, material, nonce), context);
    let mut wrapped = Aes256Gcm::new(&key.message_key(nonce).into())
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

    fn key(rng: &mut ChaCha20Rng) -> BackingKey {
        BackingKey::draw(&KeyId::draw(true, rng), Timestamp::default(), None, rng)
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
                encrypt(&key, CiphertextKind::Message, &vec![0; plaintext], &Default::default(), &mut rng);
            assert_eq!(made.len(), ciphertext, "{plaintext} bytes");
        }
    }

    #[test]
    fn base64_begins_as_in_kms_and_shares_the_material_s_prefix() {
        let mut rng = ChaCha20Rng::seed_from_u64(2);
        let key = key(&mut rng);
        let mut make = |kind| Blob(encrypt(&key, kind, b"x", &Default::default(), &mut rng)).to_base64();
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
        let bytes = encrypt(&key, CiphertextKind::Message, b"attack at dawn", &purpose, &mut rng);
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
