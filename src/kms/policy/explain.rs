//! The long answer: every statement and every grant that was considered, and what didn't fit.

use super::decision::{PolicySource, StatementRef};
use super::document::Effect;
use super::evaluate::Judge;
use super::outcome::Unfit;
use super::request::AccessRequest;

/// Why a statement doesn't apply: the first of its elements that doesn't fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mismatch {
    /// It names others.
    Principal,
    /// It is about other actions.
    Action,
    /// It is about other resources.
    Resource,
    /// A condition doesn't hold.
    Condition {
        /// The operator as written.
        operator: String,
        /// The key as written.
        key: String,
    },
}

impl From<Unfit<'_>> for Mismatch {
    fn from(unfit: Unfit<'_>) -> Self {
        match unfit {
            Unfit::Principal => Self::Principal,
            Unfit::Action => Self::Action,
            Unfit::Resource => Self::Resource,
            Unfit::Condition(failed) => {
                Self::Condition { operator: failed.operator().to_owned(), key: failed.key().to_owned() }
            }
        }
    }
}

/// What [`explain`] finds out about one statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The policy.
    pub source: PolicySource,
    /// The statement.
    pub statement: StatementRef,
    /// Its effect.
    pub effect: Effect,
    /// Whether it applies to the request, and if not, what doesn't fit.
    pub applies: Result<(), Mismatch>,
}

/// Why a grant doesn't allow a request: the first thing that doesn't fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GrantMismatch {
    /// It is for someone else.
    Grantee,
    /// The operation is not among its operations.
    Operation,
    /// The encryption context isn't what its constraint wants.
    EncryptionContext,
    /// The request isn't made on behalf of the resource that its constraint names.
    SourceArn,
    /// It is too young to be known everywhere, and the request has no token of it.
    NotYetVisible,
}

/// What [`explain_grants`] finds out about one grant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GrantFinding {
    /// The grant's id.
    pub grant_id: String,
    /// Whether it allows the request, and if not, what doesn't fit.
    pub applies: Result<(), GrantMismatch>,
}

/// All statements that were considered, policy by policy in the order of the decision: the long answer to
/// [`decide`](super::decide).
pub fn explain(request: &AccessRequest<'_>) -> Vec<Finding> {
    let judge = Judge::new(request);
    let statements = judge.all_statements();
    statements
        .map(|(origin, statement)| Finding {
            source: origin.source(),
            statement: statement.into(),
            effect: statement.effect,
            applies: judge.examine(origin, statement).map(|_| ()).map_err(Mismatch::from),
        })
        .collect()
}

/// All grants that were handed in, in their order, with what each is worth to the request.
pub fn explain_grants(request: &AccessRequest<'_>) -> Vec<GrantFinding> {
    let judge = Judge::new(request);
    let grants = request.key.map_or(&[][..], |key| key.grants);
    grants
        .iter()
        .map(|grant| GrantFinding {
            grant_id: grant.id.to_owned(),
            applies: judge.examine_grant(grant).map(|_| ()),
        })
        .collect()
}
