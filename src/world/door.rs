//! The one door: a request is answered, recorded, and what follows from it is set off.

use std::sync::Arc;

use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng as _;
use serde::{Deserialize, Serialize};

use super::{
    CallError, World,
    trail::{Caller, Place, TrailEvent},
};
use crate::kms::{
    Effect, Exception, Handling, KmsError, LastUse, Region, Service, Touched, Workbench,
    api::{KmsRequest, Operation, Request, Response},
    is_use,
};

/// A request with the endpoint it goes to and who makes it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Call {
    /// The Region whose endpoint is called.
    pub region: Region,
    /// The ARN under which the caller acts ([`Principal::acting_arn`]).
    pub caller: Arc<str>,
    /// What is asked.
    pub request: Request,
    /// The client that makes the call, as it names itself (`userAgent`); nothing for the program's own calls.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client: Option<Arc<str>>,
}

impl Call {
    /// A call that the program itself makes.
    pub fn new(region: Region, caller: Arc<str>, request: Request) -> Self {
        Self { region, caller, request, client: None }
    }

    /// The call as one that `client` makes from outside.
    pub fn by(self, client: Arc<str>) -> Self {
        Self { client: Some(client), ..self }
    }
}

/// What the service makes of a request.
pub(super) struct Answered {
    answer: Result<Response, KmsError>,
    touched: Touched,
    effects: Vec<Effect>,
    caller: Caller,
}

impl Answered {
    /// The answer of an endpoint that did not hand the request on to the service.
    fn without_effect(answer: Result<Response, KmsError>, caller: Caller) -> Self {
        Self { answer, touched: Touched::default(), effects: Vec::new(), caller }
    }
}

impl World {
    /// The one door: puts a request to a Region's endpoint, records it, and sets off what follows from it.
    ///
    /// # Errors
    /// KMS's exception. Nothing but the trail has then changed. Where the endpoint's Region is dark, the error that a
    /// client makes up ([`Exception::ConnectTimeout`]); then not even the trail has.
    pub fn call(&mut self, call: Call) -> Result<Response, KmsError> {
        Ok(self.put(call)?)
    }

    /// [`Self::call`], telling apart what KMS refused and what never reached it.
    ///
    /// # Errors
    /// KMS's exception, or that nobody answered.
    pub fn put(&mut self, call: Call) -> Result<Response, CallError> {
        self.reach(call.region)?;
        let seed = self.seed_for(&call.request);
        let answered = self.answer(&call, seed, &mut Workbench::at_once());
        Ok(self.conclude(call.region, Box::new(call.request), answered)?)
    }

    /// Records a request with its answer, and sets off what follows from it.
    pub(super) fn conclude(
        &mut self,
        region: Region,
        request: Box<Request>,
        answered: Answered,
    ) -> Result<Response, KmsError> {
        let Answered { answer, touched, effects, caller } = answered;
        let operation = request.operation();
        let changes = !operation.is_read_only();
        let place = Place { number: self.trail.next_number(), time: self.now, region };
        let key = touched.keys.first().map(|arn| arn.key_id.clone());
        self.metrics.note(self.now, (region, operation, key), answer.as_ref().err());
        if answer.is_ok() && is_use(operation) {
            let last_use = LastUse { operation, time: self.now, event: place.number };
            for key in &touched.keys {
                self.store.note_use(key.key_id.clone(), key.region, last_use);
            }
        }
        // What only reads may set something off too: DescribeKey makes an AWS managed key.
        let through = (answer.is_ok() && (changes || !effects.is_empty())).then(|| caller.clone());
        self.record(TrailEvent::of_request(place, caller, request, touched, &answer));
        if through.is_some() {
            self.carry_out(effects, through.as_ref(), place.number);
            self.settle();
            self.show_regions_with_keys();
        }
        answer
    }

    /// Has the service answer a request. When it refuses, the store and the randomness are as they were.
    /// Its randomness comes from `seed`, or from the world's own source.
    pub(super) fn answer(&mut self, call: &Call, seed: Option<[u8; 32]>, bench: &mut Workbench) -> Answered {
        let Call { region, caller, request, client } = call;
        let region = *region;
        let enabled_regions = self.regions.enabled();
        // An endpoint knows neither strangers nor accounts for which its Region is not enabled.
        let known = self.principals.acting_as(caller).filter(|_| enabled_regions.contains(&region));
        let Some(known) = known else {
            let unknown = "The security token included in the request is invalid.";
            let answer = Err(Exception::UnrecognizedClient.with(unknown));
            return Answered::without_effect(answer, Caller::new(caller, None, client));
        };
        if let Err(error) = self.throttle.admit(self.now, &known.identity.account, region, request) {
            let caller = Caller::new(caller, known.role.as_ref(), client);
            return Answered::without_effect(Err(error), caller);
        }
        // What a refused request may have changed.
        let changed = self.may_change_store(region, request.operation());
        let before = changed.then(|| (self.store.clone(), self.backends.clone()));
        let rng_before = self.rng.clone();
        let mut own = seed.map(ChaCha20Rng::from_seed);
        let mut service = Service {
            now: self.now,
            store: &mut self.store,
            backends: &mut self.backends,
            rng: own.as_mut().unwrap_or(&mut self.rng),
            bench,
            transitions: self.transitions,
            quotas: self.quotas,
            effects: Vec::new(),
        };
        let mut handling = Handling {
            service: &mut service,
            region,
            operation: request.operation(),
            caller: &known.identity,
            grant_tokens: request.grant_tokens(),
            enabled_regions,
            principal_exists: &|arn| self.principals.exists(arn),
            touched: Touched::default(),
        };
        let answer = handling.handle(request);
        let touched = handling.touched;
        let effects = service.effects;
        let caller = Caller::new(caller, known.role.as_ref(), client);
        let answer = self.beyond_reach(region, request, answer);
        if answer.is_err() {
            self.rng = rng_before;
            if let Some(before) = before {
                (self.store, self.backends) = before;
            }
        }
        Answered { answer, touched, effects, caller }
    }

    /// Whether a request may change the store or what stands behind it before it is answered. A use of a key changes
    /// nothing, unless a custom key store counts it.
    fn may_change_store(&self, region: Region, operation: Operation) -> bool {
        !is_use(operation) || self.store.custom_key_stores.iter().any(|store| store.region == region)
    }

    /// [`Self::call`] with the answer in the request's own type.
    ///
    /// # Errors
    /// KMS's exception.
    pub fn ask<R: KmsRequest>(
        &mut self,
        region: Region,
        caller: &Arc<str>,
        request: R,
    ) -> Result<R::Response, KmsError> {
        let response = self.call(Call::new(region, Arc::clone(caller), request.into()))?;
        // Every operation answers in its own type; were that ever wrong, the service would have failed.
        R::answer(response).ok_or_else(|| Exception::KmsInternal.without_message())
    }
}
