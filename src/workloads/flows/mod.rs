//! Workloads whose data cross Regions, on the world's schedule and network, each call through the door; the record of
//! what they did.
//!
//! | file | its one job |
//! | --- | --- |
//! | `step` | what a flow did: calls, what crossed, local work |
//! | `flow` | one run of one workload: its steps, how it ended |
//! | `moves`, `plan` | what a flow still has to do; a flow before it starts |
//! | `player` | carries flows out |
//! | `calls` | requests to KMS, and what their answers put in a flow's hands |
//! | `message` | the encrypted message that is stored and sent |
//! | `bucket_keys` | bucket keys that storage services have at hand |
//! | `shelf` | what is stored in each Region: last writer wins |
//! | `wakes` | whose a reminder of the schedule is |
//! | `words`, `call_words` | steps and outcomes in words, for those who learn |
//! | `tally`, `distribution` | results: latency, errors, throttling |
//! | `order` | any of the workloads below, ready to be started |
//! | `load` | steady load generators |
//! | `records` | client-side encryption with a key for every Region's writers: what the five ways share |
//! | `client_side` | one message to another Region, by several kinds of clients |
//! | `object_storage` | SSE-KMS with replication, as S3 does it and as bytes copied unchanged |
//! | `global_table` | items written in any Region |
//! | `recovery` | snapshots restored elsewhere |
//! | `proofs` | signatures and MAC tokens |
//!
//! The life of a flow: an order (`order`) becomes a plan, a list of moves; the player makes one move after the other with
//! what the flow has in hand, and each leaves a step, which says by its deed what was done. Steps are all that is kept.
//!
//! # What is modelled
//!
//! Cryptography is real. Time is the network's table and KMS's time for a call; computing takes none. Whatever has a data
//! key or data in the clear inside TLS says so ([`Cargo::clear_inside_tls`]): on the wire it is ciphertext, at both ends it
//! is not. A client tries once. A save keeps what flows did, not their data keys: those that were under way end.

mod bucket_keys;
mod call_words;
mod calls;
mod client_side;
mod distribution;
mod flow;
mod global_table;
mod load;
mod message;
mod moves;
mod object_storage;
mod order;
mod plan;
mod player;
mod proofs;
mod records;
mod recovery;
mod shelf;
mod step;
mod tally;
mod wakes;
mod words;

use std::sync::Arc;

use imbl::{OrdMap, Vector};
use serde::{Deserialize, Serialize};

pub(super) use self::load::record_name;
pub use self::{
    call_words::CallWords,
    client_side::Delivery,
    distribution::Distribution,
    flow::{Act, Flow, FlowId, Outcome, Workload},
    global_table::GlobalTable,
    load::{LoadId, LoadOrder, LoadView, MOST_PER_SECOND, Rates},
    message::{Message, WrappedKey},
    moves::Client,
    object_storage::{Bucket, ReplicationBehaviour, ReplicationRule},
    order::FlowOrder,
    proofs::{Proof, ProofKind},
    records::{KeyAt, Records},
    recovery::{Database, SnapshotCopy},
    shelf::Stored,
    step::{CallOutcome, CallStep, Cargo, CargoKind, Deed, Local, Motion, Rivals, Step, StepId, Written},
    tally::{Results, SecondOf, Tally},
    wakes::{Woken, woken},
};
use self::{load::Load, plan::Plan, shelf::Shelf};
use crate::kms::{Region, Timestamp};

/// How many ended flows of loads a stage remembers.
const MAX_OF_LOADS: usize = 1000;
/// How many other ended flows it remembers.
const MAX_OTHERS: usize = 1000;

/// All flows of a stage, what they stored, and the loads. Cheap to clone.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Flows {
    flows: OrdMap<FlowId, Arc<Flow>>,
    made: u64,
    shelf: Shelf,
    loads: OrdMap<LoadId, Arc<Load>>,
    loads_made: u64,
    /// Those that ended, oldest first.
    ended_of_loads: Vector<FlowId>,
    ended_others: Vector<FlowId>,
}

impl Flows {
    /// Whether there never was a flow or load.
    pub fn is_empty(&self) -> bool {
        self.made == 0 && self.loads_made == 0 && self.shelf.is_empty()
    }

    /// How many flows there ever were.
    pub fn made(&self) -> u64 {
        self.made
    }

    /// Whether people started the same runs and load generators in both. What those do by themselves does not count.
    pub(super) fn have_the_same_starts_as(&self, other: &Self) -> bool {
        let latest = |it: &Self| {
            let started = it.all().rev().find(|flow| flow.cause.is_none() && flow.load.is_none());
            started.map(|flow| (flow.id, Arc::clone(&flow.name)))
        };
        latest(self) == latest(other) && self.has_the_same_loads_as(other)
    }

    /// The flows that are remembered, oldest first.
    pub fn all(&self) -> impl DoubleEndedIterator<Item = &Flow> {
        self.flows.values().map(Arc::as_ref)
    }

    /// The flow with this number.
    pub fn get(&self, id: FlowId) -> Option<&Flow> {
        self.flows.get(&id).map(Arc::as_ref)
    }

    /// The step with this name.
    pub fn step(&self, id: StepId) -> Option<&Step> {
        self.get(id.flow)?.steps.get(id.number)
    }

    /// The flows that a flow set off, oldest first.
    pub fn set_off_by(&self, cause: FlowId) -> impl Iterator<Item = &Flow> {
        self.all().filter(move |flow| flow.cause == Some(cause))
    }

    /// The flow that set off a flow, or that set off the one that did, and so on; the flow itself if none did.
    pub fn root_of(&self, id: FlowId) -> FlowId {
        let mut root = id;
        // A flow is set off by an earlier one, so this ends.
        while let Some(cause) = self.get(root).and_then(|flow| flow.cause).filter(|cause| *cause < root) {
            root = cause;
        }
        root
    }

    /// A flow with all that it set off, and what those set off: oldest first.
    pub fn with_all_set_off(&self, root: FlowId) -> Vec<&Flow> {
        let mut all: Vec<&Flow> = Vec::new();
        for (_, flow) in self.flows.range(root..) {
            let belongs = flow.cause.is_some_and(|cause| all.iter().any(|it| it.id == cause));
            if flow.id == root || belongs {
                all.push(flow);
            }
        }
        all
    }

    /// What crosses between Regions at a moment, with the flow that it belongs to. Of a call that goes on only the request
    /// is known.
    pub fn motions_at(&self, moment: Timestamp) -> impl Iterator<Item = (FlowId, Motion<'_>)> {
        let goes_on =
            move |flow: &&Flow| flow.started <= moment && flow.ended.is_none_or(|ended| ended >= moment);
        self.all().filter(goes_on).flat_map(move |flow| {
            let motions = flow.steps.iter().rev().flat_map(Step::motions);
            motions.filter(move |it| it.progress(moment).is_some()).map(|motion| (flow.id, motion))
        })
    }

    /// What is stored in a Region under a name.
    pub fn stored(&self, region: Region, name: &str) -> Option<&Stored> {
        self.shelf.get(region, &name.into()).map(Arc::as_ref)
    }

    /// All that is stored in a Region, in the order of names.
    pub fn stored_in(&self, region: Region) -> impl Iterator<Item = (&str, &Stored)> {
        self.shelf.in_region(region).map(|(name, stored)| (&**name, stored))
    }

    fn new_flow(&mut self, plan: Plan, started: Timestamp) -> Flow {
        let id = FlowId(self.made);
        self.made += 1;
        let Plan { workload, act, name, region, cause, load, hands, moves } = plan;
        Flow {
            id,
            workload,
            act,
            name,
            began_in: region,
            here: region,
            cause,
            load,
            started,
            ended: None,
            outcome: None,
            result: None,
            original: hands.original,
            steps: Vec::new(),
            moves: moves.into(),
            pending: flow::Pending::default(),
            hands,
        }
    }

    /// Takes a flow that goes on out, to go on with it.
    fn take(&mut self, id: FlowId) -> Option<Arc<Flow>> {
        let is_over = self.flows.get(&id)?.outcome.is_some();
        if is_over { None } else { self.flows.remove(&id) }
    }

    fn keep(&mut self, flow: Arc<Flow>) {
        self.flows.insert(flow.id, flow);
    }

    /// Keeps a flow that is over; the oldest are forgotten.
    fn ended(&mut self, flow: Arc<Flow>) {
        if let Some(load) = flow.load.and_then(|id| self.loads.get_mut(&id)) {
            Arc::make_mut(load).credit(&flow);
        }
        let (ended, most) = if flow.load.is_some() {
            (&mut self.ended_of_loads, MAX_OF_LOADS)
        } else {
            (&mut self.ended_others, MAX_OTHERS)
        };
        ended.push_back(flow.id);
        if ended.len() > most
            && let Some(oldest) = ended.pop_front()
        {
            self.flows.remove(&oldest);
        }
        self.keep(flow);
    }

    /// Keeps a flow that people's acts made up, which is over.
    pub(super) fn keep_ended(&mut self, flow: Flow) {
        self.ended(Arc::new(flow));
    }

    /// Begins the record of people's acts at KMS.
    pub(super) fn new_record(&mut self, act: Act, name: &str, region: Region, now: Timestamp) -> Flow {
        self.new_flow(Plan::new(Workload::Administration, act, name.into(), region, Vec::new()), now)
    }

    /// Ends the flows that were under way when the stage was saved.
    pub(super) fn give_up_unfinished(&mut self, now: Timestamp) {
        let unfinished: Vec<FlowId> =
            self.all().filter(|flow| flow.outcome.is_none()).map(|it| it.id).collect();
        for id in unfinished {
            if let Some(mut kept) = self.take(id) {
                let flow = Arc::make_mut(&mut kept);
                flow.ended = Some(now);
                flow.outcome = Some(Outcome::NotSaved);
                self.ended(kept);
            }
        }
    }
}
