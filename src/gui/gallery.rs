//! Every control in every state on one page: where the look is judged, and where each control shows how it is called.

use super::{
    theme::{
        RegionMark, Tokens, body, caption, display, icon, icons, mono, paint_mark, paragraph, section, space,
        strong, subdued, title, tokens,
    },
    widgets::*,
};
use egui::{Layout, Sense, Ui, Vec2, vec2};

mod pages;

/// What the gallery remembers between frames.
#[derive(Debug, Clone)]
pub struct GalleryState {
    /// The page in sight.
    pub page: Page,
    /// The dialog that is open, if any.
    pub dialog: bool,
    /// The toasts in sight.
    pub toasts: Vec<Toast>,
    alias: String,
    description: String,
    bad_alias: String,
    search: String,
    pace: u8,
    regionality: usize,
    deletion: bool,
    rotation: bool,
    spec: usize,
    policy: String,
    step: usize,
    card: usize,
}

/// A page of the gallery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// Colours, type, icons, Region marks.
    Theme,
    /// Buttons, badges, fields, choices.
    Controls,
    /// Cards, properties, code, lists, notes.
    Blocks,
}

impl Default for GalleryState {
    fn default() -> Self {
        Self {
            page: Page::Controls,
            dialog: false,
            toasts: Vec::new(),
            alias: "alias/global-encrypt".to_owned(),
            description: String::new(),
            bad_alias: "alias/aws/orders".to_owned(),
            search: "alice".to_owned(),
            pace: 1,
            regionality: 1,
            deletion: true,
            rotation: false,
            spec: 0,
            policy: pages::POLICY.to_owned(),
            step: 2,
            card: 0,
        }
    }
}

/// Draws the gallery.
pub fn show(ui: &mut Ui, state: &mut GalleryState) {
    let choices = [
        (Page::Theme, "Theme", "Theme"),
        (Page::Controls, "Controls", "Controls"),
        (Page::Blocks, "Blocks", "Blocks"),
    ];
    control_row(ui, |ui| {
        ui.label(title("Gallery"));
        segmented(ui, "Page", &mut state.page, &choices);
    });
    let width = ui.available_width();
    if toast_line(ui, &state.toasts, width) == ToastAnswer::Dismissed {
        state.toasts.pop();
    }
    ui.add_space(space::S);
    egui::ScrollArea::vertical().show(ui, |ui| match state.page {
        Page::Theme => pages::theme(ui),
        Page::Controls => pages::controls(ui, state),
        Page::Blocks => pages::blocks(ui, state),
    });
    if state.dialog {
        pages::dialog(ui.ctx(), state);
    }
    let now = ui.input(|i| i.time);
    drop_expired(ui.ctx(), &mut state.toasts, now);
}
