//! What is still to come of something under way: the simulation is deterministic, so a copy of the stage that runs on
//! shows it. Nothing of the copy reaches the stage.

use super::Chosen;
use crate::{
    gui::desk::Desk,
    kms::{Region, Span},
    workloads::{Flow, Stage, Step, Transfer},
};

/// How far ahead is looked.
const FARTHEST: Span = Span::seconds(60);
/// The most moments of the schedule that are run for it: under load there are many, and the window must not wait.
const MOST_MOMENTS: usize = 400;

/// A copy of the stage in which what is looked at has ended, kept for as long as things go as they did there.
#[derive(Default)]
pub(in crate::gui::flow) struct Foresight(Option<Ahead>);

struct Ahead {
    of: Chosen,
    dark: Vec<Region>,
    stage: Stage,
}

impl Foresight {
    /// The stage in which to look at something: as it is, or ahead of it while something goes on.
    pub fn look<'a>(&'a mut self, desk: &'a Desk, of: Chosen) -> &'a Stage {
        if of.is_over(&desk.stage) {
            self.0 = None;
            return &desk.stage;
        }
        let known = self.0.take().filter(|it| it.of == of && it.still_holds(&desk.stage));
        let ahead = known.unwrap_or_else(|| Ahead::of(&desk.stage, of));
        &self.0.insert(ahead).stage
    }
}

impl Ahead {
    fn of(present: &Stage, of: Chosen) -> Self {
        let mut stage = present.clone();
        let limit = stage.world.now() + FARTHEST;
        for _ in 0..MOST_MOMENTS {
            let next = stage.world.next_event().filter(|next| *next <= limit);
            let Some(next) = next.filter(|_| !of.is_over(&stage)) else { break };
            stage.advance(next);
        }
        Self { of, dark: present.world.dark_regions().collect(), stage }
    }

    /// Whether all that has happened since happened as it did ahead.
    fn still_holds(&self, present: &Stage) -> bool {
        if !present.world.dark_regions().eq(self.dark.iter().copied()) {
            return false;
        }
        match self.of {
            Chosen::Transfer(id) => match (present.transfer(id), self.stage.transfer(id)) {
                (Some(present), Some(ahead)) => transfer_holds(present, ahead),
                _ => false,
            },
            Chosen::Flow(root) => present
                .flows
                .with_all_set_off(root)
                .into_iter()
                .all(|flow| self.stage.flows.get(flow.id).is_some_and(|ahead| flow_holds(flow, ahead))),
        }
    }
}

fn transfer_holds(present: &Transfer, ahead: &Transfer) -> bool {
    let (now, then) = (&present.times, &ahead.times);
    let pairs = [
        (now.asked, then.asked),
        (now.left, then.left),
        (now.arrived, then.arrived),
        (now.ended, then.ended),
    ];
    present.name == ahead.name && pairs.into_iter().all(|(now, then)| now.is_none() || now == then)
}

fn flow_holds(present: &Flow, ahead: &Flow) -> bool {
    let step_holds = |(now, then): (&Step, &Step)| match now.ended {
        Some(_) => now == then,
        None => now.at == then.at,
    };
    present.name == ahead.name
        && present.started == ahead.started
        && present.steps.len() <= ahead.steps.len()
        && present.steps.iter().zip(&ahead.steps).all(step_holds)
        && (present.outcome.is_none() || present.outcome == ahead.outcome)
}
