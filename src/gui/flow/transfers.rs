//! The list of what was sent lately.

use egui::{CornerRadius, CursorIcon, Rect, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

use super::{text::line, words};
use crate::{
    gui::{
        desk::Desk,
        theme::{BODY, CAPTION, RegionMark, icons, paint_mark, regular, space, strong, tokens},
        widgets::{focus_ring, icon_at},
    },
    kms::Region,
    workloads::{Transfer, TransferId},
};

const ROW: f32 = space::ROW_HEIGHT;

/// Draws the list, latest first; answers the transfer that was clicked.
pub(super) fn list(ui: &mut Ui, desk: &Desk, selected: Option<TransferId>) -> Option<TransferId> {
    let count = desk.stage.transfers().count();
    ui.horizontal(|ui| {
        ui.label(strong("Transfers"));
        ui.label(crate::gui::theme::caption(count.to_string()));
    });
    ui.add_space(space::XS);
    ui.spacing_mut().item_spacing.y = 0.0;
    let mut clicked = None;
    ScrollArea::vertical().id_salt("transfers").auto_shrink(false).show_rows(ui, ROW, count, |ui, rows| {
        for transfer in desk.stage.transfers().rev().skip(rows.start).take(rows.len()) {
            if row(ui, desk, transfer, selected == Some(transfer.id)) {
                clicked = Some(transfer.id);
            }
        }
    });
    clicked
}

fn row(ui: &mut Ui, desk: &Desk, transfer: &Transfer, selected: bool) -> bool {
    let t = tokens(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let spoken = format!("Transfer {}: {}", transfer.id.0 + 1, words::spoken(transfer));
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, selected, &spoken));
    let painter = ui.painter();
    if selected || response.hovered() {
        let fill = if selected { t.selected } else { t.hover };
        painter.rect_filled(rect, CornerRadius::same(space::RADIUS_FIELD), fill);
    }
    let words = words::leg(&transfer.leg);
    let middle = rect.center().y;
    let color = words.tone.colors(t).0;
    icon_at(painter, pos2(rect.left() + 14.0, middle), words.icon, 15.0, color);
    let number = line(painter, &format!("#{}", transfer.id.0 + 1), regular(CAPTION), 44.0);
    let way = 62.0;
    let name_left = rect.left() + 28.0;
    let name_room = rect.right() - way - 8.0 - name_left - number.size().x - 6.0;
    let name = line(painter, &transfer.name, regular(BODY), name_room);
    let after = name_left + name.size().x + 6.0;
    let text = if selected { t.text_strong } else { t.text };
    painter.galley(pos2(name_left, (middle - name.size().y / 2.0).floor()), name, text);
    painter.galley(pos2(after, (middle - number.size().y / 2.0).floor()), number, t.text_subdued);
    let mark = |region: Region, x: f32| {
        let mark = RegionMark::at(ui, desk.region_index(region));
        paint_mark(painter, pos2(x, middle), 7.5, &mark, t.panel);
    };
    let way = Rect::from_min_max(pos2(rect.right() - way, rect.top()), rect.max);
    mark(transfer.source, way.left() + 10.0);
    icon_at(painter, pos2(way.center().x - 1.0, middle), icons::ARROW_RIGHT, 12.0, t.text_subdued);
    mark(transfer.destination, way.right() - 12.0);
    focus_ring(ui, &response, rect.shrink(2.0), space::RADIUS_FIELD);
    response.on_hover_cursor(CursorIcon::PointingHand).clicked()
}
