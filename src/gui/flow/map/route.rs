//! The ways along which things travel over the map.
//!
//! [`great_circle`] is the true shortest way; [`bowed`] is the readable one, which stays in sight of both ends. Both are
//! split where they leave the map at one edge and come back at the other. A [`Route`] is either of them on the screen.

use egui::{Pos2, Vec2};

use super::projection::{CENTRAL_MERIDIAN, LonLat, MapFrame, from_central_meridian};

/// Degrees of great circle between two points of a line.
const STEP: f64 = 2.0;

/// Straight pieces that make a screen-space arc.
const ARC_PIECES: usize = 32;

/// Great circles between these latitudes are drawn as they are.
const NORTHERNMOST_SEEN: f64 = 78.0;
const SOUTHERNMOST_SEEN: f64 = -54.0;

/// Bowed routes turn back before this latitude, where the projection squeezes everything together.
const NORTHERNMOST: f64 = 80.0;

/// The shortest way over the sphere, as one line, or as two when it crosses the map's edge.
///
/// Longitudes are counted from the map's western edge to its eastern one. Between opposite points of the Earth every way is
/// equally short; the one over the North Pole is taken.
pub fn great_circle(from: LonLat, to: LonLat) -> Vec<Vec<LonLat>> {
    let (start, end) = (on_sphere(from), on_sphere(to));
    let angle = dot(start, end).clamp(-1.0, 1.0).acos();
    // The direction of travel at the start, at right angles to it.
    let sideways =
        orthogonal(end, start).or_else(|| orthogonal([0.0, 0.0, 1.0], start)).unwrap_or([1.0, 0.0, 0.0]);
    let pieces = (angle.to_degrees() / STEP).ceil().max(1.0) as usize;
    let mut line: Vec<LonLat> = (0..=pieces)
        .map(|piece| {
            let (sin, cos) = (angle * piece as f64 / pieces as f64).sin_cos();
            let [x, y, z] = [0, 1, 2].map(|axis| start[axis] * cos + sideways[axis] * sin);
            [y.atan2(x).to_degrees(), z.atan2(x.hypot(y)).to_degrees()]
        })
        .collect();
    // The ends as they were asked for: trigonometry would leave a trace of rounding.
    line[0] = from;
    line[pieces] = to;
    split_at_edge(&line)
}

/// A way bowed to the north by `bend` times its length in degrees (to the south when negative), for legibility.
///
/// It goes round the Earth the shorter way and, like [`great_circle`], is split where it crosses the map's edge.
pub fn bowed(from: LonLat, to: LonLat, bend: f64) -> Vec<Vec<LonLat>> {
    let start = [from_central_meridian(from[0]), from[1]];
    let eastward = from_central_meridian(to[0]) - start[0];
    let end = [start[0] + eastward - 360.0 * (eastward / 360.0).round(), to[1]];
    // Degrees of longitude are shorter away from the equator; unscaled, northern routes would bow out of the map.
    let shrink = ((start[1] + end[1]) / 2.0).to_radians().cos();
    let along = [(end[0] - start[0]) * shrink, end[1] - start[1]];
    let [right, up] = upwards([along[1], -along[0]].map(|side| side * bend), bend);
    let top =
        [(start[0] + end[0]) / 2.0 + 2.0 * right / shrink.max(0.2), (start[1] + end[1]) / 2.0 + 2.0 * up];
    let pieces = (along[0].hypot(along[1]) / STEP).ceil().max(8.0) as usize;
    let line: Vec<LonLat> = (0..=pieces)
        .map(|piece| {
            let t = piece as f64 / pieces as f64;
            let [lon, lat] = [0, 1].map(|axis| quadratic(start[axis], top[axis], end[axis], t));
            [CENTRAL_MERIDIAN + lon, lat.clamp(-NORTHERNMOST, NORTHERNMOST.max(from[1]).max(to[1]))]
        })
        .collect();
    split_at_edge(&line)
}

/// A gentle arc on the screen, bowed to the top by `bend` times the distance (to the bottom when negative).
///
/// The way back is the same line, so that two ends always share one route; use the opposite bend to keep them apart.
pub fn arc(from: Pos2, to: Pos2, bend: f32) -> Vec<Pos2> {
    let along = to - from;
    let side = [f64::from(along.y), f64::from(-along.x)].map(|side| side * f64::from(bend));
    // The screen counts y downwards, so "up" is turned over on the way in and out.
    let [right, up] = upwards([side[0], -side[1]], f64::from(bend));
    let top = from + along / 2.0 + 2.0 * Vec2::new(right as f32, -up as f32);
    (0..=ARC_PIECES)
        .map(|piece| {
            let t = piece as f32 / ARC_PIECES as f32;
            let (rest, both) = (1.0 - t, 2.0 * t * (1.0 - t));
            (rest * rest * from.to_vec2() + both * top.to_vec2() + t * t * to.to_vec2()).to_pos2()
        })
        .collect()
}

/// The point that lies `t` (0 to 1) of the way along a line, by length; `None` for a line without points.
pub fn point_along(line: &[Pos2], t: f32) -> Option<Pos2> {
    locate(&[line], t).map(|along| along.position)
}

/// A place on a [`Route`] and which way it leads there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Along {
    /// Where it is on the screen.
    pub position: Pos2,
    /// Direction of travel, of length 1; zero where the route has no length.
    pub direction: Vec2,
}

/// A way between two places, on the screen: one line, or two when it crosses the map's edge.
#[derive(Clone, Debug, PartialEq)]
pub struct Route {
    pieces: Vec<Vec<Pos2>>,
}

impl Route {
    /// The route for showing traffic: [`bowed`], drawn in `frame`.
    pub fn between(frame: &MapFrame, from: LonLat, to: LonLat, bend: f64) -> Self {
        Self::drawn(frame, bowed(from, to, bend))
    }

    /// The true shortest way: [`great_circle`], drawn in `frame`.
    pub fn great_circle(frame: &MapFrame, from: LonLat, to: LonLat) -> Self {
        Self::drawn(frame, great_circle(from, to))
    }

    /// The route for showing traffic: the [`great_circle`] where the map can show it, moved aside by so many points to the
    /// right of the direction of travel, so that there and back are two lines. Near the poles, where the projection
    /// tears it apart, the way is [`bowed`].
    pub fn readable(frame: &MapFrame, from: LonLat, to: LonLat, aside: f32, bend: f64) -> Self {
        let circle = great_circle(from, to);
        let is_seen = |place: &LonLat| (SOUTHERNMOST_SEEN..=NORTHERNMOST_SEEN).contains(&place[1]);
        if circle.iter().flatten().all(is_seen) {
            return Self::drawn(frame, circle).moved_aside(aside);
        }
        Self::between(frame, from, to, bend)
    }

    /// The route moved to the right of the direction of travel, most in the middle, and not at its ends.
    fn moved_aside(mut self, aside: f32) -> Self {
        let total = self.length();
        if total <= 0.0 {
            return self;
        }
        let mut before = 0.0;
        for piece in &mut self.pieces {
            let straight = piece.clone();
            for (index, point) in piece.iter_mut().enumerate() {
                let (back, ahead) = (index.saturating_sub(1), (index + 1).min(straight.len() - 1));
                let along = (straight[ahead] - straight[back]).normalized();
                if index > 0 {
                    before += straight[index].distance(straight[index - 1]);
                }
                let swell = (std::f32::consts::PI * before / total).sin().max(0.0).sqrt();
                // The screen counts y downwards: a quarter turn clockwise is to the right.
                *point += Vec2::new(-along.y, along.x) * aside * swell;
            }
        }
        self
    }

    fn drawn(frame: &MapFrame, pieces: Vec<Vec<LonLat>>) -> Self {
        let on_screen = |piece: Vec<LonLat>| piece.into_iter().map(|place| frame.to_screen(place)).collect();
        Self { pieces: pieces.into_iter().map(on_screen).collect() }
    }

    /// The lines to paint, in order of travel.
    pub fn pieces(&self) -> &[Vec<Pos2>] {
        &self.pieces
    }

    /// Where the route leaves the map and where it comes back, if it crosses the map's edge.
    pub fn crossing(&self) -> Option<(Along, Along)> {
        let [before, after] = self.pieces.as_slice() else { return None };
        Some((locate(&[before], 1.0)?, locate(&[after], 0.0)?))
    }

    /// Screen points from end to end, not counting the jump from one map edge to the other.
    pub fn length(&self) -> f32 {
        self.pieces.iter().map(|piece| length(piece)).sum()
    }

    /// Where something is that has done `t` (0 to 1) of the way.
    pub fn point_at(&self, t: f32) -> Along {
        // Every constructor makes at least one piece with two points.
        locate(&self.pieces, t).unwrap_or(Along { position: Pos2::ZERO, direction: Vec2::ZERO })
    }

    /// The lines between two shares of the way (each 0 to 1), for what is done and what is still to come.
    pub fn part(&self, start: f32, end: f32) -> Vec<Vec<Pos2>> {
        let total = self.length();
        let (start, end) = (start.clamp(0.0, 1.0) * total, end.clamp(0.0, 1.0) * total);
        let mut parts = Vec::new();
        let mut before = 0.0;
        for piece in &self.pieces {
            let mut part = Vec::new();
            for ends in piece.windows(2) {
                let here = ends[0].distance(ends[1]);
                let (first, last) = ((start - before).max(0.0), (end - before).min(here));
                before += here;
                if first < last {
                    if part.is_empty() {
                        part.push(ends[0].lerp(ends[1], first / here));
                    }
                    part.push(ends[0].lerp(ends[1], last / here));
                }
            }
            if !part.is_empty() {
                parts.push(part);
            }
        }
        parts
    }
}

fn length(line: &[Pos2]) -> f32 {
    line.windows(2).map(|ends| ends[0].distance(ends[1])).sum()
}

fn locate<Line: AsRef<[Pos2]>>(pieces: &[Line], t: f32) -> Option<Along> {
    let total: f32 = pieces.iter().map(|piece| length(piece.as_ref())).sum();
    let mut left = t.clamp(0.0, 1.0) * total;
    let mut last = pieces
        .iter()
        .find_map(|piece| piece.as_ref().first())
        .map(|&position| Along { position, direction: Vec2::ZERO })?;
    for ends in pieces.iter().flat_map(|piece| piece.as_ref().windows(2)) {
        let here = ends[0].distance(ends[1]);
        if here > 0.0 {
            let direction = (ends[1] - ends[0]) / here;
            if left <= here {
                return Some(Along { position: ends[0] + direction * left, direction });
            }
            last = Along { position: ends[1], direction };
            left -= here;
        }
    }
    // Rounding can leave a trace of the way over.
    Some(last)
}

/// Cuts a line where it steps over the map's edge; both pieces then end on the edge.
fn split_at_edge(line: &[LonLat]) -> Vec<Vec<LonLat>> {
    let mut pieces = Vec::new();
    let mut piece: Vec<LonLat> = Vec::new();
    for &[lon, lat] in line {
        let relative = from_central_meridian(lon);
        if let Some(&[before_lon, before_lat]) = piece.last() {
            let before = before_lon - CENTRAL_MERIDIAN;
            if (relative - before).abs() > 180.0 {
                let edge = 180f64.copysign(before);
                let unrolled = relative + 2.0 * edge;
                let t = if unrolled == before { 0.0 } else { (edge - before) / (unrolled - before) };
                let crossing = before_lat + (lat - before_lat) * t;
                piece.push([CENTRAL_MERIDIAN + edge, crossing]);
                pieces.push(std::mem::replace(&mut piece, vec![[CENTRAL_MERIDIAN - edge, crossing]]));
            }
        }
        piece.push([CENTRAL_MERIDIAN + relative, lat]);
    }
    pieces.push(piece);
    pieces
}

/// Turns an offset to the upper side for a positive bend and to the lower side for a negative one; level offsets go right.
fn upwards([right, up]: [f64; 2], bend: f64) -> [f64; 2] {
    let points_up = if up == 0.0 { right >= 0.0 } else { up > 0.0 };
    if points_up == (bend >= 0.0) { [right, up] } else { [-right, -up] }
}

fn quadratic(start: f64, top: f64, end: f64, t: f64) -> f64 {
    (1.0 - t) * (1.0 - t) * start + 2.0 * t * (1.0 - t) * top + t * t * end
}

fn on_sphere([lon, lat]: LonLat) -> [f64; 3] {
    let ((sin_lon, cos_lon), (sin_lat, cos_lat)) = (lon.to_radians().sin_cos(), lat.to_radians().sin_cos());
    [cos_lat * cos_lon, cos_lat * sin_lon, sin_lat]
}

fn dot(a: [f64; 3], b: [f64; 3]) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

/// The unit vector of the part of `vector` at right angles to the unit vector `base`, if there is such a part.
fn orthogonal(vector: [f64; 3], base: [f64; 3]) -> Option<[f64; 3]> {
    let shared = dot(vector, base);
    let rest = [0, 1, 2].map(|axis| vector[axis] - shared * base[axis]);
    let size = dot(rest, rest).sqrt();
    (size > 1e-9).then(|| rest.map(|part| part / size))
}

#[cfg(test)]
mod tests {
    use super::super::projection::{EAST_EDGE, MapView, WEST_EDGE};
    use super::*;
    use egui::{Rect, pos2, vec2};

    const VIRGINIA: LonLat = [-77.49, 39.04];
    const IRELAND: LonLat = [-6.26, 53.35];
    const OREGON: LonLat = [-119.70, 45.84];
    const TOKYO: LonLat = [139.69, 35.68];

    fn frame() -> MapFrame {
        MapView::default().frame(Rect::from_min_size(Pos2::ZERO, vec2(1000.0, 620.0)))
    }

    #[test]
    fn a_great_circle_is_one_line_of_even_steps() {
        let pieces = great_circle(VIRGINIA, IRELAND);
        assert_eq!(pieces.len(), 1);
        let line = &pieces[0];
        let apart = |a: LonLat, b: LonLat| (a[0] - b[0]).hypot(a[1] - b[1]);
        assert!(apart(line[0], VIRGINIA) < 1e-9 && apart(line[line.len() - 1], IRELAND) < 1e-9);
        let step = |pair: &[LonLat]| dot(on_sphere(pair[0]), on_sphere(pair[1])).acos().to_degrees();
        let steps: Vec<f64> = line.windows(2).map(step).collect();
        assert!(steps.iter().all(|size| (size - steps[0]).abs() < 1e-6 && *size <= STEP));
        // About 5,450 km by haversine; and the way goes further north than either end.
        assert!((steps.iter().sum::<f64>().to_radians() * 6371.0 - 5450.0).abs() < 50.0);
        assert!(line.iter().any(|place| place[1] > IRELAND[1]));
    }

    #[test]
    fn the_pacific_is_crossed_at_the_maps_edge() {
        for (from, to, exit, entry) in
            [(OREGON, TOKYO, WEST_EDGE, EAST_EDGE), (TOKYO, OREGON, EAST_EDGE, WEST_EDGE)]
        {
            for pieces in [great_circle(from, to), bowed(from, to, 0.15)] {
                assert_eq!(pieces.len(), 2);
                let (leaves, returns) = (pieces[0][pieces[0].len() - 1], pieces[1][0]);
                assert_eq!((leaves[0], returns[0]), (exit, entry));
                assert_eq!(leaves[1], returns[1]);
                let steps = pieces.iter().flat_map(|piece| piece.windows(2));
                assert!(
                    steps.clone().all(|step| (step[0][0] - step[1][0]).abs() < 10.0),
                    "no step over the map"
                );
            }
        }
    }

    #[test]
    fn opposite_and_equal_places_have_a_way_too() {
        let over_the_pole = great_circle([0.0, 0.0], [180.0, 0.0]);
        let northernmost = over_the_pole.iter().flatten().map(|place| place[1]).fold(0.0, f64::max);
        assert!((northernmost - 90.0).abs() < 1e-6);
        assert_eq!(great_circle(TOKYO, TOKYO), [[TOKYO, TOKYO]]);
        for place in [[0.0, 90.0], [0.0, -90.0]] {
            assert!(great_circle(place, place).iter().flatten().flatten().all(|degrees| degrees.is_finite()));
        }
    }

    #[test]
    fn arcs_bow_up_and_back_is_the_same_way() {
        let (from, to) = (pos2(0.0, 100.0), pos2(200.0, 100.0));
        let line = arc(from, to, 0.2);
        assert_eq!((line[0], line[ARC_PIECES]), (from, to));
        assert_eq!(line[ARC_PIECES / 2], pos2(100.0, 60.0));
        let back = arc(to, from, 0.2);
        assert!(line.iter().zip(back.iter().rev()).all(|(a, b)| a.distance(*b) < 1e-3));
        assert_eq!(arc(from, to, -0.2)[ARC_PIECES / 2], pos2(100.0, 140.0));
    }

    #[test]
    fn bowed_routes_go_north_and_stay_on_the_map() {
        let line = &bowed(VIRGINIA, IRELAND, 0.15)[0];
        assert!(line[line.len() / 2][1] > (VIRGINIA[1] + IRELAND[1]) / 2.0 + 5.0);
        let back = &bowed(IRELAND, VIRGINIA, 0.15)[0];
        assert!(line.iter().zip(back.iter().rev()).all(|(a, b)| (a[0] - b[0]).hypot(a[1] - b[1]) < 1e-9));
        let arctic = bowed([-100.0, 70.0], [60.0, 70.0], 0.5);
        assert!(arctic.iter().flatten().all(|place| place[1] <= NORTHERNMOST));
    }

    #[test]
    fn a_share_of_the_way_is_a_share_of_the_length() {
        let line = [pos2(0.0, 0.0), pos2(30.0, 0.0), pos2(30.0, 0.0), pos2(30.0, 10.0)];
        assert_eq!(point_along(&line, 0.5), Some(pos2(20.0, 0.0)));
        assert_eq!(point_along(&line, 0.875), Some(pos2(30.0, 5.0)));
        assert_eq!((point_along(&line, -1.0), point_along(&line, 2.0)), (Some(line[0]), Some(line[3])));
        assert_eq!((point_along(&[], 0.5), point_along(&line[..1], 0.5)), (None, Some(line[0])));
    }

    #[test]
    fn a_route_over_the_edge_jumps_but_never_stands_in_between() {
        let route = Route::between(&frame(), OREGON, TOKYO, 0.12);
        assert_eq!(route.point_at(0.0).position, frame().to_screen(OREGON));
        assert!(route.point_at(1.0).position.distance(frame().to_screen(TOKYO)) < 0.01);
        let (leaves, returns) = route.crossing().unwrap();
        assert!(leaves.position.x < frame().to_screen(OREGON).x && leaves.direction.x < 0.0);
        assert!(returns.position.x > frame().to_screen(TOKYO).x && returns.direction.x < 0.0);
        assert_eq!(Route::between(&frame(), VIRGINIA, IRELAND, 0.12).crossing(), None);
        for share in 0..=100 {
            let along = route.point_at(share as f32 / 100.0);
            let on_line = route.pieces().iter().flat_map(|piece| piece.windows(2)).any(|ends| {
                (ends[0].distance(along.position) + ends[1].distance(along.position)
                    - ends[0].distance(ends[1]))
                .abs()
                    < 0.05
            });
            assert!(on_line, "{share} % is at {:?}", along.position);
            assert!(along.direction.x < 0.0, "always to the west");
        }
    }

    #[test]
    fn parts_add_up_to_the_whole() {
        let route = Route::between(&frame(), OREGON, TOKYO, 0.12);
        let share = |start, end| route.part(start, end).iter().map(|piece| length(piece)).sum::<f32>();
        assert!((share(0.0, 0.3) - 0.3 * route.length()).abs() < 0.1);
        assert!((share(0.0, 0.55) + share(0.55, 1.0) - route.length()).abs() < 0.1);
        assert!(route.part(0.4, 0.4).is_empty());
        assert_eq!(route.part(0.0, 1.0).len(), 2);
    }
}
