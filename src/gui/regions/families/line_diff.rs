//! Two texts line by line: a unified difference, with what is far from any change left out.

use std::ops::Range;

use serde_json::Value;

/// How many equal lines are shown before and after a change.
const AROUND: usize = 3;

/// A unified difference: lines that begin with ` `, `-` or `+`.
#[derive(Debug, Default, PartialEq)]
pub(in crate::gui::regions) struct LineDiff {
    /// The lines.
    pub text: String,
    /// Which of them only the second text has, from 0.
    pub added: Vec<Range<usize>>,
    /// Which of them only the first text has.
    pub removed: Vec<Range<usize>>,
}

#[derive(Clone, Copy, PartialEq)]
enum Step<'a> {
    Both(&'a str),
    First(&'a str),
    Second(&'a str),
}

impl LineDiff {
    /// The difference that leads from `first` to `second`.
    pub fn of(first: &str, second: &str) -> Self {
        let steps = steps(&first.lines().collect::<Vec<_>>(), &second.lines().collect::<Vec<_>>());
        let is_change = |step: &Step<'_>| !matches!(step, Step::Both(_));
        let near = |at: usize| {
            let from = at.saturating_sub(AROUND);
            steps[from..(at + AROUND + 1).min(steps.len())].iter().any(is_change)
        };
        let mut diff = Self::default();
        let mut line = 0;
        let mut skipping = false;
        for (at, step) in steps.iter().enumerate() {
            if !near(at) {
                if !std::mem::replace(&mut skipping, true) {
                    diff.push(' ', "…", &mut line);
                }
                continue;
            }
            skipping = false;
            match step {
                Step::Both(text) => diff.push(' ', text, &mut line),
                Step::First(text) => {
                    extend(&mut diff.removed, line);
                    diff.push('-', text, &mut line);
                }
                Step::Second(text) => {
                    extend(&mut diff.added, line);
                    diff.push('+', text, &mut line);
                }
            }
        }
        diff
    }

    fn push(&mut self, sign: char, text: &str, line: &mut usize) {
        if *line > 0 {
            self.text.push('\n');
        }
        self.text.push(sign);
        self.text.push(' ');
        self.text.push_str(text);
        *line += 1;
    }

    /// How many lines were added and removed.
    pub fn counts(&self) -> (usize, usize) {
        let sum = |ranges: &[Range<usize>]| ranges.iter().map(ExactSizeIterator::len).sum();
        (sum(&self.added), sum(&self.removed))
    }
}

fn extend(ranges: &mut Vec<Range<usize>>, line: usize) {
    match ranges.last_mut() {
        Some(last) if last.end == line => last.end += 1,
        _ => ranges.push(line..line + 1),
    }
}

/// The way from one list of lines to another along their longest common subsequence. A comma at a line's end is no
/// difference.
fn steps<'a>(first: &[&'a str], second: &[&'a str]) -> Vec<Step<'a>> {
    let same = |a: &str, b: &str| a.trim_end_matches(',') == b.trim_end_matches(',');
    let width = second.len() + 1;
    let mut common = vec![0_u32; (first.len() + 1) * width];
    for i in (0..first.len()).rev() {
        for j in (0..second.len()).rev() {
            common[i * width + j] = if same(first[i], second[j]) {
                common[(i + 1) * width + j + 1] + 1
            } else {
                common[(i + 1) * width + j].max(common[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut steps = Vec::with_capacity(first.len() + second.len());
    while i < first.len() || j < second.len() {
        if i < first.len() && j < second.len() && same(first[i], second[j]) {
            steps.push(Step::Both(second[j]));
            (i, j) = (i + 1, j + 1);
        } else if j == second.len()
            || (i < first.len() && common[(i + 1) * width + j] >= common[i * width + j + 1])
        {
            steps.push(Step::First(first[i]));
            i += 1;
        } else {
            steps.push(Step::Second(second[j]));
            j += 1;
        }
    }
    steps
}

/// A policy laid out in the one way in which policies are compared: a member a line, in the order in which IAM's
/// documentation has them. A text that is no JSON stays as it is.
pub(in crate::gui::regions) fn laid_out(text: &str) -> String {
    const ORDER: [&str; 12] = [
        "Version",
        "Id",
        "Statement",
        "Sid",
        "Effect",
        "Principal",
        "NotPrincipal",
        "Action",
        "NotAction",
        "Resource",
        "NotResource",
        "Condition",
    ];
    fn ordered(value: Value) -> Value {
        match value {
            Value::Object(members) => {
                let mut members: Vec<_> = members.into_iter().collect();
                let place = |name: &str| ORDER.iter().position(|it| *it == name).unwrap_or(ORDER.len());
                members.sort_by_key(|(name, _)| place(name));
                Value::Object(members.into_iter().map(|(name, it)| (name, ordered(it))).collect())
            }
            Value::Array(list) => Value::Array(list.into_iter().map(ordered).collect()),
            other => other,
        }
    }
    let read = serde_json::from_str::<Value>(text).ok();
    read.and_then(|value| serde_json::to_string_pretty(&ordered(value)).ok())
        .unwrap_or_else(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use std::slice::from_ref;

    use super::*;

    #[test]
    fn a_change_stands_among_a_few_equal_lines() {
        let first: Vec<String> = (0..20).map(|it| it.to_string()).collect();
        let mut second = first.clone();
        second[10] = "ten".to_owned();
        second.push("20".to_owned());
        let diff = LineDiff::of(&first.join("\n"), &second.join("\n"));
        let expected = "  …\n  7\n  8\n  9\n- 10\n+ ten\n  11\n  12\n  13\n  …\n  17\n  18\n  19\n+ 20";
        assert_eq!(diff.text, expected);
        assert_eq!(diff.removed, from_ref(&(4..5)));
        assert_eq!(diff.added, [5..6, 13..14]);
        assert_eq!(diff.counts(), (2, 1));
    }

    #[test]
    fn equal_texts_and_empty_ones() {
        assert_eq!(LineDiff::of("a\nb", "a\nb").counts(), (0, 0));
        assert_eq!(LineDiff::of("", "a").text, "+ a");
        assert_eq!(LineDiff::of("[\n1\n]", "[\n1,\n2\n]").counts(), (1, 0), "a comma is no difference");
    }

    #[test]
    fn policies_are_laid_out_alike() {
        let text = r#"{"Statement":[{"Action":"a","Sid":"s"}],"Version":"v"}"#;
        let other = "{ \"Version\": \"v\", \"Statement\": [ { \"Sid\": \"s\", \"Action\": \"a\" } ] }";
        assert_eq!(laid_out(text), laid_out(other));
        assert_eq!(laid_out("no JSON"), "no JSON");
    }
}
