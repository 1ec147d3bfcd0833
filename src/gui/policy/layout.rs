//! How a policy's text is laid out: how far it is indented, laid out anew, and a statement put into it.

use serde::Serialize as _;
use serde_json::{Value, ser::PrettyFormatter};

use crate::kms::policy::outline;

/// How far a level is indented where nothing tells: as the console does it.
pub(in crate::gui) const CONSOLE_INDENT: usize = 4;

/// How far a text indents its first level: 2 or 4 spaces.
pub(super) fn indent_of(text: &str) -> usize {
    let indented = text.lines().skip(1).map(|line| line.len() - line.trim_start_matches(' ').len());
    match indented.into_iter().find(|spaces| *spaces > 0) {
        Some(2 | 3) => 2,
        _ => CONSOLE_INDENT,
    }
}

/// The text laid out anew, a member a line, all in their order; nothing if it is no JSON.
pub(in crate::gui) fn formatted(text: &str, indent: usize) -> Option<String> {
    serde_json::from_str::<Value>(text).ok().map(|value| pretty(&value, indent))
}

/// A value laid out with so many spaces a level.
pub(super) fn pretty(value: &Value, indent: usize) -> String {
    let spaces = " ".repeat(indent);
    let mut bytes = Vec::new();
    let layout = PrettyFormatter::with_indent(spaces.as_bytes());
    let mut serializer = serde_json::Serializer::with_formatter(&mut bytes, layout);
    // Writing a value to memory has no way to fail; the compact form is only there to have no panic.
    match value.serialize(&mut serializer) {
        Ok(()) => String::from_utf8(bytes).unwrap_or_else(|_| value.to_string()),
        Err(_) => value.to_string(),
    }
}

/// The text with a statement put into it, and where that begins in bytes: in the place of the one with the same Sid, or
/// else after the last. All else stays as it is laid out. Nothing if the text has no list of statements.
pub(super) fn with_statement(text: &str, statement: &Value) -> Option<(String, usize)> {
    let outline = outline(text)?;
    let indent = indent_of(text);
    let sid = statement.get("Sid").and_then(Value::as_str);
    let same = outline.statements.iter().find(|place| sid.is_some() && place.sid.as_deref() == sid);
    let (range, before, after) = match (same, outline.statements.last()) {
        (Some(place), _) => (place.span.clone(), String::new(), String::new()),
        (None, Some(last)) if outline.is_list => {
            let margin = margin_at(text, last.span.start);
            (last.span.end..last.span.end, format!(",\n{margin}"), String::new())
        }
        (None, Some(only)) => {
            let old = text.get(only.span.clone())?;
            (only.span.clone(), format!("[{old}, "), "]".to_owned())
        }
        (None, None) => (outline.span.clone(), "[".to_owned(), "]".to_owned()),
    };
    let margin = match (same, outline.statements.last()) {
        (Some(place), _) | (None, Some(place)) => margin_at(text, place.span.start),
        (None, None) => "",
    };
    let body = pretty(statement, indent).replace('\n', &format!("\n{margin}"));
    let start = range.start + before.len();
    let (head, tail) = (text.get(..range.start)?, text.get(range.end..)?);
    Some((format!("{head}{before}{body}{after}{tail}"), start))
}

/// The spaces at the begin of the line that a byte is on.
fn margin_at(text: &str, byte: usize) -> &str {
    let line_start = text.get(..byte).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let line = text.get(line_start..).unwrap_or_default();
    let length = line.len() - line.trim_start_matches(' ').len();
    line.get(..length).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::kms::{KeyPolicy, policy::default_policy};

    fn statement(sid: &str) -> Value {
        json!({ "Sid": sid, "Effect": "Deny", "Principal": "*", "Action": "kms:Decrypt", "Resource": "*" })
    }

    #[test]
    fn formatting_keeps_the_order_and_obeys_the_indentation() {
        let text = r#"{"Version":"2012-10-17","Id":"b","A":[]}"#;
        let two = formatted(text, 2).expect("JSON");
        assert_eq!(two, "{\n  \"Version\": \"2012-10-17\",\n  \"Id\": \"b\",\n  \"A\": []\n}");
        let four = formatted(&two, 4).expect("JSON");
        assert!(four.contains("\n    \"Id\""));
        assert_eq!((indent_of(&two), indent_of(&four), indent_of(text)), (2, 4, CONSOLE_INDENT));
        assert_eq!(formatted("{", 2), None);
    }

    #[test]
    fn a_statement_is_appended_or_replaces_its_namesake() {
        let text = default_policy("aws", "111111111111");
        let (more, at) = with_statement(&text, &statement("New")).expect("put in");
        assert!(more[at..].starts_with("{\n") && more[at..].contains("\"New\""));
        assert!(more.starts_with(text.split(" } ]").next().unwrap_or_default()), "the rest stays as it is");
        let policy = KeyPolicy::parse(&more).expect("a policy");
        assert_eq!(policy.document().statements().len(), 2);
        let mut other = statement("New");
        other["Action"] = json!("kms:Encrypt");
        let (replaced, _) = with_statement(&more, &other).expect("put in");
        let policy = KeyPolicy::parse(&replaced).expect("a policy");
        assert_eq!(policy.document().statements().len(), 2);
        assert!(replaced.contains("kms:Encrypt") && !replaced.contains("kms:Decrypt"));
    }

    #[test]
    fn other_shapes_of_statement_take_one_too() {
        let one = format!("{{\"Version\": \"2012-10-17\", \"Statement\": {}}}", statement("a"));
        let (two, _) = with_statement(&one, &statement("b")).expect("put in");
        assert_eq!(KeyPolicy::parse(&two).expect("a policy").document().statements().len(), 2);
        let (first, _) =
            with_statement(r#"{"Version": "2012-10-17", "Statement": []}"#, &statement("b")).expect("put in");
        assert_eq!(KeyPolicy::parse(&first).expect("a policy").document().statements().len(), 1);
        assert_eq!(with_statement("{", &statement("b")), None);
    }
}
