//! Worlds on disk. Files are read and written whole: a file is either as it was or as it should be, never in between.

use std::{
    fs::{self, File},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use crate::workloads::{
    Stage,
    save::{self, MAX_SAVE_BYTES, SaveError},
};

/// Why a file could not be read or written, and what to do.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// The system refused to read it.
    #[error("{} could not be read: {source}", .path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// The system's words.
        source: io::Error,
    },
    /// The system refused to write it.
    #[error("{} could not be written: {source}; choose another place", .path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// The system's words.
        source: io::Error,
    },
    /// It is not a world.
    #[error("{} is not a world that can be opened: {source}", .path.display())]
    NotAWorld {
        /// The file.
        path: PathBuf,
        /// Where and why.
        source: SaveError,
    },
}

/// Reads a world.
///
/// # Errors
/// If the file cannot be read, is too large, broken or newer than this program.
pub fn read_stage(path: &Path) -> Result<Stage, FileError> {
    let unreadable = |source| FileError::Read { path: path.to_owned(), source };
    let not_a_world = |source| FileError::NotAWorld { path: path.to_owned(), source };
    let size = fs::metadata(path).map_err(unreadable)?.len();
    if size > MAX_SAVE_BYTES {
        return Err(not_a_world(SaveError::TooLarge));
    }
    let bytes = fs::read(path).map_err(unreadable)?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = valid.iter().filter(|byte| **byte == b'\n').count() + 1;
        let column = valid.iter().rev().take_while(|byte| **byte != b'\n').count() + 1;
        not_a_world(SaveError::Broken { line, column, problem: "this is not text".to_owned() })
    })?;
    save::from_text(&text).map_err(not_a_world)
}

/// Writes a world.
///
/// # Errors
/// If the file cannot be written; what was there before is then untouched.
pub fn write_stage(path: &Path, stage: &Stage) -> Result<(), FileError> {
    let text =
        save::to_text(stage).map_err(|source| FileError::NotAWorld { path: path.to_owned(), source })?;
    write_file(path, text.as_bytes())
}

/// Writes bytes to a temporary file beside `path` and puts it in its place.
///
/// # Errors
/// If the file cannot be written; what was there before is then untouched.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), FileError> {
    let failed = |source| FileError::Write { path: path.to_owned(), source };
    let mut temporary = path.as_os_str().to_owned();
    temporary.push(".tmp");
    let temporary = PathBuf::from(temporary);
    let write = || {
        let mut file = File::create(&temporary)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&temporary, path)
    };
    write().map_err(|error| {
        let _ = fs::remove_file(&temporary); // the first failure is the one to tell
        failed(error)
    })
}

/// Sees whether `path` can be written, without touching what is there: a temporary file beside it comes and goes.
///
/// # Errors
/// If it cannot.
pub fn check_writable(path: &Path) -> Result<(), FileError> {
    let failed = |source| FileError::Write { path: path.to_owned(), source };
    if path.is_dir() {
        return Err(failed(std::io::ErrorKind::IsADirectory.into()));
    }
    let mut temporary = path.as_os_str().to_owned();
    temporary.push(".tmp");
    File::create(&temporary).and_then(|_| fs::remove_file(&temporary)).map_err(failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_world_comes_back_from_its_file_as_it_was() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("world.ron");
        let stage = crate::workloads::demo::stage().expect("the demo");
        write_stage(&path, &stage).expect("written");
        let read = read_stage(&path).expect("read");
        assert!(save::to_text(&read).expect("text") == save::to_text(&stage).expect("text"));
        let files: Vec<_> = fs::read_dir(folder.path()).expect("readable").collect();
        assert_eq!(files.len(), 1, "no temporary file is left");
    }

    #[test]
    fn what_is_no_world_is_refused_with_its_place() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let told = |name: &str, bytes: &[u8]| {
            let path = folder.path().join(name);
            fs::write(&path, bytes).expect("written");
            read_stage(&path).expect_err("refused").to_string()
        };
        assert!(told("a.ron", b"(format: 2,\n stage: oops)").contains("line 2"));
        assert!(told("b.ron", b"(format: 99, future: Yes)").contains("newer MRK Console"));
        assert!(told("c.ron", b"abc\nd\xff").contains("line 2, column 2: this is not text"));
        assert!(
            read_stage(&folder.path().join("none.ron"))
                .expect_err("missing")
                .to_string()
                .contains("none.ron")
        );
    }

    #[test]
    fn a_file_that_cannot_be_written_leaves_the_old_one_alone() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let place = folder.path().join("folder");
        fs::create_dir(&place).expect("made");
        fs::write(place.join("inside"), b"x").expect("written");
        assert!(matches!(write_file(&place, b"new"), Err(FileError::Write { .. })));
        assert!(place.join("inside").exists());
    }
}
