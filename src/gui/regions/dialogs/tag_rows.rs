//! Rows of tags to edit.

use std::collections::BTreeMap;

use egui::{Ui, vec2};

use crate::{
    gui::{
        theme::{caption, icons, space, tokens},
        widgets::{Button, icon_button, row},
    },
    kms::api::Tag,
};

/// The height of the columns' heads.
const HEAD: f32 = 16.0;

/// How many tags KMS allows a key.
const MAX_TAGS: usize = 50;

/// Tags as they are typed, row under row.
#[derive(Clone, Debug, Default)]
pub(super) struct TagRows {
    rows: Vec<(String, String)>,
    /// The row that was added last takes the keyboard.
    focus_last: bool,
}

impl TagRows {
    /// A row for each tag.
    pub fn new(tags: &BTreeMap<String, String>) -> Self {
        let rows = tags.iter().map(|(key, value)| (key.clone(), value.clone())).collect();
        Self { rows, focus_last: false }
    }

    /// An empty row that takes the keyboard.
    pub fn begun() -> Self {
        Self { rows: vec![Default::default()], focus_last: true }
    }

    /// The tags that were typed; a row with nothing in it is none.
    pub fn tags(&self) -> impl Iterator<Item = Tag> + '_ {
        let typed = self.rows.iter().filter(|(key, value)| !key.is_empty() || !value.is_empty());
        typed.map(|(key, value)| Tag { tag_key: key.clone(), tag_value: value.clone() })
    }

    /// Draws the rows and the button that adds one; whether something was changed.
    pub fn show(&mut self, ui: &mut Ui) -> bool {
        let mut changed = false;
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = space::S;
            let width = (ui.available_width() - space::CONTROL_HEIGHT_SMALL - 2.0 * space::S) / 2.0;
            if self.rows.is_empty() {
                ui.label(caption("No tags"));
            } else {
                heads(ui, width);
            }
            let mut removed = None;
            let last = self.rows.len().saturating_sub(1);
            for (index, (key, value)) in self.rows.iter_mut().enumerate() {
                ui.horizontal(|ui| {
                    ui.spacing_mut().item_spacing.x = space::S;
                    let number = index + 1;
                    let name = field(ui, width, &format!("Tag key {number}"), "Key", key);
                    if self.focus_last && index == last {
                        name.request_focus();
                    }
                    let text = field(ui, width, &format!("Tag value {number}"), "Value, may be empty", value);
                    changed |= name.changed() || text.changed();
                    if icon_button(ui, icons::TRASH, &format!("Remove tag {number}")).clicked() {
                        removed = Some(index);
                    }
                });
            }
            self.focus_last = false;
            if let Some(index) = removed {
                self.rows.remove(index);
                changed = true;
            }
            let add =
                Button::secondary("Add tag").icon(icons::PLUS).small().enabled(self.rows.len() < MAX_TAGS);
            if add.why_disabled("A key has at most 50 tags").show(ui).clicked() {
                self.rows.push(Default::default());
                self.focus_last = true;
            }
        });
        changed
    }
}

fn heads(ui: &mut Ui, width: f32) {
    row(ui, HEAD, |ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        for head in ["Key", "Value"] {
            ui.allocate_ui(vec2(width, HEAD), |ui| {
                ui.set_min_width(width);
                ui.label(caption(head));
            });
        }
    });
}

/// A field without a label in sight: the column's head says it, `name` is spoken.
fn field(ui: &mut Ui, width: f32, name: &str, hint: &str, value: &mut String) -> egui::Response {
    let t = tokens(ui);
    let frame = egui::Frame::new()
        .fill(t.field)
        .corner_radius(space::RADIUS_CONTROL)
        .inner_margin(egui::Margin::symmetric(10, 5));
    let edit = egui::TextEdit::singleline(value)
        .id_salt(name)
        .hint_text(egui::RichText::new(hint).color(t.text_disabled))
        .text_color(t.text_strong)
        .align(egui::Align2::LEFT_CENTER)
        .desired_width(width)
        .min_size(vec2(width, space::CONTROL_HEIGHT))
        .frame(frame);
    let response = ui.add_sized(vec2(width, space::CONTROL_HEIGHT), edit).accessible_name(name);
    super::alias_field::edge(ui, &response);
    response
}
