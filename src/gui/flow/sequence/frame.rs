//! What stands where in the room of a sequence: names at the left, lanes that scroll, and times that stay in view below.

use egui::{Rect, pos2, vec2};

use crate::gui::flow::story::{Lane, LaneKind};

/// The height of the times.
const FOOT: f32 = 18.0;
/// Room above the first lane and below the last, for the texts there.
const MARGIN: f32 = 7.0;
/// A lane's least height: a text of two lines, or a bar with a name beside it.
const LANE: f32 = 30.0;
/// Where a name begins, right of the mark of its Region.
pub(super) const INDENT: f32 = 20.0;
/// Between names and lanes.
const GAP: f32 = 12.0;
/// Names on one line take at most this share of the width.
const ONE_LINE: f32 = 0.32;
/// And on two lines this, unless a Region's code needs more.
const TWO_LINES: f32 = 0.36;

/// The parts of the room.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Frame {
    /// Where the lanes are seen; they scroll in there.
    pub lanes: Rect,
    /// Where the times are.
    pub times: Rect,
    /// How high all lanes are together.
    pub height: f32,
}

impl Frame {
    /// The parts of `room` for so many lanes.
    pub fn of(room: Rect, lanes: usize) -> Self {
        let split = (room.bottom() - FOOT).max(room.top());
        let seen = Rect::from_min_max(room.min, pos2(room.right(), split));
        let times = Rect::from_min_max(pos2(room.left(), split), room.max);
        let height = (LANE * lanes.max(1) as f32 + 2.0 * MARGIN).max(seen.height());
        Self { lanes: seen, times, height }
    }
}

/// Where the lanes themselves are within all that scrolls, right of names that are so wide.
pub(super) fn lanes_area(content: Rect, names: f32, right: f32) -> Rect {
    let left = content.left() + names;
    Rect::from_min_max(
        pos2(left, content.top() + MARGIN),
        pos2((content.right() - right).max(left + 1.0), content.bottom() - MARGIN),
    )
}

/// A lane's part of all lanes.
pub(super) fn lane_rect(content: Rect, lane: usize, lanes: usize) -> Rect {
    let inner = content.shrink2(vec2(0.0, MARGIN));
    let step = inner.height() / lanes.max(1) as f32;
    let top = inner.top() + step * lane as f32;
    Rect::from_x_y_ranges(content.x_range(), top - MARGIN..=top + step + MARGIN)
}

/// How the names of lanes are set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Names {
    /// Who stands there above the Region's code; otherwise both on one line.
    pub two_lines: bool,
    /// The width of mark, name and gap.
    pub width: f32,
}

impl Names {
    /// The names of `lanes` where all together are `room` wide. A Region's code is never cut; who stands there only where
    /// even two lines do not have the room.
    pub fn of(lanes: &[Lane], room: f32, measure: &dyn Fn(&str, LaneKind) -> f32) -> Self {
        let widest = |text: fn(&Lane) -> &str| {
            lanes.iter().map(|lane| measure(text(lane), lane.kind)).fold(0.0, f32::max) + INDENT + GAP
        };
        let one = widest(|lane| &lane.name);
        if one <= room * ONE_LINE {
            return Self { two_lines: false, width: one };
        }
        let (who, region) = (widest(Lane::who), widest(|lane| lane.region.code()));
        Self { two_lines: true, width: who.min(room * TWO_LINES).max(region) }
    }

    /// The room for a text.
    pub fn text(&self) -> f32 {
        self.width - INDENT - GAP + 1.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kms::Region;

    fn lane(who: &str, code: &str, kind: LaneKind) -> Lane {
        let region = Region::parse(code).expect("known");
        Lane { region, kind, name: format!("{who} {code}") }
    }

    fn lanes() -> Vec<Lane> {
        let codes = ["us-east-1", "eu-west-1", "ap-southeast-1"];
        let both =
            |code| [lane("KMS", code, LaneKind::Kms), lane("EUApplicationRole", code, LaneKind::Workload)];
        codes.into_iter().flat_map(both).collect()
    }

    #[test]
    fn the_times_stay_in_view_however_many_lanes_there_are() {
        for (height, scrolls) in [(120.0, true), (160.0, true), (400.0, false)] {
            let room = Rect::from_min_size(pos2(300.0, 500.0), vec2(600.0, height));
            let frame = Frame::of(room, 6);
            assert!(room.contains_rect(frame.times) && room.contains_rect(frame.lanes), "{frame:?}");
            assert!(frame.times.height() >= 17.0 && frame.times.width() == room.width(), "{frame:?}");
            assert!(frame.lanes.bottom() <= frame.times.top(), "{frame:?}");
            assert_eq!(frame.height > frame.lanes.height(), scrolls, "{height}: {frame:?}");
        }
    }

    #[test]
    fn names_are_whole_and_a_region_is_never_cut() {
        let measure = |text: &str, _| text.len() as f32 * 7.0;
        let lanes = lanes();
        let wide = Names::of(&lanes, 760.0, &measure);
        assert!(!wide.two_lines || wide.text() >= measure("EUApplicationRole", LaneKind::Kms), "{wide:?}");
        let narrow = Names::of(&lanes, 440.0, &measure);
        assert!(
            narrow.two_lines && narrow.text() >= measure("EUApplicationRole", LaneKind::Kms),
            "{narrow:?}"
        );
        let least = Names::of(&lanes, 250.0, &measure);
        assert!(least.text() >= measure("ap-southeast-1", LaneKind::Kms), "{least:?}");
        let few = Names::of(&lanes[..1], 760.0, &measure);
        assert!(!few.two_lines && few.text() >= measure("KMS us-east-1", LaneKind::Kms), "{few:?}");
    }
}
