//! Text fields: the label above, help or the error below, never a jump between the two.

use super::paint::{icon_at, line, text_at};
use crate::gui::theme::{
    BODY, CAPTION, MONO, caption, icons, monospace, regular, semibold, space, strong, tokens,
};
use egui::{
    Align2, CornerRadius, Frame, Margin, Response, RichText, Stroke, StrokeKind, TextEdit, Ui, Vec2, pos2,
    vec2,
};

/// A text field, built up and then shown with [`TextField::show`].
#[must_use = "a field appears when it is shown"]
pub struct TextField<'a> {
    label: &'a str,
    hint: &'a str,
    help: Option<&'a str>,
    error: Option<&'a str>,
    optional: bool,
    width: Option<f32>,
    rows: Option<usize>,
    mono: bool,
    char_limit: usize,
    enabled: bool,
}

impl<'a> TextField<'a> {
    /// A field labelled `label`, which is also its identity among its neighbours.
    pub fn new(label: &'a str) -> Self {
        Self {
            label,
            hint: "",
            help: None,
            error: None,
            optional: false,
            width: None,
            rows: None,
            mono: false,
            char_limit: usize::MAX,
            enabled: true,
        }
    }

    /// Shown inside while the field is empty.
    pub fn hint(mut self, hint: &'a str) -> Self {
        self.hint = hint;
        self
    }

    /// One line below the field. Give it to keep room for an error, which takes its place.
    pub fn help(mut self, help: &'a str) -> Self {
        self.help = Some(help);
        self
    }

    /// What is wrong with the value; takes the place of the help line.
    pub fn error(mut self, error: Option<&'a str>) -> Self {
        self.error = error;
        self
    }

    /// Says "optional" beside the label.
    pub fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    /// `width` points wide, rather than as wide as there is room.
    pub fn width(mut self, width: f32) -> Self {
        self.width = Some(width);
        self
    }

    /// `rows` lines high; Enter starts a new line.
    pub fn multiline(mut self, rows: usize) -> Self {
        self.rows = Some(rows);
        self
    }

    /// In the fixed-width face.
    pub fn mono(mut self) -> Self {
        self.mono = true;
        self
    }

    /// Takes no more than `limit` characters.
    pub fn char_limit(mut self, limit: usize) -> Self {
        self.char_limit = limit;
        self
    }

    /// Whether the value can be changed.
    pub fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = enabled;
        self
    }

    /// Draws the field over `value`. The response is the text field's: ask it `changed`, `lost_focus`, `request_focus`.
    pub fn show(self, ui: &mut Ui, value: &mut String) -> Response {
        let width = self.width.unwrap_or_else(|| ui.available_width()).min(ui.available_width());
        ui.vertical(|ui| {
            ui.set_width(width);
            ui.spacing_mut().item_spacing = vec2(6.0, space::XS);
            let label = ui.horizontal(|ui| {
                ui.spacing_mut().interact_size.y = 18.0;
                let label = ui.label(strong(self.label));
                if self.optional {
                    ui.label(caption("optional"));
                }
                label
            });
            let response = self.edit(ui, value, width).labelled_by(label.inner.id);
            if self.help.is_some() || self.error.is_some() {
                self.foot(ui, width);
            }
            response
        })
        .inner
    }

    fn edit(&self, ui: &mut Ui, value: &mut String, width: f32) -> Response {
        let t = tokens(ui);
        let font = if self.mono { monospace(MONO) } else { regular(BODY) };
        let edit = match self.rows {
            None => TextEdit::singleline(value),
            Some(rows) => TextEdit::multiline(value).desired_rows(rows),
        };
        let edit = edit
            .id_salt(self.label)
            .hint_text(RichText::new(self.hint).font(font.clone()).color(t.text_disabled))
            .font(font)
            .text_color(t.text_strong)
            .char_limit(self.char_limit)
            .align(if self.rows.is_none() { Align2::LEFT_CENTER } else { Align2::LEFT_TOP })
            .desired_width(f32::INFINITY)
            .min_size(vec2(width, space::CONTROL_HEIGHT))
            .frame(field_frame(ui));
        let response = ui.add_enabled_ui(self.enabled, |ui| ui.add(edit)).inner;
        field_edge(ui, &response, self.error.is_some());
        response
    }

    fn foot(&self, ui: &mut Ui, width: f32) {
        const ICON: f32 = 14.0;
        const LINE: f32 = 18.0;
        let t = tokens(ui);
        match self.error {
            None => {
                let galley = line(ui, self.help.unwrap_or_default(), regular(CAPTION), width);
                let (rect, _) = ui.allocate_exact_size(vec2(width, LINE), egui::Sense::hover());
                let elided = galley.elided;
                text_at(ui.painter(), rect.left(), rect.center().y, galley, t.text_subdued);
                if elided {
                    let whole = ui.interact(rect, ui.scope_id().with("help"), egui::Sense::hover());
                    whole.on_hover_text(self.help.unwrap_or_default());
                }
            }
            Some(error) => {
                let galley = line(ui, error, regular(CAPTION), width - ICON - space::XS);
                let (rect, response) = ui.allocate_exact_size(vec2(width, LINE), egui::Sense::hover());
                response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, error));
                let middle = rect.center().y;
                let at = pos2(rect.left() + ICON / 2.0, middle);
                icon_at(ui.painter(), at, icons::WARNING_CIRCLE, ICON, t.error);
                text_at(ui.painter(), rect.left() + ICON + space::XS, middle, galley, t.error);
                response.on_hover_text(error);
            }
        }
    }
}

/// The frame inside which a text edit stands; its edge is painted by [`field_edge`] once its state is known.
pub(in crate::gui) fn field_frame(ui: &Ui) -> Frame {
    Frame::new()
        .fill(tokens(ui).field)
        .corner_radius(space::RADIUS_CONTROL)
        .inner_margin(Margin::symmetric(10, 5))
}

/// The edge of a field: hair line at rest, focus ring while it has the keyboard, red where it is wrong.
pub(in crate::gui) fn field_edge(ui: &Ui, response: &Response, wrong: bool) {
    let t = tokens(ui);
    let (width, color) = match (response.has_focus(), wrong) {
        (true, true) => (space::RING, t.error),
        (true, false) => (space::RING, t.focus),
        (false, true) => (space::HAIRLINE, t.error),
        (false, false) if !response.enabled() => (space::HAIRLINE, t.line),
        (false, false) if response.hovered() => (space::HAIRLINE, t.text_subdued),
        (false, false) => (space::HAIRLINE, t.line_strong),
    };
    ui.painter().rect_stroke(
        response.rect,
        CornerRadius::same(space::RADIUS_CONTROL),
        Stroke::new(width, color),
        StrokeKind::Inside,
    );
}

/// A search field: no label in sight, a magnifying glass, `hint` as its name, and a way to empty it.
pub fn search_field(ui: &mut Ui, hint: &str, width: f32, value: &mut String) -> Response {
    let t = tokens(ui);
    let size = vec2(width.min(ui.available_width()), space::CONTROL_HEIGHT);
    let mut frame = field_frame(ui);
    frame.inner_margin.left = 30;
    frame.inner_margin.right = 28;
    let edit = TextEdit::singleline(value)
        .id_salt(hint)
        .hint_text(RichText::new(hint).font(regular(BODY)).color(t.text_disabled))
        .text_color(t.text_strong)
        .align(Align2::LEFT_CENTER)
        .desired_width(size.x)
        .min_size(size)
        .frame(frame);
    let mut response = ui.add(edit).accessible_name(hint);
    // The first Escape takes what was typed away, the second leaves the field.
    if response.lost_focus() && !value.is_empty() && ui.input(|input| input.key_pressed(egui::Key::Escape)) {
        value.clear();
        response.mark_changed();
        response.request_focus();
    }
    field_edge(ui, &response, false);
    let middle = response.rect.center().y;
    let glass = pos2(response.rect.left() + 16.0, middle);
    icon_at(ui.painter(), glass, icons::MAGNIFIER, 15.0, t.text_subdued);
    if !value.is_empty() {
        let center = pos2(response.rect.right() - 15.0, middle);
        let area = egui::Rect::from_center_size(center, Vec2::splat(22.0));
        let clear = ui.interact(area, response.id.with("clear"), egui::Sense::click());
        clear.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, format!("Clear {hint}")));
        let color = if clear.hovered() { t.text_strong } else { t.text_subdued };
        icon_at(ui.painter(), center, icons::X, 13.0, color);
        super::paint::focus_ring(ui, &clear, area.shrink(2.0), space::RADIUS_FIELD);
        if clear.on_hover_cursor(egui::CursorIcon::PointingHand).clicked() {
            value.clear();
            response.mark_changed();
        }
    }
    response
}

/// A label above something that is no text field, in the same look; returns its id for `labelled_by`.
pub fn field_label(ui: &mut Ui, label: &str, help: Option<&str>) -> egui::Id {
    let response = ui.label(RichText::new(label).font(semibold(BODY)).strong());
    if let Some(help) = help {
        ui.label(caption(help));
    }
    response.id
}
