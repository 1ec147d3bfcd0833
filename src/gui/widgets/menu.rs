//! Menus: a button that opens a list of actions or values below itself.

use super::{
    Button,
    paint::{focus_ring, icon_at, line, painter, text_at},
};
use crate::gui::theme::{BODY, CAPTION, caption, icons, regular, space, tokens};
use egui::{
    Context, CornerRadius, CursorIcon, Id, InnerResponse, Popup, PopupCloseBehavior, Response, Role, Sense,
    Ui, WidgetInfo, pos2, vec2,
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
/// Whether it was done. Unlike a menu it stays while a menu of its own is open, such as a dropdown's.
pub fn popover(response: &Response, width: f32, content: impl FnOnce(&mut Ui) -> bool) -> bool {
    let (ctx, id) = (&response.ctx, popover_id(response));
    let Popover { mut open, menu, .. } = Popover::of(ctx, id);
    if response.clicked() {
        open = !open;
    }
    if open {
        let pass = ctx.cumulative_pass_nr();
        ctx.data_mut(|data| data.insert_temp(any_popover(), pass));
    }
    // A click that closes the menu inside is none outside the popover.
    let menu = menu && Popup::is_any_open(ctx);
    let close = if menu { PopupCloseBehavior::IgnoreClicks } else { PopupCloseBehavior::CloseOnClickOutside };
    let mut stays = open;
    let other = Popup::is_any_open(ctx) && !menu;
    let shown = Popup::menu(response)
        .id(id)
        .open_bool(&mut stays)
        .gap(space::XS)
        .width(width)
        .close_behavior(close)
        .layout(egui::Layout::top_down(egui::Align::Min))
        .show(|ui| {
            ui.set_width(width);
            egui::Frame::new().inner_margin(space::S).show(ui, |ui| {
                ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
                content(ui)
            })
        });
    let done = shown.is_some_and(|shown| shown.inner.inner);
    // Escape, too, closes the menu first.
    let open = open && !done && (stays || menu);
    let menu = open && !other && Popup::is_any_open(ctx);
    Popover { open, menu, pass: ctx.cumulative_pass_nr() }.keep(ctx, id);
    done
}

/// Opens the popover of a `response`.
pub fn open_popover(response: &Response) {
    let pass = response.ctx.cumulative_pass_nr();
    Popover { open: true, menu: false, pass }.keep(&response.ctx, popover_id(response));
}

/// Whether the popover of a `response` is open.
pub fn is_popover_open(response: &Response) -> bool {
    Popover::of(&response.ctx, popover_id(response)).open
}

/// Whether any popover is open, or was until just now: then Escape is about that.
pub fn is_any_popover_open(ctx: &Context) -> bool {
    let last: Option<u64> = ctx.data(|data| data.get_temp(any_popover()));
    last.is_some_and(|last| last + 1 >= ctx.cumulative_pass_nr())
}

/// Where it is kept when a popover was open last.
fn any_popover() -> Id {
    Id::unique("any popover")
}

fn popover_id(response: &Response) -> Id {
    response.id.with("popover")
}

/// How a popover stands.
#[derive(Clone, Copy, Default)]
struct Popover {
    open: bool,
    /// Whether a menu is open that was opened inside.
    menu: bool,
    /// When it was drawn last: one that is not drawn any more is closed.
    pass: u64,
}

impl Popover {
    fn of(ctx: &Context, id: Id) -> Self {
        let kept: Self = ctx.data(|data| data.get_temp(id)).unwrap_or_default();
        if kept.pass + 1 < ctx.cumulative_pass_nr() { Self::default() } else { kept }
    }

    fn keep(self, ctx: &Context, id: Id) {
        ctx.data_mut(|data| data.insert_temp(id, self));
    }
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
