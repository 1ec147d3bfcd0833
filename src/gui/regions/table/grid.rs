//! The table itself: heads that sort and can be dragged wider, and rows of which only those in sight are drawn.
//!
//! Drawn by hand rather than from widgets: a frame with thousands of keys has a few dozen responses and no layout.

mod head;
mod keys;
mod line;

use std::collections::{BTreeMap, BTreeSet};

use egui::{Rect, Role, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use self::line::Line;
pub(super) use self::line::paint_text;
use super::{
    column::{Column, Sort},
    list::KeyList,
    ticks::Ticks,
};
use crate::gui::{
    command::Command,
    desk::{Desk, Selected},
    theme::{space, tokens},
};

/// The width of the column of check boxes.
const TICKS: f32 = 40.0;
/// Columns never get narrower.
const NARROWEST: f32 = 56.0;

/// What the grid remembers.
pub(super) struct Grid {
    /// The columns that somebody chose to see, the Region's aside.
    chosen: BTreeSet<Column>,
    /// The widths of columns that somebody dragged.
    widths: BTreeMap<Column, f32>,
    /// How the rows are ordered.
    pub sort: Sort,
    /// The place of the row that the keyboard is at.
    cursor: Option<usize>,
    /// Bring that row into sight.
    reveal: bool,
    /// The table takes the keyboard in the next frame.
    focus: bool,
}

impl Default for Grid {
    fn default() -> Self {
        Self {
            chosen: Column::ALL.into_iter().filter(|it| it.is_usual()).collect(),
            widths: BTreeMap::new(),
            sort: Sort::default(),
            cursor: None,
            reveal: false,
            focus: false,
        }
    }
}

/// A column with its place, before scrolling.
#[derive(Clone, Copy)]
struct Laid {
    column: Column,
    left: f32,
    width: f32,
}

impl Grid {
    /// Whether a column is shown.
    pub fn shows(&self, column: Column) -> bool {
        self.chosen.contains(&column)
    }

    /// Shows a column, or no longer.
    pub fn turn(&mut self, column: Column) {
        if !self.chosen.remove(&column) {
            self.chosen.insert(column);
        }
    }

    /// The columns and the widths that somebody chose are forgotten.
    pub fn reset_columns(&mut self) {
        let Self { chosen, widths, .. } = Self::default();
        (self.chosen, self.widths) = (chosen, widths);
    }

    /// Forgets where the keyboard is, as other rows are shown.
    pub fn forget_cursor(&mut self) {
        self.cursor = None;
    }

    /// Brings a key into sight, if it is shown.
    pub fn reveal(&mut self, list: &KeyList, selected: &Selected) {
        let is_it = |row: &super::row::KeyRow| row.region == selected.region && row.key == selected.key;
        if let Some(place) = list.shown().position(is_it) {
            self.cursor = Some(place);
            self.reveal = true;
        }
    }

    fn laid(&self, with_region: bool, room: f32) -> Vec<Laid> {
        let is_shown = |it: &Column| if *it == Column::Region { with_region } else { self.shows(*it) };
        let mut left = TICKS;
        let mut laid: Vec<Laid> = Vec::with_capacity(Column::ALL.len());
        for column in Column::ALL.into_iter().filter(is_shown) {
            let width = self.widths.get(&column).copied().unwrap_or(column.width());
            laid.push(Laid { column, left, width });
            left += width;
        }
        // The last one takes what room is left.
        if let Some(last) = laid.last_mut() {
            last.width = last.width.max(room - last.left);
        }
        laid
    }

    /// Draws the table over the whole room. `name` says which keys these are.
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        name: &str,
        with_region: bool,
        desk: &Desk,
        (list, ticks): (&KeyList, &mut Ticks),
        commands: &mut Vec<Command>,
    ) {
        let room = ui.available_rect_before_wrap();
        ui.advance_cursor_after_rect(room);
        let heads = Rect::from_min_size(room.min, vec2(room.width(), space::HEAD_HEIGHT));
        let body = Rect::from_min_max(pos2(room.left(), heads.bottom()), room.max);
        let laid = self.laid(with_region, room.width());
        let whole = laid.last().map_or(TICKS, |it| it.left + it.width);

        let id = ui.scope_id().with("grid");
        let grid = ui.interact(body, id, Sense::focusable_noninteractive());
        grid.widget_info(|| WidgetInfo::labeled(Role::Table, true, name));
        if std::mem::take(&mut self.focus) {
            grid.request_focus();
        }
        self.cursor = self.cursor.filter(|place| *place < list.len());
        self.walk(ui, &grid, (body.height() / space::ROW_HEIGHT) as usize, (list, ticks), commands);

        let builder = UiBuilder::new().id_salt("rows").max_rect(body);
        let output = ui.scope_builder(builder, |ui| {
            ScrollArea::both().id_salt("keys").auto_shrink(false).show_viewport(ui, |ui, sight| {
                ui.set_width(whole);
                ui.set_height(list.len() as f32 * space::ROW_HEIGHT);
                self.rows(ui, sight, &laid, (desk, grid.has_focus()), (list, ticks), commands);
            })
        });
        let moved = output.inner.state.clamped_offset().x;
        self.heads(ui, heads, moved, &laid, (list, ticks));
        let line = egui::Stroke::new(space::HAIRLINE, tokens(ui).line);
        ui.painter().hline(heads.x_range(), heads.bottom(), line);
    }

    fn rows(
        &mut self,
        ui: &mut Ui,
        sight: Rect,
        laid: &[Laid],
        (desk, focused): (&Desk, bool),
        (list, ticks): (&KeyList, &mut Ticks),
        commands: &mut Vec<Command>,
    ) {
        let origin = ui.max_rect().min;
        let step = space::ROW_HEIGHT;
        let row_at = |place: usize| {
            let top = origin.y + place as f32 * step;
            Rect::from_min_size(pos2(origin.x + sight.left(), top), vec2(sight.width(), step))
        };
        if std::mem::take(&mut self.reveal)
            && let Some(place) = self.cursor
        {
            ui.scroll_to_rect(row_at(place), None);
        }
        let first = (sight.top() / step).floor().max(0.0) as usize;
        let last = ((sight.bottom() / step).ceil().max(0.0) as usize).min(list.len());
        for place in first..last {
            let Some(row) = list.get(place) else { continue };
            let is_selected =
                desk.selected.as_ref().is_some_and(|it| it.key == row.key && it.region == row.region);
            let line = Line {
                row,
                rect: row_at(place),
                left: origin.x,
                laid,
                region: desk.region_index(row.region),
                is_selected,
                is_ticked: ticks.has(row),
                has_cursor: focused && self.cursor == Some(place),
            };
            let done = line.show(ui);
            if done.box_clicked {
                if ui.input(|input| input.modifiers.shift) {
                    ticks.extend(list, place);
                } else {
                    ticks.turn(list, place);
                }
            } else if done.row_clicked {
                let keys = ui.input(|input| input.modifiers);
                if keys.shift {
                    ticks.extend(list, place);
                } else if keys.command {
                    ticks.turn(list, place);
                } else {
                    ticks.begin_at(place);
                    let selected = Selected { key: row.key.clone(), region: row.region };
                    commands.push(Command::Select(Some(selected)));
                }
            }
            if done.box_clicked || done.row_clicked {
                (self.cursor, self.focus) = (Some(place), true);
                ui.ctx().request_repaint();
            }
        }
    }
}
