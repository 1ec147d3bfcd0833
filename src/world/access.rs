//! Why a principal may or may not do something, asked without doing it.

use super::World;
use crate::kms::{
    AccessQuestion, Explanation,
    policy::{Decision, PolicyDocument},
};

impl World {
    /// Explains what the principal that acts under an ARN may do to a key: which statement or grant decides, and what
    /// keeps every other from it. Nothing is recorded.
    ///
    /// Nothing comes back if there is no such principal or no such key in the Region.
    pub fn explain_access(&self, caller: &str, question: AccessQuestion<'_>) -> Option<Explanation> {
        let known = self.principals.acting_as(caller)?;
        known.identity.explain(&self.store, self.now, question, None)
    }

    /// [`Self::explain_access`] as if the key had another policy in the Region.
    pub fn explain_access_under(
        &self,
        caller: &str,
        question: AccessQuestion<'_>,
        policy: &PolicyDocument,
    ) -> Option<Explanation> {
        let known = self.principals.acting_as(caller)?;
        known.identity.explain(&self.store, self.now, question, Some(policy))
    }

    /// What decides about access, without what else was considered; with `policy`, as if the key had that one in the
    /// Region. Nothing is recorded.
    ///
    /// Nothing comes back if there is no such principal or no such key in the Region.
    pub fn decide_access(
        &self,
        caller: &str,
        question: AccessQuestion<'_>,
        policy: Option<&PolicyDocument>,
    ) -> Option<Decision> {
        let known = self.principals.acting_as(caller)?;
        known.identity.decide(&self.store, self.now, question, policy)
    }
}
