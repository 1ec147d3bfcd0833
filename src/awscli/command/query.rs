//! `--query`: JMESPath over an answer.

use std::collections::BTreeMap;

use jmespath::Variable;
use serde_json::Value;

use super::Problem;

/// Refuses what is no expression, before anything is called for it.
pub fn check(expression: &str) -> Result<(), Problem> {
    jmespath::compile(expression).map(|_| ()).map_err(|error| wrong(expression, &error))
}

fn wrong(expression: &str, error: &dyn std::fmt::Display) -> Problem {
    Problem::parameter(format!("Bad value for --query {expression}: {error}"))
        .with_hint("An example: --query 'Keys[].KeyId'")
}

/// What an expression finds in an answer.
pub fn search(expression: &str, answer: &Value) -> Result<Value, Problem> {
    let compiled = jmespath::compile(expression).map_err(|error| wrong(expression, &error))?;
    let data = Variable::from_json(&answer.to_string()).map_err(|error| wrong(expression, &error))?;
    let found = compiled.search(data).map_err(|error| wrong(expression, &error))?;
    let found = serde_json::to_value(&*found).map_err(|error| wrong(expression, &error))?;
    let mut order = BTreeMap::new();
    for name in named_in(expression) {
        let next = order.len();
        order.entry(name).or_insert(next);
    }
    note_order(answer, &mut order);
    Ok(in_order(found, &order))
}

/// The names that an expression itself gives, `{Id: KeyId}`, in order.
fn named_in(expression: &str) -> impl Iterator<Item = &str> {
    expression.match_indices(':').filter_map(|(place, _)| {
        let before = expression[..place].trim_end().trim_end_matches('"');
        let name = before.rsplit(|it: char| !(it.is_alphanumeric() || it == '_' || it == '-')).next();
        name.filter(|name| !name.is_empty())
    })
}

/// Where the members of an answer stand in it: the library forgets.
fn note_order<'a>(value: &'a Value, order: &mut BTreeMap<&'a str, usize>) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                let next = order.len();
                order.entry(name).or_insert(next);
                note_order(value, order);
            }
        }
        Value::Array(values) => values.iter().for_each(|value| note_order(value, order)),
        _ => {}
    }
}

/// A value with its members where they stood in the answer, and whole numbers as such.
fn in_order(value: Value, order: &BTreeMap<&str, usize>) -> Value {
    match value {
        Value::Object(members) => {
            let mut members: Vec<_> =
                members.into_iter().map(|(name, value)| (name, in_order(value, order))).collect();
            members.sort_by_key(|(name, _)| order.get(name.as_str()).copied().unwrap_or(usize::MAX));
            Value::Object(members.into_iter().collect())
        }
        Value::Array(values) => values.into_iter().map(|value| in_order(value, order)).collect(),
        Value::Number(number) => match number.as_f64() {
            Some(float) if float.fract() == 0.0 && float.abs() < 9e15 => Value::from(float as i64),
            _ => Value::Number(number),
        },
        other => other,
    }
}
