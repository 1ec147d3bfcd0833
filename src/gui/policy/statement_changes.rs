//! Which statements a new policy adds, takes away and changes, by their Sids.

use serde_json::Value;

use crate::kms::policy::outline;

/// What became of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// Only the new policy has it.
    Added,
    /// Only the old policy has it.
    Removed,
    /// Both have it, and it says something else.
    Changed,
}

impl Fate {
    /// In a word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Changed => "changed",
        }
    }
}

/// A statement by its Sid, or by its place where it has none.
struct Named {
    name: String,
    value: Option<Value>,
}

/// What became of each statement that is not the same in both policies, in the order of the new one. How a text is laid
/// out is no difference.
pub(super) fn statement_changes(old: &str, new: &str) -> Vec<(String, Fate)> {
    let (old, new) = (statements(old), statements(new));
    let mut changes = Vec::new();
    for statement in &new {
        match old.iter().find(|it| it.name == statement.name) {
            None => changes.push((statement.name.clone(), Fate::Added)),
            Some(before) if before.value != statement.value => {
                changes.push((statement.name.clone(), Fate::Changed));
            }
            Some(_) => {}
        }
    }
    let gone = old.iter().filter(|it| !new.iter().any(|other| other.name == it.name));
    changes.extend(gone.map(|it| (it.name.clone(), Fate::Removed)));
    changes
}

fn statements(text: &str) -> Vec<Named> {
    let places = outline(text).map(|outline| outline.statements).unwrap_or_default();
    let named = |(index, place): (usize, &crate::kms::policy::StatementPlace)| Named {
        name: match &place.sid {
            Some(sid) if !sid.is_empty() => format!("“{sid}”"),
            _ => format!("Statement {}", index + 1),
        },
        value: text.get(place.span.clone()).and_then(|it| serde_json::from_str(it).ok()),
    };
    places.iter().enumerate().map(named).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_are_told_apart_by_sid() {
        let old = r#"{"Statement": [{"Sid": "a", "x": 1}, {"Sid": "b"}, {"y": 1}]}"#;
        let new = r#"{"Statement": [ {"Sid":"a","x":2}, {"Sid": "c"}, {"y":   1} ]}"#;
        let changes = statement_changes(old, new);
        let told: Vec<_> = changes.iter().map(|(name, fate)| format!("{name} {}", fate.word())).collect();
        assert_eq!(told, ["“a” changed", "“c” added", "“b” removed"]);
        assert_eq!(statement_changes(old, old), []);
    }
}
