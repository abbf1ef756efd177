//! Opens files relative to their folder: where many stand in one, its path is resolved only once.

#[cfg(unix)]
use std::ffi::OsStr;
use std::fs::File;
use std::io;
#[cfg(unix)]
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;

/// The folder of the file that was opened last.
#[derive(Debug, Default)]
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
        let Some((folder, name)) = parts(path) else {
            return File::open(path);
        };
        let is_open = |(open, _): &(&Path, File)| open.as_os_str() == folder.as_os_str();
        if !self.open.as_ref().is_some_and(is_open) {
            // A folder may forbid reading it and yet let its files be opened by their path.
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

/// The folder of a file and its name there, if the path says both.
#[cfg(unix)]
fn parts(path: &Path) -> Option<(&Path, &OsStr)> {
    let bytes = path.as_os_str().as_bytes();
    let slash = memchr::memrchr(b'/', bytes).filter(|at| *at > 0)?;
    let (folder, name) = (bytes.get(..slash)?, bytes.get(slash + 1..)?);
    let named = !matches!(name, b"" | b"." | b"..");
    named.then(|| {
        (
            Path::new(OsStr::from_bytes(folder)),
            OsStr::from_bytes(name),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::Folder;
    use std::io::{ErrorKind, Read};
    use std::path::Path;

    #[test]
    fn files_of_several_folders_are_opened_in_turn() {
        let root = tempfile::tempdir().unwrap();
        let mut paths = Vec::new();
        for name in ["a/1", "a/2", "b/1", "a/3"] {
            let path = root.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, name).unwrap();
            paths.push((name, path));
        }
        let missing = ["a/4", "c/1"].map(|name| root.path().join(name));
        let mut folder = Folder::default();
        for (name, path) in &paths {
            let mut text = String::new();
            folder
                .open(path)
                .unwrap()
                .read_to_string(&mut text)
                .unwrap();
            assert_eq!(text, *name);
        }
        for path in &missing {
            assert_eq!(folder.open(path).unwrap_err().kind(), ErrorKind::NotFound);
        }
        assert!(folder.open(Path::new("Cargo.toml")).is_ok());
    }
}
