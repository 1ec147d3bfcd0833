//! Where names go: beside their points, so that none covers another name, a point, or the map's edge.

use egui::{Align2, Pos2, Rect, Vec2, vec2};

/// A name that wants a place beside its point.
#[derive(Clone, Debug, PartialEq)]
pub struct MapLabel {
    /// The middle of the marker that it names.
    pub point: Pos2,
    /// Sizes it can be drawn in, the fullest first; a shorter one is taken where there is no room for it.
    pub sizes: Vec<Vec2>,
    /// How many points of routes it rather covers than be drawn in the next shorter size.
    pub insistence: f32,
    /// Labels of higher priority choose first; among equals, the earlier one.
    pub priority: u8,
}

/// On which side of its point a label stands, in the order in which they are preferred.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// To the right.
    East,
    /// To the left.
    West,
    /// Above, to the right.
    NorthEast,
    /// Below, to the right.
    SouthEast,
    /// Above, to the left.
    NorthWest,
    /// Below, to the left.
    SouthWest,
    /// Above.
    North,
    /// Below.
    South,
}

impl Side {
    /// All sides, the preferred first.
    pub const ALL: [Self; 8] = [
        Self::East,
        Self::West,
        Self::NorthEast,
        Self::SouthEast,
        Self::NorthWest,
        Self::SouthWest,
        Self::North,
        Self::South,
    ];

    /// The label's corner or side that is next to the point; text aligned to it reads as belonging to the point.
    pub fn anchor(self) -> Align2 {
        match self {
            Self::East => Align2::LEFT_CENTER,
            Self::West => Align2::RIGHT_CENTER,
            Self::NorthEast => Align2::LEFT_BOTTOM,
            Self::SouthEast => Align2::LEFT_TOP,
            Self::NorthWest => Align2::RIGHT_BOTTOM,
            Self::SouthWest => Align2::RIGHT_TOP,
            Self::North => Align2::CENTER_BOTTOM,
            Self::South => Align2::CENTER_TOP,
        }
    }

    /// Where a label of `size` stands whose nearest part is `distance` from `point`.
    pub fn rect(self, point: Pos2, size: Vec2, distance: f32) -> Rect {
        let diagonal = distance * std::f32::consts::FRAC_1_SQRT_2;
        let away = match self {
            Self::East => vec2(distance, 0.0),
            Self::West => vec2(-distance, 0.0),
            Self::NorthEast => vec2(diagonal, -diagonal),
            Self::SouthEast => vec2(diagonal, diagonal),
            Self::NorthWest => vec2(-diagonal, -diagonal),
            Self::SouthWest => vec2(-diagonal, diagonal),
            Self::North => vec2(0.0, -distance),
            Self::South => vec2(0.0, distance),
        };
        self.anchor().anchor_size(point + away, size)
    }
}

/// Distances to keep, in screen points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Clearance {
    /// Radius of a marker, which no label covers.
    pub marker: f32,
    /// Between a marker and its own label.
    pub gap: f32,
    /// Between two labels, and between a label and the edge.
    pub between: f32,
}

/// A label's place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placed {
    /// Where to draw it.
    pub rect: Rect,
    /// Which of [`MapLabel::sizes`] fitted.
    pub size: usize,
    /// On which side of its point that is.
    pub side: Side,
}

/// Finds places for all labels inside `bounds`; `None` for those that must be left to their marker alone.
///
/// `lines` are drawn routes, which labels avoid where they can. The answer depends on nothing but the arguments. It costs
/// a fraction of a millisecond for all Regions: keep it until one of the arguments changes.
pub fn place(
    labels: &[MapLabel],
    bounds: Rect,
    lines: &[Vec<Pos2>],
    clearance: Clearance,
) -> Vec<Option<Placed>> {
    let table = Table::new(labels, bounds, lines, clearance);
    let mut order: Vec<usize> = (0..labels.len()).collect();
    order.sort_by_key(|&index| std::cmp::Reverse(labels[index].priority));

    let mut placed: Vec<Option<Placed>> = vec![None; labels.len()];
    for &index in &order {
        placed[index] = table.best(index, &placed);
    }
    for &index in &order {
        if placed[index].is_none() {
            table.make_room(index, &mut placed);
        }
    }
    placed
}

/// One possible place and what speaks against it.
struct Candidate {
    placed: Placed,
    cost: f32,
}

/// The places that each label could have if it were the only one, the best first.
struct Table {
    candidates: Vec<Vec<Candidate>>,
    between: f32,
}

impl Table {
    fn new(labels: &[MapLabel], bounds: Rect, lines: &[Vec<Pos2>], clearance: Clearance) -> Self {
        let inside = bounds.shrink(clearance.between);
        let distance = clearance.marker + clearance.gap;
        let covers_marker = |rect: Rect, own: usize| {
            let others = labels.iter().enumerate().filter(|&(other, _)| other != own);
            others.into_iter().any(|(_, label)| rect.distance_to_pos(label.point) < clearance.marker)
        };
        let of_label = |(own, label): (usize, &MapLabel)| {
            let mut candidates = Vec::new();
            for (size_index, &size) in label.sizes.iter().enumerate() {
                for (rank, side) in Side::ALL.into_iter().enumerate() {
                    let rect = side.rect(label.point, size, distance);
                    if inside.contains_rect(rect) && !covers_marker(rect, own) {
                        let covered: f32 = lines.iter().map(|line| length_inside(line, rect)).sum();
                        // A name across a route is worse than on an unusual side, and may be worse than a shorter name.
                        let cost = covered + 2.0 * rank as f32 + label.insistence * size_index as f32;
                        candidates.push(Candidate { placed: Placed { rect, size: size_index, side }, cost });
                    }
                }
            }
            candidates.sort_by(|a, b| a.cost.total_cmp(&b.cost));
            candidates
        };
        Self { candidates: labels.iter().enumerate().map(of_label).collect(), between: clearance.between }
    }

    fn collide(&self, a: Rect, b: Rect) -> bool {
        a.expand(self.between).intersects(b)
    }

    /// The best place of a label that no other label has taken.
    fn best(&self, index: usize, placed: &[Option<Placed>]) -> Option<Placed> {
        let free = |rect: Rect| {
            let others = placed.iter().enumerate().filter(|&(other, _)| other != index);
            !others.into_iter().filter_map(|(_, place)| *place).any(|other| self.collide(rect, other.rect))
        };
        self.candidates[index]
            .iter()
            .find(|candidate| free(candidate.placed.rect))
            .map(|candidate| candidate.placed)
    }

    /// Places a label by moving the one label that is in its way, if that one has another place just as full.
    fn make_room(&self, index: usize, placed: &mut [Option<Placed>]) {
        for candidate in &self.candidates[index] {
            let mut blocking = (0..placed.len()).filter(|&other| {
                placed[other].is_some_and(|place| self.collide(candidate.placed.rect, place.rect))
            });
            let (Some(other), None) = (blocking.next(), blocking.next()) else {
                continue;
            };
            let before = placed[other];
            placed[index] = Some(candidate.placed);
            match self.best(other, placed) {
                Some(moved) if before.is_some_and(|before| moved.size <= before.size) => {
                    placed[other] = Some(moved);
                    return;
                }
                _ => placed[index] = None,
            }
        }
    }
}

/// How much of a line lies inside a rectangle (each segment clipped after Liang and Barsky).
fn length_inside(line: &[Pos2], rect: Rect) -> f32 {
    line.windows(2)
        .map(|ends| {
            // Nearly all segments are elsewhere, and this is the innermost loop.
            let beside = |a: f32, b: f32, least: f32, greatest: f32| a.max(b) < least || a.min(b) > greatest;
            if beside(ends[0].x, ends[1].x, rect.min.x, rect.max.x)
                || beside(ends[0].y, ends[1].y, rect.min.y, rect.max.y)
            {
                return 0.0;
            }
            let along = ends[1] - ends[0];
            let mut span = (0.0f32, 1.0f32);
            for (start, step, least, greatest) in
                [(ends[0].x, along.x, rect.min.x, rect.max.x), (ends[0].y, along.y, rect.min.y, rect.max.y)]
            {
                // A segment along the other axis lies within this one, or it would have been beside the rectangle.
                if step != 0.0 {
                    let (a, b) = ((least - start) / step, (greatest - start) / step);
                    span = (span.0.max(a.min(b)), span.1.min(a.max(b)));
                }
            }
            (span.1 - span.0).max(0.0) * along.length()
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::super::projection::{LonLat, MapView};
    use super::*;
    use egui::pos2;
    use proptest::prelude::*;

    const CLEARANCE: Clearance = Clearance { marker: 5.0, gap: 3.0, between: 2.0 };

    /// Code, longitude and latitude of the commercial Regions.
    const REGIONS: [(&str, LonLat); 34] = [
        ("us-east-1", [-77.49, 39.04]),
        ("us-east-2", [-83.00, 39.96]),
        ("us-west-1", [-121.96, 37.35]),
        ("us-west-2", [-119.70, 45.84]),
        ("ca-central-1", [-73.57, 45.50]),
        ("ca-west-1", [-114.07, 51.05]),
        ("mx-central-1", [-100.39, 20.59]),
        ("sa-east-1", [-46.63, -23.55]),
        ("eu-west-1", [-6.26, 53.35]),
        ("eu-west-2", [-0.13, 51.51]),
        ("eu-west-3", [2.35, 48.86]),
        ("eu-central-1", [8.68, 50.11]),
        ("eu-central-2", [8.54, 47.38]),
        ("eu-north-1", [18.07, 59.33]),
        ("eu-south-1", [9.19, 45.46]),
        ("eu-south-2", [-0.89, 41.65]),
        ("il-central-1", [34.78, 32.09]),
        ("me-south-1", [50.55, 26.07]),
        ("me-central-1", [55.27, 25.20]),
        ("af-south-1", [18.42, -33.93]),
        ("ap-south-1", [72.88, 19.08]),
        ("ap-south-2", [78.49, 17.39]),
        ("ap-southeast-1", [103.82, 1.35]),
        ("ap-southeast-2", [151.21, -33.87]),
        ("ap-southeast-3", [106.85, -6.21]),
        ("ap-southeast-4", [144.96, -37.81]),
        ("ap-southeast-5", [101.69, 3.139]),
        ("ap-southeast-6", [174.76, -36.85]),
        ("ap-southeast-7", [100.50, 13.76]),
        ("ap-east-1", [114.17, 22.32]),
        ("ap-east-2", [121.57, 25.03]),
        ("ap-northeast-1", [139.69, 35.68]),
        ("ap-northeast-2", [126.98, 37.57]),
        ("ap-northeast-3", [135.50, 34.69]),
    ];

    fn canvas() -> Rect {
        Rect::from_min_size(Pos2::ZERO, vec2(900.0, 560.0))
    }

    fn of_size(size: Vec2, priority: u8, point: Pos2) -> MapLabel {
        MapLabel { point, sizes: vec![size], insistence: 30.0, priority }
    }

    fn regions() -> Vec<MapLabel> {
        let frame = MapView::default().frame(canvas());
        // About the width of these codes at caption size.
        let label = |(code, place): &(&str, LonLat)| {
            of_size(
                vec2(6.6 * code.len() as f32, 15.0),
                u8::from(code.starts_with("us-")),
                frame.to_screen(*place),
            )
        };
        REGIONS.iter().map(label).collect()
    }

    /// What must hold of every answer.
    fn assert_sound(labels: &[MapLabel], bounds: Rect, placed: &[Option<Placed>]) {
        assert_eq!(labels.len(), placed.len());
        for (index, place) in placed.iter().enumerate() {
            let Some(place) = place else { continue };
            assert!(bounds.contains_rect(place.rect), "{index} leaves the map");
            assert!((place.rect.size() - labels[index].sizes[place.size]).length() < 1e-3);
            for (other, label) in labels.iter().enumerate() {
                let near = place.rect.distance_to_pos(label.point);
                assert!(other == index || near >= CLEARANCE.marker, "{index} covers marker {other}");
                assert!(
                    other == index || placed[other].is_none_or(|other| !other.rect.intersects(place.rect))
                );
            }
        }
    }

    #[test]
    fn all_regions_find_sound_places_and_most_find_one() {
        let labels = regions();
        let placed = place(&labels, canvas(), &[], CLEARANCE);
        assert_sound(&labels, canvas(), &placed);
        let count = placed.iter().flatten().count();
        assert!(count >= 26, "only {count} of {} Regions are named", labels.len());
        assert_eq!(placed, place(&labels, canvas(), &[], CLEARANCE), "the same question has one answer");
    }

    #[test]
    fn the_higher_priority_gets_the_place() {
        let bounds = Rect::from_min_size(Pos2::ZERO, vec2(120.0, 24.0));
        let size = vec2(60.0, 14.0);
        let mut labels = vec![of_size(size, 0, pos2(20.0, 12.0)), of_size(size, 1, pos2(100.0, 12.0))];
        let placed = place(&labels, bounds, &[], CLEARANCE);
        assert!(placed[0].is_none() && placed[1].is_some());
        labels[0].priority = 2;
        let placed = place(&labels, bounds, &[], CLEARANCE);
        assert!(placed[0].is_some() && placed[1].is_none());
    }

    #[test]
    fn a_shorter_name_is_taken_where_the_full_one_does_not_fit() {
        let label = MapLabel {
            point: pos2(10.0, 20.0),
            sizes: vec![vec2(100.0, 30.0), vec2(50.0, 15.0)],
            insistence: 30.0,
            priority: 0,
        };
        let narrow = Rect::from_min_size(Pos2::ZERO, vec2(80.0, 40.0));
        assert_eq!(place(std::slice::from_ref(&label), narrow, &[], CLEARANCE)[0].unwrap().size, 1);
        assert_eq!(place(&[label], canvas(), &[], CLEARANCE)[0].unwrap().size, 0);
    }

    #[test]
    fn a_label_makes_way_for_its_neighbour() {
        // The first would take the right side, which is the only one that the second can have.
        let bounds = Rect::from_min_size(Pos2::ZERO, vec2(190.0, 24.0));
        let labels =
            [of_size(vec2(60.0, 14.0), 1, pos2(90.0, 12.0)), of_size(vec2(60.0, 14.0), 0, pos2(175.0, 12.0))];
        let placed = place(&labels, bounds, &[], CLEARANCE);
        assert_eq!(placed[0].unwrap().side, Side::West);
        assert_eq!(placed[1].unwrap().side, Side::West);
        assert_sound(&labels, bounds, &placed);
    }

    #[test]
    fn routes_are_avoided() {
        let labels = [of_size(vec2(60.0, 14.0), 0, pos2(300.0, 300.0))];
        let to_the_right = vec![pos2(300.0, 300.0), pos2(600.0, 300.0)];
        assert_eq!(place(&labels, canvas(), &[], CLEARANCE)[0].unwrap().side, Side::East);
        assert_eq!(place(&labels, canvas(), &[to_the_right], CLEARANCE)[0].unwrap().side, Side::West);
    }

    #[test]
    fn the_length_inside_a_rectangle() {
        let rect = Rect::from_min_max(pos2(0.0, 0.0), pos2(10.0, 10.0));
        assert_eq!(length_inside(&[pos2(-5.0, 5.0), pos2(5.0, 5.0), pos2(5.0, 50.0)], rect), 10.0);
        assert_eq!(length_inside(&[pos2(-5.0, 11.0), pos2(50.0, 11.0)], rect), 0.0);
        assert!((length_inside(&[pos2(-5.0, -5.0), pos2(50.0, 50.0)], rect) - 14.142).abs() < 1e-2);
    }

    proptest! {
        #[test]
        fn placed_labels_never_overlap(
            spots in prop::collection::vec((0.0f32..900.0, 0.0f32..560.0, 20.0f32..140.0, 10.0f32..40.0, 0u8..3), 0..45)
        ) {
            let labels: Vec<MapLabel> = spots
                .into_iter()
                .map(|(x, y, width, height, priority)| MapLabel {
                    point: pos2(x, y),
                    sizes: vec![vec2(width, height), vec2(width / 2.0, height / 2.0)],
                    insistence: 30.0,
                    priority,
                })
                .collect();
            let placed = place(&labels, canvas(), &[vec![pos2(0.0, 0.0), pos2(900.0, 560.0)]], CLEARANCE);
            assert_sound(&labels, canvas(), &placed);
        }
    }
}
