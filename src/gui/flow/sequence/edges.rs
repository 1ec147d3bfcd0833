//! What stands around the steps of a sequence: the names of its lanes, its times, and the moment that is shown.

use egui::{CursorIcon, FontId, Painter, Rangef, Rect, Sense, Stroke, Ui, WidgetInfo, pos2};

use super::{
    axes::Axes,
    frame::{INDENT, Names},
    plan::RIGHT,
};
use crate::{
    gui::{
        desk::Desk,
        flow::{
            moment::Turn,
            story::{Lane, LaneKind},
            text::line,
        },
        theme::{CAPTION, RegionMark, Tokens, monospace, paint_mark, regular, semibold, space, tokens},
    },
    kms::Timestamp,
};

/// The height of a name's line.
const LINE: f32 = 14.0;

/// The face of a lane's name.
pub(super) fn name_font(kind: LaneKind) -> FontId {
    match kind {
        LaneKind::Kms => semibold(CAPTION),
        LaneKind::Workload => regular(CAPTION),
    }
}

/// Lanes and who stands in them.
pub(super) fn lanes(ui: &Ui, painter: &Painter, desk: &Desk, axes: &Axes<'_>, names: Names, rect: Rect) {
    let t = tokens(ui);
    for (number, lane) in axes.story.lanes.iter().enumerate() {
        let y = axes.y(number);
        painter.hline(axes.area.left()..=rect.right(), y, Stroke::new(space::HAIRLINE, t.line));
        let mark = RegionMark::at(ui, desk.region_index(lane.region));
        paint_mark(painter, pos2(rect.left() + 8.0, y), 6.5, &mark, t.panel);
        name(painter, lane, pos2(rect.left() + INDENT, y), names, t);
    }
}

fn name(painter: &Painter, lane: &Lane, at: egui::Pos2, names: Names, t: &Tokens) {
    let font = || name_font(lane.kind);
    let color = if lane.kind == LaneKind::Kms { t.text_strong } else { t.text };
    if !names.two_lines {
        let galley = line(painter, &lane.name, font(), names.text());
        painter.galley(pos2(at.x, at.y - galley.size().y / 2.0), galley, color);
        return;
    }
    for (text, color, row) in [(lane.who(), color, -1.0), (lane.region.code(), t.text_subdued, 0.0)] {
        let galley = line(painter, text, font(), names.text());
        painter.galley(pos2(at.x, at.y + row * LINE), galley, color);
    }
}

/// The moments between the steps, below the lanes, as many as there is room for, and the moment that is shown. Pressing
/// and dragging there goes to a moment.
pub(super) fn times(ui: &Ui, area: Rect, axes: &Axes<'_>, shown: Option<Timestamp>) -> Option<Turn> {
    let t = tokens(ui);
    let left = axes.area.left();
    let rect = Rect::from_x_y_ranges(left..=(axes.area.right() + RIGHT).min(area.right()), area.y_range());
    // By keyboard the lanes above do the same.
    let response = ui.interact(rect, ui.scope_id().with("times"), Sense::CLICK | Sense::DRAG);
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Label, true, "Times of the sequence"));
    let painter = ui.painter_at(rect.expand2(egui::vec2(3.0, 0.0)));
    painter.hline(left..=axes.area.right(), rect.top(), Stroke::new(space::HAIRLINE, t.line));
    let now = shown.and_then(|shown| {
        let x = Some(axes.x(shown)).filter(|x| is_in_sight(axes, *x))?;
        let text = with_unit(axes.story.millis(shown));
        let galley = line(&painter, &text, semibold(CAPTION), f32::INFINITY);
        let most = (rect.right() - galley.size().x).max(rect.left());
        let left = (x - galley.size().x / 2.0).clamp(rect.left(), most);
        Some((x, left, galley))
    });
    let taken = now.as_ref().map(|(_, left, galley)| Rangef::new(*left, left + galley.size().x));
    ticks(&painter, axes, rect, taken, t);
    if let Some((x, left, galley)) = now {
        painter.vline(x, rect.top()..=rect.top() + 3.0, Stroke::new(1.5, t.primary_line));
        painter.galley(pos2(left, rect.top() + 3.0), galley, t.primary);
    }
    let pointer = response.interact_pointer_pos().filter(|_| response.dragged() || response.clicked());
    response.on_hover_cursor(CursorIcon::ResizeHorizontal);
    pointer.map(|pointer| Turn::To(axes.moment(pointer.x)))
}

fn ticks(painter: &Painter, axes: &Axes<'_>, rect: Rect, taken: Option<Rangef>, t: &Tokens) {
    let least = rect.left() - 2.0;
    let mut free_from = least;
    let mut marks: Vec<f64> =
        axes.axis.knots().filter(|millis| is_in_sight(axes, axes.x_of(*millis))).collect();
    if marks.len() < 2 {
        // Between two knots time runs evenly.
        let (from, width) = axes.sight;
        marks = [0.0, 0.25, 0.5, 0.75, 1.0].map(|share| axes.axis.millis(from + width * share)).to_vec();
    }
    let mut last = String::new();
    for millis in marks {
        let x = axes.x_of(millis);
        let text = if millis == 0.0 { "0 ms".to_owned() } else { short(millis) };
        // Two steps of one moment, or nearly, are one time.
        if text == last {
            continue;
        }
        let galley = line(painter, &text, monospace(CAPTION), f32::INFINITY);
        let left = (x - galley.size().x / 2.0).max(least);
        let right = left + galley.size().x + 10.0;
        let is_free = taken.is_none_or(|taken| right <= taken.min || taken.max + 10.0 <= left);
        if left >= free_from && is_free {
            free_from = right;
            last = text;
            painter.vline(x, rect.top()..=rect.top() + 3.0, Stroke::new(space::HAIRLINE, t.text_subdued));
            painter.galley(pos2(left, rect.top() + 3.0), galley, t.text_subdued);
        }
    }
}

fn is_in_sight(axes: &Axes<'_>, x: f32) -> bool {
    axes.area.x_range().expand(1.0).contains(x)
}

/// From here on milliseconds are told in seconds.
const LONG: f64 = 10_000.0;

/// Milliseconds in few digits.
fn short(millis: f64) -> String {
    match millis {
        LONG.. => format!("{:.1} s", millis / 1e3),
        1000.0.. => format!("{millis:.0}"),
        _ => format!("{millis:.1}"),
    }
}

/// The same with its unit.
fn with_unit(millis: f64) -> String {
    let text = short(millis);
    if millis < LONG { format!("{text} ms") } else { text }
}

/// The line of the moment that is shown.
pub(super) fn cursor(painter: &Painter, axes: &Axes<'_>, shown: Timestamp, t: &Tokens) {
    let x = axes.x(shown);
    if is_in_sight(axes, x) {
        painter.vline(x, painter.clip_rect().y_range(), Stroke::new(1.5, t.primary_line));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_told_in_few_digits() {
        let told = [0.9, 999.94, 1000.4, 9_999.0, 10_000.0, 1_367_162.8].map(with_unit);
        assert_eq!(told, ["0.9 ms", "999.9 ms", "1000 ms", "9999 ms", "10.0 s", "1367.2 s"]);
    }
}
