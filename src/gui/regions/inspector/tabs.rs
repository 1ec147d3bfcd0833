//! The row of tabs, side by side over the whole width.

use egui::{Align2, CursorIcon, FontSelection, Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use crate::gui::{
    theme::{BODY, regular, space, tokens},
    widgets::focus_ring,
};

/// A page of the inspector.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Tab {
    /// The general configuration.
    #[default]
    General,
    /// The key policy.
    Policy,
    /// Spec, usage, origin, algorithms.
    Cryptography,
    /// Key material and rotations.
    Rotation,
    /// The aliases.
    Aliases,
    /// The tags.
    Tags,
}

impl Tab {
    /// All of them with their short and their full names.
    const ALL: [(Self, &str, &str); 6] = [
        (Self::General, "General", "General configuration"),
        (Self::Policy, "Policy", "Key policy"),
        (Self::Cryptography, "Crypto", "Cryptographic configuration"),
        (Self::Rotation, "Rotation", "Key material and rotations"),
        (Self::Aliases, "Aliases", "Aliases"),
        (Self::Tags, "Tags", "Tags"),
    ];
}

/// Draws the tabs and turns to the clicked one.
pub(super) fn tab_row(ui: &mut Ui, tab: &mut Tab) {
    let t = tokens(ui);
    let font = FontSelection::from(regular(BODY)).resolve(ui.style());
    let galleys = Tab::ALL
        .map(|(_, short, _)| ui.painter().layout_no_wrap(short.to_owned(), font.clone(), t.text).size().x);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 32.0), Sense::hover());
    let spare = (rect.width() - galleys.iter().sum::<f32>()).max(0.0);
    let gap = (spare / (Tab::ALL.len() - 1) as f32).min(space::XL);
    let line = Stroke::new(space::HAIRLINE, t.line);
    ui.painter().hline(rect.expand2(vec2(space::L, 0.0)).x_range(), rect.bottom() - 0.5, line);
    let mut left = rect.left();
    for ((page, short, full), width) in Tab::ALL.into_iter().zip(galleys) {
        let area = Rect::from_min_max(pos2(left, rect.top()), pos2(left + width, rect.bottom()));
        left += width + gap;
        let hit = area.expand2(vec2(gap / 2.0, 0.0));
        let response = ui.interact(hit, ui.scope_id().with(("tab", short)), Sense::click());
        let chosen = *tab == page;
        response.widget_info(|| WidgetInfo::selected(Role::Tab, ui.is_enabled(), chosen, full));
        let color = if chosen || response.hovered() { t.text_strong } else { t.text_subdued };
        ui.painter().text(area.center(), Align2::CENTER_CENTER, short, font.clone(), color);
        if chosen {
            let bar = Rect::from_min_max(pos2(area.left(), area.bottom() - 2.0), area.right_bottom());
            ui.painter().rect_filled(bar, 1.0, t.accent);
        }
        focus_ring(ui, &response, area.shrink2(vec2(-3.0, 4.0)), space::RADIUS_FIELD);
        if response.clicked() {
            *tab = page;
        }
        let response = response.on_hover_cursor(CursorIcon::PointingHand);
        if short != full {
            response.on_hover_text(full);
        }
    }
}
