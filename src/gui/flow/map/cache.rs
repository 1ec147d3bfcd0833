//! The drawn map, kept from frame to frame.

use std::sync::Arc;

use egui::epaint::{Mesh, PathShape, PathStroke, TessellationOptions, Tessellator, Vertex, WHITE_UV};
use egui::{Pos2, Rect, Shape, Stroke};

use super::MapColors;
use super::land::Land;
use super::projection::{EAST_EDGE, LonLat, MapFrame, WEST_EDGE};

/// Degrees between two lines of the graticule.
const GRATICULE: i32 = 30;

/// All that decides what the map's mesh looks like.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Key {
    frame: MapFrame,
    colors: MapColors,
    pixels_per_point: f32,
}

/// Keeps the map's water, graticule, land and coast as one mesh, built again only when view, colours or resolution change.
#[derive(Clone, Debug, Default)]
pub struct LandCache {
    built: Option<(Key, Arc<Mesh>)>,
}

impl LandCache {
    /// The map as a shape; in an unchanged frame this costs one reference count.
    pub fn shape(&mut self, frame: MapFrame, colors: MapColors, pixels_per_point: f32) -> Shape {
        let key = Key { frame, colors, pixels_per_point };
        match &self.built {
            Some((built_for, mesh)) if *built_for == key => Shape::Mesh(Arc::clone(mesh)),
            _ => {
                let mesh = Arc::new(build(&key));
                self.built = Some((key, Arc::clone(&mesh)));
                Shape::Mesh(mesh)
            }
        }
    }
}

fn build(key: &Key) -> Mesh {
    let Key { frame, colors, pixels_per_point } = key;
    let land = Land::world();
    let pixel = 1.0 / pixels_per_point;
    // One pixel, but no hair on dense displays.
    let hairline = pixel.max(0.75);
    let mut mesh = Mesh::default();
    mesh.add_colored_rect(frame.rect, colors.water);

    let mut tessellator =
        Tessellator::new(*pixels_per_point, TessellationOptions::default(), [1, 1], Vec::new());
    tessellator.set_clip_rect(frame.rect);
    let mut trace = |points: Vec<Pos2>, closed: bool, stroke: Stroke, mesh: &mut Mesh| {
        let stroke = PathStroke::from(stroke);
        let path = PathShape { points, closed, fill: egui::Color32::TRANSPARENT, stroke };
        tessellator.tessellate_path(&path, mesh);
    };

    for line in graticule() {
        let points = line.into_iter().map(|place| frame.to_screen(place)).collect();
        trace(points, false, Stroke::new(hairline, colors.graticule), &mut mesh);
    }

    let base = mesh.vertices.len() as u32;
    mesh.vertices.extend(land.vertices.iter().map(|&corner| Vertex {
        pos: frame.plane_to_screen(corner),
        uv: WHITE_UV,
        color: colors.land,
    }));
    mesh.indices.extend(land.triangles.iter().map(|index| base + index));

    // The fill's own edge is hard; the coast, drawn over it with soft edges, is what makes the outline smooth.
    for line in &land.coast {
        let points = apart(line.points.iter().map(|&point| frame.plane_to_screen(point)), 0.5 * pixel);
        trace(points, line.closed, Stroke::new(hairline, colors.coast), &mut mesh);
    }
    within(&mut mesh, frame.rect);
    mesh
}

/// Leaves out points closer than `least` to the one before: they can't be seen, and make mitres that can.
fn apart(points: impl Iterator<Item = Pos2>, least: f32) -> Vec<Pos2> {
    let mut kept: Vec<Pos2> = Vec::new();
    for point in points {
        if kept.last().is_none_or(|last| last.distance(point) >= least) {
            kept.push(point);
        }
    }
    kept
}

/// Drops the triangles that lie wholly beside `rect`, which are most of them in a magnified view.
fn within(mesh: &mut Mesh, rect: Rect) {
    let vertices = &mesh.vertices;
    let seen = |triangle: &[u32; 3]| {
        let bounds = Rect::from_points(&triangle.map(|index| vertices[index as usize].pos));
        bounds.intersects(rect)
    };
    mesh.indices =
        mesh.indices.as_chunks::<3>().0.iter().filter(|triangle| seen(triangle)).flatten().copied().collect();
}

/// Meridians and parallels at full steps, and the map's two edges. A parallel is straight in this projection.
fn graticule() -> impl Iterator<Item = Vec<LonLat>> {
    let meridian = |lon: f64| (-90..=90).step_by(5).map(|lat| [lon, f64::from(lat)]).collect();
    let parallel = |lat: f64| vec![[WEST_EDGE, lat], [EAST_EDGE, lat]];
    let meridians = (-180 + GRATICULE..=180).step_by(GRATICULE as usize).map(f64::from);
    let parallels = (-90..=90).step_by(GRATICULE as usize).map(f64::from);
    meridians.chain([WEST_EDGE, EAST_EDGE]).map(meridian).chain(parallels.map(parallel))
}

#[cfg(test)]
mod tests {
    use super::super::projection::MapView;
    use super::*;
    use egui::{Color32, vec2};

    fn colors() -> MapColors {
        MapColors {
            water: Color32::BLACK,
            land: Color32::DARK_GRAY,
            coast: Color32::GRAY,
            graticule: Color32::DARK_BLUE,
        }
    }

    fn frame(zoom: f64) -> MapFrame {
        MapView { zoom, ..MapView::default() }.frame(Rect::from_min_size(Pos2::ZERO, vec2(1000.0, 620.0)))
    }

    fn mesh(shape: Shape) -> Arc<Mesh> {
        match shape {
            Shape::Mesh(mesh) => mesh,
            other => panic!("not a mesh: {other:?}"),
        }
    }

    #[test]
    fn the_mesh_is_built_once_for_each_look() {
        let mut cache = LandCache::default();
        let first = mesh(cache.shape(frame(1.0), colors(), 1.0));
        assert!(Arc::ptr_eq(&first, &mesh(cache.shape(frame(1.0), colors(), 1.0))));
        let lighter = MapColors { land: Color32::WHITE, ..colors() };
        let changed = [
            mesh(cache.shape(frame(1.0), lighter, 1.0)),
            mesh(cache.shape(frame(1.0), colors(), 2.0)),
            mesh(cache.shape(frame(2.0), colors(), 1.0)),
        ];
        assert!(changed.iter().all(|mesh| !Arc::ptr_eq(&first, mesh)));
    }

    #[test]
    fn the_mesh_is_sound_and_holds_every_colour() {
        let mesh = build(&Key { frame: frame(1.0), colors: colors(), pixels_per_point: 1.0 });
        assert!(mesh.is_valid());
        assert!(mesh.vertices.iter().all(|vertex| vertex.pos.is_finite()));
        let MapColors { water, land, coast, graticule } = colors();
        for color in [water, land] {
            assert!(mesh.vertices.iter().any(|vertex| vertex.color == color));
        }
        // Thin lines are faded by the tessellator, so their exact colour needn't occur.
        assert!(coast != graticule && mesh.vertices.len() > Land::world().vertices.len() + 10_000);
    }

    #[test]
    fn a_magnified_view_draws_less() {
        let triangles =
            |zoom| build(&Key { frame: frame(zoom), colors: colors(), pixels_per_point: 1.0 }).indices.len();
        assert!(triangles(8.0) < triangles(1.0) / 2);
    }

    #[test]
    fn a_map_without_room_is_drawn_without_harm() {
        let nothing = MapView::default().frame(Rect::from_min_size(Pos2::ZERO, egui::Vec2::ZERO));
        let mesh = build(&Key { frame: nothing, colors: colors(), pixels_per_point: 1.0 });
        assert!(mesh.is_valid() && mesh.vertices.iter().all(|vertex| vertex.pos.is_finite()));
    }
}
