//! What a decision is made from: who asks, for what, and what the key's side says.

use std::fmt::Display;

use super::context::ConditionSource;
use super::document::PolicyDocument;
use super::principal::{Caller, Coverage};

/// A policy with the name it is attached under.
#[derive(Debug, Clone, Copy)]
pub struct NamedPolicy<'a> {
    /// The name.
    pub name: &'a str,
    /// The policy.
    pub document: &'a PolicyDocument,
}

/// The kinds of policy that only limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LimitKind {
    /// A service control policy of the organisation.
    ServiceControlPolicy,
    /// The permissions boundary of a user or role.
    PermissionsBoundary,
    /// The policy handed in when the role's session began.
    SessionPolicy,
}

impl LimitKind {
    /// The kind's name in error messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::ServiceControlPolicy => "service control policy",
            Self::PermissionsBoundary => "permissions boundary",
            Self::SessionPolicy => "session policy",
        }
    }

    /// Whether the limit's silence counts where the key's side names the caller itself. A key policy or grant
    /// that names the user or the very session is not held back by boundary or session policy; the
    /// organisation's is.
    pub(super) fn counts_against(self, coverage: Coverage) -> bool {
        coverage != Coverage::Exact || self == Self::ServiceControlPolicy
    }
}

/// A policy that limits the caller.
#[derive(Debug, Clone, Copy)]
pub struct Limit<'a> {
    /// Which kind.
    pub kind: LimitKind,
    /// The policy.
    pub policy: NamedPolicy<'a>,
}

/// Who asks, and what the caller's own account says of it.
#[derive(Debug, Clone, Copy)]
pub struct Requester<'a> {
    /// The caller.
    pub caller: Caller<'a>,
    /// Policies of the caller's identity: its own and its groups'.
    pub identity_policies: &'a [NamedPolicy<'a>],
    /// What limits the caller; mostly empty.
    pub limits: &'a [Limit<'a>],
}

/// The key's side of a request.
#[derive(Debug, Clone, Copy)]
pub struct KeySide<'a> {
    /// The key's account.
    pub account: &'a str,
    /// The policy of the key in the Region called.
    pub policy: &'a PolicyDocument,
    /// The grants on that key which the caller can use now.
    pub grants: &'a [GrantView<'a>],
    /// The request's encryption context, for the grants' constraints.
    pub encryption_context: &'a [(&'a str, &'a str)],
}

/// A grant, as far as a decision needs it.
#[derive(Debug, Clone)]
pub struct GrantView<'a> {
    /// The grant's id.
    pub id: &'a str,
    /// ARN of the grantee, or a service principal.
    pub grantee: &'a str,
    /// The account under which the grant was made.
    pub issuing_account: &'a str,
    /// Operations without prefix: `Decrypt`.
    pub operations: Vec<&'a str>,
    /// The constraints on the encryption context; all must be met.
    pub constraints: Vec<GrantConstraint<'a>>,
    /// `SourceArn`: the resource on whose behalf requests must be made.
    pub source_arn: Option<&'a str>,
    /// Whether the grant has spread through the service, or the request hands in its token.
    pub known: bool,
}

/// What the encryption context of a request must be. Keys are compared without case, values with it
/// (`GrantConstraints`).
#[derive(Debug, Clone)]
pub enum GrantConstraint<'a> {
    /// `EncryptionContextEquals`: these pairs and no others.
    Equals(Vec<(&'a str, &'a str)>),
    /// `EncryptionContextSubset`: these pairs, and any others.
    Subset(Vec<(&'a str, &'a str)>),
}

/// One request to be judged.
#[derive(Clone, Copy)]
pub struct AccessRequest<'a> {
    /// Who asks.
    pub requester: Requester<'a>,
    /// The permission: `kms:Decrypt`.
    pub action: &'a str,
    /// The key's ARN, or `*` for operations without one. Written out only when a statement asks for it.
    pub resource: &'a dyn Display,
    /// What is known of the request.
    pub context: &'a dyn ConditionSource,
    /// The key's side; `None` for operations that only IAM judges, such as CreateKey.
    pub key: Option<KeySide<'a>>,
}

/// The grant operations whose requests have an encryption context; on others a constraint has no bearing
/// (`GrantConstraints`).
const CONSTRAINED_OPERATIONS: [&str; 8] = [
    "Encrypt",
    "Decrypt",
    "GenerateDataKey",
    "GenerateDataKeyWithoutPlaintext",
    "GenerateDataKeyPair",
    "GenerateDataKeyPairWithoutPlaintext",
    "ReEncryptFrom",
    "ReEncryptTo",
];

impl GrantConstraint<'_> {
    /// Whether a request for an operation (in any case) with this encryption context keeps to the constraint.
    pub(super) fn met(&self, operation: &str, context: &[(&str, &str)]) -> bool {
        if !CONSTRAINED_OPERATIONS.iter().any(|name| name.eq_ignore_ascii_case(operation)) {
            return true;
        }
        let has = |pairs: &[(&str, &str)], key: &str, value: &str| {
            pairs.iter().any(|(k, v)| k.eq_ignore_ascii_case(key) && *v == value)
        };
        match self {
            Self::Subset(wanted) => wanted.iter().all(|(key, value)| has(context, key, value)),
            Self::Equals(wanted) => {
                wanted.iter().all(|(key, value)| has(context, key, value))
                    && context.iter().all(|(key, value)| has(wanted, key, value))
            }
        }
    }
}
