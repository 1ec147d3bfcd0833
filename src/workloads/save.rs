//! A stage as text, and back: RON with a format version. Reading refuses what it does not understand, with the place.

use std::{cell::Cell, fmt};

use serde::{
    Deserialize, Deserializer, Serialize,
    de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, Visitor},
};

use super::Stage;

/// The version of the format that this program writes, and the only one that it reads.
const FORMAT: u32 = 2;

/// The largest save that is read, in bytes.
pub const MAX_SAVE_BYTES: u64 = 512 << 20;

#[derive(Serialize)]
struct SaveRef<'a> {
    format: u32,
    stage: &'a Stage,
}

/// Reads a save: its format first, and nothing behind it if that is another one.
struct Document<'a> {
    /// Gets the format that the save says it has.
    format: &'a Cell<Option<u32>>,
}

#[derive(Deserialize)]
#[serde(field_identifier, rename_all = "lowercase")]
enum Field {
    Format,
    Stage,
}

impl<'de> DeserializeSeed<'de> for Document<'_> {
    type Value = Stage;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Stage, D::Error> {
        deserializer.deserialize_struct("Save", &["format", "stage"], self)
    }
}

impl<'de> Visitor<'de> for Document<'_> {
    type Value = Stage;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a save with its format and a stage")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Stage, A::Error> {
        let Some(Field::Format) = members.next_key()? else {
            return Err(A::Error::custom("a save begins with its format"));
        };
        let format = members.next_value()?;
        self.format.set(Some(format));
        if format != FORMAT {
            return Err(A::Error::custom("another format"));
        }
        let Some(Field::Stage) = members.next_key()? else {
            return Err(A::Error::missing_field("stage"));
        };
        let stage = members.next_value()?;
        match members.next_key::<IgnoredAny>()? {
            None => Ok(stage),
            Some(_) => Err(A::Error::custom("nothing comes after the stage")),
        }
    }
}

/// Why a text is not a world that can be opened.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SaveError {
    /// A newer program wrote it.
    #[error(
        "this world was saved in format {0}, and this program reads format {FORMAT}; open it with a newer MRK Console"
    )]
    Newer(u32),
    /// A program that was never released wrote it.
    #[error("this world was saved in format {0}, which this program does not read; it reads format {FORMAT}")]
    Older(u32),
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
    // A line for every key and every event; texts as they are, not character by character.
    let config =
        ron::ser::PrettyConfig::new().depth_limit(5).new_line("\n").indentor("").escape_strings(false);
    let mut text = options()
        .to_string_pretty(&SaveRef { format: FORMAT, stage }, config)
        .map_err(|error| SaveError::Unwritable(error.to_string()))?;
    text.push('\n');
    Ok(text)
}

/// Reads a stage from text.
///
/// # Errors
/// Says where the text is broken, or that another program wrote it.
pub fn from_text(text: &str) -> Result<Stage, SaveError> {
    if text.len() as u64 > MAX_SAVE_BYTES {
        return Err(SaveError::TooLarge);
    }
    let format = Cell::new(None);
    let read = options().from_str_seed(text, Document { format: &format });
    let mut stage = match (read, format.get()) {
        (Ok(stage), _) => stage,
        (Err(_), Some(format)) if format > FORMAT => return Err(SaveError::Newer(format)),
        (Err(_), Some(format)) if format < FORMAT => return Err(SaveError::Older(format)),
        (Err(error), _) => return Err(error.into()),
    };
    stage.give_up_unopened_files();
    let now = stage.world.now();
    stage.flows.give_up_unfinished(now);
    Ok(stage)
}
