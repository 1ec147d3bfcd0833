//! People's acts at KMS, as a flow of their own: each call through the door, each act outside KMS told.

use std::sync::Arc;

use super::{CannotRun, Way};
use crate::{
    kms::{
        Exception, Region, Span, Timestamp,
        api::{KmsRequest, Request},
    },
    workloads::{Act, CallOutcome, CallStep, Deed, Flow, FlowId, Outcome, Stage, Step},
    world::{Call, CallError, Principal, round_trip},
};

/// Somebody who looks after keys from one Region.
pub(super) struct Admin<'a> {
    pub stage: &'a mut Stage,
    way: Way,
    record: Flow,
    caller: Arc<str>,
}

impl<'a> Admin<'a> {
    /// Begins a record of what alice does, who may do everything.
    pub fn new(stage: &'a mut Stage, way: Way, act: Act, name: &str, home: Region) -> Self {
        let record = stage.flows.new_record(act, name, home, stage.world.now());
        let caller = stage.world.principals().named("alice").map(Principal::acting_arn).unwrap_or_default();
        Self { stage, way, record, caller: caller.into() }
    }

    /// Calls an endpoint and waits for the answer.
    ///
    /// # Errors
    /// If there is none, or KMS refuses.
    pub fn ask<R: KmsRequest>(
        &mut self,
        endpoint: Region,
        key: &str,
        request: R,
    ) -> Result<R::Response, CannotRun> {
        let request: Request = request.into();
        let at = self.stage.world.now();
        let here = self.record.here;
        let (operation, number) = (request.operation(), self.stage.world.trail().made());
        let answer = self.stage.world.put(Call::new(endpoint, Arc::clone(&self.caller), request));
        let takes = match &answer {
            Err(CallError::Unreachable(unreachable)) => unreachable.after,
            _ if endpoint == here => round_trip(here, here),
            _ => round_trip(here, endpoint) + round_trip(endpoint, endpoint),
        };
        self.stage.advance(at + takes);
        let (event, outcome) = match &answer {
            Ok(_) => (Some(number), CallOutcome::Granted),
            Err(CallError::Refused(error)) => (Some(number), CallOutcome::Refused(error.clone())),
            Err(CallError::Unreachable(_)) => (None, CallOutcome::Unreachable),
        };
        let step = CallStep {
            operation,
            endpoint,
            caller: Arc::clone(&self.caller),
            key: key.to_owned(),
            event,
            outcome: Some(outcome),
            request: None,
            answer: None,
        };
        self.note(at, Deed::Call(Box::new(step)));
        let cannot = |error| CannotRun { way: self.way, region: endpoint, error };
        // Every operation answers in its own type.
        let none = || cannot(Exception::KmsInternal.without_message().into());
        R::answer(answer.map_err(cannot)?).ok_or_else(none)
    }

    /// Something that people do outside KMS.
    pub fn outside(&mut self, what: impl Into<String>) {
        self.note(self.stage.world.now(), Deed::Outside(what.into()));
    }

    /// Waits.
    pub fn wait(&mut self, span: Span) {
        self.stage.advance(self.stage.world.now() + span);
    }

    fn note(&mut self, at: Timestamp, what: Deed) {
        let ended = Some(self.stage.world.now());
        self.record.steps.push(Step { at, ended, place: self.record.here, what });
    }

    /// Ends the record.
    pub fn finish(mut self) -> FlowId {
        self.record.ended = Some(self.stage.world.now());
        self.record.outcome = Some(Outcome::Done);
        let id = self.record.id;
        self.stage.flows.keep_ended(self.record);
        id
    }
}
