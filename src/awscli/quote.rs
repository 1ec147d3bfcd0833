//! A text as one word of a shell, whatever is in it.

/// The text as one word on one line: bare where that is safe, in single quotes otherwise, and in the `$'…'` form of
/// bash and zsh where it holds control characters such as the end of a line.
pub(super) fn word(text: &str) -> String {
    if !text.is_empty() && text.bytes().all(is_plain) {
        text.to_owned()
    } else if text.chars().any(char::is_control) {
        escaped(text)
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

/// Whether a byte means itself to every shell, wherever in a word it stands.
fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"_-./:=@,+%".contains(&byte)
}

fn escaped(text: &str) -> String {
    let mut word = String::from("$'");
    for character in text.chars() {
        match character {
            '\n' => word.push_str("\\n"),
            '\t' => word.push_str("\\t"),
            '\r' => word.push_str("\\r"),
            '\'' | '\\' => word.extend(['\\', character]),
            _ if character.is_control() => word.push_str(&format!("\\u{:04x}", u32::from(character))),
            _ => word.push(character),
        }
    }
    word.push('\'');
    word
}

#[cfg(test)]
mod tests {
    use super::word;

    #[test]
    fn a_word_stays_one_word_on_one_line() {
        for (text, expected) in [
            ("alias/global-encrypt", "alias/global-encrypt"),
            ("TagKey=a,TagValue=b", "TagKey=a,TagValue=b"),
            ("", "''"),
            ("two words", "'two words'"),
            ("$HOME `id` \"x\" *", "'$HOME `id` \"x\" *'"),
            ("alice's key", r"'alice'\''s key'"),
            ("~root", "'~root'"),
            ("a\nb's\\", r"$'a\nb\'s\\'"),
            ("\u{1}", r"$'\u0001'"),
            ("Schlüssel", "'Schlüssel'"),
        ] {
            assert_eq!(word(text), expected);
        }
    }
}
