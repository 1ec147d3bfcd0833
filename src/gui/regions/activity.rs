//! How many calls each Region had lately, minute by minute.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::Arc,
};

use crate::{
    gui::trail::{after, is_in},
    kms::{Region, Timestamp},
    world::{Actor, Trail, TrailEvent, World},
};

/// How many minutes are shown.
pub(super) const MINUTES: usize = 20;
const MICROS_PER_MINUTE: i64 = 60_000_000;

/// Calls per simulated minute. Each event is counted once, when it is new, so that a frame costs what happened since
/// the last one.
#[derive(Default)]
pub(super) struct Activity {
    read_to: Option<Arc<TrailEvent>>,
    /// The calls of each minute since 1970 that is still shown, oldest first.
    counted: BTreeMap<Region, VecDeque<(i64, f32)>>,
    /// As they are drawn now.
    shown: BTreeMap<Region, [f32; MINUTES]>,
}

impl Activity {
    /// Counts what is new.
    pub fn update(&mut self, world: &World) {
        let now = minute_of(world.now());
        self.read(world.trail(), now);
        self.shown.clear();
        for (region, minutes) in &mut self.counted {
            while minutes.front().is_some_and(|(minute, _)| now - minute >= MINUTES as i64) {
                minutes.pop_front();
            }
            let shown = self.shown.entry(*region).or_insert([0.0; MINUTES]);
            for (minute, calls) in minutes {
                let age = usize::try_from(now - *minute).unwrap_or_default();
                shown[MINUTES - 1 - age.min(MINUTES - 1)] += *calls;
            }
        }
    }

    fn read(&mut self, trail: &Trail, now: i64) {
        let goes_on = self.read_to.as_ref().is_some_and(|last| is_in(trail, last));
        if !goes_on {
            self.counted.clear();
        }
        for event in after(trail, self.read_to.as_deref().filter(|_| goes_on)) {
            let minute = minute_of(event.time);
            if now - minute >= MINUTES as i64 || !matches!(event.actor, Actor::Caller(_) | Actor::Through(_))
            {
                continue;
            }
            let minutes = self.counted.entry(event.region).or_default();
            match minutes.back_mut() {
                Some((last, calls)) if *last == minute => *calls += 1.0,
                _ => minutes.push_back((minute, 1.0)),
            }
        }
        self.read_to = trail.events().last().cloned();
    }

    /// The calls of a Region, the oldest minute first.
    pub fn of(&self, region: Region) -> &[f32; MINUTES] {
        const QUIET: [f32; MINUTES] = [0.0; MINUTES];
        self.shown.get(&region).unwrap_or(&QUIET)
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

    #[test]
    fn what_is_counted_as_it_comes_equals_what_is_counted_anew() {
        let mut world = Stage::new(1).world;
        let regions = world.regions().to_vec();
        let alice = world.principals().named("alice").expect("she is there").acting_arn().into();
        let mut kept_up = Activity::default();
        for step in 0..90 {
            for call in 0..step % 7 {
                let region = regions[call % regions.len()];
                world.ask(region, &alice, ListKeysRequest::default()).expect("alice may");
            }
            world.advance(world.now() + Span::seconds(step as i64 % 50));
            kept_up.update(&world);
            let mut anew = Activity::default();
            anew.update(&world);
            for region in &regions {
                assert_eq!(kept_up.of(*region), anew.of(*region), "{region} after step {step}");
            }
        }
        let other = Stage::new(2).world;
        kept_up.update(&other);
        assert_eq!(kept_up.of(regions[0]).iter().sum::<f32>(), 0.0, "another world was opened");
    }
}
