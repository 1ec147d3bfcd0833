//! Which line is whose: marks of Regions, and strokes for what is counted.

use egui::{Color32, Pos2, Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};
use egui_plot::LineStyle;

use crate::gui::{
    theme::{CAPTION, RegionMark, paint_mark, regular, tokens},
    widgets::{one_line, paint_text},
};

const HEIGHT: f32 = 18.0;

/// A Region's mark with a word.
pub(super) fn region(ui: &mut Ui, index: usize, text: &str) {
    let mark = RegionMark::at(ui, index);
    entry(ui, text, 16.0, |ui, at| paint_mark(ui.painter(), at, 7.5, &mark, tokens(ui).panel));
}

/// A word alone.
pub(super) fn word(ui: &mut Ui, text: &str) {
    entry(ui, text, 0.0, |_, _| {});
}

/// A stroke as its line has it, with a word.
pub(super) fn stroke(ui: &mut Ui, color: Color32, style: LineStyle, text: &str) {
    entry(ui, text, 22.0, |ui, at| {
        let ends = [pos2(at.x - 11.0, at.y), pos2(at.x + 11.0, at.y)];
        let stroke = Stroke::new(2.0, color);
        let painter = ui.painter();
        match style {
            LineStyle::Solid => {
                painter.line_segment(ends, stroke);
            }
            LineStyle::Dashed { length } => {
                painter.extend(egui::Shape::dashed_line(&ends, stroke, length, length * 0.6));
            }
            LineStyle::Dotted { spacing } => {
                painter.extend(egui::Shape::dotted_line(&ends, color, spacing, stroke.width));
            }
        }
    });
}

fn entry(ui: &mut Ui, text: &str, sign: f32, paint: impl FnOnce(&Ui, Pos2)) {
    let galley = one_line(ui, text, regular(CAPTION), f32::INFINITY);
    let size = vec2(sign + 5.0 + galley.size().x, HEIGHT);
    let (rect, response): (Rect, _) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
    paint(ui, pos2(rect.left() + sign / 2.0, rect.center().y));
    paint_text(ui.painter(), rect.left() + sign + 5.0, rect.center().y, galley, tokens(ui).text);
}
