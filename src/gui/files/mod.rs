//! Files of the window: worlds that are saved and opened, the autosave, what is remembered between sessions.

mod autosave;
mod dialogs;
mod settings;
mod store;

pub use self::{
    autosave::{Autosave, Recovered},
    dialogs::{FileDialogs, FileKind, FileQuestion, SystemDialogs},
    settings::{Settings, SettingsFile},
    store::{FileError, read_stage, write_file, write_stage},
};
