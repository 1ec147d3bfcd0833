//! The algorithms against public known answers.

mod recorded;
mod standards;
mod wycheproof;

use base64::{Engine as _, engine::general_purpose::STANDARD};

/// Hexadecimal text as bytes.
fn hex<const N: usize>(text: &str) -> [u8; N] {
    assert_eq!(text.len(), 2 * N);
    std::array::from_fn(|index| u8::from_str_radix(&text[2 * index..2 * index + 2], 16).expect("hexadecimal"))
}

fn base64(text: &str) -> Vec<u8> {
    STANDARD.decode(text).expect("Base64")
}
