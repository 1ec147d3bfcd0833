//! A request as an `aws kms` line.

use serde_json::{Map, Value};

use crate::kms::{Region, api::Request};

/// The line that puts `request` to the endpoint of `region`.
pub(super) fn command_line(region: Region, request: &Request) -> String {
    let mut line = format!("aws kms {} --region {region}", kebab(request.operation().name()));
    // A request is written as its operation's name over its members.
    if let Ok(Value::Object(operation)) = serde_json::to_value(request)
        && let Some((_, Value::Object(members))) = operation.into_iter().next()
    {
        for (name, value) in &members {
            option(&mut line, name, value);
        }
    }
    line
}

fn option(line: &mut String, name: &str, value: &Value) {
    let value = match value {
        Value::Bool(true) => String::new(),
        Value::Bool(false) | Value::Null => return,
        Value::Array(items) if items.is_empty() => return,
        Value::Array(items) => items.iter().map(item).collect::<Vec<_>>().join(" "),
        other => item(other),
    };
    line.push_str(" --");
    line.push_str(&kebab(name));
    if !value.is_empty() {
        line.push(' ');
        line.push_str(&value);
    }
}

fn item(value: &Value) -> String {
    match value {
        Value::String(text) => quoted(text),
        Value::Object(members) => quoted(&pairs(members)),
        other => other.to_string(),
    }
}

/// The CLI's shorthand of a structure: `TagKey=Team,TagValue=payments`.
fn pairs(members: &Map<String, Value>) -> String {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    members.iter().map(|(name, value)| format!("{name}={}", text(value))).collect::<Vec<_>>().join(",")
}

fn quoted(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_/.:=,@+".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

fn kebab(name: &str) -> String {
    let mut text = String::with_capacity(name.len() + 4);
    for (place, c) in name.chars().enumerate() {
        if c.is_ascii_uppercase() && place > 0 {
            text.push('-');
        }
        text.push(c.to_ascii_lowercase());
    }
    text
}
