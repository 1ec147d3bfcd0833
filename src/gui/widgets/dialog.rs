//! Dialogs: one question above a dimmed window.

use super::{
    button::{Button, ButtonKind, icon_button},
    menu::is_any_popover_open,
};
use crate::gui::theme::{icons, section, space, tokens};
use egui::{Align, Context, Frame, Id, Key, Layout, Margin, Modal, ScrollArea, Stroke, Ui, UiBuilder, vec2};

/// How a dialog stands after this frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DialogOutcome {
    /// Still open.
    Open,
    /// Left by Cancel, Esc or the cross.
    Cancelled,
    /// Confirmed by its button or by Enter.
    Confirmed,
    /// Left by the alternative to its main button.
    Alternative,
}

/// A dialog, built up and then shown each frame while it is open.
#[must_use = "a dialog appears when it is shown"]
pub struct Dialog<'a> {
    title: &'a str,
    confirm: &'a str,
    cancel: &'a str,
    alternative: Option<&'a str>,
    danger: bool,
    enabled: bool,
    why_disabled: Option<&'a str>,
    width: f32,
}

impl<'a> Dialog<'a> {
    /// A dialog titled `title`, whose main button says `confirm`.
    pub fn new(title: &'a str, confirm: &'a str) -> Self {
        Self {
            title,
            confirm,
            cancel: "Cancel",
            alternative: None,
            danger: false,
            enabled: true,
            why_disabled: None,
            width: 480.0,
        }
    }

    /// Marks the main button as one that destroys.
    pub fn danger(mut self) -> Self {
        self.danger = true;
        self
    }

    /// Whether it can be confirmed now.
    pub fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = enabled;
        self
    }

    /// Shown on hover of the main button while it is disabled.
    pub fn why_disabled(mut self, why: &'a str) -> Self {
        self.why_disabled = Some(why);
        self
    }

    /// Another word than "Cancel"; an empty one leaves that button out.
    pub fn cancel_text(mut self, cancel: &'a str) -> Self {
        self.cancel = cancel;
        self
    }

    /// A third way out, at the other end of the buttons: "Don't save".
    pub fn alternative(mut self, alternative: &'a str) -> Self {
        self.alternative = Some(alternative);
        self
    }

    /// `width` points wide; the width stays, whatever the contents are.
    pub fn width(mut self, width: f32) -> Self {
        self.width = width;
        self
    }

    /// Draws the dialog around `body`. Long bodies scroll; the title and the buttons stay.
    pub fn show(self, ctx: &Context, body: impl FnOnce(&mut Ui)) -> DialogOutcome {
        let id = Id::unique(("dialog", self.title));
        let newly_opened = self.newly_opened(ctx, id);
        let t = crate::gui::theme::Tokens::of(&ctx.global_style().visuals);
        let content = ctx.content_rect();
        let width = self.width.min(content.width() - 2.0 * space::XL);
        let frame = Frame::new()
            .fill(t.raised)
            .stroke(Stroke::new(space::HAIRLINE, t.button_line))
            .corner_radius(space::RADIUS_CARD)
            .shadow(ctx.global_style().visuals.window_shadow);
        let area = Modal::default_area(id).accessible_name(self.title);
        let modal = Modal::new(id).area(area).frame(frame).backdrop_color(t.scrim);
        let shown = modal.show(ctx, |ui| {
            ui.set_width(width);
            ui.spacing_mut().item_spacing.y = 0.0;
            let closed = self.head(ui);
            rule(ui);
            Frame::new().inner_margin(Margin::same(space::L as i8)).show(ui, |ui| {
                ui.take_available_width();
                let room = content.height() - 200.0;
                ScrollArea::vertical().max_height(room).min_scrolled_height(room).show(ui, |ui| {
                    ui.spacing_mut().item_spacing.y = space::M;
                    body(ui);
                });
            });
            rule(ui);
            let pressed = self.foot(ui);
            // Enter in a one-line field has taken its focus away by now; a text of several lines or a focused
            // button keeps the focus, and the key.
            let enter = ui.input(|i| i.key_pressed(Key::Enter)) && ui.memory(|m| m.focused().is_none());
            match pressed {
                _ if closed => DialogOutcome::Cancelled,
                DialogOutcome::Open if enter && self.enabled && !newly_opened => DialogOutcome::Confirmed,
                pressed => pressed,
            }
        });
        let escape = shown.is_top_modal
            && !shown.any_popup_open
            && !is_any_popover_open(ctx)
            && ctx.input_mut(|i| i.consume_key(egui::Modifiers::NONE, Key::Escape));
        if shown.inner == DialogOutcome::Open && escape { DialogOutcome::Cancelled } else { shown.inner }
    }

    /// Whether the dialog was not there in the last frame: then an Enter that opened it must not also confirm it.
    fn newly_opened(&self, ctx: &Context, id: Id) -> bool {
        let pass = ctx.cumulative_frame_nr();
        let seen = ctx.data_mut(|d| {
            let seen = d.get_temp::<u64>(id);
            d.insert_temp(id, pass);
            seen
        });
        seen.is_none_or(|last| last + 1 < pass)
    }

    fn head(&self, ui: &mut Ui) -> bool {
        Frame::new()
            .inner_margin(Margin { left: 16, right: 10, top: 10, bottom: 10 })
            .show(ui, |ui| {
                ui.horizontal(|ui| {
                    ui.set_height(space::CONTROL_HEIGHT_SMALL + 2.0);
                    ui.label(section(self.title));
                    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                        icon_button(ui, icons::X, "Close").clicked()
                    })
                    .inner
                })
                .inner
            })
            .inner
    }

    fn foot(&self, ui: &mut Ui) -> DialogOutcome {
        Frame::new()
            .inner_margin(Margin::symmetric(space::L as i8, space::M as i8))
            .show(ui, |ui| {
                let size = vec2(ui.available_width(), space::CONTROL_HEIGHT);
                let (_, rect) = ui.allocate_space(size);
                let layout = Layout::right_to_left(Align::Center);
                let mut row = ui.new_child(UiBuilder::new().max_rect(rect).layout(layout));
                let kind = if self.danger { ButtonKind::Danger } else { ButtonKind::Primary };
                let confirm = Button::new(kind, self.confirm)
                    .enabled(self.enabled)
                    .why_disabled(self.why_disabled.unwrap_or("Something is still missing"))
                    .show(&mut row);
                let cancel =
                    !self.cancel.is_empty() && Button::secondary(self.cancel).show(&mut row).clicked();
                let alternative = self.alternative.is_some_and(|text| {
                    let layout = Layout::left_to_right(Align::Center);
                    row.with_layout(layout, |ui| Button::secondary(text).show(ui).clicked()).inner
                });
                match (confirm.clicked(), cancel, alternative) {
                    (true, _, _) => DialogOutcome::Confirmed,
                    (_, true, _) => DialogOutcome::Cancelled,
                    (_, _, true) => DialogOutcome::Alternative,
                    _ => DialogOutcome::Open,
                }
            })
            .inner
    }
}

/// A hair line across the dialog.
fn rule(ui: &mut Ui) {
    let (_, rect) = ui.allocate_space(vec2(ui.available_width(), space::HAIRLINE));
    ui.painter().rect_filled(rect, 0.0, tokens(ui).line);
}
