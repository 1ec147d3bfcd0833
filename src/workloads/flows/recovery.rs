//! Disaster recovery of a database: an encrypted snapshot is taken, copied to another Region, and restored there. That
//! needs a key which is valid there.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{
    Act, CargoKind, Client, FlowId, Workload,
    moves::{Asked, Move},
    plan::{Plan, ask},
};
use crate::{
    kms::{Region, api::EncryptionContext},
    workloads::Stage,
};

/// A database with encrypted snapshots.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Database {
    /// Its name.
    pub name: Arc<str>,
    /// Its Region.
    pub region: Region,
    /// The KMS key of its Region, in any form that GenerateDataKey takes.
    pub key_id: String,
    /// In whose name the service calls KMS, by the ARN under which it acts.
    pub caller: Arc<str>,
}

/// How a snapshot comes to another Region.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SnapshotCopy {
    /// With its wrapped data key, as it is. Restoring it needs a member of the same multi-Region key there.
    Unchanged,
    /// Decrypted in its Region and encrypted under a key of the destination, as managed database services do it.
    ReEncrypted {
        /// The key of the destination.
        key_id: String,
    },
}

impl Database {
    fn path(&self) -> Arc<str> {
        format!("{}/snapshot", self.name).into()
    }

    fn context(&self) -> EncryptionContext {
        EncryptionContext::from([("database".to_owned(), self.name.to_string())])
    }

    fn plan(&self, act: Act, region: Region, moves: Vec<Move>) -> Plan {
        Plan::new(Workload::DisasterRecovery, act, self.path(), region, moves).in_context(self.context())
    }

    fn snapshot(&self) -> Vec<Move> {
        let data_key = Asked::DataKey { key_id: self.key_id.clone() };
        vec![ask(&self.caller, data_key), Move::Seal, Move::Put { name: self.path() }]
    }

    fn copy(&self, to: Region, copy: &SnapshotCopy) -> Vec<Move> {
        let name = self.path();
        let mut moves = vec![Move::Get { name: Arc::clone(&name) }];
        match copy {
            SnapshotCopy::Unchanged => moves.push(Move::Carry { to, kind: CargoKind::Snapshot }),
            SnapshotCopy::ReEncrypted { key_id } => moves.extend([
                ask(&self.caller, Asked::Unwrap(Client::Own)),
                Move::Open { keep: true },
                Move::Carry { to, kind: CargoKind::DataInTransit },
                ask(&self.caller, Asked::DataKey { key_id: key_id.clone() }),
                Move::Seal,
            ]),
        }
        moves.push(Move::Put { name });
        moves
    }

    fn restore(&self, caller: &Arc<str>) -> Vec<Move> {
        vec![
            Move::Get { name: self.path() },
            ask(caller, Asked::Unwrap(Client::Own)),
            Move::Open { keep: false },
        ]
    }

    /// A snapshot whose copy it sets off; a restorer, if there is one, restores it when it has arrived.
    pub(super) fn recovery_plan(
        &self,
        (to, copy): (Region, &SnapshotCopy),
        data: &[u8],
        restorer: Option<&Arc<str>>,
    ) -> Plan {
        let set_off = |act, moves| Move::SetOff { act, name: self.path(), moves };
        let mut copying = self.copy(to, copy);
        copying.extend(restorer.map(|caller| set_off(Act::Read, self.restore(caller))));
        let mut moves = self.snapshot();
        moves.push(set_off(Act::Replicate, copying));
        self.plan(Act::Write, self.region, moves).with_data(data)
    }
}

impl Stage {
    /// Takes a snapshot in the database's Region.
    pub fn take_snapshot(&mut self, database: &Database, data: &[u8]) -> FlowId {
        self.start(database.plan(Act::Write, database.region, database.snapshot()).with_data(data))
    }

    /// Copies the snapshot to another Region.
    pub fn copy_snapshot(&mut self, database: &Database, to: Region, copy: &SnapshotCopy) -> FlowId {
        self.start(database.plan(Act::Replicate, database.region, database.copy(to, copy)))
    }

    /// Restores the snapshot that a Region has, by that Region's own KMS, in the name of a caller.
    pub fn restore_snapshot(&mut self, database: &Database, region: Region, caller: &Arc<str>) -> FlowId {
        self.start(database.plan(Act::Read, region, database.restore(caller)))
    }
}
