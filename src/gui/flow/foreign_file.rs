//! Files with a ciphertext: its bytes, their Base64, or what the AWS CLI prints of Encrypt as JSON.

use std::{fs::File, io::Read as _, path::Path};

use serde_json::Value;

use crate::kms::api::Blob;

/// The most that Decrypt takes, in bytes.
pub(super) const MOST_BYTES: usize = 6144;
/// The largest file that is read, in bytes: Base64 takes a third more than the bytes, UTF-16 twice that, and JSON tells
/// some names.
const MOST_OF_A_FILE: usize = 64 << 10;

/// Reads the ciphertext that a file holds.
///
/// # Errors
/// What is wrong with the file, and what to do.
pub(in crate::gui) fn read_ciphertext(path: &Path) -> Result<Blob, String> {
    let told = |error: std::io::Error| error.to_string();
    if !std::fs::metadata(path).map_err(told)?.is_file() {
        return Err("it is not a file. Choose the file that holds the ciphertext".to_owned());
    }
    // Whatever its length says, no more than this is read.
    let mut bytes = Vec::new();
    let limit = MOST_OF_A_FILE as u64 + 1;
    File::open(path).map_err(told)?.take(limit).read_to_end(&mut bytes).map_err(told)?;
    if bytes.len() > MOST_OF_A_FILE {
        return Err(format!(
            "it is larger than {} KiB, and Decrypt takes {MOST_BYTES} bytes at most. Choose a ciphertext alone, or a wrapped \
             data key",
            MOST_OF_A_FILE >> 10
        ));
    }
    ciphertext_in(bytes)
}

/// The ciphertext in the bytes of a file.
fn ciphertext_in(bytes: Vec<u8>) -> Result<Blob, String> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err("it is empty. Choose the file that holds the ciphertext".to_owned());
    }
    let ciphertext = match text_of(&bytes) {
        // No ciphertext of KMS is a text by chance: the first of its random bytes would have to be.
        Some(text) => in_text(&text)
            .ok_or("it is a text, but no Base64. Save it anew, with --query CiphertextBlob --output text")?,
        None => Blob(bytes),
    };
    match ciphertext.0.len() {
        0..=MOST_BYTES => Ok(ciphertext),
        more => Err(format!("it holds {more} bytes, and Decrypt takes {MOST_BYTES} at most")),
    }
}

/// Bytes as text, if they are one: in UTF-8, or in UTF-16 as PowerShell writes what a program prints.
fn text_of(bytes: &[u8]) -> Option<String> {
    if let Some(units) = bytes.strip_prefix(&[0xFF, 0xFE]) {
        let pairs = units.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
        return String::from_utf16(&pairs.collect::<Vec<_>>()).ok();
    }
    let text = std::str::from_utf8(bytes).ok()?;
    Some(text.strip_prefix('\u{FEFF}').unwrap_or(text).to_owned())
}

/// The ciphertext that a text tells.
fn in_text(text: &str) -> Option<Blob> {
    let json = || serde_json::from_str::<Value>(text).ok();
    let member = |value: Value| Blob::from_base64(value.get("CiphertextBlob")?.as_str()?);
    // `--output json --query CiphertextBlob` prints it between quotes.
    let bare = text.trim().trim_matches('"');
    Blob::from_base64(bare).or_else(|| json().and_then(member)).filter(|blob| !blob.0.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bytes that are no text, as those of every ciphertext.
    fn bytes() -> Vec<u8> {
        (0..=255).collect()
    }

    fn read(bytes: impl Into<Vec<u8>>) -> Result<Vec<u8>, String> {
        ciphertext_in(bytes.into()).map(|blob| blob.0)
    }

    #[test]
    fn bytes_and_all_that_the_cli_prints_are_the_same_ciphertext() {
        let base64 = Blob(bytes()).to_base64();
        let (start, end) = base64.split_at(76);
        for text in [
            base64.clone(),
            format!("{base64}\n"),
            format!("\"{base64}\"\n"),
            format!("{start}\r\n{end}\r\n"),
            format!("\u{FEFF}{base64}"),
            format!(
                r#"{{"CiphertextBlob": "{base64}", "KeyId": "arn", "EncryptionAlgorithm": "SYMMETRIC_DEFAULT"}}"#
            ),
        ] {
            assert_eq!(read(text.clone()), Ok(bytes()), "{text}");
        }
        let mut utf16 = vec![0xFF, 0xFE];
        utf16.extend(format!("{base64}\r\n").encode_utf16().flat_map(u16::to_le_bytes));
        assert_eq!(read(utf16), Ok(bytes()));
        assert_eq!(read(bytes()), Ok(bytes()));
    }

    #[test]
    fn what_is_no_ciphertext_is_refused_with_what_to_do() {
        for (file, says) in [
            (b" \n".to_vec(), "empty"),
            (b"Dear colleagues, the report is attached.".to_vec(), "--query CiphertextBlob"),
            (br#"{"Plaintext": "AAAA"}"#.to_vec(), "--query CiphertextBlob"),
            (vec![0xF0; MOST_BYTES + 1], "6145 bytes, and Decrypt takes 6144"),
        ] {
            let problem = read(file).expect_err(says);
            assert!(problem.contains(says), "{problem}");
        }
        assert_eq!(read(vec![0xF0; MOST_BYTES]).map(|it| it.len()), Ok(MOST_BYTES));
    }

    #[test]
    fn a_file_that_is_too_large_or_none_is_told_of() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("large.bin");
        std::fs::write(&path, vec![0xF0; MOST_OF_A_FILE + 1]).expect("written");
        assert!(read_ciphertext(&path).expect_err("too large").contains("larger than 64 KiB"));
        assert!(read_ciphertext(folder.path()).expect_err("a folder").contains("not a file"));
        assert!(read_ciphertext(&folder.path().join("none")).is_err());
    }
}
