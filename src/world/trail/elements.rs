//! What an event tells of an answer or of what the service did, as JSON in a trail's own way of writing.

use serde_json::{Value, json};

use super::Answered;
use crate::kms::{EpochSeconds, KeyArn, RotationRecord, api::Response};

/// `KeyId` as `keyId`.
fn lower_camel(name: &str) -> String {
    let mut characters = name.chars();
    characters.next().map_or_else(String::new, |first| first.to_lowercase().chain(characters).collect())
}

/// A JSON value with the first letters of all names in lower case.
pub fn with_lower_camel_names(value: Value) -> Value {
    match value {
        Value::Object(members) => Value::Object(
            members
                .into_iter()
                .map(|(name, value)| {
                    // An encryption context's own keys are the caller's, not names of the API.
                    let inner = if name.contains("Context") { value } else { with_lower_camel_names(value) };
                    (lower_camel(&name), inner)
                })
                .collect(),
        ),
        Value::Array(elements) => Value::Array(elements.into_iter().map(with_lower_camel_names).collect()),
        other => other,
    }
}

/// What an event shows of the members of a response or of a made record: names in lower camel case, dates as text.
pub fn shown(value: Value) -> Value {
    with_dates_as_text(with_lower_camel_names(value))
}

/// A JSON value whose dates, which the API writes as seconds since the epoch, are written as trails write them.
pub fn with_dates_as_text(mut value: Value) -> Value {
    match &mut value {
        Value::Object(members) => {
            for (name, value) in members {
                let is_date = name.ends_with("Date") || name.ends_with("ValidTo") || name == "validTo";
                let moment: Option<EpochSeconds> =
                    if is_date { serde_json::from_value(value.clone()).ok() } else { None };
                *value = match moment {
                    Some(EpochSeconds(moment)) => Value::String(moment.trail_text()),
                    None => with_dates_as_text(value.take()),
                };
            }
        }
        Value::Array(elements) => {
            for element in elements {
                *element = with_dates_as_text(element.take());
            }
        }
        _ => {}
    }
    value
}

/// `responseElements`: nothing for reads and cryptography; the key's ARN for changes without an answer.
pub fn of_response(response: &Response) -> Option<Answered> {
    match response {
        Response::CreateKey(_) | Response::ReplicateKey(_) | Response::ScheduleKeyDeletion(_) => {}
        Response::CancelKeyDeletion(_) | Response::RotateKeyOnDemand(_) => {}
        Response::CreateCustomKeyStore(_)
        | Response::ImportKeyMaterial(_)
        | Response::DeleteImportedKeyMaterial(_) => {}
        Response::CreateGrant(made) => {
            // The token is for the caller alone.
            return Some(Answered::Json(json!({ "grantId": made.grant_id }).to_string().into()));
        }
        Response::CreateAlias(())
        | Response::DeleteAlias(())
        | Response::DisableKey(())
        | Response::DisableKeyRotation(())
        | Response::EnableKey(())
        | Response::EnableKeyRotation(())
        | Response::PutKeyPolicy(())
        | Response::RetireGrant(())
        | Response::RevokeGrant(())
        | Response::TagResource(())
        | Response::UntagResource(())
        | Response::UpdateAlias(())
        | Response::UpdateKeyDescription(())
        | Response::UpdatePrimaryRegion(()) => return Some(Answered::KeyArn),
        _ => return None,
    }
    let value = serde_json::to_value(response).ok()?;
    Some(Answered::Json(shown(value).to_string().into()))
}

/// The answer of a change that has none of its own.
pub fn of_changed_key(key: &KeyArn) -> Option<Value> {
    Some(json!({ "keyId": key.to_string() }))
}

/// `serviceEventDetails` of RotateKey.
pub fn of_rotation(rotation: &RotationRecord) -> Value {
    json!({
        "rotationType": rotation.kind,
        "keyOrigin": rotation.origin,
        "previousKeyMaterialId": rotation.previous,
        "currentKeyMaterialId": rotation.current,
        "keyId": rotation.key,
    })
}
