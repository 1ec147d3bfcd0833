//! Two texts line by line. How far a line is indented, and a comma at its end, are no difference: JSON's lines gain and
//! lose both with their neighbours.

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices, group_diff_ops};

use super::widgets::DiffLine;

/// How many lines around a change are shown.
const AROUND: usize = 3;

/// The lines of a text, as they are and as they are compared.
fn lines(text: &str) -> (Vec<&str>, Vec<&str>) {
    text.lines().map(|line| (line, line.trim().trim_end_matches(','))).unzip()
}

/// The lines of both texts in their order; long stretches that are alike are left out.
pub fn line_diff(old: &str, new: &str) -> Vec<DiffLine> {
    let ((old, old_compared), (new, new_compared)) = (lines(old), lines(new));
    let ops = capture_diff_slices(Algorithm::Myers, &old_compared, &new_compared);
    let line = |old_at: usize, new_at: usize| DiffLine::Same {
        at: (old_at + 1, new_at + 1),
        text: new[new_at].to_owned(),
    };
    let both = |old_at: usize, new_at: usize, len: usize| (0..len).map(move |i| line(old_at + i, new_at + i));
    if ops.iter().all(|op| matches!(op, DiffOp::Equal { .. })) {
        return both(0, 0, new.len()).collect();
    }
    let mut shown: Vec<DiffLine> = Vec::new();
    let skip = |shown: &mut Vec<DiffLine>, from: (usize, usize), until: usize| match until - from.1 {
        0 => {}
        // A single line is not worth leaving out.
        1 => shown.extend(both(from.0, from.1, 1)),
        count => shown.push(DiffLine::Skipped(count)),
    };
    let mut at = (0, 0);
    for group in group_diff_ops(ops, AROUND) {
        for op in group {
            skip(&mut shown, at, op.new_range().start);
            if let DiffOp::Equal { old_index, new_index, len } = op {
                shown.extend(both(old_index, new_index, len));
            } else {
                shown
                    .extend(op.old_range().map(|i| DiffLine::Removed { at: i + 1, text: old[i].to_owned() }));
                shown.extend(op.new_range().map(|i| DiffLine::Added { at: i + 1, text: new[i].to_owned() }));
            }
            at = (op.old_range().end, op.new_range().end);
        }
    }
    skip(&mut shown, at, new.len());
    shown
}

/// The lines of `new` that `old` lacks, from 0.
pub fn added_lines(old: &str, new: &str) -> Vec<Range<usize>> {
    let ((_, old), (_, new)) = (lines(old), lines(new));
    let ops = capture_diff_slices(Algorithm::Myers, &old, &new);
    let added = |op: DiffOp| match op {
        DiffOp::Insert { new_index, new_len, .. } | DiffOp::Replace { new_index, new_len, .. } => {
            Some(new_index..new_index + new_len)
        }
        DiffOp::Equal { .. } | DiffOp::Delete { .. } => None,
    };
    let mut added: Vec<Range<usize>> = ops.into_iter().filter_map(added).collect();
    for range in &mut added {
        slide_to_opening(&new, range);
    }
    added
}

/// A block that could as well begin a few lines earlier does so where that makes it begin with its own brace.
fn slide_to_opening(lines: &[&str], range: &mut Range<usize>) {
    let mut slid = range.clone();
    while lines[slid.start] != "{" {
        if slid.start == 0 || lines[slid.start - 1] != lines[slid.end - 1] {
            return;
        }
        slid = slid.start - 1..slid.end - 1;
    }
    *range = slid;
}

#[cfg(test)]
mod tests {
    use std::slice::from_ref;

    use super::*;

    #[test]
    fn added_lines_are_those_of_the_choice_alone() {
        let before = "[\n  {\n    \"Sid\": \"a\"\n  },\n  {\n    \"Sid\": \"c\"\n  }\n]";
        let after = "[\n  {\n    \"Sid\": \"a\"\n  },\n  {\n    \"Sid\": \"b\"\n  },\n  {\n    \"Sid\": \"c\"\n  }\n]";
        assert_eq!(added_lines(before, after), from_ref(&(4..7)), "the whole statement with its own braces");
        assert_eq!(added_lines(after, before), [], "taking away adds nothing");
        assert_eq!(
            added_lines("[\n  1\n]", "[\n  1,\n  2\n]"),
            from_ref(&(2..3)),
            "a comma is no difference"
        );
    }

    fn signs(old: &str, new: &str) -> Vec<String> {
        let line = |line: &DiffLine| match line {
            DiffLine::Same { at, text } => format!("{}/{} {text}", at.0, at.1),
            DiffLine::Removed { at, text } => format!("-{at} {text}"),
            DiffLine::Added { at, text } => format!("+{at} {text}"),
            DiffLine::Skipped(count) => format!("…{count}"),
        };
        line_diff(old, new).iter().map(line).collect()
    }

    #[test]
    fn what_is_alike_stands_between_what_is_not() {
        assert_eq!(signs("a\nb\nc", "a\nx\nc"), ["1/1 a", "-2 b", "+2 x", "3/3 c"]);
        assert_eq!(signs("a", "a\nb"), ["1/1 a", "+2 b"]);
        assert_eq!(signs("", "a"), ["+1 a"]);
        assert_eq!(signs("a\nb\nc\nd", "b\nx\nd\ne"), ["-1 a", "2/1 b", "-3 c", "+2 x", "4/3 d", "+4 e"]);
    }

    #[test]
    fn long_stretches_alike_are_left_out() {
        let old: String = (0..20).map(|n| format!("{n}\n")).collect();
        let new = old.replace("10\n", "ten\n");
        let signs = signs(&old, &new);
        assert_eq!(signs.first().map(String::as_str), Some("…7"));
        assert_eq!(signs.last().map(String::as_str), Some("…6"));
        assert!(signs.contains(&"-11 10".to_owned()) && signs.contains(&"+11 ten".to_owned()));
        assert_eq!(signs.len(), 10);
    }

    #[test]
    fn the_lines_of_each_side_make_up_its_text() {
        let old = "{\n a\n b\n c\n}\n";
        let new = "{\n c\n a\n}\n";
        let lines = line_diff(old, new);
        let side = |removed: bool| -> String {
            let text = |line: &DiffLine| match line {
                DiffLine::Same { text, .. } => Some(format!("{text}\n")),
                DiffLine::Removed { text, .. } if removed => Some(format!("{text}\n")),
                DiffLine::Added { text, .. } if !removed => Some(format!("{text}\n")),
                _ => None,
            };
            lines.iter().filter_map(text).collect()
        };
        assert_eq!((side(true).as_str(), side(false).as_str()), (old, new));
    }

    #[test]
    fn layout_is_no_difference() {
        assert!(
            line_diff("{\n  \"a\": 1\n}", "{\n    \"a\": 1,\n}")
                .iter()
                .all(|it| matches!(it, DiffLine::Same { .. }))
        );
        assert_eq!(signs("[\n1\n]", "[\n1,\n2\n]"), ["1/1 [", "2/2 1,", "+3 2", "3/4 ]"]);
    }
}
