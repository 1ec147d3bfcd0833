//! Key material as it is typed, drawn or read from a file.

use base64::{Engine as _, engine::general_purpose::STANDARD};

use crate::kms::api::KeySpec;

/// How the material is written in the field.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) enum Writing {
    #[default]
    Base64,
    Hex,
}

/// The material as text.
#[derive(Clone, Debug, Default)]
pub(super) struct Typed {
    pub text: String,
    pub writing: Writing,
}

impl Typed {
    /// The material in the field, if it is written as it says.
    pub fn bytes(&self) -> Option<Vec<u8>> {
        let text: String = without_pem_lines(&self.text).chars().filter(|it| !it.is_whitespace()).collect();
        match self.writing {
            Writing::Base64 => STANDARD.decode(text).ok(),
            Writing::Hex => from_hex(&text),
        }
        .filter(|bytes| !bytes.is_empty())
    }

    /// Whether something is in the field that is not written as it says.
    pub fn is_wrong(&self) -> bool {
        !self.text.trim().is_empty() && self.bytes().is_none()
    }

    /// Puts bytes into the field.
    pub fn put(&mut self, bytes: &[u8]) {
        self.writing = Writing::Base64;
        self.text = STANDARD.encode(bytes);
    }

    /// Puts a file into the field: PEM as the text that it is, anything else as bytes.
    pub fn put_file(&mut self, bytes: &[u8]) {
        match std::str::from_utf8(bytes) {
            Ok(text) if text.trim_start().starts_with("-----BEGIN") => {
                self.writing = Writing::Base64;
                self.text = text.to_owned();
            }
            _ => self.put(bytes),
        }
    }
}

/// How many bytes of random are material for a key of this spec; nothing for a key pair.
pub(super) fn random_bytes(spec: KeySpec) -> Option<u32> {
    match spec {
        KeySpec::SymmetricDefault | KeySpec::Hmac256 => Some(32),
        KeySpec::Hmac224 => Some(28),
        KeySpec::Hmac384 => Some(48),
        KeySpec::Hmac512 => Some(64),
        _ => None,
    }
}

/// What stands between the lines of a PEM file, or the text itself.
fn without_pem_lines(text: &str) -> String {
    text.lines().filter(|line| !line.trim_start().starts_with("-----")).collect()
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    if !text.is_ascii() || !text.len().is_multiple_of(2) {
        return None;
    }
    let pair = |at: usize| {
        let digits = text.get(at..at + 2)?;
        u8::from_str_radix(digits, 16).ok().filter(|_| !digits.starts_with('+'))
    };
    (0..text.len()).step_by(2).map(pair).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hexadecimal_is_read_in_pairs() {
        assert_eq!(from_hex("00fFa0"), Some(vec![0, 255, 160]));
        for bad in ["0", "0g", "+1", "é1"] {
            assert_eq!(from_hex(bad), None, "{bad}");
        }
    }

    #[test]
    fn the_lines_around_pem_are_left_out() {
        let pem = "-----BEGIN PRIVATE KEY-----\nAAEC\nAwQF\n-----END PRIVATE KEY-----\n";
        assert_eq!(without_pem_lines(pem), "AAECAwQF");
    }

    #[test]
    fn files_come_in_as_pem_or_as_bytes() {
        let mut typed = Typed { writing: Writing::Hex, ..Typed::default() };
        typed.put_file(b"\x00\xff-----BEGIN");
        assert_eq!(typed.bytes().as_deref(), Some(&b"\x00\xff-----BEGIN"[..]));
        typed.put_file(b"-----BEGIN PRIVATE KEY-----\nAAEC\n-----END PRIVATE KEY-----\n");
        assert_eq!(typed.bytes(), Some(vec![0, 1, 2]));
    }
}
