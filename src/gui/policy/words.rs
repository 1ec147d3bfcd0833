//! What decided about access, in words.

use crate::{
    gui::widgets::shorten,
    kms::policy::{
        Decision, Finding, GrantFinding, GrantMismatch, GrantedBy, Mismatch, PolicySource, Reason,
        StatementRef,
    },
};

/// A statement by its Sid, or by its place where it has none.
pub(super) fn statement(it: &StatementRef) -> String {
    match &it.sid {
        Some(sid) if !sid.is_empty() => format!("statement “{sid}”"),
        _ => format!("statement {}", it.index + 1),
    }
}

/// A policy.
pub(super) fn policy(source: &PolicySource) -> String {
    match source {
        PolicySource::KeyPolicy => "key policy".to_owned(),
        PolicySource::IdentityPolicy { name } => format!("identity policy “{name}”"),
        PolicySource::Limit { kind, name } => format!("{} “{name}”", kind.name()),
    }
}

/// A grant by its id, shortened.
pub(super) fn grant(id: &str) -> String {
    format!("grant {}", shorten(id, 8, 4))
}

/// What decided, such as `allowed by key policy statement “Allow use of the key”`.
pub(super) fn decided(decision: &Decision) -> String {
    let of_key = |it: &StatementRef| format!("key policy {}", statement(it));
    let of_identity =
        |name: &str, it: &StatementRef| format!("{} of identity policy “{name}”", statement(it));
    match &decision.reason {
        Reason::AllowedByKeyPolicy { statement } => format!("allowed by {}", of_key(statement)),
        Reason::AllowedByIdentityPolicy { policy, statement, delegated_by: Some(delegated) } => {
            let left = format!("as {} leaves it to IAM", of_key(delegated));
            format!("allowed by {}, {left}", of_identity(policy, statement))
        }
        Reason::AllowedByIdentityPolicy { policy, statement, delegated_by: None } => {
            format!("allowed by {}", of_identity(policy, statement))
        }
        Reason::AllowedByGrant { grant_id } => format!("allowed by {}", grant(grant_id)),
        Reason::AllowedAcrossAccounts { key_side, identity_side } => {
            let key_side = match key_side {
                GrantedBy::KeyPolicy(statement) => of_key(statement),
                GrantedBy::Grant(id) => grant(id),
            };
            match identity_side {
                Some((name, statement)) => {
                    format!("allowed by {key_side} and, in its own account, {}", of_identity(name, statement))
                }
                None => format!("allowed by {key_side}, as the root user of its own account"),
            }
        }
        Reason::AllowedToRootUser => "allowed to the root user".to_owned(),
        Reason::ExplicitDeny { source, statement: it } => {
            format!("denied by {} of the {}", statement(it), policy(source))
        }
        Reason::NoIdentityPolicyAllows if decision.cross_account => {
            "denied: no identity policy of its own account allows it".to_owned()
        }
        Reason::NoIdentityPolicyAllows => {
            "denied: the key policy leaves it to IAM, and no identity policy allows it".to_owned()
        }
        Reason::NoResourcePolicyAllows => {
            "denied: neither the key policy nor a grant allows it, and nothing leaves it to IAM".to_owned()
        }
        Reason::LimitDoesNotAllow { kind } => format!("denied: no {} allows it", kind.name()),
    }
}

/// Whether this statement is one of those that decided.
pub(super) fn has_decided(decision: &Decision, finding: &Finding) -> bool {
    let in_key = |it: &StatementRef| finding.source == PolicySource::KeyPolicy && finding.statement == *it;
    let in_identity = |name: &str, it: &StatementRef| {
        finding.source == PolicySource::IdentityPolicy { name: name.to_owned() } && finding.statement == *it
    };
    match &decision.reason {
        Reason::AllowedByKeyPolicy { statement } => in_key(statement),
        Reason::AllowedByIdentityPolicy { policy, statement, delegated_by } => {
            in_identity(policy, statement) || delegated_by.as_ref().is_some_and(in_key)
        }
        Reason::AllowedAcrossAccounts { key_side, identity_side } => {
            matches!(key_side, GrantedBy::KeyPolicy(it) if in_key(it))
                || identity_side.as_ref().is_some_and(|(name, it)| in_identity(name, it))
        }
        Reason::ExplicitDeny { source, statement } => {
            finding.source == *source && finding.statement == *statement
        }
        _ => false,
    }
}

/// Why a statement does not apply, or that it does.
pub(super) fn applies(finding: &Finding) -> String {
    match &finding.applies {
        Ok(()) => "applies".to_owned(),
        Err(Mismatch::Principal) => "names others".to_owned(),
        Err(Mismatch::Action) => "is about other actions".to_owned(),
        Err(Mismatch::Resource) => "is about other resources".to_owned(),
        Err(Mismatch::Condition { operator, key }) => format!("its condition {operator} {key} does not hold"),
    }
}

/// Why a grant does not allow, or that it does.
pub(super) fn grant_applies(finding: &GrantFinding) -> &'static str {
    match finding.applies {
        Ok(()) => "applies",
        Err(GrantMismatch::Grantee) => "is for someone else",
        Err(GrantMismatch::Operation) => "is about other operations",
        Err(GrantMismatch::EncryptionContext) => "its constraint wants another encryption context",
        Err(GrantMismatch::SourceArn) => "is for requests on behalf of another resource",
        Err(GrantMismatch::NotYetVisible) => "is too young to count without its token",
    }
}
