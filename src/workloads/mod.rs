//! What uses keys: transfers of text and files between Regions, the workloads whose data cross Regions, on a world's
//! clock and network.

pub mod demo;
pub mod envelope;
mod file_work;
mod flows;
pub mod import;
pub mod save;
mod shared;
mod stage;
mod transfer;
pub mod ways;

pub use self::{
    file_work::{FileKey, FileToOpen, OpenedFile, SealedFile},
    flows::{
        Act, Bucket, CallOutcome, CallStep, CallWords, Cargo, CargoKind, Client, Database, Deed, Delivery,
        Distribution, Flow, FlowId, FlowOrder, Flows, GlobalTable, KeyAt, LoadId, LoadOrder, LoadView, Local,
        MOST_PER_SECOND, Message as SealedMessage, Motion, Outcome, Proof, ProofKind, Rates, Records,
        ReplicationBehaviour, ReplicationRule, Results, Rivals, SecondOf, SnapshotCopy, Step, StepId, Stored,
        Tally, Woken, Workload, WrappedKey, Written, woken,
    },
    shared::{Manner, Recorded, SharedStage},
    stage::Stage,
    transfer::{Change, Fingerprint, Leg, Message, Order, Times, Transfer, TransferId},
};
