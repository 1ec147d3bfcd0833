//! All that is wrong with a policy's text, each with the part of the text that it is about: what an editor underlines.
//!
//! Errors are what a policy is refused for; warnings are what is taken and does not do what it seems to.

use std::ops::Range;

use super::document::PolicyParseError;
use super::json::{Member, Node, Value, position};
use super::pattern::ActionPattern;
use super::principal::{Principal, PrincipalType};
use super::reading::{Draft, Flavour, Reading, STATEMENT_ELEMENTS, one_or_many, read_json};
use super::vocabulary::{KMS_KEYS, OPERATORS, is_known_key, nearest, permissions};

/// Which kind of policy a text is to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PolicyKind {
    /// A key policy.
    Key,
    /// A policy of a user or role.
    Identity,
}

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The policy is refused for it.
    Error,
    /// The policy is taken, but that part does nothing, or not what it says.
    Warning,
}

/// Something wrong with a policy's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyProblem {
    /// How bad it is.
    pub severity: Severity,
    /// The part of the text, in bytes; never empty unless the text is.
    pub span: Range<usize>,
    /// Line of the part's begin, from 1.
    pub line: usize,
    /// Column of the part's begin in characters, from 1.
    pub column: usize,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
}

/// Every problem of a text, in the order of their places. `exists` is asked as in
/// [`PolicyDocument::invalid_principals`](super::PolicyDocument::invalid_principals).
pub fn problems(text: &str, kind: PolicyKind, exists: &dyn Fn(&str) -> bool) -> Vec<PolicyProblem> {
    let flavour = match kind {
        PolicyKind::Key => Flavour::Key,
        PolicyKind::Identity => Flavour::Identity,
    };
    let mut search = Search { reading: Reading { text, flavour }, exists, found: Vec::new() };
    match read_json(text) {
        Ok(root) => search.policy(&root),
        Err(error) => search.refused(error),
    }
    let mut found = search.found;
    found.sort_by_key(|problem| (problem.span.start, problem.severity));
    found
}

struct Search<'t> {
    reading: Reading<'t>,
    exists: &'t dyn Fn(&str) -> bool,
    found: Vec<PolicyProblem>,
}

impl Search<'_> {
    fn add(&mut self, severity: Severity, span: Range<usize>, message: String) {
        let (line, column) = position(self.reading.text, span.start);
        self.found.push(PolicyProblem { severity, span, line, column, message });
    }

    fn warn(&mut self, node: &Node<'_>, message: String) {
        self.add(Severity::Warning, node.start..node.end, message);
    }

    /// Notes what the reader says, with a better name where one is near.
    fn refused(&mut self, error: PolicyParseError) {
        let PolicyParseError { line, column, message } = error;
        let text = self.reading.text;
        let span = token_at(text, offset_of(text, line, column));
        let word = text.get(span.clone()).unwrap_or_default().trim_matches('"');
        let near = if message.contains("is not a condition operator") {
            nearest(word, OPERATORS)
        } else if message.contains("has no element") {
            nearest(word, STATEMENT_ELEMENTS)
        } else {
            None
        };
        let message = match near {
            Some(near) => format!("{message}; did you mean \"{near}\"?"),
            None => message,
        };
        self.found.push(PolicyProblem { severity: Severity::Error, span, line, column, message });
    }

    fn policy(&mut self, root: &Node<'_>) {
        let Value::Object(members) = &root.value else {
            return self.refused(
                self.reading.wrong(root, format!("a policy must be an object, not {}", root.kind())),
            );
        };
        let member = |name: &str| members.iter().find(|member| member.key == name);
        let version = member("Version").map(|member| self.reading.version(&member.node));
        let variables = matches!(version, Some(Ok(super::Version::V2012)));
        match version {
            Some(Err(error)) => self.refused(error),
            None if self.reading.flavour == Flavour::Key => {
                self.refused(self.reading.wrong(root, "the policy has no Version"));
            }
            _ => {}
        }
        if let Some(Err(error)) = member("Id").map(|member| self.reading.text_of(member).map(drop)) {
            self.refused(error);
        }
        let known = ["Version", "Id", "Statement"];
        for other in members.iter().filter(|member| !known.contains(&member.key.as_str())) {
            self.refused(self.reading.unknown(other, "a policy", &known));
        }
        match member("Statement") {
            Some(statements) => self.statements(&statements.node, variables),
            None => self.refused(self.reading.wrong(root, "the policy has no Statement")),
        }
    }

    fn statements(&mut self, node: &Node<'_>, variables: bool) {
        let nodes = match &node.value {
            Value::List(nodes) if nodes.is_empty() => {
                return self.refused(self.reading.wrong(node, "Statement must have at least one statement"));
            }
            Value::List(nodes) => nodes.as_slice(),
            Value::Object(_) => std::slice::from_ref(node),
            _ => {
                let message = format!("Statement must be an array, not {}", node.kind());
                return self.refused(self.reading.wrong(node, message));
            }
        };
        let mut sids: Vec<&str> = Vec::new();
        for node in nodes {
            let Value::Object(members) = &node.value else {
                let message = format!("a statement must be an object, not {}", node.kind());
                self.refused(self.reading.wrong(node, message));
                continue;
            };
            self.statement(node, members, variables);
            let sid = members.iter().find(|member| member.key == "Sid").map(|member| &member.node.value);
            if let Some(Value::Text(sid)) = sid {
                if self.reading.flavour == Flavour::Identity && sids.contains(&sid.as_str()) {
                    self.refused(self.reading.wrong(node, "another statement has the same Sid"));
                }
                sids.push(sid);
            }
        }
    }

    fn statement(&mut self, node: &Node<'_>, members: &[Member<'_>], variables: bool) {
        let mut draft = Draft::default();
        let mut all_read = true;
        for member in members {
            match self.reading.element(&mut draft, member, variables) {
                Ok(()) => self.doubts(member),
                Err(error) => {
                    all_read = false;
                    self.refused(error);
                }
            }
        }
        if !all_read {
            return;
        }
        if let Some(name) = self.reading.missing(&draft) {
            return self.refused(self.reading.wrong(node, format!("the statement has no {name}")));
        }
        let has = |name: &str| members.iter().any(|it| it.key.trim_start_matches("Not") == name);
        if let Some(name) = ["Action", "Resource"].into_iter().find(|name| !has(name)) {
            let span = token_at(self.reading.text, node.start);
            let message = format!("the statement has no {name}: KMS takes it, and it has no effect");
            self.add(Severity::Warning, span, message);
        }
    }

    /// What is well formed and yet in vain.
    fn doubts(&mut self, member: &Member<'_>) {
        let of_key = self.reading.flavour == Flavour::Key;
        match member.key.as_str() {
            "Principal" | "NotPrincipal" => self.unknown_principals(member),
            "Action" | "NotAction" => self.unknown_actions(member),
            "Resource" if of_key => {
                for node in one_or_many(&member.node) {
                    if !matches!(&node.value, Value::Text(text) if text == "*") {
                        let message = "the Resource of a key policy is \"*\", which means this key";
                        self.warn(node, message.to_owned());
                    }
                }
            }
            "Condition" => self.unknown_keys(member),
            _ => {}
        }
    }

    fn unknown_principals(&mut self, member: &Member<'_>) {
        let Value::Object(kinds) = &member.node.value else { return };
        for kind in kinds {
            let of = match kind.key.as_str() {
                "AWS" => PrincipalType::Aws,
                "Service" => PrincipalType::Service,
                _ => PrincipalType::Federated,
            };
            for node in one_or_many(&kind.node) {
                let Value::Text(text) = &node.value else { continue };
                if !Principal::new(of, text).is_valid(self.exists) {
                    let message = "there is no such principal: Policy contains a statement with one or more \
                                   invalid principals.";
                    self.add(Severity::Error, node.start..node.end, message.to_owned());
                }
            }
        }
    }

    fn unknown_actions(&mut self, member: &Member<'_>) {
        for node in one_or_many(&member.node) {
            let Value::Text(text) = &node.value else { continue };
            let Some((service, name)) = text.split_once(':') else { continue };
            if !service.eq_ignore_ascii_case("kms") {
                if self.reading.flavour == Flavour::Key {
                    self.warn(node, "a key policy decides on actions of KMS alone".to_owned());
                }
                continue;
            }
            let pattern = ActionPattern::new(text);
            let is_known = |name: &str| pattern.as_ref().is_some_and(|it| it.matches(&format!("kms:{name}")));
            if permissions().any(is_known) {
                continue;
            }
            let message = match nearest(name.trim_matches('*'), permissions()) {
                _ if name.contains(['*', '?']) => format!("no action of KMS matches \"{text}\""),
                Some(near) => format!("KMS has no action \"{text}\"; did you mean \"kms:{near}\"?"),
                None => format!("KMS has no action \"{text}\""),
            };
            self.warn(node, message);
        }
    }

    fn unknown_keys(&mut self, member: &Member<'_>) {
        let Value::Object(operators) = &member.node.value else { return };
        for operator in operators {
            let Value::Object(keys) = &operator.node.value else { continue };
            for key in keys.iter().filter(|key| !is_known_key(&key.key)) {
                let message = match nearest(&key.key, KMS_KEYS) {
                    Some(near) => {
                        format!("KMS has no condition key \"{}\"; did you mean \"{near}\"?", key.key)
                    }
                    None => format!("KMS has no condition key \"{}\"", key.key),
                };
                let span = token_at(self.reading.text, key.key_start);
                self.add(Severity::Warning, span, message);
            }
        }
    }
}

/// The byte offset of a line and column; past a line's end that line's end.
fn offset_of(text: &str, line: usize, column: usize) -> usize {
    let mut start = 0;
    for (index, content) in text.split('\n').enumerate() {
        if index + 1 == line {
            let at = content.char_indices().nth(column.saturating_sub(1)).map_or(content.len(), |(at, _)| at);
            return start + at;
        }
        start += content.len() + 1;
    }
    text.len()
}

/// The piece of JSON at an offset: a whole text with its quotes, a word, or one sign. Where there is nothing, the last
/// sign before it.
fn token_at(text: &str, offset: usize) -> Range<usize> {
    let rest = text.get(offset..).unwrap_or_default();
    let Some(first) = rest.chars().next().filter(|sign| !sign.is_whitespace()) else {
        let before = text.get(..offset).unwrap_or(text).trim_end();
        let last = before.chars().next_back().map_or(0, char::len_utf8);
        return before.len() - last..before.len();
    };
    let length = match first {
        '"' => {
            let mut escaped = false;
            let end = rest.char_indices().skip(1).find_map(|(at, sign)| {
                let ends = (sign == '"' && !escaped) || sign == '\n';
                escaped = sign == '\\' && !escaped;
                ends.then_some(if sign == '"' { at + 1 } else { at })
            });
            end.unwrap_or(rest.len())
        }
        '{' | '}' | '[' | ']' | ':' | ',' => 1,
        _ => rest.find(|sign: char| sign.is_whitespace() || "{}[]:,\"".contains(sign)).unwrap_or(rest.len()),
    };
    offset..offset + length
}
