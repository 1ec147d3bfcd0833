//! The little of DER that a ciphertext needs: lengths and one nested structure, written and read strictly.

/// Appends a tag, the length of `content` in its shortest form, and `content`.
pub(super) fn push(out: &mut Vec<u8>, tag: u8, content: &[u8]) {
    out.push(tag);
    let length = content.len();
    if length < 0x80 {
        out.push(length as u8); // under 0x80
    } else {
        let bytes = (length as u64).to_be_bytes();
        let skipped = bytes.iter().take_while(|byte| **byte == 0).count();
        out.push(0x80 | (bytes.len() - skipped) as u8); // at most 8
        out.extend_from_slice(&bytes[skipped..]);
    }
    out.extend_from_slice(content);
}

/// Reads one element with this tag from the front of `input`, and moves `input` past it.
pub(super) fn take<'a>(input: &mut &'a [u8], tag: u8) -> Option<&'a [u8]> {
    let (&found, rest) = input.split_first()?;
    let (&first, mut rest) = rest.split_first()?;
    if found != tag {
        return None;
    }
    let length = if first < 0x80 {
        usize::from(first)
    } else {
        let count = usize::from(first & 0x7f);
        if count == 0 || count > 4 || rest.len() < count || rest[0] == 0 {
            return None; // indefinite, absurd or not the shortest form
        }
        let length = rest[..count].iter().fold(0usize, |sum, byte| (sum << 8) | usize::from(*byte));
        rest = &rest[count..];
        if length < 0x80 {
            return None;
        }
        length
    };
    let content = rest.get(..length)?;
    *input = &rest[length..];
    Some(content)
}
