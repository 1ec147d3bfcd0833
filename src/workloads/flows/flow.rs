//! A flow: one run of one workload, with its steps.

use std::{collections::VecDeque, sync::Arc};

use serde::{Deserialize, Serialize};

use super::{
    LoadId, Message,
    moves::Move,
    step::{CallStep, Deed, Local, Rivals, Step, StepId},
};
use crate::{
    kms::{
        KmsError, Region, Span, Timestamp,
        api::{Blob, EncryptionContext},
    },
    workloads::Fingerprint,
};

/// Numbers the flows of a stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FlowId(pub u64);

/// The workloads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Workload {
    /// Records encrypted by the client.
    ClientSide,
    /// Objects encrypted by their storage service.
    ObjectStorage,
    /// A global table whose items the client encrypts.
    GlobalTable,
    /// Snapshots of a database.
    DisasterRecovery,
    /// Signatures.
    Signing,
    /// Tokens with a MAC.
    Tokens,
    /// Setting up and looking after keys.
    Administration,
}

impl Workload {
    /// What people call it.
    pub fn label(self) -> &'static str {
        match self {
            Self::ClientSide => "Client-side encryption",
            Self::ObjectStorage => "Object storage",
            Self::GlobalTable => "Global table",
            Self::DisasterRecovery => "Disaster recovery",
            Self::Signing => "Signing and verifying",
            Self::Tokens => "MAC tokens",
            Self::Administration => "Administration",
        }
    }
}

/// What a flow does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Act {
    /// Writes.
    Write,
    /// Reads.
    Read,
    /// Brings what was written to another Region.
    Replicate,
    /// Encrypts for somebody in another Region, who decrypts.
    Deliver,
    /// Signs, or makes a MAC, and has it verified elsewhere.
    Prove,
    /// Makes keys and what they need.
    SetUp,
    /// Looks how keys are.
    Inspect,
    /// Rotates by hand.
    Rotate,
}

/// How a flow ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Outcome {
    /// All was done.
    Done,
    /// KMS refused.
    Refused {
        /// Whose KMS.
        region: Region,
        /// Its exception.
        error: KmsError,
    },
    /// A KMS endpoint did not answer.
    Unreachable(Region),
    /// The Region in which the workload runs is dark.
    Dark(Region),
    /// The client found no wrapped key that it may ask for.
    NoKeyHere,
    /// Nothing is stored there under the name.
    NothingThere,
    /// The message does not open under the data key, or the proof is wrong.
    NotAuthentic,
    /// It was under way when the world was saved; a save keeps no data keys.
    NotSaved,
}

impl Outcome {
    /// Whether KMS refused because requests came too fast.
    pub fn is_throttled(&self) -> bool {
        matches!(self, Self::Refused { error, .. } if error.exception == crate::kms::Exception::Throttling)
    }
}

/// What a flow has in hand. Not part of a save.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Hands {
    /// Data in the clear.
    pub data: Option<Arc<[u8]>>,
    /// A data key in the clear.
    pub data_key: Option<DataKey>,
    /// The data key under keys.
    pub wrapped: Vec<super::WrappedKey>,
    /// The data key under a bucket key.
    pub inner: Option<Blob>,
    pub context: EncryptionContext,
    pub message: Option<Arc<Message>>,
    /// A signature or a MAC.
    pub proof: Option<Blob>,
    /// When and where what is in hand was written.
    pub stamp: Option<(Timestamp, Region)>,
    /// What the message in hand holds.
    pub original: Option<Fingerprint>,
}

/// 32 bytes that no one shall see.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct DataKey(pub [u8; 32]);

impl std::fmt::Debug for DataKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DataKey(…)")
    }
}

/// What a flow waits for.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Pending {
    /// Nothing: its next move.
    #[default]
    Move,
    /// A request is on its way to an endpoint.
    Request(Box<crate::world::Call>),
    /// An answer is on its way back, or the time-out runs.
    Answer(Box<Result<crate::kms::api::Response, crate::world::CallError>>),
}

/// One run of a workload.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Flow {
    /// Its number.
    pub id: FlowId,
    /// Of which workload.
    pub workload: Workload,
    /// What it does.
    pub act: Act,
    /// What it is about: a record, an object, a token.
    pub name: Arc<str>,
    /// Where it began.
    pub began_in: Region,
    /// Where it is.
    pub here: Region,
    /// The flow that set it off, or the write that was started with this one as one order.
    pub cause: Option<FlowId>,
    /// The load generator that it belongs to.
    pub load: Option<LoadId>,
    /// When it began.
    pub started: Timestamp,
    /// When it ended.
    pub ended: Option<Timestamp>,
    /// How it ended; nothing while it goes on.
    pub outcome: Option<Outcome>,
    /// What came out, if something was decrypted.
    pub result: Option<Fingerprint>,
    /// What went in, if something was encrypted, or what should come out. Who was set off by a write that lost against
    /// another one ([`Self::rivals`]) gets something else.
    pub original: Option<Fingerprint>,
    /// What it did.
    pub steps: Vec<Step>,
    #[serde(skip)]
    pub(super) moves: VecDeque<Move>,
    #[serde(skip)]
    pub(super) pending: Pending,
    #[serde(skip)]
    pub(super) hands: Hands,
}

impl Flow {
    /// How long it took.
    pub fn took(&self) -> Option<Span> {
        Some(self.ended? - self.started)
    }

    /// Whether all was done.
    pub fn is_done(&self) -> bool {
        self.outcome == Some(Outcome::Done)
    }

    /// The name of one of its steps.
    pub fn step_id(&self, number: usize) -> StepId {
        StepId { flow: self.id, number }
    }

    /// The names of all its steps.
    pub fn step_ids(&self) -> impl Iterator<Item = StepId> {
        (0..self.steps.len()).map(|number| self.step_id(number))
    }

    /// Its calls to KMS, with the Regions from which they were made.
    pub fn calls(&self) -> impl Iterator<Item = (Region, &CallStep)> {
        self.steps.iter().filter_map(|step| match &step.what {
            Deed::Call(call) => Some((step.place, &**call)),
            _ => None,
        })
    }

    /// How many of its calls went to the endpoint of another Region.
    pub fn calls_across(&self) -> usize {
        self.calls().filter(|(place, call)| *place != call.endpoint).count()
    }

    /// Whose write won over whose, where this flow wrote or read one of two that met.
    pub fn rivals(&self) -> Option<&Rivals> {
        self.steps.iter().rev().find_map(|step| match &step.what {
            Deed::Local(Local::Stored { rivals, .. } | Local::Fetched { rivals, .. }) => rivals.as_deref(),
            _ => None,
        })
    }

    pub(super) fn note(&mut self, at: Timestamp, ended: Option<Timestamp>, what: Deed) {
        self.steps.push(Step { at, ended, place: self.here, what });
    }

    /// The call that goes on now.
    pub(super) fn open_call(&mut self) -> Option<(&mut Option<Timestamp>, &mut CallStep)> {
        let step = self.steps.last_mut()?;
        match &mut step.what {
            Deed::Call(call) => Some((&mut step.ended, call)),
            _ => None,
        }
    }
}
