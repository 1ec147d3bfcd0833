//! A key policy to edit in a dialog: the editor with KMS's refusal beside it, and whether the lockout check is bypassed.

use egui::Ui;

use super::{form::Page, place::Place};
use crate::gui::policy::{PolicyEditor as Editor, Setting};

/// A policy's text with what was found in it, and whether the lockout check is bypassed.
#[derive(Clone, Debug)]
pub(super) struct PolicyEditor(Editor);

impl PolicyEditor {
    /// An editor over `text`; without a setting it offers no templates.
    pub fn new(text: String, setting: Option<Setting>) -> Self {
        Self(Editor::new("Key policy text", text, setting).with_bypass())
    }

    /// The text as it is.
    pub fn text(&self) -> &str {
        self.0.text()
    }

    /// Whether the lockout check is to be bypassed.
    pub fn bypass(&self) -> bool {
        self.0.bypass()
    }

    /// Moves the cursor to a byte of the text.
    pub fn jump_to(&mut self, byte: usize) {
        self.0.jump_to(byte);
    }

    /// Draws the editor, `height` points high; whether something was changed.
    pub fn show(&mut self, ui: &mut Ui, page: &Page<'_>, height: f32) -> bool {
        let changed = self.0.show(ui, page.desk, height);
        page.refusal_below(ui, Place::Policy);
        changed
    }
}
