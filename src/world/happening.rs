//! What happened, for those who watch: calls answered, packets that left and arrived. Views draw these and invent
//! nothing.

use std::sync::Arc;

use imbl::Vector;

use super::{packet::Packet, trail::TrailEvent};

/// How many happenings a world remembers.
const MAX_HAPPENINGS: usize = 4096;

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Happening {
    /// An event was recorded in a Region's trail.
    Recorded(Arc<TrailEvent>),
    /// A packet left its Region.
    Left(Arc<Packet>),
    /// A packet arrived.
    Arrived(Arc<Packet>),
}

/// The latest happenings, oldest first. They are not part of a save.
#[derive(Clone, Debug, Default)]
pub struct Happenings {
    latest: Vector<Happening>,
    made: u64,
}

impl Happenings {
    pub(super) fn add(&mut self, happening: Happening) {
        self.latest.push_back(happening);
        self.made += 1;
        if self.latest.len() > MAX_HAPPENINGS {
            self.latest.pop_front();
        }
    }

    /// How many happenings there ever were.
    pub fn made(&self) -> u64 {
        self.made
    }

    /// The happenings after the first `seen`, as far as they are remembered, oldest first.
    pub fn since(&self, seen: u64) -> impl Iterator<Item = &Happening> {
        let new = usize::try_from(self.made.saturating_sub(seen)).unwrap_or(usize::MAX);
        self.latest.iter().skip(self.latest.len().saturating_sub(new))
    }
}
