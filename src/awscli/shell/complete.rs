//! What could come next while somebody types.

use std::ops::Range;

use super::{Shell, tools::TOOLS};
use crate::{
    awscli::{
        command::{GLOBAL_FLAGS, GLOBAL_OPTIONS, operation_named, option_name},
        kebab_case,
    },
    kms::{
        Region,
        api::{Kind, Operation},
    },
};

/// What the world has that can be named.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// Its Regions.
    pub regions: Vec<Region>,
    /// Key ids, key ARNs and aliases, each with what it is.
    pub keys: Vec<(String, String)>,
    /// Principals that can act.
    pub profiles: Vec<String>,
}

/// Something that could come next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// What takes the place of what was typed.
    pub text: String,
    /// What it is.
    pub note: String,
}

/// What could come next.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Completions {
    /// The part of the input that a candidate takes the place of, in bytes.
    pub replaces: Range<usize>,
    /// The candidates, best first.
    pub candidates: Vec<Candidate>,
}

fn candidate(text: impl Into<String>, note: impl Into<String>) -> Candidate {
    Candidate { text: text.into(), note: note.into() }
}

/// The candidates at a place in bytes.
pub fn complete(shell: &Shell, input: &str, cursor: usize, known: &Known) -> Completions {
    let mut cursor = cursor.min(input.len());
    while !input.is_char_boundary(cursor) {
        cursor -= 1;
    }
    let before = &input[..cursor];
    // The command that is being typed begins after the last thing that ends one.
    let begin = before.rfind(['|', ';', '\n', '(', '&', '`']).map_or(0, |place| place + 1);
    let begin = if before[..begin].ends_with("\\\n") {
        before[..begin].rfind(['|', ';', '(', '&']).map_or(0, |it| it + 1)
    } else {
        begin
    };
    let command = before[begin..].replace("\\\n", "  ");
    let start = command.trim_end_matches(|it: char| !it.is_whitespace()).len();
    let typed = &command[start..];
    let words: Vec<&str> = command[..start].split_whitespace().collect();
    let mut replaces = begin + start..cursor;
    let mut candidates = possible(shell, &words, typed, known);
    if let Some(place) = typed.find("://").map(|place| place + 3)
        && typed.starts_with("file")
    {
        replaces.start += place;
        candidates = files(shell);
    }
    let typed = &input[replaces.clone()];
    candidates.retain(|candidate| candidate.text.starts_with(typed) && candidate.text != typed);
    Completions { replaces, candidates }
}

fn files(shell: &Shell) -> Vec<Candidate> {
    shell.folder.files().map(|(name, file)| candidate(name, format!("{} bytes", file.len()))).collect()
}

fn possible(shell: &Shell, words: &[&str], typed: &str, known: &Known) -> Vec<Candidate> {
    let Some((first, rest)) = words.split_first() else {
        let tools = TOOLS.iter().map(|(name, what)| candidate(*name, *what));
        return [candidate("aws", "the AWS command line")].into_iter().chain(tools).collect();
    };
    if words.last().is_some_and(|word| matches!(*word, ">" | ">>" | "<")) || *first != "aws" {
        return files(shell);
    }
    let regions = || known.regions.iter().map(|region| candidate(region.code(), region.name())).collect();
    match rest.last() {
        Some(&("--region" | "--replica-region" | "--primary-region")) => return regions(),
        Some(&"--output") => return ["json", "text", "table"].map(|it| candidate(it, "")).into(),
        Some(&"--profile") => {
            return known.profiles.iter().map(|name| candidate(name, "principal")).collect();
        }
        Some(&"--cli-binary-format") => {
            return vec![
                candidate("base64", "bytes in a line are Base64"),
                candidate("raw-in-base64-out", "bytes in a line are as they are"),
            ];
        }
        _ => {}
    }
    let names: Vec<&str> = rest.iter().copied().filter(|word| !word.starts_with('-')).collect();
    match names.as_slice() {
        [] => vec![
            candidate("kms", "Key Management Service"),
            candidate("sts", "who is calling"),
            candidate("configure", "Region and output of this shell"),
            candidate("help", "help"),
        ],
        ["kms"] if !typed.starts_with('-') => {
            let operation = |it: &Operation| candidate(kebab_case(it.name()), it.summary());
            Operation::ALL.iter().map(operation).chain([candidate("help", "all operations")]).collect()
        }
        ["sts"] => vec![candidate("get-caller-identity", "who is calling")],
        ["configure"] => ["set", "get", "list"].map(|it| candidate(it, "")).into(),
        ["kms", name, ..] => match operation_named(name) {
            Some(operation) => of_operation(operation, rest, typed, known),
            None => Vec::new(),
        },
        _ => Vec::new(),
    }
}

fn values(names: &[&str]) -> Vec<Candidate> {
    names.iter().map(|name| candidate(*name, "")).collect()
}

/// Options, and values of the one before.
fn of_operation(operation: Operation, words: &[&str], typed: &str, known: &Known) -> Vec<Candidate> {
    let last = words.last().copied().unwrap_or_default();
    let spec = operation.members().iter().find(|spec| option_name(spec) == last);
    if let Some(spec) = spec.filter(|_| !typed.starts_with("--")) {
        return match spec.kind {
            Kind::Enumeration(names) => values(names),
            Kind::List(Kind::Enumeration(names)) => values(names),
            Kind::Blob => vec![candidate("fileb://", "the bytes of a file")],
            Kind::Text if spec.field.ends_with("key_id") || spec.field == "alias_name" => {
                known.keys.iter().map(|(key, note)| candidate(key, note)).collect()
            }
            _ => Vec::new(),
        };
    }
    let given = |name: &str| words.contains(&name);
    let mut members: Vec<_> = operation.members().iter().filter(|spec| !given(&option_name(spec))).collect();
    members.sort_by_key(|spec| !spec.limits.is_required);
    let note = |required: bool| if required { "required" } else { "" };
    let own = members.iter().map(|spec| candidate(option_name(spec), note(spec.limits.is_required)));
    let globals =
        GLOBAL_OPTIONS.into_iter().chain(GLOBAL_FLAGS).map(|name| candidate(name, "every command has it"));
    own.chain(globals).chain([candidate("help", "explains the operation")]).collect()
}
