//! Cards: a surface with a hair line, one step above what it lies on.

use super::paint::focus_ring;
use crate::gui::theme::{space, tokens};
use egui::{
    Color32, CornerRadius, CursorIcon, Frame, InnerResponse, Margin, Role, Sense, Stroke, StrokeKind, Ui,
    UiBuilder, WidgetInfo,
};

/// A card, built up and then shown with its contents.
#[must_use = "a card appears when it is shown"]
pub struct Card<'a> {
    fill: Option<Color32>,
    selected: bool,
    clickable: Option<&'a str>,
    padding: Margin,
    edge: Option<Color32>,
    full_width: bool,
}

impl Default for Card<'_> {
    fn default() -> Self {
        Self::new()
    }
}

impl<'a> Card<'a> {
    /// A raised card.
    pub fn new() -> Self {
        Self {
            fill: None,
            selected: false,
            clickable: None,
            padding: Margin::same(space::M as i8),
            edge: None,
            full_width: true,
        }
    }

    /// Another surface than the raised one, such as the panel's or the field's.
    pub fn fill(mut self, fill: Color32) -> Self {
        self.fill = Some(fill);
        self
    }

    /// Outlined in the colour of the selected family.
    pub fn selected(mut self, selected: bool) -> Self {
        self.selected = selected;
        self
    }

    /// Makes the whole card one button named `name`. Buttons inside still take their own clicks.
    pub fn clickable(mut self, name: &'a str) -> Self {
        self.clickable = Some(name);
        self
    }

    /// Other room around the contents than 12 points.
    pub fn padding(mut self, padding: impl Into<Margin>) -> Self {
        self.padding = padding.into();
        self
    }

    /// Gives the left edge a colour, such as a Region's.
    pub fn edge(mut self, color: Color32) -> Self {
        self.edge = Some(color);
        self
    }

    /// As narrow as its contents, rather than as wide as there is room.
    pub fn hug(mut self) -> Self {
        self.full_width = false;
        self
    }

    /// Draws the card around `add`.
    pub fn show<R>(self, ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> InnerResponse<R> {
        let sense = if self.clickable.is_some() { Sense::click() } else { Sense::hover() };
        let t = tokens(ui);
        let mut result = ui.scope_builder(UiBuilder::new().sense(sense), |ui| {
            // The area of the last frame: where the pointer is decides the ground of this one.
            let over = self.clickable.is_some() && ui.response().contains_pointer();
            let fill = self.fill.unwrap_or(t.raised);
            // Half way only: badges on the card must stay apart from it.
            let fill = if over { fill.lerp_to_gamma(t.hover, 0.45) } else { fill };
            let line = if over { t.line_strong } else { t.line };
            Frame::new()
                .fill(fill)
                .stroke(Stroke::new(space::HAIRLINE, line))
                .corner_radius(space::RADIUS_CARD)
                .inner_margin(self.padding)
                .show(ui, |ui| {
                    if self.full_width {
                        ui.take_available_width();
                    }
                    add(ui)
                })
                .inner
        });
        let rect = result.response.rect;
        if let Some(color) = self.edge {
            // Drawn as a rounded card of that colour, clipped to a strip, so that it follows the corner.
            let strip = egui::Rect::from_min_max(rect.min, egui::pos2(rect.left() + 3.0, rect.bottom()));
            ui.painter().with_clip_rect(strip.intersect(ui.clip_rect())).rect_filled(
                rect,
                CornerRadius::same(space::RADIUS_CARD),
                color,
            );
        }
        if self.selected {
            ui.painter().rect_stroke(
                rect,
                CornerRadius::same(space::RADIUS_CARD),
                Stroke::new(space::RING, t.primary_line),
                StrokeKind::Inside,
            );
        }
        if let Some(name) = self.clickable {
            let selected = self.selected;
            result.response.widget_info(|| WidgetInfo::selected(Role::Button, true, selected, name));
            focus_ring(ui, &result.response, rect, space::RADIUS_CARD);
            result.response = result.response.on_hover_cursor(CursorIcon::PointingHand);
        }
        result
    }
}
