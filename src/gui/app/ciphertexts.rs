//! Files with ciphertexts, read by a thread of their own.

use std::path::PathBuf;

use super::{App, Outcome};
use crate::gui::flow::read_ciphertext;

impl App {
    /// Reads the ciphertext of a file for the form that opens it.
    pub(super) fn read_ciphertext(&mut self, path: PathBuf) {
        self.start_job(format!("Reading {}", path.display()), move |_| {
            let result = read_ciphertext(&path);
            Outcome::CiphertextRead(path, result)
        });
    }
}
