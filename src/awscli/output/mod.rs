//! An answer as the AWS CLI shows it: JSON, YAML, text or a table.

mod table;
mod text;
mod yaml;

use serde::Serialize as _;
use serde_json::Value;

use crate::kms::{EpochSeconds, Timestamp};

/// `--output`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    Json,
    Text,
    Table,
    Yaml,
}

impl Style {
    /// The style that `--output` names so.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "json" => Self::Json,
            "text" => Self::Text,
            "table" => Self::Table,
            "yaml" => Self::Yaml,
            _ => return None,
        })
    }
}

/// Shows an answer; `title` is the operation's name.
pub(super) fn show(style: Style, title: &str, answer: &Value) -> String {
    match style {
        Style::Json => json(answer),
        Style::Text => text::show(answer),
        Style::Table => table::show(title, answer),
        Style::Yaml => yaml::show(answer),
    }
}

fn json(answer: &Value) -> String {
    if answer.as_object().is_some_and(serde_json::Map::is_empty) {
        return String::new();
    }
    let mut bytes = Vec::new();
    let formatter = serde_json::ser::PrettyFormatter::with_indent(b"    ");
    // Writing a value to memory cannot fail.
    let _ = answer.serialize(&mut serde_json::Serializer::with_formatter(&mut bytes, formatter));
    bytes.push(b'\n');
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A value as a cell of text and tables shows it. Structures and lists stand in one where others of their kind have a
/// scalar; they look as Python writes them, in which the AWS CLI is made.
fn cell(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => python(other),
    }
}

fn python(value: &Value) -> String {
    match value {
        Value::Null => "None".to_owned(),
        Value::Bool(true) => "True".to_owned(),
        Value::Bool(false) => "False".to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => {
            let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
            let mut quoted = quote.to_string();
            for character in text.chars() {
                match character {
                    '\n' => quoted.push_str("\\n"),
                    '\t' => quoted.push_str("\\t"),
                    '\r' => quoted.push_str("\\r"),
                    '\\' => quoted.push_str("\\\\"),
                    _ if character == quote => quoted.extend(['\\', character]),
                    _ if character.is_control() => {
                        quoted.push_str(&format!("\\x{:02x}", u32::from(character)))
                    }
                    _ => quoted.push(character),
                }
            }
            quoted.push(quote);
            quoted
        }
        Value::Array(values) => format!("[{}]", values.iter().map(python).collect::<Vec<_>>().join(", ")),
        Value::Object(members) => {
            let pair = |(name, value): (&String, &Value)| {
                format!("{}: {}", python(&Value::String(name.clone())), python(value))
            };
            format!("{{{}}}", members.iter().map(pair).collect::<Vec<_>>().join(", "))
        }
    }
}

fn is_scalar(value: &Value) -> bool {
    !value.is_array() && !value.is_object()
}

/// An answer whose moments, which the API writes as seconds since 1970, are written in ISO 8601.
pub(super) fn with_dates(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let dated = members.into_iter().map(|(name, value)| {
                let is_date = value.is_number()
                    && ["Date", "ValidTo", "Time", "Timestamp"].iter().any(|it| name.ends_with(it));
                let moment: Option<EpochSeconds> =
                    if is_date { serde_json::from_value(value.clone()).ok() } else { None };
                let value = moment.map_or_else(|| with_dates(value), |it| Value::String(iso_8601(it.0)));
                (name, value)
            });
            Value::Object(dated.collect())
        }
        Value::Array(values) => values.into_iter().map(with_dates).collect(),
        other => other,
    }
}

/// `2026-02-12T09:00:00.214000+00:00`, without the fraction where it is nought.
fn iso_8601(moment: Timestamp) -> String {
    let whole = moment.iso_8601();
    let whole = whole.trim_end_matches('Z');
    match moment.as_micros().rem_euclid(1_000_000) {
        0 => format!("{whole}+00:00"),
        micros => format!("{whole}.{micros:06}+00:00"),
    }
}

#[cfg(test)]
mod tests;
