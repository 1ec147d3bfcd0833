//! One `aws` command.
//!
//! | file | its one job |
//! | --- | --- |
//! | `arguments` | words into global options, service, operation and the operation's options |
//! | `value` | the words of an option into a member of the request |
//! | `shorthand` | `TagKey=a,TagValue=b` into a structure |
//! | `check` | what the AWS CLI refuses before it calls |
//! | `run` | the call, page by page, and its answer |
//! | `query` | `--query` |
//! | `hint` | the right way, beside a refusal |
//! | `example` | one line that shows how an operation is called |
//! | `help` | help on the command, derived from the API's own declarations |

mod arguments;
mod check;
mod example;
mod help;
mod hint;
pub(super) mod query;
mod run;
mod shorthand;
mod value;

pub(super) use self::{
    arguments::{GLOBAL_FLAGS, GLOBAL_OPTIONS, operation_named, option_name},
    run::run,
};

/// What a command takes from the shell that it is typed in.
pub(super) struct Setting<'a> {
    /// The Region where none is named.
    pub region: Option<String>,
    /// How answers are shown where nothing is said: `json`, `yaml`, `text` or `table`.
    pub output: Option<String>,
    /// What bytes in a line are: `base64` or `raw-in-base64-out`.
    pub binary_format: Option<String>,
    /// The profile where none is named.
    pub profile: Option<String>,
    /// Reads a file.
    pub read: &'a dyn Fn(&str) -> Option<Vec<u8>>,
}

/// Why a command came to nothing, in the words of the AWS CLI.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Problem {
    pub message: String,
    pub status: i32,
    pub hint: Option<String>,
}

/// The exit code for commands that are wrong in themselves.
const USAGE: i32 = 252;
/// The exit code for what is not set up.
const CONFIGURATION: i32 = 253;
/// The exit code for refusals of the service.
const REFUSED: i32 = 254;
/// The exit code for all else.
const OTHER: i32 = 255;

const USAGE_TEXT: &str = "usage: aws [options] <command> <subcommand> [<subcommand> ...] [parameters]\nTo see help text, you can \
                          run:\n\n  aws help\n  aws <command> help\n  aws <command> <subcommand> help\n";

impl Problem {
    /// The command itself is wrong.
    fn usage(message: impl AsRef<str>) -> Self {
        let message = format!("\n{USAGE_TEXT}\naws: error: {}\n", message.as_ref());
        Self { message, status: USAGE, hint: None }
    }

    /// A value is wrong.
    fn parameter(message: impl AsRef<str>) -> Self {
        Self { message: format!("\n{}\n", message.as_ref()), status: USAGE, hint: None }
    }

    fn with_hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }
}
