//! What all tabs are laid out in: columns side by side where there is room, and the rows of small tables.

use egui::{Align, AsIdSalt, Layout, Rect, Sense, Stroke, Ui, UiBuilder, pos2, vec2};

use super::Subject;
use crate::gui::{
    theme::{caption_strong, space, tokens},
    trail::cut,
    widgets::short_id_caption,
};

/// Between two columns, in points.
const GAP: f32 = 40.0;

/// What a column draws.
type Part<'p, 'a> = &'p mut dyn FnMut(&mut Ui, &mut Subject<'a>);

/// Draws two parts: side by side where there is room, else one below the other.
pub(super) fn two_parts<'p, 'a>(
    ui: &mut Ui,
    subject: &mut Subject<'a>,
    first: Part<'p, 'a>,
    second: Part<'p, 'a>,
) {
    if !subject.wide {
        ui.scope(|ui| first(ui, subject));
        ui.add_space(space::L);
        ui.scope(|ui| second(ui, subject));
        return;
    }
    let room = ui.available_rect_before_wrap();
    let width = ((room.width() - GAP) / 2.0).floor();
    let mut bottom = room.top();
    for (place, part) in [first, second].into_iter().enumerate() {
        let left = room.left() + place as f32 * (width + GAP);
        let area = Rect::from_min_max(pos2(left, room.top()), pos2(left + width, room.bottom()));
        let layout = Layout::top_down(Align::Min);
        let mut column =
            ui.new_child(UiBuilder::new().id_salt(("part", place)).max_rect(area).layout(layout));
        column.set_width(width);
        part(&mut column, subject);
        bottom = bottom.max(column.min_rect().bottom());
    }
    ui.allocate_exact_size(vec2(room.width(), bottom - room.top()), Sense::hover());
}

/// Draws an identifier as whole as it has room, else shortened in the middle.
pub(super) fn fitted_id(ui: &mut Ui, full: &str) {
    /// About the width of a character, in points.
    const CHARACTER: f32 = 7.25;
    /// What the sign for copying takes.
    const SIGN: f32 = 18.0;
    let room = ((ui.available_width() - SIGN) / CHARACTER).max(8.0) as usize;
    // The end tells keys apart, and the beginning Regions.
    let tail = (room / 3).min(12);
    short_id_caption(ui, full, room - tail - 1, tail);
}

/// A small table: the heads of its columns with their shares of the width.
pub(super) struct Table<'a>(pub &'a [(&'a str, f32)]);

impl Table<'_> {
    /// Draws the heads.
    pub fn head(&self, ui: &mut Ui) {
        self.row(ui, "head", space::ROW_HEIGHT, |ui, place| {
            cut(ui, caption_strong(self.0[place].0).color(tokens(ui).text_subdued));
        });
    }

    /// Draws a row `height` points high with a line below; `cell` draws the column at a place.
    pub fn row(&self, ui: &mut Ui, id: impl AsIdSalt, height: f32, mut cell: impl FnMut(&mut Ui, usize)) {
        let total: f32 = self.0.iter().map(|(_, share)| share).sum();
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
        let mut left = rect.left();
        ui.push_id(id, |ui| {
            for (place, (_, share)) in self.0.iter().enumerate() {
                let width = rect.width() * share / total;
                let area = Rect::from_min_size(pos2(left, rect.top()), vec2(width - space::S, height));
                left += width;
                let layout = Layout::left_to_right(Align::Center);
                let mut inside = ui.new_child(UiBuilder::new().id_salt(place).max_rect(area).layout(layout));
                inside.spacing_mut().item_spacing.x = 6.0;
                cell(&mut inside, place);
            }
        });
        let line = Stroke::new(space::HAIRLINE, tokens(ui).line);
        ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, line);
    }
}
