//! How many requests there were, by Region, key and operation, minute for minute of the last 24 hours.
//!
//! A request is noted at the end of a list, which costs next to nothing; from time to time the list is counted up.

use std::collections::BTreeMap;

use imbl::Vector;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::kms::{KeyId, KmsError, Region, Timestamp, api::Operation};

/// How many minutes are remembered.
const MINUTES: i64 = 24 * 60;
/// After how many requests they are counted up, at the soonest.
const BATCH: usize = 1024;
/// How many counters are kept; the minutes with the oldest go first.
const MAX_COUNTERS: usize = 60_000;

const MINUTE_IN_MICROS: i64 = 60_000_000;

/// How requests ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Answered.
    pub allowed: u32,
    /// Refused for any reason but the rate.
    pub refused: u32,
    /// Refused because there were too many.
    pub throttled: u32,
}

impl Counts {
    /// All of them.
    pub fn total(self) -> u32 {
        self.allowed.saturating_add(self.refused).saturating_add(self.throttled)
    }

    fn add(&mut self, more: Self) {
        self.allowed = self.allowed.saturating_add(more.allowed);
        self.refused = self.refused.saturating_add(more.refused);
        self.throttled = self.throttled.saturating_add(more.throttled);
    }
}

/// What a request was about. ReEncrypt counts for the key that it decrypts under.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Subject {
    region: Region,
    operation: Operation,
    key: Option<KeyId>,
}

/// Which requests are asked for; a member that is not given admits all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MetricFilter {
    /// Of this Region.
    pub region: Option<Region>,
    /// Of this operation.
    pub operation: Option<Operation>,
    /// About this key.
    pub key: Option<KeyId>,
}

impl MetricFilter {
    fn admits(&self, subject: &Subject) -> bool {
        self.region.is_none_or(|region| region == subject.region)
            && self.operation.is_none_or(|operation| operation == subject.operation)
            && (self.key.is_none() || self.key == subject.key)
    }
}

type Minute = i64;

/// The counters of a world. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Metrics {
    /// In the order of minutes and, within one, of subjects.
    counted: Vector<(Minute, Subject, Counts)>,
    /// What was not counted up yet, in the order in which it came.
    noted: Vector<(Minute, Subject, Counts)>,
    /// How many are noted before they are counted up: as many as the latest minute has counters, so that the work
    /// is shared by enough requests.
    batch: usize,
}

fn minute_of(moment: Timestamp) -> Minute {
    moment.as_micros().div_euclid(MINUTE_IN_MICROS)
}

impl Metrics {
    /// Notes a request and how it ended.
    pub(super) fn note(
        &mut self,
        now: Timestamp,
        (region, operation, key): (Region, Operation, Option<KeyId>),
        error: Option<&KmsError>,
    ) {
        let mut counts = Counts::default();
        match error {
            None => counts.allowed = 1,
            Some(error) if error.exception == crate::kms::Exception::Throttling => counts.throttled = 1,
            Some(_) => counts.refused = 1,
        }
        self.noted.push_back((minute_of(now), Subject { region, operation, key }, counts));
        if self.noted.len() >= self.batch.max(BATCH) {
            self.count_up();
        }
    }

    fn count_up(&mut self) {
        let mut noted: Vec<_> = std::mem::take(&mut self.noted).into_iter().collect();
        // Counters that come to stand side by side are one.
        noted.sort_unstable_by(|(a, b, _), (c, d, _)| (a, b).cmp(&(c, d)));
        let Some((first, _, _)) = noted.first() else { return };
        // Only the minutes that the new requests fall into change.
        let mut counted = Vec::new();
        while self.counted.back().is_some_and(|(minute, _, _)| minute >= first) {
            counted.extend(self.counted.pop_back());
        }
        let mut counted = counted.into_iter().rev().peekable();
        let mut noted = noted.into_iter().peekable();
        let mut in_this_minute = 0;
        loop {
            let earlier = match (counted.peek(), noted.peek()) {
                (Some((a, b, _)), Some((c, d, _))) => (a, b) <= (c, d),
                (Some(_), None) => true,
                (None, Some(_)) => false,
                (None, None) => break,
            };
            let next = if earlier { counted.next() } else { noted.next() };
            let Some((minute, subject, counts)) = next else { break };
            match self.counted.back_mut() {
                Some((last, same, sum)) if *last == minute && *same == subject => sum.add(counts),
                last => {
                    let goes_on = last.is_some_and(|(last, _, _)| *last == minute);
                    in_this_minute = if goes_on { in_this_minute + 1 } else { 1 };
                    self.counted.push_back((minute, subject, counts));
                }
            }
        }
        self.batch = BATCH.max(in_this_minute);
        self.forget();
    }

    /// Forgets whole minutes: those that are too old, and the oldest of too many.
    fn forget(&mut self) {
        let Some((latest, _, _)) = self.counted.back() else { return };
        let latest = *latest;
        while let Some((oldest, _, _)) = self.counted.front() {
            let oldest = *oldest;
            let is_old = oldest <= latest - MINUTES;
            let too_many = self.counted.len() > MAX_COUNTERS && oldest < latest;
            if !is_old && !too_many {
                break;
            }
            while self.counted.front().is_some_and(|(minute, _, _)| *minute == oldest) {
                self.counted.pop_front();
            }
        }
    }

    /// How the requests that `filter` admits ended, in each of the `minutes` minutes up to the one of `now`, oldest
    /// first. At most 24 hours are remembered.
    pub fn series(&self, filter: &MetricFilter, now: Timestamp, minutes: usize) -> Vec<Counts> {
        let last = minute_of(now);
        let mut series = vec![Counts::default(); minutes];
        for (minute, subject, counts) in self.counted.iter().chain(&self.noted) {
            let Ok(back) = usize::try_from(last - minute) else { continue };
            if back < minutes && (back as i64) < MINUTES && filter.admits(subject) {
                series[minutes - 1 - back].add(*counts);
            }
        }
        series
    }

    /// How all remembered requests that `filter` admits ended.
    pub fn total(&self, filter: &MetricFilter) -> Counts {
        let mut total = Counts::default();
        for (_, subject, counts) in self.counted.iter().chain(&self.noted) {
            if filter.admits(subject) {
                total.add(*counts);
            }
        }
        total
    }

    /// All counted up.
    fn settled(&self) -> Self {
        let mut settled = self.clone();
        settled.count_up();
        settled
    }
}

impl PartialEq for Metrics {
    /// Whether a request is counted up already makes no difference.
    fn eq(&self, other: &Self) -> bool {
        self.settled().counted == other.settled().counted
    }
}

#[derive(Serialize, Deserialize)]
struct Saved {
    since: Minute,
    keys: Vec<KeyId>,
    counters: Vec<SavedCounter>,
}

/// Minutes after `since`, Region, operation, place of the key; allowed, refused, throttled.
type SavedCounter = (i64, Region, Operation, Option<usize>, u32, u32, u32);

impl Serialize for Metrics {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let counted = self.settled().counted;
        let since = counted.front().map_or(0, |(minute, _, _)| *minute);
        let mut places = BTreeMap::new();
        let mut keys = Vec::new();
        let mut place = |key: &KeyId| {
            *places.entry(key.clone()).or_insert_with(|| {
                keys.push(key.clone());
                keys.len() - 1
            })
        };
        let counter = |(minute, subject, counts): &(Minute, Subject, Counts)| {
            let Subject { region, operation, key } = subject;
            let Counts { allowed, refused, throttled } = *counts;
            (minute - since, *region, *operation, key.as_ref().map(&mut place), allowed, refused, throttled)
        };
        let counters = counted.iter().map(counter).collect();
        Saved { since, keys, counters }.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Metrics {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Saved { since, keys, counters } = Saved::deserialize(deserializer)?;
        let mut noted = Vector::new();
        for (after, region, operation, key, allowed, refused, throttled) in counters {
            let key = match key {
                None => None,
                Some(place) => Some(keys.get(place).cloned().ok_or_else(|| {
                    serde::de::Error::custom("a counter names a key that its table does not have")
                })?),
            };
            let subject = Subject { region, operation, key };
            noted.push_back((since.saturating_add(after), subject, Counts { allowed, refused, throttled }));
        }
        let mut metrics = Self { counted: Vector::new(), noted, batch: BATCH };
        metrics.count_up();
        Ok(metrics)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn home() -> Region {
        Region::parse("us-east-1").expect("known")
    }

    fn at(minute: i64) -> Timestamp {
        Timestamp::from_micros(minute * MINUTE_IN_MICROS + 5)
    }

    #[test]
    fn a_day_is_remembered_and_no_more_counters_than_there_may_be() {
        let mut metrics = Metrics::default();
        let mut rng: rand_chacha::ChaCha20Rng = rand_core::SeedableRng::seed_from_u64(1);
        for minute in 0..3000 {
            for _ in 0..50 {
                let key = Some(KeyId::draw(true, &mut rng));
                metrics.note(at(minute), (home(), Operation::Encrypt, key), None);
            }
        }
        assert!(metrics.counted.len() + metrics.noted.len() <= MAX_COUNTERS + 2 * BATCH);
        let series = metrics.series(&MetricFilter::default(), at(2999), 4000);
        assert_eq!(series.len(), 4000);
        assert_eq!(series[3999].allowed, 50);
        assert_eq!(series[3000 - MINUTES as usize].total(), 0);
    }

    #[test]
    fn many_requests_of_one_minute_are_one_counter() {
        let mut metrics = Metrics::default();
        for _ in 0..10_000 {
            metrics.note(at(7), (home(), Operation::ListKeys, None), None);
        }
        assert_eq!(metrics.settled().counted.len(), 1);
        assert_eq!(metrics.total(&MetricFilter::default()).allowed, 10_000);
    }
}
