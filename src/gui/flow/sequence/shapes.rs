//! The lines, bars and marks of a sequence, before anything is written beside them.

use egui::{Pos2, Rect, pos2, vec2};

use super::{
    axes::Axes,
    marks::{self, Mark, Place},
    room::after,
};
use crate::gui::flow::story::{Act, Beat, CallEnd};

/// Half a bar's height.
const BAR: f32 = 3.5;
/// A bar's least width.
const THIN: f32 = 3.0;
/// How far within a bar a call's lines stand, so that those of two calls in a row are two.
const INSET: f32 = 2.5;
/// Narrower bars have their lines at their ends.
const BROAD: f32 = 12.0;
/// The size of the sign of what is lost.
pub(in crate::gui::flow) const CROSS: f32 = 16.0;

/// What a line stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::gui::flow) enum LineKind {
    /// A request to KMS.
    Request,
    /// Its answer.
    Answer,
    /// Waiting for an answer that never comes.
    Waiting,
    /// Something is sent.
    Sent,
}

/// A line from lane to lane.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::gui::flow) struct Line {
    /// The beat that it is of.
    pub beat: usize,
    /// What it stands for.
    pub kind: LineKind,
    /// From where to where.
    pub ends: [Pos2; 2],
}

/// The lines, bars and marks of a sequence.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::gui::flow) struct Shapes {
    /// From lane to lane; they end where bars and marks begin.
    pub lines: Vec<Line>,
    /// KMS at work on a call, with its beat.
    pub bars: Vec<(usize, Rect)>,
    /// Where calls were lost, with their beats.
    pub crosses: Vec<(usize, Pos2)>,
    /// Work without KMS.
    pub marks: Vec<Mark>,
}

impl Shapes {
    /// The shapes of a story.
    pub fn of(axes: &Axes<'_>) -> Self {
        let mut shapes = Self::default();
        let mut places = Vec::new();
        for (number, beat) in axes.story.beats.iter().enumerate() {
            match &beat.act {
                Act::Call { .. } => shapes.call(axes, number, beat),
                Act::Sent { from, to, .. } => {
                    let at = |moment, lane| pos2(axes.x(moment), axes.y(lane));
                    let ends = [at(beat.start, *from), at(beat.end, *to)];
                    shapes.lines.push(Line { beat: number, kind: LineKind::Sent, ends });
                }
                Act::Local { lane, work } => {
                    places.push(Place { beat: number, lane: *lane, x: axes.x(beat.start), work: *work });
                }
            }
        }
        shapes.marks = marks::merged(places, |lane| axes.y(lane));
        shapes.end_lines();
        shapes
    }

    fn call(&mut self, axes: &Axes<'_>, number: usize, beat: &Beat) {
        let Act::Call { from, kms, arrives, answers, end, .. } = &beat.act else { return };
        let at = |moment, lane: &usize| pos2(axes.x(moment), axes.y(*lane));
        let (mut asks, mut reached) = (at(beat.start, from), at(*arrives, kms));
        let (mut done, mut back) = (at(*answers, kms), at(beat.end, from));
        let mut line = |kind, ends| self.lines.push(Line { beat: number, kind, ends });
        if *end == CallEnd::Unreachable {
            line(LineKind::Request, [asks, reached]);
            line(LineKind::Waiting, [asks, back]);
            self.crosses.push((number, reached));
            return;
        }
        let ends = pos2(done.x.max(reached.x + THIN), done.y);
        let bar = Rect::from_min_max(reached, ends).expand2(vec2(0.0, BAR));
        let is_local = *arrives == beat.start;
        if is_local && bar.width() > BROAD {
            asks.x += INSET;
            reached.x += INSET;
            done.x -= INSET;
            back.x -= INSET;
        }
        line(LineKind::Request, [asks, reached]);
        line(LineKind::Answer, [done, back]);
        // Two calls in a row are two bars.
        let bar = if bar.width() > BROAD { bar.expand2(vec2(-0.75, 0.0)) } else { bar };
        self.bars.push((number, bar));
        if end.is_lost() {
            self.crosses.push((number, ends));
        }
    }

    /// Lets lines begin and end at the edges of what they belong to.
    fn end_lines(&mut self) {
        let marks = self.marks.iter().map(|mark| mark.rect.expand(1.0));
        let solids: Vec<Rect> = marks.chain(self.bars.iter().map(|(_, bar)| *bar)).collect();
        for line in self.lines.iter_mut().filter(|line| line.kind != LineKind::Waiting) {
            for solid in &solids {
                let [from, to] = after(*solid, line.ends);
                let [to, from] = after(*solid, [to, from]);
                line.ends = [from, to];
            }
        }
    }

    /// All that is filled.
    pub fn solids(&self) -> Vec<Rect> {
        let crosses = self.crosses.iter().map(|(_, at)| Rect::from_center_size(*at, vec2(CROSS, CROSS)));
        let marks = self.marks.iter().map(|mark| mark.rect.expand(1.0));
        self.bars.iter().map(|(_, bar)| *bar).chain(crosses).chain(marks).collect()
    }
}
