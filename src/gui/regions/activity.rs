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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        kms::{Span, api::ListKeysRequest},
        workloads::Stage,
    };

    #[test]
    fn calls_are_counted_by_minute_and_move_to_the_left() {
        let mut world = Stage::new(1).world;
        let us = world.regions()[0];
        let alice = world.principals().named("alice").expect("she is there").acting_arn().into();
        for _ in 0..3 {
            world.ask(us, &alice, ListKeysRequest::default()).expect("alice may");
        }
        let mut activity = Activity::default();
        activity.update(&world);
        assert_eq!(activity.of(us)[MINUTES - 1], 3.0);
        assert_eq!(activity.of(world.regions()[1]).iter().sum::<f32>(), 0.0);
        world.advance(world.now() + Span::seconds(60 * 5));
        activity.update(&world);
        assert_eq!(activity.of(us)[MINUTES - 6], 3.0);
        world.advance(world.now() + Span::seconds(60 * 20));
        activity.update(&world);
        assert_eq!(activity.of(us).iter().sum::<f32>(), 0.0, "too long ago");
    }
}
