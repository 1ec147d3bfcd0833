//! Menus: a button that opens a list of actions or values below itself.

use super::{
    Button,
    paint::{focus_ring, icon_at, line, painter, text_at},
};
use crate::gui::theme::{BODY, CAPTION, caption, icons, regular, space, tokens};
use egui::{
    CornerRadius, CursorIcon, InnerResponse, Popup, PopupCloseBehavior, Response, Role, Sense, Ui,
    WidgetInfo, pos2, vec2,
};

/// Shows `button` with a caret; a click opens `items` below it. Returns what `items` returned while open.
pub fn menu_button<R>(
    ui: &mut Ui,
    button: Button<'_>,
    width: f32,
    items: impl FnOnce(&mut Ui) -> R,
) -> InnerResponse<Option<R>> {
    let response = button.trailing_icon(icons::CARET_DOWN).show(ui);
    let inner = menu_below(&response, width, items);
    InnerResponse::new(inner, response)
}

/// The menu of a clicked `response`, such as a `…` button's.
pub fn menu_below<R>(response: &Response, width: f32, items: impl FnOnce(&mut Ui) -> R) -> Option<R> {
    Popup::menu(response)
        .gap(space::XS)
        .width(width)
        .show(|ui| {
            ui.set_width(width);
            ui.spacing_mut().item_spacing.y = 1.0;
            items(ui)
        })
        .map(|shown| shown.inner)
}

/// What stands below a clicked `response` until it is left by a click outside, or by `content` answering that it is done.
/// Whether it was done.
pub fn popover(response: &Response, width: f32, content: impl FnOnce(&mut Ui) -> bool) -> bool {
    let shown = Popup::menu(response)
        .gap(space::XS)
        .width(width)
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
        .layout(egui::Layout::top_down(egui::Align::Min))
        .show(|ui| {
            ui.set_width(width);
            egui::Frame::new().inner_margin(space::S).show(ui, |ui| {
                ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
                content(ui)
            })
        });
    let done = shown.is_some_and(|shown| shown.inner.inner);
    if done {
        Popup::close_id(&response.ctx, Popup::default_response_id(response));
    }
    done
}

/// One line of a menu, built up and then shown with [`MenuItem::show`].
#[must_use = "an item appears when it is shown"]
pub struct MenuItem<'a> {
    text: &'a str,
    icon: Option<&'a str>,
    note: &'a str,
    chosen: bool,
    danger: bool,
    enabled: bool,
    why_disabled: Option<&'a str>,
}

impl<'a> MenuItem<'a> {
    /// An item that says `text`.
    pub fn new(text: &'a str) -> Self {
        Self { text, icon: None, note: "", chosen: false, danger: false, enabled: true, why_disabled: None }
    }

    /// Puts an icon before the text.
    pub fn icon(mut self, icon: &'a str) -> Self {
        self.icon = Some(icon);
        self
    }

    /// A side note at the right: a shortcut, a count.
    pub fn note(mut self, note: &'a str) -> Self {
        self.note = note;
        self
    }

    /// Marks the item as the present choice.
    pub fn chosen(mut self, chosen: bool) -> Self {
        self.chosen = chosen;
        self
    }

    /// Marks the item as one that destroys.
    pub fn danger(mut self) -> Self {
        self.danger = true;
        self
    }

    /// Whether it can be picked.
    pub fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = enabled;
        self
    }

    /// Shown on hover while the item is disabled.
    pub fn why_disabled(mut self, why: &'a str) -> Self {
        self.why_disabled = Some(why);
        self
    }

    /// Draws the item.
    pub fn show(self, ui: &mut Ui) -> Response {
        let response = super::paint::enabled_scope(ui, self.enabled, |ui| self.draw(ui));
        match self.why_disabled {
            Some(why) => response.on_disabled_hover_text(why),
            None => response,
        }
    }

    fn draw(&self, ui: &mut Ui) -> Response {
        const PAD: f32 = 10.0;
        let t = tokens(ui);
        let width = ui.available_width();
        let note = line(ui, self.note, regular(CAPTION), width / 2.0);
        let icon_room = if self.icon.is_some() { space::ICON + space::S } else { 0.0 };
        let tick_room = if self.chosen { 20.0 } else { 0.0 };
        let note_room = if self.note.is_empty() { 0.0 } else { note.size().x + space::L };
        let text_room = width - 2.0 * PAD - icon_room - tick_room - note_room;
        let text = line(ui, self.text, regular(BODY), text_room);
        let (rect, response) = ui.allocate_exact_size(vec2(width, space::ROW_HEIGHT + 2.0), Sense::click());
        response
            .widget_info(|| WidgetInfo::selected(Role::MenuItem, ui.is_enabled(), self.chosen, self.text));
        let painter = painter(ui);
        let over = response.hovered() || response.has_focus();
        let radius = CornerRadius::same(space::RADIUS_CONTROL);
        if ui.is_enabled() && (over || self.chosen) {
            painter.rect_filled(rect, radius, if self.chosen { t.selected } else { t.hover });
        }
        let color = match (ui.is_enabled(), self.danger, over || self.chosen) {
            (false, ..) => t.text_disabled,
            (true, true, _) => t.error,
            (true, false, true) => t.text_strong,
            (true, false, false) => t.text,
        };
        let (mut x, middle) = (rect.left() + PAD, rect.center().y);
        if let Some(icon) = self.icon {
            let icon_color = if color == t.text { t.text_subdued } else { color };
            icon_at(&painter, pos2(x + space::ICON / 2.0, middle), icon, space::ICON, icon_color);
            x += icon_room;
        }
        text_at(&painter, x, middle, text, color);
        let right = rect.right() - PAD;
        if self.chosen {
            icon_at(&painter, pos2(right - 7.0, middle), icons::CHECK, 14.0, t.accent);
        }
        let note_left = right - tick_room - note.size().x;
        let note_color = if ui.is_enabled() { t.text_subdued } else { t.text_disabled };
        text_at(&painter, note_left, middle, note, note_color);
        focus_ring(ui, &response, rect.shrink(3.0), space::RADIUS_FIELD);
        response.on_hover_cursor(CursorIcon::PointingHand)
    }
}

/// A small heading between items.
pub fn menu_heading(ui: &mut Ui, text: &str) {
    ui.add_space(space::XS);
    ui.horizontal(|ui| {
        ui.add_space(10.0);
        ui.label(caption(text));
    });
}
