//! Policy variables: `${aws:username}` in the values of a policy of version 2012-10-17.
//!
//! What a variable stands for is taken literally: an asterisk that comes out of the request is no wildcard.

use super::context::{ConditionContext, ConditionSource};
use super::pattern::{Token, tokens};

/// A value that may hold variables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Template {
    parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Text(String),
    /// `${*}`, `${?}` and `${$}`: the sign itself.
    Sign(char),
    /// `${key}` or `${key, 'default'}`; the key is in lower case.
    Variable {
        key: String,
        default: Option<String>,
    },
}

impl Template {
    /// Reads a value; with `variables` off (version 2008-10-17) the value is only text.
    pub(super) fn new(text: &str, variables: bool) -> Self {
        let mut parts = Vec::new();
        let mut rest = text;
        while variables && let Some((before, after)) = rest.split_once("${") {
            let Some((inside, behind)) = after.split_once('}') else { break };
            parts.push(Part::Text(before.to_owned()));
            parts.push(Part::inside_braces(inside));
            rest = behind;
        }
        parts.push(Part::Text(rest.to_owned()));
        Self { parts }
    }

    /// The value's signs, if it needs no context to be known.
    pub(super) fn fixed_tokens(&self) -> Option<Vec<Token>> {
        let fixed = !self.parts.iter().any(|part| matches!(part, Part::Variable { .. }));
        fixed.then(|| self.tokens(&ConditionContext::default())).flatten()
    }

    /// The value's signs with the variables filled in; `None` when the context lacks one of them. A key with
    /// several values is no value for a variable (IAM: policy variables).
    pub(super) fn tokens(&self, context: &dyn ConditionSource) -> Option<Vec<Token>> {
        let mut all = Vec::new();
        for part in &self.parts {
            match part {
                Part::Text(text) => all.extend(tokens(text)),
                Part::Sign(sign) => all.push(Token::Literal(*sign)),
                Part::Variable { key, default } => {
                    let values = context.values_of(key);
                    let value = match values.as_slice() {
                        [value] => value.as_ref(),
                        _ => default.as_deref()?,
                    };
                    all.extend(value.chars().map(Token::Literal));
                }
            }
        }
        Some(all)
    }
}

impl Part {
    fn inside_braces(inside: &str) -> Self {
        match inside {
            "*" => return Self::Sign('*'),
            "?" => return Self::Sign('?'),
            "$" => return Self::Sign('$'),
            _ => {}
        }
        let (key, default) = match inside.split_once(',') {
            Some((key, default)) => (key, Some(default.trim().trim_matches('\'').to_owned())),
            None => (inside, None),
        };
        Self::Variable { key: key.trim().to_ascii_lowercase(), default }
    }
}

/// Signs as plain text, for comparisons in which `*` and `?` mean themselves.
pub(super) fn plain_text(tokens: &[Token]) -> String {
    let sign = |token: &Token| match token {
        Token::Literal(c) => *c,
        Token::AnyOne => '?',
        Token::AnyRun => '*',
    };
    tokens.iter().map(sign).collect()
}
