//! The heads of the columns: a click sorts, dragging an edge makes a column wider, a double click on it puts it back.

use egui::{CursorIcon, Rect, Role, Sense, Stroke, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::{
    Grid, Laid, NARROWEST, TICKS,
    line::{PAD, paint_text},
};
use crate::gui::{
    regions::table::{list::KeyList, ticks::Ticks},
    theme::{CAPTION, icons, semibold, space, tokens},
    widgets::{checkbox_bare, focus_ring, icon_at},
};

/// How far from a column's edge it can be taken hold of.
const GRIP: f32 = 4.0;

impl Grid {
    /// Draws the heads, moved to the left as far as the rows are.
    pub(super) fn heads(
        &mut self,
        ui: &mut Ui,
        rect: Rect,
        moved: f32,
        laid: &[Laid],
        (list, ticks): (&KeyList, &mut Ticks),
    ) {
        let t = tokens(ui);
        let left = rect.left() - moved;
        let builder = UiBuilder::new().id_salt("heads").max_rect(rect);
        ui.scope_builder(builder, |ui| {
            ui.set_clip_rect(rect.intersect(ui.clip_rect()));
            ui.painter().rect_filled(rect, 0.0, t.panel);
            for it in laid {
                let area =
                    Rect::from_min_size(pos2(left + it.left, rect.top()), vec2(it.width, rect.height()));
                self.head(ui, area, it);
            }
            // After the heads: where both can be hit, the edge is meant.
            for it in laid {
                let x = left + it.left + it.width;
                self.edge(ui, Rect::from_x_y_ranges(x - GRIP..=x + GRIP, rect.y_range()), it);
            }
            let boxes = Rect::from_min_size(pos2(left, rect.top()), vec2(TICKS, rect.height()));
            tick_all(ui, boxes, list, ticks);
        });
    }

    fn head(&mut self, ui: &mut Ui, area: Rect, it: &Laid) {
        let t = tokens(ui);
        let title = it.column.title();
        let response = ui.interact(area, ui.scope_id().with(("head", title)), Sense::click());
        let spoken = self.sort.spoken(it.column);
        response.widget_info(|| WidgetInfo::labeled(Role::ColumnHeader, true, &spoken));
        let is_sorted = self.sort.by == it.column;
        let color = if is_sorted || response.hovered() { t.text_strong } else { t.text_subdued };
        let text = Rect::from_min_max(area.min + vec2(PAD, 0.0), area.max - vec2(16.0, 0.0));
        let width = paint_text(ui.painter(), text, title, semibold(CAPTION), color);
        if is_sorted {
            let icon = if self.sort.falling { icons::CARET_DOWN } else { icons::CARET_UP };
            let center = pos2(text.left() + width + 10.0, area.center().y);
            icon_at(ui.painter(), center, icon, 12.0, t.accent);
        }
        focus_ring(ui, &response, area.shrink(4.0), space::RADIUS_FIELD);
        if response.on_hover_cursor(CursorIcon::PointingHand).clicked() {
            self.sort = self.sort.clicked(it.column);
            self.cursor = None;
        }
    }

    fn edge(&mut self, ui: &mut Ui, area: Rect, it: &Laid) {
        let t = tokens(ui);
        let title = it.column.title();
        let id = ui.scope_id().with(("edge", title));
        // By mouse alone: the keyboard would stop at every edge.
        let response = ui.interact(area, id, Sense::CLICK | Sense::DRAG);
        response.widget_info(|| WidgetInfo::labeled(Role::Splitter, true, format!("Width of {title}")));
        let held = response.dragged() || response.hovered();
        let color = if held { t.accent } else { t.line };
        let line = Stroke::new(if held { space::RING } else { space::HAIRLINE }, color);
        ui.painter().vline(area.center().x, area.y_range().shrink(8.0), line);
        if response.dragged() {
            let width = (it.width + response.drag_delta().x).max(NARROWEST);
            self.widths.insert(it.column, width);
        }
        if response.double_clicked() {
            self.widths.remove(&it.column);
        }
        response.on_hover_cursor(CursorIcon::ResizeHorizontal);
    }
}

/// The check box that ticks all rows that are shown.
fn tick_all(ui: &mut Ui, area: Rect, list: &KeyList, ticks: &mut Ticks) {
    let t = tokens(ui);
    let summary = ticks.summary();
    let in_sight = summary.ticked - summary.hidden;
    let mut all = in_sight > 0 && in_sight == list.len();
    let center = pos2(area.left() + TICKS / 2.0 + 2.0, area.center().y);
    let place = Rect::from_center_size(center, vec2(20.0, 20.0));
    let builder = UiBuilder::new().id_salt("all").max_rect(place);
    ui.scope_builder(builder, |ui| {
        if checkbox_bare(ui, &mut all, "Select all keys in sight of the filter").changed() {
            ticks.set_all(list, all);
        }
    });
    if in_sight > 0 && !all {
        // Some, not all.
        ui.painter().hline(center.x - 4.0..=center.x + 4.0, center.y, Stroke::new(2.0, t.text_strong));
    }
}
