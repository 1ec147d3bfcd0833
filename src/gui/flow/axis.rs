//! The axis of a sequence: from moments to places and back. A step's width grows with the square root of its time, so
//! that a call of a millisecond can be seen beside an ocean; and a step with a name gets room for it, if there is any.

use super::story::{Act, Story};
use crate::kms::Timestamp;

/// All steps together get at least this share of the width, evenly.
const LEAST_SHARE: f64 = 0.4;
/// What names take together at most; the rest of the width tells how long things are.
const MOST_SHARE: f64 = 0.85;
/// Moments that are closer than this are one, in milliseconds.
const CLOSEST: f64 = 0.001;

/// How much of the width the name of a step would like to have.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Wish {
    /// When the step begins and ends, in milliseconds after the beginning.
    pub step: (f64, f64),
    /// Of the whole width, from 0 to 1.
    pub share: f32,
}

/// Where moments stand, from 0 to 1.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Axis {
    /// Milliseconds after the beginning, with their places; both rise.
    knots: Vec<(f64, f64)>,
}

impl Axis {
    /// The axis of a story, with room for what has names.
    pub fn of(story: &Story, wishes: &[Wish]) -> Self {
        let mut moments: Vec<Timestamp> = vec![story.began, story.ends];
        for beat in &story.beats {
            moments.extend([beat.start, beat.end]);
            if let Act::Call { arrives, answers, .. } = beat.act {
                moments.extend([arrives, answers]);
            }
        }
        moments.sort_unstable();
        Self::through(moments.into_iter().map(|moment| story.millis(moment)), wishes)
    }

    /// The axis through some moments in milliseconds, in rising order.
    fn through(moments: impl Iterator<Item = f64>, wishes: &[Wish]) -> Self {
        let mut times: Vec<f64> = Vec::new();
        for time in moments {
            if times.last().is_none_or(|last| time - last > CLOSEST) {
                times.push(time);
            }
        }
        let roots: Vec<f64> = times.windows(2).map(|ends| (ends[1] - ends[0]).sqrt()).collect();
        let all: f64 = roots.iter().sum();
        let least = LEAST_SHARE / roots.len().max(1) as f64;
        let mut shares = vec![least; roots.len()];
        for Wish { step: (from, to), share } in wishes {
            let within =
                |ends: &[f64]| ends[0] >= from - CLOSEST && ends[1] <= to + CLOSEST && ends[1] > ends[0];
            let inside: Vec<usize> = times
                .windows(2)
                .enumerate()
                .filter_map(|(number, ends)| within(ends).then_some(number))
                .collect();
            let has: f64 = inside.iter().map(|number| shares[*number]).sum();
            let lacks = (f64::from(*share) - has).max(0.0) / inside.len().max(1) as f64;
            for number in inside {
                shares[number] += lacks;
            }
        }
        let taken: f64 = shares.iter().sum();
        let scale = if taken > MOST_SHARE { MOST_SHARE / taken } else { 1.0 };
        let mut place = 0.0;
        let mut knots = vec![(times.first().copied().unwrap_or_default(), 0.0)];
        for ((time, share), root) in times.iter().skip(1).zip(&shares).zip(&roots) {
            place += share * scale + root / all * (1.0 - taken * scale);
            knots.push((*time, place));
        }
        Self { knots }
    }

    /// Where a moment stands, in milliseconds after the beginning.
    pub fn place(&self, millis: f64) -> f32 {
        between(&self.knots, millis, |knot| knot.0, |knot| knot.1) as f32
    }

    /// The moment that stands at a place, in milliseconds after the beginning.
    pub fn millis(&self, place: f32) -> f64 {
        between(&self.knots, f64::from(place), |knot| knot.1, |knot| knot.0)
    }

    /// The moments between the steps, in milliseconds.
    pub fn knots(&self) -> impl Iterator<Item = f64> {
        self.knots.iter().map(|knot| knot.0)
    }
}

/// The value of `to` where `from` has a value, between the two nearest knots.
fn between(
    knots: &[(f64, f64)],
    value: f64,
    from: impl Fn(&(f64, f64)) -> f64,
    to: impl Fn(&(f64, f64)) -> f64,
) -> f64 {
    let after = knots.partition_point(|knot| from(knot) <= value);
    match (after.checked_sub(1).and_then(|before| knots.get(before)), knots.get(after)) {
        (Some(before), Some(after)) => {
            let share = (value - from(before)) / (from(after) - from(before));
            to(before) + (to(after) - to(before)) * share
        }
        (Some(only), None) | (None, Some(only)) => to(only),
        (None, None) => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_rise_from_nothing_to_the_whole_width_and_lead_back() {
        let axis = Axis::through([0.0, 0.9, 41.2, 42.1].into_iter(), &[]);
        let times = [0.0, 0.45, 0.9, 20.0, 41.2, 42.0, 42.1];
        let places: Vec<f32> = times.iter().map(|at| axis.place(*at)).collect();
        assert!(places.is_sorted(), "{places:?}");
        assert!(places[0].abs() < 1e-6 && (places[6] - 1.0).abs() < 1e-6, "{places:?}");
        assert!(places[2] > 0.1, "a call of 0.9 ms can be seen beside 40 ms: {places:?}");
        assert_eq!((axis.place(-5.0), axis.place(99.0)), (0.0, places[6]));
        for (time, place) in times.iter().zip(&places) {
            assert!((axis.millis(*place) - time).abs() < 1e-3, "{time}");
        }
    }

    #[test]
    fn a_story_without_length_harms_nothing() {
        let axis = Axis::through([0.0, 0.0].into_iter(), &[]);
        assert_eq!((axis.place(0.0), axis.place(5.0), axis.millis(0.5)), (0.0, 0.0, 0.0));
    }

    #[test]
    fn a_step_with_a_name_gets_room_for_it() {
        let times = [0.0, 0.9, 41.2, 42.1];
        let wish = |from, to, share| Wish { step: (from, to), share };
        let axis = Axis::through(times.into_iter(), &[wish(0.0, 0.9, 0.3), wish(41.2, 42.1, 0.2)]);
        let width = |from, to| axis.place(to) - axis.place(from);
        assert!(width(0.0, 0.9) >= 0.3 && width(41.2, 42.1) >= 0.2, "{axis:?}");
        assert!((axis.place(42.1) - 1.0).abs() < 1e-6, "{axis:?}");
        // Of more than there is everybody gets a part, and time its own.
        let axis = Axis::through(times.into_iter(), &[wish(0.0, 0.9, 0.9), wish(41.2, 42.1, 0.9)]);
        let width = |from, to| axis.place(to) - axis.place(from);
        assert!((width(0.0, 0.9) - width(41.2, 42.1)).abs() < 1e-6 && width(0.9, 41.2) > 0.1, "{axis:?}");
    }
}
