//! Lists in pages: a limit, and a marker that says where the last page ended.
//!
//! A marker holds the place of the last entry that was given, not a number of entries, so that what is added to a list or
//! taken from it between two pages makes no entry come twice or not at all.

use std::borrow::Cow;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use sha2::{Digest as _, Sha256};

use crate::kms::{Exception, KmsError, api::Operation};

/// How many bytes of a digest tell a marker of ours from any other text.
const CHECK: usize = 6;

/// One page of a list.
pub(super) struct Page<T> {
    pub entries: Vec<T>,
    pub next_marker: Option<String>,
    pub truncated: bool,
}

/// How a list comes in pages.
pub(super) struct Paging<'a> {
    /// Whose list it is: a marker of another operation is none.
    pub operation: Operation,
    /// The most entries that the client wants, 1 to 1000.
    pub limit: Option<u32>,
    /// The most entries where it does not say.
    pub default_limit: u32,
    /// Where the last page ended.
    pub marker: Option<&'a str>,
}

/// Cuts a page out of `entries`, which are in the order of their `place`s.
///
/// # Errors
/// `InvalidMarkerException` for a marker that no page of the operation gave.
pub(super) fn page<T>(
    entries: impl Iterator<Item = T>,
    paging: &Paging<'_>,
    place: impl Fn(&T) -> Cow<'_, str>,
) -> Result<Page<T>, KmsError> {
    let last = match paging.marker {
        None => None,
        Some(marker) => {
            let read = read_marker(paging.operation, marker);
            Some(read.ok_or_else(|| Exception::InvalidMarker.without_message())?)
        }
    };
    let given = |entry: &T| last.as_ref().is_some_and(|last| *place(entry) <= **last);
    let limit = paging.limit.unwrap_or(paging.default_limit) as usize; // 1 to 1000
    let mut rest = entries.skip_while(given);
    let entries: Vec<T> = rest.by_ref().take(limit).collect();
    let truncated = rest.next().is_some();
    let end = entries.last().filter(|_| truncated);
    let next_marker = end.map(|entry| write_marker(paging.operation, &place(entry)));
    Ok(Page { entries, next_marker, truncated })
}

fn write_marker(operation: Operation, place: &str) -> String {
    let mut bytes = check(operation, place.as_bytes()).to_vec();
    bytes.extend_from_slice(place.as_bytes());
    STANDARD.encode(bytes)
}

fn read_marker(operation: Operation, marker: &str) -> Option<String> {
    let bytes = STANDARD.decode(marker).ok()?;
    let (given, place) = bytes.split_first_chunk::<CHECK>()?;
    (*given == check(operation, place)).then(|| String::from_utf8(place.to_vec()).ok())?
}

fn check(operation: Operation, place: &[u8]) -> [u8; CHECK] {
    let digest =
        Sha256::new().chain_update(operation.name()).chain_update(b"\n").chain_update(place).finalize();
    std::array::from_fn(|at| digest[at])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paging(marker: Option<&str>) -> Paging<'_> {
        Paging { operation: Operation::ListKeys, limit: Some(3), default_limit: 100, marker }
    }

    #[expect(clippy::ptr_arg, reason = "the lists of these tests are of Strings")]
    fn place(entry: &String) -> Cow<'_, str> {
        Cow::Borrowed(entry)
    }

    fn list(letters: &str) -> Vec<String> {
        letters.chars().map(String::from).collect()
    }

    #[test]
    fn pages_follow_each_other_without_gap_or_overlap() {
        let mut seen = Vec::new();
        let mut marker = None;
        loop {
            let page =
                page(list("abcdefg").into_iter(), &paging(marker.as_deref()), place).expect("valid marker");
            assert_eq!(page.truncated, page.next_marker.is_some());
            seen.extend(page.entries);
            marker = page.next_marker;
            if marker.is_none() {
                break;
            }
        }
        assert_eq!(seen, list("abcdefg"));
    }

    #[test]
    fn what_comes_and_goes_between_pages_moves_nothing() {
        let first = page(list("bdfhj").into_iter(), &paging(None), place).expect("no marker");
        assert_eq!(first.entries, list("bdf"));
        for (now, expected) in
            [("abcdfhj", "hj"), ("dfhj", "hj"), ("hj", "hj"), ("bdhj", "hj"), ("bdfghj", "ghj"), ("bd", "")]
        {
            let second = page(list(now).into_iter(), &paging(first.next_marker.as_deref()), place);
            assert_eq!(second.expect("its own marker").entries, list(expected), "{now}");
        }
    }

    #[test]
    fn a_marker_is_opaque_and_its_operation_s_own() {
        let first = page(list("abcd").into_iter(), &paging(None), place).expect("no marker");
        let marker = first.next_marker.expect("there is more");
        assert!(marker.len() >= 8 && !marker.contains('c'), "{marker}");
        let refused = Some(Exception::InvalidMarker.without_message());
        let other = Paging { operation: Operation::ListAliases, ..paging(Some(&marker)) };
        assert_eq!(page(list("abcd").into_iter(), &other, place).err(), refused);
        for bogus in ["", "bogus", "from-3", "AAAAAAAAAAAA", &marker[4..]] {
            assert_eq!(page(list("abcd").into_iter(), &paging(Some(bogus)), place).err(), refused, "{bogus}");
        }
    }
}
