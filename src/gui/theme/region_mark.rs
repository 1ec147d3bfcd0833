//! How a Region is told apart: a letter, a shape and a colour, always together.
//!
//! The colours were searched for the greatest distance between any two under full protanopia, deuteranopia and
//! tritanopia; the letter and the shape carry the same message without colour.

use super::{
    tokens::{Tokens, contrast, rgb},
    type_scale::semibold,
};
use egui::{Align2, Color32, Painter, Pos2, Shape, Stroke, Theme, Vec2, pos2, vec2};
use std::f32::consts::TAU;

/// The outline of a Region's mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MarkShape {
    /// A disc.
    Circle,
    /// A square.
    Square,
    /// A triangle, point up.
    Triangle,
    /// A square on its corner.
    Diamond,
    /// Six corners.
    Hexagon,
    /// Five corners, point up.
    Pentagon,
    /// A five-pointed star.
    Star,
    /// An upright cross.
    Cross,
}

/// The mark of one Region in one theme.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RegionMark {
    /// The badge letter.
    pub letter: char,
    /// The outline.
    pub shape: MarkShape,
    /// The colour, for thin edges, dots and lanes; never for a large fill.
    pub color: Color32,
}

const SHAPES: [MarkShape; 8] = [
    MarkShape::Circle,
    MarkShape::Square,
    MarkShape::Triangle,
    MarkShape::Diamond,
    MarkShape::Hexagon,
    MarkShape::Pentagon,
    MarkShape::Star,
    MarkShape::Cross,
];

const DARK_COLORS: [Color32; 8] = [
    rgb(0xEEB82B),
    rgb(0x6CD4F8),
    rgb(0x2F9064),
    rgb(0xC66DD0),
    rgb(0x8B4BEB),
    rgb(0xF1FF6E),
    rgb(0xDBD3AB),
    rgb(0xD2581A),
];

const LIGHT_COLORS: [Color32; 8] = [
    rgb(0xBD600C),
    rgb(0x1695D0),
    rgb(0x0E5543),
    rgb(0x921A9B),
    rgb(0x4C3163),
    rgb(0xD57C2E),
    rgb(0xAC0505),
    rgb(0x586B6E),
];

/// Letters, then the digits that no letter is mistaken for.
const LETTERS: &[u8; 34] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ23456789";

/// The grey of Regions that the window does not show, in dark and light.
const UNSHOWN_COLORS: [Color32; 2] = [rgb(0x8A8F98), rgb(0x6A6F78)];

impl RegionMark {
    /// The number of all Regions that are not open in the window, as events of others may name them.
    pub const UNSHOWN: usize = usize::MAX;

    /// The mark of the Region that was opened as number `index` (from 0).
    ///
    /// Shapes and colours repeat after eight Regions, letters after thirty-four; the shape is shifted on each round,
    /// so that colour and shape together stay distinct longer.
    pub fn of(theme: Theme, index: usize) -> Self {
        let colors = match theme {
            Theme::Dark => &DARK_COLORS,
            Theme::Light => &LIGHT_COLORS,
        };
        if index == Self::UNSHOWN {
            let [dark, light] = UNSHOWN_COLORS;
            let color = if theme == Theme::Dark { dark } else { light };
            return Self { letter: '·', shape: MarkShape::Circle, color };
        }
        Self {
            letter: char::from(LETTERS[index % LETTERS.len()]),
            shape: SHAPES[(index + index / SHAPES.len()) % SHAPES.len()],
            color: colors[index % colors.len()],
        }
    }

    /// The mark of Region number `index` in the theme of `ui`.
    pub fn at(ui: &egui::Ui, index: usize) -> Self {
        Self::of(super::tokens(ui).theme, index)
    }

    /// Black or white, whichever reads better on this mark's colour.
    pub fn on_color(&self) -> Color32 {
        if contrast(Color32::BLACK, self.color) >= contrast(Color32::WHITE, self.color) {
            Color32::BLACK
        } else {
            Color32::WHITE
        }
    }
}

/// Radius from which the letter is drawn inside the mark.
const LETTER_FROM: f32 = 7.0;

/// Paints `mark` around `center`, within a circle of `radius` points, with an edge in `canvas` so that it stays apart
/// from what lies below. From a radius of 7 points on it carries its letter.
pub fn paint_mark(painter: &Painter, center: Pos2, radius: f32, mark: &RegionMark, canvas: Color32) {
    let edge = Stroke::new((radius * 0.22).clamp(1.0, 2.0), canvas);
    match mark.shape {
        MarkShape::Circle => {
            painter.circle(center, radius * 0.92, mark.color, edge);
        }
        MarkShape::Star => {
            // Not convex: the filled star is a pentagon's core with five points, each its own convex piece.
            let outer = ring(center, radius * 1.08, 5, -0.25);
            let inner = ring(center, radius * 0.56, 5, -0.15);
            let mut outline = Vec::with_capacity(10);
            for i in 0..5 {
                outline.push(outer[i]);
                outline.push(inner[i]);
            }
            painter.add(Shape::closed_line(outline.clone(), Stroke::new(edge.width * 2.0, canvas)));
            painter.add(Shape::convex_polygon(inner.clone(), mark.color, Stroke::NONE));
            for i in 0..5 {
                let point = vec![inner[(i + 4) % 5], outer[i], inner[i]];
                painter.add(Shape::convex_polygon(point, mark.color, Stroke::NONE));
            }
            // Closes the seams between the pieces, and the soft rim they leave.
            painter.add(Shape::closed_line(outline, Stroke::new(1.0, mark.color)));
            for from in 0..5 {
                let seam = [inner[from], inner[(from + 1) % 5]];
                painter.line_segment(seam, Stroke::new(1.0, mark.color));
            }
        }
        MarkShape::Cross => {
            let (long, short) = (radius * 0.95, radius * 0.42);
            for pass in [edge.width, 0.0] {
                let color = if pass > 0.0 { canvas } else { mark.color };
                for half in [vec2(long, short), vec2(short, long)] {
                    let rect = egui::Rect::from_center_size(center, 2.0 * (half + Vec2::splat(pass * 0.7)));
                    painter.rect_filled(rect, 1.0, color);
                }
            }
        }
        polygon => {
            let points = match polygon {
                MarkShape::Square => ring(center, radius * 1.12, 4, 0.125),
                MarkShape::Triangle => ring(center + vec2(0.0, radius * 0.16), radius * 1.16, 3, -0.25),
                MarkShape::Diamond => ring(center, radius * 1.1, 4, 0.0),
                MarkShape::Hexagon => ring(center, radius, 6, 0.0),
                _ => ring(center, radius * 1.05, 5, -0.25),
            };
            painter.add(Shape::convex_polygon(points, mark.color, edge));
        }
    }
    if radius >= LETTER_FROM {
        let nudge = if mark.shape == MarkShape::Triangle { radius * 0.16 } else { 0.0 };
        let size =
            radius * if matches!(mark.shape, MarkShape::Triangle | MarkShape::Star) { 0.95 } else { 1.15 };
        let at = center + vec2(0.0, nudge);
        painter.text(at, Align2::CENTER_CENTER, mark.letter, semibold(size), mark.on_color());
    }
}

/// `corners` points evenly around `center`, the first at `turn` of a full turn from the right.
fn ring(center: Pos2, radius: f32, corners: usize, turn: f32) -> Vec<Pos2> {
    (0..corners)
        .map(|i| {
            let angle = TAU * (turn + i as f32 / corners as f32);
            pos2(center.x + radius * angle.cos(), center.y + radius * angle.sin())
        })
        .collect()
}

/// Draws the mark of Region number `index` in the flow of `ui`, `side` points wide; purely decorative beside a name.
pub fn region_mark(ui: &mut egui::Ui, index: usize, side: f32) -> egui::Response {
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(side), egui::Sense::hover());
    let t: &Tokens = super::tokens(ui);
    paint_mark(ui.painter(), rect.center(), side / 2.0 - 1.0, &RegionMark::at(ui, index), t.canvas);
    response
}

#[cfg(test)]
mod tests;
