//! A flow before it starts.

use std::sync::Arc;

use super::{
    Act, FlowId, LoadId, Workload,
    flow::Hands,
    moves::{Ask, Asked, Move},
};
use crate::kms::{
    Region,
    api::{Blob, EncryptionContext},
};

/// What a flow shall do.
#[derive(Clone, Debug)]
pub(in crate::workloads) struct Plan {
    pub workload: Workload,
    pub act: Act,
    pub name: Arc<str>,
    pub region: Region,
    pub cause: Option<FlowId>,
    pub load: Option<LoadId>,
    pub(super) hands: Hands,
    pub(super) moves: Vec<Move>,
}

impl Plan {
    pub(super) fn new(
        workload: Workload,
        act: Act,
        name: Arc<str>,
        region: Region,
        moves: Vec<Move>,
    ) -> Self {
        Self { workload, act, name, region, cause: None, load: None, hands: Hands::default(), moves }
    }

    /// The plan, with data in hand.
    pub(super) fn with_data(mut self, data: &[u8]) -> Self {
        self.hands.data = Some(data.into());
        self
    }

    /// The plan, with a signature or a MAC in hand.
    pub(super) fn with_proof(mut self, proof: &Blob) -> Self {
        self.hands.proof = Some(proof.clone());
        self
    }

    /// The plan, with an encryption context in hand.
    pub(super) fn in_context(mut self, context: EncryptionContext) -> Self {
        self.hands.context = context;
        self
    }

    /// The plan as part of a load.
    pub(super) fn of_load(mut self, load: LoadId) -> Self {
        self.load = Some(load);
        self
    }
}

/// A call at the endpoint of the Region where the flow is.
pub(super) fn ask(caller: &Arc<str>, what: Asked) -> Move {
    Move::Ask(asking(caller, what))
}

/// [`ask`], as part of another move.
pub(super) fn asking(caller: &Arc<str>, what: Asked) -> Ask {
    Ask { endpoint: None, caller: Arc::clone(caller), what }
}

/// A call at the endpoint of a Region.
pub(super) fn ask_at(endpoint: Region, caller: &Arc<str>, what: Asked) -> Move {
    Move::Ask(Ask { endpoint: Some(endpoint), caller: Arc::clone(caller), what })
}
