//! The autosave: a copy of an unsaved world beside its file, or in the user's own folder if it has none. It goes when
//! the world is saved or given up; one that is found at the start is from a session that did not end well.

use std::{
    fs,
    path::{Path, PathBuf},
    time::SystemTime,
};

use crate::files::{FileError, write_stage};
use crate::workloads::Stage;

/// Where the autosave of a world is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Autosave(PathBuf);

/// An autosave that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recovered {
    /// The autosave.
    pub autosave: PathBuf,
    /// The file that the world belongs to, if it has one.
    pub file: Option<PathBuf>,
}

impl Autosave {
    /// The autosave of a world: beside `file`, else in `folder`; none if there is neither.
    pub fn of(file: Option<&Path>, folder: Option<&Path>) -> Option<Self> {
        match file {
            Some(file) => {
                let mut name = file.file_name()?.to_owned();
                name.push(".autosave");
                Some(Self(file.with_file_name(name)))
            }
            None => folder.map(|folder| Self(folder.join("untitled.ron.autosave"))),
        }
    }

    /// The autosave at this place.
    pub fn at(path: PathBuf) -> Self {
        Self(path)
    }

    /// Writes the autosave.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn write(&self, stage: &Stage) -> Result<(), FileError> {
        if let Some(folder) = self.0.parent() {
            let _ = fs::create_dir_all(folder); // writing tells what is wrong
        }
        write_stage(&self.0, stage)
    }

    /// Removes the autosave, if there is one.
    pub fn remove(&self) {
        let _ = fs::remove_file(&self.0); // mostly there is none
    }

    /// The autosave, if it is newer than the file that it belongs to.
    pub fn find(&self, file: Option<&Path>) -> Option<Recovered> {
        let changed = |path: &Path| -> Option<SystemTime> { fs::metadata(path).ok()?.modified().ok() };
        let autosaved = changed(&self.0)?;
        let is_newer = file.and_then(changed).is_none_or(|saved| autosaved > saved);
        is_newer.then(|| Recovered { autosave: self.0.clone(), file: file.map(Path::to_owned) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_autosave_is_found_until_it_is_removed() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = folder.path().join("class.ron");
        let autosave = Autosave::of(Some(&file), None).expect("beside the file");
        assert_eq!(autosave.find(Some(&file)), None);
        autosave.write(&Stage::new(1)).expect("written");
        let found = autosave.find(Some(&file)).expect("there is no file that could be newer");
        assert_eq!(found.autosave, folder.path().join("class.ron.autosave"));
        autosave.remove();
        assert_eq!(autosave.find(Some(&file)), None);
    }

    #[test]
    fn a_world_without_a_file_is_kept_in_the_users_folder() {
        let folder = Path::new("somewhere");
        assert_eq!(Autosave::of(None, Some(folder)), Some(Autosave(folder.join("untitled.ron.autosave"))));
        assert_eq!(Autosave::of(None, None), None);
    }
}
