//! Page 2: alias, description, tags.

use egui::{Align, Layout, Ui, vec2};

use super::{
    Wizard,
    blame::Field,
    inline_field::InlineField,
    page::{FORM_WIDTH, foot, heading, page_with_note, refusal_line},
    state::MAX_TAGS,
};
use crate::{
    gui::{
        desk::Desk,
        theme::{caption, icons, space},
        widgets::{Button, CalloutKind, TextField, callout, control_row, field_label, icon_button},
    },
    kms::{AliasName, api::Tag},
};

const EXAM: &str = "Alias, description, tags, key policy and key state belong to one Region each. KMS never copies a \
                    later change of them to the related multi-Region keys.";

const EXAM_REPLICAS: &str = "Filled in from the primary, once. Alias, description, tags, key policy and state of a replica \
                             are its own: KMS never copies a later change of them from one Region to another.";

pub(super) fn ui(ui: &mut Ui, wizard: &mut Wizard, desk: &Desk) {
    let exam = if wizard.replication().is_some() { EXAM_REPLICAS } else { EXAM };
    page_with_note(
        ui,
        "Add labels",
        |ui| drop(callout(ui, CalloutKind::Exam, exam)),
        |ui| {
            ui.set_max_width(ui.available_width().min(FORM_WIDTH));
            alias(ui, wizard, desk);
            ui.add_space(space::S);
            let description = TextField::new("Description")
                .optional()
                .multiline(2)
                .help("Up to 8192 characters; can be changed later")
                .show(ui, &mut wizard.choices.description);
            if description.changed() {
                wizard.typed();
            }
            if let Some(text) = wizard.refusal(Field::Description) {
                refusal_line(ui, &text);
            }
            ui.add_space(space::S);
            tags(ui, wizard);
        },
    );
}

fn alias(ui: &mut Ui, wizard: &mut Wizard, desk: &Desk) {
    let regions = wizard.regions_to_name();
    let optional = wizard.replication().is_some();
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = space::XS;
        let label = field_label(ui, "Alias", None);
        let refusal = wizard.refusal(Field::Alias);
        let problem = regions.iter().find_map(|region| wizard.choices.alias_problem(desk, *region));
        let field = InlineField::new("Alias")
            .labelled_by(label)
            .prefix(AliasName::PREFIX)
            .hint("orders")
            .wrong(problem.is_some() || refusal.is_some())
            .show(ui, &mut wizard.choices.alias);
        if field.changed() {
            wizard.typed();
        }
        if wizard.takes_focus() {
            field.request_focus();
        }
        match (refusal, regions.as_slice()) {
            (Some(text), _) => refusal_line(ui, &text),
            (None, [region]) if !optional => {
                let help = format!("Letters, digits, / _ and -; unique in {region}");
                foot(ui, problem.as_deref(), &help);
            }
            (None, _) => {
                let help =
                    "The same in every chosen Region; letters, digits, / _ and -. Leave it empty for none";
                foot(ui, problem.as_deref(), help);
            }
        }
    });
}

fn tags(ui: &mut Ui, wizard: &mut Wizard) {
    let count = wizard.choices.tags.len();
    heading(ui, "Tags", &if count == 0 { "optional".to_owned() } else { format!("{count} of {MAX_TAGS}") });
    let refusal = wizard.refusal(Field::Tags);
    let problem = wizard.choices.tag_problem();
    let mut gone = None;
    let mut changed = false;
    let value_width = |ui: &Ui| (ui.available_width() - space::S - 32.0) / 2.0;
    if count > 0 {
        ui.horizontal(|ui| {
            ui.spacing_mut().interact_size.y = 16.0;
            let width = value_width(ui);
            for text in ["Key", "Value"] {
                let layout = Layout::left_to_right(Align::Center);
                ui.allocate_ui_with_layout(vec2(width, 16.0), layout, |ui| {
                    ui.set_min_width(width);
                    ui.label(caption(text));
                });
            }
        });
    }
    for (row, tag) in wizard.choices.tags.iter_mut().enumerate() {
        let wrong = problem.is_some_and(|(wrong, _)| wrong == row);
        control_row(ui, |ui| {
            let width = value_width(ui);
            let number = row + 1;
            let key = format!("Key of tag {number}");
            let value = format!("Value of tag {number}");
            let key = InlineField::new(&key).width(width).wrong(wrong).show(ui, &mut tag.tag_key);
            let value = InlineField::new(&value).width(width).show(ui, &mut tag.tag_value);
            if wizard.new_row == Some(row) {
                wizard.new_row = None;
                key.request_focus();
            }
            changed |= key.changed() || value.changed();
            if icon_button(ui, icons::TRASH, &format!("Remove tag {number}")).clicked() {
                gone = Some(row);
            }
        });
    }
    let told = problem.map(|(row, text)| format!("Tag {}: {text}", row + 1));
    if let Some(text) = refusal {
        refusal_line(ui, &text);
    } else if count > 0 {
        foot(ui, told.as_deref(), "A key and, where you like, a value: up to 128 and 256 characters");
    }
    let add = Button::secondary("Add tag")
        .icon(icons::PLUS)
        .enabled(count < MAX_TAGS)
        .why_disabled("A key has at most 50 tags")
        .show(ui);
    if add.clicked() {
        wizard.choices.tags.push(Tag::default());
        wizard.new_row = Some(count);
    }
    if let Some(row) = gone {
        wizard.choices.tags.remove(row);
        changed = true;
    }
    if changed {
        wizard.typed();
    }
}
