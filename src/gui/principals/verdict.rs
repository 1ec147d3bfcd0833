//! The words for what decided that a principal may or may not do something.

use crate::kms::policy::{Decision, GrantedBy, PolicySource, Reason};

/// A decision in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Verdict {
    /// Whether it is allowed.
    pub allowed: bool,
    /// What decided, for a cell of a table.
    pub short: String,
    /// What decided, as a sentence without a full stop.
    pub sentence: String,
}

impl Verdict {
    /// The words for a decision about `operation`.
    pub fn new(operation: &str, decision: &Decision) -> Self {
        let (short, because) = words(&decision.reason);
        let allowed = decision.allowed();
        let outcome = if allowed { "is allowed" } else { "is denied" };
        Self { allowed, short, sentence: format!("{operation} {outcome}: {because}") }
    }
}

/// A short id of a grant.
fn grant(id: &str) -> &str {
    id.get(..8).unwrap_or(id)
}

fn words(reason: &Reason) -> (String, String) {
    match reason {
        Reason::AllowedByKeyPolicy { statement } => (
            format!("Key policy: {statement}"),
            format!("“{statement}” of the key policy names this principal"),
        ),
        Reason::AllowedByIdentityPolicy { policy, statement, delegated_by } => {
            let by = match delegated_by {
                Some(by) => format!("“{by}” of the key policy leaves it to IAM, and "),
                None => String::new(),
            };
            let because = format!("{by}“{statement}” of the IAM policy {policy} allows it");
            (format!("IAM: {policy}"), because)
        }
        Reason::AllowedByGrant { grant_id } => {
            let id = grant(grant_id);
            (format!("Grant {id}"), format!("the grant {id}… on this key allows it"))
        }
        Reason::AllowedAcrossAccounts { key_side, identity_side } => {
            let key_side = match key_side {
                GrantedBy::KeyPolicy(statement) => format!("“{statement}” of the key policy"),
                GrantedBy::Grant(id) => format!("the grant {}…", grant(id)),
            };
            let identity_side = match identity_side {
                Some((policy, statement)) => format!("“{statement}” of the IAM policy {policy}"),
                None => "the root user's own account".to_owned(),
            };
            ("Both accounts".to_owned(), format!("{key_side} and {identity_side} allow it across accounts"))
        }
        Reason::AllowedToRootUser => {
            ("Root user".to_owned(), "the root user may do all that its account may".to_owned())
        }
        Reason::ExplicitDeny { source, statement } => {
            let place = match source {
                PolicySource::KeyPolicy => "the key policy".to_owned(),
                PolicySource::IdentityPolicy { name } => format!("the IAM policy {name}"),
                PolicySource::Limit { kind, name } => format!("the {} {name}", kind.name()),
            };
            (
                format!("Deny: {statement}"),
                format!("“{statement}” of {place} denies it, whatever else allows it"),
            )
        }
        Reason::NoIdentityPolicyAllows => (
            "No IAM policy".to_owned(),
            "the key policy leaves it to IAM, and no IAM policy of this principal allows it".to_owned(),
        ),
        Reason::NoResourcePolicyAllows => (
            "Not in key policy".to_owned(),
            "the key policy neither names this principal nor leaves it to IAM, and no grant allows it"
                .to_owned(),
        ),
        Reason::LimitDoesNotAllow { kind } => {
            (kind.name().to_owned(), format!("the {} does not allow it", kind.name()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kms::policy::StatementRef;

    fn verdict(reason: Reason) -> Verdict {
        Verdict::new("Decrypt", &Decision { reason, cross_account: false })
    }

    #[test]
    fn the_deciding_statement_is_named() {
        let named = |sid: &str| StatementRef { index: 0, sid: Some(sid.to_owned()) };
        let allowed = verdict(Reason::AllowedByIdentityPolicy {
            policy: "Work".to_owned(),
            statement: StatementRef { index: 1, sid: None },
            delegated_by: Some(named("Enable IAM User Permissions")),
        });
        assert!(allowed.allowed);
        assert_eq!(allowed.short, "IAM: Work");
        assert_eq!(
            allowed.sentence,
            "Decrypt is allowed: “Enable IAM User Permissions” of the key policy leaves it to IAM, and “statement 2” of the IAM \
             policy Work allows it"
        );
        let denied =
            verdict(Reason::ExplicitDeny { source: PolicySource::KeyPolicy, statement: named("EU only") });
        assert_eq!((denied.allowed, denied.short.as_str()), (false, "Deny: EU only"));
        assert!(!verdict(Reason::NoIdentityPolicyAllows).allowed);
    }
}
