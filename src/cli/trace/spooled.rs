//! Reads twice what can be read only once, such as standard input: a temporary file keeps it.

use crate::cli::files;
use crate::cli::input;
use crate::cli::progress::Progress;
use rdsim::diagnostic::Problem;
use rdsim::trace::Error;
use rdsim::trace::batch::Part;
use rdsim::trace::read::{self, Parts};
use std::fs::File;
use std::io::{self, Read, Seek as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// What is kept of each export that can be read only once.
#[derive(Debug)]
pub struct Spooled(Vec<Option<Kept>>);

/// What is kept of one. Nobody else sees the file, and it is gone with the program, however that
/// ends.
#[derive(Debug)]
struct Kept {
    file: io::Result<File>,
    /// Why it is not the whole export.
    cut_off: OnceLock<String>,
}

impl Spooled {
    /// For some exports, of which nothing is read yet.
    #[must_use]
    pub fn of(paths: &[PathBuf]) -> Self {
        let kept = |path: &PathBuf| {
            let stream = |m: std::fs::Metadata| !m.is_file() && !m.is_dir();
            let once = path.as_os_str() == "-" || path.metadata().is_ok_and(stream);
            once.then(|| Kept {
                file: tempfile::tempfile(),
                cut_off: OnceLock::new(),
            })
        };
        Self(paths.iter().map(kept).collect())
    }

    fn kept(&self, place: usize) -> Option<&Kept> {
        self.0.get(place)?.as_ref()
    }

    /// The parts of the export at a place, which are kept, if it can be read only once.
    pub fn first<'k>(
        &'k self,
        place: usize,
        path: &Path,
        progress: &Progress,
    ) -> Option<Parts<'k>> {
        let kept = self.kept(place)?;
        let name = files::name(path);
        let from: io::Result<Box<dyn Read + Send>> = if name == "-" {
            Ok(Box::new(input::standard_input()))
        } else {
            File::open(path).map(|file| Box::new(file) as _)
        };
        Some(match (from, &kept.file) {
            (Ok(from), Ok(to)) => {
                let cut_off = &kept.cut_off;
                let keeping = Keeping { from, to, cut_off };
                read::open(&name, progress.counted(keeping))
            }
            (Err(e), _) => {
                _ = kept.cut_off.set(e.to_string());
                unreadable(&name, &e)
            }
            (_, Err(e)) => unreadable(&name, e),
        })
    }

    /// The same once more, from what was kept.
    pub fn again(&self, place: usize, path: &Path) -> Option<Parts<'_>> {
        let kept = self.kept(place)?;
        let name = files::name(path);
        let file = match &kept.file {
            Ok(file) => file,
            Err(e) => return Some(unreadable(&name, e)),
        };
        let mut start = file;
        Some(match start.rewind() {
            Ok(()) => read::open(&name, start.chain(End(&kept.cut_off))),
            Err(e) => unreadable(&name, &e),
        })
    }
}

fn unreadable(name: &str, error: &io::Error) -> Parts<'static> {
    let error = error.to_string();
    let problem = Problem::of(name, &Error::NotRead { error });
    Box::new(std::iter::once(Part::Unreadable(problem)))
}

/// Reads from a stream, and keeps what is read.
struct Keeping<'k> {
    from: Box<dyn Read + Send>,
    to: &'k File,
    cut_off: &'k OnceLock<String>,
}

impl Read for Keeping<'_> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let read = self.from.read(to).and_then(|n| {
            self.to.write_all(to.get(..n).unwrap_or_default())?;
            Ok(n)
        });
        if let Err(e) = &read
            && e.kind() != io::ErrorKind::Interrupted
        {
            _ = self.cut_off.set(e.to_string());
        }
        read
    }
}

/// The end of what was kept: an error where there was one.
struct End<'k>(&'k OnceLock<String>);

impl Read for End<'_> {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0
            .get()
            .map_or(Ok(0), |e| Err(io::Error::other(e.clone())))
    }
}
