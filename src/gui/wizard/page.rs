//! What all pages have: a body that scrolls, a note pinned below it, headings, and lines below fields.

use egui::{Align, Label, Layout, RichText, Role, ScrollArea, Ui, UiBuilder, WidgetInfo, vec2};

use crate::gui::{
    theme::{BODY, caption, icons, semibold, space, subdued, tokens},
    widgets::row,
};

/// The widest that lines of text and fields become.
pub(super) const FORM_WIDTH: f32 = 640.0;
/// Below this height a note scrolls with the rest, so that enough of the rest is in sight.
const NOTE_FROM: f32 = 440.0;
/// The same for what went wrong, which matters more than the rest.
const ERROR_FROM: f32 = 200.0;

/// Draws a page: `body` scrolls, `note` stands at the foot of the card or, where that is low, at the end of the page.
pub(super) fn page_with_note(
    ui: &mut Ui,
    name: &str,
    note: impl FnOnce(&mut Ui),
    body: impl FnOnce(&mut Ui),
) {
    page_with_foot(ui, name, NOTE_FROM, note, body);
}

/// Draws a page that ends with what went wrong.
pub(super) fn page_with_error(
    ui: &mut Ui,
    name: &str,
    error: impl FnOnce(&mut Ui),
    body: impl FnOnce(&mut Ui),
) {
    page_with_foot(ui, name, ERROR_FROM, error, body);
}

fn page_with_foot(
    ui: &mut Ui,
    name: &str,
    pinned_from: f32,
    note: impl FnOnce(&mut Ui),
    body: impl FnOnce(&mut Ui),
) {
    if ui.available_height() < pinned_from {
        scrolling(ui, name, |ui| {
            body(ui);
            ui.add_space(space::M);
            note(ui);
        });
        return;
    }
    ui.with_layout(Layout::bottom_up(Align::Min), |ui| {
        inset(ui, note);
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
        ui.add_space(space::RING + space::RING_GAP);
        inset(ui, add);
        follow_focus(ui);
    });
}

/// Scrolls to what the keyboard has come to, should it be out of sight.
fn follow_focus(ui: &Ui) {
    let focused = ui.memory(|memory| memory.focused());
    let key = ui.scope_id().with("focus");
    let before = ui.data_mut(|data| std::mem::replace(data.get_temp_mut_or_default(key), focused));
    if focused == before {
        return;
    }
    let Some(control) = focused.and_then(|id| ui.ctx().read_response(id)) else { return };
    let cut_off = !control.interact_rect.contains_rect(control.rect);
    if cut_off && ui.min_rect().contains(control.rect.center()) {
        ui.scroll_to_rect(control.rect.expand(space::S), None);
    }
}

/// Leaves the room at both sides that focus rings take beyond their control; a scroll area would cut them off.
fn inset(ui: &mut Ui, add: impl FnOnce(&mut Ui)) {
    egui::Frame::new().inner_margin(egui::Margin::symmetric(3, 0)).show(ui, add);
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

/// What KMS said of what stands above: the whole of it, however long.
pub(super) fn refusal_line(ui: &mut Ui, text: &str) {
    let color = tokens(ui).error;
    let shown = ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = space::XS;
        ui.label(caption(icons::WARNING_CIRCLE).color(color));
        ui.add(Label::new(caption(text).color(color)).wrap());
    });
    shown.response.widget_info(|| WidgetInfo::labeled(Role::Alert, true, text));
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
