//! One member of a request as an option of the AWS CLI: `--key-id alias/x`, `--multi-region`,
//! `--tags TagKey=a,TagValue=b`.

use serde_json::{Map, Value};

use super::{kebab_case, shell::word};
use crate::kms::{
    Timestamp,
    api::{Kind, MemberSpec, Operation},
};

/// Members that carry bytes, with the file that stands for them: the CLI reads bytes from files.
const FILES_OF_BYTES: [(&str, &str); 10] = [
    ("AttestationDocument", "fileb://attestation-document.bin"),
    ("CiphertextBlob", "fileb://ciphertext.bin"),
    ("EncryptedKeyMaterial", "fileb://encrypted-key-material.bin"),
    ("ImportToken", "fileb://import-token.bin"),
    ("Mac", "fileb://mac.bin"),
    ("Message", "fileb://message.bin"),
    ("Plaintext", "fileb://plaintext.bin"),
    ("PublicKey", "fileb://public-key.der"),
    ("SharedSecretCiphertextBlob", "fileb://shared-secret-ciphertext.bin"),
    ("Signature", "fileb://signature.bin"),
];

/// Members whose text is too long for a line, or has lines of its own, with the file that stands for it then.
const FILES_OF_TEXT: [(&str, &str); 2] =
    [("Policy", "file://policy.json"), ("TrustAnchorCertificate", "file://customerCA.crt")];

/// A text of more characters than this is shown as a file, where there is one for it.
const LONGEST_TEXT: usize = 160;

/// The values that members have when they are not given.
const DEFAULTS: [(&str, &str); 12] = [
    ("CustomKeyStoreType", "AWS_CLOUDHSM"),
    ("CustomerMasterKeySpec", "SYMMETRIC_DEFAULT"),
    ("DestinationEncryptionAlgorithm", "SYMMETRIC_DEFAULT"),
    ("EncryptionAlgorithm", "SYMMETRIC_DEFAULT"),
    ("IncludeKeyMaterial", "ROTATIONS_ONLY"),
    ("KeySpec", "SYMMETRIC_DEFAULT"),
    ("KeyUsage", "ENCRYPT_DECRYPT"),
    ("MessageType", "RAW"),
    ("Origin", "AWS_KMS"),
    ("PolicyName", "default"),
    ("PendingWindowInDays", "30"),
    ("SourceEncryptionAlgorithm", "SYMMETRIC_DEFAULT"),
];

/// The option for a member among those of a request, or nothing when it says what the operation does anyhow.
pub(super) fn of_member(
    operation: Operation,
    members: &Map<String, Value>,
    member: &str,
    value: &Value,
) -> Option<String> {
    if is_default(operation, members, member, value) {
        return None;
    }
    let name = format!("--{}", kebab_case(member));
    let kind = kind_of(operation.members(), member);
    Some(match value {
        // No Boolean of these operations is true by default, so `--no-…` would say nothing new.
        Value::Bool(_) => name,
        Value::String(text) => with_text(&name, shown_text(member, text)),
        Value::Object(pairs) => with_text(&name, &pairs_text(kind, pairs)),
        Value::Array(elements) => list(&name, elements),
        Value::Number(number) if matches!(kind, Some(Kind::Moment)) => {
            format!("{name} {}", moment(number))
        }
        other => format!("{name} {other}"),
    })
}

/// The kind of a member, as the model has it.
fn kind_of(specs: &[MemberSpec], member: &str) -> Option<Kind> {
    specs.iter().find(|spec| spec.name() == member).map(|spec| spec.kind)
}

fn is_default(operation: Operation, members: &Map<String, Value>, member: &str, value: &Value) -> bool {
    let says_default = |text: &str| DEFAULTS.contains(&(member, text));
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::Array(elements) => elements.is_empty(),
        // A structure that was given may be empty; pairs that are empty were not given.
        Value::Object(pairs) => pairs.is_empty(),
        // A key is made without a description, but an update may well take it away.
        Value::String(text) if member == "Description" => {
            text.is_empty() && operation != Operation::UpdateKeyDescription
        }
        // The usage goes without saying for symmetric encryption keys alone.
        Value::String(text) if member == "KeyUsage" => {
            let plain =
                |spec: &str| members.get(spec).is_none_or(|it| it == "SYMMETRIC_DEFAULT" || it.is_null());
            says_default(text) && plain("KeySpec") && plain("CustomerMasterKeySpec")
        }
        Value::String(text) => says_default(text),
        Value::Number(number) => says_default(&number.to_string()),
        Value::Bool(true) => false,
    }
}

/// The text to show for a member that is one.
fn shown_text<'a>(member: &str, text: &'a str) -> &'a str {
    let file = |files: &[(&str, &'static str)]| {
        files.iter().find(|(name, _)| *name == member).map(|(_, file)| *file)
    };
    let is_long = || text.chars().count() > LONGEST_TEXT || text.contains('\n');
    let long = || file(&FILES_OF_TEXT).filter(|_| is_long());
    file(&FILES_OF_BYTES).or_else(long).unwrap_or(text)
}

/// A moment as the CLI takes it: ISO 8601 for whole seconds of years that have four digits, else seconds since 1970.
fn moment(number: &serde_json::Number) -> String {
    const LAST: f64 = 253_402_300_799.0;
    match number.as_f64() {
        Some(seconds) if seconds.fract() == 0.0 && (0.0..=LAST).contains(&seconds) => {
            Timestamp::from_micros(seconds as i64 * 1_000_000).iso_8601()
        }
        _ => number.to_string(),
    }
}

/// An option with one value. A value that looks like an option is tied to its own by `=`.
fn with_text(name: &str, text: &str) -> String {
    let separator = if text.starts_with('-') { '=' } else { ' ' };
    format!("{name}{separator}{}", word(text))
}

/// Pairs in the CLI's shorthand, `Purpose=Migration,Team=EU`, or as JSON where the shorthand cannot say them.
fn pairs_text(kind: Option<Kind>, pairs: &Map<String, Value>) -> String {
    let bytes = |name: &str| match kind {
        Some(Kind::Structure(specs)) => matches!(kind_of(specs, name), Some(Kind::Blob)),
        _ => false,
    };
    shorthand(pairs, &bytes).unwrap_or_else(|| Value::Object(pairs.clone()).to_string())
}

/// `bytes` tells which members are bytes; in the shorthand `@=` reads a value from a file.
fn shorthand(pairs: &Map<String, Value>, bytes: &dyn Fn(&str) -> bool) -> Option<String> {
    let pair = |(key, value): (&String, &Value)| {
        if key.is_empty() || !is_plain(key) {
            return None;
        }
        match value {
            Value::String(text) if bytes(key) => Some(format!("{key}@={}", shown_text(key, text))),
            Value::String(text) => is_plain(text).then(|| format!("{key}={text}")),
            Value::Object(inner) => Some(format!("{key}={{{}}}", shorthand(inner, &|_| false)?)),
            _ => None,
        }
    };
    // Pairs that are empty inside a structure say nothing.
    let says = |(_, value): &(&String, &Value)| value.as_object().is_none_or(|inner| !inner.is_empty());
    Some(pairs.iter().filter(says).map(pair).collect::<Option<Vec<_>>>()?.join(","))
}

/// Whether the shorthand takes a text as it stands.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-./:#".contains(&byte))
}

/// An option with several values: each in shorthand, or all as JSON.
fn list(name: &str, elements: &[Value]) -> String {
    let in_shorthand = |element: &Value| match element {
        Value::Object(pairs) => shorthand(pairs, &|_| false),
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
