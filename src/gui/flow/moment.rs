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
}

/// Where people want to go in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// To this moment; not further than the present.
    To(Timestamp),
    /// To the beginning.
    First,
    /// To the step before.
    Previous,
    /// To the step after; the clock is taken there if it is yet to come.
    Next,
    /// To the present.
    Now,
}

impl Moment {
    /// Whether a past moment is shown.
    pub fn is_past(self) -> bool {
        matches!(self, Self::At(_))
    }

    /// The moment, when the present is `now`.
    pub fn shown(self, now: Timestamp) -> Timestamp {
        match self {
            Self::Now => now,
            Self::At(at) => at.min(now),
        }
    }

    /// Goes where people want in a story. Answers a moment to come, to which the clock is to be taken.
    pub fn turn(&mut self, turn: Turn, story: &Story, now: Timestamp) -> Option<Timestamp> {
        // What is over stands still after its end: from there the way back leads to the last step.
        let here = self.shown(now).min(story.ends);
        let at = match turn {
            Turn::Now => {
                *self = Self::Now;
                return None;
            }
            Turn::To(at) => at.max(story.began),
            Turn::First => story.began,
            Turn::Previous => story.previous_moment(here).unwrap_or(story.began),
            Turn::Next => match story.next_moment(here) {
                Some(next) if next > now => {
                    *self = Self::Now;
                    return Some(next);
                }
                Some(next) => next,
                None => now,
            },
        };
        let is_present = at >= now || (at >= story.ends && turn == Turn::Next);
        *self = if is_present { Self::Now } else { Self::At(at) };
        None
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
    fn steps_lead_back_from_the_end_and_forth_again() {
        let (story, now) = (story(), at(9000));
        let mut moment = Moment::Now;
        let mut go = |turn| {
            assert_eq!(moment.turn(turn, &story, now), None, "nothing is to come");
            moment
        };
        assert_eq!(go(Turn::Previous), Moment::At(at(300)));
        assert_eq!(go(Turn::Previous), Moment::At(at(200)));
        assert_eq!(go(Turn::Next), Moment::At(at(300)));
        assert_eq!(go(Turn::Next), Moment::Now, "the end is the present");
        assert_eq!(go(Turn::First), Moment::At(at(100)));
        assert_eq!(go(Turn::Previous), Moment::At(at(100)));
        assert_eq!(go(Turn::To(at(250))), Moment::At(at(250)));
        assert_eq!(go(Turn::To(at(99_999))), Moment::Now);
        assert_eq!(go(Turn::To(at(5))), Moment::At(at(100)));
    }

    #[test]
    fn the_next_step_of_what_goes_on_is_for_the_clock() {
        let story = story();
        let mut moment = Moment::Now;
        assert_eq!(moment.turn(Turn::Next, &story, at(150)), Some(at(200)));
        assert_eq!(moment, Moment::Now);
        assert_eq!(moment.turn(Turn::Previous, &story, at(150)), None);
        assert_eq!((moment, moment.shown(at(150))), (Moment::At(at(100)), at(100)));
        assert_eq!(moment.turn(Turn::Next, &story, at(150)), Some(at(200)), "on from the present");
    }
}
