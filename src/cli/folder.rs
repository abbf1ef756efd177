//! Opens files by their folder: where many lie in one, the way to it is gone only once.

use std::fs::File;
use std::io;
use std::path::Path;

/// The folder of the file that was opened last.
#[derive(Default)]
pub struct Folder<'p> {
    #[cfg(unix)]
    open: Option<(&'p Path, File)>,
    #[cfg(not(unix))]
    path: std::marker::PhantomData<&'p Path>,
}

impl<'p> Folder<'p> {
    /// Open a file to read it.
    ///
    /// # Errors
    /// Those of [`File::open`].
    #[cfg(unix)]
    pub fn open(&mut self, path: &'p Path) -> io::Result<File> {
        use rustix::fs::{Mode, OFlags, openat};
        let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
            return File::open(path);
        };
        if self.open.as_ref().is_none_or(|(path, _)| *path != folder) {
            // A folder that may be entered and not be read is opened with each file.
            self.open = File::open(folder).ok().map(|open| (folder, open));
        }
        let Some((_, open)) = &self.open else {
            return File::open(path);
        };
        let flags = OFlags::RDONLY | OFlags::CLOEXEC;
        Ok(openat(open, name, flags, Mode::empty())?.into())
    }

    /// Open a file to read it.
    ///
    /// # Errors
    /// Those of [`File::open`].
    #[cfg(not(unix))]
    pub fn open(&mut self, path: &'p Path) -> io::Result<File> {
        File::open(path)
    }
}
