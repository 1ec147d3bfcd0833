//! Carries flows out, one move after the other, on the world's clock, network and door.
//!
//! A call within a Region takes the time that KMS takes ([`World::time_in_kms`](crate::world::World::time_in_kms)); one to
//! another Region takes the network's round trip besides. Work without KMS takes no simulated time. A Region's workload
//! does nothing while the Region is dark.

use std::{collections::VecDeque, sync::Arc};

use rand_core::Rng as _;

use super::{
    Flow, FlowId, Message, Outcome,
    calls::{self, Composed},
    flow::{DataKey, Hands, Pending},
    moves::{Ask, Move},
    plan::Plan,
    shelf::Stored,
    step::{CallOutcome, CallStep, Cargo, CargoKind, Deed, Local, Rivals, Written},
    wakes,
};
use crate::{
    kms::{
        Region, Span, Timestamp,
        api::{Blob, Response},
        cryptography::{seal, unseal},
    },
    workloads::{Fingerprint, Stage},
    world::{Call, CallError, one_way, round_trip},
};

/// The most bytes of a message that a step keeps.
const MOST_KEPT: usize = 1 << 16;

/// What comes after a move.
pub(super) enum Turn {
    /// The next move.
    On,
    /// Nothing, until the flow is woken.
    Wait,
    /// Nothing any more.
    Over(Outcome),
}

impl Stage {
    /// Starts a flow now.
    pub(in crate::workloads) fn start(&mut self, plan: Plan) -> FlowId {
        let flow = self.flows.new_flow(plan, self.world.now());
        let id = flow.id;
        self.play(Arc::new(flow));
        id
    }

    /// Starts a flow later.
    pub(in crate::workloads) fn start_at(&mut self, moment: Timestamp, plan: Plan) -> FlowId {
        let flow = self.flows.new_flow(plan, moment);
        let id = flow.id;
        self.world.wake_at(moment, wakes::of_flow(id));
        self.flows.keep(Arc::new(flow));
        id
    }

    /// Goes on with a flow whose moment has come.
    pub(in crate::workloads) fn go_on_with_flow(&mut self, id: FlowId) {
        let Some(mut kept) = self.flows.take(id) else { return };
        let flow = Arc::make_mut(&mut kept);
        let now = self.world.now();
        match std::mem::take(&mut flow.pending) {
            Pending::Move => {
                if let Some(step) = flow.steps.last_mut().filter(|step| step.ended.is_none())
                    && let Deed::Sent { to, .. } = &step.what
                {
                    step.ended = Some(now);
                    flow.here = *to;
                }
                self.play(kept);
            }
            Pending::Request(call) => {
                self.put_call(flow, *call);
                self.flows.keep(kept);
            }
            Pending::Answer(answer) => match self.take_answer(flow, *answer) {
                Some(outcome) => self.end(kept, outcome),
                None => self.play(kept),
            },
        }
    }

    /// Makes the moves of a flow until it has to wait, or is over.
    fn play(&mut self, mut kept: Arc<Flow>) {
        // Nobody else has it, as it was taken out of the record; were it not so, a copy would go on.
        let flow = Arc::make_mut(&mut kept);
        loop {
            if self.world.is_dark(flow.here) {
                let outcome = Outcome::Dark(flow.here);
                return self.end(kept, outcome);
            }
            let Some(next) = flow.moves.pop_front() else { return self.end(kept, Outcome::Done) };
            match self.make(flow, next) {
                Turn::On => {}
                Turn::Wait => {
                    self.flows.keep(kept);
                    self.world.touch();
                    return;
                }
                Turn::Over(outcome) => return self.end(kept, outcome),
            }
        }
    }

    fn end(&mut self, mut kept: Arc<Flow>, outcome: Outcome) {
        let flow = Arc::make_mut(&mut kept);
        flow.ended = Some(self.world.now());
        flow.outcome = Some(outcome);
        flow.hands = Hands::default();
        flow.moves = VecDeque::new(); // and with it its room: what is over is kept for long
        self.flows.ended(kept);
        self.world.touch();
    }

    fn make(&mut self, flow: &mut Flow, next: Move) -> Turn {
        let now = self.world.now();
        match next {
            Move::Ask(ask) => return self.ask_kms(flow, &ask),
            Move::BucketKey { bucket, ask } => return self.take_bucket_key(flow, bucket, &ask),
            Move::OpeningKey(ask) => return self.take_opening_key(flow, &ask),
            Move::KeepBucketKey(of) => self.keep_bucket_key(flow, of),
            Move::DrawDataKey => {
                flow.hands.data_key = Some(DataKey(self.draw()));
                flow.hands.wrapped.clear();
                flow.note(now, Some(now), Deed::Local(Local::DrewDataKey));
            }
            Move::DrawUnderBucketKey => {
                let Some(DataKey(bucket_key)) = flow.hands.data_key.take() else {
                    return Turn::Over(Outcome::NothingThere);
                };
                let (data_key, iv): ([u8; 32], [u8; 12]) = (self.draw(), self.draw());
                let mut inner = iv.to_vec();
                inner.extend(seal(&bucket_key, &iv, &data_key, &[]));
                flow.hands.inner = Some(Blob(inner));
                flow.hands.data_key = Some(DataKey(data_key));
                flow.note(now, Some(now), Deed::Local(Local::DrewDataKey));
            }
            Move::Context(context) => flow.hands.context = context,
            Move::Seal => return self.seal_message(flow),
            Move::Open { keep } => return open_message(flow, now, keep),
            Move::Put { name } => {
                let Hands { message: Some(message), stamp, original, .. } = &flow.hands else {
                    return Turn::Over(Outcome::NothingThere);
                };
                let (written, writer) = stamp.unwrap_or((now, flow.here));
                let stored = Stored { message: Arc::clone(message), written, writer, original: *original };
                let (kept, rivals) = self.flows.shelf.put(flow.here, &name, stored);
                flow.note(now, Some(now), Deed::Local(Local::Stored { name, kept, rivals }));
            }
            Move::Get { name } => {
                let Some(stored) = self.flows.shelf.get(flow.here, &name).cloned() else {
                    return Turn::Over(Outcome::NothingThere);
                };
                // Who was set off by a write may find another one's data.
                let Hands { stamp, original, .. } = &flow.hands;
                let awaited = stamp.map(|(at, by)| Written { at, by, what: *original });
                let rivals = awaited.and_then(|awaited| Rivals::of(stored.written(), awaited));
                flow.hands.message = Some(Arc::clone(&stored.message));
                flow.hands.stamp = Some((stored.written, stored.writer));
                flow.hands.original = stored.original;
                flow.original = rivals.as_ref().map_or(stored.original, |it| it.lost.what);
                flow.note(now, Some(now), Deed::Local(Local::Fetched { name, rivals }));
            }
            Move::Carry { to, kind } => return self.carry(flow, to, kind),
            Move::SetOff { act, name, moves } => {
                let Hands { message, stamp, original, context, .. } = &flow.hands;
                let hands = Hands {
                    message: message.clone(),
                    stamp: *stamp,
                    original: *original,
                    context: context.clone(),
                    ..Hands::default()
                };
                let mut plan = Plan::new(flow.workload, act, name, flow.here, moves);
                (plan.cause, plan.load, plan.hands) = (Some(flow.id), flow.load, hands);
                let child = self.start(plan);
                flow.note(now, Some(now), Deed::Local(Local::SetOff(child)));
            }
        }
        Turn::On
    }

    /// Random bytes of the workloads' own.
    fn draw<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        self.rng.fill_bytes(&mut bytes);
        bytes
    }

    fn seal_message(&mut self, flow: &mut Flow) -> Turn {
        let iv = self.draw();
        let now = self.world.now();
        let Hands { data, data_key, wrapped, inner, context, .. } = &mut flow.hands;
        let (Some(data), Some(DataKey(key))) = (data.take(), data_key.take()) else {
            return Turn::Over(Outcome::NothingThere);
        };
        let keys = (std::mem::take(wrapped), inner.take());
        let message = Message::seal(&key, context.clone(), keys, iv, &data);
        let original = Fingerprint::of(&data);
        flow.original = Some(original);
        flow.hands.original = Some(original);
        flow.hands.message = Some(Arc::new(message));
        flow.hands.stamp.get_or_insert((now, flow.here));
        flow.note(now, Some(now), Deed::Local(Local::Sealed));
        Turn::On
    }

    fn carry(&mut self, flow: &mut Flow, to: Region, kind: CargoKind) -> Turn {
        let content = match kind {
            CargoKind::SignedDigest | CargoKind::Token => calls::bytes_of_proof(&flow.hands),
            CargoKind::DataInTransit => {
                // A session of TLS: both ends have the data in the clear, and nobody between them.
                let (session, iv): ([u8; 32], [u8; 12]) = (self.draw(), self.draw());
                let data = flow.hands.data.as_deref();
                data.map(|data| Arc::new(Blob(seal(&session, &iv, data, &[]))))
            }
            _ => flow.hands.message.as_deref().map(Message::bytes),
        };
        let Some(content) = content else { return Turn::Over(Outcome::NothingThere) };
        let bytes = content.0.len();
        let content = Some(content).filter(|_| bytes <= MOST_KEPT);
        let packet = self.world.send_ciphertext(flow.here, to, bytes as u64, wakes::of_flow(flow.id));
        let clear_inside_tls = kind == CargoKind::DataInTransit;
        let cargo = Cargo { kind, bytes: bytes as u64, clear_inside_tls, content };
        flow.note(self.world.now(), None, Deed::Sent { to, packet, cargo });
        Turn::Wait
    }

    pub(super) fn ask_kms(&mut self, flow: &mut Flow, ask: &Ask) -> Turn {
        let Composed { endpoint, request, key } = match calls::compose(flow, ask) {
            Ok(composed) => composed,
            Err(outcome) => return Turn::Over(outcome),
        };
        let now = self.world.now();
        let crosses = endpoint != flow.here;
        let cargo = Cargo {
            kind: CargoKind::KmsRequest,
            bytes: calls::request_bytes(&request),
            clear_inside_tls: calls::asks_in_the_clear(&request),
            content: None,
        };
        let call = CallStep {
            operation: request.operation(),
            endpoint,
            caller: Arc::clone(&ask.caller),
            key,
            event: None,
            outcome: None,
            request: crosses.then_some(cargo),
            answer: None,
        };
        flow.note(now, None, Deed::Call(Box::new(call)));
        let call = Call::new(endpoint, Arc::clone(&ask.caller), request);
        if crosses {
            self.world.wake_at(now + one_way(flow.here, endpoint), wakes::of_flow(flow.id));
            flow.pending = Pending::Request(Box::new(call));
        } else {
            self.put_call(flow, call);
        }
        Turn::Wait
    }

    /// A request has arrived at its endpoint.
    fn put_call(&mut self, flow: &mut Flow, call: Call) {
        let (endpoint, here, now) = (call.region, flow.here, self.world.now());
        let began = flow.steps.last().map_or(now, |step| step.at);
        let number = self.world.trail().made();
        let answer = self.world.put(call);
        let answered = match &answer {
            Err(CallError::Unreachable(unreachable)) => began + unreachable.after,
            _ => {
                if let Some((_, step)) = flow.open_call() {
                    step.event = Some(number);
                }
                now + self.time_in_kms(number, endpoint) + way_back(here, endpoint)
            }
        };
        flow.pending = Pending::Answer(Box::new(answer));
        self.world.wake_at(answered, wakes::of_flow(flow.id));
    }

    /// How long KMS takes over the call that the trail has under a number.
    fn time_in_kms(&self, number: u64, endpoint: Region) -> Span {
        let events = self.world.trail().events();
        // It was just recorded.
        let event = events.iter().rev().find(|event| event.number == number);
        match event.and_then(|event| event.keys.first()) {
            Some(key) => self.world.time_in_kms(key),
            None => round_trip(endpoint, endpoint),
        }
    }

    /// Takes an answer in hand. Tells how the flow ends, if it does.
    fn take_answer(&mut self, flow: &mut Flow, answer: Result<Response, CallError>) -> Option<Outcome> {
        let (now, here) = (self.world.now(), flow.here);
        let (ended, step) = flow.open_call()?;
        *ended = Some(now);
        let region = step.endpoint;
        let response = match answer {
            Ok(response) => response,
            Err(CallError::Refused(error)) => {
                step.outcome = Some(CallOutcome::Refused(error.clone()));
                return Some(Outcome::Refused { region, error });
            }
            Err(CallError::Unreachable(_)) => {
                step.outcome = Some(CallOutcome::Unreachable);
                return Some(Outcome::Unreachable(region));
            }
        };
        step.outcome = Some(CallOutcome::Granted);
        step.answer = (region != here).then(|| Cargo {
            kind: CargoKind::KmsAnswer,
            bytes: calls::response_bytes(&response),
            clear_inside_tls: calls::answers_in_the_clear(&response),
            content: None,
        });
        calls::absorb(&mut flow.hands, response).err()
    }
}

/// The second half of a round trip; nothing within a Region.
fn way_back(here: Region, endpoint: Region) -> Span {
    if here == endpoint {
        return Span::ZERO;
    }
    let (all, out) = (round_trip(here, endpoint), one_way(here, endpoint));
    Span::micros(all.as_micros() - out.as_micros())
}

fn open_message(flow: &mut Flow, now: Timestamp, keep: bool) -> Turn {
    let Hands { message: Some(message), data_key, .. } = &mut flow.hands else {
        return Turn::Over(Outcome::NothingThere);
    };
    let Some(DataKey(mut key)) = data_key.take() else { return Turn::Over(Outcome::NotAuthentic) };
    if let Some(inner) = &message.inner {
        let opened = inner.0.split_first_chunk::<12>().and_then(|(iv, sealed)| unseal(&key, iv, sealed, &[]));
        match opened.and_then(|opened| opened.try_into().ok()) {
            Some(data_key) => key = data_key,
            None => return Turn::Over(Outcome::NotAuthentic),
        }
    }
    let Some(data) = message.open(&key) else { return Turn::Over(Outcome::NotAuthentic) };
    flow.result = Some(Fingerprint::of(&data));
    flow.hands.wrapped.clear();
    if keep {
        flow.hands.data = Some(data.into());
    }
    flow.note(now, Some(now), Deed::Local(Local::Opened));
    Turn::On
}
