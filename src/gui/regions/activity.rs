//! How many calls each Region had lately, minute by minute.

use std::collections::BTreeMap;

use crate::{
    gui::trail::WorldStamp,
    kms::{Region, Timestamp},
    world::{Actor, World},
};

/// How many minutes are shown.
pub(super) const MINUTES: usize = 20;
const MICROS_PER_MINUTE: i64 = 60_000_000;

/// Calls per simulated minute, counted once for each change of the world and each minute.
#[derive(Default)]
pub(super) struct Activity {
    counted_for: Option<(WorldStamp, i64)>,
    calls: BTreeMap<Region, [f32; MINUTES]>,
}

impl Activity {
    /// Counts anew if the world changed or a minute has passed.
    pub fn update(&mut self, world: &World) {
        let minute = minute_of(world.now());
        let stamp = WorldStamp::of(world);
        if self.counted_for.as_ref().is_some_and(|(of, at)| *of == stamp && *at == minute) {
            return;
        }
        self.calls.clear();
        for event in world.trail().events().iter().rev() {
            let age = usize::try_from(minute - minute_of(event.time)).unwrap_or_default();
            if age >= MINUTES {
                break;
            }
            if matches!(event.actor, Actor::Caller(_) | Actor::Through(_)) {
                self.calls.entry(event.region).or_insert([0.0; MINUTES])[MINUTES - 1 - age] += 1.0;
            }
        }
        self.counted_for = Some((stamp, minute));
    }

    /// The calls of a Region, the oldest minute first.
    pub fn of(&self, region: Region) -> &[f32; MINUTES] {
        const QUIET: [f32; MINUTES] = [0.0; MINUTES];
        self.calls.get(&region).unwrap_or(&QUIET)
    }
}

fn minute_of(moment: Timestamp) -> i64 {
    moment.as_micros().div_euclid(MICROS_PER_MINUTE)
}
