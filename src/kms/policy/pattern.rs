//! `*` and `?`: in actions, in ARNs, and in the values of StringLike and ArnLike.
//!
//! A pattern is cut at its asterisks once. Matching then anchors the first and the last piece and looks for
//! the pieces between from left to right, never going back: a hostile pattern costs no more than a friendly
//! one.

use super::context::ConditionSource;
use super::variable::Template;

/// One sign of a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token {
    /// Exactly this character.
    Literal(char),
    /// `?`: any one character.
    AnyOne,
    /// `*`: any characters, also none.
    AnyRun,
}

/// Reads `*` and `?` as wildcards.
pub(super) fn tokens(text: &str) -> impl Iterator<Item = Token> + '_ {
    text.chars().map(|c| match c {
        '*' => Token::AnyRun,
        '?' => Token::AnyOne,
        other => Token::Literal(other),
    })
}

/// A case-sensitive wildcard pattern over a whole text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pattern {
    /// What stands between the asterisks; one piece more than there are asterisks, so never empty.
    first: Piece,
    /// Pieces after each asterisk.
    after: Vec<Piece>,
}

/// A part of a pattern without `*`.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Plain(String),
    /// With `?`, which is `None`.
    Holes(Vec<Option<char>>),
}

impl Pattern {
    pub(super) fn new(text: &str) -> Self {
        Self::from_tokens(tokens(text))
    }

    pub(super) fn from_tokens(tokens: impl IntoIterator<Item = Token>) -> Self {
        let mut pieces = vec![Vec::new()];
        for token in tokens {
            match (token, pieces.last_mut()) {
                (Token::Literal(c), Some(piece)) => piece.push(Some(c)),
                (Token::AnyOne, Some(piece)) => piece.push(None),
                (Token::AnyRun, _) | (_, None) => pieces.push(Vec::new()),
            }
        }
        let mut pieces = pieces.into_iter().map(Piece::new);
        let first = pieces.next().unwrap_or(Piece::Plain(String::new()));
        Self { first, after: pieces.collect() }
    }

    /// Whether the whole of `text` matches.
    pub(super) fn matches(&self, text: &str) -> bool {
        let Some(length) = self.first.match_at(text) else { return false };
        let mut rest = &text[length..];
        let Some((last, between)) = self.after.split_last() else { return rest.is_empty() };
        for piece in between {
            let Some(end) = piece.find_end(rest) else { return false };
            rest = &rest[end..];
        }
        last.ends(rest)
    }

    /// Whether this is `*` (or `**`), which matches everything.
    fn is_everything(&self) -> bool {
        !self.after.is_empty() && self.first.is_empty() && self.after.iter().all(Piece::is_empty)
    }
}

impl Piece {
    fn new(signs: Vec<Option<char>>) -> Self {
        match signs.iter().copied().collect::<Option<String>>() {
            Some(plain) => Self::Plain(plain),
            None => Self::Holes(signs),
        }
    }

    fn is_empty(&self) -> bool {
        matches!(self, Self::Plain(plain) if plain.is_empty())
    }

    /// Length in bytes of the match at the beginning of `text`.
    fn match_at(&self, text: &str) -> Option<usize> {
        match self {
            Self::Plain(plain) => text.starts_with(plain.as_str()).then_some(plain.len()),
            Self::Holes(signs) => {
                let mut rest = text.chars();
                for sign in signs {
                    let found = rest.next()?;
                    if sign.is_some_and(|wanted| wanted != found) {
                        return None;
                    }
                }
                Some(text.len() - rest.as_str().len())
            }
        }
    }

    /// End in bytes of the first match anywhere in `text`.
    fn find_end(&self, text: &str) -> Option<usize> {
        match self {
            Self::Plain(plain) => text.find(plain.as_str()).map(|start| start + plain.len()),
            Self::Holes(_) => text
                .char_indices()
                .find_map(|(start, _)| self.match_at(&text[start..]).map(|length| start + length)),
        }
    }

    /// Whether `text` ends with the piece.
    fn ends(&self, text: &str) -> bool {
        match self {
            Self::Plain(plain) => text.ends_with(plain.as_str()),
            Self::Holes(signs) => {
                let mut rest = text.chars().rev();
                signs
                    .iter()
                    .rev()
                    .all(|sign| rest.next().is_some_and(|found| sign.is_none_or(|wanted| wanted == found)))
            }
        }
    }
}

/// A pattern over an ARN. Each of the six parts between colons is matched by itself, so no wildcard reaches
/// over a colon into the next part; parts left out at the end stand for `*` (IAM: Resource element).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ArnPattern {
    /// `*`
    Everything,
    /// Up to six parts.
    Parts(Vec<Pattern>),
}

/// How many parts an ARN has: `arn:partition:service:region:account:resource`.
const ARN_PARTS: usize = 6;

impl ArnPattern {
    pub(super) fn from_tokens(tokens: &[Token]) -> Self {
        let whole = Pattern::from_tokens(tokens.iter().copied());
        if whole.is_everything() {
            return Self::Everything;
        }
        let parts = tokens.splitn(ARN_PARTS, |&token| token == Token::Literal(':'));
        Self::Parts(parts.map(|part| Pattern::from_tokens(part.iter().copied())).collect())
    }

    pub(super) fn matches(&self, arn: &str) -> bool {
        let Self::Parts(patterns) = self else { return true };
        let mut rest = patterns.iter();
        let mut count = 0;
        for part in arn.splitn(ARN_PARTS, ':') {
            count += 1;
            if rest.next().is_some_and(|pattern| !pattern.matches(part)) {
                return false;
            }
        }
        count == ARN_PARTS
    }
}

/// An entry of `Action` or `NotAction`: `kms:Decrypt`, `kms:Re*`, `*`. Case doesn't matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionPattern {
    text: String,
    form: ActionForm,
}

/// What most entries are can be compared without case as it stands; only the rest needs a lower-case action.
#[derive(Debug, Clone, PartialEq, Eq)]
enum ActionForm {
    /// No wildcard: the entry's text.
    Exact,
    /// One asterisk, at the end: this many bytes before it.
    Prefix(usize),
    /// In lower case.
    Other(Pattern),
}

/// `eq_ignore_ascii_case`, which goes byte for byte, after a look at what mostly tells: the length, the last byte, and
/// whether the case is the same too.
fn same_but_for_case(one: &[u8], other: &[u8]) -> bool {
    let last = |text: &[u8]| text.last().map(u8::to_ascii_lowercase);
    one.len() == other.len() && last(one) == last(other) && (one == other || one.eq_ignore_ascii_case(other))
}

impl ActionPattern {
    /// `None` when the text is neither `*` nor of the form `service:operation`.
    pub(super) fn new(text: &str) -> Option<Self> {
        let named = text
            .split_once(':')
            .is_some_and(|(service, operation)| !service.is_empty() && !operation.is_empty());
        let form = match text.find(['*', '?']) {
            None => ActionForm::Exact,
            Some(at) if text[at..] == *"*" => ActionForm::Prefix(at),
            Some(_) => ActionForm::Other(Pattern::new(&text.to_ascii_lowercase())),
        };
        (named || text == "*").then(|| Self { text: text.to_owned(), form })
    }

    /// As written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether the entry covers an action.
    pub(super) fn matches(&self, action: &str) -> bool {
        let (entry, action_bytes) = (self.text.as_bytes(), action.as_bytes());
        match &self.form {
            ActionForm::Exact => same_but_for_case(entry, action_bytes),
            ActionForm::Prefix(length) => action_bytes
                .get(..*length)
                .is_some_and(|beginning| same_but_for_case(beginning, &entry[..*length])),
            ActionForm::Other(pattern) => pattern.matches(&action.to_ascii_lowercase()),
        }
    }
}

/// An entry of `Resource` or `NotResource`: `*`, or an ARN with wildcards and policy variables.
#[derive(Debug, Clone)]
pub struct ResourcePattern {
    text: String,
    form: ResourceForm,
}

#[derive(Debug, Clone)]
enum ResourceForm {
    Fixed(ArnPattern),
    WithVariables(Template),
}

impl ResourcePattern {
    /// `None` when the text is neither `*` nor begins like an ARN.
    pub(super) fn new(text: &str, variables: bool) -> Option<Self> {
        if text != "*" && !text.starts_with("arn:") {
            return None;
        }
        let template = Template::new(text, variables);
        let form = match template.fixed_tokens() {
            Some(tokens) => ResourceForm::Fixed(ArnPattern::from_tokens(&tokens)),
            None => ResourceForm::WithVariables(template),
        };
        Some(Self { text: text.to_owned(), form })
    }

    /// As written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether the entry covers a resource, whose ARN is only asked for when the entry isn't `*`. A variable without
    /// a value in the context covers nothing.
    pub(super) fn matches<'r>(
        &self,
        resource: impl FnOnce() -> &'r str,
        context: &dyn ConditionSource,
    ) -> bool {
        match &self.form {
            ResourceForm::Fixed(ArnPattern::Everything) => true,
            ResourceForm::Fixed(pattern) => pattern.matches(resource()),
            ResourceForm::WithVariables(template) => template
                .tokens(context)
                .is_some_and(|tokens| ArnPattern::from_tokens(&tokens).matches(resource())),
        }
    }
}
