//! Programs that take lines and give lines.

use regex_lite::{Regex, RegexBuilder};

use super::{
    execute::{Emit, Execution, Outcome},
    tools::{each_file, fail, print},
    words::unescaped,
};

/// The most numbers that `seq` counts.
const MAX_COUNT: u64 = 100_000;
/// How many bytes a line of `xxd` shows, and how many one of `xxd -p`.
const DUMPED: (usize, usize) = (16, 30);

/// Letters of options, values of those that take one, and what else there is.
struct Options {
    letters: String,
    values: Vec<(char, String)>,
    rest: Vec<String>,
}

impl Options {
    /// Sorts words: `known` are letters without a value, `valued` those with one. Answers with an unknown letter.
    fn sort(words: &[String], known: &str, valued: &str) -> Result<Self, char> {
        let mut sorted = Self { letters: String::new(), values: Vec::new(), rest: Vec::new() };
        let mut words = words.iter();
        while let Some(word) = words.next() {
            if word == "--" {
                sorted.rest.extend(words.cloned());
                break;
            }
            let Some(letters) = word.strip_prefix('-').filter(|it| !it.is_empty()) else {
                sorted.rest.push(word.clone());
                continue;
            };
            for (place, letter) in letters.char_indices() {
                if known.contains(letter) {
                    sorted.letters.push(letter);
                } else if valued.contains(letter) {
                    let tied = &letters[place + letter.len_utf8()..];
                    let value = if tied.is_empty() { words.next().cloned() } else { Some(tied.to_owned()) };
                    sorted.values.push((letter, value.unwrap_or_default()));
                    break;
                } else {
                    return Err(letter);
                }
            }
        }
        Ok(sorted)
    }

    fn has(&self, letter: char) -> bool {
        self.letters.contains(letter)
    }

    fn value(&self, letter: char) -> Option<&str> {
        self.values.iter().find(|(known, _)| *known == letter).map(|(_, value)| value.as_str())
    }
}

fn no_such_option(tool: &str, letter: char, emit: Emit<'_>) -> Outcome {
    fail(emit, format_args!("{tool}: -{letter}: not here")).map(|_| 2)
}

fn lines_of(bytes: &[u8]) -> Vec<String> {
    String::from_utf8_lossy(bytes).lines().map(str::to_owned).collect()
}

fn joined<'a>(lines: impl IntoIterator<Item = &'a str>) -> String {
    lines.into_iter().flat_map(|line| [line, "\n"]).collect()
}

/// `grep [-ivcoqnEF] PATTERN [FILE…]`
pub fn grep(run: &mut Execution<'_>, words: &[String], input: &[u8], emit: Emit<'_>) -> Outcome {
    let options = match Options::sort(words, "ivcoqnEFh", "e") {
        Ok(options) => options,
        Err(letter) => return no_such_option("grep", letter, emit),
    };
    let mut files = options.rest.clone();
    let pattern = match options.value('e') {
        Some(pattern) => pattern.to_owned(),
        None if files.is_empty() => return fail(emit, "grep: a pattern is needed").map(|_| 2),
        None => files.remove(0),
    };
    let pattern = match (options.has('F'), options.has('E')) {
        (true, _) => regex_lite::escape(&pattern),
        (false, true) => pattern,
        (false, false) => extended(&pattern),
    };
    let built = RegexBuilder::new(&pattern).case_insensitive(options.has('i')).build();
    let Ok(regex) = built else {
        return fail(emit, format_args!("grep: {pattern}: no regular expression")).map(|_| 2);
    };
    let (several, found) = (files.len() > 1 && !options.has('h'), std::cell::Cell::new(false));
    let status = each_file(run, "grep", &files, input, emit, |name, bytes, emit| {
        let prefix = if several { format!("{name}:") } else { String::new() };
        let (mut count, mut text) = (0, String::new());
        for (line, number) in lines_of(&bytes).iter().zip(1..) {
            if regex.is_match(line) == options.has('v') {
                continue;
            }
            count += 1;
            let number = if options.has('n') { format!("{number}:") } else { String::new() };
            if options.has('o') && !options.has('v') {
                for part in matches(&regex, line) {
                    text.push_str(&format!("{prefix}{number}{part}\n"));
                }
            } else {
                text.push_str(&format!("{prefix}{number}{line}\n"));
            }
        }
        found.set(found.get() || count > 0);
        match (options.has('q'), options.has('c')) {
            (true, _) => Ok(0),
            (false, true) => print(emit, format!("{prefix}{count}\n")),
            (false, false) => print(emit, text),
        }
    })?;
    Ok(if status != 0 { 2 } else { i32::from(!found.get()) })
}

fn matches<'a>(regex: &Regex, line: &'a str) -> Vec<&'a str> {
    regex.find_iter(line).map(|it| it.as_str()).filter(|it| !it.is_empty()).collect()
}

/// A basic regular expression as an extended one: there `+ ? | ( ) { }` mean themselves unless a backslash stands before.
fn extended(basic: &str) -> String {
    const SWAPPED: &str = "+?|(){}";
    let mut text = String::with_capacity(basic.len() + 4);
    let mut rest = basic.chars();
    while let Some(character) = rest.next() {
        match character {
            '\\' => match rest.next() {
                Some(next) if SWAPPED.contains(next) => text.push(next),
                next => {
                    text.push('\\');
                    text.extend(next);
                }
            },
            other if SWAPPED.contains(other) => text.extend(['\\', other]),
            other => text.push(other),
        }
    }
    text
}

/// `tr SET1 SET2`, `tr -d SET`, `tr -s SET`
pub fn tr(words: &[String], input: &[u8], emit: Emit<'_>) -> Outcome {
    let options = match Options::sort(words, "dsc", "") {
        Ok(options) => options,
        Err(letter) => return no_such_option("tr", letter, emit),
    };
    let sets: Vec<Vec<u8>> = options.rest.iter().map(|it| set(it)).collect();
    let (Some(first), second) = (sets.first(), sets.get(1)) else {
        return fail(emit, "tr: here it takes sets: tr SET1 SET2, tr -d SET or tr -s SET");
    };
    let is_in = |byte: &u8| first.contains(byte) != options.has('c');
    let mut out = Vec::with_capacity(input.len());
    for byte in input {
        if options.has('d') {
            out.extend((!is_in(byte)).then_some(*byte));
            continue;
        }
        let changed = match second.and_then(|it| it.last().map(|last| (it, *last))) {
            Some((set, last)) if is_in(byte) => {
                let place = first.iter().rposition(|it| it == byte).unwrap_or(usize::MAX);
                set.get(place).copied().unwrap_or(last)
            }
            _ => *byte,
        };
        let squeezed = second.unwrap_or(first);
        if options.has('s') && squeezed.contains(&changed) && out.last() == Some(&changed) {
            continue;
        }
        out.push(changed);
    }
    if !options.has('d') && !options.has('s') && second.is_none_or(Vec::is_empty) {
        return fail(emit, "tr: a second set is needed, or -d to delete");
    }
    print(emit, out)
}

/// Whether a byte is of a class.
type Class = fn(&u8) -> bool;

/// The bytes of `a-z`, `[:upper:]` or `\n`.
fn set(text: &str) -> Vec<u8> {
    let classes: [(&str, Class); 6] = [
        ("[:upper:]", u8::is_ascii_uppercase),
        ("[:lower:]", u8::is_ascii_lowercase),
        ("[:digit:]", u8::is_ascii_digit),
        ("[:alpha:]", u8::is_ascii_alphabetic),
        ("[:alnum:]", u8::is_ascii_alphanumeric),
        ("[:space:]", u8::is_ascii_whitespace),
    ];
    if let Some((_, is_in)) = classes.iter().find(|(name, _)| *name == text) {
        return (0..=127).filter(is_in).collect();
    }
    let bytes = unescaped(text).into_bytes();
    let (mut set, mut place) = (Vec::new(), 0);
    while let Some(byte) = bytes.get(place) {
        match bytes.get(place + 1..place + 3) {
            Some([b'-', last]) if last >= byte => {
                set.extend(*byte..=*last);
                place += 3;
            }
            _ => {
                set.push(*byte);
                place += 1;
            }
        }
    }
    set
}

/// `sort [-rnu] [FILE…]`
pub fn sort(run: &mut Execution<'_>, words: &[String], input: &[u8], emit: Emit<'_>) -> Outcome {
    let options = match Options::sort(words, "rnu", "") {
        Ok(options) => options,
        Err(letter) => return no_such_option("sort", letter, emit),
    };
    let mut gathered = Vec::new();
    let names = if options.rest.is_empty() { vec!["-".to_owned()] } else { options.rest.clone() };
    for name in &names {
        let bytes = if name == "-" { Some(input.to_vec()) } else { run.read(name) };
        match bytes {
            Some(bytes) => gathered.extend(lines_of(&bytes)),
            None => return fail(emit, format_args!("sort: {name}: No such file or directory")).map(|_| 2),
        }
    }
    let number = |line: &str| {
        let line = line.trim_start();
        let end =
            line.find(|it: char| !(it.is_ascii_digit() || it == '-' || it == '.')).unwrap_or(line.len());
        line[..end].parse::<f64>().unwrap_or(0.0)
    };
    if options.has('n') {
        gathered.sort_by(|one, other| number(one).total_cmp(&number(other)).then_with(|| one.cmp(other)));
    } else {
        gathered.sort();
    }
    if options.has('u') {
        gathered.dedup();
    }
    if options.has('r') {
        gathered.reverse();
    }
    print(emit, joined(gathered.iter().map(String::as_str)))
}

/// `uniq [-cd] [FILE]`
pub fn uniq(run: &mut Execution<'_>, words: &[String], input: &[u8], emit: Emit<'_>) -> Outcome {
    let options = match Options::sort(words, "cd", "") {
        Ok(options) => options,
        Err(letter) => return no_such_option("uniq", letter, emit),
    };
    each_file(run, "uniq", &options.rest, input, emit, |_, bytes, emit| {
        let lines = lines_of(&bytes);
        let groups = lines.chunk_by(|one, other| one == other);
        let groups = groups.filter(|group| !options.has('d') || group.len() > 1);
        let shown = groups.filter_map(|group| {
            let line = group.first()?;
            Some(if options.has('c') { format!("{:>7} {line}\n", group.len()) } else { format!("{line}\n") })
        });
        print(emit, shown.collect::<String>())
    })
}

/// `cut -d X -f LIST` or `cut -c LIST`
pub fn cut(run: &mut Execution<'_>, words: &[String], input: &[u8], emit: Emit<'_>) -> Outcome {
    let options = match Options::sort(words, "s", "dfc") {
        Ok(options) => options,
        Err(letter) => return no_such_option("cut", letter, emit),
    };
    let separator = options.value('d').unwrap_or("\t").to_owned();
    let (list, by_fields) = match (options.value('f'), options.value('c')) {
        (Some(list), _) => (list, true),
        (None, Some(list)) => (list, false),
        (None, None) => return fail(emit, "cut: -f or -c is needed"),
    };
    let Some(ranges) = ranges(list) else {
        return fail(emit, format_args!("cut: {list}: no list such as 1,3-5"));
    };
    let is_in = |place: usize| ranges.iter().any(|(from, to)| (*from..=*to).contains(&place));
    each_file(run, "cut", &options.rest, input, emit, |_, bytes, emit| {
        let mut text = String::new();
        for line in lines_of(&bytes) {
            if !by_fields {
                text.extend(line.chars().zip(1..).filter(|(_, place)| is_in(*place)).map(|(it, _)| it));
            } else if separator.is_empty() || !line.contains(&separator) {
                text.push_str(&line);
            } else {
                let fields = line.split(&separator).zip(1..).filter(|(_, place)| is_in(*place));
                text.push_str(&fields.map(|(field, _)| field).collect::<Vec<_>>().join(&separator));
            }
            text.push('\n');
        }
        print(emit, text)
    })
}

/// `1,3-5,7-`
fn ranges(list: &str) -> Option<Vec<(usize, usize)>> {
    let range = |part: &str| match part.split_once('-') {
        Some((from, to)) => {
            let from = if from.is_empty() { 1 } else { from.parse().ok()? };
            Some((from, if to.is_empty() { usize::MAX } else { to.parse().ok()? }))
        }
        None => part.parse().ok().map(|at| (at, at)),
    };
    list.split(',').map(range).collect()
}

/// `seq LAST`, `seq FIRST LAST`, `seq FIRST STEP LAST`
pub fn seq(words: &[String], emit: Emit<'_>) -> Outcome {
    let numbers: Option<Vec<i64>> = words.iter().map(|word| word.parse().ok()).collect();
    let (from, step, to) = match numbers.as_deref() {
        Some([to]) => (1, 1, *to),
        Some([from, to]) => (*from, 1, *to),
        Some([from, step, to]) if *step != 0 => (*from, *step, *to),
        _ => return fail(emit, "seq: here it takes whole numbers: seq FIRST STEP LAST"),
    };
    if (from < to) != (step > 0) && from != to {
        return Ok(0);
    }
    let count = from.abs_diff(to) / step.unsigned_abs();
    if count >= MAX_COUNT {
        return fail(emit, format_args!("seq: more than {MAX_COUNT} numbers"));
    }
    let (mut text, mut at) = (String::new(), from);
    for _ in 0..=count {
        text.push_str(&format!("{at}\n"));
        at = at.saturating_add(step);
    }
    print(emit, text)
}

/// `xxd [-p] [FILE]`, and `xxd -r -p` back
pub fn xxd(run: &mut Execution<'_>, words: &[String], input: &[u8], emit: Emit<'_>) -> Outcome {
    let options = match Options::sort(words, "pr", "c") {
        Ok(options) => options,
        Err(letter) => return no_such_option("xxd", letter, emit),
    };
    let (plain, back) = (options.has('p'), options.has('r'));
    let width = options.value('c').and_then(|it| it.parse().ok()).filter(|it| (1..=256).contains(it));
    each_file(run, "xxd", &options.rest, input, emit, |_, bytes, emit| match (back, plain) {
        (true, true) => match bytes_of(&bytes) {
            Some(bytes) => print(emit, bytes),
            None => fail(emit, "xxd: no hexadecimal digits, two for each byte"),
        },
        (true, false) => fail(emit, "xxd: back it reads plain digits alone: xxd -r -p"),
        (false, true) => {
            let lines = bytes.chunks(width.unwrap_or(DUMPED.1)).map(|line| digits(line) + "\n");
            print(emit, lines.collect::<String>())
        }
        (false, false) => print(emit, dump(&bytes, width.unwrap_or(DUMPED.0))),
    })
}

fn digits(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn bytes_of(text: &[u8]) -> Option<Vec<u8>> {
    let digit = |byte: &u8| char::from(*byte).to_digit(16).and_then(|it| u8::try_from(it).ok());
    let digits: Option<Vec<u8>> = text.iter().filter(|it| !it.is_ascii_whitespace()).map(digit).collect();
    let digits = digits.filter(|digits| digits.len().is_multiple_of(2))?;
    Some(digits.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect())
}

fn dump(bytes: &[u8], width: usize) -> String {
    // Two digits a byte, and a blank after every second one.
    let columns = width * 2 + width.div_ceil(2);
    let mut text = String::new();
    for (place, line) in bytes.chunks(width).enumerate() {
        let pairs: Vec<String> = line.chunks(2).map(digits).collect();
        let shown: String =
            line.iter().map(|it| if (32..127).contains(it) { char::from(*it) } else { '.' }).collect();
        text.push_str(&format!("{:08x}: {:<columns$} {shown}\n", place * width, pairs.join(" ")));
    }
    text
}

/// The `--query` that does what `jq` would with simple paths, such as `.Keys[].KeyId`.
pub fn instead_of_jq(words: &[String]) -> String {
    let raw = words.iter().any(|word| word.starts_with('-') && word.contains('r'));
    let path = words.iter().find(|word| !word.starts_with('-')).map_or("", |word| word.trim());
    let (path, counts) = match path.split_once('|') {
        Some((path, after)) if after.trim() == "length" => (path.trim(), true),
        _ => (path, false),
    };
    let is_simple = |it: char| it.is_alphanumeric() || "_.[]-".contains(it);
    let found = path.strip_prefix('.').filter(|it| !it.is_empty() && it.chars().all(is_simple));
    match found {
        Some(query) => {
            let query = query.replace(".[", "[");
            let query = if counts { format!("length({query})") } else { query };
            let output = if raw { " --output text" } else { "" };
            format!("jq is not here; the command before it does the same with --query '{query}'{output}")
        }
        None => {
            "jq is not here; aws has --query, in JMESPath: --query 'Keys[].KeyId' --output text".to_owned()
        }
    }
}
