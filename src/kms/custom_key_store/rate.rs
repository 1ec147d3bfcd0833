//! So many requests a second.

use serde::{Deserialize, Serialize};

use crate::kms::Timestamp;

/// Counts the requests of the second in which the last one came.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RateMeter {
    second: i64,
    used: u32,
}

impl RateMeter {
    /// Counts one more request at a moment, if fewer than `per_second` came in that second.
    pub fn admit(&mut self, now: Timestamp, per_second: u32) -> bool {
        let second = now.as_micros().div_euclid(1_000_000);
        if second != self.second {
            *self = Self { second, used: 0 };
        }
        let admitted = self.used < per_second;
        self.used += u32::from(admitted);
        admitted
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_second_admits_as_many_and_no_more() {
        let mut meter = RateMeter::default();
        let mut count = |micros: i64| {
            (0..5).filter(|_| meter.admit(Timestamp::from_micros(1_770_886_800_000_000 + micros), 3)).count()
        };
        assert_eq!(count(0), 3);
        assert_eq!(count(999_999), 0);
        assert_eq!(count(1_000_000), 3);
        assert!(!RateMeter::default().admit(Timestamp::from_micros(0), 0));
    }
}
