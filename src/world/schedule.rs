//! The one schedule: everything that will happen by itself, in the order of time and, at one moment, of entry.

use imbl::OrdMap;
use serde::{Deserialize, Serialize};

use super::packet::PacketId;
use crate::kms::{Due, Timestamp};

/// A reminder that a floor above set; the world hands it back when its moment comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Wake(pub u64);

/// Something that will happen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) enum Entry {
    /// The service has something to do.
    Service(Due),
    /// A packet arrives.
    Arrival(PacketId),
    /// A floor above wants to go on.
    Wake(Wake),
}

/// The entries, ordered by moment and then by the order in which they were made.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Schedule {
    entries: OrdMap<(Timestamp, u64), Entry>,
    made: u64,
}

impl Schedule {
    pub fn add(&mut self, at: Timestamp, entry: Entry) {
        self.entries.insert((at, self.made), entry);
        self.made += 1;
    }

    /// The moment of the first entry.
    pub fn next_moment(&self) -> Option<Timestamp> {
        self.entries.get_min().map(|((at, _), _)| *at)
    }

    /// Takes the first entry, if its moment is not after `until`.
    pub fn take_due(&mut self, until: Timestamp) -> Option<(Timestamp, Entry)> {
        let (key, _) = self.entries.get_min()?;
        if key.0 > until {
            return None;
        }
        let key = *key;
        self.entries.remove(&key).map(|entry| (key.0, entry))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_come_in_the_order_of_time_and_then_of_entry() {
        let at = Timestamp::from_micros;
        let mut schedule = Schedule::default();
        for (moment, wake) in [(5, 1), (3, 2), (5, 3), (4, 4)] {
            schedule.add(at(moment), Entry::Wake(Wake(wake)));
        }
        assert_eq!(schedule.next_moment(), Some(at(3)));
        let mut order = Vec::new();
        while let Some((_, Entry::Wake(Wake(wake)))) = schedule.take_due(at(5)) {
            order.push(wake);
        }
        assert_eq!((order, schedule.next_moment()), (vec![2, 4, 1, 3], None));
    }
}
