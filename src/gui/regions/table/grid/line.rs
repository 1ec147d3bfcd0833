//! One row of the table.

use egui::{
    Color32, CornerRadius, CursorIcon, FontId, Painter, Rect, Role, Sense, Stroke, StrokeKind, Ui, Vec2,
    WidgetInfo, pos2,
    text::{LayoutJob, TextFormat},
    vec2,
};

use super::{Laid, TICKS};
use crate::{
    gui::{
        regions::table::{column::Column, row::KeyRow},
        theme::{
            BODY, CAPTION, RegionMark, Tokens, icons, monospace, paint_mark, regular, semibold, space, tokens,
        },
        widgets::{Tone, check_mark, icon_at, shorten},
    },
    kms::{MemberState, api::MultiRegionKeyType},
};

/// The room before a cell's text.
pub(super) const PAD: f32 = 8.0;
const ICON: f32 = 14.0;

/// A row in one frame.
pub(super) struct Line<'a> {
    pub row: &'a KeyRow,
    /// The part of the row that is in sight sideways.
    pub rect: Rect,
    /// Where the first column begins.
    pub left: f32,
    pub laid: &'a [Laid],
    /// Where its Region stands in the window's order.
    pub region: usize,
    pub is_selected: bool,
    pub is_ticked: bool,
    pub has_cursor: bool,
}

/// What was done to a row.
pub(super) struct Done {
    pub box_clicked: bool,
    pub row_clicked: bool,
}

/// The sign of a state, beside its name.
pub(super) fn state_sign(state: MemberState) -> (&'static str, Tone) {
    match state {
        MemberState::Enabled => (icons::CHECK_CIRCLE, Tone::Ok),
        MemberState::Disabled => (icons::PROHIBIT, Tone::Neutral),
        MemberState::Creating => (icons::HOURGLASS, Tone::Info),
        MemberState::Updating => (icons::HOURGLASS, Tone::Warn),
        MemberState::PendingImport => (icons::UPLOAD, Tone::Warn),
        MemberState::Unavailable { .. } => (icons::PLUGS, Tone::Error),
        MemberState::PendingDeletion { .. } | MemberState::PendingReplicaDeletion { .. } => {
            (icons::TRASH, Tone::Error)
        }
    }
}

/// Paints a text in one line that ends in `…` where its room ends; answers how wide it is.
pub fn paint_text(painter: &Painter, rect: Rect, text: &str, font: FontId, color: Color32) -> f32 {
    let mut job = LayoutJob::single_section(text.to_owned(), TextFormat::simple(font, color));
    job.wrap.max_width = rect.width().max(0.0);
    job.wrap.max_rows = 1;
    job.wrap.break_anywhere = true;
    let galley = painter.layout_job(job);
    let (width, height) = (galley.size().x, galley.size().y);
    let scale = painter.pixels_per_point();
    let top = ((rect.center().y - height / 2.0) * scale).floor() / scale;
    painter.galley(pos2(rect.left(), top), galley, color);
    width
}

impl Line<'_> {
    /// Draws the row.
    pub fn show(&self, ui: &mut Ui) -> Done {
        let t = tokens(ui);
        let Self { row, rect, .. } = self;
        let id = ui.scope_id().with((row.region.code(), row.key.as_str()));
        // Rows take clicks but not the keyboard's focus: the table has that.
        let response = ui.interact(*rect, id, Sense::CLICK);
        response.widget_info(|| {
            let (label, region, status) = (row.label(), row.region, row.status());
            let name = format!("{label} in {region}, {status}, {}, {}", row.spec, row.regionality());
            WidgetInfo::selected(Role::Row, true, self.is_selected, name)
        });
        let center = pos2(self.left + TICKS / 2.0 + 2.0, rect.center().y);
        let area = Rect::from_center_size(center, Vec2::splat(24.0));
        let tick = ui.interact(area, id.with("tick"), Sense::CLICK);
        tick.widget_info(|| {
            let name = format!("Select {} in {}", row.label(), row.region);
            WidgetInfo::selected(Role::CheckBox, true, self.is_ticked, name)
        });
        let painter = ui.painter();
        let fill = match (self.is_selected, self.is_ticked, response.hovered() || tick.hovered()) {
            (true, ..) => Some(t.selected),
            (_, true, _) => Some(t.panel.lerp_to_gamma(t.selected, 0.45)),
            (.., true) => Some(t.hover),
            _ => None,
        };
        if let Some(fill) = fill {
            painter.rect_filled(*rect, 0.0, fill);
        }
        if self.is_selected {
            // Beside the ground's colour, a bar at the edge.
            let bar = Rect::from_min_size(rect.min, vec2(3.0, rect.height()));
            painter.rect_filled(bar, 0.0, t.accent);
        }
        painter.hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(space::HAIRLINE, t.line));
        let mark = Rect::from_center_size(center, Vec2::splat(16.0));
        check_mark(painter, mark, self.is_ticked, tick.hovered(), true, t);
        for it in self.laid {
            let cell =
                Rect::from_min_size(pos2(self.left + it.left, rect.top()), vec2(it.width, rect.height()));
            if cell.intersects(*rect) {
                self.cell(ui, cell, it.column, t);
            }
        }
        if self.has_cursor {
            let line = Stroke::new(space::RING, t.focus);
            let radius = CornerRadius::same(space::RADIUS_FIELD);
            painter.rect_stroke(rect.shrink(1.0), radius, line, StrokeKind::Inside);
        }
        let done = Done { box_clicked: tick.clicked(), row_clicked: response.clicked() };
        tick.on_hover_cursor(CursorIcon::PointingHand);
        let pointer = response.hover_pos();
        response.on_hover_cursor(CursorIcon::PointingHand).on_hover_ui_at_pointer(|ui| {
            let pointed = pointer.and_then(|at| {
                self.laid.iter().find(|it| (it.left..it.left + it.width).contains(&(at.x - self.left)))
            });
            self.hint(ui, pointed.map_or(Column::Aliases, |it| it.column));
        });
        done
    }

    /// A cell's text whole, as its room may be too small.
    fn hint(&self, ui: &mut Ui, column: Column) {
        use crate::gui::theme::{body, caption, mono};
        ui.label(caption(column.title()));
        let text = column.text(self.row);
        match column {
            Column::KeyId | Column::Arn | Column::Store => ui.label(mono(text)),
            _ => ui.label(body(text)),
        };
    }

    fn cell(&self, ui: &Ui, cell: Rect, column: Column, t: &Tokens) {
        let row = self.row;
        let painter = ui.painter();
        let mut room = Rect::from_min_max(cell.min + vec2(PAD, 0.0), cell.max - vec2(PAD, 0.0));
        let plain = |room: Rect, text: &str| {
            paint_text(painter, room, text, regular(BODY), t.text);
        };
        // What is the same in many rows, smaller than what tells them apart.
        let small = |room: Rect, text: &str| {
            paint_text(painter, room, text, regular(CAPTION), t.text);
        };
        let sign = |room: &mut Rect, icon: &str, color: Color32| {
            icon_at(painter, pos2(room.left() + ICON / 2.0, room.center().y), icon, ICON, color);
            room.min.x += ICON + 6.0;
        };
        match column {
            Column::Region => {
                let center = pos2(room.left() + 6.0, room.center().y);
                paint_mark(painter, center, 6.0, &RegionMark::at(ui, self.region), t.panel);
                room.min.x += 18.0;
                plain(room, row.region.code());
            }
            Column::Aliases if !row.aliases.is_empty() => {
                paint_text(painter, room, &row.aliases, semibold(BODY), t.text_strong);
            }
            Column::KeyId => {
                paint_text(painter, room, &shorten(row.key.as_str(), 8, 4), monospace(CAPTION), t.text);
            }
            Column::Arn => {
                // As many characters as there is room for, the ends rather than the middle.
                let fitting = (room.width() / 7.0) as usize;
                let tail = (fitting / 3).max(4);
                let text = shorten(&row.arn, fitting.saturating_sub(tail + 1), tail);
                paint_text(painter, room, &text, monospace(CAPTION), t.text);
            }
            Column::Store if row.store.is_some() => {
                paint_text(painter, room, &column.text(row), monospace(CAPTION), t.text);
            }
            Column::Status => {
                let (icon, tone) = state_sign(row.state);
                sign(&mut room, icon, tone.colors(t).0);
                plain(room, row.status());
            }
            Column::Regionality => {
                if row.role == Some(MultiRegionKeyType::Primary) {
                    sign(&mut room, icons::CROWN, t.primary);
                }
                small(room, row.regionality());
            }
            Column::Tags if row.tags_text.is_empty() => subdued(painter, room, column, row, t),
            Column::Deletion if row.state.deletion_date().is_none() => subdued(painter, room, column, row, t),
            Column::Description if row.description.is_empty() => subdued(painter, room, column, row, t),
            Column::Aliases | Column::Store => subdued(painter, room, column, row, t),
            _ => small(room, &column.text(row)),
        }
    }
}

/// What says that there is nothing.
fn subdued(painter: &Painter, room: Rect, column: Column, row: &KeyRow, t: &Tokens) {
    paint_text(painter, room, &column.text(row), regular(BODY), t.text_subdued);
}
