//! What is written beside calls, ways and marks: from the whole to what is left where there is little room.

use crate::gui::{
    flow::{
        story::{Act, Beat, CallEnd, Freight},
        words,
    },
    theme::icons,
};

/// A text in the picture.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::gui::flow) struct Text {
    /// What it says.
    pub what: String,
    /// And how long that takes.
    pub time: Option<String>,
    /// Whether it is an icon, which says the rest on hover.
    pub is_icon: bool,
}

impl Text {
    fn timed(what: impl Into<String>, time: impl Into<String>) -> Self {
        Self { what: what.into(), time: Some(time.into()), is_icon: false }
    }

    fn plain(what: impl Into<String>) -> Self {
        Self { what: what.into(), time: None, is_icon: false }
    }

    fn icon(icon: &str) -> Self {
        Self { what: icon.to_owned(), time: None, is_icon: true }
    }

    /// As it is written of what has happened, or is about to.
    pub fn written(&self, is_past: bool) -> String {
        let about = if is_past { "" } else { "≈ " };
        match &self.time {
            Some(time) => format!("{} · {about}{time}", self.what),
            None => self.what.clone(),
        }
    }
}

/// What may be written beside a call: operation and time; without the time; the operation's abbreviation; an icon.
pub(super) fn of_call(beat: &Beat, operation: &str, crosses: bool, end: &CallEnd) -> Vec<Text> {
    let time = words::span(beat.end - beat.start);
    if *end == CallEnd::Unreachable {
        return vec![
            Text::timed(format!("{operation}, no answer"), &time),
            Text::timed("no answer", &time),
            Text::plain("no answer"),
            Text::plain(abbreviated(operation)),
            Text::icon(icons::PLUGS),
        ];
    }
    let whole = if crosses { format!("{time} there and back") } else { time.clone() };
    vec![
        Text::timed(operation, whole),
        Text::timed(operation, time),
        Text::plain(operation),
        Text::plain(abbreviated(operation)),
        Text::icon(icons::KEY),
    ]
}

/// How many of a call's texts say the whole operation.
pub(super) const WHOLE: usize = 3;

/// What may be written beside something that is sent: kind, size and time; without the size; without the time.
pub(super) fn of_cargo(beat: &Beat, cargo: Freight) -> Vec<Text> {
    let time = words::span(beat.end - beat.start);
    let kind = cargo.kind.label();
    vec![
        Text::timed(format!("{kind}, {}", words::size(cargo.bytes)), &time),
        Text::timed(kind, time),
        Text::plain(kind),
    ]
}

/// What may be written beside a mark: its first step, and how many more it stands for. The mark has their number anyway.
pub(super) fn of_mark(beats: &[&Beat]) -> Vec<Text> {
    let more = |title: &str| match beats.len() {
        0 | 1 => title.to_owned(),
        several => format!("{title} +{}", several - 1),
    };
    beats.first().map(|first| Text::plain(more(&first.title))).into_iter().collect()
}

/// An operation in few letters: `Decrypt` as `Dec.`, `GenerateDataKey` as `GenDK`.
fn abbreviated(operation: &str) -> String {
    let mut words: Vec<&str> = Vec::new();
    let mut start = 0;
    for (at, letter) in operation.char_indices().skip(1) {
        if letter.is_uppercase() {
            words.push(&operation[start..at]);
            start = at;
        }
    }
    words.push(&operation[start..]);
    let head: String = words[0].chars().take(3).collect();
    match words.len() {
        1 if operation.len() <= 4 => operation.to_owned(),
        1 => format!("{head}."),
        _ => head + &words[1..].iter().filter_map(|word| word.chars().next()).collect::<String>(),
    }
}

/// Whether an operation uses a key, rather than changes it: calls of the control plane have its colour.
pub(in crate::gui::flow) fn is_use(operation: &str) -> bool {
    const USES: [&str; 9] = [
        "Encrypt",
        "Decrypt",
        "ReEncrypt",
        "GenerateDataKey",
        "GenerateMac",
        "GenerateRandom",
        "VerifyMac",
        "Sign",
        "Verify",
    ];
    USES.contains(&operation) || operation.starts_with("GenerateDataKey") || operation == "DeriveSharedSecret"
}

/// Whether a beat is a call that changes keys.
pub(in crate::gui::flow) fn is_control(act: &Act) -> bool {
    matches!(act, Act::Call { operation, .. } if !is_use(operation))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_have_short_names() {
        let short = ["Decrypt", "Sign", "GenerateDataKey", "VerifyMac", "ReEncrypt"].map(abbreviated);
        assert_eq!(short, ["Dec.", "Sign", "GenDK", "VerM", "ReE"]);
    }

    #[test]
    fn what_is_to_come_is_about() {
        let text = Text::timed("Decrypt", "0.9 ms");
        assert_eq!(
            (text.written(true), text.written(false)),
            ("Decrypt · 0.9 ms".into(), "Decrypt · ≈ 0.9 ms".into())
        );
        assert_eq!(Text::plain("Decrypt").written(false), "Decrypt");
    }

    #[test]
    fn calls_that_change_keys_are_of_the_control_plane() {
        assert!(is_use("GenerateDataKeyWithoutPlaintext") && is_use("VerifyMac"));
        assert!(!is_use("ReplicateKey") && !is_use("CreateKey") && !is_use("EnableKeyRotation"));
    }
}
