//! Remembers which files are read, so that none of them is overwritten with what is made of it.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// The files, as they were named.
static READ: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// Remember files.
pub fn add<'p>(paths: impl IntoIterator<Item = &'p PathBuf>) {
    let mut read = READ.lock().unwrap_or_else(PoisonError::into_inner);
    read.extend(paths.into_iter().cloned());
}

/// Whether a file that is there is one of them, by whatever name.
pub fn has(path: &Path) -> bool {
    let Ok(path) = path.canonicalize() else {
        return false;
    };
    let read = READ.lock().unwrap_or_else(PoisonError::into_inner);
    let mut read = read.iter().filter_map(|read| read.canonicalize().ok());
    read.any(|read| read == path)
}
