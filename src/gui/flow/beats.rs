//! The beats of a sequence: calls, what is sent, and work without KMS, each on its lanes.

use egui::{Color32, CornerRadius, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, Ui, pos2, vec2};

use super::{
    sequence::Axes,
    story::{Act, Beat, CallEnd, Freight, Story, Work},
    text::line,
    words,
};
use crate::{
    gui::{
        desk::Desk,
        theme::{CAPTION, RegionMark, Tokens, icons, regular, space},
        widgets::icon_at,
    },
    kms::Timestamp,
    workloads::CargoKind,
};

/// The size of an icon on a lane.
const ICON: f32 = 13.0;
/// How near a pointer must come to something thin.
const NEAR: f32 = 6.0;

/// What a frame's drawing needs.
pub(super) struct Drawing<'a> {
    pub ui: &'a Ui,
    pub painter: &'a Painter,
    pub t: &'a Tokens,
    pub desk: &'a Desk,
    pub axes: &'a Axes<'a>,
    pub story: &'a Story,
    /// The present.
    pub now: Timestamp,
    /// The moment that is shown.
    pub shown: Timestamp,
    /// The beat that is explained.
    pub current: Option<usize>,
}

/// Where a beat can be pointed at.
pub(super) enum Hit {
    /// Anywhere in there.
    Within(usize, Rect),
    /// Near this line.
    Along(usize, [Pos2; 2]),
}

/// The beat under a pointer; of several the last one, which is drawn on top.
pub(super) fn hit(hits: &[Hit], pointer: Pos2) -> Option<usize> {
    hits.iter().rev().find_map(|hit| match hit {
        Hit::Within(beat, rect) => rect.expand(2.0).contains(pointer).then_some(*beat),
        Hit::Along(beat, [from, to]) => {
            let along = *to - *from;
            let share = ((pointer - *from).dot(along) / along.length_sq().max(1e-3)).clamp(0.0, 1.0);
            ((*from + share * along).distance(pointer) < NEAR).then_some(*beat)
        }
    })
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

/// Where the middle of an icon is that belongs to a place of its lane, beside the icon before it.
fn icon_place(x: f32, reached: &mut f32) -> f32 {
    let place = x.max(*reached + ICON);
    *reached = place + 1.0;
    place
}

/// How far icons would stand beyond `right` which stand side by side, as several things happen at one moment.
pub(super) fn overflow(axes: &Axes<'_>, story: &Story, right: f32) -> f32 {
    let mut reached = vec![f32::NEG_INFINITY; story.lanes.len()];
    let mut farthest = f32::NEG_INFINITY;
    for beat in &story.beats {
        if let Act::Local { lane, .. } = beat.act {
            farthest = farthest.max(icon_place(axes.x(beat.start), &mut reached[lane]) + ICON / 2.0 + 2.0);
        }
    }
    (farthest - right).max(0.0)
}

/// What has room on each lane.
struct Free {
    /// Up to where texts reach.
    texts: Vec<f32>,
    /// Up to where icons reach.
    icons: Vec<f32>,
}

impl Drawing<'_> {
    /// Draws all beats; answers where they can be pointed at.
    pub fn all(&self) -> Vec<Hit> {
        let lanes = self.story.lanes.len();
        let mut free = Free { texts: vec![f32::NEG_INFINITY; lanes], icons: vec![f32::NEG_INFINITY; lanes] };
        let mut hits = Vec::new();
        for (number, beat) in self.story.beats.iter().enumerate() {
            match &beat.act {
                Act::Call { from, kms, arrives, answers, operation, end } => {
                    self.call(
                        number,
                        beat,
                        (*from, *kms),
                        (*arrives, *answers),
                        (operation, end),
                        &mut free,
                        &mut hits,
                    );
                }
                Act::Sent { from, to, cargo } => {
                    let (start, end) = (self.at(beat.start, *from), self.at(beat.end, *to));
                    self.arrow(start, end, cargo_color(*cargo, self.t), self.is_past(beat.end));
                    self.cargo_text(beat, *cargo, start, end);
                    hits.push(Hit::Along(number, [start, end]));
                }
                Act::Local { lane, work } => {
                    let area = self.local(beat, *lane, *work, &mut free);
                    if self.current == Some(number) {
                        let ring = Stroke::new(1.5, self.t.primary_line);
                        self.painter.circle_stroke(area.center(), ICON / 2.0 + 2.0, ring);
                    }
                    hits.push(Hit::Within(number, area));
                }
            }
        }
        hits
    }

    fn at(&self, moment: Timestamp, lane: usize) -> Pos2 {
        pos2(self.axes.x(moment), self.axes.y(lane))
    }

    fn is_past(&self, end: Timestamp) -> bool {
        end <= self.shown
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of one drawing")]
    fn call(
        &self,
        number: usize,
        beat: &Beat,
        (from, kms): (usize, usize),
        (arrives, answers): (Timestamp, Timestamp),
        (operation, end): (&str, &CallEnd),
        free: &mut Free,
        hits: &mut Vec<Hit>,
    ) {
        let t = self.t;
        let past = self.is_past(beat.end);
        let (asks, reached) = (self.at(beat.start, from), self.at(arrives, kms));
        let lost = past && end.is_lost();
        let thin = if lost { t.error } else { t.text_subdued };
        self.arrow(asks, reached, thin, arrives <= self.shown);
        hits.push(Hit::Along(number, [asks, reached]));
        if *end == CallEnd::Unreachable {
            let gives_up = self.at(beat.end, from);
            self.dashed(asks, gives_up, thin);
            if past {
                self.cross(reached);
            }
            self.text_above(&self.timed("no answer", beat), reached, lost, &mut free.texts[kms]);
            hits.push(Hit::Along(number, [asks, gives_up]));
            return;
        }
        let done = self.at(answers, kms);
        self.arrow(done, self.at(beat.end, from), thin, past);
        hits.push(Hit::Along(number, [done, self.at(beat.end, from)]));
        let region = self.story.lanes[kms].region;
        let color = RegionMark::at(self.ui, self.desk.region_index(region)).color;
        let bar =
            Rect::from_min_max(reached, pos2(done.x.max(reached.x + 3.0), done.y)).expand2(vec2(0.0, 3.5));
        self.bar(bar, if lost { t.error } else { color }, past);
        hits.push(Hit::Within(number, bar));
        if lost {
            self.cross(done);
        }
        let mut text = self.timed(operation, beat);
        if arrives > beat.start {
            text.push_str(" there and back");
        }
        if self.axes.area.x_range().contains(reached.x) {
            self.text_above(&text, reached, lost, &mut free.texts[kms]);
        }
    }

    fn timed(&self, what: &str, beat: &Beat) -> String {
        let about = if beat.end <= self.now { "" } else { "≈ " };
        format!("{what} · {about}{}", words::span(beat.end - beat.start))
    }

    /// A text above a lane, from a place on it, unless another one is there. The sign of what is lost is higher than a bar.
    fn text_above(&self, text: &str, at: Pos2, lost: bool, free_from: &mut f32) {
        let (above, color) = if lost { (8.0, self.t.error) } else { (4.0, self.t.text) };
        let galley = line(self.painter, text, regular(CAPTION), f32::INFINITY);
        let right = self.axes.area.right() + space::XL;
        let left = at.x.min(right - galley.size().x);
        if left < *free_from {
            return;
        }
        *free_from = left + galley.size().x + 6.0;
        let corner = pos2(left, at.y - above - galley.size().y);
        self.painter.galley(corner, galley, color);
    }

    fn cargo_text(&self, beat: &Beat, cargo: Freight, start: Pos2, end: Pos2) {
        let color = cargo_color(cargo, self.t);
        let about = if beat.end <= self.now { "" } else { "≈ " };
        let time = format!("{about}{}", words::span(beat.end - beat.start));
        let room = (end.x - start.x) * 0.8;
        let texts = [
            format!("{}, {} · {time}", cargo.kind.label(), words::size(cargo.bytes)),
            format!("{} · {time}", cargo.kind.label()),
            time,
        ];
        let galleys = texts.iter().map(|text| line(self.painter, text, regular(CAPTION), f32::INFINITY));
        let Some(galley) = galleys.into_iter().find(|galley| galley.size().x <= room) else { return };
        let ground = Rect::from_center_size(start.lerp(end, 0.5), galley.size() + vec2(8.0, 0.0));
        self.painter.rect_filled(ground, CornerRadius::same(3), self.t.panel);
        self.painter.galley(ground.min + vec2(4.0, 0.0), galley, color);
    }

    /// An icon on its lane; beside the one before, where that is at the same moment.
    fn local(&self, beat: &Beat, lane: usize, work: Work, free: &mut Free) -> Rect {
        let t = self.t;
        let at = self.at(beat.start, lane);
        let center = pos2(icon_place(at.x, &mut free.icons[lane]), at.y);
        let faint = if self.is_past(beat.start) { 1.0 } else { 0.45 };
        let area = Rect::from_center_size(center, vec2(ICON, ICON));
        self.painter.circle_filled(center, ICON / 2.0 + 1.0, t.panel);
        let (icon, color) = match work {
            Work::Sealed => (icons::LOCK, t.ciphertext),
            Work::Opened => (icons::LOCK_OPEN, t.plaintext),
            Work::Stored => (icons::DATABASE, t.text_subdued),
            Work::Other => (icons::CIRCLE, t.text_subdued),
        };
        icon_at(self.painter, center, icon, ICON, color.gamma_multiply(faint));
        area
    }

    fn bar(&self, rect: Rect, color: Color32, past: bool) {
        if past {
            self.painter.rect_filled(rect, CornerRadius::same(2), color);
        } else {
            let stroke = Stroke::new(space::HAIRLINE, color.gamma_multiply(0.7));
            self.painter.rect(rect, CornerRadius::same(2), self.t.panel, stroke, StrokeKind::Inside);
        }
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

    fn cross(&self, at: Pos2) {
        self.painter.circle_filled(at, 8.0, self.t.panel);
        icon_at(self.painter, at, icons::X_CIRCLE, 15.0, self.t.error);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_beat_is_pointed_at_on_its_bar_and_near_its_line() {
        let bar = Rect::from_min_max(pos2(10.0, 10.0), pos2(30.0, 17.0));
        let hits = [Hit::Along(0, [pos2(0.0, 50.0), pos2(100.0, 70.0)]), Hit::Within(1, bar)];
        assert_eq!(hit(&hits, pos2(20.0, 12.0)), Some(1));
        assert_eq!(hit(&hits, pos2(50.0, 62.0)), Some(0));
        assert_eq!(hit(&hits, pos2(50.0, 90.0)), None);
    }
}
