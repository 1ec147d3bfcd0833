//! The moment that map and sequence show: the present, or a past one that people went back to.

use super::story::Story;
use crate::kms::Timestamp;

/// The moment that is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Moment {
    /// The present, as it goes on.
    #[default]
    Now,
    /// A past one.
    At(Timestamp),
    /// The beginning of a step. Several steps can begin at one moment, so the number counts.
    Step {
        /// Which beat of the story.
        beat: usize,
        /// When it begins.
        at: Timestamp,
        /// Whether the clock was taken there: it is the present for as long as the clock stands.
        live: bool,
    },
}

/// Where people want to go in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// To this moment; not further than the present.
    To(Timestamp),
    /// To this step.
    Step(usize),
    /// To the first step.
    First,
    /// To the step before.
    Previous,
    /// To the step after; the clock is taken there if it is yet to come.
    Next,
    /// To the present.
    Now,
}

impl Moment {
    /// Whether a past moment is shown, when the present is `now`.
    pub fn is_past(self, now: Timestamp) -> bool {
        self.shown(now) < now
    }

    /// The moment, when the present is `now`.
    pub fn shown(self, now: Timestamp) -> Timestamp {
        match self {
            Self::Now => now,
            Self::At(at) | Self::Step { at, .. } => at.min(now),
        }
    }

    /// The beat that is shown; nothing before the first.
    pub fn beat(self, story: &Story, now: Timestamp) -> Option<usize> {
        match self {
            Self::Step { beat, .. } if beat < story.beats.len() => Some(beat),
            _ => story.beat_at(self.shown(now)),
        }
    }

    /// The same as the clock goes on: what was stepped to as the present stays the present.
    pub fn kept(self, now: Timestamp) -> Self {
        match self {
            Self::Step { at, live: true, .. } if at < now => Self::Now,
            other => other,
        }
    }

    /// Whether there is a step after the one that is shown, or its end.
    pub fn has_next(self, story: &Story, now: Timestamp) -> bool {
        let next = self.beat(story, now).map_or(0, |beat| beat + 1);
        next < story.beats.len() || story.ends > now || self != Self::Now
    }

    /// Goes where people want in a story. Answers a moment to come, to which the clock is to be taken.
    pub fn turn(&mut self, turn: Turn, story: &Story, now: Timestamp) -> Option<Timestamp> {
        let beat = self.beat(story, now);
        match turn {
            Turn::Now => *self = Self::Now,
            Turn::To(at) if at >= now => *self = Self::Now,
            Turn::To(at) => *self = Self::At(at.max(story.began)),
            Turn::First => return self.step_to(0, story, now),
            Turn::Previous => return self.step_to(beat.unwrap_or_default().saturating_sub(1), story, now),
            Turn::Step(beat) => return self.step_to(beat, story, now),
            Turn::Next => {
                let next = beat.map_or(0, |beat| beat + 1);
                if next < story.beats.len() {
                    return self.step_to(next, story, now);
                }
                *self = Self::Now;
                return Some(story.ends).filter(|ends| *ends > now);
            }
        }
        None
    }

    fn step_to(&mut self, beat: usize, story: &Story, now: Timestamp) -> Option<Timestamp> {
        let at = story.beats.get(beat)?.start;
        let is_last = beat + 1 == story.beats.len();
        *self = if is_last && story.ends <= at && at <= now {
            Self::Now
        } else {
            Self::Step { beat, at, live: at >= now }
        };
        Some(at).filter(|at| *at > now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        gui::flow::story::{Act, Beat, Chosen, Work},
        workloads::FlowId,
    };

    fn at(micros: i64) -> Timestamp {
        Timestamp::from_micros(micros)
    }

    fn story() -> Story {
        let beat = |start, end| Beat {
            start: at(start),
            end: at(end),
            act: Act::Local { lane: 0, work: Work::Other },
            title: String::new(),
            why: String::new(),
            step: None,
            event: None,
        };
        Story {
            of: Chosen::Flow(FlowId(0)),
            title: String::new(),
            spoken: String::new(),
            began: at(100),
            ends: at(400),
            lanes: Vec::new(),
            beats: vec![beat(100, 200), beat(200, 300), beat(300, 400)],
            hops: Vec::new(),
            plaintext: Vec::new(),
            endings: Vec::new(),
        }
    }

    #[test]
    fn every_step_is_reached_also_those_of_one_moment() {
        let (mut story, now) = (story(), at(9000));
        story.beats[1].start = at(100);
        let mut moment = Moment::Now;
        let mut go = |turn| {
            assert_eq!(moment.turn(turn, &story, now), None, "nothing is to come");
            (moment.beat(&story, now), moment.shown(now))
        };
        assert_eq!(go(Turn::Previous), (Some(1), at(100)));
        assert_eq!(go(Turn::Previous), (Some(0), at(100)));
        assert_eq!(go(Turn::Previous), (Some(0), at(100)));
        assert_eq!(go(Turn::Next), (Some(1), at(100)));
        assert_eq!(go(Turn::Next), (Some(2), at(300)));
        assert_eq!(go(Turn::Next), (Some(2), now), "the end is the present");
        assert_eq!(go(Turn::First), (Some(0), at(100)));
        assert_eq!(go(Turn::To(at(350))), (Some(2), at(350)));
        assert_eq!(go(Turn::To(at(99_999))), (Some(2), now));
        assert_eq!(go(Turn::To(at(5))), (Some(1), at(100)));
        assert!(!Moment::Now.has_next(&story, now) && Moment::At(at(350)).has_next(&story, now));
    }

    #[test]
    fn the_next_step_of_what_goes_on_is_for_the_clock() {
        let story = story();
        let mut moment = Moment::Now;
        assert_eq!(moment.turn(Turn::Next, &story, at(150)), Some(at(200)));
        assert_eq!((moment.beat(&story, at(200)), moment.is_past(at(200))), (Some(1), false));
        assert_eq!(moment.kept(at(200)), moment, "the clock stands");
        assert_eq!(moment.kept(at(201)), Moment::Now, "it goes on");
        assert_eq!(moment.turn(Turn::Previous, &story, at(200)), None);
        assert!(moment.is_past(at(200)) && moment.kept(at(300)) == moment);
        assert_eq!(moment.turn(Turn::Next, &story, at(200)), None);
        assert_eq!(moment.turn(Turn::Next, &story, at(200)), Some(at(300)));
        assert_eq!(moment.turn(Turn::Next, &story, at(300)), Some(at(400)), "its end");
    }
}
