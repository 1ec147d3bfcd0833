//! Splits JSON text into coloured pieces. Text that isn't (yet) valid JSON is split just the same.

use std::ops::Range;

/// What a piece of JSON text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum JsonToken {
    /// A member's name, with its quotes.
    Key,
    /// A string value, with its quotes.
    String,
    /// A number, `true`, `false`, `null`, or any other bare word.
    Literal,
    /// Braces, brackets, colons and commas.
    Punct,
    /// White space.
    Space,
}

/// The pieces of `text` in order; together they cover every byte.
pub(super) fn json_tokens(text: &str) -> Vec<(Range<usize>, JsonToken)> {
    let bytes = text.as_bytes();
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        let token = match bytes[at] {
            b'"' => {
                at = end_of_string(bytes, at);
                let colon = bytes[at..].iter().find(|b| !b.is_ascii_whitespace());
                if colon == Some(&b':') { JsonToken::Key } else { JsonToken::String }
            }
            b'{' | b'}' | b'[' | b']' | b':' | b',' => {
                at += 1;
                JsonToken::Punct
            }
            b if b.is_ascii_whitespace() => {
                at = run(bytes, at, |b| b.is_ascii_whitespace());
                JsonToken::Space
            }
            _ => {
                at = run(bytes, at, |b| !b.is_ascii_whitespace() && !b"{}[]:,\"".contains(&b));
                JsonToken::Literal
            }
        };
        tokens.push((start..at, token));
    }
    tokens
}

/// The end of the string that opens at `at`: past its closing quote, or at the line's end where it isn't closed.
fn end_of_string(bytes: &[u8], at: usize) -> usize {
    let mut i = at + 1;
    while i < bytes.len() {
        match bytes[i] {
            b'\\' if i + 1 < bytes.len() && bytes[i + 1].is_ascii() && bytes[i + 1] != b'\n' => i += 2,
            b'"' => return i + 1,
            b'\n' => return i,
            _ => i += 1,
        }
    }
    i
}

fn run(bytes: &[u8], from: usize, belongs: impl Fn(u8) -> bool) -> usize {
    bytes[from..].iter().position(|&b| !belongs(b)).map_or(bytes.len(), |n| from + n)
}

#[cfg(test)]
mod tests {
    use super::*;
    use JsonToken::{Key, Literal, Punct, Space, String};

    fn pieces(text: &str) -> Vec<(&str, JsonToken)> {
        json_tokens(text).into_iter().map(|(range, token)| (&text[range], token)).collect()
    }

    #[test]
    fn tells_names_from_values() {
        assert_eq!(
            pieces(r#"{"Sid" : "a\"b", "n":-1.5e3}"#),
            [
                ("{", Punct),
                ("\"Sid\"", Key),
                (" ", Space),
                (":", Punct),
                (" ", Space),
                (r#""a\"b""#, String),
                (",", Punct),
                (" ", Space),
                ("\"n\"", Key),
                (":", Punct),
                ("-1.5e3", Literal),
                ("}", Punct),
            ]
        );
    }

    #[test]
    fn an_unclosed_string_ends_with_its_line() {
        assert_eq!(
            pieces("[\"open\ntrue"),
            [("[", Punct), ("\"open", String), ("\n", Space), ("true", Literal)]
        );
    }

    #[test]
    fn covers_every_byte_of_any_text() {
        for text in ["", "ü\"ß\\", "{\"a\\", "\\\u{1F600}\"\\ü\"", "{]:,\t\r\n", "\"\\\n\""] {
            let tokens = json_tokens(text);
            let mut at = 0;
            for (range, _) in tokens {
                assert_eq!(range.start, at, "{text:?}");
                assert!(text.get(range.clone()).is_some(), "{text:?} cut inside a character");
                at = range.end;
            }
            assert_eq!(at, text.len(), "{text:?}");
        }
    }
}
