//! Asking the system for a file, without ever blocking the window.

use std::{
    env,
    path::{Path, PathBuf},
    sync::mpsc::Sender,
    thread,
};

/// What kind of file is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// A world to open.
    OpenWorld,
    /// Where to save a world.
    SaveWorld,
    /// A file to encrypt and send.
    SendFile,
    /// Where to save what was decrypted.
    SavePlaintext,
    /// Where to save a ciphertext.
    SaveCiphertext,
    /// A file to copy into the shell's folder.
    ImportIntoShell,
    /// Where to save a file of the shell's folder.
    ExportFromShell,
    /// Where to save what was done as a script.
    SaveScript,
    /// A file with key material to import.
    KeyMaterial,
    /// Where to save a public key.
    SavePublicKey,
    /// A ciphertext to open.
    OpenCiphertext,
    /// Where to save a signature or a MAC.
    SaveProof,
}

impl FileKind {
    /// The dialog's title.
    pub fn title(self) -> &'static str {
        match self {
            Self::OpenWorld => "Open a world",
            Self::SaveWorld => "Save the world",
            Self::SendFile => "Choose a file to send",
            Self::SavePlaintext => "Save the decrypted file",
            Self::SaveCiphertext => "Save the ciphertext",
            Self::ImportIntoShell => "Choose a file for the shell",
            Self::ExportFromShell => "Save the shell's file",
            Self::SaveScript => "Save the script",
            Self::KeyMaterial => "Choose the key material",
            Self::SavePublicKey => "Save the public key",
            Self::OpenCiphertext => "Open a ciphertext",
            Self::SaveProof => "Save the proof",
        }
    }

    /// Whether the file is to be written.
    pub fn is_save(self) -> bool {
        !matches!(
            self,
            Self::OpenWorld
                | Self::SendFile
                | Self::ImportIntoShell
                | Self::KeyMaterial
                | Self::OpenCiphertext
        )
    }
}

/// The path that a person means who typed `text`: from the home folder on, not from wherever the program was started.
pub fn typed_path(text: &str) -> PathBuf {
    let text = text.trim();
    let path = PathBuf::from(text.strip_prefix("~/").unwrap_or(text));
    match env::home_dir() {
        Some(home) if path.is_relative() => home.join(path),
        _ => path,
    }
}

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileQuestion {
    /// What kind of file.
    pub kind: FileKind,
    /// A name to begin with.
    pub name: String,
}

/// Asks for files. The window uses the system's dialogs, tests their own.
pub trait FileDialogs {
    /// Asks; the answer comes later, `None` if there is none.
    fn ask(&self, question: FileQuestion, answer: Sender<Option<PathBuf>>, wake: egui::Context);
}

/// No dialogs: the window asks for a path itself. For pictures and benchmarks.
#[derive(Default)]
pub struct NoDialogs;

impl FileDialogs for NoDialogs {
    fn ask(&self, _question: FileQuestion, _answer: Sender<Option<PathBuf>>, _wake: egui::Context) {}
}

/// The dialogs of the desktop.
#[derive(Default)]
pub struct SystemDialogs;

/// Whether the desktop can show a file dialog: on Linux that takes a portal on the session's bus, or zenity.
fn can_ask() -> bool {
    if !cfg!(target_os = "linux") {
        return true;
    }
    let is_set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    let bus_of_the_user =
        || env::var_os("XDG_RUNTIME_DIR").is_some_and(|it| Path::new(&it).join("bus").exists());
    let zenity = || {
        let path = env::var_os("PATH").unwrap_or_default();
        env::split_paths(&path).any(|folder| folder.join("zenity").exists())
    };
    is_set("DBUS_SESSION_BUS_ADDRESS") || bus_of_the_user() || zenity()
}

impl FileDialogs for SystemDialogs {
    fn ask(&self, question: FileQuestion, answer: Sender<Option<PathBuf>>, wake: egui::Context) {
        if !can_ask() {
            return; // dropping the sender makes the window ask for a path itself
        }
        let ask = move || {
            let mut dialog = rfd::FileDialog::new().set_title(question.kind.title());
            if matches!(question.kind, FileKind::OpenWorld | FileKind::SaveWorld) {
                dialog = dialog.add_filter("MRK Console worlds", &["ron"]);
            }
            let path = if question.kind.is_save() {
                dialog.set_file_name(&question.name).save_file()
            } else {
                dialog.pick_file()
            };
            let _ = answer.send(path); // nobody waits if the window is gone
            wake.request_repaint();
        };
        // A thread that cannot be started drops the sender, and the window then asks for a path itself.
        let _ = thread::Builder::new().name("file dialog".to_owned()).spawn(ask);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typed_path_begins_at_home_or_at_the_root() {
        let home = env::home_dir().expect("whoever runs tests has a home");
        assert_eq!(typed_path(" notes.txt "), home.join("notes.txt"));
        assert_eq!(typed_path("~/a/b"), home.join("a/b"));
        let whole = home.join("elsewhere");
        assert_eq!(typed_path(&whole.display().to_string()), whole);
    }
}
