//! Why a principal may or may not do something, asked without doing it.

use super::World;
use crate::kms::{AccessQuestion, Explanation};

impl World {
    /// Explains what the principal that acts under an ARN may do to a key: which statement or grant decides, and what
    /// keeps every other from it. Nothing is recorded.
    ///
    /// Nothing comes back if there is no such principal or no such key in the Region.
    pub fn explain_access(&self, caller: &str, question: AccessQuestion<'_>) -> Option<Explanation> {
        let known = self.principals.acting_as(caller)?;
        known.identity.explain(&self.store, self.now, question)
    }
}
