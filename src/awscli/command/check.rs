//! What the AWS CLI refuses before it calls: values of the wrong type, missing and unknown members of structures, and
//! what is shorter or less than the model admits. Upper limits and patterns are the service's to check.

use serde_json::{Map, Value};

use super::Problem;
use crate::kms::api::{Kind, Limits, MemberSpec, Operation};

/// Holds a document against the operation's members.
pub fn check(operation: Operation, document: &Map<String, Value>) -> Result<(), Problem> {
    let mut found = Vec::new();
    structure(operation.members(), document, "", &mut found);
    if found.is_empty() {
        return Ok(());
    }
    Err(Problem::parameter(format!("Parameter validation failed:\n{}", found.join("\n"))))
}

fn structure(specs: &[MemberSpec], document: &Map<String, Value>, path: &str, found: &mut Vec<String>) {
    let place = if path.is_empty() { "input" } else { path };
    for spec in specs.iter().filter(|spec| spec.limits.is_required) {
        if !document.contains_key(&spec.name()) {
            found.push(format!("Missing required parameter in {place}: \"{}\"", spec.name()));
        }
    }
    for (name, value) in document {
        let inner = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        match specs.iter().find(|spec| spec.name() == *name) {
            Some(spec) => member(spec.kind, &spec.limits, value, &inner, found),
            None => {
                let known: Vec<String> = specs.iter().map(MemberSpec::name).collect();
                found.push(format!(
                    "Unknown parameter in {place}: \"{name}\", must be one of: {}",
                    known.join(", ")
                ));
            }
        }
    }
}

fn member(kind: Kind, limits: &Limits, value: &Value, path: &str, found: &mut Vec<String>) {
    let least = limits.bounds().0;
    let mut length = |length: usize| {
        if i64::try_from(length).is_ok_and(|length| length < least) {
            found.push(format!(
                "Invalid length for parameter {path}, value: {length}, valid min length: {least}"
            ));
        }
    };
    match (kind, value) {
        (Kind::Text, Value::String(text)) => length(text.chars().count()),
        (Kind::Blob, Value::String(text)) => length(text.len() / 4 * 3),
        (Kind::Enumeration(_), Value::String(_)) | (Kind::Boolean, Value::Bool(_)) => {}
        (Kind::Moment, Value::Number(_) | Value::String(_)) => {}
        (Kind::Integer, Value::Number(number)) => {
            if number.as_i64().is_some_and(|number| number < least) {
                found.push(format!(
                    "Invalid value for parameter {path}, value: {number}, valid min value: {least}"
                ));
            }
        }
        (Kind::List(element), Value::Array(values)) => {
            length(values.len());
            for (place, value) in values.iter().enumerate() {
                member(*element, &Limits::NONE, value, &format!("{path}[{place}]"), found);
            }
        }
        (Kind::Pairs, Value::Object(pairs)) => {
            for (name, value) in pairs {
                member(Kind::Text, &Limits::NONE, value, &format!("{path}.{name}"), found);
            }
        }
        (Kind::Structure(specs), Value::Object(members)) => structure(specs, members, path, found),
        (kind, value) => found.push(format!(
            "Invalid type for parameter {path}, value: {}, type: <class '{}'>, valid types: {}",
            shown(value),
            python_type(value),
            wanted(kind)
        )),
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Bool(true) => "True".to_owned(),
        Value::Bool(false) => "False".to_owned(),
        Value::Null => "None".to_owned(),
        other => other.to_string(),
    }
}

fn python_type(value: &Value) -> &'static str {
    match value {
        Value::Null => "NoneType",
        Value::Bool(_) => "bool",
        Value::Number(number) if number.is_f64() => "float",
        Value::Number(_) => "int",
        Value::String(_) => "str",
        Value::Array(_) => "list",
        Value::Object(_) => "dict",
    }
}

fn wanted(kind: Kind) -> &'static str {
    match kind {
        Kind::Text | Kind::Enumeration(_) => "<class 'str'>",
        Kind::Blob => "<class 'bytes'>, <class 'bytearray'>, file-like object",
        Kind::Boolean => "<class 'bool'>",
        Kind::Integer => "<class 'int'>",
        Kind::Moment => "datetime or timestamp",
        Kind::List(_) => "<class 'list'>, <class 'tuple'>",
        Kind::Pairs | Kind::Structure(_) => "<class 'dict'>",
    }
}
