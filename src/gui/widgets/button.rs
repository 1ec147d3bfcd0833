//! Buttons: one primary a page, secondary for the rest, ghost and link where a box would be too loud.

use super::paint::{enabled_scope, focus_ring, icon_at, line, painter, room, text_at};
use crate::gui::theme::{BODY, CAPTION, Tokens, regular, space, tokens};
use egui::{
    Color32, CornerRadius, CursorIcon, Galley, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui,
    WidgetInfo, vec2,
};
use std::sync::Arc;

/// How loud a button is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ButtonKind {
    /// The page's one main action.
    Primary,
    /// Any other action.
    Secondary,
    /// An action that destroys.
    Danger,
    /// An action without a box until the pointer is over it.
    Ghost,
    /// An action that reads like a link.
    Link,
}

/// A button, built up and then shown with [`Button::show`].
#[must_use = "a button appears when it is shown"]
pub struct Button<'a> {
    text: &'a str,
    kind: ButtonKind,
    icon: Option<&'a str>,
    trailing: Option<&'a str>,
    enabled: bool,
    why_disabled: Option<&'a str>,
    tooltip: Option<&'a str>,
    name: Option<&'a str>,
    small: bool,
    full_width: bool,
    min_width: f32,
}

impl<'a> Button<'a> {
    /// A button of `kind` that says `text`.
    pub fn new(kind: ButtonKind, text: &'a str) -> Self {
        Self {
            text,
            kind,
            icon: None,
            trailing: None,
            enabled: true,
            why_disabled: None,
            tooltip: None,
            name: None,
            small: false,
            full_width: false,
            min_width: 0.0,
        }
    }

    /// The page's one main action.
    pub fn primary(text: &'a str) -> Self {
        Self::new(ButtonKind::Primary, text)
    }

    /// Any other action.
    pub fn secondary(text: &'a str) -> Self {
        Self::new(ButtonKind::Secondary, text)
    }

    /// An action that destroys.
    pub fn danger(text: &'a str) -> Self {
        Self::new(ButtonKind::Danger, text)
    }

    /// An action without a box until the pointer is over it.
    pub fn ghost(text: &'a str) -> Self {
        Self::new(ButtonKind::Ghost, text)
    }

    /// An action that reads like a link.
    pub fn link(text: &'a str) -> Self {
        Self::new(ButtonKind::Link, text)
    }

    /// Puts an icon before the text.
    pub fn icon(mut self, icon: &'a str) -> Self {
        self.icon = Some(icon);
        self
    }

    /// Puts an icon after the text, such as a caret.
    pub fn trailing_icon(mut self, icon: &'a str) -> Self {
        self.trailing = Some(icon);
        self
    }

    /// Whether it can be pressed. Say why not with [`Button::why_disabled`].
    pub fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = enabled;
        self
    }

    /// Shown on hover while the button is disabled.
    pub fn why_disabled(mut self, why: &'a str) -> Self {
        self.why_disabled = Some(why);
        self
    }

    /// Shown on hover while the button is enabled.
    pub fn tooltip(mut self, tooltip: &'a str) -> Self {
        self.tooltip = Some(tooltip);
        self
    }

    /// The name assistive programs read, where it should say more than the text.
    pub fn name(mut self, name: &'a str) -> Self {
        self.name = Some(name);
        self
    }

    /// The low form, for rows and bars.
    pub fn small(mut self) -> Self {
        self.small = true;
        self
    }

    /// Fills the width that is left.
    pub fn full_width(mut self) -> Self {
        self.full_width = true;
        self
    }

    /// At least `width` points wide.
    pub fn min_width(mut self, width: f32) -> Self {
        self.min_width = width;
        self
    }

    /// Draws the button.
    pub fn show(self, ui: &mut Ui) -> Response {
        let response = enabled_scope(ui, self.enabled, |ui| self.draw(ui));
        let response = match self.tooltip {
            Some(tooltip) => response.on_hover_text(tooltip),
            None => response,
        };
        match self.why_disabled {
            Some(why) => response.on_disabled_hover_text(why),
            None => response,
        }
    }

    fn draw(&self, ui: &mut Ui) -> Response {
        let (font, height, icon_size) = if self.small {
            (regular(CAPTION), space::CONTROL_HEIGHT_SMALL, 14.0)
        } else {
            (regular(BODY), space::CONTROL_HEIGHT, space::ICON)
        };
        let pad = match (self.kind, self.text.is_empty()) {
            (ButtonKind::Link, _) => 0.0,
            (_, true) => (height - icon_size) / 2.0,
            (_, false) if self.small => 9.0,
            _ => space::M,
        };
        let icon_gap = if self.text.is_empty() { 0.0 } else { 6.0 };
        let icons = f32::from(u8::from(self.icon.is_some())) + f32::from(u8::from(self.trailing.is_some()));
        let around = 2.0 * pad + icons * (icon_size + icon_gap);
        let galley = line(ui, self.text, font, room(ui) - around);
        let natural = (galley.size().x + around).max(self.min_width);
        let width = if self.full_width { room(ui).max(natural) } else { natural };
        let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::click());
        response.widget_info(|| {
            let role = if self.kind == ButtonKind::Link { Role::Link } else { Role::Button };
            WidgetInfo::labeled(role, ui.is_enabled(), self.name.unwrap_or(self.text))
        });
        let response = response.on_hover_cursor(CursorIcon::PointingHand);
        if ui.is_rect_visible(rect) {
            self.paint(ui, &response, rect, galley, pad, icon_size, icon_gap);
        }
        response
    }

    #[expect(clippy::too_many_arguments, reason = "the measures of one drawing, used once")]
    fn paint(
        &self,
        ui: &Ui,
        response: &Response,
        rect: Rect,
        galley: Arc<Galley>,
        pad: f32,
        icon_size: f32,
        icon_gap: f32,
    ) {
        let t = tokens(ui);
        let look = Look::of(self.kind, t, response);
        let painter = &painter(ui);
        painter.rect(
            rect,
            CornerRadius::same(space::RADIUS_CONTROL),
            look.fill,
            Stroke::new(space::HAIRLINE, look.line),
            StrokeKind::Inside,
        );
        let icons_width = |present: bool| if present { icon_size + icon_gap } else { 0.0 };
        let content =
            galley.size().x + icons_width(self.icon.is_some()) + icons_width(self.trailing.is_some());
        // A press moves nothing: only the colours answer.
        let mut x = (rect.center().x - content / 2.0).max(rect.left() + pad);
        let middle = rect.center().y;
        if let Some(icon) = self.icon {
            icon_at(painter, egui::pos2(x + icon_size / 2.0, middle), icon, icon_size, look.text);
            x += icon_size + icon_gap;
        }
        let text_width = galley.size().x;
        text_at(painter, x, middle, galley, look.text);
        if self.kind == ButtonKind::Link && response.hovered() {
            painter.hline(x..=x + text_width, middle + 8.0, Stroke::new(1.0, look.text));
        }
        if let Some(icon) = self.trailing {
            let at = egui::pos2(x + text_width + icon_gap + icon_size / 2.0, middle);
            icon_at(painter, at, icon, icon_size - 2.0, look.text);
        }
        focus_ring(ui, response, rect, space::RADIUS_CONTROL);
    }
}

/// The colours of a button in one state.
struct Look {
    fill: Color32,
    line: Color32,
    text: Color32,
}

impl Look {
    fn of(kind: ButtonKind, t: &Tokens, response: &Response) -> Self {
        let clear = Color32::TRANSPARENT;
        let bare = matches!(kind, ButtonKind::Ghost | ButtonKind::Link);
        if !response.enabled() {
            let (fill, line) = if bare { (clear, clear) } else { (clear, t.line) };
            return Self { fill, line, text: t.text_disabled };
        }
        let pressed = response.is_pointer_button_down_on();
        let over = response.hovered() || pressed;
        match kind {
            ButtonKind::Primary => {
                let fill = if over { t.accent_fill_hover } else { t.accent_fill };
                Self { fill, line: clear, text: t.on_accent }
            }
            ButtonKind::Danger => {
                let fill = if over { t.danger_fill_hover } else { t.danger_fill };
                Self { fill, line: clear, text: t.on_accent }
            }
            ButtonKind::Secondary => {
                let fill = if over { t.hover } else { t.button };
                let line = if over { t.line_strong } else { t.button_line };
                Self { fill, line, text: if over { t.text_strong } else { t.text } }
            }
            ButtonKind::Ghost => {
                let text = if over { t.text_strong } else { t.text_subdued };
                Self { fill: if over { t.hover } else { clear }, line: clear, text }
            }
            ButtonKind::Link => Self { fill: clear, line: clear, text: t.accent },
        }
    }
}

/// The page's one main action.
pub fn primary(ui: &mut Ui, text: &str) -> Response {
    Button::primary(text).show(ui)
}

/// Any other action.
pub fn secondary(ui: &mut Ui, text: &str) -> Response {
    Button::secondary(text).show(ui)
}

/// An action that destroys.
pub fn danger(ui: &mut Ui, text: &str) -> Response {
    Button::danger(text).show(ui)
}

/// An action without a box until the pointer is over it.
pub fn ghost(ui: &mut Ui, text: &str) -> Response {
    Button::ghost(text).show(ui)
}

/// An action that reads like a link.
pub fn link(ui: &mut Ui, text: &str) -> Response {
    Button::link(text).show(ui)
}

/// A square button of one icon; `name` is its accessible name and its tooltip.
pub fn icon_button(ui: &mut Ui, icon: &str, name: &str) -> Response {
    Button::ghost("").icon(icon).name(name).tooltip(name).small().show(ui)
}

/// A square button of one icon that stays pressed while `on`.
pub fn icon_toggle(ui: &mut Ui, icon: &str, name: &str, on: bool) -> Response {
    let kind = if on { ButtonKind::Secondary } else { ButtonKind::Ghost };
    let response = Button::new(kind, "").icon(icon).name(name).tooltip(name).small().show(ui);
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, on, name));
    response
}
