//! Page 5: the key policy, free to edit.

use egui::{Key, Ui};
use serde::Serialize as _;

use super::{Wizard, page::page_with_note};
use crate::gui::{
    desk::Desk,
    theme::{icons, space},
    widgets::{Badge, Button, CalloutKind, CodeEditor, TextPosition, callout, row_sides},
};

const EXAM: &str = "KMS refuses a policy under which whoever makes the key could not change it again. Without the \
                    statement for the account's root, IAM policies have no say over the key.";
/// The room below the editor: the line on what the text says.
const BELOW: f32 = 30.0;
/// The least height of the editor.
const LEAST: f32 = 160.0;

pub(super) fn ui(ui: &mut Ui, wizard: &mut Wizard, desk: &Desk) {
    page_with_note(
        ui,
        "Edit key policy",
        |ui| drop(callout(ui, CalloutKind::Exam, EXAM)),
        |ui| {
            let bottom = ui.clip_rect().bottom();
            bar(ui, wizard, desk);
            let height = (bottom - ui.cursor().top() - BELOW).max(LEAST);
            editor(ui, wizard, height);
            reading(ui, wizard);
        },
    );
}

fn bar(ui: &mut Ui, wizard: &mut Wizard, desk: &Desk) {
    let by_hand = wizard.policy.is_by_hand();
    let can_format = wizard.policy.checked().is_ok();
    let (_, (restore, format)) = row_sides(
        ui,
        space::CONTROL_HEIGHT,
        |ui| {
            if by_hand {
                Badge::warn("Edited by hand").icon(icons::PENCIL).show(ui)
            } else {
                Badge::info("Made from your choices").icon(icons::CHECK_CIRCLE).show(ui)
            }
        },
        |ui| {
            let restore = Button::secondary("Use the generated policy again")
                .small()
                .enabled(by_hand)
                .why_disabled("This is the generated policy");
            let format = Button::secondary("Format")
                .small()
                .icon(icons::CODE)
                .enabled(can_format)
                .why_disabled("Put the error right first");
            (restore.show(ui).clicked(), format.show(ui).clicked())
        },
    );
    if restore {
        wizard.use_generated_policy(desk);
    }
    if format && let Some(text) = formatted(wizard.policy.text()) {
        wizard.policy.write(text);
        wizard.typed();
    }
}

fn editor(ui: &mut Ui, wizard: &mut Wizard, height: f32) {
    const LINE: f32 = 19.0;
    let error = wizard.policy.checked().as_ref().err();
    let place = error.map(|error| TextPosition { line: error.line, column: error.column });
    let mut text = wizard.policy.text().to_owned();
    let rows = ((height - 2.0 * space::S) / LINE).floor().max(4.0) as usize;
    let editor = CodeEditor::new("Key policy").rows(rows).max_height(height).error(place).show(ui, &mut text);
    if editor.changed() {
        wizard.policy.write(text);
        wizard.typed();
    }
    // Tab indents in here, so Escape is the keyboard's way out, and on.
    if editor.lost_focus() && ui.input(|input| input.key_pressed(Key::Escape)) {
        wizard.focus_next();
    }
}

/// The line on what the text says, or where it is wrong.
fn reading(ui: &mut Ui, wizard: &Wizard) {
    match wizard.policy.checked() {
        Ok(policy) => {
            let count = super::state::counted(policy.document().statements().len(), "statement");
            super::page::foot(ui, None, &format!("Reads as a key policy of {count} · Esc leaves the editor"));
        }
        Err(error) => {
            let text = format!("Line {}, column {}: {}", error.line, error.column, error.message);
            super::page::foot(ui, Some(&text), "");
        }
    }
}

/// The policy laid out as the wizard lays it out; `None` if it is no JSON.
fn formatted(text: &str) -> Option<String> {
    let value: serde_json::Value = serde_json::from_str(text).ok()?;
    let mut bytes = Vec::new();
    let layout = serde_json::ser::PrettyFormatter::with_indent(b"    ");
    value.serialize(&mut serde_json::Serializer::with_formatter(&mut bytes, layout)).ok()?;
    String::from_utf8(bytes).ok()
}
