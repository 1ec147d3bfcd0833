//! A text field without a label of its own, for rows where one label stands above several controls.

use egui::{
    Align2, CornerRadius, FontId, Frame, Margin, Response, RichText, Stroke, StrokeKind, TextEdit, Ui, vec2,
};

use crate::gui::theme::{space, tokens};

/// Draws a field of this width and height over `text`; `name` is its accessible name, `hint` stands in it while it is empty.
pub(super) fn input(
    ui: &mut Ui,
    text: &mut String,
    name: &str,
    hint: &str,
    font: FontId,
    size: (f32, f32),
) -> Response {
    let t = tokens(ui);
    let (width, height) = size;
    let frame = Frame::new()
        .fill(t.field)
        .corner_radius(space::RADIUS_CONTROL)
        .inner_margin(Margin::symmetric(10, if height < space::CONTROL_HEIGHT { 3 } else { 5 }));
    let edit = TextEdit::singleline(text)
        .id_salt(name)
        .hint_text(RichText::new(hint).font(font.clone()).color(t.text_disabled))
        .font(font)
        .text_color(t.text_strong)
        .align(Align2::LEFT_CENTER)
        .desired_width(width - 20.0)
        .min_size(vec2(width, height))
        .frame(frame);
    let response = ui.add(edit).accessible_name(name);
    let stroke = match (response.has_focus(), response.hovered()) {
        (true, _) => Stroke::new(space::RING, t.focus),
        (false, true) => Stroke::new(space::HAIRLINE, t.text_subdued),
        (false, false) => Stroke::new(space::HAIRLINE, t.line_strong),
    };
    let radius = CornerRadius::same(space::RADIUS_CONTROL);
    ui.painter().rect_stroke(response.rect, radius, stroke, StrokeKind::Inside);
    response
}
