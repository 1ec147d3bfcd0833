//! Signatures, MACs, key agreement, key encapsulation, and public keys.

use super::{
    Blob, EncapsulationAlgorithm, EncryptionAlgorithm, KeyAgreementAlgorithm, KeySpec, KeyUsage,
    MacAlgorithm, MessageType, Origin, RecipientInfo, SigningAlgorithm,
    limits::{CIPHERTEXT, GRANT_TOKENS, KEY_ID, Limits, PLAINTEXT, REQUIRED},
    requests, shapes,
};

requests! {
    /// `Sign`
    SignRequest {
        key_id: String = KEY_ID.required(),
        message: Blob = PLAINTEXT.required(),
        message_type: Option<MessageType>,
        grant_tokens: Vec<String> = GRANT_TOKENS,
        signing_algorithm: Option<SigningAlgorithm> = REQUIRED,
        dry_run: bool,
    }
    /// `Verify`
    VerifyRequest {
        key_id: String = KEY_ID.required(),
        message: Blob = PLAINTEXT.required(),
        message_type: Option<MessageType>,
        signature: Blob = CIPHERTEXT.required(),
        signing_algorithm: Option<SigningAlgorithm> = REQUIRED,
        grant_tokens: Vec<String> = GRANT_TOKENS,
        dry_run: bool,
    }
    /// `GenerateMac`
    GenerateMacRequest {
        message: Blob = PLAINTEXT.required(),
        key_id: String = KEY_ID.required(),
        mac_algorithm: Option<MacAlgorithm> = REQUIRED,
        grant_tokens: Vec<String> = GRANT_TOKENS,
        dry_run: bool,
    }
    /// `VerifyMac`
    VerifyMacRequest {
        message: Blob = PLAINTEXT.required(),
        key_id: String = KEY_ID.required(),
        mac_algorithm: Option<MacAlgorithm> = REQUIRED,
        mac: Blob = CIPHERTEXT.required(),
        grant_tokens: Vec<String> = GRANT_TOKENS,
        dry_run: bool,
    }
    /// `DeriveSharedSecret`
    DeriveSharedSecretRequest {
        key_id: String = KEY_ID.required(),
        key_agreement_algorithm: Option<KeyAgreementAlgorithm> = REQUIRED,
        public_key: Blob = Limits::between(1, 8192).required(),
        grant_tokens: Vec<String> = GRANT_TOKENS,
        dry_run: bool,
        recipient: Option<RecipientInfo>,
    }
    /// `Encapsulate`
    EncapsulateRequest {
        key_id: String = KEY_ID.required(),
        encapsulation_algorithm: Option<EncapsulationAlgorithm> = REQUIRED,
        grant_tokens: Vec<String> = GRANT_TOKENS,
        dry_run: bool,
    }
    /// `Decapsulate`
    DecapsulateRequest {
        key_id: String = KEY_ID.required(),
        shared_secret_ciphertext_blob: Blob = CIPHERTEXT.required(),
        encapsulation_algorithm: Option<EncapsulationAlgorithm> = REQUIRED,
        grant_tokens: Vec<String> = GRANT_TOKENS,
        dry_run: bool,
    }
    /// `GetPublicKey`
    GetPublicKeyRequest { key_id: String = KEY_ID.required(), grant_tokens: Vec<String> = GRANT_TOKENS, }
}

shapes! {
    /// The result of `Sign`
    SignResponse { key_id: String, signature: Blob, signing_algorithm: Option<SigningAlgorithm>, }
    /// The result of `Verify`
    VerifyResponse { key_id: String, signature_valid: bool, signing_algorithm: Option<SigningAlgorithm>, }
    /// The result of `GenerateMac`
    GenerateMacResponse { mac: Blob, mac_algorithm: Option<MacAlgorithm>, key_id: String, }
    /// The result of `VerifyMac`
    VerifyMacResponse { key_id: String, mac_valid: bool, mac_algorithm: Option<MacAlgorithm>, }
    /// The result of `DeriveSharedSecret`
    DeriveSharedSecretResponse {
        key_id: String,
        shared_secret: Blob,
        key_agreement_algorithm: Option<KeyAgreementAlgorithm>,
        key_origin: Option<Origin>,
    }
    /// The result of `Encapsulate`
    EncapsulateResponse {
        key_id: String,
        shared_secret: Blob,
        shared_secret_ciphertext_blob: Blob,
        encapsulation_algorithm: Option<EncapsulationAlgorithm>,
    }
    /// The result of `Decapsulate`
    DecapsulateResponse {
        key_id: String,
        shared_secret: Blob,
        encapsulation_algorithm: Option<EncapsulationAlgorithm>,
    }
    /// The result of `GetPublicKey`
    GetPublicKeyResponse {
        key_id: String,
        public_key: Blob,
        customer_master_key_spec: Option<KeySpec>,
        key_spec: Option<KeySpec>,
        key_usage: Option<KeyUsage>,
        encryption_algorithms: Option<Vec<EncryptionAlgorithm>>,
        signing_algorithms: Option<Vec<SigningAlgorithm>>,
        key_agreement_algorithms: Option<Vec<KeyAgreementAlgorithm>>,
        encapsulation_algorithms: Option<Vec<EncapsulationAlgorithm>>,
    }
}
