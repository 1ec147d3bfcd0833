//! `--output text`: a line for each structure, its scalars in the order of their names, separated by tabs; what has a
//! name of its own begins with it.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::{cell, is_scalar};

/// Shows an answer.
pub fn show(answer: &Value) -> String {
    let mut text = String::new();
    write(answer, None, None, &mut text);
    text
}

fn write(value: &Value, name: Option<&str>, columns: Option<&BTreeSet<&str>>, text: &mut String) {
    match value {
        Value::Object(members) => structure(members, name, columns, text),
        Value::Array(values) => list(values, name, text),
        other => line([cell(other)], text),
    }
}

fn line(words: impl IntoIterator<Item = String>, text: &mut String) {
    text.push_str(&words.into_iter().collect::<Vec<_>>().join("\t"));
    text.push('\n');
}

fn structure(
    members: &Map<String, Value>,
    name: Option<&str>,
    columns: Option<&BTreeSet<&str>>,
    text: &mut String,
) {
    let own: BTreeSet<&str>;
    let columns = match columns {
        Some(columns) => columns,
        None => {
            own =
                members.iter().filter(|(_, value)| is_scalar(value)).map(|(name, _)| name.as_str()).collect();
            &own
        }
    };
    let words: Vec<String> =
        columns.iter().map(|column| members.get(*column).map(cell).unwrap_or_default()).collect();
    if !words.is_empty() {
        line(name.map(str::to_uppercase).into_iter().chain(words), text);
    }
    let rest: BTreeSet<&str> =
        members.keys().map(String::as_str).filter(|it| !columns.contains(it)).collect();
    for name in rest {
        if let Some(value) = members.get(name) {
            write(value, Some(name), None, text);
        }
    }
}

fn list(values: &[Value], name: Option<&str>, text: &mut String) {
    if values.iter().any(Value::is_object) {
        let members = values.iter().filter_map(Value::as_object).flatten();
        let columns = members.filter(|(_, value)| is_scalar(value)).map(|(name, _)| name.as_str()).collect();
        for value in values {
            write(value, name, Some(&columns), text);
        }
        return;
    }
    let (scalars, lists): (Vec<&Value>, Vec<&Value>) = values.iter().partition(|value| is_scalar(value));
    match name {
        _ if scalars.is_empty() => {}
        Some(name) => {
            for value in scalars {
                line([name.to_uppercase(), cell(value)], text);
            }
        }
        None => line(scalars.into_iter().map(cell), text),
    }
    for value in lists {
        write(value, name, None, text);
    }
}
