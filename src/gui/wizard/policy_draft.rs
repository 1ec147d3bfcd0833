//! The key policy as it stands: made from the choices, or written by hand; and which lines the last choice added.

use std::ops::Range;

use crate::{
    gui::line_diff::added_lines,
    kms::{KeyPolicy, policy::PolicyParseError},
};

/// What was chosen last, as far as the key policy depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Choice {
    Kind,
    Regionality,
    Principal,
    Deletion,
    /// The row of another account that is being typed: all its keystrokes are one choice.
    Account(usize),
}

/// The key policy of the key to be made.
pub(super) struct PolicyDraft {
    generated: String,
    /// The generated policy before the last choice.
    before: String,
    last: Option<Choice>,
    by_hand: Option<String>,
    /// The text for the narrow pane.
    narrow: String,
    added: Vec<Range<usize>>,
    checked: Result<KeyPolicy, PolicyParseError>,
}

impl PolicyDraft {
    pub(super) fn new(generated: String) -> Self {
        Self {
            before: generated.clone(),
            last: None,
            by_hand: None,
            narrow: half_indented(&generated),
            added: Vec::new(),
            checked: KeyPolicy::parse(&generated),
            generated,
        }
    }

    /// The text that goes into the request.
    pub(super) fn text(&self) -> &str {
        self.by_hand.as_deref().unwrap_or(&self.generated)
    }

    /// The text with half its indentation, line for line the same, so that ARNs are in sight in a narrow pane.
    pub(super) fn narrow(&self) -> &str {
        &self.narrow
    }

    /// What the text says, or where it is no key policy.
    pub(super) fn checked(&self) -> &Result<KeyPolicy, PolicyParseError> {
        &self.checked
    }

    /// Whether the choices have no say in it any more.
    pub(super) fn is_by_hand(&self) -> bool {
        self.by_hand.is_some()
    }

    /// The lines, from 0, that the last choice added.
    pub(super) fn added(&self) -> &[Range<usize>] {
        if self.is_by_hand() { &[] } else { &self.added }
    }

    /// Takes over what the choices make now. A policy written by hand stays.
    pub(super) fn choose(&mut self, choice: Choice, generated: String) {
        if generated == self.generated {
            return;
        }
        let same = matches!(choice, Choice::Account(_)) && self.last == Some(choice);
        if !same {
            self.before = std::mem::take(&mut self.generated);
        }
        self.last = Some(choice);
        self.generated = generated;
        self.added = added_lines(&self.before, &self.generated);
        self.check();
    }

    /// Begins anew from a generated policy that no choice led to, as when another account's principal acts.
    pub(super) fn restart(&mut self, generated: String) {
        self.before.clone_from(&generated);
        self.generated = generated;
        self.last = None;
        self.added.clear();
        self.check();
    }

    /// Takes over what was typed. Typing the generated policy gives the choices their say again.
    pub(super) fn write(&mut self, text: String) {
        self.by_hand = (text != self.generated).then_some(text);
        self.check();
    }

    /// Gives the choices their say again.
    pub(super) fn use_generated(&mut self) {
        self.by_hand = None;
        self.check();
    }

    fn check(&mut self) {
        self.checked = KeyPolicy::parse(self.text());
        self.narrow = half_indented(self.text());
    }
}

fn half_indented(text: &str) -> String {
    let mut narrow = String::with_capacity(text.len());
    for (index, line) in text.split('\n').enumerate() {
        if index > 0 {
            narrow.push('\n');
        }
        let content = line.trim_start_matches(' ');
        narrow.extend(std::iter::repeat_n(' ', (line.len() - content.len()) / 2));
        narrow.push_str(content);
    }
    narrow
}

#[cfg(test)]
mod tests {
    use std::slice::from_ref;

    use super::*;

    #[test]
    fn all_keystrokes_of_a_row_are_one_choice() {
        let mut draft = PolicyDraft::new("[\n]".to_owned());
        draft.choose(Choice::Account(0), "[\n\"1\"\n\"x\"\n]".to_owned());
        draft.choose(Choice::Account(0), "[\n\"12\"\n\"x\"\n]".to_owned());
        assert_eq!(draft.added(), from_ref(&(1..3)));
        draft.choose(Choice::Account(1), "[\n\"12\"\n\"x\"\n\"3\"\n]".to_owned());
        assert_eq!(draft.added(), from_ref(&(3..4)));
    }

    #[test]
    fn what_is_written_by_hand_stays_until_it_is_given_up() {
        let mut draft = PolicyDraft::new("{}".to_owned());
        draft.write("{".to_owned());
        draft.choose(Choice::Principal, "{ }".to_owned());
        assert_eq!(draft.text(), "{");
        assert!(draft.is_by_hand());
        draft.use_generated();
        assert_eq!(draft.text(), "{ }");
        draft.write("{ }".to_owned());
        assert!(!draft.is_by_hand(), "the same text is no other policy");
    }
}
