//! The small programs.

use base64::{
    Engine as _,
    alphabet::STANDARD,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use sha2::{Digest as _, Sha256};

use super::{
    execute::{Emit, Execution, Outcome, Piece, Stop},
    filters, read,
    words::unescaped,
};
use crate::{awscli::nearest, kms::Span};

/// What can be called besides `aws`, with what it does.
pub const TOOLS: [(&str, &str); 39] = [
    ("[", "test a condition"),
    ("base64", "bytes as Base64, or back with --decode"),
    ("break", "leave a loop"),
    ("cat", "print files"),
    ("clear", "empty the screen"),
    ("cmp", "compare two files"),
    ("continue", "go on with the next round of a loop"),
    ("cp", "copy a file"),
    ("cut", "parts of lines: -d X -f LIST, -c LIST"),
    ("date", "the simulated time"),
    ("diff", "whether two files differ"),
    ("echo", "print words"),
    ("exit", "end what runs"),
    ("export", "set a variable"),
    ("false", "fail"),
    ("grep", "lines that match: -i, -v, -c, -o, -n, -q, -E, -F"),
    ("head", "the first lines"),
    ("help", "what this shell can do"),
    ("history", "what was run"),
    ("ls", "the files"),
    ("mv", "rename a file"),
    ("printf", "print in a form"),
    ("pwd", "the folder"),
    ("read", "a line into variables, as in while read"),
    ("rm", "remove files"),
    ("seq", "count"),
    ("set", "-e, -u, -o pipefail"),
    ("sha256sum", "the SHA-256 of files"),
    ("sleep", "let simulated seconds pass"),
    ("sort", "lines in order: -r, -n, -u"),
    ("tail", "the last lines"),
    ("test", "test a condition"),
    ("tr", "change characters, or delete them with -d"),
    ("true", "succeed"),
    ("uniq", "lines without repetitions: -c, -d"),
    ("unset", "remove a variable"),
    ("wc", "count lines, words, bytes"),
    ("whoami", "who is calling"),
    ("xxd", "bytes in hexadecimal: -p, and back with -r -p"),
];

/// The longest that `sleep` lets pass: a hundred years.
const LONGEST_SLEEP: f64 = 100.0 * 365.25 * 86_400.0;

pub fn fail(emit: Emit<'_>, message: impl std::fmt::Display) -> Outcome {
    emit(Piece::Error(format!("{message}\n")));
    Ok(1)
}

pub fn print(emit: Emit<'_>, text: impl Into<Vec<u8>>) -> Outcome {
    emit(Piece::Out(text.into()));
    Ok(0)
}

/// Calls a tool by its name.
pub fn call(run: &mut Execution<'_>, name: &str, words: &[String], input: &[u8], emit: Emit<'_>) -> Outcome {
    match name {
        "true" | ":" => Ok(0),
        "false" => Ok(1),
        "echo" => echo(words, emit),
        "printf" => printf(words, emit),
        "cat" => each_file(run, "cat", words, input, emit, |_, bytes, emit| print(emit, bytes)),
        "base64" => base64(run, words, input, emit),
        "sha256sum" => each_file(run, name, words, input, emit, |name, bytes, emit| {
            let digest: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
            print(emit, format!("{digest}  {name}\n"))
        }),
        "head" => {
            lines(run, name, words, input, emit, |lines, count| lines.iter().take(count).cloned().collect())
        }
        "tail" => lines(run, name, words, input, emit, |lines, count| {
            lines[lines.len().saturating_sub(count)..].to_vec()
        }),
        "wc" => count(run, words, input, emit),
        "tr" => filters::tr(words, input, emit),
        "grep" => filters::grep(run, words, input, emit),
        "sort" => filters::sort(run, words, input, emit),
        "uniq" => filters::uniq(run, words, input, emit),
        "cut" => filters::cut(run, words, input, emit),
        "seq" => filters::seq(words, emit),
        "xxd" => filters::xxd(run, words, input, emit),
        "read" => read::read(run, words, input, emit),
        // The one folder there is.
        "pwd" => print(emit, "/\n"),
        "whoami" => {
            let arn = run.service.identity(None).map(|it| it.arn).unwrap_or_default();
            let name = arn.rsplit(['/', ':']).next().unwrap_or_default();
            print(emit, format!("{name}\n"))
        }
        "ls" => list(run, words, emit),
        "rm" => remove(run, words, emit),
        "cp" | "mv" => copy(run, name, words, emit),
        "cmp" | "diff" => compare(run, name, words, input, emit),
        "sleep" => sleep(run, words, emit),
        "date" => print(emit, format!("{}\n", run.service.now().date_and_time())),
        "export" => {
            for word in words {
                if let Some((name, value)) = word.split_once('=') {
                    run.shell.variables.insert(name.to_owned(), value.to_owned());
                }
            }
            Ok(0)
        }
        "unset" => {
            for name in words {
                run.shell.variables.remove(name);
            }
            Ok(0)
        }
        "set" => set(run, words, emit),
        "test" => run.test(words, emit),
        "[" => match words.split_last() {
            Some((last, words)) if last == "]" => run.test(words, emit),
            _ => fail(emit, "[: missing `]'").map(|_| 2),
        },
        "exit" | "return" => {
            let status = words.first().and_then(|word| word.parse().ok());
            Err(Stop::Exit(status.unwrap_or(run.shell.status)))
        }
        "break" => Err(Stop::Break),
        "continue" => Err(Stop::Continue),
        "clear" => {
            emit(Piece::Clear);
            Ok(0)
        }
        "help" => help(emit),
        "history" => {
            let lines = run.shell.history().iter().zip(1..);
            print(emit, lines.map(|(line, number)| format!("{number:>5}  {line}\n")).collect::<String>())
        }
        other => unknown(other, words, emit),
    }
}

fn unknown(name: &str, words: &[String], emit: Emit<'_>) -> Outcome {
    emit(Piece::Error(format!("{name}: command not found\n")));
    if name == "jq" {
        emit(Piece::Hint(filters::instead_of_jq(words)));
        return Ok(127);
    }
    let names = TOOLS.iter().map(|(name, _)| *name).chain(["aws"]);
    emit(Piece::Hint(match nearest(name, names) {
        Some(near) => format!("Did you mean {near}? help lists what there is."),
        None => "This is a small shell on a folder of its own: help lists what there is.".to_owned(),
    }));
    Ok(127)
}

fn help(emit: Emit<'_>) -> Outcome {
    let mut text = String::from(
        "aws kms <operation> …   all operations of KMS; aws kms help lists them, aws kms <operation> help explains one\naws sts \
         get-caller-identity   who is calling\naws configure set region|output|cli_binary_format …\n\n",
    );
    for (name, what) in TOOLS {
        text.push_str(&format!("{name:<12} {what}\n"));
    }
    text.push_str(
        "\nVariables, $(…), <(…), pipes, > file, && ||, $((…)), {a,b}, if, for, while, case and here-documents work as in bash. Files are those of \
         the folder beside the shell.\n",
    );
    print(emit, text)
}

fn echo(words: &[String], emit: Emit<'_>) -> Outcome {
    let options =
        words.iter().take_while(|it| matches!(it.as_str(), "-n" | "-e" | "-ne" | "-en" | "-E")).count();
    let (options, words) = words.split_at(options);
    let has = |letter: char| options.iter().any(|it| it.contains(letter));
    let text = words.join(" ");
    let text = if has('e') { unescaped(&text) } else { text };
    print(emit, if has('n') { text } else { text + "\n" })
}

/// `%s`, `%d` and `%%`; the form is used again as long as there are words.
fn printf(words: &[String], emit: Emit<'_>) -> Outcome {
    let Some((form, words)) = words.split_first() else {
        return fail(emit, "printf: usage: printf format [arguments]");
    };
    let form = unescaped(form);
    let mut words = words.iter();
    let mut text = String::new();
    loop {
        let before = words.len();
        let mut rest = form.chars();
        while let Some(character) = rest.next() {
            match character {
                '%' => match rest.next() {
                    Some('s' | 'd' | 'b') => text.push_str(words.next().map_or("", String::as_str)),
                    Some('%') => text.push('%'),
                    other => {
                        return fail(
                            emit,
                            format_args!("printf: %{}: not a form here", other.unwrap_or(' ')),
                        );
                    }
                },
                other => text.push(other),
            }
        }
        // A form that takes no words is used once.
        if words.len() == 0 || words.len() == before {
            return print(emit, text);
        }
    }
}

/// Does something with each file that is named, or with the input.
pub fn each_file(
    run: &mut Execution<'_>,
    tool: &str,
    words: &[String],
    input: &[u8],
    emit: Emit<'_>,
    work: impl Fn(&str, Vec<u8>, Emit<'_>) -> Outcome,
) -> Outcome {
    if words.is_empty() {
        return work("-", input.to_vec(), emit);
    }
    let mut status = 0;
    for name in words {
        let bytes = if name == "-" { Some(input.to_vec()) } else { run.read(name) };
        status = match bytes {
            Some(bytes) => work(name, bytes, emit)?.max(status),
            None => fail(emit, format_args!("{tool}: {name}: No such file or directory"))?,
        };
    }
    Ok(status)
}

fn base64(run: &mut Execution<'_>, words: &[String], input: &[u8], emit: Emit<'_>) -> Outcome {
    let (mut decode, mut width, mut files) = (false, 76, Vec::new());
    let mut rest = words.iter();
    while let Some(word) = rest.next() {
        match word.as_str() {
            "-d" | "-D" | "--decode" => decode = true,
            "-i" | "--ignore-garbage" => {}
            "-w" => width = rest.next().and_then(|it| it.parse().ok()).unwrap_or(76),
            "-w0" | "--wrap=0" => width = 0,
            other => files.push(other.to_owned()),
        }
    }
    each_file(run, "base64", &files, input, emit, |_, bytes, emit| {
        let config = GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
        let engine = GeneralPurpose::new(&STANDARD, config);
        if decode {
            let text: Vec<u8> = bytes.into_iter().filter(|byte| !byte.is_ascii_whitespace()).collect();
            return match engine.decode(text) {
                Ok(bytes) => print(emit, bytes),
                Err(_) => fail(emit, "base64: invalid input"),
            };
        }
        let text = engine.encode(bytes);
        let mut wrapped = String::with_capacity(text.len() + text.len() / 76 + 1);
        for (place, character) in text.chars().enumerate() {
            if width > 0 && place > 0 && place % width == 0 {
                wrapped.push('\n');
            }
            wrapped.push(character);
        }
        if width > 0 && !wrapped.is_empty() {
            wrapped.push('\n');
        }
        print(emit, wrapped)
    })
}

fn lines(
    run: &mut Execution<'_>,
    tool: &str,
    words: &[String],
    input: &[u8],
    emit: Emit<'_>,
    choose: impl Fn(&[Vec<u8>], usize) -> Vec<Vec<u8>>,
) -> Outcome {
    let (mut count, mut files) = (10, Vec::new());
    let mut rest = words.iter();
    while let Some(word) = rest.next() {
        match word.strip_prefix('-') {
            Some("n") => count = rest.next().and_then(|it| it.parse().ok()).unwrap_or(count),
            Some(digits) if !digits.is_empty() => {
                count = digits.trim_start_matches('n').parse().unwrap_or(count);
            }
            _ => files.push(word.clone()),
        }
    }
    each_file(run, tool, &files, input, emit, |_, bytes, emit| {
        let all: Vec<Vec<u8>> = bytes.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
        print(emit, choose(&all, count).concat())
    })
}

fn count(run: &mut Execution<'_>, words: &[String], input: &[u8], emit: Emit<'_>) -> Outcome {
    let (options, files): (Vec<String>, Vec<String>) =
        words.iter().cloned().partition(|word| word.starts_with('-'));
    let wanted: String = options.concat();
    each_file(run, "wc", &files, input, emit, |name, bytes, emit| {
        let lines = bytes.iter().filter(|byte| **byte == b'\n').count();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let all = [('l', lines), ('w', text.split_whitespace().count()), ('c', bytes.len())];
        let shown = all.iter().filter(|(letter, _)| wanted.is_empty() || wanted.contains(*letter));
        let mut cells: Vec<String> = shown.map(|(_, number)| number.to_string()).collect();
        cells.extend((name != "-").then(|| name.to_owned()));
        print(emit, cells.join(" ") + "\n")
    })
}

fn list(run: &mut Execution<'_>, words: &[String], emit: Emit<'_>) -> Outcome {
    let names: Vec<&String> = words.iter().filter(|word| !word.starts_with('-')).collect();
    let long = words.iter().any(|word| word.starts_with('-') && word.contains('l'));
    if let Some(missing) = names.iter().find(|name| run.shell.folder.read(name).is_none() && **name != ".") {
        return fail(emit, format_args!("ls: cannot access '{missing}': No such file or directory"));
    }
    let files =
        run.shell.folder.files().filter(|(name, _)| names.is_empty() || names.iter().any(|it| *it == name));
    let line = |(name, file): (&str, &super::File)| {
        if long { format!("{:>9} {name}\n", file.len()) } else { format!("{name}\n") }
    };
    print(emit, files.map(line).collect::<String>())
}

fn remove(run: &mut Execution<'_>, words: &[String], emit: Emit<'_>) -> Outcome {
    let force = words.iter().any(|word| word.starts_with('-') && word.contains('f'));
    let mut status = 0;
    for name in words.iter().filter(|word| !word.starts_with('-')) {
        if !run.shell.folder.remove(name) && !force {
            status = fail(emit, format_args!("rm: cannot remove '{name}': No such file or directory"))?;
        }
    }
    Ok(status)
}

fn copy(run: &mut Execution<'_>, tool: &str, words: &[String], emit: Emit<'_>) -> Outcome {
    let [from, to] = words else {
        return fail(emit, format_args!("{tool}: here it takes two files: {tool} FROM TO"));
    };
    let Some(bytes) = run.read(from) else {
        return fail(emit, format_args!("{tool}: cannot stat '{from}': No such file or directory"));
    };
    if let Err(problem) = run.shell.folder.write(to, bytes) {
        return fail(emit, format_args!("{tool}: {problem}"));
    }
    if tool == "mv" && from != to {
        run.shell.folder.remove(from);
    }
    Ok(0)
}

fn compare(run: &mut Execution<'_>, tool: &str, words: &[String], input: &[u8], emit: Emit<'_>) -> Outcome {
    let is_option = |word: &str| word.len() > 1 && word.starts_with('-');
    let files: Vec<&String> = words.iter().filter(|word| !is_option(word)).collect();
    let [first, second] = files.as_slice() else {
        return fail(emit, format_args!("{tool}: here it takes two files: {tool} FIRST SECOND")).map(|_| 2);
    };
    let read = |name: &str| if name == "-" { Some(input.to_vec()) } else { run.read(name) };
    match (read(first), read(second)) {
        (Some(one), Some(other)) if one == other => Ok(0),
        (Some(_), Some(_)) => {
            emit(Piece::Out(format!("{first} {second} differ\n").into_bytes()));
            Ok(1)
        }
        (None, _) => fail(emit, format_args!("{tool}: {first}: No such file or directory")).map(|_| 2),
        (_, None) => fail(emit, format_args!("{tool}: {second}: No such file or directory")).map(|_| 2),
    }
}

fn sleep(run: &mut Execution<'_>, words: &[String], emit: Emit<'_>) -> Outcome {
    let word = words.first().map_or("", String::as_str);
    let (number, unit) = match word.char_indices().last() {
        Some((place, 's')) => (&word[..place], 1.0),
        Some((place, 'm')) => (&word[..place], 60.0),
        Some((place, 'h')) => (&word[..place], 3600.0),
        Some((place, 'd')) => (&word[..place], 86_400.0),
        _ => (word, 1.0),
    };
    match number.parse::<f64>() {
        Ok(number) if (0.0..=LONGEST_SLEEP).contains(&(number * unit)) => {
            run.service.sleep(Span::seconds_f64(number * unit));
            if run.service.is_interrupted() { Err(Stop::Interrupted) } else { Ok(0) }
        }
        _ => fail(emit, format_args!("sleep: invalid time interval '{word}'")),
    }
}

fn set(run: &mut Execution<'_>, words: &[String], emit: Emit<'_>) -> Outcome {
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let on = word.starts_with('-');
        let letters = word.strip_prefix(['-', '+']).unwrap_or_default();
        if letters.is_empty() {
            return fail(emit, format_args!("set: {word}: only -e, -u, -x and -o pipefail are here"));
        }
        for letter in letters.chars() {
            match letter {
                'e' => run.flags.stop_on_failure = on,
                'u' => run.flags.unset_is_an_error = on,
                'x' => {}
                'o' => match words.next().map(String::as_str) {
                    Some("pipefail") => run.flags.pipe_fails = on,
                    Some("errexit") => run.flags.stop_on_failure = on,
                    Some("nounset") => run.flags.unset_is_an_error = on,
                    other => {
                        return fail(emit, format_args!("set: -o {}: not here", other.unwrap_or_default()));
                    }
                },
                other => return fail(emit, format_args!("set: -{other}: not here")),
            }
        }
    }
    Ok(0)
}

/// What `aws configure` can set.
const SETTINGS: [&str; 3] = ["region", "output", "cli_binary_format"];

/// `aws configure get|set|list`
pub fn configure(run: &mut Execution<'_>, words: &[String], emit: Emit<'_>) -> i32 {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let unknown = |name: &str| {
        format!(
            "aws configure: {name}: here region, output and cli_binary_format can be set; who acts is chosen in the window\n"
        )
    };
    match words.as_slice() {
        ["set", name, value] if SETTINGS.contains(name) => {
            run.shell.configuration.insert((*name).to_owned(), (*value).to_owned());
            0
        }
        ["get", "region"] => {
            emit(Piece::Out(format!("{}\n", run.region()).into_bytes()));
            0
        }
        ["get", name] if SETTINGS.contains(name) => match run.shell.configuration.get(*name) {
            Some(value) => {
                emit(Piece::Out(format!("{value}\n").into_bytes()));
                0
            }
            None => 1,
        },
        ["set" | "get", name, ..] => {
            emit(Piece::Error(unknown(name)));
            252
        }
        ["list"] => {
            let mut text = format!("region\t{}\n", run.region());
            for name in &SETTINGS[1..] {
                let value = run.shell.configuration.get(*name).map_or("<not set>", String::as_str);
                text.push_str(&format!("{name}\t{value}\n"));
            }
            emit(Piece::Out(text.into_bytes()));
            0
        }
        _ => {
            emit(Piece::Error("aws configure: use set, get or list\n".to_owned()));
            252
        }
    }
}
