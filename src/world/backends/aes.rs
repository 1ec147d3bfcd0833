//! AES-256-GCM, as an HSM or a key manager outside KMS does it.

use aes_gcm::{
    Aes256Gcm, KeyInit,
    aead::{Aead, Payload},
};

/// Encrypts; the tag stands behind the ciphertext.
pub fn seal(key: &[u8; 32], iv: &[u8; 12], plaintext: &[u8], additional_data: &[u8]) -> Vec<u8> {
    Aes256Gcm::new(key.into())
        .encrypt(iv.into(), Payload { msg: plaintext, aad: additional_data })
        .expect("AES-GCM only refuses messages of 64 GiB and more")
}

/// Decrypts; nothing if anything is not as it was.
pub fn open(key: &[u8; 32], iv: &[u8; 12], ciphertext: &[u8], additional_data: &[u8]) -> Option<Vec<u8>> {
    Aes256Gcm::new(key.into()).decrypt(iv.into(), Payload { msg: ciphertext, aad: additional_data }).ok()
}
