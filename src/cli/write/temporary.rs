//! Makes temporary files, which are gone when the program ends, also by a signal.

use crate::cli::{Exit, interrupt};
use std::collections::BTreeSet;
use std::fs::{File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use tempfile::TempPath;

/// The temporary files that there are. Who makes, names or removes one holds the lock, so that
/// the list is right whenever a signal comes.
static ALL: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

fn all() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    ALL.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A temporary file, which is removed unless it is given a name.
pub struct Temporary {
    /// `None` once it has a name.
    path: Option<TempPath>,
}

/// Make a temporary file in a folder: with the permissions that umask leaves, or private.
pub fn create(folder: &Path, as_umask: bool) -> io::Result<(File, Temporary)> {
    interrupt::handle();
    let mut options = OpenOptions::new();
    options.read(true).write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, if as_umask { 0o666 } else { 0o600 });
    #[cfg(not(unix))]
    let _ = as_umask;
    let mut all = all();
    // Errors of the usual way tell the temporary name, which is nobody's matter.
    let made = tempfile::Builder::new().make_in(folder, |path| options.open(path))?;
    let (file, path) = made.into_parts();
    all.insert(path.to_path_buf());
    let path = Some(path);
    Ok((file, Temporary { path }))
}

impl Temporary {
    /// Give it its name, in place of a file of that name if `replace`.
    pub fn name(mut self, name: &Path, replace: bool) -> io::Result<()> {
        let Some(path) = self.path.take() else {
            return Ok(());
        };
        let mut all = all();
        all.remove(&path as &Path);
        let named = if replace {
            path.persist(name)
        } else {
            path.persist_noclobber(name)
        };
        // What has no name is removed with the error, while the lock is held.
        named.map_err(|e| e.error)
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        if let Some(path) = self.path.take() {
            let mut all = all();
            all.remove(&path as &Path);
            drop(path);
        }
    }
}

/// Remove the temporary files and end the program.
pub fn end(exit: Exit) -> ! {
    // No other can be made from here on: the lock is kept.
    let all = all();
    for path in all.iter() {
        let _ = std::fs::remove_file(path);
    }
    #[expect(clippy::exit, reason = "the thread that would end may wait for a pipe")]
    std::process::exit(exit as i32)
}
