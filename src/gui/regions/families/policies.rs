//! Key policies of two members compared by what they say: layout, order and the Region's own code are no difference.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::drift::Part;
use crate::kms::Region;

/// What stands for a member's own Region while two policies are compared.
const OWN: &str = "${Region}";

/// Whether two members' policies say the same. Not a difference: spaces, the order of members and of lists, a list of
/// one instead of the one, and each Region's own code where the other has its own.
pub(in crate::gui) fn same(first: (Region, &str), second: (Region, &str)) -> bool {
    if first.1 == second.1 {
        return true;
    }
    let read = |text: &str| serde_json::from_str::<Value>(text).ok();
    let (Some(a), Some(b)) = (read(first.1), read(second.1)) else { return false };
    canonical(&a, None) == canonical(&b, None)
        || canonical(&a, Some(first.0)) == canonical(&b, Some(second.0))
}

/// How `other` differs from the primary's policy, statement by statement; nothing if both say the same.
pub(in crate::gui) fn difference(primary: (Region, &str), other: (Region, &str)) -> Vec<Part> {
    if same(primary, other) {
        return Vec::new();
    }
    let mut theirs = statements(primary);
    let mut own = statements(other);
    // What both have, wherever it stands, is no difference.
    own.retain(|statement| match theirs.iter().position(|it| it.value == statement.value) {
        Some(place) => {
            theirs.remove(place);
            false
        }
        None => true,
    });
    let mut parts = Vec::new();
    own.retain(|statement| {
        let twin = |it: &Statement| statement.has_sid && it.has_sid && it.name == statement.name;
        let Some(place) = theirs.iter().position(twin) else { return true };
        let elements = elements_that_differ(&theirs.remove(place).value, &statement.value);
        parts.push(Part::other(format!("{} has another {}", statement.name, elements.join(" and "))));
        false
    });
    parts.extend(theirs.into_iter().map(|it| Part::lacks(it.name)));
    parts.extend(own.into_iter().map(|it| Part::also(it.name)));
    if parts.is_empty() {
        parts.push(Part::other("Id or Version differs".to_owned()));
    }
    parts
}

/// Differences that were found while many families are compared: most have one of a few pairs of policies.
///
/// Texts are told apart by where they lie in memory, so a memo must not outlive the world that it was made for.
#[derive(Default)]
pub(super) struct Memo(BTreeMap<(usize, usize, Region, Region), Vec<Part>>);

impl Memo {
    /// [`difference`], found anew only once for each pair of texts.
    pub(super) fn difference(&mut self, primary: (Region, &str), other: (Region, &str)) -> Vec<Part> {
        let key = (primary.1.as_ptr().addr(), other.1.as_ptr().addr(), primary.0, other.0);
        self.0.entry(key).or_insert_with(|| difference(primary, other)).clone()
    }
}

/// `text` with the code of one Region put in the place of another's, wherever it stands as a whole word.
pub(in crate::gui) fn with_region(text: &str, from: Region, to: Region) -> String {
    replaced(text, from.code(), to.code())
}

struct Statement {
    /// Its Sid in quotes, or where it stands.
    name: String,
    has_sid: bool,
    value: Value,
}

fn statements((region, text): (Region, &str)) -> Vec<Statement> {
    let Ok(policy) = serde_json::from_str::<Value>(text) else { return Vec::new() };
    let list = match policy.get("Statement") {
        Some(Value::Array(list)) => list.clone(),
        Some(one) => vec![one.clone()],
        None => Vec::new(),
    };
    let read = |(place, value): (usize, Value)| {
        let sid = value.get("Sid").and_then(Value::as_str);
        Statement {
            name: sid.map_or_else(|| format!("statement {}", place + 1), |sid| format!("“{sid}”")),
            has_sid: sid.is_some(),
            value: canonical(&value, Some(region)),
        }
    };
    list.into_iter().enumerate().map(read).collect()
}

/// The names of the elements in which two statements of one Sid differ.
fn elements_that_differ(first: &Value, second: &Value) -> Vec<String> {
    let (Value::Object(first), Value::Object(second)) = (first, second) else { return Vec::new() };
    let mut names: Vec<&String> = first.keys().chain(second.keys()).collect();
    names.sort();
    names.dedup();
    names.into_iter().filter(|name| first.get(*name) != second.get(*name)).cloned().collect()
}

/// A policy's JSON so that what says the same is equal: lists sorted, lists of one as the one, members sorted, and the
/// own Region's code replaced.
fn canonical(value: &Value, own: Option<Region>) -> Value {
    match value {
        Value::String(text) => Value::String(match own {
            Some(region) => replaced(text, region.code(), OWN),
            None => text.clone(),
        }),
        Value::Array(list) => {
            let mut list: Vec<Value> = list.iter().map(|it| canonical(it, own)).collect();
            list.sort_by_cached_key(Value::to_string);
            list.dedup();
            match list.len() {
                1 => list.remove(0),
                _ => Value::Array(list),
            }
        }
        Value::Object(members) => {
            let mut members: Vec<(String, Value)> =
                members.iter().map(|(name, it)| (name.clone(), canonical(it, own))).collect();
            members.sort_by(|a, b| a.0.cmp(&b.0));
            Value::Object(members.into_iter().collect::<Map<_, _>>())
        }
        other => other.clone(),
    }
}

fn replaced(text: &str, from: &str, to: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(from) {
        let (before, after) = (&rest[..at], &rest[at + from.len()..]);
        let in_word = |it: Option<char>| it.is_some_and(|it| it.is_ascii_alphanumeric() || it == '-');
        result.push_str(before);
        let part_of_more = in_word(result.chars().next_back()) || in_word(after.chars().next());
        result.push_str(if part_of_more { from } else { to });
        rest = after;
    }
    result.push_str(rest);
    result
}

/// A policy laid out in the one way in which policies are compared: a member a line, in the order in which IAM's
/// documentation has them. A text that is no JSON stays as it is.
pub(in crate::gui::regions) fn laid_out(text: &str) -> String {
    const ORDER: [&str; 12] = [
        "Version",
        "Id",
        "Statement",
        "Sid",
        "Effect",
        "Principal",
        "NotPrincipal",
        "Action",
        "NotAction",
        "Resource",
        "NotResource",
        "Condition",
    ];
    fn ordered(value: Value) -> Value {
        match value {
            Value::Object(members) => {
                let mut members: Vec<_> = members.into_iter().collect();
                let place = |name: &str| ORDER.iter().position(|it| *it == name).unwrap_or(ORDER.len());
                members.sort_by_key(|(name, _)| place(name));
                Value::Object(members.into_iter().map(|(name, it)| (name, ordered(it))).collect())
            }
            Value::Array(list) => Value::Array(list.into_iter().map(ordered).collect()),
            other => other,
        }
    }
    let read = serde_json::from_str::<Value>(text).ok();
    read.and_then(|value| serde_json::to_string_pretty(&ordered(value)).ok())
        .unwrap_or_else(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn region(code: &str) -> Region {
        Region::parse(code).expect("known")
    }

    fn policy(statements: &str) -> String {
        format!("{{\"Version\":\"2012-10-17\",\"Statement\":[{statements}]}}")
    }

    const USE: &str = r#"{"Sid":"Use","Effect":"Allow","Principal":{"AWS":"a"},"Action":["kms:Encrypt","kms:Decrypt"],"Resource":"*"}"#;
    const USE_LAID_OUT: &str = r#"{ "Effect": "Allow", "Action": ["kms:Decrypt", "kms:Encrypt"],
        "Principal": {"AWS": ["a"]}, "Resource": ["*"], "Sid": "Use" }"#;
    const USE_LESS: &str =
        r#"{"Sid":"Use","Effect":"Allow","Principal":{"AWS":"b"},"Action":"kms:Encrypt","Resource":"*"}"#;
    const DENY: &str = r#"{"Effect":"Deny","Principal":"*","Action":"kms:Decrypt","Resource":"*"}"#;

    #[test]
    fn layout_and_order_are_no_difference() {
        let (us, eu) = (region("us-east-1"), region("eu-west-1"));
        let (first, second) =
            (policy(&format!("{USE},{DENY}")), policy(&format!("{DENY},\n {USE_LAID_OUT}")));
        assert!(same((us, &first), (eu, &second)));
        assert!(difference((us, &first), (eu, &second)).is_empty());
        assert!(!same((us, &policy(USE)), (eu, &policy(USE_LESS))));
        assert!(!same((us, "{"), (eu, "}")), "what is no JSON is equal to itself alone");
    }

    #[test]
    fn the_regions_own_codes_are_no_difference() {
        let (us, eu) = (region("us-east-1"), region("eu-west-1"));
        let via = |code: &str| {
            let service = format!("s3.{code}.amazonaws.com");
            policy(&USE.replace("\"*\"}", &format!("\"arn:aws:kms:{code}:1:key/x\",\"V\":\"{service}\"}}")))
        };
        assert!(same((us, &via("us-east-1")), (eu, &via("eu-west-1"))));
        assert!(same((us, &via("us-east-1")), (eu, &via("us-east-1"))), "a copy made word for word");
        assert!(!same((us, &via("us-east-1")), (eu, &via("eu-central-1"))));
        assert_eq!(with_region("x:us-east-1:y us-east-12", us, eu), "x:eu-west-1:y us-east-12");
    }

    #[test]
    fn a_difference_is_told_by_statements() {
        let (us, eu) = (region("us-east-1"), region("eu-west-1"));
        let cases = [
            (
                policy(USE),
                policy(USE_LESS),
                vec![Part::other("“Use” has another Action and Principal".into())],
            ),
            (policy(USE), policy(DENY), vec![Part::lacks("“Use”".into()), Part::also("statement 1".into())]),
            (policy(&format!("{USE},{DENY}")), policy(USE), vec![Part::lacks("statement 2".into())]),
            (
                policy(USE),
                policy(USE).replace("2012", "2008"),
                vec![Part::other("Id or Version differs".into())],
            ),
        ];
        for (primary, other, expected) in cases {
            assert_eq!(difference((us, &primary), (eu, &other)), expected, "{other}");
        }
    }

    #[test]
    fn policies_are_laid_out_alike() {
        let text = r#"{"Statement":[{"Action":"a","Sid":"s"}],"Version":"v"}"#;
        let other = "{ \"Version\": \"v\", \"Statement\": [ { \"Sid\": \"s\", \"Action\": \"a\" } ] }";
        assert_eq!(laid_out(text), laid_out(other));
        assert_eq!(laid_out("no JSON"), "no JSON");
    }
}
