//! The shell at work: a text runs on a thread of its own, and files come and go.

use std::path::{Path, PathBuf};

use super::{App, Outcome};
use crate::{
    awscli::Shell,
    gui::{
        command_lines::CommandLine,
        files::FileKind,
        terminal::{StageService, Start},
        widgets::{Tone, shorten},
    },
};

/// The largest file that is read for the shell's folder, which holds no more.
const MAX_IMPORT_BYTES: u64 = 16 << 20;

impl App {
    /// Runs a text in the shell, as whoever acts.
    pub(super) fn run_in_shell(&mut self, text: String) {
        let Some(Start { mut shell, print, interrupt }) = self.terminal.start(&self.desk, &text) else {
            return;
        };
        let mut service = StageService::new(self.shared.clone(), self.desk.acting.clone(), interrupt);
        let ctx = self.ctx.clone();
        let before = shell.clone();
        let first_line = text.lines().next().unwrap_or_default();
        self.before_shell = Some(self.checkpoint_named(shorten(first_line, 40, 16)));
        self.desk.last_action = vec![CommandLine::typed(&self.desk.acting, &text)];
        let started = self.start_job("The shell".to_owned(), move |_| {
            shell.run(&text, &mut service, &mut |piece| {
                let _ = print.send(piece); // nobody reads it if the window is gone
                ctx.request_repaint();
            });
            Outcome::ShellRan(Box::new(shell))
        });
        if !started {
            self.terminal.ended(before);
        }
    }

    /// Takes the shell back when it has come to the end of a text.
    pub(super) fn shell_ran(&mut self, shell: Shell) {
        self.terminal.ended(shell);
        if let Some(before) = self.before_shell.take() {
            self.refresh();
            self.note_step(before);
        }
    }

    /// Reads a file for the shell's folder.
    pub(super) fn import_into_shell(&mut self, path: PathBuf) {
        self.start_job(format!("Reading {}", path.display()), move |_| {
            let result = match std::fs::metadata(&path) {
                Ok(data) if data.len() > MAX_IMPORT_BYTES => Err(format!(
                    "it is larger than {} MiB, all that the folder holds",
                    MAX_IMPORT_BYTES >> 20
                )),
                Ok(_) => std::fs::read(&path).map_err(|error| error.to_string()),
                Err(error) => Err(error.to_string()),
            };
            Outcome::Imported(path, result)
        });
    }

    pub(super) fn file_was_imported(&mut self, path: &Path, result: Result<Vec<u8>, String>) {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        match result.and_then(|bytes| self.terminal.import(&name, bytes)) {
            Ok(()) => self.toast(Tone::Ok, format!("{name} is in the shell's folder"), ""),
            Err(problem) => self.toast(Tone::Error, format!("{name} was not imported"), problem),
        }
    }

    /// Asks where to save a file of the shell's folder.
    pub(super) fn export_from_shell(&mut self, name: String) {
        let bytes = self.terminal.file(&name);
        self.ask_for_file(FileKind::ExportFromShell, name, bytes);
    }
}
