//! What is taken of the room in a picture, and whether a text has a place in what is left.

use egui::{Pos2, Rect, pos2};

/// How near a line may come to a text: its head is wider than itself.
pub(super) const CLEAR: f32 = 2.0;

/// What is taken.
pub(super) struct Room {
    /// Nothing lies outside.
    bounds: Rect,
    /// What is filled.
    solids: Vec<Rect>,
    /// Lines that nothing may lie on.
    lines: Vec<[Pos2; 2]>,
}

impl Room {
    /// Room within `bounds` where solids and lines already are.
    pub fn new(bounds: Rect, solids: Vec<Rect>, lines: Vec<[Pos2; 2]>) -> Self {
        Self { bounds, solids, lines }
    }

    /// Whether a text may be there, with the line that leads to it, if there is one.
    pub fn has(&self, rect: Rect, leader: Option<[Pos2; 2]>) -> bool {
        self.bounds.contains_rect(rect)
            && !self.solids.iter().any(|solid| overlap(*solid, rect))
            && !self.lines.iter().any(|line| crosses(rect.expand(CLEAR), *line))
            && leader.is_none_or(|leader| {
                !self.solids.iter().any(|solid| crosses(*solid, leader))
                    && !self.lines.iter().any(|line| lines_cross(*line, leader))
            })
    }

    /// Takes a place for a text.
    pub fn take(&mut self, rect: Rect, leader: Option<[Pos2; 2]>) {
        self.solids.push(rect);
        self.lines.extend(leader);
    }
}

/// Whether two rectangles have more than an edge in common.
pub(super) fn overlap(a: Rect, b: Rect) -> bool {
    a.left() < b.right() && b.left() < a.right() && a.top() < b.bottom() && b.top() < a.bottom()
}

/// Whether any of a line lies in a rectangle, and not only on its edge.
pub(super) fn crosses(rect: Rect, line: [Pos2; 2]) -> bool {
    inside(rect, line).is_some_and(|(enters, leaves)| enters < leaves)
}

/// From where to where a line is in a rectangle, as shares of the line.
fn inside(rect: Rect, [from, to]: [Pos2; 2]) -> Option<(f32, f32)> {
    let (mut enters, mut leaves) = (0.0_f32, 1.0_f32);
    for (start, along, least, most) in [
        (from.x, to.x - from.x, rect.left(), rect.right()),
        (from.y, to.y - from.y, rect.top(), rect.bottom()),
    ] {
        if along == 0.0 {
            if start <= least || start >= most {
                return None;
            }
            continue;
        }
        let (one, other) = ((least - start) / along, (most - start) / along);
        enters = enters.max(one.min(other));
        leaves = leaves.min(one.max(other));
    }
    (enters <= leaves).then_some((enters, leaves))
}

/// The part of a line that a rectangle around its beginning does not cover; all of it, if that would be nothing.
pub(super) fn after(rect: Rect, [from, to]: [Pos2; 2]) -> [Pos2; 2] {
    match inside(rect, [from, to]) {
        Some((enters, leaves)) if enters <= 0.0 && leaves < 1.0 => [from.lerp(to, leaves), to],
        _ => [from, to],
    }
}

/// The part of a line between two places from left to right, if any of it is there.
pub(super) fn between([from, to]: [Pos2; 2], left: f32, right: f32) -> Option<[Pos2; 2]> {
    let tall = Rect::from_min_max(pos2(left, f32::MIN / 2.0), pos2(right, f32::MAX / 2.0));
    let (enters, leaves) = inside(tall, [from, to])?;
    Some([from.lerp(to, enters), from.lerp(to, leaves)])
}

fn lines_cross([a, b]: [Pos2; 2], [c, d]: [Pos2; 2]) -> bool {
    let side = |p: Pos2, q: Pos2, r: Pos2| (q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x);
    side(a, b, c) * side(a, b, d) < 0.0 && side(c, d, a) * side(c, d, b) < 0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOX: Rect = Rect { min: pos2(10.0, 10.0), max: pos2(30.0, 20.0) };

    #[test]
    fn a_line_crosses_a_box_through_it_and_not_past_it() {
        assert!(crosses(BOX, [pos2(0.0, 0.0), pos2(40.0, 30.0)]));
        assert!(crosses(BOX, [pos2(15.0, 15.0), pos2(16.0, 16.0)]), "all of it inside");
        assert!(crosses(BOX, [pos2(20.0, 0.0), pos2(20.0, 40.0)]));
        assert!(!crosses(BOX, [pos2(0.0, 0.0), pos2(5.0, 40.0)]));
        assert!(!crosses(BOX, [pos2(10.0, 0.0), pos2(10.0, 40.0)]), "along its edge");
        assert!(!crosses(BOX, [pos2(0.0, 15.0), pos2(9.0, 15.0)]), "ends before it");
    }

    #[test]
    fn a_line_begins_at_the_edge_of_what_it_comes_from() {
        let line = [pos2(20.0, 15.0), pos2(20.0, 50.0)];
        assert_eq!(after(BOX, line), [pos2(20.0, 20.0), pos2(20.0, 50.0)]);
        assert_eq!(after(BOX, [pos2(0.0, 0.0), pos2(1.0, 1.0)]), [pos2(0.0, 0.0), pos2(1.0, 1.0)]);
        let cut = between([pos2(0.0, 0.0), pos2(128.0, 64.0)], 32.0, 96.0);
        assert_eq!(cut, Some([pos2(32.0, 16.0), pos2(96.0, 48.0)]));
        assert_eq!(between([pos2(0.0, 0.0), pos2(10.0, 50.0)], 20.0, 60.0), None);
    }

    #[test]
    fn a_place_is_had_once() {
        let bounds = Rect::from_min_max(pos2(0.0, 0.0), pos2(100.0, 100.0));
        let mut room = Room::new(bounds, vec![BOX], vec![[pos2(0.0, 50.0), pos2(100.0, 50.0)]]);
        let text = |x: f32, y: f32| Rect::from_min_max(pos2(x, y), pos2(x + 20.0, y + 10.0));
        assert!(!room.has(text(20.0, 12.0), None), "on a box");
        assert!(!room.has(text(40.0, 45.0), None), "on a line");
        assert!(!room.has(text(90.0, 70.0), None), "partly outside");
        assert!(!room.has(text(40.0, 60.0), Some([pos2(50.0, 60.0), pos2(50.0, 40.0)])), "led over a line");
        assert!(room.has(text(40.0, 60.0), None));
        room.take(text(40.0, 60.0), None);
        assert!(!room.has(text(50.0, 65.0), None));
    }
}
