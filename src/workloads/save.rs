//! A stage as text, and back: RON with a format version. Reading refuses what it does not understand, with the place.

use serde::{Deserialize, Serialize};

use super::Stage;

/// The version of the format that this program writes.
const FORMAT: u32 = 1;

/// The largest save that is read, in bytes.
pub const MAX_SAVE_BYTES: u64 = 512 << 20;

#[derive(Serialize)]
struct SaveRef<'a> {
    format: u32,
    stage: &'a Stage,
}

#[derive(Deserialize)]
struct Save {
    stage: Stage,
}

#[derive(Deserialize)]
struct Header {
    format: u32,
}

/// Why a text is not a world that can be opened.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SaveError {
    /// A newer program wrote it.
    #[error(
        "this world was saved in format {0}, and this program reads format {FORMAT}; open it with a newer MRK Console"
    )]
    Newer(u32),
    /// It is too large.
    #[error("the file is larger than {} MiB, more than any world this program saves", MAX_SAVE_BYTES >> 20)]
    TooLarge,
    /// It cannot be read.
    #[error("line {line}, column {column}: {problem}")]
    Broken {
        /// Counted from 1.
        line: usize,
        /// Counted from 1.
        column: usize,
        /// What is wrong there.
        problem: String,
    },
    /// It cannot be written.
    #[error("the world could not be written as text: {0}")]
    Unwritable(String),
}

impl From<ron::error::SpannedError> for SaveError {
    fn from(error: ron::error::SpannedError) -> Self {
        let place = error.span.start;
        Self::Broken { line: place.line, column: place.col, problem: error.code.to_string() }
    }
}

fn options() -> ron::Options {
    ron::Options::default()
}

/// Writes a stage as text. Equal stages give equal texts.
///
/// # Errors
/// If the stage holds what RON cannot write.
pub fn to_text(stage: &Stage) -> Result<String, SaveError> {
    let config = ron::ser::PrettyConfig::new().depth_limit(4).new_line("\n").indentor(" ");
    let mut text = options()
        .to_string_pretty(&SaveRef { format: FORMAT, stage }, config)
        .map_err(|error| SaveError::Unwritable(error.to_string()))?;
    text.push('\n');
    Ok(text)
}

/// Reads a stage from text.
///
/// # Errors
/// Says where the text is broken, or that a newer program wrote it.
pub fn from_text(text: &str) -> Result<Stage, SaveError> {
    if text.len() as u64 > MAX_SAVE_BYTES {
        return Err(SaveError::TooLarge);
    }
    let header: Header = options().from_str(text)?;
    if header.format > FORMAT {
        return Err(SaveError::Newer(header.format));
    }
    let save: Save = options().from_str(text)?;
    let mut stage = save.stage;
    stage.give_up_unopened_files();
    Ok(stage)
}
