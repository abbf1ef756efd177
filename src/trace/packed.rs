//! Opens exports that are packed: gzip, Zstandard, and the files of a zip archive.

use super::batch::{Part, problem};
use super::error::Error;
use super::read::{Parts, failed, one, text};
use super::{parquet, refusal};
use crate::mail::{FileFormat, archive, spool};
use std::io::{self, Read, Seek};
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
    let (from, packed) = archive::counted(from);
    within(file, from, &packed, 0)
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
    packed: &archive::Packed,
    depth: usize,
) -> Parts<'a> {
    let (kind, mut from) = match archive::unpack(from, packed) {
        Ok(unpacked) => unpacked,
        Err(e) => return unreadable(file, &not_unpacked(&e)),
    };
    if kind == FileFormat::Zip {
        return zip(file, from, packed, depth);
    }
    let mut raw = Vec::new();
    if let Err(e) = from.by_ref().take(4).read_to_end(&mut raw) {
        return unreadable(file, &not_unpacked(&e));
    }
    if raw != parquet::MAGIC {
        return text(file, raw, from);
    }
    // Parquet has its directory at its end.
    let spooled = tempfile::tempfile().and_then(|mut whole| {
        io::copy(&mut raw.as_slice().chain(from), &mut whole)?;
        whole.rewind()?;
        Ok(whole)
    });
    match spooled {
        Ok(whole) => parquet::open(file, whole),
        Err(e) => unreadable(file, &not_unpacked(&e)),
    }
}

/// The parts of every file in a zip archive, which has its directory at its end.
fn zip<'a>(file: &str, from: impl Read, packed: &archive::Packed, depth: usize) -> Parts<'a> {
    if depth >= archive::DEPTH {
        return unreadable(file, &Error::NestedTooDeeply);
    }
    let whole = match spool(from) {
        Ok(whole) => whole,
        Err(e) => return failed(file, &e),
    };
    match zip::ZipArchive::new(whole) {
        Ok(archive) => Box::new(Archive {
            file: file.to_owned(),
            archive,
            depth,
            next: 0,
            packed: packed.clone(),
            unpacked: 0,
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
    packed: archive::Packed,
    unpacked: u64,
    current: Option<Parts<'static>>,
}

impl Iterator for Archive {
    type Item = Part;

    fn next(&mut self) -> Option<Part> {
        loop {
            if let Some(part) = self.current.as_mut().and_then(Iterator::next) {
                return Some(part);
            }
            if self.next >= self.archive.len() {
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
            // Entries may overlap: it is the size of the file that counts.
            self.unpacked = self.unpacked.saturating_add(entry.size());
            let packed = archive::read_so_far(&self.packed);
            if let Err(bomb) = archive::check(packed, self.unpacked) {
                self.next = usize::MAX - 1;
                return Err(bomb);
            }
            // What an entry says of its size need not be so.
            let limit = entry.size().saturating_add(1);
            spool(entry.take(limit)).map(Some)
        });
        match spooled {
            Ok(None) => None,
            Ok(Some(whole)) => Some(within(&name, Box::new(whole), &self.packed, self.depth + 1)),
            Err(e) => {
                let reason = refusal::reason(&e);
                Some(unreadable(&name, &Error::EntryNotUnpacked { reason }))
            }
        }
    }
}
