//! What a transfer or a workload's run did, in the one form that map, sequence and step card draw: lanes, beats in the
//! order of time, what crossed between Regions, where plaintext stood, and how it ended.
//!
//! A **beat** is one step: a call, something sent, or work without KMS. Several beats can begin at one moment, so steps go by
//! beats and not by moments. A **hop** is what crosses from one Region to another during a beat: a call across Regions has
//! two, its request and its answer. An **ending** is what is said beside a Region when a part of the story is over there.
//!
//! Transfers (text and files, sent once) are older than flows (runs of workloads, `crate::workloads::Flows`); both are
//! told as stories, and whoever draws need not know which it is.
//!
//! | file | its one job |
//! | --- | --- |
//! | `of_flow` | a run of flows as a story |
//! | `of_transfer` | a transfer as a story |
//! | `lanes` | who stands where in the sequence |
//! | `foresight` | what is still to come of something under way, found out in a copy of the stage |

mod foresight;
mod lanes;
mod of_flow;
mod of_transfer;

pub(super) use self::{
    foresight::Foresight,
    lanes::{Lane, LaneKind},
    of_flow::done_words,
};
use super::words::Outcome;
use crate::{
    kms::{KmsError, Region, Timestamp},
    workloads::{CargoKind, FlowId, Stage, StepId, TransferId},
};

/// What is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Chosen {
    /// A transfer of a text or a file.
    Transfer(TransferId),
    /// A run of a workload, by the flow that began it.
    Flow(FlowId),
}

impl Chosen {
    /// Whether a stage has it.
    pub fn is_in(self, stage: &Stage) -> bool {
        match self {
            Self::Transfer(id) => stage.transfer(id).is_some(),
            Self::Flow(id) => stage.flows.get(id).is_some(),
        }
    }

    /// Whether nothing more will happen to it.
    pub fn is_over(self, stage: &Stage) -> bool {
        match self {
            Self::Transfer(id) => stage.transfer(id).is_none_or(|transfer| transfer.leg.is_over()),
            Self::Flow(id) => stage.flows.with_all_set_off(id).iter().all(|flow| flow.outcome.is_some()),
        }
    }
}

/// How a call ended.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum CallEnd {
    /// It goes on.
    Open,
    /// KMS did as it was asked.
    Granted,
    /// KMS refused.
    Refused(KmsError),
    /// Nobody answered.
    Unreachable,
}

impl CallEnd {
    /// Whether it came to nothing.
    pub fn is_lost(&self) -> bool {
        matches!(self, Self::Refused(_) | Self::Unreachable)
    }
}

/// The look of work without KMS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Work {
    /// Plaintext became ciphertext.
    Sealed,
    /// Ciphertext became plaintext.
    Opened,
    /// Something was stored or read.
    Stored,
    /// Anything else.
    Other,
}

/// What happens in a beat.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Act {
    /// A call to KMS.
    Call {
        /// The caller's lane.
        from: usize,
        /// KMS's lane.
        kms: usize,
        /// When the request arrives.
        arrives: Timestamp,
        /// When the answer leaves.
        answers: Timestamp,
        /// The operation's name.
        operation: &'static str,
        /// How it ended.
        end: CallEnd,
    },
    /// Something goes to another Region.
    Sent {
        /// The sender's lane.
        from: usize,
        /// The receiver's lane.
        to: usize,
        /// What it is.
        cargo: Freight,
    },
    /// Work without KMS.
    Local {
        /// Whose lane.
        lane: usize,
        /// Its look.
        work: Work,
    },
}

/// A step of a story.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Beat {
    /// When it began.
    pub start: Timestamp,
    /// When it was over, or as late as is known.
    pub end: Timestamp,
    /// What happened.
    pub act: Act,
    /// In one line.
    pub title: String,
    /// For those who learn.
    pub why: String,
    /// The step of the flow, if it is one.
    pub step: Option<StepId>,
    /// The event of the trail that has it.
    pub event: Option<u64>,
}

/// What kind of bytes cross, and how many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Freight {
    /// Their kind.
    pub kind: CargoKind,
    /// How many.
    pub bytes: u64,
    /// Whether data or a data key stand in the clear at both ends of the TLS connection.
    pub clear_inside_tls: bool,
}

/// Something that crosses between Regions.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Hop {
    /// Where it leaves.
    pub from: Region,
    /// Where it goes.
    pub to: Region,
    /// When it leaves.
    pub departs: Timestamp,
    /// When it arrives.
    pub arrives: Timestamp,
    /// Whether it waits there, as the Region is dark.
    pub waits: bool,
    /// What it is.
    pub cargo: Freight,
    /// Whether the Region it went to did not answer, or refused.
    pub lost: bool,
    /// The beat that it belongs to.
    pub beat: usize,
}

impl Hop {
    /// How far it is at a moment, from 0 to 1; nothing before it leaves and after it was taken in.
    pub fn progress(&self, moment: Timestamp) -> Option<f32> {
        let (whole, gone) = ((self.arrives - self.departs).as_micros(), (moment - self.departs).as_micros());
        match gone {
            _ if (0..whole).contains(&gone) => Some(gone as f32 / whole as f32),
            _ if gone >= whole && self.waits => Some(1.0),
            _ => None,
        }
    }
}

/// How a part of a story ended in a Region.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Ending {
    /// When.
    pub at: Timestamp,
    /// What is said of it beside the Region.
    pub outcome: Outcome,
}

/// What a transfer or a run of flows did.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Story {
    /// Of what.
    pub of: Chosen,
    /// What people call it.
    pub title: String,
    /// For assistive programs: what, from where, how it stands.
    pub spoken: String,
    /// When it began.
    pub began: Timestamp,
    /// When its last beat ends.
    pub ends: Timestamp,
    /// The lanes of the sequence, from top to bottom.
    pub lanes: Vec<Lane>,
    /// What happened, in the order of beginning.
    pub beats: Vec<Beat>,
    /// What crossed between Regions.
    pub hops: Vec<Hop>,
    /// Where plaintext stood: from when, and until when if it is gone by now.
    pub plaintext: Vec<(Region, Timestamp, Option<Timestamp>)>,
    /// How it ended, Region by Region; the last one first.
    pub endings: Vec<Ending>,
}

impl Story {
    /// The story of what is looked at, as a stage knows it.
    pub fn of(stage: &Stage, chosen: Chosen) -> Option<Self> {
        match chosen {
            Chosen::Transfer(id) => of_transfer::story(stage.transfer(id)?, &stage.world),
            Chosen::Flow(id) => of_flow::story(stage, id),
        }
    }

    /// Whether plaintext stands in a Region at a moment.
    pub fn has_plaintext(&self, region: Region, moment: Timestamp) -> bool {
        let stands = |(its, since, until): &(Region, Timestamp, Option<Timestamp>)| {
            *its == region && *since <= moment && until.is_none_or(|until| moment < until)
        };
        self.plaintext.iter().any(stands)
    }

    /// The number of the beat that goes on at a moment, or the last one before it.
    pub fn beat_at(&self, moment: Timestamp) -> Option<usize> {
        self.beats.iter().rposition(|beat| beat.start <= moment)
    }

    /// A moment in milliseconds after the beginning.
    pub fn millis(&self, moment: Timestamp) -> f64 {
        (moment - self.began).as_millis_f64()
    }

    /// What is to be said beside Regions at a moment: the latest of each.
    pub fn endings_at(&self, moment: Timestamp) -> impl Iterator<Item = &Ending> {
        let mut seen: Vec<Region> = Vec::new();
        self.endings.iter().filter(move |it| {
            let new = it.at <= moment && !seen.contains(&it.outcome.region);
            if new {
                seen.push(it.outcome.region);
            }
            new
        })
    }
}
