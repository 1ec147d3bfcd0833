//! A stage that several faces share: the window, the shell, the loopback endpoint. Whoever changes it holds it only
//! while KMS is asked; slow steps are done while it is free.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::Stage;
use crate::{
    kms::{Exception, KmsError, api::{KmsRequest, Response}},
    world::{Call, Committed, may_be_slow},
};

/// A stage in the hands of several. Cheap to clone: clones are the same stage.
#[derive(Clone, Debug)]
pub struct SharedStage(Arc<Mutex<Stage>>);

impl SharedStage {
    /// Shares a stage.
    pub fn new(stage: Stage) -> Self {
        Self(Arc::new(Mutex::new(stage)))
    }

    /// Takes the stage in hand until the guard goes.
    pub fn lock(&self) -> MutexGuard<'_, Stage> {
        // Nobody leaves the stage half changed, so one who panicked with it in hand has not spoilt it.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether both are the same stage.
    pub fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// Puts a request without holding the stage during slow steps.
    ///
    /// # Errors
    /// KMS's exception.
    pub fn call(&self, call: Call) -> Result<Response, KmsError> {
        if may_be_slow(&call.request) {
            self.call_slowly(call, |_, answer| Ok(answer))
        } else {
            self.lock().world.call(call)
        }
    }

    /// [`Self::call`] with the answer in the request's own type. `conclude` sees it with the stage in hand, and what it
    /// does there counts together with the request, or not at all.
    ///
    /// # Errors
    /// KMS's exception, or that of `conclude`.
    pub fn ask<Q: KmsRequest, R>(
        &self,
        call: Call,
        conclude: impl Fn(&mut Stage, Q::Response) -> Result<R, KmsError>,
    ) -> Result<R, KmsError> {
        self.call_slowly(call, |stage, answer| {
            // Every operation answers in its own type; were that ever wrong, the service would have failed.
            conclude(stage, Q::answer(answer).ok_or_else(|| Exception::KmsInternal.without_message())?)
        })
    }

    fn call_slowly<R>(
        &self,
        call: Call,
        conclude: impl Fn(&mut Stage, Response) -> Result<R, KmsError>,
    ) -> Result<R, KmsError> {
        let mut prepared = self.lock().world.prepare(call);
        loop {
            prepared.compute();
            let mut stage = self.lock();
            let before = stage.clone();
            match stage.world.commit(prepared) {
                Committed::Again(again) => prepared = *again,
                Committed::Answered(answer) => {
                    return conclude(&mut stage, answer?).inspect_err(|_| *stage = before);
                }
            }
        }
    }
}
