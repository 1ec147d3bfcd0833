//! One line of the palette as it is drawn: icon, title and context with what was typed set off, and at the right the keys
//! or the reason why not.

use egui::{
    Color32, CursorIcon, FontId, Galley, Response, Role, Sense, Ui, WidgetInfo, pos2,
    text::{LayoutJob, TextFormat},
    vec2,
};
use std::sync::Arc;

use super::entry::Entry;
use crate::gui::{
    theme::{BODY, CAPTION, regular, semibold, space, tokens},
    widgets::{icon_at, one_line, paint_text},
};

/// The height of a line, in points.
pub(super) const ROW: f32 = 34.0;

/// Draws a line. `places` are the characters of its text that were typed.
pub(super) fn row(
    ui: &mut Ui,
    entry: &Entry,
    places: &[usize],
    keys: Option<&str>,
    chosen: bool,
) -> Response {
    const PAD: f32 = 12.0;
    let t = tokens(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let enabled = entry.run.is_ok();
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, enabled, chosen, entry.spoken()));
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let painter = ui.painter();
    let ground = rect.shrink2(vec2(6.0, 1.0));
    if chosen {
        painter.rect_filled(ground, space::RADIUS_CONTROL, t.selected);
        let edge = egui::Rect::from_min_size(ground.min, vec2(3.0, ground.height()));
        painter.rect_filled(edge, 1.0, t.accent);
    } else if response.hovered() {
        painter.rect_filled(ground, space::RADIUS_CONTROL, t.hover);
    }
    let middle = rect.center().y;
    let (strong, quiet) = match (enabled, chosen) {
        (false, _) => (t.text_disabled, t.text_disabled),
        (true, true) => (t.text_strong, t.text),
        (true, false) => (t.text, t.text_subdued),
    };
    let left = ground.left() + PAD;
    icon_at(painter, pos2(left + space::ICON / 2.0, middle), entry.icon, space::ICON, quiet);
    let left = left + space::ICON + space::M;

    // The keys, or why not, keep their place at the right.
    let side = match (&entry.run, keys) {
        (Err(reason), _) => reason.as_ref(),
        (Ok(_), keys) => keys.unwrap_or_default(),
    };
    let side = one_line(ui, side, regular(CAPTION), rect.width() * 0.4);
    let right = ground.right() - PAD - side.size().x;
    if enabled && keys.is_some() {
        let cap = egui::Rect::from_min_max(
            pos2(right - 6.0, middle - 10.0),
            pos2(ground.right() - PAD + 6.0, middle + 10.0),
        );
        painter.rect_filled(cap, space::RADIUS_FIELD, t.neutral_bg);
    }
    let side_color = if enabled { t.text_subdued } else { t.warn };
    paint_text(painter, right, middle, side, side_color);

    let room = right - left - space::L;
    let split = places.partition_point(|place| *place < entry.text.title());
    let (in_title, in_context) = places.split_at(split);
    let hit = if enabled { t.accent } else { t.text_disabled };
    let title = marked(ui, &entry.title, in_title, 0, [(regular(BODY), strong), (semibold(BODY), hit)], room);
    let width = title.size().x;
    paint_text(painter, left, middle, title, strong);
    let room = room - width - space::S;
    if room > 40.0 && !entry.context.is_empty() {
        let skip = entry.text.title() + 1;
        let looks = [(regular(CAPTION), quiet), (semibold(CAPTION), hit)];
        let context = marked(ui, &entry.context, in_context, skip, looks, room);
        paint_text(painter, left + width + space::S, middle + 1.0, context, quiet);
    }
    response.on_hover_cursor(CursorIcon::PointingHand)
}

/// One line of text in which the characters at `places`, counted from `skip`, have the second look.
fn marked(
    ui: &Ui,
    text: &str,
    places: &[usize],
    skip: usize,
    looks: [(FontId, Color32); 2],
    room: f32,
) -> Arc<Galley> {
    let [plain, hit] = looks.map(|(font, color)| TextFormat::simple(font, color));
    let mut job = LayoutJob::default();
    let mut run = String::new();
    let mut run_hit = false;
    for (place, character) in text.chars().enumerate() {
        let is_hit = places.binary_search(&(place + skip)).is_ok();
        if is_hit != run_hit && !run.is_empty() {
            job.append(&run, 0.0, if run_hit { hit.clone() } else { plain.clone() });
            run.clear();
        }
        run_hit = is_hit;
        run.push(character);
    }
    job.append(&run, 0.0, if run_hit { hit } else { plain });
    job.wrap.max_width = room.max(0.0);
    job.wrap.max_rows = 1;
    job.wrap.break_anywhere = true;
    ui.painter().layout_job(job)
}
