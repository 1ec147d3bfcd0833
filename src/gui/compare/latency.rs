//! The plot of read latency: per way and Region from the shortest to the longest read, with median and 95th percentile.

use egui::{Align2, Color32, Layout, Pos2, Rect, Role, Sense, Stroke, Ui, UiBuilder, WidgetInfo, pos2, vec2};
use egui_plot::{AxisHints, GridMark, PlotBounds, PlotPoint, PlotTransform};

use super::{
    results::{Ran, ReadTimes, Results},
    words,
};
use crate::{
    gui::{
        theme::{CAPTION, RegionMark, paint_mark, regular, semibold, space, tokens},
        widgets::{one_line, paint_text, still_plot},
    },
    kms::Span,
};

/// The height of a Region's lane.
const LANE: f32 = 24.0;
/// The gap between ways, in lanes.
const GAP: f64 = 0.35;
/// The height of the axis.
const AXIS: f32 = 22.0;
/// The room for a lane's Region.
const REGION: f32 = 118.0;
/// Where the ticks of a logarithmic axis stand, in milliseconds.
const TICKS: [f64; 10] = [0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0];

/// How milliseconds are spread over the width.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Axis {
    /// Evenly.
    #[default]
    Linear,
    /// By their powers of ten.
    Logarithmic,
}

impl Axis {
    fn place(self, time: Span) -> f64 {
        let millis = time.as_millis_f64();
        match self {
            Self::Linear => millis,
            Self::Logarithmic => millis.max(0.01).log10(),
        }
    }

    /// The places between which all times up to the longest have room, with some for what is written beside them.
    fn bounds(self, shortest: Span, longest: Span) -> [f64; 2] {
        let (least, most) = (self.place(shortest), self.place(longest));
        match self {
            Self::Linear => [-0.05 * most.max(1.0), 1.22 * most.max(1.0)],
            Self::Logarithmic => {
                let (least, most) = (least.floor().min(-1.0), most + 0.1);
                [least, most + 0.22 * (most - least)]
            }
        }
    }
}

/// One lane of the plot.
struct Lane<'a> {
    ran: &'a Ran,
    reads: &'a ReadTimes,
    /// The middle, in lanes from the top.
    middle: f64,
    is_first: bool,
}

fn lanes(results: &Results) -> (Vec<Lane<'_>>, f64) {
    let mut lanes = Vec::new();
    let mut top = GAP / 2.0;
    for ran in results.ran() {
        for (place, reads) in ran.reads.iter().enumerate() {
            lanes.push(Lane { ran, reads, middle: top + 0.5, is_first: place == 0 });
            top += 1.0;
        }
        top += GAP;
    }
    (lanes, top)
}

/// Draws the plot.
pub fn latency_plot(ui: &mut Ui, results: &Results, axis: Axis) {
    let (lanes, height) = lanes(results);
    let times = || lanes.iter().flat_map(|lane| lane.reads.quantiles);
    let (Some(shortest), Some(longest)) = (times().min(), times().max()) else { return };
    let size = vec2(ui.available_width(), height as f32 * LANE + AXIS);
    let (area, _) = ui.allocate_exact_size(size, Sense::hover());
    if !ui.is_rect_visible(area) {
        return;
    }
    let gutter = (area.width() * 0.24).clamp(118.0, 260.0) + REGION;
    let plot_area = Rect::from_min_max(pos2(area.left() + gutter, area.top()), area.max);
    let builder = UiBuilder::new().id_salt("latency").max_rect(plot_area).layout(Layout::default());
    let mut child = ui.new_child(builder);
    let [left, right] = axis.bounds(shortest, longest);
    let transform = grid(&mut child, axis, [left, right], height);
    let gutter = Rect::from_min_max(area.min, pos2(plot_area.left(), area.bottom()));
    for lane in &lanes {
        draw_lane(ui, lane, axis, &transform, gutter);
    }
}

/// The axis with its grid; how places on it become places on the screen.
fn grid(ui: &mut Ui, axis: Axis, [left, right]: [f64; 2], height: f64) -> PlotTransform {
    let t = tokens(ui);
    let label = move |mark: GridMark, _: &std::ops::RangeInclusive<f64>| match axis {
        Axis::Linear => format!("{} ms", (mark.value * 10.0).round() / 10.0),
        Axis::Logarithmic => format!("{} ms", (10f64.powf(mark.value) * 10.0).round() / 10.0),
    };
    let hints = AxisHints::new_x()
        .formatter(label)
        .tick_label_font(regular(CAPTION))
        .tick_label_color(t.text_subdued);
    let plot = still_plot("read latency")
        .custom_x_axes(vec![hints])
        .show_axes([true, false])
        .show_grid([true, false])
        .grid_color(t.line_strong)
        .height(height as f32 * LANE + AXIS);
    let shown = plot.x_grid_spacer(move |_| marks(axis, left, right)).show(ui, |plot| {
        plot.set_plot_bounds(PlotBounds::from_min_max([left, -height], [right, 0.0]));
    });
    shown.transform
}

/// The marks of an axis: some five even ones, or the powers of ten with their halves and fifths.
fn marks(axis: Axis, left: f64, right: f64) -> Vec<GridMark> {
    match axis {
        Axis::Linear => {
            let rough = right / 5.0;
            let power = 10f64.powf(rough.log10().floor());
            let step_size = [1.0, 2.0, 5.0, 10.0]
                .map(|it| it * power)
                .into_iter()
                .find(|it| *it >= rough)
                .unwrap_or(rough);
            (0..=5).map(|number| GridMark { value: f64::from(number) * step_size, step_size }).collect()
        }
        Axis::Logarithmic => {
            let inside = TICKS.iter().map(|tick| tick.log10()).filter(|at| (left..=right).contains(at));
            inside.map(|value| GridMark { value, step_size: 0.3 }).collect()
        }
    }
}

fn draw_lane(ui: &Ui, lane: &Lane<'_>, axis: Axis, transform: &PlotTransform, gutter: Rect) {
    let t = tokens(ui);
    let Lane { ran, reads, .. } = lane;
    let way = ran.row.run.way;
    let at = |time: Span| -> Pos2 {
        transform.position_from_point(&PlotPoint::new(axis.place(time), -lane.middle))
    };
    let [shortest, median, late, longest] = reads.quantiles.map(at);
    let mark = RegionMark::at(ui, reads.index);
    let painter = ui.painter();
    let middle = median.y;
    if lane.is_first {
        // A way has two lanes or more, so that a long name has room for three lines.
        let room = gutter.width() - REGION - space::S;
        let name = painter.layout(way.label().to_owned(), semibold(CAPTION), t.text_strong, room);
        painter.galley(pos2(gutter.left(), middle - 8.0), name, t.text_strong);
    }
    let left = gutter.right() - REGION;
    paint_mark(painter, pos2(left + 8.0, middle), 8.0, &mark, t.canvas);
    let region = one_line(ui, reads.region.code(), regular(CAPTION), REGION - 26.0);
    paint_text(painter, left + 22.0, middle, region, t.text);

    let line = |from: Pos2, to: Pos2, width: f32, color: Color32| {
        painter.line_segment([from, to], Stroke::new(width, color));
    };
    line(shortest, longest, 2.0, mark.color);
    line(late - vec2(0.0, 6.0), late + vec2(0.0, 6.0), 2.0, t.text_strong);
    paint_mark(painter, median, 8.0, &mark, t.canvas);
    let text = words::ms(reads.median());
    let beside = pos2(longest.x.max(median.x + 8.0) + 6.0, middle);
    painter.text(beside, Align2::LEFT_CENTER, text, semibold(CAPTION), t.text_strong);

    let area = Rect::from_min_max(
        pos2(gutter.left(), middle - LANE / 2.0),
        pos2(transform.frame().right(), middle + LANE / 2.0),
    );
    let response = ui.interact(area, ui.scope_id().with((way, reads.region)), Sense::hover());
    let [shortest, median, late, longest] = reads.quantiles.map(words::ms);
    let spoken = format!("{} in {}: {median}", way.label(), reads.region);
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &spoken));
    response.on_hover_text(format!(
        "{} in {}\n{} reads: median {median}, 95th percentile {late}, from {shortest} to {longest}",
        way.label(),
        reads.region,
        reads.count
    ));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_time_has_room_on_both_axes() {
        let (short, long) = (Span::micros(900), Span::micros(81_420));
        for axis in [Axis::Linear, Axis::Logarithmic] {
            let [left, right] = axis.bounds(short, long);
            for time in [short, long] {
                assert!(left < axis.place(time) && axis.place(time) < right, "{axis:?}");
            }
        }
        assert!(TICKS.is_sorted());
        let places: Vec<f64> = marks(Axis::Linear, -4.0, 99.3).iter().map(|mark| mark.value).collect();
        assert_eq!(places, [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]);
    }
}
