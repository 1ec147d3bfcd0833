//! Choices with a description: radio tiles, check boxes and switches.

use super::paint::{focus_ring, painter, wrapped};
use crate::gui::theme::{BODY, CAPTION, Tokens, regular, semibold, space, tokens};
use egui::{
    Color32, CornerRadius, CursorIcon, Painter, Pos2, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui,
    Vec2, WidgetInfo, pos2, vec2,
};

const MARK: f32 = 16.0;
const TITLE_LINE: f32 = 20.0;
const CAPTION_LINE: f32 = 17.0;

/// A tile with a radio mark, `title` and `description`, as wide as there is room. Clicked, it should become `chosen`.
pub fn radio_card(ui: &mut Ui, chosen: bool, title: &str, description: &str) -> Response {
    let t = tokens(ui);
    let pad = space::M;
    let width = ui.available_width();
    let text_left = pad + MARK + 10.0;
    let text_width = width - text_left - pad;
    let head = wrapped(ui, title, semibold(BODY), text_width, TITLE_LINE);
    let note = (!description.is_empty())
        .then(|| wrapped(ui, description, regular(CAPTION), text_width, CAPTION_LINE));
    let height = 2.0 * pad + head.size().y + note.as_ref().map_or(0.0, |n| n.size().y + 2.0);
    let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, ui.is_enabled(), chosen, title));
    if ui.is_rect_visible(rect) {
        let over = response.hovered() && response.enabled();
        let fill = match (chosen, over) {
            _ if !ui.is_enabled() => Color32::TRANSPARENT,
            (true, _) => t.selected,
            (false, true) => t.hover,
            (false, false) => t.raised,
        };
        let line = match (ui.is_enabled(), chosen) {
            (false, _) => t.line,
            (true, true) => t.accent,
            (true, false) => t.button_line,
        };
        let painter = &painter(ui);
        let radius = CornerRadius::same(space::RADIUS_CONTROL);
        painter.rect(rect, radius, fill, Stroke::new(space::HAIRLINE, line), StrokeKind::Inside);
        let top = rect.top() + pad;
        radio_mark(
            painter,
            pos2(rect.left() + pad + MARK / 2.0, top + TITLE_LINE / 2.0),
            chosen,
            ui.is_enabled(),
            t,
        );
        let left = rect.left() + text_left;
        let below = top + head.size().y + 2.0;
        painter.galley_with_override_text_color(pos2(left, top), head, text_color(ui, t));
        if let Some(note) = note {
            painter.galley_with_override_text_color(pos2(left, below), note, quiet_color(ui, t));
        }
        focus_ring(ui, &response, rect, space::RADIUS_CONTROL);
    }
    response.on_hover_cursor(CursorIcon::PointingHand)
}

/// A check box with `title` and, below it, `description` (empty for none). A click turns `checked` over.
pub fn checkbox(ui: &mut Ui, checked: &mut bool, title: &str, description: &str) -> Response {
    let area = |rect: Rect| Rect::from_min_size(rect.min + vec2(0.0, 2.0), Vec2::splat(MARK));
    toggle(ui, checked, title, description, Role::CheckBox, MARK, |ui, rect, on, over| {
        check_mark(&painter(ui), area(rect), on, over, ui.is_enabled(), tokens(ui));
    })
}

/// A check box without text, for table rows; `name` is its accessible name.
pub fn checkbox_bare(ui: &mut Ui, checked: &mut bool, name: &str) -> Response {
    let (rect, mut response) = ui.allocate_exact_size(Vec2::splat(20.0), Sense::click());
    if response.clicked() {
        *checked = !*checked;
        response.mark_changed();
    }
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, ui.is_enabled(), *checked, name));
    let area = Rect::from_center_size(rect.center(), Vec2::splat(MARK));
    check_mark(&painter(ui), area, *checked, response.hovered(), ui.is_enabled(), tokens(ui));
    focus_ring(ui, &response, area, space::RADIUS_FIELD);
    response.on_hover_cursor(CursorIcon::PointingHand)
}

/// A switch for something that takes effect at once, with `title` and `description` (empty for none).
pub fn switch(ui: &mut Ui, on: &mut bool, title: &str, description: &str) -> Response {
    const WIDTH: f32 = 30.0;
    toggle(ui, on, title, description, Role::Switch, WIDTH, |ui, rect, on, over| {
        let t = tokens(ui);
        let track = Rect::from_min_size(rect.min + vec2(0.0, 1.0), vec2(WIDTH, 18.0));
        let fill = match (ui.is_enabled(), on, over) {
            (false, ..) => t.neutral_bg,
            (true, true, false) => t.accent_fill,
            (true, true, true) => t.accent_fill_hover,
            (true, false, false) => t.neutral_bg,
            (true, false, true) => t.hover,
        };
        let line = if on { Color32::TRANSPARENT } else { t.line_strong };
        let stroke = Stroke::new(space::HAIRLINE, line);
        painter(ui).rect(track, CornerRadius::same(9), fill, stroke, StrokeKind::Inside);
        let x = if on { track.right() - 9.0 } else { track.left() + 9.0 };
        let knob = if on { t.on_accent } else { t.text_subdued };
        painter(ui).circle_filled(pos2(x, track.center().y), 6.0, knob);
    })
}

fn toggle(
    ui: &mut Ui,
    on: &mut bool,
    title: &str,
    description: &str,
    role: Role,
    mark_width: f32,
    mark: impl FnOnce(&Ui, Rect, bool, bool),
) -> Response {
    let t = tokens(ui);
    let text_left = mark_width + space::S;
    let text_width = ui.available_width() - text_left;
    let head = wrapped(ui, title, regular(BODY), text_width, TITLE_LINE);
    let note = (!description.is_empty())
        .then(|| wrapped(ui, description, regular(CAPTION), text_width, CAPTION_LINE));
    let text_size = head.size().max(note.as_ref().map_or(Vec2::ZERO, |n| n.size()));
    let height = head.size().y + note.as_ref().map_or(0.0, |n| n.size().y);
    let (rect, mut response) = ui.allocate_exact_size(vec2(text_left + text_size.x, height), Sense::click());
    if response.clicked() {
        *on = !*on;
        response.mark_changed();
    }
    response.widget_info(|| WidgetInfo::selected(role, ui.is_enabled(), *on, title));
    if ui.is_rect_visible(rect) {
        mark(ui, rect, *on, response.hovered());
        let left = rect.left() + text_left;
        let below = rect.top() + head.size().y;
        painter(ui).galley_with_override_text_color(pos2(left, rect.top()), head, body_color(ui, t));
        if let Some(note) = note {
            painter(ui).galley_with_override_text_color(pos2(left, below), note, quiet_color(ui, t));
        }
        focus_ring(ui, &response, rect, space::RADIUS_FIELD);
    }
    response.on_hover_cursor(CursorIcon::PointingHand)
}

fn text_color(ui: &Ui, t: &Tokens) -> Color32 {
    if ui.is_enabled() { t.text_strong } else { t.text_disabled }
}

fn body_color(ui: &Ui, t: &Tokens) -> Color32 {
    if ui.is_enabled() { t.text } else { t.text_disabled }
}

fn quiet_color(ui: &Ui, t: &Tokens) -> Color32 {
    if ui.is_enabled() { t.text_subdued } else { t.text_disabled }
}

fn radio_mark(painter: &Painter, center: Pos2, on: bool, enabled: bool, t: &Tokens) {
    let radius = MARK / 2.0 - 0.5;
    if on {
        painter.circle_filled(center, radius + 0.5, if enabled { t.accent_fill } else { t.line_strong });
        painter.circle_filled(center, 3.0, t.on_accent);
    } else {
        let line = if enabled { t.line_strong } else { t.line };
        painter.circle(center, radius, t.field, Stroke::new(space::HAIRLINE, line));
    }
}

/// Paints the box of a check box over `area`. For painted rows of any module.
pub fn check_mark(painter: &Painter, area: Rect, on: bool, over: bool, enabled: bool, t: &Tokens) {
    let radius = CornerRadius::same(space::RADIUS_FIELD);
    let (fill, line) = match (on, enabled, over) {
        (true, true, false) => (t.accent_fill, t.accent_fill),
        (true, true, true) => (t.accent_fill_hover, t.accent_fill_hover),
        (true, false, _) => (t.neutral_bg, t.line),
        (false, true, true) => (t.field, t.text_subdued),
        (false, true, false) => (t.field, t.line_strong),
        (false, false, _) => (t.field, t.line),
    };
    painter.rect(area, radius, fill, Stroke::new(space::HAIRLINE, line), StrokeKind::Inside);
    if on {
        let color = if enabled { t.on_accent } else { t.text_disabled };
        let at = |x: f32, y: f32| area.lerp_inside(vec2(x, y));
        let points = vec![at(0.25, 0.52), at(0.43, 0.70), at(0.76, 0.32)];
        painter.line(points, Stroke::new(1.75, color));
    }
}
