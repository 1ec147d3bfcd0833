//! What travels between Regions: ciphertext on its way, and what KMS copies from a primary to other members.

use serde::{Deserialize, Serialize};

use crate::kms::{KeyId, Region, Synchronised, Timestamp};

/// Numbers the packets of a world.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PacketId(pub u64);

/// Something on its way from one Region to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Packet {
    /// Its number.
    pub id: PacketId,
    /// What it carries.
    pub load: Load,
    /// Where it left.
    pub from: Region,
    /// Where it goes.
    pub to: Region,
    /// When it left.
    pub departs: Timestamp,
    /// When it arrives.
    pub arrives: Timestamp,
}

/// What a packet carries. Plaintext never travels, so there is no such load.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Load {
    /// Ciphertext of a workload, with the reminder to give when it arrives.
    Ciphertext {
        /// How many bytes.
        bytes: u64,
        /// Who waits for it.
        wake: super::Wake,
    },
    /// What KMS copies between the members of a key.
    KeyState {
        /// The key.
        key: KeyId,
        /// What is copied.
        what: Synchronised,
    },
}

impl Packet {
    /// How far the packet is at a moment: 0 at its departure, 1 at its arrival.
    pub fn progress(&self, now: Timestamp) -> f32 {
        let whole = (self.arrives - self.departs).as_micros();
        let gone = (now - self.departs).as_micros();
        if whole <= 0 { 1.0 } else { (gone as f32 / whole as f32).clamp(0.0, 1.0) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_runs_from_departure_to_arrival() {
        let region = |code: &str| code.parse().expect("known");
        let packet = Packet {
            id: PacketId(1),
            load: Load::Ciphertext { bytes: 1, wake: super::super::Wake(1) },
            from: region("us-east-1"),
            to: region("eu-west-1"),
            departs: Timestamp::from_micros(100),
            arrives: Timestamp::from_micros(300),
        };
        let at = |micros| packet.progress(Timestamp::from_micros(micros));
        assert_eq!((at(50), at(100), at(200), at(300), at(900)), (0.0, 0.0, 0.5, 1.0, 1.0));
    }
}
