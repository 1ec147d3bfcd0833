//! Rows of pairs to edit: tags, or the pairs of an encryption context.

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
/// How many pairs KMS allows a constraint of a grant.
const MAX_PAIRS: usize = 8;

/// The pairs of an encryption context as they are typed, row under row.
#[derive(Clone, Debug, Default)]
pub(super) struct PairRows {
    rows: Vec<(String, String)>,
}

impl PairRows {
    /// The pairs that were typed.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.rows.iter().map(|(key, value)| (key.as_str(), value.as_str()))
    }

    /// Draws the rows and the button that adds one; whether something was changed.
    pub fn show(&mut self, ui: &mut Ui) -> bool {
        if self.rows.is_empty() {
            self.rows.push(Default::default());
        }
        let words = Words {
            none: "No pairs",
            one: "pair",
            key: "Pair key",
            value: "Pair value",
            value_hint: "Value",
            add: "Add pair",
            most: MAX_PAIRS,
            full: "A constraint has at most 8 pairs",
        };
        let mut focus_last = false;
        show_rows(ui, &mut self.rows, &mut focus_last, &words)
    }
}

/// What rows of pairs say.
struct Words {
    none: &'static str,
    one: &'static str,
    key: &'static str,
    value: &'static str,
    value_hint: &'static str,
    add: &'static str,
    most: usize,
    full: &'static str,
}

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
        let words = Words {
            none: "No tags",
            one: "tag",
            key: "Tag key",
            value: "Tag value",
            value_hint: "Value, may be empty",
            add: "Add tag",
            most: MAX_TAGS,
            full: "A key has at most 50 tags",
        };
        show_rows(ui, &mut self.rows, &mut self.focus_last, &words)
    }
}

/// Draws rows of pairs and the button that adds one; whether something was changed.
fn show_rows(ui: &mut Ui, pairs: &mut Vec<(String, String)>, focus_last: &mut bool, words: &Words) -> bool {
    let mut changed = false;
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = space::S;
        let width = (ui.available_width() - space::CONTROL_HEIGHT_SMALL - 2.0 * space::S) / 2.0;
        if pairs.is_empty() {
            ui.label(caption(words.none));
        } else {
            heads(ui, width);
        }
        let mut removed = None;
        let last = pairs.len().saturating_sub(1);
        for (index, (key, value)) in pairs.iter_mut().enumerate() {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = space::S;
                let number = index + 1;
                let name = field(ui, width, &format!("{} {number}", words.key), "Key", key);
                if *focus_last && index == last {
                    name.request_focus();
                }
                let text = field(ui, width, &format!("{} {number}", words.value), words.value_hint, value);
                changed |= name.changed() || text.changed();
                if icon_button(ui, icons::TRASH, &format!("Remove {} {number}", words.one)).clicked() {
                    removed = Some(index);
                }
            });
        }
        *focus_last = false;
        if let Some(index) = removed {
            pairs.remove(index);
            changed = true;
        }
        let add = Button::secondary(words.add).icon(icons::PLUS).small().enabled(pairs.len() < words.most);
        if add.why_disabled(words.full).show(ui).clicked() {
            pairs.push(Default::default());
            *focus_last = true;
        }
    });
    changed
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
