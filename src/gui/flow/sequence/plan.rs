//! A whole sequence as places on the screen: what is drawn, and what is written beside it. Nothing is painted here, so
//! that it can be tested.

use egui::{Rect, vec2};

use super::{
    axes::Axes,
    labels::{Label, labels},
    shapes::Shapes,
    texts::{self, Text},
};
use crate::gui::flow::{
    axis::{Axis, Wish},
    story::{Act, Beat, Story},
};

/// Room right of the lanes, for what stands at their end.
pub(super) const RIGHT: f32 = 24.0;
/// Beyond the lanes to the left, above and below.
const BEYOND: f32 = 7.0;
/// More than a name needs: it is to have some air.
const AIR: f32 = 14.0;

/// All that is drawn of a sequence.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::gui::flow) struct Plan {
    /// Lines, bars and marks.
    pub shapes: Shapes,
    /// What is written beside them.
    pub labels: Vec<Label>,
}

impl Plan {
    /// The plan of what is in sight.
    pub fn of(axes: &Axes<'_>, measure: &dyn Fn(&Text) -> f32) -> Self {
        let shapes = Shapes::of(axes);
        let mut bounds = axes.area.expand2(vec2(BEYOND, BEYOND));
        bounds.max.x = axes.area.right() + RIGHT;
        let labels = labels(axes, &shapes, bounds, measure);
        Self { shapes, labels }
    }
}

/// The axis of a story that is so many points wide: steps with names are wide enough for them, if that is possible.
pub(super) fn axis(story: &Story, width: f32, measure: &dyn Fn(&Text) -> f32) -> Axis {
    let wish = |beat: &Beat| {
        let text = match &beat.act {
            // What crosses has room on the lane of the KMS that it goes to.
            Act::Call { arrives, operation, end, .. } if *arrives == beat.start => {
                texts::of_call(beat, operation, false, end).swap_remove(1)
            }
            Act::Sent { cargo, .. } => texts::of_cargo(beat, *cargo).swap_remove(1),
            Act::Call { .. } | Act::Local { .. } => return None,
        };
        let share = (measure(&text) + AIR) / width.max(1.0);
        Some(Wish { step: (story.millis(beat.start), story.millis(beat.end)), share })
    };
    Axis::of(story, &story.beats.iter().filter_map(wish).collect::<Vec<_>>())
}

/// A plan that is kept for as long as it holds: to find it anew in every frame would be work for nothing.
#[derive(Debug, Default)]
pub(super) struct Kept(Option<(Key, Plan)>);

/// All that a plan depends on.
#[derive(Debug, PartialEq)]
struct Key {
    beats: Vec<Beat>,
    axis: Axis,
    area: Rect,
    sight: (f32, f32),
    /// Texts have other widths on another screen, and when all is over.
    texts: (f32, bool),
}

impl Kept {
    /// The plan of what is in sight, as it was if nothing of that has changed.
    pub fn plan(&mut self, axes: &Axes<'_>, texts: (f32, bool), measure: &dyn Fn(&Text) -> f32) -> &Plan {
        let holds = self.0.as_ref().is_some_and(|(key, _)| {
            key.area == axes.area
                && key.sight == axes.sight
                && key.texts == texts
                && key.axis == *axes.axis
                && key.beats == axes.story.beats
        });
        if !holds {
            self.0 = None;
        }
        let new = || {
            let key = Key {
                beats: axes.story.beats.clone(),
                axis: axes.axis.clone(),
                area: axes.area,
                sight: axes.sight,
                texts,
            };
            (key, Plan::of(axes, measure))
        };
        &self.0.get_or_insert_with(new).1
    }

    /// What was planned last.
    #[cfg(test)]
    pub fn get(&self) -> Option<&Plan> {
        self.0.as_ref().map(|(_, plan)| plan)
    }
}
