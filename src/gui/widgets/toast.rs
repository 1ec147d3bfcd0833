//! Toasts: short news at the window's lower left, gone by themselves. Footers with buttons are at the right, so no toast
//! covers what is worked with.

use super::{
    Tone,
    button::icon_button,
    paint::{icon_at, wrapped},
};
use crate::gui::theme::{BODY, CAPTION, icons, regular, semibold, space, tokens};
use egui::{Align2, Area, Context, Frame, Id, Margin, Order, Role, Sense, Stroke, WidgetInfo, pos2, vec2};

/// One piece of news.
#[derive(Debug, Clone, PartialEq)]
pub struct Toast {
    /// What kind of news: its colour and icon.
    pub tone: Tone,
    /// What happened, in a few words.
    pub title: String,
    /// One or two lines more; may be empty.
    pub detail: String,
    /// When it goes, in seconds on the clock given to [`show_toasts`].
    pub until: f64,
}

impl Toast {
    /// News of `tone` that stays until `until` seconds.
    pub fn new(tone: Tone, title: impl Into<String>, detail: impl Into<String>, until: f64) -> Self {
        Self { tone, title: title.into(), detail: detail.into(), until }
    }
}

/// No more than this many are in sight; older ones wait below the newer.
const MOST: usize = 3;
const WIDTH: f32 = 340.0;

/// Drops what has expired at `now` (seconds) and draws the rest above the status bar, the newest lowest.
/// A toast stays while the pointer is over it. `foot` is how many points above the status bar are kept free.
pub fn show_toasts(ctx: &Context, toasts: &mut Vec<Toast>, now: f64, foot: f32) {
    toasts.retain(|toast| toast.until > now);
    let Some(next) = toasts.iter().map(|toast| toast.until).min_by(f64::total_cmp) else { return };
    ctx.request_repaint_after_secs((next - now).max(0.0) as f32);
    let shown = toasts.len().saturating_sub(MOST);
    let mut closed = None;
    let mut kept = None;
    let offset = vec2(space::RAIL + space::M, -(space::STATUS_BAR + space::M + foot));
    Area::new(Id::unique("toasts"))
        .anchor(Align2::LEFT_BOTTOM, offset)
        .order(Order::Tooltip)
        .accessible_name("Notifications")
        .show(ctx, |ui| {
            ui.set_width(WIDTH);
            ui.spacing_mut().item_spacing.y = space::S;
            for (i, toast) in toasts.iter().enumerate().skip(shown) {
                let (close, over) = ui.push_id(i, |ui| draw(ui, toast)).inner;
                if close {
                    closed = Some(i);
                }
                if over {
                    kept = Some(i);
                }
            }
        });
    if let Some(i) = kept {
        toasts[i].until = toasts[i].until.max(now + 2.0);
    }
    if let Some(i) = closed {
        toasts.remove(i);
        ctx.request_repaint();
    }
}

/// Draws one; returns whether it was closed, and whether the pointer is over it.
fn draw(ui: &mut egui::Ui, toast: &Toast) -> (bool, bool) {
    const TEXT_LEFT: f32 = 28.0;
    const CLOSE: f32 = 26.0;
    let t = tokens(ui);
    let color = toast.tone.colors(t).0;
    let mut close = false;
    let frame = Frame::new()
        .fill(t.raised)
        .stroke(Stroke::new(space::HAIRLINE, t.button_line))
        .corner_radius(space::RADIUS_CARD)
        .inner_margin(Margin { left: 14, right: 8, top: 10, bottom: 10 })
        .shadow(ui.visuals().popup_shadow);
    let response = frame
        .show(ui, |ui| {
            let width = ui.available_width();
            let text_width = width - TEXT_LEFT - CLOSE;
            let title = wrapped(ui, &toast.title, semibold(BODY), text_width, 20.0);
            let detail = (!toast.detail.is_empty())
                .then(|| wrapped(ui, &toast.detail, regular(CAPTION), text_width, 17.0));
            let height = title.size().y + detail.as_ref().map_or(0.0, |d| d.size().y + 2.0);
            let (rect, response) = ui.allocate_exact_size(vec2(width, height.max(22.0)), Sense::hover());
            response.widget_info(|| {
                WidgetInfo::labeled(Role::Alert, true, format!("{}. {}", toast.title, toast.detail))
            });
            icon_at(ui.painter(), pos2(rect.left() + 9.0, rect.top() + 10.0), toast.tone.icon(), 18.0, color);
            let below = rect.top() + title.size().y + 2.0;
            let left = rect.left() + TEXT_LEFT;
            ui.painter().galley_with_override_text_color(pos2(left, rect.top()), title, t.text_strong);
            if let Some(detail) = detail {
                ui.painter().galley_with_override_text_color(pos2(left, below), detail, t.text_subdued);
            }
            let corner = egui::Rect::from_min_size(
                pos2(rect.right() - space::CONTROL_HEIGHT_SMALL, rect.top() - 2.0),
                egui::Vec2::splat(space::CONTROL_HEIGHT_SMALL),
            );
            let mut at = ui.new_child(egui::UiBuilder::new().max_rect(corner));
            close = icon_button(&mut at, icons::X, &format!("Dismiss {}", toast.title)).clicked();
        })
        .response;
    // A bar at the left says the tone before the words are read.
    let bar =
        egui::Rect::from_min_max(response.rect.min, pos2(response.rect.left() + 3.0, response.rect.bottom()));
    ui.painter().with_clip_rect(bar).rect_filled(response.rect, space::RADIUS_CARD, color);
    let over = ui.rect_contains_pointer(response.rect);
    (close, over)
}
