//! The stories that are drawn: the latest few and the one that is looked at, told anew only when the world has changed.

use super::{
    list,
    story::{Chosen, Foresight, Story},
};
use crate::{
    gui::{desk::Desk, trail::WorldStamp},
    kms::Span,
};

/// How many leave a trace on the map.
const TRACES: usize = 6;

/// What was over so long before that which is looked at began leaves none: it would be taken for a part of it.
const TRACED: Span = Span::seconds(2);

/// The stories of this frame.
#[derive(Default)]
pub(super) struct Stories {
    told: Option<(WorldStamp, Option<Chosen>)>,
    /// All that can be looked at, latest first.
    pub list: Vec<Chosen>,
    /// The latest, oldest first, without the one that is looked at and what was over long before.
    pub recent: Vec<Story>,
    /// The one that is looked at, with what is still to come of it.
    pub chosen: Option<Story>,
    foresight: Foresight,
}

impl Stories {
    /// Brings them up to the desk's stage.
    pub fn tell(&mut self, desk: &Desk, chosen: Option<Chosen>) {
        let stamp = Some((WorldStamp::of(desk.world()), chosen));
        if self.told == stamp {
            return;
        }
        self.told = stamp;
        self.list = list::all(&desk.stage);
        let latest = self.list.iter().take(TRACES).rev().filter(|it| Some(**it) != chosen);
        let told = latest.filter_map(|it| Story::of(&desk.stage, *it));
        self.chosen = chosen.and_then(|it| Story::of(self.foresight.look(desk, it), it));
        let began = self.chosen.as_ref().map(|story| story.began);
        let is_near = |story: &Story| began.is_none_or(|began| began - story.ends <= TRACED);
        self.recent = told.filter(is_near).collect();
    }
}
