//! Files in memory: the only ones that the shell's commands see.

use std::{collections::BTreeMap, sync::Arc};

/// The most files.
const MAX_FILES: usize = 64;
/// The most bytes of all files.
const MAX_BYTES: usize = 16 << 20;

/// A file's content. Clones share it.
pub type File = Arc<[u8]>;

/// Some files, by name. Cheap to clone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folder {
    files: Arc<BTreeMap<String, File>>,
}

/// Why a file cannot be kept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FolderError {
    /// There are too many.
    #[error("the folder has {MAX_FILES} files, which is all it holds; remove some with rm")]
    TooManyFiles,
    /// They are too large.
    #[error("the folder holds {} MiB, and this file is too much; remove some with rm", MAX_BYTES >> 20)]
    TooLarge,
    /// The name is none for a file here.
    #[error("{0}: not a name of a file here: the folder has no folders in it")]
    BadName(String),
}

/// The name of a file as the folder has it; `./x` is `x`.
fn plain(name: &str) -> Option<&str> {
    let name = name.strip_prefix("./").unwrap_or(name);
    (!name.is_empty() && name != "." && name != ".." && !name.contains(['/', '\0'])).then_some(name)
}

impl Folder {
    /// The files with their names, in the names' order.
    pub fn files(&self) -> impl Iterator<Item = (&str, &File)> {
        self.files.iter().map(|(name, file)| (name.as_str(), file))
    }

    /// The file of this name.
    pub fn read(&self, name: &str) -> Option<File> {
        self.files.get(plain(name)?).cloned()
    }

    /// Keeps a file; one of the same name goes.
    ///
    /// # Errors
    /// If there is no room, or the name is none.
    pub fn write(&mut self, name: &str, bytes: impl Into<File>) -> Result<(), FolderError> {
        let bytes = bytes.into();
        let name = plain(name).ok_or_else(|| FolderError::BadName(name.to_owned()))?;
        let others = self.files.iter().filter(|(other, _)| *other != name);
        let (count, size) = others.fold((0, 0), |(count, size), (_, file)| (count + 1, size + file.len()));
        if count >= MAX_FILES {
            return Err(FolderError::TooManyFiles);
        }
        if size + bytes.len() > MAX_BYTES {
            return Err(FolderError::TooLarge);
        }
        Arc::make_mut(&mut self.files).insert(name.to_owned(), bytes);
        Ok(())
    }

    /// Takes a file away; whether there was one.
    pub fn remove(&mut self, name: &str) -> bool {
        plain(name).is_some_and(|name| Arc::make_mut(&mut self.files).remove(name).is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_kept_up_to_the_limits() {
        let mut folder = Folder::default();
        folder.write("./a", b"one".as_slice()).expect("kept");
        assert_eq!(folder.read("a").as_deref(), Some(b"one".as_slice()));
        folder.write("a", b"two".as_slice()).expect("replaced");
        assert_eq!(folder.files().count(), 1);
        assert_eq!(folder.write("x/y", b"".as_slice()), Err(FolderError::BadName("x/y".to_owned())));
        assert_eq!(folder.write("big", vec![0; MAX_BYTES]), Err(FolderError::TooLarge));
        for number in 1..MAX_FILES {
            folder.write(&number.to_string(), b"".as_slice()).expect("kept");
        }
        assert_eq!(folder.write("more", b"".as_slice()), Err(FolderError::TooManyFiles));
        assert!(folder.remove("a"));
        assert!(!folder.remove("a"));
        folder.write("more", b"".as_slice()).expect("room again");
    }
}
