//! Where the text of an IAM policy is edited: the one place that knows which control does it.

use egui::Ui;

use crate::{
    gui::{
        theme::{caption, icon, icons, space, tokens},
        widgets::{CodeEditor, TextPosition},
    },
    kms::policy::{PolicyDocument, PolicyParseError},
};

/// The text of an IAM policy with what was found in it.
pub(super) struct IamPolicyEditor {
    text: String,
    found: Result<usize, PolicyParseError>,
}

impl IamPolicyEditor {
    /// An editor over `text`.
    pub fn new(text: &str) -> Self {
        Self { text: text.to_owned(), found: read(text) }
    }

    /// The text as it is.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether the text is a policy.
    pub fn is_policy(&self) -> bool {
        self.found.is_ok()
    }

    /// Draws the editor, `height` points high; whether the text was changed.
    pub fn ui(&mut self, ui: &mut Ui, height: f32) -> bool {
        let position = self.found.as_ref().err().map(|it| TextPosition { line: it.line, column: it.column });
        let editor = CodeEditor::new("IAM policy text").rows(10).max_height(height).error(position);
        let changed = editor.show(ui, &mut self.text).changed();
        if changed {
            self.found = read(&self.text);
        }
        self.verdict(ui);
        changed
    }

    /// One line in any case, so that nothing jumps while one types.
    fn verdict(&self, ui: &mut Ui) {
        let t = tokens(ui);
        let (sign, color, text) = match &self.found {
            Ok(1) => (icons::CHECK_CIRCLE, t.ok, "An IAM policy of one statement".to_owned()),
            Ok(count) => (icons::CHECK_CIRCLE, t.ok, format!("An IAM policy of {count} statements")),
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
            let color = if self.found.is_ok() { t.text_subdued } else { color };
            ui.add(egui::Label::new(caption(&text).color(color)).truncate()).on_hover_text(&text);
        });
    }
}

fn read(text: &str) -> Result<usize, PolicyParseError> {
    PolicyDocument::parse_identity_policy(text).map(|policy| policy.statements().len())
}
