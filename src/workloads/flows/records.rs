//! Records that a client encrypts and a store replicates unchanged: written and read in every Region. Which keys the
//! writers use and whom the readers ask makes the difference between the ways to share key material.

use std::{collections::BTreeMap, sync::Arc};

use serde::{Deserialize, Serialize};

use super::{
    Act, CargoKind, Client, Workload,
    moves::{Asked, Move},
    plan::{Plan, ask, ask_at},
};
use crate::{
    kms::{KeyId, Region, api::EncryptionContext},
    workloads::{FlowId, Stage},
    world::World,
};

/// A key, and whose endpoint is called for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyAt {
    /// The Region of the endpoint.
    pub endpoint: Region,
    /// The key, in any form that GenerateDataKey takes there.
    pub key_id: String,
}

/// How records are encrypted and decrypted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Records {
    /// The keys of each Region's writers: the first gives the data key, the others wrap it once more.
    pub keys: BTreeMap<Region, Vec<KeyAt>>,
    /// How readers choose whom to ask.
    pub reader: Client,
    /// Who acts in each Region, by the ARN under which it acts.
    pub callers: BTreeMap<Region, Arc<str>>,
    /// The encryption context.
    pub context: EncryptionContext,
}

impl Records {
    /// Records under a key of the world: of a multi-Region key every Region uses its own member, with clients that know
    /// such keys; any other key is called in its own Region by all. Nothing comes back if there is no such key. Regions
    /// without a caller have neither writers nor readers.
    pub fn under_key(
        world: &World,
        key: &KeyId,
        callers: BTreeMap<Region, Arc<str>>,
        context: EncryptionContext,
    ) -> Option<Self> {
        let family = world.store().family(key)?;
        let multi_region = family.is_multi_region();
        let endpoint = |region: &Region| {
            let has_member = multi_region && family.members.contains_key(region);
            if has_member { *region } else { family.primary }
        };
        let keys = callers.keys().map(|region| {
            let endpoint = endpoint(region);
            (*region, vec![KeyAt { endpoint, key_id: family.arn(endpoint).to_string() }])
        });
        let reader = if multi_region { Client::MultiRegionAware } else { Client::Strict };
        Some(Self { keys: keys.collect(), reader, callers, context })
    }

    /// The Regions with writers and readers.
    pub fn regions(&self) -> impl Iterator<Item = Region> {
        self.keys.keys().copied()
    }

    fn caller(&self, region: Region) -> Arc<str> {
        self.callers.get(&region).cloned().unwrap_or_default()
    }

    /// Encrypts data in a Region, stores the record there, and has it replicated to every other Region.
    pub(in crate::workloads) fn write(&self, region: Region, name: &str, data: &[u8]) -> Plan {
        self.write_as((Workload::ClientSide, CargoKind::Message), region, name, data, None)
    }

    /// [`Self::write`], as part of some workload. A reader, if there is one, opens each replica when it has arrived.
    pub(super) fn write_as(
        &self,
        (workload, kind): (Workload, CargoKind),
        region: Region,
        name: &str,
        data: &[u8],
        reader: Option<&Arc<str>>,
    ) -> Plan {
        let name: Arc<str> = name.into();
        let caller = self.caller(region);
        let mut moves = Vec::new();
        for (number, key) in self.keys.get(&region).into_iter().flatten().enumerate() {
            let key_id = key.key_id.clone();
            let what = if number == 0 { Asked::DataKey { key_id } } else { Asked::Wrap { key_id } };
            moves.push(ask_at(key.endpoint, &caller, what));
        }
        moves.extend([Move::Seal, Move::Put { name: Arc::clone(&name) }]);
        let others = self.regions().filter(|to| *to != region);
        moves.extend(others.map(|to| {
            let reading = reader.map(|reader| self.reading(&name, reader));
            replication(to, &name, kind, reading)
        }));
        Plan::new(workload, Act::Write, name, region, moves).with_data(data).in_context(self.context.clone())
    }

    /// Reads the record that a Region has, and decrypts it.
    pub(in crate::workloads) fn read(&self, region: Region, name: &str) -> Plan {
        let name: Arc<str> = name.into();
        let moves = self.reading(&name, &self.caller(region));
        Plan::new(Workload::ClientSide, Act::Read, name, region, moves)
    }

    /// Reads the record of the Region where the flow is.
    fn reading(&self, name: &Arc<str>, reader: &Arc<str>) -> Vec<Move> {
        vec![
            Move::Get { name: Arc::clone(name) },
            ask(reader, Asked::Unwrap(self.reader)),
            Move::Open { keep: false },
        ]
    }
}

/// Sets off the replication of the message in hand, unchanged; `reading` is set off where it has arrived.
fn replication(to: Region, name: &Arc<str>, kind: CargoKind, reading: Option<Vec<Move>>) -> Move {
    let mut moves = vec![Move::Carry { to, kind }, Move::Put { name: Arc::clone(name) }];
    moves.extend(reading.map(|moves| Move::SetOff { act: Act::Read, name: Arc::clone(name), moves }));
    Move::SetOff { act: Act::Replicate, name: Arc::clone(name), moves }
}

impl Stage {
    /// Writes a record in a Region.
    pub fn write_record(&mut self, records: &Records, region: Region, name: &str, data: &[u8]) -> FlowId {
        self.start(records.write(region, name, data))
    }

    /// Reads a record in a Region.
    pub fn read_record(&mut self, records: &Records, region: Region, name: &str) -> FlowId {
        self.start(records.read(region, name))
    }
}
