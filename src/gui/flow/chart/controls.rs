//! What stands over the map: buttons to look nearer, the meaning of its colours, and the frame of a past moment.

use egui::{Align, Layout, Painter, Pos2, Rect, Sense, Shape, Stroke, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::moving::Moving;
use crate::{
    gui::{
        flow::{map::MapView, story::Freight, text::line},
        theme::{CAPTION, Tokens, icons, regular, space, tokens},
        widgets::{icon_button, icon_toggle},
    },
    workloads::CargoKind,
};

/// What one press magnifies.
const ZOOM: f64 = 1.5;
const MARGIN: f32 = 10.0;
/// The room that the buttons take at the map's right edge.
pub(super) const BUTTONS: f32 = space::CONTROL_HEIGHT_SMALL + 2.0 + MARGIN + 6.0;

/// Draws the buttons at the map's lower right corner.
pub(super) fn buttons(ui: &mut Ui, map: Rect, view: &mut MapView, follows: &mut bool, something: bool) {
    let side = space::CONTROL_HEIGHT_SMALL + 2.0;
    let count = if something { 4.0 } else { 3.0 };
    let height = count * side;
    let corner = pos2(map.right() - MARGIN - side, map.bottom() - MARGIN - height);
    let area = Rect::from_min_size(corner, vec2(side, height));
    let builder =
        UiBuilder::new().id_salt("map buttons").max_rect(area).layout(Layout::top_down(Align::Center));
    let mut at = ui.new_child(builder);
    at.spacing_mut().item_spacing = vec2(0.0, 2.0);
    let t = tokens(ui);
    ui.painter().rect(
        area.expand(3.0),
        space::RADIUS_CONTROL,
        t.panel,
        Stroke::new(space::HAIRLINE, t.line),
        egui::StrokeKind::Inside,
    );
    if icon_button(&mut at, icons::PLUS, "Look nearer").clicked() {
        *view = view.zoomed(ZOOM, map.center(), map);
        *follows = false;
    }
    if icon_button(&mut at, icons::MINUS, "Look from farther").clicked() {
        *view = view.zoomed(1.0 / ZOOM, map.center(), map);
        *follows = false;
    }
    if icon_button(&mut at, icons::GLOBE, "Show the whole world").clicked() {
        *view = MapView::default();
        *follows = false;
    }
    if something && icon_toggle(&mut at, icons::CROSSHAIR, "Follow what is selected", *follows).clicked() {
        *follows = !*follows;
        if !*follows {
            *view = MapView::default();
        }
    }
}

/// Frames the map while a past moment is shown: it is not how things are.
pub(super) fn past_frame(painter: &Painter, map: Rect, t: &Tokens) {
    painter.rect_stroke(map, 0.0, Stroke::new(3.0, t.primary_line), egui::StrokeKind::Inside);
}

/// Draws what the colours mean, of what is on the map now.
pub(super) fn legend(
    ui: &Ui,
    painter: &Painter,
    map: Rect,
    moving: &[Moving],
    synchronises: bool,
    t: &Tokens,
) {
    let is = |test: &dyn Fn(&Freight) -> bool| moving.iter().any(|it| test(&it.cargo));
    let call = |it: &Freight| matches!(it.kind, CargoKind::KmsRequest | CargoKind::KmsAnswer);
    let public = |it: &Freight| matches!(it.kind, CargoKind::SignedDigest | CargoKind::Token);
    let entries: Vec<(&str, egui::Color32, Mark)> = [
        ("Ciphertext", t.ciphertext, Mark::Dot, is(&|it| !call(it) && !public(it) && !it.clear_inside_tls)),
        (
            "Data or data key inside TLS: clear at both ends",
            t.warn,
            Mark::Diamond,
            is(&|it| it.clear_inside_tls),
        ),
        ("Call to KMS", t.text_subdued, Mark::Ring, is(&|it| call(it) && !it.clear_inside_tls)),
        ("Proof: no secret", t.text_subdued, Mark::Dot, is(&public)),
        ("KMS synchronises members", t.control, Mark::Dot, synchronises),
    ]
    .into_iter()
    .filter_map(|(text, color, mark, shown)| shown.then_some((text, color, mark)))
    .collect();
    const LINE: f32 = 18.0;
    for (number, (text, color, mark)) in entries.iter().rev().enumerate() {
        let y = map.bottom() - MARGIN - LINE * (number as f32 + 0.5);
        let x = map.left() + MARGIN + 6.0;
        mark.paint(painter, pos2(x, y), *color, t);
        let galley = line(painter, text, regular(CAPTION), map.width() * 0.5);
        let corner = pos2(x + 12.0, y - galley.size().y / 2.0);
        let area = Rect::from_min_size(corner, galley.size());
        painter.rect_filled(area.expand2(vec2(3.0, 0.0)), 3.0, t.canvas.gamma_multiply(0.6));
        painter.galley(corner, galley, t.text_subdued);
        let response = ui.interact(area, ui.scope_id().with(("legend", *text)), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(egui::Role::Label, true, *text));
    }
}

/// The shape of what is drawn in a colour.
#[derive(Clone, Copy)]
enum Mark {
    Dot,
    Ring,
    Diamond,
}

impl Mark {
    fn paint(self, painter: &Painter, at: Pos2, color: egui::Color32, t: &Tokens) {
        const R: f32 = 5.0;
        match self {
            Self::Dot => painter.circle_filled(at, R, color),
            Self::Ring => painter.circle(at, R - 1.0, t.canvas, Stroke::new(2.0, color)),
            Self::Diamond => {
                let points = [[0.0, -R], [R, 0.0], [0.0, R], [-R, 0.0]];
                let points = points.map(|by| at + egui::Vec2::from(by)).to_vec();
                painter.add(Shape::convex_polygon(points, color, Stroke::NONE))
            }
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::{flow::beats::cargo_color, theme::Look};

    #[test]
    fn the_legend_has_the_colours_of_the_dots() {
        let t = Look::Dark.tokens();
        let freight = |kind, clear_inside_tls| Freight { kind, bytes: 1, clear_inside_tls };
        assert_eq!(cargo_color(freight(CargoKind::Object, false), t), t.ciphertext);
        assert_eq!(cargo_color(freight(CargoKind::DataInTransit, true), t), t.warn);
        assert_eq!(cargo_color(freight(CargoKind::KmsAnswer, true), t), t.warn);
        assert_eq!(cargo_color(freight(CargoKind::KmsRequest, false), t), t.text_subdued);
    }
}
