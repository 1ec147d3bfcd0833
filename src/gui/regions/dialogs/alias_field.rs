//! The alias field: the prefix `alias/` stands before what is typed.

use egui::{Align2, Frame, Margin, Response, RichText, Stroke, StrokeKind, TextEdit, Ui, pos2, vec2};

use super::{form::Page, place::Place};
use crate::{
    gui::theme::{BODY, caption, regular, space, strong, tokens},
    kms::AliasName,
};

/// The whole alias name of what was typed after the prefix; nothing while nothing was typed.
pub(super) fn alias_name(typed: &str) -> Option<String> {
    (!typed.is_empty()).then(|| format!("{}{typed}", AliasName::PREFIX))
}

/// Draws the field, with KMS's own words where it has refused the name.
pub(super) fn alias_field(ui: &mut Ui, page: &Page<'_>, optional: bool, typed: &mut String) -> Response {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing = vec2(6.0, space::XS);
        let label = ui.horizontal(|ui| {
            ui.spacing_mut().interact_size.y = 18.0;
            let label = ui.label(strong("Alias"));
            if optional {
                ui.label(caption("optional"));
            }
            label
        });
        let response = edit(ui, typed).labelled_by(label.inner.id);
        ui.label(caption("Letters, digits, / _ and -"));
        page.refusal_at(ui, Place::Alias, &response);
        response
    })
    .inner
}

/// A text edit whose text starts after the painted prefix.
fn edit(ui: &mut Ui, typed: &mut String) -> Response {
    const PAD: f32 = 10.0;
    let t = tokens(ui);
    let prefix = ui.painter().layout_no_wrap(AliasName::PREFIX.to_owned(), regular(BODY), t.text_subdued);
    let left = PAD + prefix.size().x + 1.0;
    let frame = Frame::new().fill(t.field).corner_radius(space::RADIUS_CONTROL).inner_margin(Margin {
        left: left as i8,
        right: PAD as i8,
        top: 5,
        bottom: 5,
    });
    let edit = TextEdit::singleline(typed)
        .id_salt("alias")
        .hint_text(RichText::new("name").font(regular(BODY)).color(t.text_disabled))
        .font(regular(BODY))
        .text_color(t.text_strong)
        .align(Align2::LEFT_CENTER)
        .desired_width(f32::INFINITY)
        .min_size(vec2(ui.available_width(), space::CONTROL_HEIGHT))
        .frame(frame);
    let response = ui.add(edit);
    let rect = response.rect;
    let middle = pos2(rect.left() + left - 1.0 - prefix.size().x, rect.center().y - prefix.size().y / 2.0);
    ui.painter().galley(middle, prefix, t.text_subdued);
    edge(ui, &response);
    response
}

/// The edge of a field: hair line at rest, ring while it has the keyboard.
pub(super) fn edge(ui: &Ui, response: &Response) {
    let t = tokens(ui);
    let (width, color) = match (response.has_focus(), response.hovered()) {
        (true, _) => (space::RING, t.focus),
        (false, true) => (space::HAIRLINE, t.text_subdued),
        (false, false) => (space::HAIRLINE, t.line_strong),
    };
    ui.painter().rect_stroke(
        response.rect,
        space::RADIUS_CONTROL,
        Stroke::new(width, color),
        StrokeKind::Inside,
    );
}
