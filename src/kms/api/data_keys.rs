//! Data keys, data key pairs, and random bytes.

use super::{
    Blob, DataKeyPairSpec, DataKeySpec, EncryptionContext, RecipientInfo,
    limits::{GRANT_TOKENS, KEY_ID, Limits, REQUIRED, STORE_ID},
    requests, shapes,
};

const NUMBER_OF_BYTES: Limits = Limits::between(1, 1024);

requests! {
    /// `GenerateDataKey`
    GenerateDataKeyRequest {
        key_id: String = KEY_ID.required(),
        encryption_context: EncryptionContext,
        number_of_bytes: Option<u32> = NUMBER_OF_BYTES,
        key_spec: Option<DataKeySpec>,
        grant_tokens: Vec<String> = GRANT_TOKENS,
        recipient: Option<RecipientInfo>,
        dry_run: bool,
    }
    /// `GenerateDataKeyWithoutPlaintext`
    GenerateDataKeyWithoutPlaintextRequest {
        key_id: String = KEY_ID.required(),
        encryption_context: EncryptionContext,
        key_spec: Option<DataKeySpec>,
        number_of_bytes: Option<u32> = NUMBER_OF_BYTES,
        grant_tokens: Vec<String> = GRANT_TOKENS,
        dry_run: bool,
    }
    /// `GenerateDataKeyPair`
    GenerateDataKeyPairRequest {
        encryption_context: EncryptionContext,
        key_id: String = KEY_ID.required(),
        key_pair_spec: Option<DataKeyPairSpec> = REQUIRED,
        grant_tokens: Vec<String> = GRANT_TOKENS,
        recipient: Option<RecipientInfo>,
        dry_run: bool,
    }
    /// `GenerateDataKeyPairWithoutPlaintext`
    GenerateDataKeyPairWithoutPlaintextRequest {
        encryption_context: EncryptionContext,
        key_id: String = KEY_ID.required(),
        key_pair_spec: Option<DataKeyPairSpec> = REQUIRED,
        grant_tokens: Vec<String> = GRANT_TOKENS,
        dry_run: bool,
    }
    /// `GenerateRandom`
    GenerateRandomRequest {
        number_of_bytes: Option<u32> = NUMBER_OF_BYTES,
        custom_key_store_id: Option<String> = STORE_ID,
        recipient: Option<RecipientInfo>,
    }
}

shapes! {
    /// The result of `GenerateDataKey`
    GenerateDataKeyResponse {
        ciphertext_blob: Blob,
        plaintext: Blob,
        key_id: String,
        key_material_id: Option<String>,
    }
    /// The result of `GenerateDataKeyWithoutPlaintext`
    GenerateDataKeyWithoutPlaintextResponse {
        ciphertext_blob: Blob,
        key_id: String,
        key_material_id: Option<String>,
    }
    /// The result of `GenerateDataKeyPair`
    GenerateDataKeyPairResponse {
        private_key_ciphertext_blob: Blob,
        private_key_plaintext: Blob,
        public_key: Blob,
        key_id: String,
        key_pair_spec: Option<DataKeyPairSpec>,
        key_material_id: Option<String>,
    }
    /// The result of `GenerateDataKeyPairWithoutPlaintext`
    GenerateDataKeyPairWithoutPlaintextResponse {
        private_key_ciphertext_blob: Blob,
        public_key: Blob,
        key_id: String,
        key_pair_spec: Option<DataKeyPairSpec>,
        key_material_id: Option<String>,
    }
    /// The result of `GenerateRandom`
    GenerateRandomResponse { plaintext: Blob, }
}
