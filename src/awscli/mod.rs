//! The command line inside: `aws kms …` as it is typed to a terminal, in a small shell with a folder of its own, and
//! the way back from a request to the line that makes it.
//!
//! | file | its one job |
//! | --- | --- |
//! | `line` | a request as the line that makes it |
//! | `quote` | a text as one word of a POSIX shell |
//! | `service` | what a command reaches: KMS, who acts, the simulated clock |
//! | `command` | one `aws` command: arguments in, requests out, answers and refusals as the AWS CLI prints them |
//! | `output` | an answer as JSON, text or a table |
//! | `shell` | the language around commands: variables, pipes, loops, files |
//!
//! The command follows version 2 of the AWS CLI, in its exit codes, too. It differs in what bytes it takes in a line, so
//! that what people type works: `--plaintext` and `--message` are taken as they are, as with `cli_binary_format =
//! raw-in-base64-out` set, and what KMS made is taken as Base64. `--cli-binary-format` says otherwise, as in version 2.

mod command;
mod line;
mod output;
mod quote;
mod service;
mod shell;

pub use self::{
    line::command_line,
    service::{Identity, Service},
    shell::{Candidate, Completions, File, Folder, FolderError, Known, Printed, Shell},
};

/// `GenerateDataKey` as `generate-data-key`.
fn kebab_case(name: &str) -> String {
    let mut text = String::with_capacity(name.len() + 4);
    for character in name.chars() {
        if character.is_ascii_uppercase() && !text.is_empty() {
            text.push('-');
        }
        text.push(character.to_ascii_lowercase());
    }
    text
}

/// The name among `names` that is most like `text`, if one is like it at all.
fn nearest<'a>(text: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let scored = names.into_iter().map(|name| (distance(text, name), name));
    scored.min().filter(|(distance, name)| distance * 2 <= name.len().max(text.len())).map(|(_, name)| name)
}

/// How many characters have to be changed to make one text of another (Levenshtein).
fn distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (line, character) in from.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = line + 1;
        for (place, other) in to.iter().enumerate() {
            let changed = diagonal + usize::from(character != *other);
            diagonal = row[place + 1];
            row[place + 1] = changed.min(diagonal + 1).min(row[place] + 1);
        }
    }
    row[to.len()]
}

#[cfg(test)]
mod tests;
