//! Badges: a word on a small ground of its meaning's colour.

use super::paint::{icon_at, line, room, text_at};
use crate::gui::theme::{CAPTION, Tokens, icons, regular, space, tokens};
use egui::{Color32, CornerRadius, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

/// What a colour pair says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tone {
    /// Done, in service, allowed.
    Ok,
    /// Waiting, needs attention.
    Warn,
    /// Refused, failed.
    Error,
    /// Neutral news, the control plane.
    Info,
    /// A plain attribute.
    Neutral,
    /// The primary key, the exam.
    Primary,
    /// Ciphertext.
    Ciphertext,
    /// Plaintext.
    Plaintext,
}

impl Tone {
    /// The text colour and the ground of this tone.
    pub fn colors(self, t: &Tokens) -> (Color32, Color32) {
        match self {
            Tone::Ok => (t.ok, t.ok_bg),
            Tone::Warn => (t.warn, t.warn_bg),
            Tone::Error => (t.error, t.error_bg),
            Tone::Info => (t.info, t.info_bg),
            Tone::Neutral => (t.neutral, t.neutral_bg),
            Tone::Primary => (t.primary, t.primary_bg),
            Tone::Ciphertext => (t.ciphertext, t.ciphertext_bg),
            Tone::Plaintext => (t.plaintext, t.plaintext_bg),
        }
    }
}

impl Tone {
    /// The icon that says the same without colour.
    pub fn icon(self) -> &'static str {
        match self {
            Tone::Ok => icons::CHECK_CIRCLE,
            Tone::Warn => icons::WARNING,
            Tone::Error => icons::X_CIRCLE,
            Tone::Primary => icons::CROWN,
            Tone::Ciphertext => icons::LOCK,
            Tone::Plaintext => icons::LOCK_OPEN,
            Tone::Info | Tone::Neutral => icons::INFO,
        }
    }
}

/// A small rounded label.
#[must_use = "a badge appears when it is shown"]
pub struct Badge<'a> {
    text: &'a str,
    tone: Tone,
    icon: Option<&'a str>,
}

impl<'a> Badge<'a> {
    /// A badge of `tone` that says `text`.
    pub fn new(tone: Tone, text: &'a str) -> Self {
        Self { text, tone, icon: None }
    }

    /// Done, in service, allowed.
    pub fn ok(text: &'a str) -> Self {
        Self::new(Tone::Ok, text)
    }

    /// Waiting, needs attention.
    pub fn warn(text: &'a str) -> Self {
        Self::new(Tone::Warn, text)
    }

    /// Refused, failed.
    pub fn error(text: &'a str) -> Self {
        Self::new(Tone::Error, text)
    }

    /// Neutral news, the control plane.
    pub fn info(text: &'a str) -> Self {
        Self::new(Tone::Info, text)
    }

    /// A plain attribute.
    pub fn neutral(text: &'a str) -> Self {
        Self::new(Tone::Neutral, text)
    }

    /// The primary key.
    pub fn primary(text: &'a str) -> Self {
        Self::new(Tone::Primary, text)
    }

    /// Ciphertext.
    pub fn ciphertext(text: &'a str) -> Self {
        Self::new(Tone::Ciphertext, text)
    }

    /// Plaintext.
    pub fn plaintext(text: &'a str) -> Self {
        Self::new(Tone::Plaintext, text)
    }

    /// Puts an icon before the text.
    pub fn icon(mut self, icon: &'a str) -> Self {
        self.icon = Some(icon);
        self
    }

    /// Draws the badge.
    pub fn show(self, ui: &mut Ui) -> Response {
        const PAD: f32 = 6.0;
        const ICON: f32 = 13.0;
        let icon_room = if self.icon.is_some() { ICON + space::XS } else { 0.0 };
        let galley = line(ui, self.text, regular(CAPTION), room(ui) - 2.0 * PAD - icon_room);
        let size = vec2(galley.size().x + 2.0 * PAD + icon_room, space::BADGE_HEIGHT);
        let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, ui.is_enabled(), self.text));
        if ui.is_rect_visible(rect) {
            let (color, ground) = self.tone.colors(tokens(ui));
            let painter = ui.painter();
            painter.rect_filled(rect, CornerRadius::same(space::RADIUS_FIELD), ground);
            let (mut x, middle) = (rect.left() + PAD, rect.center().y);
            if let Some(icon) = self.icon {
                icon_at(painter, pos2(x + ICON / 2.0, middle), icon, ICON, color);
                x += icon_room;
            }
            text_at(painter, x, middle, galley, color);
        }
        response
    }
}

/// A dot of `tone` before a word, for health and the like: the word says it, the dot is found faster.
pub fn status_dot(ui: &mut Ui, tone: Tone, text: &str) -> Response {
    const DOT: f32 = 8.0;
    let galley = line(ui, text, regular(CAPTION), room(ui) - DOT - 6.0);
    let size = vec2(galley.size().x + DOT + 6.0, space::BADGE_HEIGHT);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, ui.is_enabled(), text));
    let t = tokens(ui);
    let middle = rect.center().y;
    ui.painter().circle_filled(pos2(rect.left() + DOT / 2.0, middle), DOT / 2.0, tone.colors(t).0);
    text_at(ui.painter(), rect.left() + DOT + 6.0, middle, galley, t.text_subdued);
    response
}
