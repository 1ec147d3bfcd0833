//! Land as polygons of longitudes and latitudes, out of a TopoJSON file.
//!
//! The file joins its outlines across the 180th meridian, so a ring may step from 179.9° to −179.9°. Drawn as they stand,
//! such rings streak across the whole map; here every ring is unrolled first and then cut at the map's own edge.

use serde::Deserialize;
use thiserror::Error;

use super::projection::{EAST_EDGE, LonLat, WEST_EDGE};

/// Corners of a closed outline; the last one joins the first and does not repeat it.
pub(super) type Ring = Vec<LonLat>;

/// An outline followed by its holes. All longitudes lie between the map's western and eastern edge.
pub(super) type Polygon = Vec<Ring>;

/// Outlines that end south of here are Antarctica and its islands, where nothing of ours is.
const SOUTHERN_LIMIT: f64 = -60.0;

/// Edges longer than this many degrees get corners in between, so that they bend as the projection does.
const LONGEST_EDGE: f64 = 2.0;

/// Why a TopoJSON file is not a map of land.
#[derive(Debug, Error)]
pub enum LandError {
    /// The text is not JSON, or lacks a member that TopoJSON requires.
    #[error("not a TopoJSON file with an object `land`: {0}")]
    Format(#[from] serde_json::Error),
    /// A ring names an arc that the file does not have.
    #[error("the file has no arc {0}")]
    MissingArc(i64),
}

#[derive(Deserialize)]
struct Topology {
    arcs: Vec<Vec<[i64; 2]>>,
    transform: Transform,
    objects: Objects,
}

#[derive(Deserialize)]
struct Transform {
    scale: [f64; 2],
    translate: [f64; 2],
}

#[derive(Deserialize)]
struct Objects {
    land: Collection,
}

#[derive(Deserialize)]
struct Collection {
    geometries: Vec<Geometry>,
}

#[derive(Deserialize)]
#[serde(tag = "type")]
enum Geometry {
    Polygon { arcs: Vec<Vec<i64>> },
    MultiPolygon { arcs: Vec<Vec<Vec<i64>>> },
}

/// The land of a TopoJSON file without Antarctica, cut at the map's edges, long edges subdivided.
pub(super) fn polygons(json: &str) -> Result<Vec<Polygon>, LandError> {
    let topology: Topology = serde_json::from_str(json)?;
    let arcs: Vec<Vec<LonLat>> = topology.arcs.iter().map(|arc| decode(arc, &topology.transform)).collect();
    let mut land = Vec::new();
    for geometry in topology.objects.land.geometries {
        let polygons = match geometry {
            Geometry::Polygon { arcs } => vec![arcs],
            Geometry::MultiPolygon { arcs } => arcs,
        };
        for polygon in polygons {
            let rings: Vec<Ring> = polygon.iter().map(|ring| join(ring, &arcs)).collect::<Result<_, _>>()?;
            if rings.first().is_some_and(|outline| outline.iter().any(|&[_, lat]| lat > SOUTHERN_LIMIT)) {
                land.extend(cut(rings));
            }
        }
    }
    Ok(land)
}

/// An arc's positions: TopoJSON stores whole-number steps from one to the next.
fn decode(arc: &[[i64; 2]], transform: &Transform) -> Vec<LonLat> {
    let along = |at: i64, axis: usize| at as f64 * transform.scale[axis] + transform.translate[axis];
    arc.iter()
        .scan([0, 0], |at, step| {
            *at = [at[0] + step[0], at[1] + step[1]];
            Some([along(at[0], 0), along(at[1], 1)])
        })
        .collect()
}

/// The ring that arcs make end to end. A negative number means the arc `!number`, walked backwards.
fn join(ring: &[i64], arcs: &[Vec<LonLat>]) -> Result<Ring, LandError> {
    let mut corners = Ring::new();
    for &number in ring {
        let backwards = number < 0;
        let index = if backwards { !number } else { number };
        let arc = usize::try_from(index)
            .ok()
            .and_then(|index| arcs.get(index))
            .ok_or(LandError::MissingArc(number))?;
        // An arc begins where the one before ended, and the last one ends at the ring's beginning.
        corners.pop();
        if backwards { corners.extend(arc.iter().rev()) } else { corners.extend(arc) }
    }
    corners.pop();
    Ok(corners)
}

/// Unrolls a polygon's rings and cuts them into the pieces that lie within one turn of the map.
fn cut(rings: Vec<Ring>) -> Vec<Polygon> {
    let mut rings: Vec<Ring> = rings.iter().map(|ring| subdivide(&unroll(ring))).collect();
    let Some((west, east)) = rings.first().map(|outline| longitudes(outline)) else {
        return Vec::new();
    };
    for hole in &mut rings[1..] {
        let (hole_west, hole_east) = longitudes(hole);
        let turns = ((west + east - hole_west - hole_east) / 2.0 / 360.0).round();
        shift(hole, turns * 360.0);
    }
    let first = ((west - WEST_EDGE) / 360.0).floor() as i32;
    let last = ((east - WEST_EDGE) / 360.0).floor() as i32;
    (first..=last)
        .map(|turn| {
            let turned = rings.iter().map(|ring| {
                let mut ring = ring.clone();
                shift(&mut ring, -360.0 * f64::from(turn));
                clip(&clip(&ring, WEST_EDGE, |lon| lon >= WEST_EDGE), EAST_EDGE, |lon| lon <= EAST_EDGE)
            });
            turned.collect::<Polygon>()
        })
        .filter(|pieces| pieces[0].len() >= 3)
        .map(|mut pieces| {
            pieces.retain(|ring| ring.len() >= 3);
            pieces
        })
        .collect()
}

/// The same ring with longitudes that go on instead of jumping at the 180th meridian.
fn unroll(ring: &[LonLat]) -> Ring {
    let mut before = ring.first().map_or(0.0, |corner| corner[0]);
    ring.iter()
        .map(|&[lon, lat]| {
            before = lon - 360.0 * ((lon - before) / 360.0).round();
            [before, lat]
        })
        .collect()
}

fn subdivide(ring: &[LonLat]) -> Ring {
    let mut corners = Ring::with_capacity(ring.len());
    for (index, &[lon, lat]) in ring.iter().enumerate() {
        let [next_lon, next_lat] = ring[(index + 1) % ring.len()];
        let parts = ((next_lon - lon).abs().max((next_lat - lat).abs()) / LONGEST_EDGE).ceil().max(1.0);
        corners.extend((0..parts as u32).map(|part| {
            let t = f64::from(part) / parts;
            [lon + (next_lon - lon) * t, lat + (next_lat - lat) * t]
        }));
    }
    corners
}

fn longitudes(ring: &[LonLat]) -> (f64, f64) {
    ring.iter()
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(west, east), &[lon, _]| (west.min(lon), east.max(lon)))
}

fn shift(ring: &mut Ring, by: f64) {
    for corner in ring {
        corner[0] += by;
    }
}

/// The part of a ring on one side of the meridian `edge` (Sutherland and Hodgman's clipping by one line).
fn clip(ring: &[LonLat], edge: f64, inside: impl Fn(f64) -> bool) -> Ring {
    let mut kept = Ring::with_capacity(ring.len());
    for (index, &corner) in ring.iter().enumerate() {
        let next = ring[(index + 1) % ring.len()];
        if inside(corner[0]) {
            kept.push(corner);
        }
        // A corner on the edge itself was or will be kept as it is.
        if inside(corner[0]) != inside(next[0]) && corner[0] != edge && next[0] != edge {
            let t = (edge - corner[0]) / (next[0] - corner[0]);
            kept.push([edge, corner[1] + (next[1] - corner[1]) * t]);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ring_across_the_180th_meridian_is_unrolled() {
        let ring = unroll(&[[179.0, 0.0], [-179.0, 0.0], [-178.0, 2.0], [178.0, 2.0]]);
        assert_eq!(ring, [[179.0, 0.0], [181.0, 0.0], [182.0, 2.0], [178.0, 2.0]]);
    }

    #[test]
    fn an_island_across_the_maps_edge_becomes_two_pieces() {
        let pieces = cut(vec![vec![[-170.0, 0.0], [-167.0, 0.0], [-167.0, 1.0], [-170.0, 1.0]]]);
        assert_eq!(pieces.len(), 2);
        let mut spans: Vec<_> = pieces.iter().map(|piece| longitudes(&piece[0])).collect();
        spans.sort_by(|a, b| a.0.total_cmp(&b.0));
        assert_eq!(spans, [(WEST_EDGE, -167.0), (190.0, EAST_EDGE)]);
    }

    #[test]
    fn a_hole_stays_with_the_piece_it_lies_in() {
        let outline = vec![[-200.0, 0.0], [-150.0, 0.0], [-150.0, 30.0], [-200.0, 30.0]];
        // The same lake, told one turn of the Earth away.
        let lake = vec![[175.0, 10.0], [180.0, 10.0], [180.0, 20.0]];
        let pieces = cut(vec![outline, lake]);
        let with_hole: Vec<_> = pieces.iter().filter(|piece| piece.len() == 2).collect();
        assert_eq!((pieces.len(), with_hole.len()), (2, 1));
        assert_eq!(longitudes(&with_hole[0][1]), (175.0, 180.0));
        assert_eq!(longitudes(&with_hole[0][0]), (160.0, EAST_EDGE));
    }

    #[test]
    fn arcs_join_end_to_end_and_backwards() {
        let arcs = vec![vec![[0.0, 0.0], [1.0, 0.0], [1.0, 1.0]], vec![[0.0, 0.0], [0.0, 1.0], [1.0, 1.0]]];
        assert_eq!(join(&[0, !1], &arcs).unwrap(), [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]]);
        assert!(matches!(join(&[7], &arcs), Err(LandError::MissingArc(7))));
    }

    #[test]
    fn long_edges_are_subdivided_and_short_ones_are_not() {
        let ring = subdivide(&[[0.0, 0.0], [5.0, 0.0], [5.0, 1.0]]);
        assert_eq!(ring.len(), 3 + 1 + 3);
        assert!(ring.windows(2).all(|edge| (edge[1][0] - edge[0][0]).abs() <= LONGEST_EDGE));
    }

    #[test]
    fn what_is_not_topojson_is_refused() {
        assert!(matches!(polygons("{}"), Err(LandError::Format(_))));
        assert!(matches!(polygons("not even JSON"), Err(LandError::Format(_))));
    }
}
