//! Tells apart the states of a world, so that what was derived from one is not shown for another.

use std::sync::Arc;

use crate::world::{TrailEvent, World};

/// Equal for equal worlds; unequal as soon as a world changed, or another one was opened.
#[derive(Clone, Default)]
pub struct WorldStamp {
    version: u64,
    /// Versions of two worlds may be equal by chance; their events never are the same ones.
    last_event: Option<Arc<TrailEvent>>,
}

impl WorldStamp {
    /// The stamp of a world.
    pub fn of(world: &World) -> Self {
        Self { version: world.version(), last_event: world.trail().events().last().cloned() }
    }
}

impl PartialEq for WorldStamp {
    fn eq(&self, other: &Self) -> bool {
        let same_event = match (&self.last_event, &other.last_event) {
            (Some(mine), Some(theirs)) => Arc::ptr_eq(mine, theirs),
            (None, None) => true,
            _ => false,
        };
        self.version == other.version && same_event
    }
}
