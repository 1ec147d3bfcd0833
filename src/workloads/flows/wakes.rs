//! Whose a reminder of the world's schedule is: transfers, flows and loads share it.

use super::{FlowId, LoadId};
use crate::{workloads::TransferId, world::Wake};

const FLOW: u64 = 1 << 63;
const LOAD: u64 = 1 << 62;

/// Who wanted to be woken; of a packet of the network, who sent it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Woken {
    /// A transfer.
    Transfer(TransferId),
    /// A flow.
    Flow(FlowId),
    /// A load generator.
    Load(LoadId),
}

/// A flow's reminder. No stage lives to make 2^62 of them.
pub(super) fn of_flow(id: FlowId) -> Wake {
    Wake(FLOW | id.0)
}

/// A load's reminder.
pub(super) fn of_load(id: LoadId) -> Wake {
    Wake(LOAD | id.0)
}

/// Whose a reminder is.
pub fn woken(wake: Wake) -> Woken {
    match wake.0 {
        number if number & FLOW != 0 => Woken::Flow(FlowId(number & !FLOW)),
        number if number & LOAD != 0 => Woken::Load(LoadId(number & !LOAD)),
        number => Woken::Transfer(TransferId(number)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reminder_knows_whose_it_is() {
        assert_eq!(woken(of_flow(FlowId(7))), Woken::Flow(FlowId(7)));
        assert_eq!(woken(of_load(LoadId(7))), Woken::Load(LoadId(7)));
        assert_eq!(woken(Wake(7)), Woken::Transfer(TransferId(7)));
    }
}
