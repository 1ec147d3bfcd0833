//! What was done in the window, as a list and as a script, and the news that toasts told.
//!
//! | file | its one job |
//! | --- | --- |
//! | `script` | what was done as a shell script that does it again |
//! | `sheet` | the sheet with both lists |

mod script;
mod sheet;

use crate::kms::{KeyId, Timestamp};

use super::{command_lines::CommandLine, widgets::Tone};

pub use self::{
    script::script,
    sheet::{JournalPage, JournalSheet},
};

/// Something that was done and can be undone.
#[derive(Clone, Debug, PartialEq)]
pub struct Done {
    /// What it is called: `DisableKey in eu-west-1`.
    pub title: String,
    /// The simulated moment.
    pub time: Timestamp,
    /// The `aws kms` lines that do it again; none for what has no such line.
    pub lines: Vec<CommandLine>,
    /// The keys that it made, which later lines name.
    pub made: Vec<KeyId>,
}

/// News as a toast told it.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    /// What kind of news.
    pub tone: Tone,
    /// What happened, in a few words.
    pub title: String,
    /// One or two lines more; may be empty.
    pub detail: String,
    /// The simulated moment.
    pub time: Timestamp,
}
