//! What an evaluation comes to, borrowed from the policies: most requests are allowed, and nobody reads why.

use super::condition::Condition;
use super::decision::{GrantedBy, PolicySource, Reason};
use super::document::Statement;
use super::request::{GrantView, LimitKind};

/// Which policy a statement stands in, borrowed.
#[derive(Clone, Copy)]
pub(super) enum Origin<'a> {
    Key,
    Identity(&'a str),
    Limit(LimitKind, &'a str),
}

impl Origin<'_> {
    pub(super) fn source(self) -> PolicySource {
        match self {
            Self::Key => PolicySource::KeyPolicy,
            Self::Identity(name) => PolicySource::IdentityPolicy { name: name.to_owned() },
            Self::Limit(kind, name) => PolicySource::Limit { kind, name: name.to_owned() },
        }
    }
}

/// The first element of a statement that doesn't fit a request.
#[derive(Clone, Copy)]
pub(super) enum Unfit<'a> {
    Principal,
    Action,
    Resource,
    Condition(&'a Condition),
}

/// What the caller's own account allows.
#[derive(Clone, Copy)]
pub(super) enum IdentityAllow<'a> {
    /// The root user may do all that its account may.
    RootUser,
    Policy(&'a str, &'a Statement),
}

/// What lets a caller of another account in, on the key's side.
#[derive(Clone, Copy)]
pub(super) enum KeySideAllow<'a> {
    Policy(&'a Statement),
    Grant(&'a GrantView<'a>),
}

/// [`Reason`], borrowed.
#[derive(Clone, Copy)]
pub(super) enum Outcome<'a> {
    KeyPolicy(&'a Statement),
    IdentityPolicy { policy: &'a str, statement: &'a Statement, delegated_by: Option<&'a Statement> },
    Grant(&'a GrantView<'a>),
    AcrossAccounts { key_side: KeySideAllow<'a>, identity_side: IdentityAllow<'a> },
    RootUser,
    ExplicitDeny(Origin<'a>, &'a Statement),
    NoIdentityPolicyAllows,
    NoResourcePolicyAllows,
    LimitDoesNotAllow(LimitKind),
}

impl Outcome<'_> {
    /// Whether the request may go on.
    pub(super) fn allows(self) -> bool {
        match self {
            Self::KeyPolicy(_)
            | Self::IdentityPolicy { .. }
            | Self::Grant(_)
            | Self::AcrossAccounts { .. }
            | Self::RootUser => true,
            Self::ExplicitDeny(..)
            | Self::NoIdentityPolicyAllows
            | Self::NoResourcePolicyAllows
            | Self::LimitDoesNotAllow(_) => false,
        }
    }

    /// The outcome, free of the policies.
    pub(super) fn reason(self) -> Reason {
        match self {
            Self::KeyPolicy(statement) => Reason::AllowedByKeyPolicy { statement: statement.into() },
            Self::IdentityPolicy { policy, statement, delegated_by } => Reason::AllowedByIdentityPolicy {
                policy: policy.to_owned(),
                statement: statement.into(),
                delegated_by: delegated_by.map(Into::into),
            },
            Self::Grant(grant) => Reason::AllowedByGrant { grant_id: grant.id.to_owned() },
            Self::AcrossAccounts { key_side, identity_side } => Reason::AllowedAcrossAccounts {
                key_side: match key_side {
                    KeySideAllow::Policy(statement) => GrantedBy::KeyPolicy(statement.into()),
                    KeySideAllow::Grant(grant) => GrantedBy::Grant(grant.id.to_owned()),
                },
                identity_side: match identity_side {
                    IdentityAllow::RootUser => None,
                    IdentityAllow::Policy(name, statement) => Some((name.to_owned(), statement.into())),
                },
            },
            Self::RootUser => Reason::AllowedToRootUser,
            Self::ExplicitDeny(origin, statement) => {
                Reason::ExplicitDeny { source: origin.source(), statement: statement.into() }
            }
            Self::NoIdentityPolicyAllows => Reason::NoIdentityPolicyAllows,
            Self::NoResourcePolicyAllows => Reason::NoResourcePolicyAllows,
            Self::LimitDoesNotAllow(kind) => Reason::LimitDoesNotAllow { kind },
        }
    }
}
