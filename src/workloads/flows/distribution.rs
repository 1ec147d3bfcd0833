//! How often something took how long.

use imbl::OrdMap;
use serde::{Deserialize, Serialize};

use crate::kms::Span;

/// The most different times that are told apart; beyond them a time counts as the nearest shorter one.
const MOST_TIMES: usize = 2048;

/// Counts of times, to the microsecond. Cheap to clone.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Distribution(OrdMap<Span, u64>);

impl Distribution {
    /// Counts a time.
    pub fn add(&mut self, time: Span) {
        let time = if self.0.len() < MOST_TIMES || self.0.contains_key(&time) {
            time
        } else {
            // The map is not empty.
            self.0
                .get_prev(&time)
                .or_else(|| self.0.get_min().map(|(at, n)| (at, n)))
                .map_or(time, |(at, _)| *at)
        };
        *self.0.entry(time).or_default() += 1;
    }

    /// Counts all times of another.
    pub fn add_all(&mut self, other: &Self) {
        for (time, count) in &other.0 {
            *self.0.entry(*time).or_default() += count;
        }
    }

    /// How many times were counted.
    pub fn count(&self) -> u64 {
        self.0.values().sum()
    }

    /// Every time with how often it was counted, the shortest first.
    pub fn times(&self) -> impl Iterator<Item = (Span, u64)> {
        self.0.iter().map(|(time, count)| (*time, *count))
    }

    /// The shortest time.
    pub fn min(&self) -> Option<Span> {
        self.0.get_min().map(|(time, _)| *time)
    }

    /// The longest time.
    pub fn max(&self) -> Option<Span> {
        self.0.get_max().map(|(time, _)| *time)
    }

    /// The mean, rounded to microseconds.
    pub fn mean(&self) -> Option<Span> {
        let count = i64::try_from(self.count()).ok().filter(|count| *count > 0)?;
        let sum: i64 = self
            .times()
            .map(|(time, many)| time.as_micros().saturating_mul(i64::try_from(many).unwrap_or(i64::MAX)))
            .fold(0, i64::saturating_add);
        Some(Span::micros(sum / count))
    }

    /// The time under which this share of all lies, between 0 and 1: the nearest rank.
    pub fn percentile(&self, share: f64) -> Option<Span> {
        let count = self.count();
        let rank = ((share.clamp(0.0, 1.0) * count as f64).ceil() as u64).max(1);
        let mut seen = 0;
        self.times().find_map(|(time, many)| {
            seen += many;
            (seen >= rank).then_some(time)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_times_that_were_counted() {
        let mut all = Distribution::default();
        assert_eq!((all.mean(), all.percentile(0.5)), (None, None));
        for micros in 1..=100 {
            all.add(Span::micros(micros));
        }
        let at = |share| all.percentile(share).map(Span::as_micros);
        assert_eq!((at(0.0), at(0.5), at(0.95), at(1.0)), (Some(1), Some(50), Some(95), Some(100)));
        assert_eq!(all.mean(), Some(Span::micros(50)));
        assert_eq!((all.min(), all.max()), (Some(Span::micros(1)), Some(Span::micros(100))));
    }

    #[test]
    fn it_stays_small() {
        let mut all = Distribution::default();
        for micros in 0..10_000 {
            all.add(Span::micros(micros * 7 % 9973));
        }
        assert_eq!(all.count(), 10_000);
        assert!(all.times().count() <= MOST_TIMES);
    }
}
