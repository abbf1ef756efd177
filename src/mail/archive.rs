//! Unpacks gzip and Zstandard, and stops at what is no honest archive.

use super::FileFormat;
use crate::i18n::{Text, en};
use std::fmt;
use std::io::{self, BufReader, Read};
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

/// The bytes of a file that were read so far, whatever is packed in it.
pub type Packed = Arc<AtomicU64>;

/// Their number.
#[must_use]
pub fn read_so_far(packed: &Packed) -> u64 {
    packed.load(Ordering::Relaxed)
}

/// A stream whose bytes count as those of a file, and their number.
pub fn counted<'r>(from: impl Read + Send + 'r) -> (Box<dyn Read + Send + 'r>, Packed) {
    let count = Packed::default();
    (Box::new(Counted::new(from, &count)), count)
}

/// What a stream holds, unpacked where it is packed; with the kind of what is then there.
///
/// # Errors
/// Why it cannot be unpacked.
pub fn unpack<'r>(
    mut from: Box<dyn Read + Send + 'r>,
    packed: &Packed,
) -> io::Result<(FileFormat, Box<dyn Read + Send + 'r>)> {
    for _ in 0..=DEPTH {
        let mut start = Vec::new();
        from.by_ref().take(8).read_to_end(&mut start)?;
        let kind = FileFormat::of(&start);
        from = Box::new(io::Cursor::new(start).chain(from));
        let honest = |from: Box<dyn Read + Send + 'r>| BombGuard {
            from,
            packed: Arc::clone(packed),
            unpacked: 0,
        };
        from = match kind {
            FileFormat::Gzip => {
                let from = flate2::bufread::MultiGzDecoder::new(BufReader::new(from));
                Box::new(honest(Box::new(from)))
            }
            FileFormat::Zstd => {
                let from = ruzstd::decoding::StreamingDecoder::new(from);
                Box::new(honest(Box::new(from.map_err(io::Error::other)?)))
            }
            _ => return Ok((kind, from)),
        };
    }
    Err(refused(too_deep()))
}

/// Why nothing further is read.
#[derive(Debug)]
struct Refused(Text);

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Refused {}

/// An error that says why nothing further is read.
pub(crate) fn refused(why: Text) -> io::Error {
    io::Error::other(Refused(why))
}

/// What is said of archives within archives that are too many.
pub(super) fn too_deep() -> Text {
    Text::of(
        en("not judged: more than {number} archives within one another"),
        [("number", &DEPTH)],
    )
}

/// What an error says: a refusal in every language, all else in English.
pub(crate) fn reason(error: &io::Error) -> Text {
    let refused = error.get_ref().and_then(|e| e.downcast_ref::<Refused>());
    refused.map_or_else(
        || Text::of("{error}", [("error", error)]),
        |Refused(why)| why.clone(),
    )
}

/// What is said where something is not unpacked.
pub(crate) fn fails(error: &io::Error) -> Text {
    Text::from(en("it cannot be unpacked: {error}")).with_text("error", reason(error))
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

/// Gives what is unpacked, as long as it is no bomb.
struct BombGuard<R> {
    from: R,
    packed: Arc<AtomicU64>,
    unpacked: u64,
}

impl<R: Read> Read for BombGuard<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let n = self.from.read(to)?;
        self.unpacked += n as u64;
        check(self.packed.load(Ordering::Relaxed), self.unpacked)?;
        Ok(n)
    }
}

/// Whether something that is packed in so many bytes may unpack to so many.
///
/// # Errors
/// It may not.
pub fn check(packed: u64, unpacked: u64) -> io::Result<()> {
    if unpacked > FREE && unpacked / RATIO > packed {
        return Err(refused(Text::of(
            en("not judged: it unpacks to more than {number} times its size"),
            [("number", &RATIO)],
        )));
    }
    Ok(())
}
