//! Files of the window: worlds that are saved and opened, the autosave, what is remembered between sessions.

mod autosave;
mod dialogs;
mod settings;

pub use self::{
    autosave::{Autosave, Recovered},
    dialogs::{FileDialogs, FileKind, FileQuestion, NoDialogs, SystemDialogs, typed_path},
    settings::{Settings, SettingsFile},
};
