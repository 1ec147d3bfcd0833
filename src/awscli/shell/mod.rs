//! The shell: the language around commands, as bash has it, on a folder of its own.
//!
//! | file | its one job |
//! | --- | --- |
//! | `execute` | what a parsed text does: pipes, lists, conditions, loops |
//! | `redirect` | where a command reads and writes |
//! | `pasted` | a text as it was pasted into one that the parser may read |
//! | `words` | from a word as typed to what it stands for: quotes, variables, command substitution |
//! | `braces` | `{a,b}` and `{1..5}` into several words |
//! | `arithmetic` | `$((…))`, `((…))` and `for ((…))` |
//! | `read` | lines of the input into variables |
//! | `filters` | programs that take lines and give lines: `grep`, `sort`, `cut`, … |
//! | `tools` | the small programs: `echo`, `cat`, `base64`, `ls`, `sleep`, … |
//! | `conditions` | `test`, `[ … ]` and `[[ … ]]` |
//! | `folder` | files in memory |
//! | `complete` | what could come next while somebody types |
//!
//! The syntax is bash's, read by `brush-parser`. Nothing here touches the machine: no process is started, and files are
//! those of the [`Folder`].

mod arithmetic;
mod braces;
mod complete;
mod conditions;
mod execute;
mod filters;
mod folder;
mod pasted;
mod read;
mod redirect;
mod tools;
mod words;

use std::collections::BTreeMap;

use brush_parser::{ParseError, Parser, ParserOptions, TokenizerError, ast::Program};

pub use self::{
    complete::{Candidate, Completions, Known},
    folder::{File, Folder, FolderError},
};
use self::{execute::Execution, execute::Stop};
use super::Service;
use crate::kms::Region;

/// How deep commands, quotes and substitutions may stand in one another.
const MAX_NESTING: usize = 40;
/// What is said when a text was mended.
const BEHIND_EMPTY_LINES: &str = "Empty lines after \\ were passed over, as the next line is an option. In bash they end the command: take them out \
                                  to run this elsewhere.";
/// How many lines the history keeps.
const MAX_HISTORY: usize = 500;
/// The longest text that is run, in bytes.
const MAX_INPUT: usize = 1 << 20;

/// Something that the shell prints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Printed {
    /// Standard output, as text.
    Out(String),
    /// Standard error.
    Error(String),
    /// The right way, beside a refusal, or what is worth knowing of an answer.
    Hint(String),
    /// Everything before is to go away.
    Clear,
}

/// A shell with its variables, settings, files and history. Cheap to clone, but for its history.
#[derive(Clone, Debug)]
pub struct Shell {
    region: Region,
    variables: BTreeMap<String, String>,
    /// What `aws configure set` has set.
    configuration: BTreeMap<String, String>,
    folder: Folder,
    history: Vec<String>,
    status: i32,
}

impl Shell {
    /// A shell without files, in a Region.
    pub fn new(region: Region) -> Self {
        Self {
            region,
            variables: BTreeMap::new(),
            configuration: BTreeMap::new(),
            folder: Folder::default(),
            history: Vec::new(),
            status: 0,
        }
    }

    /// The Region that is called where a command names none: `AWS_REGION`, `AWS_DEFAULT_REGION`, what was configured, or
    /// the one that the shell was given.
    pub fn default_region(&self) -> Region {
        let named =
            ["AWS_REGION", "AWS_DEFAULT_REGION"].into_iter().find_map(|name| self.variables.get(name));
        let named = named.or_else(|| self.configuration.get("region"));
        named.and_then(|name| Region::parse(name)).unwrap_or(self.region)
    }

    /// Has commands call this Region where they name none.
    pub fn set_default_region(&mut self, region: Region) {
        for name in ["AWS_REGION", "AWS_DEFAULT_REGION"] {
            self.variables.remove(name);
        }
        self.configuration.remove("region");
        self.region = region;
    }

    /// Whether a text can be run as it is. A quote, a loop or a here-document that is still open goes on in the next line,
    /// as does a line that ends with a backslash.
    pub fn is_complete(text: &str) -> bool {
        if text.len() > MAX_INPUT {
            return true;
        }
        let ends_in_backslash = text.ends_with('\\') && !text.ends_with("\\\\");
        !ends_in_backslash && !matches!(parse(text), Err(Unparsed::Unfinished))
    }

    /// Runs a text and prints what it prints piece by piece. Answers with the status of its last command.
    pub fn run(&mut self, input: &str, service: &mut dyn Service, print: &mut dyn FnMut(Printed)) -> i32 {
        self.remember(input);
        if input.len() > MAX_INPUT {
            print(Printed::Error(format!("the text is longer than {} MiB\n", MAX_INPUT >> 20)));
            self.status = 2;
            return self.status;
        }
        self.status = match parse(input) {
            Ok(program) => {
                if pasted::read(input).joined {
                    print(Printed::Hint(BEHIND_EMPTY_LINES.to_owned()));
                }
                let mut execution = Execution::new(self, service);
                match execution.program(&program, print) {
                    Ok(status) | Err(Stop::Exit(status)) => status,
                    Err(Stop::Break | Stop::Continue) => 0,
                    Err(Stop::Interrupted) => 130,
                }
            }
            Err(problem) => {
                print(Printed::Error(format!("syntax error: {problem}\n")));
                2
            }
        };
        self.status
    }

    /// What was run, oldest first.
    pub fn history(&self) -> &[String] {
        &self.history
    }

    fn remember(&mut self, input: &str) {
        let input = input.trim_end();
        if input.is_empty() || self.history.last().is_some_and(|last| last == input) {
            return;
        }
        self.history.push(input.to_owned());
        if self.history.len() > MAX_HISTORY {
            self.history.remove(0);
        }
    }

    /// The files.
    pub fn folder(&self) -> &Folder {
        &self.folder
    }

    /// The files, to change them.
    pub fn folder_mut(&mut self) -> &mut Folder {
        &mut self.folder
    }

    /// What could come at `cursor`, a place in bytes.
    pub fn complete(&self, input: &str, cursor: usize, known: &Known) -> Completions {
        complete::complete(self, input, cursor, known)
    }
}

/// Why a text cannot be run.
#[derive(Debug, thiserror::Error)]
enum Unparsed {
    #[error("the end of the text came too early")]
    Unfinished,
    #[error("{0}")]
    Wrong(String),
}

fn options() -> ParserOptions {
    ParserOptions::default()
}

fn parse(text: &str) -> Result<Program, Unparsed> {
    let pasted = pasted::read(text);
    // The parser would go as deep on the machine's stack.
    if pasted.depth > MAX_NESTING {
        return Err(Unparsed::Wrong("commands stand too deep in one another".to_owned()));
    }
    // A text that ends in the middle of a line is as good as one with its end.
    let text = pasted.text + "\n";
    Parser::new(text.as_bytes(), &options()).parse_program().map_err(|error| match &error {
        ParseError::ParsingAtEndOfInput => Unparsed::Unfinished,
        ParseError::Tokenizing { inner, .. } if is_open(inner) => Unparsed::Unfinished,
        _ => Unparsed::Wrong(error.to_string()),
    })
}

fn is_open(error: &TokenizerError) -> bool {
    matches!(
        error,
        TokenizerError::UnterminatedEscapeSequence
            | TokenizerError::UnterminatedSingleQuote(_)
            | TokenizerError::UnterminatedAnsiCQuote(_)
            | TokenizerError::UnterminatedDoubleQuote(_)
            | TokenizerError::UnterminatedBackquote(_)
            | TokenizerError::UnterminatedVariable
            | TokenizerError::UnterminatedCommandSubstitution
            | TokenizerError::UnterminatedExpansion
            | TokenizerError::UnterminatedHereDocuments(..)
            | TokenizerError::MissingHereTag(_)
    )
}

#[cfg(test)]
mod tests;
