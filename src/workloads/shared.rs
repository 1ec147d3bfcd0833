//! A stage that several faces share: the window, the shell, the loopback endpoint. Whoever changes it holds it only
//! while KMS is asked; slow steps are done while it is free.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::Stage;
use crate::{
    kms::{
        Breath, Exception, KmsError, Timestamp,
        api::{KmsRequest, Response},
    },
    world::{Call, Committed, may_be_slow},
};

/// A stage in the hands of several. Cheap to clone: clones are the same stage.
#[derive(Clone, Debug)]
pub struct SharedStage(Arc<Mutex<Stage>>);

/// A call's answer, with the event that the trail has of it.
#[derive(Debug)]
pub struct Recorded {
    /// What KMS answered.
    pub answer: Result<Response, KmsError>,
    /// The event's number.
    pub number: u64,
    /// When the call was answered.
    pub time: Timestamp,
}

/// What else is done when a call is put.
#[derive(Clone)]
pub struct Manner {
    /// Brings the stage up to the present, each time that it is taken in hand.
    pub on_time: fn(&mut Stage),
    /// Where long steps pause.
    pub breath: Breath,
}

impl Default for Manner {
    fn default() -> Self {
        Self { on_time: |_| {}, breath: Breath::none() }
    }
}

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
        self.record(call, &Manner::default()).answer
    }

    /// [`Self::call`] in some manner, telling with the answer which event of the trail has it.
    pub fn record(&self, call: Call, manner: &Manner) -> Recorded {
        if may_be_slow(&call.request) {
            let (mut number, mut time) = Default::default();
            let note = |stage: &mut Stage| {
                (manner.on_time)(stage);
                (number, time) = (stage.world.trail().made(), stage.world.now());
            };
            let answer = self.call_slowly(call, note, &manner.breath, |_, answer| Ok(answer));
            return Recorded { answer, number, time };
        }
        let mut stage = self.lock();
        (manner.on_time)(&mut stage);
        let (number, time) = (stage.world.trail().made(), stage.world.now());
        Recorded { answer: stage.world.call(call), number, time }
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
        self.call_slowly(
            call,
            |_| {},
            &Breath::none(),
            |stage, answer| {
                // Every operation answers in its own type; were that ever wrong, the service would have failed.
                conclude(stage, Q::answer(answer).ok_or_else(|| Exception::KmsInternal.without_message())?)
            },
        )
    }

    fn call_slowly<R>(
        &self,
        call: Call,
        mut on_time: impl FnMut(&mut Stage),
        breath: &Breath,
        conclude: impl Fn(&mut Stage, Response) -> Result<R, KmsError>,
    ) -> Result<R, KmsError> {
        let mut prepared = {
            let mut stage = self.lock();
            on_time(&mut stage);
            stage.world.prepare(call).with(breath.clone())
        };
        loop {
            prepared.compute();
            let mut stage = self.lock();
            on_time(&mut stage);
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
