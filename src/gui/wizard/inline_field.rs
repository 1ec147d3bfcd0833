//! A one-line text field without a label of its own, between fixed words: `alias/` before an alias, and rows of tables.

use egui::{
    Align2, CornerRadius, Frame, Id, Margin, Rect, Response, RichText, Sense, Stroke, StrokeKind, TextEdit,
    Ui, UiBuilder, vec2,
};

use crate::gui::theme::{BODY, MONO, monospace, regular, space, tokens};

/// The room between an edge and a text.
const PAD: f32 = 10.0;

/// A field, built up and then shown with [`InlineField::show`].
#[must_use = "a field appears when it is shown"]
pub(super) struct InlineField<'a> {
    name: &'a str,
    label: Option<Id>,
    prefix: &'a str,
    suffix: &'a str,
    hint: &'a str,
    width: f32,
    wrong: bool,
}

impl<'a> InlineField<'a> {
    /// A field that assistive programs know as `name`, which is also its identity among its neighbours.
    pub(super) fn new(name: &'a str) -> Self {
        Self { name, label: None, prefix: "", suffix: "", hint: "", width: f32::INFINITY, wrong: false }
    }

    /// Named by a label in sight rather than by its own name.
    pub(super) fn labelled_by(mut self, label: Id) -> Self {
        self.label = Some(label);
        self
    }

    /// Fixed words before the value.
    pub(super) fn prefix(mut self, prefix: &'a str) -> Self {
        self.prefix = prefix;
        self
    }

    /// Fixed words after the value.
    pub(super) fn suffix(mut self, suffix: &'a str) -> Self {
        self.suffix = suffix;
        self
    }

    /// Shown inside while the field is empty.
    pub(super) fn hint(mut self, hint: &'a str) -> Self {
        self.hint = hint;
        self
    }

    /// At most `width` points wide.
    pub(super) fn width(mut self, width: f32) -> Self {
        self.width = width;
        self
    }

    /// Whether the value will not be taken.
    pub(super) fn wrong(mut self, wrong: bool) -> Self {
        self.wrong = wrong;
        self
    }

    /// Draws the field over `value`.
    pub(super) fn show(self, ui: &mut Ui, value: &mut String) -> Response {
        let t = tokens(ui);
        let size = vec2(self.width.min(ui.available_width()), space::CONTROL_HEIGHT);
        let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
        let radius = CornerRadius::same(space::RADIUS_CONTROL);
        ui.painter().rect_filled(rect, radius, t.field);
        let left = rect.left() + self.fixed_words(ui, rect, self.prefix, true);
        let right = rect.right() - self.fixed_words(ui, rect, self.suffix, false);
        let area = Rect::from_x_y_ranges(left..=right, rect.y_range());

        let fixed = !self.prefix.is_empty();
        let font = if fixed { monospace(MONO) } else { regular(BODY) };
        let edit = TextEdit::singleline(value)
            .id(ui.scope_id().with(self.name))
            .hint_text(RichText::new(self.hint).font(font.clone()).color(t.text_disabled))
            .font(font)
            .text_color(t.text_strong)
            .align(Align2::LEFT_CENTER)
            .desired_width(area.width())
            .min_size(area.size())
            .frame(Frame::new().inner_margin(Margin::symmetric(if fixed { 8 } else { PAD as i8 }, 5)));
        let mut inner = ui.new_child(UiBuilder::new().id_salt(self.name).max_rect(area));
        let response = inner.add(edit);
        let response = match self.label {
            Some(label) => response.labelled_by(label),
            None => response.accessible_name(self.name),
        };
        let (width, color) = match (response.has_focus(), self.wrong) {
            (true, true) => (space::RING, t.error),
            (true, false) => (space::RING, t.focus),
            (false, true) => (space::HAIRLINE, t.error),
            (false, false) if response.hovered() => (space::HAIRLINE, t.text_subdued),
            (false, false) => (space::HAIRLINE, t.line_strong),
        };
        ui.painter().rect_stroke(rect, radius, Stroke::new(width, color), StrokeKind::Inside);
        response
    }

    /// Draws fixed words at one end; returns the room they take.
    fn fixed_words(&self, ui: &Ui, rect: Rect, words: &str, at_start: bool) -> f32 {
        if words.is_empty() {
            return 0.0;
        }
        let t = tokens(ui);
        let galley = ui.painter().layout_no_wrap(words.to_owned(), monospace(MONO), t.text_subdued);
        let room = galley.size().x + 2.0 * PAD;
        let radius = space::RADIUS_CONTROL;
        let (area, corners) = if at_start {
            let corners = CornerRadius { nw: radius, sw: radius, ..CornerRadius::ZERO };
            (rect.with_max_x(rect.left() + room), corners)
        } else {
            let corners = CornerRadius { ne: radius, se: radius, ..CornerRadius::ZERO };
            (rect.with_min_x(rect.right() - room), corners)
        };
        ui.painter().rect_filled(area, corners, t.neutral_bg);
        let top = area.center().y - galley.size().y / 2.0;
        ui.painter().galley(egui::pos2(area.left() + PAD, top.floor()), galley, t.text_subdued);
        room
    }
}
