//! Dropdowns: one choice of many, with its label above.

use super::{
    field::field_edge,
    menu::{MenuItem, menu_below},
    paint::{icon_at, line, text_at},
};
use crate::gui::theme::{BODY, CAPTION, caption, icons, regular, space, strong, tokens};
use egui::{CornerRadius, CursorIcon, Response, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

/// A dropdown, built up and then shown with [`Dropdown::show`].
#[must_use = "a dropdown appears when it is shown"]
pub struct Dropdown<'a> {
    label: &'a str,
    label_hidden: bool,
    help: Option<&'a str>,
    placeholder: &'a str,
    width: Option<f32>,
}

impl<'a> Dropdown<'a> {
    /// A dropdown labelled `label`, which is also its accessible name.
    pub fn new(label: &'a str) -> Self {
        Self { label, label_hidden: false, help: None, placeholder: "Choose…", width: None }
    }

    /// Draws no label; the name is still spoken.
    pub fn label_hidden(mut self) -> Self {
        self.label_hidden = true;
        self
    }

    /// One line below the dropdown.
    pub fn help(mut self, help: &'a str) -> Self {
        self.help = Some(help);
        self
    }

    /// Shown while the value is none of the items.
    pub fn placeholder(mut self, placeholder: &'a str) -> Self {
        self.placeholder = placeholder;
        self
    }

    /// `width` points wide, rather than as wide as there is room.
    pub fn width(mut self, width: f32) -> Self {
        self.width = Some(width);
        self
    }

    /// Draws the dropdown and sets `value` to the picked item's. The response is changed when an item was picked.
    pub fn show<T: PartialEq + Clone>(self, ui: &mut Ui, value: &mut T, items: &[(T, &str)]) -> Response {
        let width = self.width.unwrap_or_else(|| ui.available_width()).min(ui.available_width());
        if self.label_hidden && self.help.is_none() {
            return self.control(ui, width, value, items);
        }
        ui.vertical(|ui| {
            ui.set_width(width);
            ui.spacing_mut().item_spacing.y = space::XS;
            if !self.label_hidden {
                ui.label(strong(self.label));
            }
            let response = self.control(ui, width, value, items);
            if let Some(help) = self.help {
                ui.label(caption(help));
            }
            response
        })
        .inner
    }

    fn control<T: PartialEq + Clone>(
        &self,
        ui: &mut Ui,
        width: f32,
        value: &mut T,
        items: &[(T, &str)],
    ) -> Response {
        const PAD: f32 = 10.0;
        let t = tokens(ui);
        let present = items.iter().find(|(item, _)| item == value).map(|(_, text)| *text);
        let (rect, mut response) = ui.allocate_exact_size(vec2(width, space::CONTROL_HEIGHT), Sense::click());
        let shown = present.unwrap_or(self.placeholder);
        response.widget_info(|| WidgetInfo {
            current_text_value: Some(shown.to_owned()),
            ..WidgetInfo::labeled(Role::ComboBox, ui.is_enabled(), self.label)
        });
        let radius = CornerRadius::same(space::RADIUS_CONTROL);
        let fill = if response.hovered() { t.hover } else { t.field };
        ui.painter().rect_filled(rect, radius, fill);
        field_edge(ui, &response, false);
        let color = match (ui.is_enabled(), present) {
            (false, _) | (true, None) => t.text_disabled,
            (true, Some(_)) => t.text_strong,
        };
        let galley = line(ui, shown, regular(BODY), width - 2.0 * PAD - 20.0);
        text_at(ui.painter(), rect.left() + PAD, rect.center().y, galley, color);
        let caret = pos2(rect.right() - PAD - 6.0, rect.center().y);
        icon_at(ui.painter(), caret, icons::CARET_DOWN, CAPTION, t.text_subdued);

        let mut picked = None;
        menu_below(&response, width.max(160.0) - 2.0 * (space::XS + space::HAIRLINE), |ui| {
            ScrollArea::vertical().max_height(320.0).show(ui, |ui| {
                for (item, text) in items {
                    if MenuItem::new(text).chosen(item == value).show(ui).clicked() {
                        picked = Some(item.clone());
                    }
                }
            });
        });
        if let Some(picked) = picked {
            *value = picked;
            response.mark_changed();
        }
        response.on_hover_cursor(CursorIcon::PointingHand)
    }
}
