//! `read`: a line of the input into variables, each time the next one.

use std::collections::BTreeMap;

use super::execute::{Emit, Execution, Outcome, Piece};

/// How much of each input has been read. Commands of a loop share the loop's input, so that `while read` comes to the
/// end of it; a pipe or a redirection gives an input of its own.
#[derive(Debug, Default)]
pub struct Inputs {
    current: u32,
    newest: u32,
    taken: BTreeMap<u32, usize>,
}

impl Inputs {
    /// Goes over to an input of its own, if it is one. Answers with what to come back to.
    pub fn enter(&mut self, own: bool) -> u32 {
        let outer = self.current;
        if own {
            self.newest += 1;
            self.current = self.newest;
        }
        outer
    }

    /// Comes back to an input.
    pub fn leave(&mut self, outer: u32) {
        if outer != self.current {
            self.taken.remove(&self.current);
            self.current = outer;
        }
    }

    /// How many bytes of the input have been read.
    pub fn taken(&self) -> usize {
        self.taken.get(&self.current).copied().unwrap_or(0)
    }

    fn take(&mut self, bytes: usize) {
        *self.taken.entry(self.current).or_default() += bytes;
    }
}

/// `read [-r] [NAME…]`
pub fn read(run: &mut Execution<'_>, words: &[String], input: &[u8], emit: Emit<'_>) -> Outcome {
    let (mut raw, mut names) = (false, Vec::new());
    let mut words = words.iter();
    while let Some(word) = words.next() {
        match word.as_str() {
            "-r" => raw = true,
            // A prompt is for people, and nobody is asked here.
            "-p" => {
                words.next();
            }
            option if option.starts_with('-') => {
                emit(Piece::Error(format!("read: {option}: only -r is here\n")));
                return Ok(2);
            }
            name => names.push(name),
        }
    }
    if names.is_empty() {
        names.push("REPLY");
    }
    let end = input.iter().position(|byte| *byte == b'\n');
    let bytes = &input[..end.unwrap_or(input.len())];
    run.inputs.take(bytes.len() + usize::from(end.is_some()));
    let line = String::from_utf8_lossy(bytes);
    // Without -r a backslash means the character after it.
    let line = if raw { line.into_owned() } else { line.replace('\\', "") };
    let separators = run.shell.variables.get("IFS").cloned().unwrap_or_else(|| " \t\n".to_owned());
    let parts = |it: char| separators.contains(it);
    let is_blank = |it: char| it.is_whitespace() && parts(it);
    let mut rest = line.trim_matches(is_blank);
    for (place, name) in names.iter().enumerate() {
        let value = if place + 1 == names.len() {
            std::mem::take(&mut rest)
        } else {
            match rest.split_once(parts) {
                Some((value, after)) => {
                    rest = after.trim_start_matches(is_blank);
                    value
                }
                None => std::mem::take(&mut rest),
            }
        };
        run.shell.variables.insert((*name).to_owned(), value.to_owned());
    }
    // Without the end of a line there is nothing more to come.
    Ok(i32::from(end.is_none()))
}
