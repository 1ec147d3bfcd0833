//! The world's land, projected and cut into triangles once in the life of the process.

use std::sync::OnceLock;

use earcut::{Earcut, Refiner};

use super::projection::{EAST_EDGE, LonLat, Plane, WEST_EDGE, project};
use super::topology::{self, LandError, Ring};

/// Natural Earth's land at 1:110 million; terms in `land-110m.LICENSE.txt` beside it.
const LAND: &str = include_str!("../../../../assets/map/land-110m.json");

/// Land in the projected plane: triangles to fill and lines to trace.
#[derive(Debug)]
pub struct Land {
    /// Corners that the triangles share.
    pub vertices: Vec<Plane>,
    /// Three indices into `vertices` for each triangle.
    pub triangles: Vec<u32>,
    /// Outlines of islands, continents and inland seas.
    pub coast: Vec<Coastline>,
}

/// One line of coast.
#[derive(Debug)]
pub struct Coastline {
    /// Its points in order.
    pub points: Vec<Plane>,
    /// Whether the last point joins the first. A coast that meets the map's edge is open.
    pub closed: bool,
}

impl Land {
    /// The embedded world map.
    pub fn world() -> &'static Self {
        static WORLD: OnceLock<Land> = OnceLock::new();
        // The file is part of the program, and a test below reads it: this cannot fail in a build that passed its tests.
        WORLD.get_or_init(|| Self::parse(LAND).expect("the embedded land-110m.json is well formed"))
    }

    /// Reads the object `land` of a TopoJSON file.
    ///
    /// # Errors
    /// [`LandError`] when the text is not such a file.
    pub fn parse(json: &str) -> Result<Self, LandError> {
        let mut land = Self { vertices: Vec::new(), triangles: Vec::new(), coast: Vec::new() };
        let (mut earcut, mut refiner) = (Earcut::new(), Refiner::new());
        let mut triangles: Vec<u32> = Vec::new();
        for polygon in topology::polygons(json)? {
            let corners: Vec<Plane> = polygon.iter().flatten().map(|&place| project(place)).collect();
            let mut holes = Vec::new();
            let mut count = 0;
            for ring in &polygon[..polygon.len() - 1] {
                count += ring.len() as u32;
                holes.push(count);
            }
            earcut.earcut_slice(&corners, &holes, &mut triangles);
            // Even triangles in place of slivers as long as a continent: a long edge then means a wrongly joined outline.
            refiner.refine(&mut triangles, &corners);
            let base = land.vertices.len() as u32;
            land.triangles.extend(triangles.iter().map(|index| base + index));
            land.vertices.extend(corners);
            land.coast.extend(polygon.iter().flat_map(coastlines));
        }
        Ok(land)
    }
}

/// The lines of a ring that are coast: all but the cuts along the map's edges.
fn coastlines(ring: &Ring) -> Vec<Coastline> {
    let on_edge = |a: LonLat, b: LonLat| a[0] == b[0] && (a[0] == WEST_EDGE || a[0] == EAST_EDGE);
    let next = |index: usize| (index + 1) % ring.len();
    let Some(cut) = (0..ring.len()).find(|&index| on_edge(ring[index], ring[next(index)])) else {
        return vec![Coastline { points: ring.iter().map(|&place| project(place)).collect(), closed: true }];
    };
    // Walk once around from behind a cut, so that no line is split by the ring's arbitrary beginning.
    let mut lines = Vec::new();
    let mut line = Vec::new();
    for step in 1..=ring.len() {
        let index = (cut + step) % ring.len();
        line.push(project(ring[index]));
        if on_edge(ring[index], ring[next(index)]) {
            let points = std::mem::take(&mut line);
            if points.len() > 1 {
                lines.push(Coastline { points, closed: false });
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn corners(land: &Land) -> impl Iterator<Item = [Plane; 3]> {
        land.triangles
            .as_chunks::<3>()
            .0
            .iter()
            .map(|triangle| triangle.map(|index| land.vertices[index as usize]))
    }

    fn doubled_area([a, b, c]: [Plane; 3]) -> f64 {
        (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
    }

    fn is_land(place: LonLat) -> bool {
        let point = project(place);
        corners(Land::world()).any(|[a, b, c]| {
            let sides = [[a, b, point], [b, c, point], [c, a, point]].map(doubled_area);
            sides.iter().all(|side| *side >= 0.0) || sides.iter().all(|side| *side <= 0.0)
        })
    }

    #[test]
    fn the_embedded_file_is_the_world() {
        let land = Land::parse(LAND).unwrap();
        let triangles = land.triangles.len() / 3;
        assert!((4_000..9_000).contains(&triangles), "{triangles} triangles");
        assert!((110..125).contains(&land.coast.len()), "{} coastlines", land.coast.len());
        assert!(land.coast.iter().all(|line| line.closed), "the map's edge was chosen to cut no land");
        assert!(land.triangles.iter().all(|&index| (index as usize) < land.vertices.len()));
    }

    #[test]
    fn no_triangle_streaks_across_the_map() {
        let sixth = (project([EAST_EDGE, 0.0])[0] - project([WEST_EDGE, 0.0])[0]) / 6.0;
        let longest = corners(Land::world())
            .flat_map(|[a, b, c]| [(a, b), (b, c), (c, a)])
            .map(|(from, to)| (to[0] - from[0]).hypot(to[1] - from[1]))
            .fold(0.0, f64::max);
        assert!(longest < sixth, "an edge is {longest:.2} long; a sixth of the map is {sixth:.2}");
    }

    #[test]
    fn triangles_cover_the_outlines_exactly() {
        let outlined: f64 = Land::world()
            .coast
            .iter()
            .map(|line| {
                let next = line.points.iter().cycle().skip(1);
                line.points.iter().zip(next).map(|(a, b)| a[0] * b[1] - a[1] * b[0]).sum::<f64>()
            })
            .sum();
        let filled: f64 = corners(Land::world()).map(|triangle| doubled_area(triangle).abs()).sum();
        // Outlines and holes wind opposite ways, so their signed areas add up to the land's.
        assert!((outlined.abs() - filled).abs() < 1e-6 * filled, "outlined {outlined}, filled {filled}");
    }

    #[test]
    fn land_is_where_land_is() {
        let places = [
            ("Kansas", [-98.0, 38.5]),
            ("inland of Dublin", [-7.5, 53.3]),
            ("Malaysia", [102.3, 3.8]),
            ("Chukotka west of 180°", [179.0, 67.5]),
            ("Chukotka east of 180°", [-175.0, 66.8]),
            ("Wrangel Island", [-179.5, 71.1]),
            ("Fiji", [178.0, -17.8]),
            ("Alaska's west", [-164.0, 65.5]),
            ("São Paulo", [-47.5, -22.5]),
            ("Cape Town's inland", [20.0, -33.0]),
            ("Auckland's south", [175.5, -38.5]),
            ("Greenland", [-40.0, 75.0]),
        ];
        for (name, place) in places {
            assert!(is_land(place), "{name} is missing");
        }
    }

    #[test]
    fn sea_is_where_sea_is() {
        let places = [
            ("North Atlantic", [-40.0, 40.0]),
            ("North Pacific", [-170.0, 40.0]),
            ("Bering Strait", [-168.9, 65.9]),
            ("Arctic north of Siberia", [170.0, 75.0]),
            ("Caspian Sea", [50.5, 41.5]),
            ("Gulf of Guinea", [0.0, 0.0]),
            ("Southern Ocean", [90.0, -57.0]),
            ("Antarctica, left out", [60.0, -75.0]),
        ];
        for (name, place) in places {
            assert!(!is_land(place), "{name} is filled");
        }
    }

    #[test]
    fn a_cut_along_the_maps_edge_is_no_coast() {
        let ring = vec![[190.0, 0.0], [EAST_EDGE, 0.0], [EAST_EDGE, 1.0], [190.0, 1.0]];
        let lines = coastlines(&ring);
        assert_eq!(lines.len(), 1);
        assert!(!lines[0].closed);
        assert_eq!(
            lines[0].points,
            [[EAST_EDGE, 1.0], [190.0, 1.0], [190.0, 0.0], [EAST_EDGE, 0.0]].map(project)
        );
    }
}
