//! The world map: where Regions are, and the ways between them.
//!
//! [`WorldMap`] draws water, land and coast and lets people move about; it answers with a [`MapFrame`], with which the
//! caller puts its own markers ([`MapFrame::to_screen`]), routes ([`Route`]) and names ([`labels::place`]) on top.
//!
//! `topology` reads the outlines, `projection` flattens them, `land` fills them, `cache` keeps the result drawn.

mod cache;
pub mod labels;
pub mod land;
pub mod projection;
pub mod route;
mod topology;

pub use cache::LandCache;
pub use projection::{LonLat, MapFrame, MapView};
pub use route::Route;
pub use topology::LandError;

use egui::{
    Color32, CursorIcon, EventFilter, Key, Modifiers, Painter, Pos2, Rect, Response, Role, Sense, Ui, Vec2,
};

/// Screen points that an arrow key moves the map.
const KEY_PAN: f32 = 60.0;

/// What one press of plus or minus magnifies.
const KEY_ZOOM: f64 = 1.5;

/// Screen points of scrolling that magnify by a factor of e.
const SCROLL_PER_E: f32 = 240.0;

/// The map's colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MapColors {
    /// The canvas and all seas.
    pub water: Color32,
    /// Land.
    pub land: Color32,
    /// The line between the two, a little stronger than the land.
    pub coast: Color32,
    /// Meridians and parallels, hardly stronger than the water.
    pub graticule: Color32,
}

/// A map that fills the room it is given: drag or arrow keys move it, scrolling, pinching or plus and minus magnify it, a
/// double click, 0 or Home shows the whole world again.
pub struct WorldMap<'a> {
    view: &'a mut MapView,
    cache: &'a mut LandCache,
    colors: MapColors,
}

/// What [`WorldMap::show`] leaves for its caller.
pub struct ShownMap {
    /// Clicks and hovering on the map itself.
    pub response: Response,
    /// Where places are on the screen in this frame.
    pub frame: MapFrame,
    /// Paints on top of the map, clipped to it.
    pub painter: Painter,
}

impl<'a> WorldMap<'a> {
    /// A map of `view`. `view` and `cache` are kept by the caller from frame to frame.
    pub fn new(view: &'a mut MapView, cache: &'a mut LandCache, colors: MapColors) -> Self {
        Self { view, cache, colors }
    }

    /// Draws the map into all the room that `ui` has left.
    pub fn show(self, ui: &mut Ui) -> ShownMap {
        let (response, painter) = ui.allocate_painter(ui.available_size(), Sense::click_and_drag());
        let rect = response.rect;
        response.widget_info(|| egui::WidgetInfo::labeled(Role::Canvas, ui.is_enabled(), "World map"));
        *self.view = navigated(*self.view, &response, ui, rect);

        let frame = self.view.frame(rect);
        painter.add(self.cache.shape(frame, self.colors, ui.pixels_per_point()));
        if response.has_focus() {
            let ring = ui.visuals().selection.stroke;
            painter.rect_stroke(rect.shrink(1.0), 0.0, ring, egui::StrokeKind::Inside);
        }
        ShownMap { response, frame, painter }
    }
}

/// The view after this frame's input.
fn navigated(view: MapView, response: &Response, ui: &Ui, rect: Rect) -> MapView {
    if response.double_clicked() {
        return MapView::default();
    }
    let mut view = view;
    if response.dragged() {
        view = view.panned(response.drag_delta(), rect);
    }
    if response.hovered() {
        let (pinch, scroll) = ui.input(|input| (input.zoom_delta(), input.smooth_scroll_delta().y));
        let factor = pinch * (scroll / SCROLL_PER_E).exp();
        if factor != 1.0 {
            view = view.zoomed(f64::from(factor), response.hover_pos().unwrap_or(rect.center()), rect);
        }
        if view.zoom > 1.0 {
            ui.set_cursor_icon(if response.dragged() { CursorIcon::Grabbing } else { CursorIcon::Grab });
        }
    }
    if response.has_focus() { navigated_by_keys(view, response, ui, rect) } else { view }
}

fn navigated_by_keys(mut view: MapView, response: &Response, ui: &Ui, rect: Rect) -> MapView {
    // Arrow keys move the map instead of the focus; Tab still leaves it.
    let arrows = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, arrows));
    let middle: Pos2 = rect.center();
    ui.input_mut(|input| {
        let mut pressed = |key: Key| input.consume_key(Modifiers::NONE, key);
        let moves = [
            (Key::ArrowLeft, Vec2::RIGHT),
            (Key::ArrowRight, Vec2::LEFT),
            (Key::ArrowUp, Vec2::DOWN),
            (Key::ArrowDown, Vec2::UP),
        ];
        for (key, by) in moves {
            if pressed(key) {
                view = view.panned(by * KEY_PAN, rect);
            }
        }
        if pressed(Key::Plus) || pressed(Key::Equals) {
            view = view.zoomed(KEY_ZOOM, middle, rect);
        }
        if pressed(Key::Minus) {
            view = view.zoomed(1.0 / KEY_ZOOM, middle, rect);
        }
        if pressed(Key::Num0) || pressed(Key::Home) {
            view = MapView::default();
        }
    });
    view
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui_kittest::Harness;
    use egui_kittest::kittest::Queryable as _;

    #[derive(Default)]
    struct Kept {
        view: MapView,
        cache: LandCache,
        dublin: Pos2,
    }

    fn harness() -> Harness<'static, Kept> {
        let colors = MapColors {
            water: Color32::BLACK,
            land: Color32::DARK_GRAY,
            coast: Color32::GRAY,
            graticule: Color32::BLACK,
        };
        Harness::builder().with_size([800.0, 500.0]).build_ui_state(
            move |ui, kept: &mut Kept| {
                let shown = WorldMap::new(&mut kept.view, &mut kept.cache, colors).show(ui);
                kept.dublin = shown.frame.to_screen([-6.26, 53.35]);
            },
            Kept::default(),
        )
    }

    #[test]
    fn keys_move_and_magnify_the_map() {
        let mut harness = harness();
        harness.get_by_label("World map").focus();
        harness.run();
        harness.key_press(Key::Plus);
        harness.run();
        assert_eq!(harness.state().view.zoom, KEY_ZOOM);
        let before = harness.state().dublin;
        harness.key_press(Key::ArrowRight);
        harness.run();
        assert!((harness.state().dublin - before - egui::vec2(-KEY_PAN, 0.0)).length() < 0.5);
        harness.key_press(Key::Num0);
        harness.run();
        assert_eq!(harness.state().view, MapView::default());
    }

    #[test]
    fn scrolling_magnifies_under_the_pointer() {
        let mut harness = harness();
        let before = harness.state().dublin;
        harness.hover_at(before);
        harness.run();
        harness.event(egui::Event::MouseWheel {
            unit: egui::MouseWheelUnit::Point,
            delta: egui::vec2(0.0, 240.0),
            phase: egui::TouchPhase::Move,
            modifiers: Modifiers::NONE,
            source: egui::MouseWheelSource::Wheel,
        });
        harness.run_steps(30);
        assert!(harness.state().view.zoom > 2.0, "{:?}", harness.state().view);
        assert!(harness.state().dublin.distance(before) < 1.0);
    }
}
