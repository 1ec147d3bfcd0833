//! The beats of a sequence: calls, what is sent, and work without KMS, painted as they were planned.

use egui::{Color32, CornerRadius, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, Ui, pos2};

use super::{
    sequence::{LABEL_PAD, Label, Line, LineKind, Mark, Plan, Text, is_control},
    story::{Act, Beat, Freight, Hop, Story, Work},
    text::line,
};
use crate::{
    gui::{
        desk::Desk,
        theme::{CAPTION, RegionMark, Tokens, icons, regular, semibold, space},
        widgets::icon_at,
    },
    kms::Timestamp,
    workloads::CargoKind,
};

/// The size of an icon on a lane.
const ICON: f32 = 12.0;
/// The size of the sign of what is lost.
const CROSS: f32 = 15.0;
/// How near a pointer must come to something thin.
const NEAR: f32 = 6.0;

/// What a frame's drawing needs.
pub(super) struct Drawing<'a> {
    pub ui: &'a Ui,
    pub painter: &'a Painter,
    pub t: &'a Tokens,
    pub desk: &'a Desk,
    pub story: &'a Story,
    pub plan: &'a Plan,
    /// The present.
    pub now: Timestamp,
    /// The moment that is shown.
    pub shown: Timestamp,
    /// The beat that is explained.
    pub current: Option<usize>,
}

/// Where beats can be pointed at.
pub(super) enum Hit<'a> {
    /// Anywhere in there.
    Within(&'a [usize], Rect),
    /// Near this line.
    Along(&'a [usize], [Pos2; 2]),
}

/// Where the beats of a plan can be pointed at; what is drawn on top comes last.
pub(super) fn hits(plan: &Plan) -> Vec<Hit<'_>> {
    let one = std::slice::from_ref;
    let lines = plan.shapes.lines.iter().map(|line| Hit::Along(one(&line.beat), line.ends));
    let bars = plan.shapes.bars.iter().map(|(beat, bar)| Hit::Within(one(beat), *bar));
    let marks = plan.shapes.marks.iter().map(|mark| Hit::Within(mark.beats.as_slice(), mark.rect));
    let labels = plan.labels.iter().map(|label| {
        let mark = plan.shapes.marks.iter().find(|mark| mark.beats.first() == Some(&label.beat));
        Hit::Within(mark.map_or(one(&label.beat), |mark| mark.beats.as_slice()), label.rect)
    });
    lines.chain(bars).chain(marks).chain(labels).collect()
}

/// The beats under a pointer; of several things the last one, which is drawn on top.
pub(super) fn hit<'a>(hits: &[Hit<'a>], pointer: Pos2) -> Option<&'a [usize]> {
    hits.iter().rev().find_map(|hit| match hit {
        Hit::Within(beats, rect) => rect.expand(2.0).contains(pointer).then_some(*beats),
        Hit::Along(beats, [from, to]) => {
            let along = *to - *from;
            let share = ((pointer - *from).dot(along) / along.length_sq().max(1e-3)).clamp(0.0, 1.0);
            ((*from + share * along).distance(pointer) < NEAR).then_some(*beats)
        }
    })
}

/// Which of the beats under a pointer a click goes to: the first, and from one of them to the next.
pub(super) fn pick(beats: &[usize], current: Option<usize>) -> Option<usize> {
    let next = beats.iter().position(|beat| Some(*beat) == current).map_or(0, |at| at + 1);
    beats.get(next).or(beats.first()).copied()
}

/// The colour of what crosses. What has a data key or data in the clear at its ends warns.
pub(super) fn cargo_color(cargo: Freight, t: &Tokens) -> Color32 {
    match cargo.kind {
        _ if cargo.clear_inside_tls => t.warn,
        CargoKind::KmsRequest | CargoKind::KmsAnswer | CargoKind::SignedDigest | CargoKind::Token => {
            t.text_subdued
        }
        _ => t.ciphertext,
    }
}

/// The colour of a line: of what goes along it, as on the map.
pub(super) fn line_color(story: &Story, line: &Line, t: &Tokens) -> Color32 {
    let Some(beat) = story.beats.get(line.beat) else { return t.text_subdued };
    if let Act::Sent { cargo, .. } = &beat.act {
        return cargo_color(*cargo, t);
    }
    if is_control(&beat.act) {
        return t.control;
    }
    let is_of = |hop: &&Hop| {
        let kind = if line.kind == LineKind::Answer { CargoKind::KmsAnswer } else { CargoKind::KmsRequest };
        hop.beat == line.beat && hop.cargo.kind == kind
    };
    story.hops.iter().find(is_of).map_or(t.text_subdued, |hop| cargo_color(hop.cargo, t))
}

impl Drawing<'_> {
    /// Draws all beats.
    pub fn all(&self) {
        let shapes = &self.plan.shapes;
        for line in &shapes.lines {
            self.line(line);
        }
        for (beat, bar) in &shapes.bars {
            self.bar(*beat, *bar);
        }
        for (beat, at) in &shapes.crosses {
            if self.is_lost(*beat) {
                self.painter.circle_filled(*at, CROSS / 2.0, self.t.panel);
                icon_at(self.painter, *at, icons::X_CIRCLE, CROSS, self.t.error);
            }
        }
        for mark in &shapes.marks {
            self.mark(mark);
        }
        for label in &self.plan.labels {
            self.label(label);
        }
    }

    fn beat(&self, number: usize) -> Option<&Beat> {
        self.story.beats.get(number)
    }

    fn is_over(&self, number: usize) -> bool {
        self.beat(number).is_some_and(|beat| beat.end <= self.shown)
    }

    /// Whether a call has come to nothing by the moment that is shown.
    fn is_lost(&self, number: usize) -> bool {
        let lost = |beat: &Beat| matches!(&beat.act, Act::Call { end, .. } if end.is_lost());
        self.is_over(number) && self.beat(number).is_some_and(lost)
    }

    fn line(&self, line: &Line) {
        let color = if self.is_lost(line.beat) { self.t.error } else { line_color(self.story, line, self.t) };
        let [from, to] = line.ends;
        match (line.kind, self.beat(line.beat).map(|beat| &beat.act)) {
            (LineKind::Waiting, _) => self.dashed(from, to, color),
            (LineKind::Request, Some(Act::Call { arrives, .. })) => {
                self.arrow(from, to, color, *arrives <= self.shown);
            }
            _ => self.arrow(from, to, color, self.is_over(line.beat)),
        }
    }

    fn bar(&self, number: usize, rect: Rect) {
        let Some(Act::Call { kms, .. }) = self.beat(number).map(|beat| &beat.act) else { return };
        let region = self.story.lanes.get(*kms).map(|lane| lane.region);
        let index = region.map_or(0, |region| self.desk.region_index(region));
        let mark = RegionMark::at(self.ui, index).color;
        let color = if self.is_lost(number) { self.t.error } else { mark };
        let corners = CornerRadius::same(2);
        if self.is_over(number) {
            self.painter.rect_filled(rect, corners, color);
        } else {
            let stroke = Stroke::new(space::HAIRLINE, color.gamma_multiply(0.7));
            self.painter.rect(rect, corners, self.t.panel, stroke, StrokeKind::Inside);
        }
        self.ring(&[number], rect);
    }

    /// A mark on its lane: the icon of what was done, and how many steps it stands for.
    fn mark(&self, mark: &Mark) {
        let t = self.t;
        let starts = mark.beats.first().and_then(|beat| self.beat(*beat)).map(|beat| beat.start);
        let faint = if starts.is_some_and(|start| start <= self.shown) { 1.0 } else { 0.5 };
        let (icon, color) = match mark.work {
            Work::Sealed => (icons::LOCK, t.ciphertext),
            Work::Opened => (icons::LOCK_OPEN, t.plaintext),
            Work::Stored => (icons::DATABASE, t.text_subdued),
            Work::Other => (icons::CIRCLE, t.text_subdued),
        };
        let color = color.gamma_multiply(faint);
        let corners = CornerRadius::from(mark.rect.height() / 2.0);
        let edge = Stroke::new(space::HAIRLINE, t.line);
        self.painter.rect(mark.rect, corners, t.panel, edge, StrokeKind::Inside);
        let middle = pos2(mark.rect.left() + mark.rect.height() / 2.0, mark.rect.center().y);
        icon_at(self.painter, middle, icon, ICON, color);
        if mark.beats.len() > 1 {
            let count = line(self.painter, &mark.beats.len().to_string(), semibold(11.0), f32::INFINITY);
            let at = pos2(mark.rect.right() - 6.0 - count.size().x, middle.y - count.size().y / 2.0);
            self.painter.galley(at, count, t.text.gamma_multiply(faint));
        }
        self.ring(&mark.beats, mark.rect);
    }

    /// The ring around what is explained.
    fn ring(&self, beats: &[usize], rect: Rect) {
        if self.current.is_some_and(|current| beats.contains(&current)) {
            let corners = CornerRadius::from((rect.height() / 2.0 + 2.0).min(10.0));
            let ring = Stroke::new(1.5, self.t.primary_line);
            self.painter.rect_stroke(rect.expand(1.5), corners, ring, StrokeKind::Outside);
        }
    }

    /// A name on a plate of the background.
    fn label(&self, label: &Label) {
        let t = self.t;
        let color = match self.beat(label.beat).map(|beat| &beat.act) {
            _ if self.is_lost(label.beat) => t.error,
            Some(Act::Sent { cargo, .. }) => cargo_color(*cargo, t),
            Some(Act::Call { .. }) => t.text,
            _ => t.text_subdued,
        };
        if let Some(leader) = label.leader {
            self.painter.line_segment(leader, Stroke::new(space::HAIRLINE, t.text_subdued));
        }
        self.painter.rect_filled(label.rect, CornerRadius::same(3), t.panel);
        if label.text.is_icon {
            icon_at(self.painter, label.rect.center(), &label.text.what, ICON, color);
            return;
        }
        let is_past = self.beat(label.beat).is_none_or(|beat| beat.end <= self.now);
        let galley = self.galley(&label.text, is_past);
        let at = pos2(label.rect.left() + LABEL_PAD, label.rect.center().y - galley.size().y / 2.0);
        self.painter.galley(at, galley, color);
    }

    fn galley(&self, text: &Text, is_past: bool) -> std::sync::Arc<egui::Galley> {
        line(self.painter, &text.written(is_past), regular(CAPTION), f32::INFINITY)
    }

    /// A line with a head at its end: whole for what is past, dashed for what is to come.
    fn arrow(&self, from: Pos2, to: Pos2, color: Color32, past: bool) {
        let color = if past { color } else { color.gamma_multiply(0.6) };
        if past {
            self.painter.line_segment([from, to], Stroke::new(1.75, color));
        } else {
            self.dashed(from, to, color);
        }
        let along = (to - from).normalized();
        let back = to - along * 7.0;
        let side = along.rot90() * 3.5;
        self.painter.add(Shape::convex_polygon(vec![to, back + side, back - side], color, Stroke::NONE));
    }

    fn dashed(&self, from: Pos2, to: Pos2, color: Color32) {
        self.painter.extend(Shape::dashed_line(&[from, to], Stroke::new(1.5, color), 4.0, 4.0));
    }
}

#[cfg(test)]
mod tests {
    use egui::vec2;

    use super::*;

    #[test]
    fn a_beat_is_pointed_at_on_its_bar_and_near_its_line() {
        let bar = Rect::from_min_size(pos2(10.0, 10.0), vec2(20.0, 7.0));
        let hits = [Hit::Along(&[0], [pos2(0.0, 50.0), pos2(100.0, 70.0)]), Hit::Within(&[1, 2], bar)];
        assert_eq!(hit(&hits, pos2(20.0, 12.0)), Some([1, 2].as_slice()));
        assert_eq!(hit(&hits, pos2(50.0, 62.0)), Some([0].as_slice()));
        assert_eq!(hit(&hits, pos2(50.0, 90.0)), None);
    }

    #[test]
    fn clicks_on_a_mark_of_several_steps_go_through_them() {
        assert_eq!(pick(&[3, 4, 5], None), Some(3));
        assert_eq!(pick(&[3, 4, 5], Some(4)), Some(5));
        assert_eq!(pick(&[3, 4, 5], Some(5)), Some(3));
        assert_eq!(pick(&[], Some(5)), None);
    }
}
