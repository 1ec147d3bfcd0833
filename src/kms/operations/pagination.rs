//! Lists in pages: a limit, and a marker where the last page ended.

use crate::kms::{Exception, KmsError};

/// One page of a list.
pub(super) struct Page<T> {
    pub entries: Vec<T>,
    pub next_marker: Option<String>,
    pub truncated: bool,
}

/// Cuts a page out of `entries`. The marker is the number of entries that earlier pages gave.
///
/// # Errors
/// `InvalidMarkerException` for a marker that no page gave.
pub(super) fn page<T>(
    entries: impl Iterator<Item = T>,
    limit: Option<u32>,
    default_limit: u32,
    marker: Option<&str>,
) -> Result<Page<T>, KmsError> {
    let start = match marker {
        None => 0,
        Some(marker) => read_marker(marker).ok_or_else(|| Exception::InvalidMarker.without_message())?,
    };
    let limit = limit.unwrap_or(default_limit) as usize; // 1 to 1000
    let mut rest = entries.skip(start);
    let entries: Vec<T> = rest.by_ref().take(limit).collect();
    let truncated = rest.next().is_some();
    let next_marker = truncated.then(|| format!("{MARKER_PREFIX}{}", start + entries.len()));
    Ok(Page { entries, next_marker, truncated })
}

const MARKER_PREFIX: &str = "from-";

fn read_marker(marker: &str) -> Option<usize> {
    marker.strip_prefix(MARKER_PREFIX)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_follow_each_other_without_gap_or_overlap() {
        let mut seen = Vec::new();
        let mut marker = None;
        loop {
            let page = page(0..7, Some(3), 100, marker.as_deref()).expect("valid marker");
            assert_eq!(page.truncated, page.next_marker.is_some());
            seen.extend(page.entries);
            marker = page.next_marker;
            if marker.is_none() {
                break;
            }
        }
        assert_eq!(seen, (0..7).collect::<Vec<_>>());
        let error = page(0..7, None, 100, Some("bogus")).err().expect("not a marker");
        assert_eq!(error, Exception::InvalidMarker.without_message());
    }
}
