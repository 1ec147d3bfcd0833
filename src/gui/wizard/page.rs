//! What all pages have: a body that scrolls, a note pinned below it, headings, and lines below fields.

use egui::{Align, Label, Layout, RichText, ScrollArea, Ui, UiBuilder, vec2};

use crate::gui::{
    theme::{BODY, caption, icons, semibold, space, subdued, tokens},
    widgets::row,
};

/// The widest that lines of text and fields become.
pub(super) const FORM_WIDTH: f32 = 640.0;
/// Below this height the note scrolls with the rest, so that something of the rest remains.
const PIN_FROM: f32 = 330.0;

/// Draws a page: `body` scrolls, `note` stands at the foot of the card.
pub(super) fn page_with_note(
    ui: &mut Ui,
    name: &str,
    note: impl FnOnce(&mut Ui),
    body: impl FnOnce(&mut Ui),
) {
    if ui.available_height() < PIN_FROM {
        scrolling(ui, name, |ui| {
            body(ui);
            ui.add_space(space::M);
            note(ui);
        });
        return;
    }
    ui.with_layout(Layout::bottom_up(Align::Min), |ui| {
        note(ui);
        ui.add_space(space::S);
        let rest = ui.available_rect_before_wrap();
        let top_down = UiBuilder::new().max_rect(rest).layout(Layout::top_down(Align::Min));
        ui.scope_builder(top_down, |ui| {
            ui.set_min_size(rest.size());
            scrolling(ui, name, body);
        });
    });
}

fn scrolling(ui: &mut Ui, name: &str, add: impl FnOnce(&mut Ui)) {
    ScrollArea::vertical().id_salt(name).auto_shrink(false).show(ui, |ui| {
        // Focus rings reach beyond their control; the clip of a scroll area would cut them at the left.
        ui.add_space(space::RING + space::RING_GAP);
        egui::Frame::new().inner_margin(egui::Margin::symmetric(3, 0)).show(ui, add);
    });
}

/// A heading with a word beside it, such as a count or "optional".
pub(super) fn heading(ui: &mut Ui, text: &str, beside: &str) {
    row(ui, space::BADGE_HEIGHT, |ui| {
        ui.label(RichText::new(text).font(semibold(BODY)).strong());
        if !beside.is_empty() {
            ui.add(Label::new(subdued(beside)).truncate());
        }
    });
}

/// The line below a field: what is wrong, or else help. Always there, so that nothing moves.
pub(super) fn foot(ui: &mut Ui, problem: Option<&str>, help: &str) {
    const LINE: f32 = 18.0;
    row(ui, LINE, |ui| {
        ui.spacing_mut().item_spacing.x = space::XS;
        match problem {
            None => drop(ui.add(Label::new(caption(help)).truncate())),
            Some(problem) => {
                let color = tokens(ui).error;
                ui.label(caption(icons::WARNING_CIRCLE).color(color));
                ui.add(Label::new(caption(problem).color(color)).truncate());
            }
        }
    });
}

/// Two areas side by side of equal width, or one below the other where there is no room.
pub(super) fn pair(ui: &mut Ui, add: [&mut dyn FnMut(&mut Ui); 2]) {
    const LEAST: f32 = 210.0;
    let gap = space::L;
    let room = ui.available_width();
    if room < 2.0 * LEAST + gap {
        let [first, second] = add;
        first(ui);
        ui.add_space(space::S);
        second(ui);
        return;
    }
    let width = (room - gap) / 2.0;
    let area = ui.available_rect_before_wrap();
    let mut foot = area.top();
    for (i, add) in add.into_iter().enumerate() {
        let left = area.left() + i as f32 * (width + gap);
        let rect = egui::Rect::from_min_size(egui::pos2(left, area.top()), vec2(width, area.height()));
        let mut cell = ui.new_child(UiBuilder::new().id_salt(i).max_rect(rect));
        add(&mut cell);
        foot = foot.max(cell.min_rect().bottom());
    }
    ui.allocate_space(vec2(room, foot - area.top()));
}
