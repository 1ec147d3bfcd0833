//! A request as the `aws kms` line that makes it: `--key-id alias/x`, `--multi-region`, `--tags TagKey=a,TagValue=b`.

use serde_json::{Map, Value};

use super::{kebab_case, quote::word};
use crate::kms::{
    Region, Timestamp,
    api::{Kind, MemberSpec, Operation, Request},
};

/// Says that bytes in a line are in Base64. Version 2 of the AWS CLI takes them so without being told; the shell of this
/// program would take what people type as it is.
const BASE64: &str = "--cli-binary-format base64";

/// The line that does what `request` does: pasted into a shell with version 2 of the AWS CLI, or into the one of this
/// program, it makes the same request. Members that have their default value are left out; bytes are in Base64.
///
/// It is derived from the request's form on the wire, so every operation and every member has an option.
pub fn command_line(region: Region, request: &Request) -> String {
    let operation = request.operation();
    let mut line = format!("aws kms {} --region {region}", kebab_case(operation.name()));
    // A request is an object of strings, numbers, Booleans and lists under its operation's name: writing it as a value
    // cannot fail.
    let Ok(Value::Object(by_operation)) = serde_json::to_value(request) else { return line };
    for members in by_operation.values().filter_map(Value::as_object) {
        for (member, value) in members {
            if let Some(option) = of_member(operation, members, member, value) {
                line.push(' ');
                line.push_str(&option);
            }
        }
        let is_blob = |spec: &&MemberSpec| holds_bytes(spec.kind) && members.contains_key(&spec.name());
        if operation.members().iter().any(|spec| is_blob(&spec)) {
            line.push(' ');
            line.push_str(BASE64);
        }
    }
    line
}

/// Whether a member is of bytes, or has some in it.
fn holds_bytes(kind: Kind) -> bool {
    match kind {
        Kind::Blob => true,
        Kind::Structure(specs) => specs.iter().any(|spec| holds_bytes(spec.kind)),
        _ => false,
    }
}

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
fn of_member(
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
        Value::String(text) => with_text(&name, text),
        Value::Object(pairs) => with_text(&name, &pairs_text(pairs)),
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
fn pairs_text(pairs: &Map<String, Value>) -> String {
    shorthand(pairs).unwrap_or_else(|| Value::Object(pairs.clone()).to_string())
}

fn shorthand(pairs: &Map<String, Value>) -> Option<String> {
    let pair = |(key, value): (&String, &Value)| {
        if key.is_empty() || !is_plain(key) {
            return None;
        }
        match value {
            Value::String(text) => is_plain(text).then(|| format!("{key}={text}")),
            Value::Object(inner) => Some(format!("{key}={{{}}}", shorthand(inner)?)),
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
