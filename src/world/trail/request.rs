//! What an event tells of a request.

use serde_json::{Value, json};

use super::elements::with_lower_camel_names;
use crate::kms::api::Request;

/// The request without what no trail may hold: plaintext, ciphertext and the like.
pub fn without_secrets(mut request: Request) -> Request {
    match &mut request {
        Request::Encrypt(it) => it.plaintext.0 = Vec::new(),
        Request::Decrypt(it) => it.ciphertext_blob = None,
        Request::ReEncrypt(it) => it.ciphertext_blob = None,
        _ => {}
    }
    request
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
        Request::ScheduleKeyDeletion(_) => json!({ "pendingWindowInDays": 30 }),
        _ => Value::Null,
    }
}

/// `requestParameters` of a request without secrets.
pub fn parameters(request: &Request) -> Option<Value> {
    let wrapped = serde_json::to_value(request).ok()?;
    let Value::Object(by_operation) = wrapped else { return None };
    let (_, members) = by_operation.into_iter().next()?;
    let Value::Object(mut parameters) = with_lower_camel_names(members) else { return None };
    for secret in ["plaintext", "ciphertextBlob", "dryRun"] {
        parameters.remove(secret);
    }
    parameters.retain(|_, value| !matches!(value, Value::Array(list) if list.is_empty()));
    if let Value::Object(defaults) = defaults(request) {
        for (name, value) in defaults {
            parameters.entry(name).or_insert(value);
        }
    }
    if parameters.is_empty() { None } else { Some(Value::Object(parameters)) }
}
