//! When the steps of a transfer happen: measured where they are past, expected where they are still to come.

use crate::{
    kms::{Region, Timestamp},
    workloads::{Leg, Transfer},
    world::{one_way, round_trip},
};

/// A step of a transfer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// The source's KMS encrypts.
    Encrypt,
    /// The ciphertext travels.
    Travel,
    /// The destination's KMS decrypts.
    Decrypt,
}

/// A step with its span.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Phase {
    /// Which step.
    pub step: Step,
    /// When it starts, in milliseconds after the beginning of all.
    pub start: f64,
    /// When it ends, in milliseconds after the beginning of all.
    pub end: f64,
    /// Whether its end is past.
    pub past: bool,
}

/// The steps of a transfer, one after the other.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Timeline {
    beginning: Timestamp,
    /// At least one.
    pub phases: Vec<Phase>,
}

/// The share of the width that the shortest step gets at least.
const LEAST_SHARE: f64 = 0.16;

impl Timeline {
    /// The steps of a transfer; nothing before it has begun.
    pub fn of(transfer: &Transfer) -> Option<Self> {
        let times = &transfer.times;
        let beginning = times.asked.or(times.left)?;
        let mut timeline = Self { beginning, phases: Vec::with_capacity(3) };
        let within = |region: Region| round_trip(region, region);
        if refused_at_source(transfer) {
            timeline.add(Step::Encrypt, times.ended, 0.0);
            return Some(timeline);
        }
        if times.asked.is_some() {
            timeline.add(Step::Encrypt, times.left, within(transfer.source).as_millis_f64());
        }
        let travels = one_way(transfer.source, transfer.destination);
        timeline.add(Step::Travel, times.arrived, travels.as_millis_f64());
        timeline.add(Step::Decrypt, times.ended, within(transfer.destination).as_millis_f64());
        Some(timeline)
    }

    fn add(&mut self, step: Step, ended: Option<Timestamp>, expected: f64) {
        let start = self.end();
        let end = ended.map_or(start + expected, |ended| self.millis(ended));
        self.phases.push(Phase { step, start, end, past: ended.is_some() });
    }

    /// When all is over, in milliseconds after the beginning.
    pub fn end(&self) -> f64 {
        self.phases.last().map_or(0.0, |phase| phase.end)
    }

    /// A moment in milliseconds after the beginning.
    pub fn millis(&self, moment: Timestamp) -> f64 {
        (moment - self.beginning).as_millis_f64()
    }

    /// Where a moment (in milliseconds after the beginning) stands from 0 to 1.
    ///
    /// Short steps are widened so that they can be seen: a step's width grows with the square root of its time.
    pub fn place(&self, millis: f64) -> f32 {
        if self.end() <= 0.0 {
            return 0.0;
        }
        let mut left = 0.0;
        for (phase, width) in self.phases.iter().zip(self.widths()) {
            if millis < phase.end {
                let share = (millis - phase.start).max(0.0) / (phase.end - phase.start);
                return (left + width * share) as f32;
            }
            left += width;
        }
        1.0
    }

    fn widths(&self) -> Vec<f64> {
        let root = |phase: &Phase| (phase.end - phase.start).max(0.0).sqrt();
        let all: f64 = self.phases.iter().map(root).sum();
        let share = |phase: &Phase| if all > 0.0 { (root(phase) / all).max(LEAST_SHARE) } else { 1.0 };
        let shares: Vec<f64> = self.phases.iter().map(share).collect();
        let whole: f64 = shares.iter().sum();
        shares.into_iter().map(|share| share / whole).collect()
    }
}

/// Whether the source's KMS refused, so that nothing ever travelled.
pub(super) fn refused_at_source(transfer: &Transfer) -> bool {
    transfer.message.is_none() && matches!(transfer.leg, Leg::Refused { .. })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn timeline(ends: &[f64]) -> Timeline {
        let mut timeline = Timeline { beginning: Timestamp::from_micros(0), phases: Vec::new() };
        for (step, end) in [Step::Encrypt, Step::Travel, Step::Decrypt].into_iter().zip(ends) {
            let expected = end - timeline.end();
            timeline.add(step, None, expected);
        }
        timeline
    }

    #[test]
    fn places_rise_from_nothing_to_the_whole_width() {
        let line = timeline(&[0.9, 41.2, 42.1]);
        let places: Vec<f32> =
            [0.0, 0.45, 0.9, 20.0, 41.2, 42.0, 42.1, 99.0].map(|at| line.place(at)).to_vec();
        assert!(places.is_sorted(), "{places:?}");
        assert_eq!((places[0], places[6], places[7]), (0.0, 1.0, 1.0));
        assert!(places[2] > 0.1, "a call of 0.9 ms can be seen beside 40 ms: {places:?}");
        assert!(line.place(-5.0).abs() < 1e-6);
    }

    #[test]
    fn a_step_without_length_harms_nothing() {
        let line = timeline(&[0.0]);
        assert_eq!((line.place(0.0), line.place(5.0), line.end()), (0.0, 0.0, 0.0));
    }
}
