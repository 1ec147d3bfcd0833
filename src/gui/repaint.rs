//! When the window is drawn again without anyone touching it. Nothing else asks for repaints on account of the clock.

use std::time::Duration;

use super::desk::Pace;
use crate::kms::Span;

/// A frame while something moves.
const FRAME: Duration = Duration::from_nanos(1_000_000_000 / 60);
/// A frame while only the clock's digits fly.
const DIGITS: Duration = Duration::from_millis(50);
/// A second.
const SECOND: Duration = Duration::from_secs(1);

/// How long the window may rest: for ever (`None`) while the clock stands still.
///
/// `moving` says that something in view moves with the clock; `next_event` is the simulated time until the next thing
/// happens by itself.
pub fn rest(pace: Pace, moving: bool, next_event: Option<Span>) -> Option<Duration> {
    let frame = match pace {
        Pace::Paused => return None,
        _ if moving => return Some(FRAME),
        Pace::Minute | Pace::Hour | Pace::Day => return Some(DIGITS),
        Pace::SlowMotion => DIGITS,
        Pace::RealTime => SECOND,
    };
    let event =
        next_event.map(|span| Duration::from_secs_f64((span.as_seconds_f64() / pace.factor()).max(0.0)));
    Some(event.map_or(frame, |event| event.clamp(FRAME, frame)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paused_clock_lets_the_window_rest_for_ever() {
        assert_eq!(rest(Pace::Paused, true, Some(Span::ZERO)), None);
    }

    #[test]
    fn the_window_wakes_for_what_moves_and_for_what_happens_next() {
        assert_eq!(rest(Pace::RealTime, true, None), Some(FRAME));
        assert_eq!(rest(Pace::RealTime, false, None), Some(SECOND));
        assert_eq!(
            rest(Pace::RealTime, false, Some(Span::millis_f64(300.0))),
            Some(Duration::from_millis(300))
        );
        assert_eq!(rest(Pace::RealTime, false, Some(Span::days(1))), Some(SECOND));
        assert_eq!(rest(Pace::RealTime, false, Some(Span::micros(-5))), Some(FRAME));
        assert_eq!(rest(Pace::Day, false, None), Some(DIGITS));
    }
}
