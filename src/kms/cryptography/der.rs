//! The little of DER that a ciphertext needs: lengths and one nested structure, written and read strictly.

/// How many bytes the length of an element takes whose content has `length` bytes.
fn length_of_length(length: usize) -> usize {
    if length < 0x80 { 1 } else { 1 + (usize::BITS - length.leading_zeros()).div_ceil(8) as usize }
}

/// How many bytes an element takes whose content has `length` bytes.
pub(super) fn element_length(length: usize) -> usize {
    1 + length_of_length(length) + length
}

/// Appends a tag and the length of content that is to follow, in its shortest form.
pub(super) fn open(out: &mut Vec<u8>, tag: u8, length: usize) {
    out.push(tag);
    if length < 0x80 {
        out.push(length as u8); // under 0x80
    } else {
        let bytes = length.to_be_bytes();
        let used = length_of_length(length) - 1;
        out.push(0x80 | used as u8); // at most 8
        out.extend_from_slice(&bytes[bytes.len() - used..]);
    }
}

/// Appends a tag, the length of `content` in its shortest form, and `content`.
pub(super) fn push(out: &mut Vec<u8>, tag: u8, content: &[u8]) {
    open(out, tag, content.len());
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
