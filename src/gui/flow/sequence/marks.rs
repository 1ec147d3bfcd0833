//! Work without KMS as marks on the lanes. What would lie on one place is one mark with a count.

use egui::{Rect, pos2, vec2};

use crate::gui::flow::story::Work;

/// A mark's height, and its width if it stands for one step.
pub(super) const SIZE: f32 = 17.0;
/// Its width if it stands for several.
pub(super) const WIDE: f32 = 30.0;
/// Between two marks.
const GAP: f32 = 2.0;

/// One step without KMS, or several.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::gui::flow) struct Mark {
    /// Their beats, in order.
    pub beats: Vec<usize>,
    /// The look of the most telling of them.
    pub work: Work,
    /// Where it is.
    pub rect: Rect,
}

/// A step without KMS, and where on its lane it belongs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Place {
    pub beat: usize,
    pub lane: usize,
    pub x: f32,
    pub work: Work,
}

/// The marks for steps; `y` answers the middle of a lane.
pub(super) fn merged(mut places: Vec<Place>, y: impl Fn(usize) -> f32) -> Vec<Mark> {
    places.sort_by(|a, b| (a.lane.cmp(&b.lane)).then(a.x.total_cmp(&b.x)).then(a.beat.cmp(&b.beat)));
    let mut groups: Vec<Vec<Place>> = Vec::new();
    for place in places {
        groups.push(vec![place]);
        // A mark that grows may reach the one before it.
        while let [.., before, last] = groups.as_slice() {
            if before[0].lane != last[0].lane || right(before) + GAP <= left(last) {
                break;
            }
            let last = groups.pop().unwrap_or_default();
            groups.last_mut().into_iter().for_each(|before| before.extend(&last));
        }
    }
    let mark = |group: Vec<Place>| Mark {
        beats: group.iter().map(|it| it.beat).collect(),
        work: group.iter().map(|it| it.work).max_by_key(|work| telling(*work)).unwrap_or(Work::Other),
        rect: Rect::from_center_size(pos2(center(&group), y(group[0].lane)), vec2(width(&group), SIZE)),
    };
    groups.into_iter().map(mark).collect()
}

fn center(group: &[Place]) -> f32 {
    let ends = [group.first(), group.last()].map(|it| it.map_or(0.0, |it| it.x));
    f32::midpoint(ends[0], ends[1])
}

fn width(group: &[Place]) -> f32 {
    if group.len() > 1 { WIDE } else { SIZE }
}

fn left(group: &[Place]) -> f32 {
    center(group) - width(group) / 2.0
}

fn right(group: &[Place]) -> f32 {
    center(group) + width(group) / 2.0
}

fn telling(work: Work) -> u8 {
    match work {
        Work::Opened => 3,
        Work::Sealed => 2,
        Work::Stored => 1,
        Work::Other => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(beat: usize, lane: usize, x: f32, work: Work) -> Place {
        Place { beat, lane, x, work }
    }

    #[test]
    fn what_happens_at_one_moment_is_one_mark_that_shows_the_most_telling() {
        let marks = merged(
            vec![
                place(1, 0, 100.0, Work::Sealed),
                place(2, 0, 100.0, Work::Stored),
                place(4, 0, 160.0, Work::Opened),
                place(3, 1, 100.0, Work::Other),
            ],
            |lane| 20.0 + 30.0 * lane as f32,
        );
        let told: Vec<_> =
            marks.iter().map(|it| (it.beats.as_slice(), it.work, it.rect.center().y)).collect();
        let expected: [(&[usize], _, _); 3] =
            [(&[1, 2], Work::Sealed, 20.0), (&[4], Work::Opened, 20.0), (&[3], Work::Other, 50.0)];
        assert_eq!(told, expected);
    }

    #[test]
    fn no_two_marks_of_a_lane_touch() {
        for step in [1.0, 7.0, 12.0, 16.0, 20.0, 29.0] {
            let places = (0..12).map(|beat| place(beat, 0, beat as f32 * step, Work::Stored)).collect();
            let marks = merged(places, |_| 0.0);
            assert!(
                marks.windows(2).all(|pair| pair[0].rect.right() < pair[1].rect.left()),
                "{step}: {marks:?}"
            );
            assert_eq!(marks.iter().map(|mark| mark.beats.len()).sum::<usize>(), 12);
        }
    }
}
