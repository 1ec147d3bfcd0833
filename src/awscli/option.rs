//! One member of a request as an option of the AWS CLI: `--key-id alias/x`, `--multi-region`,
//! `--tags TagKey=a,TagValue=b`.

use serde_json::{Map, Value};

use super::{kebab_case, shell::word};
use crate::kms::api::Operation;

/// Members that carry bytes, with the file that stands for them: the CLI reads bytes from files.
const FILES_OF_BYTES: [(&str, &str); 2] =
    [("Plaintext", "fileb://plaintext.bin"), ("CiphertextBlob", "fileb://ciphertext.bin")];

/// A policy of more characters than this is shown as a file.
const LONGEST_POLICY: usize = 160;

/// The values that members have when they are not given.
const DEFAULTS: [(&str, &str); 7] = [
    ("EncryptionAlgorithm", "SYMMETRIC_DEFAULT"),
    ("IncludeKeyMaterial", "ROTATIONS_ONLY"),
    ("KeySpec", "SYMMETRIC_DEFAULT"),
    ("KeyUsage", "ENCRYPT_DECRYPT"),
    ("Origin", "AWS_KMS"),
    ("PolicyName", "default"),
    ("PendingWindowInDays", "30"),
];

/// The option for a member of a request, or nothing when it says what the operation does anyhow.
pub(super) fn of_member(operation: Operation, member: &str, value: &Value) -> Option<String> {
    if is_default(operation, member, value) {
        return None;
    }
    let name = format!("--{}", kebab_case(member));
    Some(match value {
        // No Boolean of these operations is true by default, so `--no-…` would say nothing new.
        Value::Bool(_) => name,
        Value::String(text) => with_text(&name, shown_text(member, text)),
        Value::Object(pairs) => with_text(&name, &pairs_text(pairs)),
        Value::Array(elements) => list(&name, elements),
        other => format!("{name} {other}"),
    })
}

fn is_default(operation: Operation, member: &str, value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::Array(elements) => elements.is_empty(),
        Value::Object(pairs) => pairs.is_empty(),
        // A key is made without a description, but an update may well take it away.
        Value::String(text) if member == "Description" => {
            text.is_empty() && operation != Operation::UpdateKeyDescription
        }
        Value::String(text) => DEFAULTS.contains(&(member, text)),
        Value::Number(number) => DEFAULTS.contains(&(member, &number.to_string())),
        Value::Bool(true) => false,
    }
}

/// The text to show for a member that is one.
fn shown_text<'a>(member: &str, text: &'a str) -> &'a str {
    let file_of_bytes = FILES_OF_BYTES.iter().find(|(name, _)| *name == member);
    match file_of_bytes {
        Some((_, file)) => file,
        None if member == "Policy" && (text.chars().count() > LONGEST_POLICY || text.contains('\n')) => {
            "file://policy.json"
        }
        None => text,
    }
}

/// An option with one value. A value that looks like an option is tied to its own by `=`.
fn with_text(name: &str, text: &str) -> String {
    let separator = if text.starts_with('-') { '=' } else { ' ' };
    format!("{name}{separator}{}", word(text))
}

/// Pairs in the CLI's shorthand, `Purpose=Migration,Team=EU`, or as JSON where the shorthand cannot say them.
fn pairs_text(pairs: &Map<String, Value>) -> String {
    shorthand(pairs).unwrap_or_else(|| Value::Object(pairs.clone()).to_string())
}

fn shorthand(pairs: &Map<String, Value>) -> Option<String> {
    let pair = |(key, value): (&String, &Value)| {
        let value = value.as_str()?;
        let plain = !key.is_empty() && is_plain(key) && is_plain(value);
        plain.then(|| format!("{key}={value}"))
    };
    Some(pairs.iter().map(pair).collect::<Option<Vec<_>>>()?.join(","))
}

/// Whether the shorthand takes a text as it stands.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-./:#".contains(&byte))
}

/// An option with several values: each in shorthand, or all as JSON.
fn list(name: &str, elements: &[Value]) -> String {
    let in_shorthand = |element: &Value| match element {
        Value::Object(pairs) => shorthand(pairs),
        Value::String(text) => {
            (is_plain(text) && !text.is_empty() && !text.starts_with('-')).then(|| text.clone())
        }
        _ => None,
    };
    let values: Option<Vec<_>> = elements.iter().map(in_shorthand).collect();
    match values {
        Some(values) => format!("{name} {}", values.join(" ")),
        None => format!("{name} {}", word(&Value::Array(elements.to_vec()).to_string())),
    }
}
