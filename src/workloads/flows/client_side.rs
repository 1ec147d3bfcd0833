//! One message from a writer in one Region to a reader in another, by clients of several kinds.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{
    Act, CargoKind, Client, FlowId, KeyAt, Workload,
    moves::{Asked, Move},
    plan::{Plan, ask, ask_at},
};
use crate::{
    kms::{Region, api::EncryptionContext},
    workloads::Stage,
};

/// A message to be encrypted, sent and decrypted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// What people call it.
    pub name: Arc<str>,
    /// Where it is encrypted.
    pub from: Region,
    /// Where it is decrypted.
    pub to: Region,
    /// The first key gives the data key, the others wrap it once more.
    pub keys: Vec<KeyAt>,
    /// How the reader's client chooses whom to ask.
    pub reader_client: Client,
    /// Who encrypts, by the ARN under which it acts.
    pub writer: Arc<str>,
    /// Who decrypts.
    pub reader: Arc<str>,
    /// The encryption context.
    pub context: EncryptionContext,
}

impl Stage {
    /// Encrypts data in one Region, sends the message to another, and has it opened there.
    pub fn deliver(&mut self, delivery: &Delivery, data: &[u8]) -> FlowId {
        self.start(delivery.plan(data))
    }
}

impl Delivery {
    /// What it does with data.
    pub(super) fn plan(&self, data: &[u8]) -> Plan {
        let Self { name, from, to, keys, reader_client, writer, reader, context } = self;
        let mut moves = Vec::new();
        for (number, key) in keys.iter().enumerate() {
            let key_id = key.key_id.clone();
            let what = if number == 0 { Asked::DataKey { key_id } } else { Asked::Wrap { key_id } };
            moves.push(ask_at(key.endpoint, writer, what));
        }
        moves.extend([
            Move::Seal,
            Move::Carry { to: *to, kind: CargoKind::Message },
            ask(reader, Asked::Unwrap(*reader_client)),
            Move::Open { keep: false },
        ]);
        let plan = Plan::new(Workload::ClientSide, Act::Deliver, Arc::clone(name), *from, moves);
        plan.with_data(data).in_context(context.clone())
    }
}
