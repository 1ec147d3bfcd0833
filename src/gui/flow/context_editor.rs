//! The pairs of an encryption context, typed into a small popover.

use egui::{Response, Ui};

use super::input::input;
use crate::{
    gui::{
        theme::{MONO, caption, icons, monospace, space, strong},
        widgets::{Button, icon_button, popover},
    },
    kms::api::EncryptionContext,
};

const WIDTH: f32 = 340.0;
/// Beyond this many pairs the popover stops growing by a button; the API has no such limit.
const MOST_PAIRS: usize = 8;

/// Pairs as they are typed: a key may be empty or there twice for a while.
#[derive(Clone, Debug, Default)]
pub(super) struct ContextEditor {
    pairs: Vec<(String, String)>,
}

impl ContextEditor {
    /// An editor that starts from a context.
    pub fn of(context: &EncryptionContext) -> Self {
        Self { pairs: context.iter().map(|(key, value)| (key.clone(), value.clone())).collect() }
    }

    /// The pairs that have a key.
    pub fn context(&self) -> EncryptionContext {
        self.pairs.iter().filter(|(key, _)| !key.is_empty()).cloned().collect()
    }

    /// The context in a few words: the pair, how many there are, or `None`.
    pub fn summary(&self) -> String {
        summary(&self.context())
    }

    /// Draws the popover of `button` while it is open; `foot` draws below the pairs and says whether to close.
    pub fn popover(&mut self, button: &Response, foot: impl FnOnce(&mut Ui, &Self) -> bool) {
        popover(button, WIDTH, |ui| {
            self.pairs_ui(ui);
            foot(ui, self)
        });
    }

    /// Draws the pairs.
    pub fn pairs_ui(&mut self, ui: &mut Ui) {
        ui.label(strong("Encryption context"));
        ui.label(caption("Bound to the ciphertext as AAD and never stored in it; CloudTrail shows it"));
        if self.pairs.is_empty() {
            self.pairs.push(Default::default());
        }
        let mut removed = None;
        for (index, (key, value)) in self.pairs.iter_mut().enumerate() {
            ui.horizontal(|ui| {
                let width = (ui.available_width() - space::CONTROL_HEIGHT_SMALL - 2.0 * 6.0) / 2.0;
                let size = (width, 26.0);
                input(ui, key, &format!("Key of pair {}", index + 1), "Key", monospace(MONO), size);
                input(ui, value, &format!("Value of pair {}", index + 1), "Value", monospace(MONO), size);
                if icon_button(ui, icons::X, &format!("Remove pair {}", index + 1)).clicked() {
                    removed = Some(index);
                }
            });
        }
        if let Some(index) = removed {
            self.pairs.remove(index);
        }
        let add = Button::ghost("Add pair").icon(icons::PLUS).small().enabled(self.pairs.len() < MOST_PAIRS);
        if add.show(ui).clicked() {
            self.pairs.push(Default::default());
        }
    }
}

/// A context in a few words: the pair, how many there are, or `None`.
pub(super) fn summary(context: &EncryptionContext) -> String {
    match context.len() {
        0 => "None".to_owned(),
        1 => context.iter().map(|(key, value)| format!("{key}={value}")).collect(),
        many => format!("{many} pairs"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_without_a_key_do_not_count() {
        let editor = ContextEditor {
            pairs: vec![
                ("Purpose".into(), "Test".into()),
                (String::new(), "lost".into()),
                Default::default(),
            ],
        };
        assert_eq!(editor.context(), EncryptionContext::from([("Purpose".into(), "Test".into())]));
        assert_eq!(editor.summary(), "Purpose=Test");
        assert_eq!(ContextEditor::of(&editor.context()).context(), editor.context());
        assert_eq!(ContextEditor::default().summary(), "None");
    }
}
