//! A key policy to edit: what is wrong is marked as one types, and nothing keeps it from KMS.

use egui::{Response, Ui};

use super::{form::Page, place::Place};
use crate::{
    gui::{
        theme::{caption, icon, icons, space, strong, tokens},
        widgets::{Button, CodeEditor, TextPosition, checkbox, row_sides},
    },
    kms::{
        KeyPolicy,
        policy::{MAX_KEY_POLICY_BYTES, PolicyParseError},
    },
};

/// A policy's text with what was found in it, and whether the lockout check is bypassed.
#[derive(Clone, Debug)]
pub(super) struct PolicyEditor {
    text: String,
    finding: Finding,
    bypass: bool,
}

impl PolicyEditor {
    /// An editor over `text`.
    pub fn new(text: String) -> Self {
        Self { finding: Finding::of(&text), text, bypass: false }
    }

    /// The text as it is.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether the lockout check is to be bypassed.
    pub fn bypass(&self) -> bool {
        self.bypass
    }

    /// Draws the editor, `height` points high; whether something was changed.
    pub fn show(&mut self, ui: &mut Ui, page: &Page<'_>, height: f32) -> bool {
        let mut changed = false;
        let mut format = false;
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = space::S;
            row_sides(
                ui,
                space::CONTROL_HEIGHT_SMALL,
                |ui| {
                    ui.label(strong("Key policy"));
                    self.size(ui);
                },
                |ui| format = self.format_button(ui).clicked(),
            );
            let error = self.finding.policy.as_ref().err();
            let position = error.map(|it| TextPosition { line: it.line, column: it.column });
            let field = CodeEditor::new("Key policy text")
                .rows(6)
                .max_height(height)
                .error(position)
                .show(ui, &mut self.text);
            changed |= field.changed();
            self.verdict(ui);
            page.refusal_below(ui, Place::Policy);
            let note = "Takes a policy under which you could no longer change the policy";
            changed |= checkbox(ui, &mut self.bypass, "Bypass the lockout check", note).changed();
        });
        changed |= format && self.format();
        if changed {
            self.finding = Finding::of(&self.text);
        }
        changed
    }

    fn size(&self, ui: &mut Ui) {
        let text = format!("{:.1} of {} KiB", self.text.len() as f64 / 1024.0, MAX_KEY_POLICY_BYTES / 1024);
        if self.text.len() > MAX_KEY_POLICY_BYTES {
            ui.label(icon(icons::WARNING, 14.0).color(tokens(ui).warn));
            ui.label(caption(text).color(tokens(ui).warn));
        } else {
            ui.label(caption(text));
        }
    }

    fn format_button(&self, ui: &mut Ui) -> Response {
        let button = Button::secondary("Format").small().icon(icons::CODE);
        button.enabled(self.finding.json).why_disabled("The text is not JSON").show(ui)
    }

    /// Lays the text out anew, a member a line; whether that changed it.
    fn format(&mut self) -> bool {
        let json = serde_json::from_str::<serde_json::Value>(&self.text);
        match json.and_then(|value| serde_json::to_string_pretty(&value)) {
            Ok(formatted) if formatted != self.text => {
                self.text = formatted;
                true
            }
            _ => false,
        }
    }

    /// One line in any case, so that nothing jumps while one types.
    fn verdict(&self, ui: &mut Ui) {
        let t = tokens(ui);
        let (sign, color, text) = match &self.finding.policy {
            Ok(1) => (icons::CHECK_CIRCLE, t.ok, "A key policy of one statement".to_owned()),
            Ok(count) => (icons::CHECK_CIRCLE, t.ok, format!("A key policy of {count} statements")),
            Err(error) => (
                icons::X_CIRCLE,
                t.error,
                format!("Line {}, column {}: {}", error.line, error.column, error.message),
            ),
        };
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = space::XS;
            ui.spacing_mut().interact_size.y = 18.0;
            ui.label(icon(sign, 14.0).color(color));
            let color = if self.finding.policy.is_ok() { t.text_subdued } else { color };
            ui.add(egui::Label::new(caption(text.as_str()).color(color)).truncate())
                .on_hover_text(text.as_str());
        });
    }
}

/// What a text is found to be, anew when it changes.
#[derive(Clone, Debug)]
struct Finding {
    /// Whether it is JSON at all.
    json: bool,
    /// How many statements it has, or why it is no key policy.
    policy: Result<usize, PolicyParseError>,
}

impl Finding {
    fn of(text: &str) -> Self {
        let policy = KeyPolicy::parse(text).map(|policy| policy.document().statements().len());
        let json = policy.is_ok() || serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok();
        Self { json, policy }
    }
}
