//! Encrypt, Decrypt and ReEncrypt.

use super::{
    Blob, DryRunModifier, EncryptionAlgorithm, EncryptionContext, KeyEncryptionMechanism,
    limits::{CIPHERTEXT, GRANT_TOKENS, KEY_ID, Limits, PLAINTEXT},
    requests, shapes,
};

/// The most bytes that Encrypt takes.
pub const MAX_PLAINTEXT_BYTES: usize = 4096;

/// The most bytes of a ciphertext in a request.
pub const MAX_CIPHERTEXT_BYTES: usize = 6144;

requests! {
    /// `Encrypt`
    EncryptRequest {
        key_id: String = KEY_ID.required(),
        plaintext: Blob = PLAINTEXT.required(),
        encryption_context: EncryptionContext,
        grant_tokens: Vec<String> = GRANT_TOKENS,
        encryption_algorithm: Option<EncryptionAlgorithm>,
        dry_run: bool,
    }
    /// `Decrypt`
    DecryptRequest {
        ciphertext_blob: Option<Blob> = CIPHERTEXT,
        encryption_context: EncryptionContext,
        grant_tokens: Vec<String> = GRANT_TOKENS,
        key_id: Option<String> = KEY_ID,
        encryption_algorithm: Option<EncryptionAlgorithm>,
        recipient: Option<RecipientInfo>,
        dry_run: bool,
        dry_run_modifiers: Vec<DryRunModifier>,
    }
    /// `ReEncrypt`
    ReEncryptRequest {
        ciphertext_blob: Option<Blob> = CIPHERTEXT,
        source_encryption_context: EncryptionContext,
        source_key_id: Option<String> = KEY_ID,
        destination_key_id: String = KEY_ID.required(),
        destination_encryption_context: EncryptionContext,
        source_encryption_algorithm: Option<EncryptionAlgorithm>,
        destination_encryption_algorithm: Option<EncryptionAlgorithm>,
        grant_tokens: Vec<String> = GRANT_TOKENS,
        dry_run: bool,
        dry_run_modifiers: Vec<DryRunModifier>,
    }
    /// An enclave that alone shall read the answer (`RecipientInfo`)
    RecipientInfo {
        key_encryption_algorithm: Option<KeyEncryptionMechanism>,
        attestation_document: Option<Blob> = Limits::between(1, 262_144),
    }
}

shapes! {
    /// The result of `Encrypt`
    EncryptResponse { ciphertext_blob: Blob, key_id: String, encryption_algorithm: Option<EncryptionAlgorithm>, }
    /// The result of `Decrypt`
    DecryptResponse {
        key_id: String,
        plaintext: Blob,
        encryption_algorithm: Option<EncryptionAlgorithm>,
        key_material_id: Option<String>,
    }
    /// The result of `ReEncrypt`
    ReEncryptResponse {
        ciphertext_blob: Blob,
        source_key_id: String,
        key_id: String,
        source_encryption_algorithm: Option<EncryptionAlgorithm>,
        destination_encryption_algorithm: Option<EncryptionAlgorithm>,
        source_key_material_id: Option<String>,
        destination_key_material_id: Option<String>,
    }
}
