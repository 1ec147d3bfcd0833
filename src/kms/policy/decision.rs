//! What decided a request, and the words of AccessDeniedException.

use std::fmt;

use super::document::Statement;
use super::request::LimitKind;

/// A statement by place and name, free of the policy it stands in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementRef {
    /// Place among the policy's statements, from 0.
    pub index: usize,
    /// Its `Sid`.
    pub sid: Option<String>,
}

impl From<&Statement> for StatementRef {
    fn from(statement: &Statement) -> Self {
        Self { index: statement.index, sid: statement.sid.clone() }
    }
}

impl fmt::Display for StatementRef {
    /// The `Sid`, or `statement 2` where there is none; people count from 1.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.sid {
            Some(sid) if !sid.is_empty() => f.write_str(sid),
            _ => write!(f, "statement {}", self.index + 1),
        }
    }
}

/// Which policy a statement stands in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PolicySource {
    /// The local key's policy.
    KeyPolicy,
    /// A policy of the caller's identity.
    IdentityPolicy {
        /// The policy's name.
        name: String,
    },
    /// A policy that only limits what others allow.
    Limit {
        /// Which kind.
        kind: LimitKind,
        /// The policy's name.
        name: String,
    },
}

/// What let a caller of another account in, on the key's side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GrantedBy {
    /// A statement of the key policy.
    KeyPolicy(StatementRef),
    /// A grant, by its id.
    Grant(String),
}

/// Why a request was allowed or denied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// The key policy names the caller: no identity policy is needed.
    AllowedByKeyPolicy {
        /// The statement that allows.
        statement: StatementRef,
    },
    /// An identity policy of the caller allows.
    AllowedByIdentityPolicy {
        /// The identity policy's name.
        policy: String,
        /// Its statement that allows.
        statement: StatementRef,
        /// The key policy's statement that delegates to the account; `None` for operations that use no key.
        delegated_by: Option<StatementRef>,
    },
    /// A grant on the local key allows.
    AllowedByGrant {
        /// The grant's id.
        grant_id: String,
    },
    /// Both accounts allow: the key's and the caller's.
    AllowedAcrossAccounts {
        /// What allows on the key's side.
        key_side: GrantedBy,
        /// The identity policy's name and its statement that allows; `None` for the other account's root
        /// user.
        identity_side: Option<(String, StatementRef)>,
    },
    /// The account's root user, for an operation that uses no key.
    AllowedToRootUser,
    /// A statement denies. It beats all that allow.
    ExplicitDeny {
        /// The policy in which it stands.
        source: PolicySource,
        /// The statement.
        statement: StatementRef,
    },
    /// The key's side would allow, or no key is used, but no policy of the caller's identity does.
    NoIdentityPolicyAllows,
    /// Neither the key policy nor a grant allows, and the key policy doesn't leave it to IAM.
    NoResourcePolicyAllows,
    /// Allowed but for a policy that limits the caller.
    LimitDoesNotAllow {
        /// Which kind.
        kind: LimitKind,
    },
}

/// The outcome of an authorisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// What decided.
    pub reason: Reason,
    /// Whether the caller and the key are of different accounts.
    pub cross_account: bool,
}

impl Decision {
    /// Whether the request may go on.
    pub fn allowed(&self) -> bool {
        match self.reason {
            Reason::AllowedByKeyPolicy { .. }
            | Reason::AllowedByIdentityPolicy { .. }
            | Reason::AllowedByGrant { .. }
            | Reason::AllowedAcrossAccounts { .. }
            | Reason::AllowedToRootUser => true,
            Reason::ExplicitDeny { .. }
            | Reason::NoIdentityPolicyAllows
            | Reason::NoResourcePolicyAllows
            | Reason::LimitDoesNotAllow { .. } => false,
        }
    }

    /// The message of AccessDeniedException; `None` when the request is allowed. `action` is the permission
    /// (`kms:Decrypt`), `resource` the key's ARN or `*`.
    ///
    /// A caller of another account is not told the key's ARN, nor whether the key exists.
    pub fn message(&self, caller_arn: &str, action: &str, resource: &str) -> Option<String> {
        let because = |kind: &str| format!("because no {kind} allows the {action} action");
        let denied_in = |kind: &str| format!("with an explicit deny in a {kind}");
        let cause = match &self.reason {
            _ if self.allowed() => return None,
            Reason::NoResourcePolicyAllows | Reason::ExplicitDeny { source: PolicySource::KeyPolicy, .. }
                if self.cross_account =>
            {
                "because the resource does not exist in this Region, no resource-based policies allow access, \
                 or a resource-based policy explicitly denies access"
                    .to_owned()
            }
            Reason::ExplicitDeny { source, .. } => match source {
                PolicySource::KeyPolicy => denied_in("resource-based policy"),
                PolicySource::IdentityPolicy { .. } => "with an explicit deny in an identity-based policy".to_owned(),
                PolicySource::Limit { kind, .. } => denied_in(kind.name()),
            },
            Reason::NoResourcePolicyAllows => because("resource-based policy"),
            Reason::LimitDoesNotAllow { kind } => because(kind.name()),
            // All that allows has returned above.
            _ => because("identity-based policy"),
        };
        let place =
            if self.cross_account { "this resource".to_owned() } else { format!("resource: {resource}") };
        Some(format!("User: {caller_arn} is not authorized to perform: {action} on {place} {cause}"))
    }
}
