//! Moments and spans of simulated time, in microseconds. Nothing here knows the machine's clock.

use std::{
    fmt,
    ops::{Add, Sub},
};

use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A span of simulated time in microseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Span(i64);

impl Span {
    /// No time at all.
    pub const ZERO: Self = Self(0);

    /// So many microseconds.
    pub const fn micros(micros: i64) -> Self {
        Self(micros)
    }

    /// So many milliseconds, to the microsecond.
    pub fn millis_f64(millis: f64) -> Self {
        Self((millis * 1e3).round() as i64)
    }

    /// So many seconds, to the microsecond.
    pub fn seconds_f64(seconds: f64) -> Self {
        Self((seconds * 1e6).round() as i64)
    }

    /// So many whole seconds.
    pub const fn seconds(seconds: i64) -> Self {
        Self(seconds.saturating_mul(1_000_000))
    }

    /// So many days of 24 hours.
    pub const fn days(days: u32) -> Self {
        Self::seconds(days as i64 * 86_400)
    }

    /// The span in microseconds.
    pub const fn as_micros(self) -> i64 {
        self.0
    }

    /// The span in milliseconds.
    pub fn as_millis_f64(self) -> f64 {
        self.0 as f64 / 1e3
    }

    /// The span in seconds.
    pub fn as_seconds_f64(self) -> f64 {
        self.0 as f64 / 1e6
    }
}

impl Add for Span {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

/// A moment of simulated time: microseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The moment so many microseconds after the epoch.
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// Microseconds since the epoch.
    pub const fn as_micros(self) -> i64 {
        self.0
    }

    /// The moment without its fraction of a second.
    pub fn whole_seconds(self) -> Self {
        Self(self.0.saturating_sub(self.0.rem_euclid(1_000_000)))
    }

    fn date_time(self) -> DateTime<Utc> {
        // Every moment the clock can reach is far inside chrono's range; outside it the epoch is shown.
        let (seconds, micros) = (self.0.div_euclid(1_000_000), self.0.rem_euclid(1_000_000));
        // Less than a million microseconds are less than a thousand million nanoseconds.
        DateTime::from_timestamp(seconds, micros as u32 * 1000).unwrap_or_default()
    }

    /// `2026-02-12 09:41:07Z`
    pub fn date_and_time(self) -> String {
        self.date_time().format("%Y-%m-%d %H:%M:%SZ").to_string()
    }

    /// `2026-02-12`
    pub fn date(self) -> String {
        self.date_time().format("%Y-%m-%d").to_string()
    }

    /// `09:41:07.214`
    pub fn time_of_day(self) -> String {
        self.date_time().format("%H:%M:%S%.3f").to_string()
    }

    /// `2026-02-12T09:41:07Z`, the form of a trail record's `eventTime`.
    pub fn iso_8601(self) -> String {
        self.date_time().to_rfc3339_opts(SecondsFormat::Secs, true)
    }

    /// `Feb 12, 2026, 9:41:07 AM`, the form of dates inside a trail record's elements.
    pub fn trail_text(self) -> String {
        self.date_time().format("%b %-d, %Y, %-I:%M:%S %p").to_string()
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.iso_8601())
    }
}

impl Add<Span> for Timestamp {
    type Output = Self;

    fn add(self, span: Span) -> Self {
        Self(self.0.saturating_add(span.0))
    }
}

impl Sub for Timestamp {
    type Output = Span;

    fn sub(self, earlier: Self) -> Span {
        Span(self.0.saturating_sub(earlier.0))
    }
}

/// A moment as the API writes it: seconds since the epoch, to the millisecond.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct EpochSeconds(pub Timestamp);

impl Serialize for EpochSeconds {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64((self.0.0 / 1000) as f64 / 1e3)
    }
}

impl<'de> Deserialize<'de> for EpochSeconds {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let seconds = f64::deserialize(deserializer)?;
        // What is beyond the clock is its first or last moment.
        Ok(Self(Timestamp(((seconds * 1e3).round() as i64).saturating_mul(1000))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_as_people_and_trails_read_them() {
        let moment = Timestamp::from_micros(1_770_889_267_214_000);
        assert_eq!(moment.date_and_time(), "2026-02-12 09:41:07Z");
        assert_eq!(moment.time_of_day(), "09:41:07.214");
        assert_eq!(moment.iso_8601(), "2026-02-12T09:41:07Z");
        assert_eq!(moment.trail_text(), "Feb 12, 2026, 9:41:07 AM");
        assert_eq!((moment + Span::days(90)).date(), "2026-05-13");
    }

    #[test]
    fn the_ends_of_time_are_shown_as_the_epoch() {
        for micros in [i64::MIN, i64::MIN + 1, i64::MAX] {
            assert_eq!(Timestamp::from_micros(micros).iso_8601(), "1970-01-01T00:00:00Z");
        }
        for (text, micros) in [("1e300", i64::MAX), ("-1e300", i64::MIN)] {
            let read: EpochSeconds = serde_json::from_str(text).expect("a number");
            assert_eq!(read.0.as_micros(), micros);
        }
    }
}
