//! From longitude and latitude to the screen and back.
//!
//! Three planes: degrees ([`LonLat`]), the projected plane ([`Plane`], north up, the equator 5.47 wide) and screen points.
//! [`MapView`] says which part of the plane is looked at; [`MapFrame`] is that view fitted into one rectangle.

use egui::{Pos2, Rect, Vec2, pos2};

/// Longitude and latitude in degrees, east and north positive.
pub type LonLat = [f64; 2];

/// A point of the projected plane: Earth radii, x to the east, y to the north.
pub type Plane = [f64; 2];

/// The meridian down the middle of the map.
///
/// Not Greenwich: with the map's edge at 168.5° W it runs through the Bering Strait, where it cuts no land at all.
pub const CENTRAL_MERIDIAN: f64 = 11.5;

/// Longitude of the map's western edge; the eastern one is 360° further.
pub const WEST_EDGE: f64 = CENTRAL_MERIDIAN - 180.0;

/// Longitude of the map's eastern edge, counted on from the western one (so it is above 180).
pub const EAST_EDGE: f64 = CENTRAL_MERIDIAN + 180.0;

/// Latitudes that hold everything the map tells about: Tierra del Fuego to the north of Greenland.
pub const USEFUL_LATITUDES: (f64, f64) = (-58.0, 84.0);

/// The plane's x range that holds land: what lies beyond, at the edges of the equator, is open Pacific.
const USEFUL_X: (f64, f64) = (-2.56, 2.62);

/// How far the view may be magnified; beyond, the coastline's 1:110 million detail shows its corners.
const ZOOM_RANGE: (f64, f64) = (1.0, 10.0);

/// Degrees east of the map's western edge to degrees around the central meridian: −180 to 180, both ends kept.
///
/// Both edges are the same meridian on Earth, so a longitude on the edge stays on the side on which it was given.
pub(super) fn from_central_meridian(lon: f64) -> f64 {
    let relative = lon - CENTRAL_MERIDIAN;
    if relative.abs() <= 180.0 { relative } else { relative - 360.0 * (relative / 360.0).round() }
}

/// x of a meridian one radian from the central one, at latitude `phi` (radians): the Natural Earth polynomial.
fn parallel_length(phi: f64) -> f64 {
    let p2 = phi * phi;
    let p4 = p2 * p2;
    0.870700 - 0.131979 * p2 + p4 * (-0.013791 + p4 * p2 * (0.003971 - 0.001529 * p2))
}

/// y of the latitude `phi` (radians): the Natural Earth polynomial.
fn height(phi: f64) -> f64 {
    let p2 = phi * phi;
    let p4 = p2 * p2;
    phi * (1.007226 + p2 * (0.015085 + p4 * (-0.044475 + 0.028874 * p2 - 0.005916 * p4)))
}

/// How fast [`height`] grows with `phi`.
fn height_slope(phi: f64) -> f64 {
    let p2 = phi * phi;
    let p4 = p2 * p2;
    1.007226 + p2 * (0.045255 + p4 * (-0.311325 + 0.259866 * p2 - 0.065076 * p4))
}

/// Projects a place onto the plane: the Natural Earth projection of Šavrič, Jenny, Patterson, Petrovič and Hurni (2011).
pub fn project([lon, lat]: LonLat) -> Plane {
    let phi = lat.clamp(-90.0, 90.0).to_radians();
    [from_central_meridian(lon).to_radians() * parallel_length(phi), height(phi)]
}

/// The place that [`project`] puts at this point, or `None` where the plane lies outside the world's outline.
pub fn unproject([x, y]: Plane) -> Option<LonLat> {
    let pole = height(std::f64::consts::FRAC_PI_2);
    if !x.is_finite() || !y.is_finite() || y.abs() > pole {
        return None;
    }
    let mut phi = y;
    for _ in 0..12 {
        let step = (height(phi) - y) / height_slope(phi);
        phi -= step;
        if step.abs() < 1e-12 {
            break;
        }
    }
    let relative = (x / parallel_length(phi)).to_degrees();
    if relative.abs() > 180.0 + 1e-9 {
        return None;
    }
    let lon = CENTRAL_MERIDIAN + relative;
    let lon = if lon > 180.0 {
        lon - 360.0
    } else if lon <= -180.0 {
        lon + 360.0
    } else {
        lon
    };
    Some([lon, phi.to_degrees()])
}

/// The part of the plane that is worth showing, as (least, greatest) of x and of y.
fn useful_box() -> ((f64, f64), (f64, f64)) {
    let (south, north) = USEFUL_LATITUDES;
    (USEFUL_X, (height(south.to_radians()), height(north.to_radians())))
}

/// Which part of the world is looked at. The default shows all of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MapView {
    /// The point of the plane in the middle of the rectangle.
    pub centre: Plane,
    /// 1 shows the whole world, 2 half its width, up to 10.
    pub zoom: f64,
}

impl Default for MapView {
    fn default() -> Self {
        let (x, y) = useful_box();
        Self { centre: [(x.0 + x.1) / 2.0, (y.0 + y.1) / 2.0], zoom: 1.0 }
    }
}

impl MapView {
    /// The view fitted into `rect`: the whole useful world at zoom 1, its proportions kept.
    pub fn frame(&self, rect: Rect) -> MapFrame {
        MapFrame { rect, centre: self.centre, scale: fitting_scale(rect) * self.zoom }
    }

    /// The closest view that shows all of `places` with `margin` screen points around them.
    pub fn around(places: &[LonLat], rect: Rect, margin: f32) -> Self {
        let Some(bounds) = bounds(places.iter().map(|&place| project(place))) else {
            return Self::default();
        };
        let ((west, east), (south, north)) = bounds;
        let room = (rect.size() - Vec2::splat(2.0 * margin)).max(Vec2::splat(1.0));
        let scale =
            (f64::from(room.x) / (east - west).max(1e-9)).min(f64::from(room.y) / (north - south).max(1e-9));
        // A single place, or two neighbours, should still be seen with the land around them.
        let zoom = (scale / fitting_scale(rect)).min(ZOOM_RANGE.1 / 2.0);
        Self { centre: [(west + east) / 2.0, (south + north) / 2.0], zoom }.kept_inside(rect)
    }

    /// The view after the map was dragged by `by` screen points.
    pub fn panned(self, by: Vec2, rect: Rect) -> Self {
        let scale = self.frame(rect).scale;
        let [x, y] = self.centre;
        Self { centre: [x - f64::from(by.x) / scale, y + f64::from(by.y) / scale], ..self }.kept_inside(rect)
    }

    /// The view magnified by `factor`, with the place under `anchor` staying where it is.
    pub fn zoomed(self, factor: f64, anchor: Pos2, rect: Rect) -> Self {
        let [x, y] = self.frame(rect).screen_to_plane(anchor);
        let zoom = (self.zoom * factor).clamp(ZOOM_RANGE.0, ZOOM_RANGE.1);
        let shrink = self.zoom / zoom;
        let centre = [x + (self.centre[0] - x) * shrink, y + (self.centre[1] - y) * shrink];
        Self { centre, zoom }.kept_inside(rect)
    }

    /// The view of the same magnification with a point of the plane in the middle, as far as the world's edges let it.
    pub fn looking_at(self, centre: Plane, rect: Rect) -> Self {
        Self { centre, ..self }.kept_inside(rect)
    }

    /// Keeps the world in sight: an axis that fits into the rectangle is centred, a longer one ends at its edge.
    fn kept_inside(self, rect: Rect) -> Self {
        let zoom = self.zoom.clamp(ZOOM_RANGE.0, ZOOM_RANGE.1);
        let scale = fitting_scale(rect) * zoom;
        let keep = |centre: f64, (least, greatest): (f64, f64), size: f32| {
            let half = f64::from(size) / scale / 2.0;
            let (lower, upper) = (least + half, greatest - half);
            // At zoom 1 the two meet but for rounding.
            if lower + 1e-9 >= upper { (least + greatest) / 2.0 } else { centre.clamp(lower, upper) }
        };
        let (x, y) = useful_box();
        Self { centre: [keep(self.centre[0], x, rect.width()), keep(self.centre[1], y, rect.height())], zoom }
    }
}

/// Screen points per unit of the plane with which the useful world just fits into `rect`.
fn fitting_scale(rect: Rect) -> f64 {
    let (x, y) = useful_box();
    let scale = (f64::from(rect.width()) / (x.1 - x.0)).min(f64::from(rect.height()) / (y.1 - y.0));
    // A panel can be squeezed to nothing for a frame; what is drawn then is not seen, but must stay finite.
    scale.max(1e-3)
}

/// Least and greatest x and y of some points, or `None` without points.
fn bounds(points: impl Iterator<Item = Plane>) -> Option<((f64, f64), (f64, f64))> {
    points.fold(None, |bounds, [x, y]| {
        let ((west, east), (south, north)) = bounds.unwrap_or(((x, x), (y, y)));
        Some(((west.min(x), east.max(x)), (south.min(y), north.max(y))))
    })
}

/// A [`MapView`] fitted into a rectangle of the screen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MapFrame {
    /// Where on the screen the map is drawn.
    pub rect: Rect,
    /// The point of the plane in the middle of `rect`.
    pub centre: Plane,
    /// Screen points per unit of the plane.
    pub scale: f64,
}

impl MapFrame {
    /// Where a place is on the screen.
    pub fn to_screen(&self, place: LonLat) -> Pos2 {
        self.plane_to_screen(project(place))
    }

    /// The place at a screen position, or `None` outside the world's outline.
    pub fn to_lon_lat(&self, position: Pos2) -> Option<LonLat> {
        unproject(self.screen_to_plane(position))
    }

    /// Where a point of the plane is on the screen.
    pub fn plane_to_screen(&self, [x, y]: Plane) -> Pos2 {
        let middle = self.rect.center();
        pos2(
            (f64::from(middle.x) + (x - self.centre[0]) * self.scale) as f32,
            (f64::from(middle.y) - (y - self.centre[1]) * self.scale) as f32,
        )
    }

    /// The point of the plane at a screen position.
    pub fn screen_to_plane(&self, position: Pos2) -> Plane {
        let from_middle = position - self.rect.center();
        [
            self.centre[0] + f64::from(from_middle.x) / self.scale,
            self.centre[1] - f64::from(from_middle.y) / self.scale,
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::vec2;

    fn canvas() -> Rect {
        Rect::from_min_size(pos2(80.0, 44.0), vec2(1000.0, 620.0))
    }

    #[test]
    fn a_view_looks_at_a_point_as_far_as_the_edges_let_it() {
        let near = MapView { zoom: 4.0, ..MapView::default() };
        let dublin = project([-6.3, 53.3]);
        assert_eq!(near.looking_at(dublin, canvas()).centre, dublin);
        let corner = near.looking_at([-9.0, 9.0], canvas());
        let frame = corner.frame(canvas());
        assert!((frame.screen_to_plane(canvas().min)[0] - USEFUL_X.0).abs() < 1e-6);
    }

    #[test]
    fn known_points_of_the_projection() {
        assert_eq!(project([CENTRAL_MERIDIAN, 0.0]), [0.0, 0.0]);
        // The published length of the equator and height of the pole, in radii of the sphere.
        let [x, y] = project([EAST_EDGE, 0.0]);
        assert!((x - 0.8707 * std::f64::consts::PI).abs() < 1e-12 && y == 0.0);
        assert!((project([0.0, 90.0])[1] - 1.4224).abs() < 1e-3, "{}", project([0.0, 90.0])[1]);
        assert!(project([WEST_EDGE, 40.0])[0] < -2.0 && project([EAST_EDGE, 40.0])[0] > 2.0);
        assert_eq!(project([-200.0, 10.0]), project([160.0, 10.0]));
    }

    #[test]
    fn unproject_undoes_project() {
        for lon in (-1684..=1915).step_by(37).map(|tenth| f64::from(tenth) / 10.0) {
            for lat in (-90..=90).step_by(3).map(f64::from) {
                let [back_lon, back_lat] = unproject(project([lon, lat])).unwrap();
                let turn = (back_lon - lon) / 360.0;
                assert!((turn - turn.round()).abs() * 360.0 < 1e-4, "{lon} {lat} came back as {back_lon}");
                assert!((back_lat - lat).abs() < 1e-4, "{lon} {lat} came back as {back_lat}");
                assert!(back_lon > -180.0 && back_lon <= 180.0);
            }
        }
    }

    #[test]
    fn outside_the_outline_is_nowhere() {
        assert_eq!(unproject([0.0, 1.5]), None);
        assert_eq!(unproject([2.7, 1.2]), None);
        assert_eq!(unproject([f64::NAN, 0.0]), None);
    }

    #[test]
    fn the_default_view_shows_the_useful_world() {
        for rect in [canvas(), Rect::from_min_size(Pos2::ZERO, vec2(560.0, 900.0))] {
            let frame = MapView::default().frame(rect);
            for place in
                [[11.5, 84.0], [-69.0, -55.9], [-168.0, 65.6], [-169.7, 66.0], [178.5, -37.7], [-160.0, 22.0]]
            {
                assert!(rect.contains(frame.to_screen(place)), "{place:?} at {:?}", frame.to_screen(place));
            }
        }
    }

    #[test]
    fn screen_and_place_agree() {
        let frame = MapView { centre: [0.3, 0.4], zoom: 3.0 }.frame(canvas());
        let dublin = [-6.26, 53.35];
        let [lon, lat] = frame.to_lon_lat(frame.to_screen(dublin)).unwrap();
        assert!((lon - dublin[0]).abs() < 1e-3 && (lat - dublin[1]).abs() < 1e-3);
        assert!(frame.to_screen([-6.26, 60.0]).y < frame.to_screen(dublin).y, "north is up");
    }

    #[test]
    fn zooming_keeps_the_place_under_the_pointer() {
        let anchor = MapView::default().frame(canvas()).to_screen([8.68, 50.11]);
        let near = MapView::default().zoomed(4.0, anchor, canvas());
        assert_eq!(near.zoom, 4.0);
        assert!(near.frame(canvas()).to_screen([8.68, 50.11]).distance(anchor) < 1.0);
        assert_eq!(
            near.zoomed(1e-9, anchor, canvas()),
            MapView::default(),
            "zooming out ends at the whole world"
        );
    }

    #[test]
    fn panning_never_leaves_the_world() {
        let view = MapView { zoom: 4.0, ..MapView::default() }.panned(vec2(1e6, 1e6), canvas());
        let corner = view.frame(canvas()).plane_to_screen([USEFUL_X.0, height(84f64.to_radians())]);
        assert!(corner.distance(canvas().left_top()) < 0.1, "{corner:?}");
        assert_eq!(MapView::default().panned(vec2(50.0, 9.0), canvas()), MapView::default());
    }

    #[test]
    fn a_view_around_places_shows_them_with_a_margin() {
        let places = [[-6.26, 53.35], [18.07, 59.33], [-0.89, 41.65]];
        let view = MapView::around(&places, canvas(), 60.0);
        assert!(view.zoom > 3.0, "{view:?}");
        for place in places {
            assert!(canvas().shrink(59.0).contains(view.frame(canvas()).to_screen(place)));
        }
        assert_eq!(MapView::around(&[], canvas(), 60.0), MapView::default());
    }
}
