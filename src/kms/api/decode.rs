//! From a JSON document, as clients send it, to a request.
//!
//! What breaks the model is told as KMS tells it, all of it at once. Members that the operation does not know are
//! passed over, as the service passes them over.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Map, Value};

use super::{Kind, Limits, MemberSpec, Operation, Place, Request, limits::wire_name};
use crate::kms::{Exception, KmsError, validate::Violations};

impl Request {
    /// Reads a request for `operation` out of the JSON document of its members.
    ///
    /// # Errors
    /// `SerializationException` if a member is not of the kind that the model gives it; `ValidationException` for
    /// every member that breaks a limit of the model.
    pub fn decode(operation: Operation, document: &[u8]) -> Result<Self, KmsError> {
        let value: Value = if document.is_empty() {
            Value::Object(Map::new())
        } else {
            // The parser refuses nesting deep enough to exhaust the stack.
            serde_json::from_slice(document).map_err(|_| Exception::Serialization.without_message())?
        };
        let Value::Object(mut members) = value else {
            return Err(Exception::Serialization.with("Start of structure or map found where not expected."));
        };
        let mut violations = Violations::default();
        let mut reader = Reader { violations: &mut violations };
        reader.structure(operation.members(), &mut members, None)?;
        let request = Self::from_members(operation, Value::Object(members))
            .map_err(|error| Exception::Serialization.with(error.to_string()))?;
        request.check(&mut violations);
        // A member that was missing has been told of; its empty stand-in is not told of again.
        violations.keep_first_of_each();
        violations.into_result()?;
        Ok(request)
    }
}

/// Walks a document beside the model.
struct Reader<'a> {
    violations: &'a mut Violations,
}

impl Reader<'_> {
    /// Leaves of `members` what the structure has, in the form that its type reads.
    fn structure(
        &mut self,
        specs: &[MemberSpec],
        members: &mut Map<String, Value>,
        parent: Option<&Place<'_>>,
    ) -> Result<(), KmsError> {
        let mut known = Map::with_capacity(specs.len());
        for MemberSpec { field, kind, limits } in specs {
            let name = wire_name(field);
            let place = match parent {
                Some(parent) => parent.inside(field),
                None => Place::member(field),
            };
            match members.remove(&name).filter(|value| !value.is_null()) {
                Some(value) => {
                    if let Some(value) = self.value(*kind, value, &place, limits)? {
                        known.insert(name, value);
                    }
                }
                None if limits.is_required => self.violations.missing(&place),
                None => {}
            }
        }
        *members = known;
        Ok(())
    }

    /// One value in the form that its type reads; nothing for one that breaks the model and has been told of.
    fn value(
        &mut self,
        kind: Kind,
        value: Value,
        place: &Place<'_>,
        limits: &Limits,
    ) -> Result<Option<Value>, KmsError> {
        Ok(match (kind, value) {
            (Kind::Text, value @ Value::String(_))
            | (Kind::Boolean, value @ Value::Bool(_))
            | (Kind::Moment, value @ Value::Number(_)) => Some(value),
            (Kind::Blob, Value::String(text)) => match STANDARD.decode(&text) {
                Ok(_) => Some(Value::String(text)),
                Err(_) => return Err(Exception::Serialization.without_message()),
            },
            (Kind::Integer, Value::Number(number)) => self.integer(&number, place, limits)?,
            (Kind::Enumeration(names), Value::String(text)) => {
                if names.contains(&text.as_str()) {
                    Some(Value::String(text))
                } else {
                    self.violations.enumeration(place, &text, names);
                    None
                }
            }
            (Kind::List(element), Value::Array(values)) => {
                let mut read = Vec::with_capacity(values.len());
                for (number, value) in (1..).zip(values) {
                    let place = place.numbered(number);
                    read.extend(self.value(*element, value, &place, &Limits::NONE)?);
                }
                Some(Value::Array(read))
            }
            (Kind::Pairs, Value::Object(pairs)) => {
                if let Some(other) = pairs.values().find(|value| !value.is_string()) {
                    return Err(wrong_kind(other, "a String"));
                }
                Some(Value::Object(pairs))
            }
            (Kind::Structure(specs), Value::Object(mut members)) => {
                self.structure(specs, &mut members, Some(place))?;
                Some(Value::Object(members))
            }
            (Kind::Text | Kind::Blob | Kind::Enumeration(_), other) => {
                return Err(wrong_kind(&other, "a String"));
            }
            (Kind::Boolean, other) => return Err(wrong_kind(&other, "a Boolean")),
            (Kind::Integer, other) => return Err(wrong_kind(&other, "an Integer")),
            (Kind::Moment, other) => return Err(wrong_kind(&other, "a Timestamp")),
            (Kind::List(_) | Kind::Pairs | Kind::Structure(_), _) => {
                return Err(Exception::Serialization.with("Unexpected field type"));
            }
        })
    }

    fn integer(
        &mut self,
        number: &serde_json::Number,
        place: &Place<'_>,
        limits: &Limits,
    ) -> Result<Option<Value>, KmsError> {
        let whole = number.as_i64().filter(|it| i32::try_from(*it).is_ok());
        let Some(whole) = whole else {
            return Err(wrong_kind(&Value::Number(number.clone()), "an Integer"));
        };
        if whole < 0 {
            // The request's own type holds no negative numbers, so they are told of here.
            self.violations.range(place, whole, limits.bounds());
            return Ok(None);
        }
        Ok(Some(Value::from(whole)))
    }
}

fn wrong_kind(found: &Value, wanted: &str) -> KmsError {
    let found = match found {
        Value::Bool(true) => "TRUE_VALUE",
        Value::Bool(false) => "FALSE_VALUE",
        Value::Number(number) if number.is_f64() => "DECIMAL_VALUE",
        Value::Number(_) => "NUMBER_VALUE",
        Value::String(_) => "STRING_VALUE",
        Value::Null => "NULL_VALUE",
        Value::Array(_) | Value::Object(_) => {
            return Exception::Serialization.with("Start of structure or map found where not expected.");
        }
    };
    Exception::Serialization.with(format!("{found} can not be converted to {wanted}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(operation: Operation, document: &str) -> (Exception, String) {
        let error = Request::decode(operation, document.as_bytes()).expect_err(document);
        (error.exception, error.message.into_owned())
    }

    #[test]
    fn a_document_becomes_its_request() {
        let document =
            br#"{"KeyId":"alias/a","Plaintext":"aGk=","EncryptionContext":{"k":"v"},"Novelty":[1]}"#;
        let request = Request::decode(Operation::Encrypt, document).expect("valid");
        let Request::Encrypt(request) = request else { panic!("another operation") };
        assert_eq!((request.key_id.as_str(), request.plaintext.0.as_slice()), ("alias/a", b"hi".as_slice()));
        assert_eq!(request.encryption_context["k"], "v");
        Request::decode(Operation::ListKeys, b"").expect("no member is needed");
    }

    #[test]
    fn what_breaks_the_model_is_told_all_at_once() {
        assert_eq!(
            refusal(Operation::CreateKey, r#"{"KeyUsage":"RANDOM"}"#),
            (
                Exception::Validation,
                "1 validation error detected: Value 'RANDOM' at 'keyUsage' failed to satisfy constraint: Member \
                 must satisfy enum value set: [SIGN_VERIFY, ENCRYPT_DECRYPT, GENERATE_VERIFY_MAC, KEY_AGREEMENT, \
                 ENCAPSULATE_DECAPSULATE]"
                    .to_owned()
            )
        );
        assert_eq!(
            refusal(Operation::GenerateRandom, r#"{"NumberOfBytes":-1}"#).1,
            "1 validation error detected: Value '-1' at 'numberOfBytes' failed to satisfy constraint: Member must \
             have value greater than or equal to 1"
        );
        assert_eq!(
            refusal(Operation::Encrypt, r#"{"Plaintext":""}"#).1,
            "2 validation errors detected: Value null at 'keyId' failed to satisfy constraint: Member must not be \
             null; Value at 'plaintext' failed to satisfy constraint: Member must have length greater than or equal \
             to 1"
        );
        assert_eq!(
            refusal(Operation::TagResource, r#"{"KeyId":"k","Tags":[{"TagKey":"a"}]}"#).1,
            "1 validation error detected: Value null at 'tags.1.member.tagValue' failed to satisfy constraint: \
             Member must not be null"
        );
    }

    #[test]
    fn values_of_the_wrong_kind_are_told_apart() {
        for (document, message) in [
            (r#"{"Limit":"5"}"#, "STRING_VALUE can not be converted to an Integer"),
            (r#"{"Limit":1.5}"#, "DECIMAL_VALUE can not be converted to an Integer"),
            (r#"{"Limit":99999999999}"#, "NUMBER_VALUE can not be converted to an Integer"),
            (r#"{"Marker":true}"#, "TRUE_VALUE can not be converted to a String"),
            (r#"{"Marker":{}}"#, "Start of structure or map found where not expected."),
            ("[]", "Start of structure or map found where not expected."),
            ("{", ""),
        ] {
            assert_eq!(
                refusal(Operation::ListKeys, document),
                (Exception::Serialization, message.to_owned())
            );
        }
    }
}
