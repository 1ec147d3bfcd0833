//! Where the statements stand in a policy's text, so that one can be put in its place without touching the rest.

use std::ops::Range;

use super::json::{self, Node, Value};

/// Where a statement stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementPlace {
    /// Its `Sid`.
    pub sid: Option<String>,
    /// From its opening brace to past its closing one, in bytes.
    pub span: Range<usize>,
}

/// Where the statements of a policy stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outline {
    /// The value of `Statement`, in bytes.
    pub span: Range<usize>,
    /// Whether that value is an array; a single statement may stand without one.
    pub is_list: bool,
    /// The statements in their order.
    pub statements: Vec<StatementPlace>,
}

/// Finds the statements of a text; nothing if it is no JSON object with statements. What they say is not judged.
pub fn outline(text: &str) -> Option<Outline> {
    let root = json::read(text).ok()?;
    let Value::Object(members) = &root.value else { return None };
    let list = &members.iter().find(|member| member.key == "Statement")?.node;
    let (is_list, nodes) = match &list.value {
        Value::List(nodes) => (true, nodes.as_slice()),
        Value::Object(_) => (false, std::slice::from_ref(list)),
        _ => return None,
    };
    let statements = nodes.iter().map(place).collect::<Option<_>>()?;
    Some(Outline { span: list.start..list.end, is_list, statements })
}

fn place(node: &Node<'_>) -> Option<StatementPlace> {
    let Value::Object(members) = &node.value else { return None };
    let sid = members.iter().find(|member| member.key == "Sid").and_then(|member| match &member.node.value {
        Value::Text(text) => Some(text.clone()),
        _ => None,
    });
    Some(StatementPlace { sid, span: node.start..node.end })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_are_found_with_and_without_a_list() {
        let text = r#"{"Version": "x", "Statement": [ {"Sid": "a"}, {"Effect": 1} ]}"#;
        let found = outline(text).expect("it has statements");
        assert!(found.is_list);
        assert_eq!(&text[found.span.clone()], r#"[ {"Sid": "a"}, {"Effect": 1} ]"#);
        let places: Vec<_> =
            found.statements.iter().map(|it| (it.sid.as_deref(), &text[it.span.clone()])).collect();
        assert_eq!(places, [(Some("a"), r#"{"Sid": "a"}"#), (None, r#"{"Effect": 1}"#)]);
        let one = outline(r#"{"Statement": {"Sid": "a"}}"#).expect("it has one");
        assert!(!one.is_list && one.statements.len() == 1);
        for none in ["", "{", "[]", "{}", r#"{"Statement": 1}"#, r#"{"Statement": [1]}"#] {
            assert_eq!(outline(none), None, "{none}");
        }
    }
}
