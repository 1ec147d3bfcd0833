//! What a policy says, ready to be matched.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::condition::Condition;
use super::pattern::{ActionPattern, ResourcePattern};
use super::principal::{InvalidPrincipal, Principal};
use super::reading::{self, Flavour};

/// The largest key policy that KMS keeps, in bytes. Above it the caller answers with LimitExceededException.
pub const MAX_KEY_POLICY_BYTES: usize = 32_768;

/// Why a text is not a policy, and where.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("line {line}, column {column}: {message}")]
pub struct PolicyParseError {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
}

/// The policy language's version, element `Version`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Version {
    /// `2008-10-17`, the language before policy variables. Also what a policy without `Version` is.
    #[default]
    V2008,
    /// `2012-10-17`.
    V2012,
}

/// Whether a statement allows or denies, element `Effect`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// `Allow`
    Allow,
    /// `Deny`
    Deny,
}

/// An element that has a negated twin: `Action` and `NotAction`, `Principal` and `NotPrincipal`, `Resource`
/// and `NotResource`. A statement has at most one of the two.
#[derive(Debug, Clone, Default)]
pub enum Element<T> {
    /// Neither is written.
    #[default]
    Absent,
    /// The plain element: what is listed.
    Only(Vec<T>),
    /// The negated element: all but what is listed.
    AllBut(Vec<T>),
}

impl<T> Element<T> {
    /// The listed entries, whichever way they are meant.
    pub fn entries(&self) -> &[T] {
        match self {
            Self::Absent => &[],
            Self::Only(entries) | Self::AllBut(entries) => entries,
        }
    }

    /// Whether the element selects something, given how one entry matches it. An absent element selects
    /// nothing, which is why a key policy statement without `Action` or `Resource` has no effect (CreateKey).
    pub(super) fn selects(&self, matches: impl Fn(&T) -> bool) -> bool {
        match self {
            Self::Absent => false,
            Self::Only(entries) => entries.iter().any(matches),
            Self::AllBut(entries) => !entries.iter().any(matches),
        }
    }
}

/// One statement of a policy.
#[derive(Debug, Clone)]
pub struct Statement {
    /// Place among the policy's statements, from 0.
    pub index: usize,
    /// `Sid`, the statement's own name.
    pub sid: Option<String>,
    /// `Effect`.
    pub effect: Effect,
    /// `Principal` or `NotPrincipal`; absent in identity policies.
    pub principal: Element<Principal>,
    /// `Action` or `NotAction`.
    pub action: Element<ActionPattern>,
    /// `Resource` or `NotResource`.
    pub resource: Element<ResourcePattern>,
    /// `Condition`: all of them must hold.
    pub conditions: Vec<Condition>,
    /// First and last line in the policy's text, from 1.
    pub lines: RangeInclusive<usize>,
}

/// A policy document: its text as it was handed in, and what the text says.
///
/// Two documents are equal when their texts are. Saved as its text.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PolicyDocument {
    pub(super) text: String,
    pub(super) version: Version,
    pub(super) id: Option<String>,
    pub(super) statements: Vec<Statement>,
}

impl PolicyDocument {
    /// Reads what is common to all policies: the JSON, the elements and their shapes.
    ///
    /// # Errors
    /// The first thing that is wrong, with its place.
    pub fn parse(text: &str) -> Result<Self, PolicyParseError> {
        reading::read_policy(text, Flavour::Any)
    }

    /// Reads a key policy: `Version` and, in each statement, a principal are required. Statements without
    /// `Action` or `Resource` are taken and have no effect, as the KMS API takes them (CreateKey). Size is
    /// not checked here, see [`MAX_KEY_POLICY_BYTES`].
    ///
    /// # Errors
    /// The first thing that is wrong, with its place.
    pub fn parse_key_policy(text: &str) -> Result<Self, PolicyParseError> {
        reading::read_policy(text, Flavour::Key)
    }

    /// Reads an identity policy: no principals, and action and resource in each statement; a `Sid` is
    /// alphanumeric and unique (IAM policy grammar).
    ///
    /// # Errors
    /// The first thing that is wrong, with its place.
    pub fn parse_identity_policy(text: &str) -> Result<Self, PolicyParseError> {
        reading::read_policy(text, Flavour::Identity)
    }

    /// A policy that says nothing.
    pub(in crate::kms) fn without_statements() -> Self {
        Self { text: String::new(), version: Version::V2012, id: None, statements: Vec::new() }
    }

    /// The text exactly as it was handed in, which is what GetKeyPolicy returns.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// `Version`.
    pub fn version(&self) -> Version {
        self.version
    }

    /// `Id`.
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// The statements in the order they are written.
    pub fn statements(&self) -> &[Statement] {
        &self.statements
    }

    /// The principals that PutKeyPolicy refuses with "Policy contains a statement with one or more invalid
    /// principals.": those of a form no key policy takes (groups, partial wildcards, unique ids of deleted
    /// principals, text that is no ARN), and those that `exists` does not know.
    ///
    /// `exists` is asked for accounts by their 12-digit id, and for users, roles, sessions and federated
    /// users by their ARN as written. Services and identity providers are judged by form alone.
    pub fn invalid_principals(&self, exists: impl Fn(&str) -> bool) -> Vec<InvalidPrincipal<'_>> {
        let mut invalid = Vec::new();
        for statement in &self.statements {
            for principal in statement.principal.entries() {
                if !principal.is_valid(&exists) {
                    invalid.push(InvalidPrincipal { statement: statement.index, principal });
                }
            }
        }
        invalid
    }
}

impl PartialEq for PolicyDocument {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for PolicyDocument {}

impl TryFrom<String> for PolicyDocument {
    type Error = PolicyParseError;

    fn try_from(text: String) -> Result<Self, PolicyParseError> {
        Self::parse(&text)
    }
}

impl From<PolicyDocument> for String {
    fn from(document: PolicyDocument) -> Self {
        document.text
    }
}
