//! Which lines two texts have in common, and which only one of them has.

use crate::gui::widgets::DiffLine;

/// How many lines around a change are shown.
const AROUND: usize = 3;
/// Texts with more lines than this between what begins and ends alike are not compared line by line: a key policy of
/// the largest size has fewer.
const MOST_LINES: usize = 4000;

/// The lines of two texts in their order; long stretches that are alike are left out.
pub(super) fn line_diff(old: &str, new: &str) -> Vec<DiffLine> {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let same_begin = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let (old_rest, new_rest) = (&old[same_begin..], &new[same_begin..]);
    let same_end = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(|(a, b)| a == b).count();
    let old_middle = &old_rest[..old_rest.len() - same_end];
    let new_middle = &new_rest[..new_rest.len() - same_end];

    let same = |i: usize, j: usize| DiffLine::Same { at: (i + 1, j + 1), text: new[j].to_owned() };
    let mut lines: Vec<DiffLine> = (0..same_begin).map(|i| same(i, i)).collect();
    for step in steps(old_middle, new_middle) {
        let line = match step {
            Step::Both(i, j) => same(same_begin + i, same_begin + j),
            Step::Old(i) => DiffLine::Removed { at: same_begin + i + 1, text: old_middle[i].to_owned() },
            Step::New(j) => DiffLine::Added { at: same_begin + j + 1, text: new_middle[j].to_owned() },
        };
        lines.push(line);
    }
    let (old_end, new_end) = (old.len() - same_end, new.len() - same_end);
    lines.extend((0..same_end).map(|i| same(old_end + i, new_end + i)));
    shortened(lines)
}

enum Step {
    Both(usize, usize),
    Old(usize),
    New(usize),
}

/// The longest common subsequence, walked.
fn steps(old: &[&str], new: &[&str]) -> Vec<Step> {
    if old.len() > MOST_LINES || new.len() > MOST_LINES {
        return (0..old.len()).map(Step::Old).chain((0..new.len()).map(Step::New)).collect();
    }
    let width = new.len() + 1;
    let mut common = vec![0_u16; (old.len() + 1) * width];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            common[i * width + j] = if old[i] == new[j] {
                common[(i + 1) * width + j + 1] + 1
            } else {
                common[(i + 1) * width + j].max(common[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut steps = Vec::new();
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            steps.push(Step::Both(i, j));
            (i, j) = (i + 1, j + 1);
        } else if i < old.len()
            && (j == new.len() || common[(i + 1) * width + j] >= common[i * width + j + 1])
        {
            steps.push(Step::Old(i));
            i += 1;
        } else {
            steps.push(Step::New(j));
            j += 1;
        }
    }
    steps
}

/// Leaves out what is alike and far from any change. What is removed and added without a line between stands as one
/// block, the removed lines first.
fn shortened(lines: Vec<DiffLine>) -> Vec<DiffLine> {
    let changed: Vec<bool> = lines.iter().map(|it| !matches!(it, DiffLine::Same { .. })).collect();
    if !changed.contains(&true) {
        return lines;
    }
    let near = |at: usize| {
        let from = at.saturating_sub(AROUND);
        let to = (at + AROUND + 1).min(changed.len());
        changed[from..to].contains(&true)
    };
    let mut kept: Vec<DiffLine> = Vec::new();
    let mut skipped: Vec<DiffLine> = Vec::new();
    for (at, line) in lines.into_iter().enumerate() {
        if near(at) {
            put(&mut kept, &mut skipped);
            let begin = kept.iter().rposition(|it| !is_added(it)).map_or(0, |last| last + 1);
            if matches!(line, DiffLine::Removed { .. }) {
                kept.insert(begin, line);
            } else {
                kept.push(line);
            }
        } else {
            skipped.push(line);
        }
    }
    put(&mut kept, &mut skipped);
    kept
}

fn is_added(line: &DiffLine) -> bool {
    matches!(line, DiffLine::Added { .. })
}

/// A single line is not worth leaving out.
fn put(kept: &mut Vec<DiffLine>, skipped: &mut Vec<DiffLine>) {
    match skipped.len() {
        0 => {}
        1 => kept.append(skipped),
        count => kept.push(DiffLine::Skipped(count)),
    }
    skipped.clear();
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
