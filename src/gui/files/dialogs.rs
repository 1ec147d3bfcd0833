//! Asking the system for a file, without ever blocking the window.

use std::{path::PathBuf, sync::mpsc::Sender, thread};

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
        }
    }

    /// Whether the file is to be written.
    pub fn is_save(self) -> bool {
        matches!(self, Self::SaveWorld | Self::SavePlaintext | Self::SaveCiphertext)
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

/// The dialogs of the desktop.
#[derive(Default)]
pub struct SystemDialogs;

impl FileDialogs for SystemDialogs {
    fn ask(&self, question: FileQuestion, answer: Sender<Option<PathBuf>>, wake: egui::Context) {
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
