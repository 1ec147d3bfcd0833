//! The `aws kms` lines that do what was done in the window: who made each call, and how a line is shown where it has
//! little room.

use std::borrow::Cow;

use egui::Ui;

use super::{
    theme::{CAPTION, caption, mono},
    widgets::shorten,
};
use crate::{
    awscli::command_line,
    kms::{Region, api::Request},
};

/// A word of more characters than this is shortened in the middle where a line is shown: it holds bytes or a policy.
const LONGEST_WORD: usize = 48;
/// How many characters of a line are looked at to show it in one row; the rest is never in sight.
const IN_ONE_ROW: usize = 4000;

/// A call that was made, as the line that makes it again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommandLine {
    /// The name of the principal who made it.
    by: String,
    line: String,
}

impl CommandLine {
    /// The line of a call.
    pub fn new(by: &str, region: Region, request: &Request) -> Self {
        Self { by: by.to_owned(), line: command_line(region, request) }
    }

    /// What was typed in the shell as it stands.
    pub fn typed(by: &str, line: &str) -> Self {
        Self { by: by.to_owned(), line: line.to_owned() }
    }

    /// Whether it makes a key.
    pub fn is_creation(&self) -> bool {
        self.line.starts_with("aws kms create-key")
    }

    /// The line for a shell in which `acting` acts: another's call names its profile.
    pub fn for_acting(&self, acting: &str) -> Cow<'_, str> {
        if self.by == acting {
            Cow::Borrowed(&self.line)
        } else {
            Cow::Owned(format!("{} --profile {}", self.line, self.by))
        }
    }
}

/// A line for one row: words that hold bytes or documents are shortened in the middle.
pub fn short_line(line: &str) -> String {
    let head = line.char_indices().nth(IN_ONE_ROW).map_or(line, |(end, _)| &line[..end]);
    let mut shown = String::with_capacity(head.len().min(256));
    let mut word = String::new();
    let mut quoted = false;
    let mut escaped = false;
    for character in head.chars() {
        let ends = !quoted && !escaped && character.is_whitespace();
        if ends {
            shown.push_str(&short_word(&word));
            shown.push(' ');
            word.clear();
            continue;
        }
        quoted ^= character == '\'' && !escaped;
        escaped = character == '\\' && !escaped;
        // A label would end at a line's end.
        word.push(if character.is_control() { ' ' } else { character });
    }
    shown.push_str(&short_word(&word));
    shown
}

fn short_word(word: &str) -> Cow<'_, str> {
    const HEAD: usize = 32;
    const TAIL: usize = 8;
    let is_long = word.chars().nth(LONGEST_WORD).is_some();
    if is_long { Cow::Owned(shorten(word, HEAD, TAIL)) } else { Cow::Borrowed(word) }
}

/// All lines, for the hover of a place that shows one of them; very long ones are cut.
pub fn all_lines<'a>(ui: &mut Ui, lines: impl ExactSizeIterator<Item = Cow<'a, str>>) {
    const MAX_LINES: usize = 24;
    const MAX_CHARACTERS: usize = 960;
    ui.set_max_width(560.0);
    let more = lines.len().saturating_sub(MAX_LINES);
    for line in lines.take(MAX_LINES) {
        let text = match line.char_indices().nth(MAX_CHARACTERS) {
            Some((end, _)) => format!("{}…", &line[..end]),
            None => line.into_owned(),
        };
        ui.label(mono(text).size(CAPTION));
    }
    if more > 0 {
        ui.label(caption(format!("and {more} more")));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kms::api::{EncryptRequest, ListKeysRequest};

    fn us() -> Region {
        Region::parse("us-east-1").expect("known")
    }

    #[test]
    fn anothers_call_names_its_profile() {
        let line = CommandLine::new("alice", us(), &ListKeysRequest::default().into());
        assert_eq!(line.for_acting("alice"), "aws kms list-keys --region us-east-1");
        assert_eq!(line.for_acting("bob"), "aws kms list-keys --region us-east-1 --profile alice");
    }

    #[test]
    fn bytes_and_documents_are_shortened_where_a_line_is_shown() {
        let request = EncryptRequest {
            key_id: "alias/global-encrypt".to_owned(),
            plaintext: vec![7; 3000].into(),
            ..Default::default()
        };
        let line = CommandLine::new("alice", us(), &request.into());
        let line = line.for_acting("alice");
        assert!(line.len() > 4000);
        let shown = short_line(&line);
        assert!(shown.chars().count() < 200, "{shown}");
        assert!(
            shown.starts_with("aws kms encrypt --region us-east-1 --key-id alias/global-encrypt"),
            "{shown}"
        );
        assert!(shown.contains('…'), "{shown}");

        let policy = r#"aws kms put-key-policy --policy $'{\n "Id": "it\'s a policy of several words and lines"\n}' --key-id x"#;
        let shown = short_line(policy);
        assert!(shown.ends_with(" --key-id x"), "a quoted document is one word: {shown}");
        assert!(shown.contains('…') && shown.len() < policy.len(), "{shown}");
        assert_eq!(short_line("aws kms list-keys"), "aws kms list-keys");
        assert_eq!(short_line(""), "");
    }
}
