//! Braces: `{a,b}` and `{1..5}` into several words, as bash has it.

/// The longest word whose braces are looked at, in bytes: to look for the end of each takes time.
const MAX_WORD: usize = 4096;
/// How deep braces may stand in one another.
const MAX_DEPTH: u32 = 20;

/// The words that a word with braces stands for; nothing if they are more than `most`.
pub fn expand(word: &str, most: usize) -> Option<Vec<String>> {
    if word.len() > MAX_WORD || !word.contains('{') {
        return Some(vec![word.to_owned()]);
    }
    let characters: Vec<char> = word.chars().collect();
    expanded(&characters, most, MAX_DEPTH)
}

fn expanded(word: &[char], most: usize, depth: u32) -> Option<Vec<String>> {
    let mut place = 0;
    while place < word.len() && depth > 0 {
        if word[place] != '{' {
            place = behind(word, place);
            continue;
        }
        let Some((end, commas)) = closed(word, place) else {
            place += 1;
            continue;
        };
        let inner = &word[place + 1..end];
        let middles = if commas.is_empty() {
            match sequence(&inner.iter().collect::<String>(), most) {
                Sequence::No => {
                    place += 1;
                    continue;
                }
                Sequence::TooLong => return None,
                Sequence::Of(words) => words,
            }
        } else {
            let mut words = Vec::new();
            let mut from = place + 1;
            for comma in commas.into_iter().chain([end]) {
                words.extend(expanded(&word[from..comma], most, depth - 1)?);
                from = comma + 1;
            }
            words
        };
        let head: String = word[..place].iter().collect();
        let tails = expanded(&word[end + 1..], most, depth - 1)?;
        if middles.len().saturating_mul(tails.len()) > most {
            return None;
        }
        let of_middle = |middle: &String| -> Vec<String> {
            tails.iter().map(|tail| format!("{head}{middle}{tail}")).collect()
        };
        return Some(middles.iter().flat_map(of_middle).collect());
    }
    Some(vec![word.iter().collect()])
}

/// The place behind a character, a quoted text or a substitution.
fn behind(word: &[char], place: usize) -> usize {
    let until = |from: usize, end: char| {
        let mut at = from;
        while at < word.len() && word[at] != end {
            at += if word[at] == '\\' && end != '\'' { 2 } else { 1 };
        }
        at + 1
    };
    let next = word.get(place + 1).copied();
    let end = match (word[place], next) {
        ('\\', _) => place + 2,
        (quote @ ('\'' | '"' | '`'), _) => until(place + 1, quote),
        ('$', Some(open @ ('(' | '{'))) => {
            let close = if open == '(' { ')' } else { '}' };
            let (mut at, mut open_ones) = (place + 2, 1);
            while at < word.len() && open_ones > 0 {
                if word[at] == open {
                    open_ones += 1;
                } else if word[at] == close {
                    open_ones -= 1;
                }
                at += 1;
            }
            at
        }
        _ => place + 1,
    };
    end.min(word.len())
}

/// Where the brace at `place` is closed, and the commas that part what is in it.
fn closed(word: &[char], place: usize) -> Option<(usize, Vec<usize>)> {
    let (mut at, mut open, mut commas) = (place + 1, 1, Vec::new());
    while at < word.len() {
        match word[at] {
            '{' => open += 1,
            '}' if open == 1 => return Some((at, commas)),
            '}' => open -= 1,
            ',' if open == 1 => commas.push(at),
            _ => {
                at = behind(word, at);
                continue;
            }
        }
        at += 1;
    }
    None
}

enum Sequence {
    No,
    TooLong,
    Of(Vec<String>),
}

/// `1..5`, `05..10`, `10..0..-2` or `a..e`
fn sequence(text: &str, most: usize) -> Sequence {
    let parts: Vec<&str> = text.split("..").collect();
    let (first, last, step) = match parts.as_slice() {
        [first, last] => (*first, *last, 1),
        [first, last, step] => match step.parse::<i64>() {
            Ok(step) => (*first, *last, step.unsigned_abs().max(1)),
            Err(_) => return Sequence::No,
        },
        _ => return Sequence::No,
    };
    let letter = |text: &str| {
        let mut letters = text.chars();
        letters.next().filter(|it| it.is_ascii_alphabetic() && letters.next().is_none()).map(u32::from)
    };
    let (from, to, is_number) = match (first.parse::<i64>(), last.parse::<i64>()) {
        (Ok(from), Ok(to)) => (from, to, true),
        _ => match (letter(first), letter(last)) {
            (Some(from), Some(to)) => (i64::from(from), i64::from(to), false),
            _ => return Sequence::No,
        },
    };
    let count = from.abs_diff(to) / step;
    if count >= most as u64 {
        return Sequence::TooLong;
    }
    let padded = |text: &str| text.trim_start_matches('-').starts_with('0') && text.len() > 1;
    let width = if padded(first) || padded(last) { first.len().max(last.len()) } else { 0 };
    let (mut words, mut at) = (Vec::new(), from);
    for _ in 0..=count {
        words.push(if is_number {
            format!("{at:0width$}")
        } else {
            u32::try_from(at).ok().and_then(char::from_u32).map(String::from).unwrap_or_default()
        });
        let step = i64::try_from(step).unwrap_or(i64::MAX);
        at = if from <= to { at.saturating_add(step) } else { at.saturating_sub(step) };
    }
    Sequence::Of(words)
}

#[cfg(test)]
mod tests {
    use super::expand;

    #[test]
    fn braces_stand_for_several_words() {
        for (word, expected) in [
            ("{1..5}", "1 2 3 4 5"),
            ("{3..1}", "3 2 1"),
            ("{08..10}", "08 09 10"),
            ("{0..10..5}", "0 5 10"),
            ("{a..c}x", "ax bx cx"),
            ("k-{a,b}.{1,2}", "k-a.1 k-a.2 k-b.1 k-b.2"),
            ("{a,{b,c}d}", "a bd cd"),
            ("{,x}y", "y xy"),
            ("{}", "{}"),
            ("{a}", "{a}"),
            ("{{a,b}", "{a {b"),
            ("'{a,b}'", "'{a,b}'"),
            ("\"{a,b}\"", "\"{a,b}\""),
            ("\\{a,b}", "\\{a,b}"),
            ("${x:-{a,b}}", "${x:-{a,b}}"),
            ("$(echo {a,b})", "$(echo {a,b})"),
            ("{'a,b',c}", "'a,b' c"),
            ("{1..x}", "{1..x}"),
        ] {
            assert_eq!(expand(word, 100).expect("not many").join(" "), expected, "{word}");
        }
        assert_eq!(expand("{1..101}", 100), None);
        assert_eq!(expand("{1..9223372036854775807}", 100), None);
        assert_eq!(expand("{1..50}{1..50}", 100), None);
        assert_eq!(expand(&"{".repeat(4000), 100).map(|it| it.len()), Some(1));
    }
}
