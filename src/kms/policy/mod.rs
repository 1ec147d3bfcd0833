//! Policy documents: reading, judging and writing them.
//!
//! | file | its one job |
//! | --- | --- |
//! | `json` | JSON with the place of every value, so that an error can point at it |
//! | `document` | what a policy says: [`PolicyDocument`], [`Statement`] |
//! | `outline` | where the statements stand in a policy's text |
//! | `problems` | all that is wrong with a policy's text, each with its place: [`problems`] |
//! | `vocabulary` | the names that policies can use, and the nearest one to a misspelled name |
//! | `reading` | from JSON to a document, refusing what IAM's grammar refuses |
//! | `principal` | who a statement names, and who is asking: [`Principal`], [`Caller`] |
//! | `grantee` | who a grant names |
//! | `pattern` | `*` and `?`, in plain text and in ARNs |
//! | `variable` | `${aws:username}` in a policy's values |
//! | `context` | what is known of a request, by condition key: [`ConditionSource`] |
//! | `condition` | one line of a `Condition` block |
//! | `operand` | how one condition operator compares one value |
//! | `request` | what a decision is made from: [`AccessRequest`], [`GrantView`] |
//! | `evaluate` | the decision: [`decide`], or just [`allows`] |
//! | `outcome` | what an evaluation comes to, borrowed from the policies |
//! | `explain` | [`explain`] statement by statement, [`explain_grants`] grant by grant |
//! | `decision` | what decided, and the words of AccessDeniedException |
//! | `builder` | the service's default policy and the console's policy |
//! | `lockout` | whether a new policy would lock its writer out |
//!
//! Everything here is a pure function of its arguments. Policies are parsed once, when they are set; deciding
//! reads what parsing prepared.

mod builder;
mod condition;
mod context;
mod decision;
mod document;
mod evaluate;
mod explain;
mod grantee;
mod json;
mod lockout;
mod operand;
mod outcome;
mod outline;
mod pattern;
mod principal;
mod problems;
mod reading;
mod request;
mod variable;
mod vocabulary;

#[cfg(test)]
mod tests;

pub use builder::{ConsolePolicy, PolicyKeyKind, default_policy, read_back};
pub use condition::Condition;
pub use context::{ConditionContext, ConditionSource};
pub use decision::{Decision, GrantedBy, PolicySource, Reason, StatementRef};
pub use document::{
    Effect, Element, MAX_KEY_POLICY_BYTES, PolicyDocument, PolicyParseError, Statement, Version,
};
pub use evaluate::{allows, decide};
pub use explain::{Finding, GrantFinding, GrantMismatch, Mismatch, explain, explain_grants};
pub use grantee::{BadGrantee, check_grantee, grantee_name};
pub use lockout::caller_keeps_control;
pub use outline::{Outline, StatementPlace, outline};
pub use pattern::{ActionPattern, ResourcePattern};
pub use principal::{Caller, CallerKind, InvalidPrincipal, Principal};
pub use problems::{PolicyKind, PolicyProblem, Severity, problems};
pub use request::{
    AccessRequest, GrantConstraint, GrantView, KeySide, Limit, LimitKind, NamedPolicy, Requester,
};
pub use vocabulary::permissions;
