//! The key policy as it grows with each choice, beside the pages.

use egui::{Align, Label, Rect, ScrollArea, Ui, Vec2, pos2, vec2};

use super::policy_draft::PolicyDraft;
use crate::{
    gui::{
        theme::{MONO, caption, icons, monospace, space, strong, tokens},
        widgets::{Badge, CodeView, row_sides},
    },
    kms::policy::MAX_KEY_POLICY_BYTES,
};

/// Draws the pane's contents; `reveal` scrolls to the lines that the last choice added.
pub(super) fn ui(ui: &mut Ui, policy: &PolicyDraft, reveal: bool) {
    ui.spacing_mut().item_spacing.y = 0.0;
    row_sides(
        ui,
        space::CONTROL_HEIGHT_SMALL,
        |ui| {
            ui.add(Label::new(strong("Key policy so far")).truncate());
            if policy.is_by_hand() {
                Badge::warn("By hand").icon(icons::PENCIL).show(ui);
            }
        },
        |ui| {
            let size = policy.text().len();
            let text = caption(size_text(size));
            let too_large = size > MAX_KEY_POLICY_BYTES;
            ui.label(if too_large { text.color(tokens(ui).error) } else { text });
        },
    );
    ui.add_space(space::M);
    let line = ui.cursor().top() - 1.0;
    let around = f32::from(super::CARD_PADDING);
    let across = ui.max_rect().x_range().expand(around);
    ui.painter().hline(across, line, egui::Stroke::new(space::HAIRLINE, tokens(ui).line));

    let room = ui.available_size();
    let text = policy.narrow();
    ScrollArea::both().id_salt("Key policy so far").auto_shrink(false).show(ui, |ui| {
        ui.add_space(space::XS);
        // As large as the whole text, or else the view would scroll by itself, where nobody can lead it.
        ui.set_max_size(text_size(ui, text).max(room));
        let view = CodeView::new("Key policy so far", text).unframed().added(policy.added()).show(ui);
        if let Some(added) = policy.added().first().filter(|_| reveal) {
            // The view is as high as its lines and a small gap above and below them.
            let count = text.split('\n').count().max(1) as f32;
            let height = (view.rect.height() - 2.0 * space::S) / count;
            let top = view.rect.top() + space::S + added.start as f32 * height;
            let lines = (added.len() as f32 * height).min(room.y - 2.0 * height).max(height);
            let area =
                Rect::from_min_size(pos2(view.rect.left(), top - height), vec2(1.0, lines + 2.0 * height));
            ui.scroll_to_rect(area, Some(Align::Center));
        }
    });
}

/// How large the policy is, such as `1.1 of 32 KiB`.
pub(super) fn size_text(bytes: usize) -> String {
    format!("{:.1} of {} KiB", bytes as f64 / 1024.0, MAX_KEY_POLICY_BYTES / 1024)
}

/// At least the size that the view of `text` takes.
fn text_size(ui: &Ui, text: &str) -> Vec2 {
    const LINE_AT_MOST: f32 = 24.0;
    let longest = text.split('\n').map(|line| line.chars().count()).max().unwrap_or_default();
    let lines = text.split('\n').count();
    let glyph = ui.fonts_mut(|fonts| fonts.glyph_width(&monospace(MONO), '0'));
    vec2(longest as f32 * glyph + 2.0 * space::L, lines as f32 * LINE_AT_MOST + 2.0 * space::L)
}
