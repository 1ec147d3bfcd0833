//! Where names are written in a sequence: none on another, on an arrow, a bar or a mark. A name stands beside what it
//! names, above its own arrow; where that place is taken it moves aside and a thin line leads to it; where there is no
//! place it becomes shorter.

use egui::{Pos2, Rect, Vec2, pos2, vec2};

use super::{
    axes::Axes,
    room::{CLEAR, Room, between},
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
const FAR: f32 = 48.0;
/// How much of a bar, or of a name that is less wide, may be without the other where it is tight.
const LEANS: f32 = 0.4;
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

/// What is to be named.
struct Wanted {
    beat: usize,
    /// Its lane, of a call the one of KMS.
    lane: usize,
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
    let [calls, ways, marks] = wanted(axes, shapes);
    // Lane by lane in the order of time, or from the last one on.
    let named = |shorter: &[usize], turned: &[usize]| {
        let lines = shapes.lines.iter().map(|line| line.ends).collect();
        let mut room = Room::new(bounds, shapes.solids(), lines);
        let mut order: Vec<usize> = (0..calls.len()).collect();
        order.sort_by_key(|number| {
            let lane = calls[*number].lane;
            (lane, if turned.contains(&lane) { calls.len() - number } else { *number })
        });
        let mut labels: Vec<Label> = Vec::new();
        for number in order {
            labels.extend(place(&calls[number], shorter[number], &mut room, measure));
        }
        labels.extend(ways.iter().filter_map(|way| place(way, 0, &mut room, measure)));
        (labels, room)
    };
    let lanes_with = |labels: &[Label], least: usize| -> Vec<usize> {
        calls.iter().filter(|call| level(labels, call) >= least).map(|call| call.lane).collect()
    };
    let mut best: Option<(usize, Vec<Label>, Room)> = None;
    let mut turned = Vec::new();
    for _ in 0..2 {
        // What is short for all on a lane is better than what is whole for the first and nothing for the last.
        let mut shorter = vec![0; calls.len()];
        for _ in 0..=WHOLE {
            let (labels, room) = named(&shorter, &turned);
            let (cost, poor) = (cost(&labels, &calls, &ways), lanes_with(&labels, WHOLE));
            if best.as_ref().is_none_or(|best| cost < best.0) {
                best = Some((cost, labels, room));
            }
            if poor.is_empty() {
                break;
            }
            for (start, call) in shorter.iter_mut().zip(&calls) {
                *start = (*start + usize::from(poor.contains(&call.lane))).min(call.texts.len() - 1);
            }
        }
        // Where times are missing the other end may be the better one to begin with.
        turned = best.as_ref().map_or_else(Vec::new, |(_, labels, _)| lanes_with(labels, WHOLE - 1));
        if turned.is_empty() {
            break;
        }
    }
    let Some((_, mut labels, mut room)) = best else { return Vec::new() };
    for wanted in &marks {
        labels.extend(place(wanted, 0, &mut room, measure));
    }
    labels
}

/// How much was left out of a name; all of it if it is not there.
fn level(labels: &[Label], wanted: &Wanted) -> usize {
    let label = labels.iter().find(|label| label.beat == wanted.beat);
    label.map_or(wanted.texts.len(), |label| label.level)
}

/// How bad it is that names are shorter than they could be, or missing.
fn cost(labels: &[Label], calls: &[Wanted], ways: &[Wanted]) -> usize {
    const CALLS: [usize; 6] = [0, 0, 3, 10, 20, 40];
    const WAYS: [usize; 4] = [0, 1, 2, 6];
    let calls: usize = calls.iter().map(|call| CALLS[level(labels, call).min(5)]).sum();
    calls + ways.iter().map(|way| WAYS[level(labels, way).min(3)]).sum::<usize>()
}

/// What is to be named: calls, ways, marks.
fn wanted(axes: &Axes<'_>, shapes: &Shapes) -> [Vec<Wanted>; 3] {
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
                calls.push(Wanted {
                    beat: number,
                    lane: *kms,
                    thing: Thing::Bar(cut(bar), from < kms),
                    texts,
                });
            }
            Act::Sent { from, cargo, .. } => {
                let line = shapes.lines.iter().find(|it| it.beat == number && it.kind == LineKind::Sent);
                let seen = line.and_then(|line| between(line.ends, left, right));
                let seen = seen.filter(|[from, to]| from.distance(*to) > SHORTEST);
                let texts = texts::of_cargo(beat, *cargo);
                ways.extend(seen.map(|seen| Wanted {
                    beat: number,
                    lane: *from,
                    thing: Thing::Way(seen),
                    texts,
                }));
            }
            Act::Local { lane, .. } => {
                let mark = shapes.marks.iter().find(|mark| mark.beats.first() == Some(&number));
                let Some(mark) = mark.filter(|mark| in_sight(mark.rect)) else { continue };
                let beats: Vec<_> = mark.beats.iter().filter_map(|it| axes.story.beats.get(*it)).collect();
                marks.push(Wanted {
                    beat: number,
                    lane: *lane,
                    thing: Thing::Mark(mark.rect),
                    texts: texts::of_mark(&beats),
                });
            }
        }
    }
    [calls, ways, marks]
}

/// The best place that is left: beside what is named with its time, else near by with its time, else beside it with less.
fn place(wanted: &Wanted, start: usize, room: &mut Room, measure: &dyn Fn(&Text) -> f32) -> Option<Label> {
    let levels = start..wanted.texts.len();
    let (whole, short): (Vec<usize>, Vec<usize>) =
        levels.partition(|level| wanted.texts[*level].time.is_some());
    let mut tries = [(&whole, false), (&whole, true), (&short, false), (&short, true)];
    if matches!(wanted.thing, Thing::Way(_)) {
        // The colour of a way says much already; a line that leads to it would be one more.
        tries.swap(1, 2);
    }
    for (levels, is_apart) in tries {
        for level in levels {
            let text = &wanted.texts[*level];
            let width = if text.is_icon { ICON } else { measure(text) } + 2.0 * PAD;
            let size = vec2(width.ceil(), HEIGHT);
            let spots = if is_apart { wanted.thing.apart(size) } else { wanted.thing.beside(size) };
            if let Some((rect, leader)) = spots.into_iter().find(|(rect, leader)| room.has(*rect, *leader)) {
                room.take(rect, leader);
                return Some(Label { beat: wanted.beat, text: text.clone(), rect, leader, level: *level });
            }
        }
    }
    None
}

type Spot = (Rect, Option<[Pos2; 2]>);

impl Thing {
    /// Where a name of this size may stand beside it, the best first.
    fn beside(&self, size: Vec2) -> Vec<Spot> {
        let spots = match self {
            Self::Bar(bar, caller_above) => beside_bar(*bar, *caller_above, size),
            Self::Way(way) => beside_way(*way, size),
            Self::Mark(mark) => beside_mark(*mark, size),
        };
        spots.into_iter().map(|rect| (rect, None)).collect()
    }

    /// And where near by, with a line that leads to it.
    fn apart(&self, size: Vec2) -> Vec<Spot> {
        match self {
            Self::Bar(bar, caller_above) => near_bar(*bar, *caller_above, size),
            Self::Way(way) => near_way(*way, size),
            Self::Mark(_) => Vec::new(),
        }
    }
}

fn spot(x: f32, y: f32, size: Vec2) -> Rect {
    Rect::from_min_size(pos2(x, y), size)
}

/// The top of a name so many rows above or below a bar.
fn row(bar: Rect, above: bool, rows: f32, size: Vec2) -> f32 {
    let away = GAP + rows * (size.y + GAP);
    if above { bar.top() - away - size.y } else { bar.bottom() + away }
}

/// On the side away from a bar's caller, on its lane, on the side of its caller.
fn beside_bar(bar: Rect, caller_above: bool, size: Vec2) -> Vec<Rect> {
    // The text, not its plate, begins where the bar begins.
    let (first, last) = (bar.left() - PAD, bar.right() + PAD - size.x);
    let steps = ((last - first).abs() / STEP).ceil().max(1.0) as usize;
    // Beyond both ends a part of it still stands at the bar.
    let beyond = (LEANS * size.x.min(bar.width()) / STEP) as usize;
    let along = |above: bool| {
        let y = row(bar, above, 0.0, size);
        let within = (0..=steps).map(move |step| first + (last - first) * step as f32 / steps as f32);
        let (least, most) = (first.min(last), first.max(last));
        let outside = (1..=beyond).flat_map(move |step| [-1.0, 1.0].map(|side| (side, step as f32 * STEP)));
        let outside = outside.map(move |(side, by)| if side < 0.0 { least - by } else { most + by });
        within.chain(outside).map(move |x| spot(x, y, size))
    };
    let middle = bar.center().y - size.y / 2.0;
    let mut spots: Vec<Rect> = along(!caller_above).collect();
    spots.push(spot(bar.right() + 2.0 * GAP, middle, size));
    spots.extend(along(caller_above));
    spots.push(spot(bar.left() - 2.0 * GAP - size.x, middle, size));
    spots
}

/// Aside of a bar, or a row further from it.
fn near_bar(bar: Rect, caller_above: bool, size: Vec2) -> Vec<Spot> {
    let (first, last) = (bar.left() - PAD, bar.right() + PAD - size.x);
    let mut spots = Vec::new();
    for (above, rows) in
        [(!caller_above, 0.0), (caller_above, 0.0), (!caller_above, 1.0), (caller_above, 1.0)]
    {
        for step in 0..=(FAR / STEP) as usize {
            let aside = step as f32 * STEP;
            for x in [first.max(last) + aside, first.min(last) - aside] {
                let rect = spot(x, row(bar, above, rows, size), size);
                spots.push((rect, Some(leader(bar, rect))));
            }
        }
    }
    spots
}

/// Where on a way names are tried, the middle first.
const SHARES: [f32; 11] = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.1, 0.9, 0.0, 1.0];

/// How far above or below a way, and how far right or left of it, a name's middle is clear of it.
fn clear_of(from: Pos2, to: Pos2, size: Vec2) -> Vec2 {
    let slope = ((to.y - from.y) / (to.x - from.x).max(1.0)).abs();
    let half = size / 2.0 + vec2(CLEAR, CLEAR);
    vec2(half.x + half.y / slope.max(0.1) + 0.5, half.y + half.x * slope + 0.5)
}

/// Above its own line, from the middle on; then below it; where it is steep also right and left of it.
fn beside_way([from, to]: [Pos2; 2], size: Vec2) -> Vec<Rect> {
    let clear = clear_of(from, to, size);
    [vec2(0.0, -clear.y), vec2(0.0, clear.y), vec2(clear.x, 0.0), vec2(-clear.x, 0.0)]
        .into_iter()
        .flat_map(|by| SHARES.map(|share| Rect::from_center_size(from.lerp(to, share) + by, size)))
        .collect()
}

/// A row further from its line, or aside.
fn near_way([from, to]: [Pos2; 2], size: Vec2) -> Vec<Spot> {
    let clear = clear_of(from, to, size).y;
    let mut spots = Vec::new();
    for share in SHARES {
        let on = from.lerp(to, share);
        for side in [-1.0, 1.0] {
            for aside in [0.0, FAR / 2.0, -FAR / 2.0, FAR, -FAR] {
                let away = clear.min(2.0 * size.y) + size.y;
                let rect = Rect::from_center_size(on + vec2(aside, side * away), size);
                spots.push((rect, Some(leader_from(on, rect))));
            }
        }
    }
    spots
}

/// Beside a mark on its lane, above or below it.
fn beside_mark(mark: Rect, size: Vec2) -> Vec<Rect> {
    let middle = mark.center().y - size.y / 2.0;
    let (above, below) = (mark.top() - GAP - size.y, mark.bottom() + GAP);
    let centered = mark.center().x - size.x / 2.0;
    let (left, right) = (mark.right() - size.x, mark.left());
    let mut spots = vec![spot(mark.right() + GAP, middle, size)];
    for x in [right, centered, left] {
        spots.extend([spot(x, below, size), spot(x, above, size)]);
    }
    spots.push(spot(mark.left() - GAP - size.x, middle, size));
    spots
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
