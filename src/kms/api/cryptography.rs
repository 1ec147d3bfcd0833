//! Encrypt, Decrypt, ReEncrypt and data keys.

use super::{Blob, DataKeySpec, EncryptionAlgorithm, EncryptionContext, shapes};
use crate::kms::validate::Violations;

/// The most bytes that Encrypt takes.
pub const MAX_PLAINTEXT_BYTES: usize = 4096;

/// The most bytes of a ciphertext in a request.
pub const MAX_CIPHERTEXT_BYTES: usize = 6144;

shapes! {
    /// `Encrypt`
    EncryptRequest {
        key_id: String,
        plaintext: Blob,
        encryption_context: EncryptionContext,
        encryption_algorithm: Option<EncryptionAlgorithm>,
        dry_run: bool,
    }
    /// The result of `Encrypt`
    EncryptResponse { ciphertext_blob: Blob, key_id: String, encryption_algorithm: Option<EncryptionAlgorithm>, }
    /// `Decrypt`
    DecryptRequest {
        ciphertext_blob: Blob,
        encryption_context: EncryptionContext,
        key_id: Option<String>,
        encryption_algorithm: Option<EncryptionAlgorithm>,
        dry_run: bool,
    }
    /// The result of `Decrypt`
    DecryptResponse {
        key_id: String,
        plaintext: Blob,
        encryption_algorithm: Option<EncryptionAlgorithm>,
        key_material_id: Option<String>,
    }
    /// `ReEncrypt`
    ReEncryptRequest {
        ciphertext_blob: Blob,
        source_encryption_context: EncryptionContext,
        source_key_id: Option<String>,
        destination_key_id: String,
        destination_encryption_context: EncryptionContext,
        dry_run: bool,
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
    /// `GenerateDataKey`
    GenerateDataKeyRequest {
        key_id: String,
        encryption_context: EncryptionContext,
        number_of_bytes: Option<u32>,
        key_spec: Option<DataKeySpec>,
        dry_run: bool,
    }
    /// The result of `GenerateDataKey`
    GenerateDataKeyResponse {
        ciphertext_blob: Blob,
        plaintext: Blob,
        key_id: String,
        key_material_id: Option<String>,
    }
    /// `GenerateDataKeyWithoutPlaintext`
    GenerateDataKeyWithoutPlaintextRequest {
        key_id: String,
        encryption_context: EncryptionContext,
        number_of_bytes: Option<u32>,
        key_spec: Option<DataKeySpec>,
        dry_run: bool,
    }
    /// The result of `GenerateDataKeyWithoutPlaintext`
    GenerateDataKeyWithoutPlaintextResponse {
        ciphertext_blob: Blob,
        key_id: String,
        key_material_id: Option<String>,
    }
}

impl EncryptRequest {
    pub(super) fn check(&self, violations: &mut Violations) {
        violations.key_id("keyId", &self.key_id);
        violations.blob_length("plaintext", &self.plaintext.0, 1, MAX_PLAINTEXT_BYTES);
    }
}

impl DecryptRequest {
    pub(super) fn check(&self, violations: &mut Violations) {
        violations.blob_length("ciphertextBlob", &self.ciphertext_blob.0, 1, MAX_CIPHERTEXT_BYTES);
        violations.text_length("keyId", self.key_id.as_deref(), 1, 2048);
    }
}

impl ReEncryptRequest {
    pub(super) fn check(&self, violations: &mut Violations) {
        violations.blob_length("ciphertextBlob", &self.ciphertext_blob.0, 1, MAX_CIPHERTEXT_BYTES);
        violations.text_length("sourceKeyId", self.source_key_id.as_deref(), 1, 2048);
        violations.key_id("destinationKeyId", &self.destination_key_id);
    }
}

impl GenerateDataKeyRequest {
    pub(super) fn check(&self, violations: &mut Violations) {
        violations.key_id("keyId", &self.key_id);
        violations.range("numberOfBytes", self.number_of_bytes.map(i64::from), 1, 1024);
    }
}

impl GenerateDataKeyWithoutPlaintextRequest {
    pub(super) fn check(&self, violations: &mut Violations) {
        violations.key_id("keyId", &self.key_id);
        violations.range("numberOfBytes", self.number_of_bytes.map(i64::from), 1, 1024);
    }
}
