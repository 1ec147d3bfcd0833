//! Any of the workloads, ready to be started. One order tells the whole story: where data are replicated, a reader may
//! open what has arrived, set off by the replication itself.

use std::sync::Arc;

use super::{
    Bucket, Database, Delivery, FlowId, Flows, GlobalTable, Proof, ReplicationRule, SnapshotCopy, calls,
    moves::Move, plan::Plan,
};
use crate::{
    kms::{
        Region, Timestamp,
        api::{Blob, Request},
    },
    workloads::Stage,
};

/// A workload to be started. Readers and restorers are named by the ARN under which they act; without one nobody opens
/// what has arrived.
#[derive(Clone, Debug, PartialEq)]
pub enum FlowOrder {
    /// A message from one Region to a reader in another.
    Delivery {
        /// The message.
        delivery: Delivery,
        /// What it holds.
        data: Arc<[u8]>,
    },
    /// An object that is stored and replicated.
    Object {
        /// Where it is stored.
        bucket: Bucket,
        /// Where it is replicated to.
        rules: Vec<ReplicationRule>,
        /// Its name.
        object: Arc<str>,
        /// What it holds.
        data: Arc<[u8]>,
        /// Who opens every replica.
        reader: Option<Arc<str>>,
    },
    /// An item that is written in one or several Regions at once.
    Item {
        /// Its table.
        table: GlobalTable,
        /// Its name.
        item: Arc<str>,
        /// Where it is written, and what.
        writes: Vec<(Region, Arc<[u8]>)>,
        /// Who opens it in every Region where it arrives.
        reader: Option<Arc<str>>,
    },
    /// A snapshot that is taken and copied.
    Recovery {
        /// The database.
        database: Database,
        /// What it holds.
        data: Arc<[u8]>,
        /// Where the snapshot is copied to.
        to: Region,
        /// How.
        copy: SnapshotCopy,
        /// Who restores it there.
        restorer: Option<Arc<str>>,
    },
    /// A signature or a MAC that is made in one Region and verified in another.
    Proof {
        /// The proof.
        proof: Proof,
        /// The document or the claims.
        data: Arc<[u8]>,
    },
    /// A signature or a MAC that is there already: it is brought to the verifier, and nobody is asked to make it.
    Verify {
        /// The proof.
        proof: Proof,
        /// What travels with it: the digest that was signed, or the claims.
        message: Arc<[u8]>,
        /// The signature or the MAC.
        made: Blob,
    },
}

impl FlowOrder {
    /// The flows that it starts.
    fn plans(&self) -> Vec<Plan> {
        match self {
            Self::Delivery { delivery, data } => vec![delivery.plan(data)],
            Self::Object { bucket, rules, object, data, reader } => {
                vec![bucket.put_plan(rules, object, data, reader.as_ref())]
            }
            Self::Item { table, item, writes, reader } => writes
                .iter()
                .map(|(region, data)| table.put_plan(*region, item, data, reader.as_ref()))
                .collect(),
            Self::Recovery { database, data, to, copy, restorer } => {
                vec![database.recovery_plan((*to, copy), data, restorer.as_ref())]
            }
            Self::Proof { proof, data } => vec![proof.plan(data)],
            Self::Verify { proof, message, made } => vec![proof.verification_plan(message, made)],
        }
    }

    /// The first request that each of its flows puts to KMS, with the Region whose endpoint is asked. Where a bucket key
    /// is at hand, nothing is asked.
    pub fn first_requests(&self) -> Vec<(Region, Request)> {
        let first = |plan| {
            let mut flow = Flows::default().new_flow(plan, Timestamp::default());
            while let Some(next) = flow.moves.pop_front() {
                match next {
                    Move::Context(context) => flow.hands.context = context,
                    // What is there already travels first.
                    Move::Carry { .. } => {}
                    Move::Ask(ask) | Move::BucketKey { ask, .. } => {
                        let composed = calls::compose(&flow, &ask).ok()?;
                        return Some((composed.endpoint, composed.request));
                    }
                    _ => return None,
                }
            }
            None
        };
        self.plans().into_iter().filter_map(first).collect()
    }

    /// Who makes that request, by the ARN under which it acts, where that is not who starts the workload.
    pub fn first_caller(&self) -> Option<&Arc<str>> {
        match self {
            Self::Verify { proof, .. } => Some(&proof.verifier),
            _ => None,
        }
    }

    /// Where its data begin.
    pub fn from(&self) -> Option<Region> {
        self.plans().first().map(|plan| plan.region)
    }

    /// What people call its workload.
    pub fn label(&self) -> &'static str {
        self.plans().first().map_or("Workload", |plan| plan.workload.label())
    }
}

impl Stage {
    /// Starts a workload now: one flow, or one for each Region in which an item is written. What these set off follows
    /// by itself. All are one story: the other writes belong to the first.
    pub fn start_order(&mut self, order: &FlowOrder) -> Vec<FlowId> {
        let mut started: Vec<FlowId> = Vec::new();
        for mut plan in order.plans() {
            plan.cause = started.first().copied();
            started.push(self.start(plan));
        }
        started
    }
}
