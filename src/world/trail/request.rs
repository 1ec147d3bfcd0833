//! What an event tells of a request.

use serde_json::{Value, json};

use super::elements::{with_dates_as_text, with_lower_camel_names};
use crate::kms::api::{Blob, Request};

/// Takes out of a request what no trail may hold: messages, signatures, MACs, plaintext and ciphertext, key material,
/// passwords, tokens and attestation documents.
pub fn remove_secrets(request: &mut Request) {
    match request {
        Request::CreateCustomKeyStore(it) => {
            it.key_store_password = None;
            it.trust_anchor_certificate = None;
            it.xks_proxy_authentication_credential = None;
        }
        Request::UpdateCustomKeyStore(it) => {
            it.key_store_password = None;
            it.xks_proxy_authentication_credential = None;
        }
        Request::CreateGrant(it) => it.grant_tokens.clear(),
        Request::Decapsulate(it) => {
            it.shared_secret_ciphertext_blob = Blob::default();
            it.grant_tokens.clear();
        }
        Request::Decrypt(it) => {
            it.ciphertext_blob = None;
            it.recipient = None;
            it.grant_tokens.clear();
        }
        Request::DeriveSharedSecret(it) => {
            it.public_key = Blob::default();
            it.recipient = None;
            it.grant_tokens.clear();
        }
        Request::DescribeKey(it) => it.grant_tokens.clear(),
        Request::Encapsulate(it) => it.grant_tokens.clear(),
        Request::Encrypt(it) => {
            it.plaintext = Blob::default();
            it.grant_tokens.clear();
        }
        Request::GenerateDataKey(it) => {
            it.recipient = None;
            it.grant_tokens.clear();
        }
        Request::GenerateDataKeyPair(it) => {
            it.recipient = None;
            it.grant_tokens.clear();
        }
        Request::GenerateDataKeyPairWithoutPlaintext(it) => it.grant_tokens.clear(),
        Request::GenerateDataKeyWithoutPlaintext(it) => it.grant_tokens.clear(),
        Request::GenerateMac(it) => {
            it.message = Blob::default();
            it.grant_tokens.clear();
        }
        Request::GenerateRandom(it) => it.recipient = None,
        Request::GetPublicKey(it) => it.grant_tokens.clear(),
        Request::ImportKeyMaterial(it) => {
            it.import_token = Blob::default();
            it.encrypted_key_material = Blob::default();
        }
        Request::ReEncrypt(it) => {
            it.ciphertext_blob = None;
            it.grant_tokens.clear();
        }
        Request::RetireGrant(it) => it.grant_token = None,
        Request::Sign(it) => {
            it.message = Blob::default();
            it.grant_tokens.clear();
        }
        Request::Verify(it) => {
            it.message = Blob::default();
            it.signature = Blob::default();
            it.grant_tokens.clear();
        }
        Request::VerifyMac(it) => {
            it.message = Blob::default();
            it.mac = Blob::default();
            it.grant_tokens.clear();
        }
        Request::CancelKeyDeletion(_)
        | Request::ConnectCustomKeyStore(_)
        | Request::CreateAlias(_)
        | Request::CreateKey(_)
        | Request::DeleteAlias(_)
        | Request::DeleteCustomKeyStore(_)
        | Request::DeleteImportedKeyMaterial(_)
        | Request::DescribeCustomKeyStores(_)
        | Request::DisableKey(_)
        | Request::DisableKeyRotation(_)
        | Request::DisconnectCustomKeyStore(_)
        | Request::EnableKey(_)
        | Request::EnableKeyRotation(_)
        | Request::GetKeyLastUsage(_)
        | Request::GetKeyPolicy(_)
        | Request::GetKeyRotationStatus(_)
        | Request::GetParametersForImport(_)
        | Request::ListAliases(_)
        | Request::ListGrants(_)
        | Request::ListKeyPolicies(_)
        | Request::ListKeyRotations(_)
        | Request::ListKeys(_)
        | Request::ListResourceTags(_)
        | Request::ListRetirableGrants(_)
        | Request::PutKeyPolicy(_)
        | Request::ReplicateKey(_)
        | Request::RevokeGrant(_)
        | Request::RotateKeyOnDemand(_)
        | Request::ScheduleKeyDeletion(_)
        | Request::TagResource(_)
        | Request::UntagResource(_)
        | Request::UpdateAlias(_)
        | Request::UpdateKeyDescription(_)
        | Request::UpdatePrimaryRegion(_) => {}
    }
}

/// The members that a trail shows with their default values where the request leaves them out.
fn defaults(request: &Request) -> Value {
    match request {
        Request::CreateKey(_) => json!({
            "description": "",
            "keyUsage": "ENCRYPT_DECRYPT",
            "keySpec": "SYMMETRIC_DEFAULT",
            "customerMasterKeySpec": "SYMMETRIC_DEFAULT",
            "origin": "AWS_KMS",
        }),
        Request::ReplicateKey(_) => json!({ "description": "" }),
        Request::Encrypt(_) | Request::Decrypt(_) => json!({ "encryptionAlgorithm": "SYMMETRIC_DEFAULT" }),
        Request::ReEncrypt(_) => json!({
            "sourceEncryptionAlgorithm": "SYMMETRIC_DEFAULT",
            "destinationEncryptionAlgorithm": "SYMMETRIC_DEFAULT",
        }),
        Request::Sign(_) | Request::Verify(_) => json!({ "messageType": "RAW" }),
        Request::ScheduleKeyDeletion(_) => json!({ "pendingWindowInDays": 30 }),
        _ => Value::Null,
    }
}

/// The required members of requests that [`remove_secrets`] leaves empty.
const EMPTIED: [&str; 8] = [
    "encryptedKeyMaterial",
    "importToken",
    "mac",
    "message",
    "plaintext",
    "publicKey",
    "sharedSecretCiphertextBlob",
    "signature",
];

/// `requestParameters` of a request without secrets.
pub fn parameters(request: &Request) -> Option<Value> {
    let wrapped = serde_json::to_value(request).ok()?;
    let Value::Object(by_operation) = wrapped else { return None };
    let (_, members) = by_operation.into_iter().next()?;
    let Value::Object(mut parameters) = with_lower_camel_names(members) else { return None };
    parameters.remove("dryRun");
    for emptied in EMPTIED {
        parameters.remove(emptied);
    }
    parameters.retain(|_, value| !matches!(value, Value::Array(list) if list.is_empty()));
    let parameters = with_dates_as_text(Value::Object(parameters));
    let Value::Object(mut parameters) = parameters else { return None };
    if let Value::Object(defaults) = defaults(request) {
        for (name, value) in defaults {
            parameters.entry(name).or_insert(value);
        }
    }
    if parameters.is_empty() { None } else { Some(Value::Object(parameters)) }
}
