//! The record of what a workload did: step by step, with what crossed between Regions. Maps and sequence diagrams draw
//! these and invent nothing. No step holds plaintext or key material.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::FlowId;
use crate::{
    kms::{
        KmsError, Region, Timestamp,
        api::{Blob, Operation},
    },
    workloads::Fingerprint,
    world::{PacketId, one_way},
};

/// Names one step of one flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct StepId {
    /// The flow.
    pub flow: FlowId,
    /// The step's place in it, counted from 0.
    pub number: usize,
}

/// Something that a workload did.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// When it began.
    pub at: Timestamp,
    /// When it was over; nothing while it goes on.
    pub ended: Option<Timestamp>,
    /// Where the workload was.
    pub place: Region,
    /// What it did.
    pub what: Deed,
}

/// What a step did.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Deed {
    /// Called KMS.
    Call(Box<CallStep>),
    /// Sent something to another Region.
    Sent {
        /// Where to.
        to: Region,
        /// The packet of the world's network.
        packet: PacketId,
        /// What crossed.
        cargo: Cargo,
    },
    /// Worked without KMS, where it was. Takes no simulated time.
    Local(Local),
    /// People did something outside KMS, which no trail of KMS has.
    Outside(String),
}

/// Something on its way from one Region to another: what is sent, and the requests and answers of calls across Regions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Motion<'a> {
    /// Where it left.
    pub from: Region,
    /// Where it goes.
    pub to: Region,
    /// When it left.
    pub departs: Timestamp,
    /// When it arrives, or would arrive: what goes to a dark Region waits at its border.
    pub arrives: Timestamp,
    /// When it is taken in; nothing while it is under way or waits.
    pub taken: Option<Timestamp>,
    /// What it is.
    pub cargo: &'a Cargo,
}

impl Motion<'_> {
    /// How far it is at a moment: 0 at its departure, 1 at its arrival and while it waits; nothing before and after.
    pub fn progress(&self, now: Timestamp) -> Option<f32> {
        let (whole, gone) = ((self.arrives - self.departs).as_micros(), (now - self.departs).as_micros());
        let under_way = gone >= 0 && self.taken.is_none_or(|taken| now <= taken);
        under_way.then(|| if gone >= whole { 1.0 } else { gone as f32 / whole as f32 })
    }
}

impl Step {
    /// What crosses between Regions in this step, in the order of departure. An answer shows once it has arrived.
    pub fn motions(&self) -> impl Iterator<Item = Motion<'_>> {
        let here = self.place;
        let motion = |from, to, departs, arrives, cargo| Motion {
            from,
            to,
            departs,
            arrives,
            taken: Some(arrives),
            cargo,
        };
        let (first, second) = match &self.what {
            Deed::Sent { to, cargo, .. } => {
                let sent = motion(here, *to, self.at, self.at + one_way(here, *to), cargo);
                (Some(Motion { taken: self.ended, ..sent }), None)
            }
            Deed::Call(call) => {
                let there = call.endpoint;
                let way = one_way(here, there);
                let request = call.request.as_ref();
                let request = request.map(|cargo| motion(here, there, self.at, self.at + way, cargo));
                let answer = call.answer.as_ref().zip(self.ended).map(|(cargo, ended)| {
                    let left = Timestamp::from_micros(ended.as_micros() - way.as_micros());
                    motion(there, here, left, ended, cargo)
                });
                (request, answer)
            }
            Deed::Local(_) | Deed::Outside(_) => (None, None),
        };
        first.into_iter().chain(second)
    }
}

/// A call to KMS.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CallStep {
    /// What was asked.
    pub operation: Operation,
    /// Whose endpoint was called.
    pub endpoint: Region,
    /// Who called, by the ARN under which it acts.
    pub caller: Arc<str>,
    /// The key as the request named it; empty if it named none.
    pub key: String,
    /// The number of the event in the trail of the endpoint's Region; nothing before it arrives, or if it never does.
    pub event: Option<u64>,
    /// What came of it; nothing while it goes on.
    pub outcome: Option<CallOutcome>,
    /// The request, if it crossed to another Region.
    pub request: Option<Cargo>,
    /// The answer, if it crossed from another Region.
    pub answer: Option<Cargo>,
}

impl CallStep {
    /// Whether KMS granted it.
    pub fn is_granted(&self) -> bool {
        self.outcome == Some(CallOutcome::Granted)
    }
}

/// What came of a call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum CallOutcome {
    /// KMS did as it was asked.
    Granted,
    /// KMS refused.
    Refused(KmsError),
    /// Nobody answered.
    Unreachable,
}

/// What crossed from one Region to another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cargo {
    /// What it is.
    pub kind: CargoKind,
    /// How many bytes, without the network's own.
    pub bytes: u64,
    /// Whether a data key or data stand in the clear inside the TLS connection. On the wire nobody sees them; at both of
    /// its ends they are in the clear.
    pub clear_inside_tls: bool,
    /// The bytes themselves, if they are ciphertext that was stored or could be.
    pub content: Option<Arc<Blob>>,
}

/// The kinds of what crosses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum CargoKind {
    /// A request to KMS, inside TLS.
    KmsRequest,
    /// KMS's answer, inside TLS.
    KmsAnswer,
    /// An encrypted message with its wrapped keys.
    Message,
    /// An object with its wrapped data key, unchanged.
    Object,
    /// Data that their service has decrypted and sends inside TLS, to be encrypted anew.
    DataInTransit,
    /// An item of a global table with its wrapped data key.
    TableItem,
    /// An encrypted snapshot with its wrapped data key.
    Snapshot,
    /// A digest with its signature.
    SignedDigest,
    /// A token with its MAC.
    Token,
}

/// Work without KMS.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Local {
    /// Encrypted data under a data key, and forgot the data key.
    Sealed,
    /// Decrypted data under a data key.
    Opened,
    /// Drew a data key itself.
    DrewDataKey,
    /// Used a bucket key that KMS gave the same requester, and that the service still had.
    UsedBucketKey,
    /// Wrote what is stored under a name.
    Stored {
        /// The name.
        name: Arc<str>,
        /// False if what was there has won, and stays.
        kept: bool,
        /// Whose write won over whose, if two met whose writers did not know of each other.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        rivals: Option<Box<Rivals>>,
    },
    /// Read what is stored under a name.
    Fetched {
        /// The name.
        name: Arc<str>,
        /// Whose write was found instead of the one that set the reader off.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        rivals: Option<Box<Rivals>>,
    },
    /// Set off another flow, such as a replication.
    SetOff(FlowId),
}

/// One write of what is stored under a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// When.
    pub at: Timestamp,
    /// Where.
    pub by: Region,
    /// What; known to the simulation, stored nowhere in a Region.
    pub what: Option<Fingerprint>,
}

/// Two writes of one name, of which one stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rivals {
    /// The one that stays.
    pub won: Written,
    /// The other.
    pub lost: Written,
}

impl Rivals {
    /// The two, unless they are one and the same.
    pub(super) fn of(won: Written, lost: Written) -> Option<Box<Self>> {
        (won != lost).then(|| Box::new(Self { won, lost }))
    }

    /// Whether both were written at one moment, so that the Regions' codes decided.
    pub fn at_one_moment(&self) -> bool {
        self.won.at == self.lost.at
    }
}
