//! One plot without knobs: it cannot be dragged or zoomed, so it always shows the same stretch of time; its grid,
//! scale and readout are drawn in the theme.

use std::ops::RangeInclusive;

use egui::{
    Align2, CornerRadius, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};
use egui_plot::{Line, PlotBounds, PlotTransform};

use super::series::STRETCHES;
use crate::gui::{
    theme::{CAPTION, regular, space, tokens},
    widgets::still_plot,
};

/// Room for the scale before lines, in stretches.
const BEFORE: f64 = 11.0;
/// Room for the marks at the ends of lines.
const AFTER: f64 = 7.0;

/// What surrounds lines.
pub(super) struct Axes<'a> {
    /// Tells plots of one panel apart.
    pub id: &'a str,
    /// In points.
    pub height: f32,
    /// The values from the foot to the top.
    pub y: RangeInclusive<f64>,
    /// Values with grid lines, and what stands there.
    pub ticks: &'a [(f64, String)],
    /// The plot in words.
    pub spoken: &'a str,
    /// What stands in the middle where there are no lines.
    pub empty: &'a str,
    /// The clock at the first stretch, in the middle, and at the end, where it is told.
    pub times: Option<[String; 3]>,
}

/// A plot that was drawn.
pub(super) struct Drawn {
    pub response: Response,
    pub transform: PlotTransform,
    /// The stretch under the pointer.
    pub hovered: Option<usize>,
}

impl Axes<'_> {
    /// Draws the plot with its lines.
    pub fn show(self, ui: &mut Ui, lines: Vec<Line<'_>>) -> Drawn {
        let t = tokens(ui);
        let size = vec2(ui.available_width(), self.height);
        let ground = Rect::from_min_size(ui.cursor().min, size);
        let edge = Stroke::new(space::HAIRLINE, t.line);
        let radius = CornerRadius::same(space::RADIUS_FIELD);
        ui.painter().rect(ground, radius, t.field, edge, StrokeKind::Inside);
        let (low, high) = (*self.y.start(), *self.y.end());
        let bounds = PlotBounds::from_min_max([-BEFORE, low], [STRETCHES as f64 + AFTER, high]);
        let at = |value: f64| ground.bottom() - ((value - low) / (high - low)) as f32 * ground.height();
        let gutter = (BEFORE / (BEFORE + STRETCHES as f64 + AFTER)) as f32 * ground.width();
        let grid = egui::Rangef::new(ground.left() + gutter, ground.right());
        for (value, _) in self.ticks.iter().filter(|(value, _)| *value > low && *value < high) {
            ui.painter().hline(grid, at(*value), Stroke::new(space::HAIRLINE, t.line));
        }
        let nothing = lines.is_empty();
        let shown = still_plot(self.id)
            .width(size.x)
            .height(size.y)
            .set_margin_fraction(vec2(0.0, 0.0))
            .sense(Sense::hover())
            .show(ui, move |plot| {
                plot.set_plot_bounds(bounds);
                for line in lines {
                    plot.line(line);
                }
            });
        let (response, transform) = (shown.response, shown.transform);
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, self.spoken));
        let painter = ui.painter();
        let font = regular(CAPTION);
        for (value, text) in self.ticks {
            let y = at(*value).clamp(ground.top() + 9.0, ground.bottom() - 9.0);
            let place = pos2(grid.min - 4.0, y);
            painter.text(place, Align2::RIGHT_CENTER, text, font.clone(), t.text_subdued);
        }
        if nothing {
            painter.text(ground.center(), Align2::CENTER_CENTER, self.empty, font.clone(), t.text_subdued);
        }
        let hovered = response.hover_pos().map(|pos| transform.value_from_position(pos).x);
        let hovered = hovered.filter(|x| (0.0..STRETCHES as f64).contains(x)).map(|x| x as usize);
        if let Some(stretch) = hovered {
            let x = transform.position_from_point_x(stretch as f64 + 0.5);
            painter.vline(x, ground.y_range(), Stroke::new(space::HAIRLINE, t.line_strong));
        }
        if let Some(times) = &self.times {
            clock(ui, &transform, times);
        }
        Drawn { response, transform, hovered }
    }
}

/// The clock below a plot.
fn clock(ui: &mut Ui, transform: &PlotTransform, times: &[String; 3]) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 14.0), Sense::hover());
    let ends = [0.0, STRETCHES as f64 / 2.0, STRETCHES as f64].map(|x| transform.position_from_point_x(x));
    let aligns = [Align2::LEFT_CENTER, Align2::CENTER_CENTER, Align2::RIGHT_CENTER];
    let color = tokens(ui).text_subdued;
    for ((x, align), text) in ends.into_iter().zip(aligns).zip(times) {
        ui.painter().text(pos2(x, rect.center().y), align, text, regular(CAPTION), color);
    }
}
