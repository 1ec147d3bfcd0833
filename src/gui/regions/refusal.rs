//! An exception beside what caused it.

use egui::{Response, Role, Ui, WidgetInfo};

use crate::{
    gui::theme::{caption, icon, icons, space, tokens},
    kms::KmsError,
};

/// Draws the whole exception in KMS's own words, small and red, with a sign before it.
pub(super) fn refusal(ui: &mut Ui, error: &KmsError) -> Response {
    let color = tokens(ui).error;
    let text = error.to_string();
    let shown = ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = space::XS;
        ui.label(icon(icons::WARNING_CIRCLE, 14.0).color(color));
        ui.add(egui::Label::new(caption(text.as_str()).color(color)).wrap());
    });
    shown.response.widget_info(|| WidgetInfo::labeled(Role::Alert, true, &text));
    shown.response
}
