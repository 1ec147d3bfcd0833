//! The steps of a wizard, one below the other.

use super::paint::{focus_ring, wrapped};
use crate::gui::theme::{BODY, CAPTION, icons, regular, semibold, space, tokens};
use egui::{Align2, CornerRadius, CursorIcon, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

/// One step: what it is, and what was chosen in it so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The step's name, as its page is titled.
    pub title: String,
    /// One line on what was chosen; empty before.
    pub summary: String,
}

impl Step {
    /// A step named `title`, with `summary` of what was chosen.
    pub fn new(title: impl Into<String>, summary: impl Into<String>) -> Self {
        Self { title: title.into(), summary: summary.into() }
    }
}

/// Draws `steps` with `current` (from 0) marked: those before it are done and can be clicked.
/// Returns the index of a clicked step.
pub fn step_list(ui: &mut Ui, steps: &[Step], current: usize) -> Option<usize> {
    const DISC: f32 = 24.0;
    const PAD: f32 = 8.0;
    let t = tokens(ui);
    let mut clicked = None;
    let width = ui.available_width();
    let text_left = PAD + DISC + space::M;
    ui.spacing_mut().item_spacing.y = 6.0;
    let mut last_disc: Option<egui::Pos2> = None;
    for (i, step) in steps.iter().enumerate() {
        let done = i < current;
        let now = i == current;
        let font = if now { semibold(BODY) } else { regular(BODY) };
        let title = wrapped(ui, &step.title, font, width - text_left - PAD, 19.0);
        let summary = (!step.summary.is_empty())
            .then(|| wrapped(ui, &step.summary, regular(CAPTION), width - text_left - PAD, 16.0));
        let text_height = title.size().y + summary.as_ref().map_or(0.0, |s| s.size().y);
        let height = text_height.max(DISC) + 2.0 * PAD;
        let sense = if done { Sense::click() } else { Sense::hover() };
        let (rect, response) = ui.allocate_exact_size(vec2(width, height), sense);
        let word = if done {
            "done"
        } else if now {
            "current"
        } else {
            "to come"
        };
        response.widget_info(|| {
            let role = if done { Role::Button } else { Role::Label };
            WidgetInfo::labeled(role, ui.is_enabled(), format!("Step {}, {}, {word}", i + 1, step.title))
        });
        let painter = ui.painter();
        if done && response.hovered() {
            painter.rect_filled(rect, CornerRadius::same(space::RADIUS_CONTROL), t.hover);
        }
        let disc = pos2(rect.left() + PAD + DISC / 2.0, rect.top() + PAD + DISC / 2.0);
        if let Some(above) = last_disc {
            let ends = above.y + DISC / 2.0 + 3.0..=disc.y - DISC / 2.0 - 3.0;
            painter.vline(
                disc.x,
                ends,
                Stroke::new(space::HAIRLINE, if i <= current { t.ok } else { t.line }),
            );
        }
        last_disc = Some(disc);
        let (fill, line, color) = match (done, now) {
            (true, _) => (t.ok_bg, t.ok, t.ok),
            (_, true) => (t.accent_fill, t.accent_fill, t.on_accent),
            _ => (egui::Color32::TRANSPARENT, t.line_strong, t.text_subdued),
        };
        painter.circle(disc, DISC / 2.0 - 0.5, fill, Stroke::new(space::HAIRLINE, line));
        if done {
            super::paint::icon_at(painter, disc, icons::CHECK, 13.0, color);
        } else {
            painter.text(disc, Align2::CENTER_CENTER, i + 1, semibold(CAPTION), color);
        }
        let title_color = match (done, now) {
            (_, true) => t.text_strong,
            (true, _) => t.text,
            _ => t.text_subdued,
        };
        // A single line stands on the disc's middle; more start level with it.
        let top = rect.top() + PAD + (DISC - title.size().y.min(19.0)) / 2.0;
        let below = top + title.size().y;
        let left = rect.left() + text_left;
        painter.galley_with_override_text_color(pos2(left, top), title, title_color);
        if let Some(summary) = summary {
            painter.galley_with_override_text_color(pos2(left, below), summary, t.text_subdued);
        }
        focus_ring(ui, &response, rect, space::RADIUS_CONTROL);
        if done && response.on_hover_cursor(CursorIcon::PointingHand).clicked() {
            clicked = Some(i);
        }
    }
    clicked
}
