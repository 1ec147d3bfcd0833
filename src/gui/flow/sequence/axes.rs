//! Where lanes and moments are on the screen.

use egui::Rect;

use crate::{
    gui::flow::{axis::Axis, story::Story},
    kms::{Span, Timestamp},
};

/// Where lanes and moments are on the screen.
pub(in crate::gui::flow) struct Axes<'a> {
    /// Where the lanes are.
    pub area: Rect,
    /// From moments to places.
    pub axis: &'a Axis,
    /// Whose lanes and moments.
    pub story: &'a Story,
    /// Where the part in sight begins, and how much it is.
    pub sight: (f32, f32),
}

impl Axes<'_> {
    /// The middle of a lane.
    pub fn y(&self, lane: usize) -> f32 {
        let step = self.area.height() / self.story.lanes.len().max(1) as f32;
        self.area.top() + step * (lane as f32 + 0.5)
    }

    /// Where a moment is.
    pub fn x(&self, moment: Timestamp) -> f32 {
        self.x_of(self.story.millis(moment))
    }

    /// Where a moment is, in milliseconds after the beginning.
    pub fn x_of(&self, millis: f64) -> f32 {
        let (from, width) = self.sight;
        self.area.left() + self.area.width() * (self.axis.place(millis) - from) / width
    }

    /// The moment at a place.
    pub fn moment(&self, x: f32) -> Timestamp {
        let (from, width) = self.sight;
        let place = from + width * ((x - self.area.left()) / self.area.width().max(1.0)).clamp(0.0, 1.0);
        self.story.began + Span::millis_f64(self.axis.millis(place))
    }
}
