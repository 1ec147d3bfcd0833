//! When two worlds are equal.

use super::World;

impl PartialEq for World {
    /// Equal worlds have the same past and will have the same future.
    fn eq(&self, other: &Self) -> bool {
        self.now == other.now
            && self.rng == other.rng
            && self.regions == other.regions
            && self.principals == other.principals
            && self.transitions == other.transitions
            && self.quotas == other.quotas
            && self.store == other.store
            && self.backends == other.backends
            && self.schedule == other.schedule
            && self.packets == other.packets
            && self.packets_made == other.packets_made
            && self.trail == other.trail
            && self.metrics == other.metrics
            && self.throttle == other.throttle
            && self.dark == other.dark
    }
}
