//! Toasts: short news that goes by itself, in one line. It has a place of its own, so that it covers nothing.

use super::{
    Tone,
    button::icon_button,
    paint::{icon_at, line, text_at},
};
use crate::gui::theme::{CAPTION, caption, icons, regular, semibold, space, strong, tokens};
use egui::{CursorIcon, Rect, Role, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

/// One piece of news.
#[derive(Debug, Clone, PartialEq)]
pub struct Toast {
    /// What kind of news: its colour and icon.
    pub tone: Tone,
    /// What happened, in a few words.
    pub title: String,
    /// One or two lines more; may be empty.
    pub detail: String,
    /// When it goes, in seconds on the clock given to [`drop_expired`].
    pub until: f64,
}

impl Toast {
    /// News of `tone` that stays until `until` seconds.
    pub fn new(tone: Tone, title: impl Into<String>, detail: impl Into<String>, until: f64) -> Self {
        Self { tone, title: title.into(), detail: detail.into(), until }
    }
}

/// What a person does with a toast.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ToastAnswer {
    /// Nothing.
    Nothing,
    /// Wants it gone.
    Dismissed,
    /// Wants to read more.
    Opened,
}

/// Drops what has expired at `now`, in seconds, and has the next one end in time.
pub fn drop_expired(ctx: &egui::Context, toasts: &mut Vec<Toast>, now: f64) {
    toasts.retain(|toast| toast.until > now);
    if let Some(next) = toasts.iter().map(|toast| toast.until).min_by(f64::total_cmp) {
        ctx.request_repaint_after_secs((next - now).max(0.0) as f32);
    }
}

/// Draws the newest toast in a line of `width` points and the height that there is. Its detail is whole on hover.
pub fn toast_line(ui: &mut Ui, toasts: &[Toast], width: f32) -> ToastAnswer {
    const ICON: f32 = 15.0;
    const CLOSE: f32 = 22.0;
    let Some(toast) = toasts.last() else { return ToastAnswer::Nothing };
    let t = tokens(ui);
    let (color, ground) = toast.tone.colors(t);
    let height = ui.available_height().min(space::CONTROL_HEIGHT_SMALL) - 4.0;
    let left = space::S + ICON + space::XS;
    let room = (width - left - CLOSE - space::S).max(40.0);
    let title = line(ui, &toast.title, semibold(CAPTION), room);
    let detail_room = room - title.size().x - space::S;
    let words = toast.detail.split_whitespace().collect::<Vec<_>>().join(" ");
    let detail =
        (!words.is_empty() && detail_room > 40.0).then(|| line(ui, &words, regular(CAPTION), detail_room));
    let text = title.size().x + detail.as_ref().map_or(0.0, |detail| detail.size().x + space::S);
    let size = vec2(left + text + space::S + CLOSE, height);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response
        .widget_info(|| WidgetInfo::labeled(Role::Alert, true, format!("{}. {}", toast.title, toast.detail)));
    ui.painter().rect_filled(rect, space::RADIUS_FIELD, ground);
    let middle = rect.center().y;
    icon_at(ui.painter(), pos2(rect.left() + space::S + ICON / 2.0, middle), toast.tone.icon(), ICON, color);
    let at = rect.left() + left;
    let after = at + title.size().x + space::S;
    text_at(ui.painter(), at, middle, title, t.text_strong);
    if let Some(detail) = detail {
        text_at(ui.painter(), after, middle, detail, t.text);
    }
    let corner = Rect::from_min_max(pos2(rect.right() - CLOSE, rect.top()), rect.max);
    let mut corner = ui.new_child(UiBuilder::new().max_rect(corner));
    let dismissed = icon_button(&mut corner, icons::X, &format!("Dismiss {}", toast.title)).clicked();
    let opened = response.clicked();
    response.on_hover_cursor(CursorIcon::PointingHand).on_hover_ui(|ui| {
        ui.label(strong(&toast.title));
        if !toast.detail.is_empty() {
            ui.label(caption(&toast.detail));
        }
    });
    match (dismissed, opened) {
        (true, _) => ToastAnswer::Dismissed,
        (_, true) => ToastAnswer::Opened,
        _ => ToastAnswer::Nothing,
    }
}
