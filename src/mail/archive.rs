//! Takes archives and mailboxes apart (zip, gzip, Zstandard, mbox, within one another too), and
//! refuses a file that unpacks to far more than mail does.

#[cfg(feature = "cli")]
use super::pst;
use super::{Error, FileFormat, Mail, Sink, Wanted, mbox, read_one, saved, spool};
use crate::diagnostic::Explained;
use crate::i18n::Text;
use std::fmt;
use std::io::{self, BufReader, Read, Seek};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// How many times its size a file may unpack to, once it is beyond [`FREE`], archives within one
/// another all taken together. Mail and traces unpack to some ten times their size; a bomb to a
/// thousand.
pub const RATIO: u64 = 200;
/// Bytes up to which any ratio is taken.
pub const FREE: u64 = 64 << 20;
/// Archives within one another.
pub const DEPTH: usize = 3;

/// How much was read of a file, and what it was unpacked to, all archives in it together.
#[derive(Debug, Clone, Default)]
pub struct Budget {
    packed: Arc<AtomicU64>,
    unpacked: Arc<AtomicU64>,
}

impl Budget {
    /// Count bytes that are unpacked.
    ///
    /// # Errors
    /// That is far more than what was packed.
    pub fn unpack(&self, bytes: u64) -> Result<(), Error> {
        self.unpacked.fetch_add(bytes, Ordering::Relaxed);
        if self.is_spent() {
            return Err(Error::UnpacksTooLarge);
        }
        Ok(())
    }

    /// Whether more is unpacked than may be.
    #[must_use]
    pub fn is_spent(&self) -> bool {
        let unpacked = self.unpacked.load(Ordering::Relaxed);
        unpacked > FREE && unpacked / RATIO > self.packed.load(Ordering::Relaxed)
    }
}

/// A stream whose bytes count as those of a file, and the file's budget.
pub fn counted<'r>(from: impl Read + Send + 'r) -> (Box<dyn Read + Send + 'r>, Budget) {
    let budget = Budget::default();
    (Box::new(Counted::new(from, &budget.packed)), budget)
}

/// Give the messages of a file, whatever its format, to `sink`; whether it wants more.
pub fn messages(name: &str, from: impl Read + Send, wanted: Wanted, sink: &mut Sink) -> bool {
    let (from, budget) = counted(from);
    let mut reader = Reader {
        wanted,
        budget: &budget,
        sink,
    };
    reader.messages(name, from, 0)
}

/// Gives the messages of a file to a sink.
struct Reader<'a, 's> {
    wanted: Wanted,
    budget: &'a Budget,
    sink: &'a mut Sink<'s>,
}

impl Reader<'_, '_> {
    /// Give the messages of what stands in so many archives; whether more are wanted.
    fn messages(&mut self, name: &str, from: Box<dyn Read + Send + '_>, depth: usize) -> bool {
        let (format, from) = match unpack(from, self.budget) {
            Ok(unpacked) => unpacked,
            Err(e) => return self.fail(name, not_unpacked(&e)),
        };
        let (format, from) = match saved::plain(format, from) {
            Ok(plain) => plain,
            Err(e) => return self.fail(name, not_unpacked(&e)),
        };
        match format {
            FileFormat::Mbox => mbox::split(name, from, self.wanted, self.sink),
            #[cfg(feature = "cli")]
            FileFormat::Pst => match spool(from) {
                Ok(file) => pst::split(name, file, self.sink),
                Err(e) => self.fail(name, unreadable(e)),
            },
            FileFormat::Zip if depth >= DEPTH => self.fail(name, Error::TooManyArchives),
            // A zip archive has its directory at its end.
            FileFormat::Zip => match spool(from) {
                Ok(file) => self.zip(name, file, depth),
                Err(e) => self.fail(name, unreadable(e)),
            },
            _ => (self.sink)(vec![Mail {
                name: name.to_owned().into(),
                content: read_one(format, from),
            }]),
        }
    }

    /// Give the error that stands for a message; whether more are wanted.
    fn fail(&mut self, name: &str, error: Error) -> bool {
        (self.sink)(vec![Mail::failed(name.to_owned(), error)])
    }

    /// Give the messages of a zip archive, in the order of its directory.
    fn zip(&mut self, name: &str, from: impl Read + Seek + Send, depth: usize) -> bool {
        let mut archive = match zip::ZipArchive::new(from) {
            Ok(archive) => archive,
            Err(e) => return self.fail(name, unreadable(e)),
        };
        for index in 0..archive.len() {
            // That was said where it was spent.
            if self.budget.is_spent() {
                return true;
            }
            let number = || format!("{name}#{}", index + 1);
            let entry = match archive.by_index(index) {
                Ok(entry) if entry.is_dir() => continue,
                Ok(entry) => entry,
                Err(e) => {
                    if !self.fail(&number(), not_unpacked(&e.into())) {
                        return false;
                    }
                    continue;
                }
            };
            let inner = entry.name().map(|inner| format!("{name}#{inner}"));
            let inner = inner.unwrap_or_else(|_| number());
            // Entries may overlap: it is their sizes that count.
            if let Err(bomb) = self.budget.unpack(entry.size()) {
                return self.fail(&inner, bomb);
            }
            // The size that an entry tells need not be true.
            let limit = entry.size().saturating_add(1);
            if !self.messages(&inner, Box::new(entry.take(limit)), depth + 1) {
                return false;
            }
        }
        true
    }
}

fn unreadable(error: impl fmt::Display) -> Error {
    let error = error.to_string();
    Error::UnreadableArchive { error }
}

fn not_unpacked(error: &io::Error) -> Error {
    let reason = reason(error);
    Error::NotUnpacked { reason }
}

/// What a stream holds, unpacked where it is packed; with the format of what is then there.
///
/// # Errors
/// Why it cannot be unpacked.
pub fn unpack<'r>(
    mut from: Box<dyn Read + Send + 'r>,
    budget: &Budget,
) -> io::Result<(FileFormat, Box<dyn Read + Send + 'r>)> {
    for _ in 0..=DEPTH {
        let mut start = Vec::new();
        from.by_ref()
            .take(saved::START as u64)
            .read_to_end(&mut start)?;
        let format = FileFormat::of(&start);
        from = Box::new(io::Cursor::new(start).chain(from));
        let guarded = |from: Box<dyn Read + Send + 'r>| BombGuard {
            from,
            budget: budget.clone(),
        };
        from = match format {
            FileFormat::Gzip => {
                let from = flate2::bufread::MultiGzDecoder::new(BufReader::new(from));
                Box::new(guarded(Box::new(from)))
            }
            FileFormat::Zstd => {
                let from = ruzstd::decoding::StreamingDecoder::new(from);
                Box::new(guarded(Box::new(from.map_err(io::Error::other)?)))
            }
            _ => return Ok((format, from)),
        };
    }
    Err(io::Error::other(Error::TooManyArchives))
}

/// What an error says: one of ours in every language, all others in English.
pub(crate) fn reason(error: &io::Error) -> Text {
    let ours = error.get_ref().and_then(|e| e.downcast_ref::<Error>());
    ours.map_or_else(|| Text::of("{error}", [("error", error)]), Error::message)
}

/// A stream whose bytes count.
pub struct Counted<R> {
    from: R,
    count: Arc<AtomicU64>,
}

impl<R> Counted<R> {
    /// A stream whose bytes are added to a number.
    pub fn new(from: R, count: &Arc<AtomicU64>) -> Self {
        let count = Arc::clone(count);
        Self { from, count }
    }
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let n = self.from.read(to)?;
        self.count.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}

/// Gives what is unpacked, as long as it is not far more than what was packed.
struct BombGuard<R> {
    from: R,
    budget: Budget,
}

impl<R: Read> Read for BombGuard<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let n = self.from.read(to)?;
        self.budget.unpack(n as u64).map_err(io::Error::other)?;
        Ok(n)
    }
}
