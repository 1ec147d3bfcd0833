//! Where names are written in a sequence: none on another, on an arrow, a bar or a mark. A name stands beside what it
//! names, above its own arrow; where that place is taken it moves aside and a thin line leads to it; where there is no
//! place it becomes shorter.

use egui::{Pos2, Rect, Vec2, pos2, vec2};

use super::{
    axes::Axes,
    room::{Room, between},
    shapes::{CROSS, LineKind, Shapes},
    texts::{self, Text, WHOLE},
};
use crate::gui::flow::story::{Act, CallEnd};

/// The height of a name's plate.
const HEIGHT: f32 = 16.0;
/// Beside the text on its plate.
pub(in crate::gui::flow) const PAD: f32 = 3.0;
/// Between a name and what it names.
const GAP: f32 = 2.5;
/// How finely places are tried.
const STEP: f32 = 6.0;
/// How far aside a name may move.
const FAR: f32 = 150.0;
/// An icon's width.
const ICON: f32 = 14.0;
/// How much of a way must be in sight to be named.
const SHORTEST: f32 = 8.0;

/// A name in its place.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::gui::flow) struct Label {
    /// The beat that it names.
    pub beat: usize,
    /// What it says.
    pub text: Text,
    /// The plate behind it.
    pub rect: Rect,
    /// The line that leads to what it names, if it stands apart.
    pub leader: Option<[Pos2; 2]>,
    /// How much was left out of what it says.
    pub level: usize,
}

/// What is named.
enum Thing {
    /// A bar of a call, or the sign of a lost one, and whether its caller stands above.
    Bar(Rect, bool),
    /// A way, so much as is in sight.
    Way([Pos2; 2]),
    /// A mark.
    Mark(Rect),
}

struct Wanted {
    beat: usize,
    thing: Thing,
    texts: Vec<Text>,
}

/// The names for what is in sight within `bounds`.
pub(super) fn labels(
    axes: &Axes<'_>,
    shapes: &Shapes,
    bounds: Rect,
    measure: &dyn Fn(&Text) -> f32,
) -> Vec<Label> {
    let (calls, ways, marks) = wanted(axes, shapes);
    let lines = || shapes.lines.iter().map(|line| line.ends).collect();
    let named = |start: usize| {
        let mut room = Room::new(bounds, shapes.solids(), lines());
        let mut labels: Vec<Label> = Vec::new();
        for (wanted, start) in
            calls.iter().map(|it| (it, start)).chain(ways.iter().map(|it| (it, start.min(2))))
        {
            labels.extend(place(wanted, start, &mut room, measure));
        }
        (labels, room)
    };
    let mut best = named(0);
    // What is short everywhere may be better than what is whole for the first and nothing for the last.
    for start in 1..WHOLE {
        if cost(&best.0, &calls, &ways) == 0 {
            break;
        }
        let other = named(start);
        if cost(&other.0, &calls, &ways) < cost(&best.0, &calls, &ways) {
            best = other;
        }
    }
    let (mut labels, mut room) = best;
    for wanted in &marks {
        labels.extend(place(wanted, 0, &mut room, measure));
    }
    labels
}

/// How bad it is that names are shorter than they could be, or missing.
fn cost(labels: &[Label], calls: &[Wanted], ways: &[Wanted]) -> usize {
    const CALLS: [usize; 6] = [0, 0, 2, 12, 20, 40];
    const WAYS: [usize; 4] = [0, 1, 2, 6];
    let level = |wanted: &Wanted, most: usize| {
        labels.iter().find(|label| label.beat == wanted.beat).map_or(most, |label| label.level)
    };
    let calls: usize = calls.iter().map(|it| CALLS[level(it, 5).min(5)]).sum();
    calls + ways.iter().map(|it| WAYS[level(it, 3).min(3)]).sum::<usize>()
}

/// What is to be named: calls, ways, marks.
fn wanted(axes: &Axes<'_>, shapes: &Shapes) -> (Vec<Wanted>, Vec<Wanted>, Vec<Wanted>) {
    let (left, right) = (axes.area.left(), axes.area.right());
    let in_sight = |rect: Rect| rect.right() > left && rect.left() < right;
    let cut =
        |rect: Rect| Rect::from_x_y_ranges(rect.left().max(left)..=rect.right().min(right), rect.y_range());
    let (mut calls, mut ways, mut marks) = (Vec::new(), Vec::new(), Vec::new());
    for (number, beat) in axes.story.beats.iter().enumerate() {
        match &beat.act {
            Act::Call { from, kms, arrives, operation, end, .. } => {
                let bar = match *end {
                    CallEnd::Unreachable => shapes
                        .crosses
                        .iter()
                        .find(|it| it.0 == number)
                        .map(|it| Rect::from_center_size(it.1, vec2(CROSS, CROSS))),
                    _ => shapes.bars.iter().find(|it| it.0 == number).map(|it| it.1),
                };
                let Some(bar) = bar.filter(|bar| in_sight(*bar)) else { continue };
                let texts = texts::of_call(beat, operation, *arrives > beat.start, end);
                calls.push(Wanted { beat: number, thing: Thing::Bar(cut(bar), from < kms), texts });
            }
            Act::Sent { cargo, .. } => {
                let line = shapes.lines.iter().find(|it| it.beat == number && it.kind == LineKind::Sent);
                let seen = line.and_then(|line| between(line.ends, left, right));
                let seen = seen.filter(|[from, to]| from.distance(*to) > SHORTEST);
                let texts = texts::of_cargo(beat, *cargo);
                ways.extend(seen.map(|seen| Wanted { beat: number, thing: Thing::Way(seen), texts }));
            }
            Act::Local { .. } => {
                let mark = shapes.marks.iter().find(|mark| mark.beats.first() == Some(&number));
                let Some(mark) = mark.filter(|mark| in_sight(mark.rect)) else { continue };
                let beats: Vec<_> = mark.beats.iter().filter_map(|it| axes.story.beats.get(*it)).collect();
                marks.push(Wanted {
                    beat: number,
                    thing: Thing::Mark(mark.rect),
                    texts: texts::of_mark(&beats),
                });
            }
        }
    }
    (calls, ways, marks)
}

/// The first place for the longest text that has one.
fn place(wanted: &Wanted, start: usize, room: &mut Room, measure: &dyn Fn(&Text) -> f32) -> Option<Label> {
    for (level, text) in wanted.texts.iter().enumerate().skip(start) {
        let width = if text.is_icon { ICON } else { measure(text) } + 2.0 * PAD;
        let size = vec2(width.ceil(), HEIGHT);
        let found = wanted.thing.places(size).into_iter().find(|(rect, leader)| room.has(*rect, *leader));
        if let Some((rect, leader)) = found {
            room.take(rect, leader);
            return Some(Label { beat: wanted.beat, text: text.clone(), rect, leader, level });
        }
    }
    None
}

type Spot = (Rect, Option<[Pos2; 2]>);

impl Thing {
    /// Where a name of this size may stand, the best first.
    fn places(&self, size: Vec2) -> Vec<Spot> {
        match self {
            Self::Bar(bar, caller_above) => at_bar(*bar, *caller_above, size),
            Self::Way(way) => at_way(*way, size),
            Self::Mark(mark) => at_mark(*mark, size),
        }
    }
}

/// Beside a bar: on the side away from its caller, on its lane, on the side of its caller; then apart.
fn at_bar(bar: Rect, caller_above: bool, size: Vec2) -> Vec<Spot> {
    let top = |above: bool, rows: f32| {
        let away = GAP + rows * (size.y + GAP);
        if above { bar.top() - away - size.y } else { bar.bottom() + away }
    };
    let spot = |x: f32, y: f32| Rect::from_min_size(pos2(x, y), size);
    // The text, not its plate, begins where the bar begins.
    let (first, last) = (bar.left() - PAD, bar.right() + PAD - size.x);
    let along = |y: f32| {
        let steps = ((last - first).abs() / STEP).ceil().max(1.0);
        (0..=steps as usize).map(move |step| (spot(first + (last - first) * step as f32 / steps, y), None))
    };
    let beside = bar.center().y - size.y / 2.0;
    let mut spots: Vec<Spot> = along(top(!caller_above, 0.0)).collect();
    spots.push((spot(bar.right() + 2.0 * GAP, beside), None));
    spots.extend(along(top(caller_above, 0.0)));
    spots.push((spot(bar.left() - 2.0 * GAP - size.x, beside), None));
    for (above, rows) in
        [(!caller_above, 0.0), (caller_above, 0.0), (!caller_above, 1.0), (caller_above, 1.0)]
    {
        for aside in asides() {
            let x = if aside < 0.0 { first.min(last) } else { first.max(last) } + aside;
            let rect = spot(x, top(above, rows));
            spots.push((rect, Some(leader(bar, rect))));
        }
    }
    spots
}

/// Above its own line, from the middle on; then below it; then apart.
fn at_way([from, to]: [Pos2; 2], size: Vec2) -> Vec<Spot> {
    const SHARES: [f32; 11] = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.1, 0.9, 0.0, 1.0];
    let slope = (to.y - from.y) / (to.x - from.x).max(1.0);
    let rise = slope.abs() * size.x / 2.0;
    let clear = GAP + slope.abs().min(1.0);
    let mut spots = Vec::new();
    let apart =
        |rect: Rect, on: Pos2| (rect.center().distance(on) > 2.0 * size.y).then(|| leader_from(on, rect));
    for side in [-1.0, 1.0] {
        for share in SHARES {
            let on = from.lerp(to, share);
            let rect = Rect::from_center_size(on + vec2(0.0, side * (rise + clear + size.y / 2.0)), size);
            spots.push((rect, None));
        }
    }
    // Beside a steep line.
    for side in [1.0, -1.0] {
        for share in SHARES {
            let on = from.lerp(to, share);
            let lean = size.y / 2.0 / slope.abs().max(0.1);
            let rect = Rect::from_center_size(on + vec2(side * (size.x / 2.0 + lean + clear), 0.0), size);
            spots.push((rect, None));
        }
    }
    for share in SHARES {
        let on = from.lerp(to, share);
        for up in [-1.0_f32, 1.0, -2.0, 2.0] {
            let away = rise.min(size.y) + clear + size.y * (up.abs() + 0.5);
            for aside in [0.0, 30.0, -30.0, 60.0, -60.0] {
                let rect = Rect::from_center_size(on + vec2(aside, up.signum() * away), size);
                spots.push((rect, apart(rect, on)));
            }
        }
    }
    spots
}

/// Beside a mark on its lane, above or below it.
fn at_mark(mark: Rect, size: Vec2) -> Vec<Spot> {
    let spot = |x: f32, y: f32| (Rect::from_min_size(pos2(x, y), size), None);
    let middle = mark.center().y - size.y / 2.0;
    let (above, below) = (mark.top() - GAP - size.y, mark.bottom() + GAP);
    let centered = mark.center().x - size.x / 2.0;
    let (left, right) = (mark.right() - size.x, mark.left());
    vec![
        spot(mark.right() + GAP, middle),
        spot(right, below),
        spot(right, above),
        spot(centered, below),
        spot(centered, above),
        spot(left, below),
        spot(left, above),
        spot(mark.left() - GAP - size.x, middle),
    ]
}

fn asides() -> impl Iterator<Item = f32> {
    let steps = (FAR / (2.0 * STEP)) as usize;
    (0..=steps).flat_map(|step| [1.0, -1.0].map(|side| side * step as f32 * 2.0 * STEP))
}

/// A line from the edge of a box to that of a name.
fn leader(of: Rect, name: Rect) -> [Pos2; 2] {
    let end = name.clamp(of.center());
    let start = of.clamp(end);
    let along = (end - start).normalized();
    // Just outside both.
    [start + along, end - along]
}

fn leader_from(on: Pos2, name: Rect) -> [Pos2; 2] {
    let end = name.clamp(on);
    let along = (end - on).normalized();
    [on + 2.0 * along, end - along]
}
