//! How many calls were answered and refused. Requests that never reach KMS are in no trail, so this is where they show.

use std::sync::{
    Mutex, MutexGuard, PoisonError,
    atomic::{AtomicU64, Ordering},
};

use super::answer::Refusal;

/// A request that was refused before it came to a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The exception's name.
    pub kind: String,
    /// What happened; empty where AWS says no more.
    pub message: String,
    /// The client's name for itself.
    pub client: String,
}

/// The counts of an endpoint.
#[derive(Default)]
pub struct Tally {
    answered: AtomicU64,
    refused: AtomicU64,
    last: Mutex<Option<Refused>>,
}

impl Tally {
    /// Counts a call that was answered.
    pub fn answered(&self) {
        self.answered.fetch_add(1, Ordering::Relaxed);
    }

    /// Counts a request that was refused.
    pub fn refused(&self, refusal: &Refusal, client: &str) {
        self.refused.fetch_add(1, Ordering::Relaxed);
        let (kind, message) = (refusal.kind.to_string(), refusal.message.to_string());
        *self.last_one() = Some(Refused { kind, message, client: client.to_owned() });
    }

    /// How many calls were answered.
    pub fn calls(&self) -> u64 {
        self.answered.load(Ordering::Relaxed)
    }

    /// How many requests were refused.
    pub fn refusals(&self) -> u64 {
        self.refused.load(Ordering::Relaxed)
    }

    /// The last request that was refused.
    pub fn last(&self) -> Option<Refused> {
        self.last_one().clone()
    }

    fn last_one(&self) -> MutexGuard<'_, Option<Refused>> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
