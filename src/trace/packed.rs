//! Opens exports that are packed: gzip, Zstandard, and the files of a zip archive.

use super::batch::{Part, problem};
use super::error::Error;
use super::read::{Parts, failed, one, text};
use super::refusal;
#[cfg(feature = "cli")]
use super::workbook;
use crate::mail::{FileFormat, archive, spool};
use std::io::{self, Read};
use tempfile::SpooledTempFile;

/// Whether a file that begins so is packed.
pub(super) fn is(start: &[u8]) -> bool {
    matches!(
        FileFormat::of(start),
        FileFormat::Gzip | FileFormat::Zstd | FileFormat::Zip
    )
}

/// The parts of a packed export.
pub(super) fn open<'a>(file: &str, from: impl Read + Send + 'a) -> Parts<'a> {
    let (from, budget) = archive::counted(from);
    within(file, from, &budget, 0)
}

fn unreadable<'a>(file: &str, error: &Error) -> Parts<'a> {
    one(Part::Unreadable(problem(file, 0, error)))
}

fn not_unpacked(error: &io::Error) -> Error {
    let reason = refusal::reason(error);
    Error::NotUnpacked { reason }
}

/// The parts of what stands in so many archives.
fn within<'a>(
    file: &str,
    from: Box<dyn Read + Send + 'a>,
    budget: &archive::Budget,
    depth: usize,
) -> Parts<'a> {
    let (kind, mut from) = match archive::unpack(from, budget) {
        Ok(unpacked) => unpacked,
        Err(e) => return unreadable(file, &not_unpacked(&e)),
    };
    if kind == FileFormat::Zip {
        return zip(file, from, budget, depth);
    }
    let mut raw = Vec::new();
    if let Err(e) = from.by_ref().take(4).read_to_end(&mut raw) {
        return unreadable(file, &not_unpacked(&e));
    }
    text(file, raw, from)
}

/// The parts of every file in a zip archive, which has its directory at its end.
fn zip<'a>(file: &str, from: impl Read, budget: &archive::Budget, depth: usize) -> Parts<'a> {
    if depth >= archive::DEPTH {
        return unreadable(file, &Error::NestedTooDeeply);
    }
    let whole = match spool(from) {
        Ok(whole) => whole,
        Err(e) => return failed(file, &e),
    };
    match zip::ZipArchive::new(whole) {
        #[cfg(feature = "cli")]
        Ok(archive) if workbook::is(&archive) => workbook::open(file, archive, budget),
        Ok(archive) => Box::new(Archive {
            file: file.to_owned(),
            archive,
            depth,
            next: 0,
            budget: budget.clone(),
            current: None,
        }),
        Err(e) => {
            let error = e.to_string();
            unreadable(file, &Error::ArchiveNotRead { error })
        }
    }
}

/// A zip archive, of which one file after the other is read.
struct Archive {
    file: String,
    archive: zip::ZipArchive<SpooledTempFile>,
    depth: usize,
    next: usize,
    budget: archive::Budget,
    current: Option<Parts<'static>>,
}

impl Iterator for Archive {
    type Item = Part;

    fn next(&mut self) -> Option<Part> {
        loop {
            if let Some(part) = self.current.as_mut().and_then(Iterator::next) {
                return Some(part);
            }
            // That was said where it was spent.
            if self.next >= self.archive.len() || self.budget.is_spent() {
                return None;
            }
            self.current = self.entry();
            self.next += 1;
        }
    }
}

impl Archive {
    /// The parts of the next file; `None` for a folder.
    fn entry(&mut self) -> Option<Parts<'static>> {
        let mut name = format!("{}#{}", self.file, self.next + 1);
        let unpacked = self.archive.by_index(self.next).map_err(io::Error::other);
        let spooled = unpacked.and_then(|entry| {
            if entry.is_dir() {
                return Ok(None);
            }
            if let Ok(inner) = entry.name() {
                name = format!("{}#{inner}", self.file);
            }
            // Entries may overlap: it is their sizes that count.
            self.budget.unpack(entry.size()).map_err(io::Error::other)?;
            // What an entry says of its size need not be so.
            let limit = entry.size().saturating_add(1);
            spool(entry.take(limit)).map(Some)
        });
        match spooled {
            Ok(None) => None,
            Ok(Some(whole)) => Some(within(&name, Box::new(whole), &self.budget, self.depth + 1)),
            Err(e) => {
                let reason = refusal::reason(&e);
                Some(unreadable(&name, &Error::EntryNotUnpacked { reason }))
            }
        }
    }
}
