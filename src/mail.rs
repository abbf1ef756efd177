//! Takes mail out of what it is kept in: plain files, mbox, Outlook .msg, winmail.dat, zip, gzip
//! and Zstandard, told by content; in memory that does not grow with the file.

pub mod archive;
pub mod block;
#[cfg(feature = "cli")]
pub mod file;
#[cfg(feature = "cli")]
pub mod folder;
pub mod large;
pub mod mbox;
pub mod message;
pub mod mime;
pub mod msg;
pub mod tnef;

use crate::i18n::{Text, en};
use large::Abridged;
use message::Message;
pub use mime::{read, read_abridged};
use std::fmt::Display;
use std::io::{self, Read, Seek};

/// Bytes up to which a message is taken whole; of a longer one the parts that nothing depends on
/// are passed over.
pub const WHOLE: usize = 1 << 20;

/// Bytes that are read at a time: they are searched while they are in the fastest cache.
pub(crate) const PIECE: usize = 32 << 10;

/// What a file begins like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileFormat {
    /// A message in RFC 5322 form, or what is none at all.
    Message,
    /// Messages one after another, each below a line that begins with `From `.
    Mbox,
    /// A compound file: an Outlook message.
    Msg,
    /// A TNEF stream: winmail.dat.
    Tnef,
    /// gzip.
    Gzip,
    /// Zstandard.
    Zstd,
    /// A zip archive.
    Zip,
}

impl FileFormat {
    /// The kind of a file by its first bytes (eight suffice).
    #[must_use]
    pub fn of(start: &[u8]) -> Self {
        const SIGNS: [(&[u8], FileFormat); 8] = [
            (b"From ", FileFormat::Mbox),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", FileFormat::Msg),
            (b"\x78\x9f\x3e\x22", FileFormat::Tnef),
            (b"\x1f\x8b", FileFormat::Gzip),
            (b"\x28\xb5\x2f\xfd", FileFormat::Zstd),
            (b"PK\x03\x04", FileFormat::Zip),
            (b"PK\x05\x06", FileFormat::Zip),
            (b"\xef\xbb\xbfFrom ", FileFormat::Mbox),
        ];
        let mut signs = SIGNS.iter();
        signs
            .find(|(sign, _)| start.starts_with(sign))
            .map_or(Self::Message, |(_, kind)| *kind)
    }

    /// Whether it may hold more than one message.
    #[must_use]
    pub fn is_container(self) -> bool {
        matches!(self, Self::Mbox | Self::Gzip | Self::Zstd | Self::Zip)
    }
}

/// One message as it was found.
#[derive(Debug, Clone)]
pub struct Mail<'a> {
    /// Its file, and its number or name in there: `inbox.mbox#3`.
    pub name: &'a str,
    /// What there is of it, or why it is not judged.
    pub content: Result<Content<'a>, Text>,
}

/// What there is of a message.
#[derive(Debug, Clone)]
pub enum Content<'a> {
    /// Its text in RFC 5322 form.
    Text(&'a [u8]),
    /// The same without what nothing depends on.
    Abridged(&'a Abridged),
    /// A TNEF stream without a message around it.
    Tnef(&'a [u8]),
    /// An Outlook message.
    Msg(&'a msg::Outlook),
}

impl<'a> Content<'a> {
    /// The content of a file that holds one message.
    ///
    /// # Errors
    /// Why it is not judged.
    pub fn message(&self) -> Result<Message<'a>, Text> {
        match *self {
            Self::Text(bytes) => mime::read(bytes),
            Self::Abridged(abridged) => mime::read_abridged(abridged),
            Self::Tnef(bytes) => Ok(Message {
                media_type: "application/ms-tnef".into(),
                tnef: tnef::read(bytes).map(|t| (t, 1)),
                ..Message::default()
            }),
            Self::Msg(outlook) => outlook.message(),
        }
    }
}

/// A message that owns its bytes.
#[derive(Debug)]
pub enum Owned {
    /// Text.
    Text(Vec<u8>),
    /// Text without what nothing depends on.
    Abridged(Abridged),
    /// A TNEF stream.
    Tnef(Vec<u8>),
    /// An Outlook message.
    Msg(msg::Outlook),
}

impl Owned {
    /// The content, borrowed.
    #[must_use]
    pub fn content(&self) -> Content<'_> {
        match self {
            Self::Text(bytes) => Content::Text(bytes),
            Self::Abridged(abridged) => Content::Abridged(abridged),
            Self::Tnef(bytes) => Content::Tnef(bytes),
            Self::Msg(outlook) => Content::Msg(outlook),
        }
    }
}

/// What is said of a file that cannot be read.
#[must_use]
pub fn unread(error: &dyn Display) -> Text {
    Text::of(en("the file cannot be read: {error}"), [("error", error)])
}

/// Read one message that is no container, of any size, in bounded memory.
///
/// # Errors
/// Why it cannot be read.
pub fn one(kind: FileFormat, mut from: impl Read) -> Result<Owned, Text> {
    let cannot = |e: io::Error| unread(&e);
    match kind {
        FileFormat::Tnef => {
            let mut bytes = Vec::new();
            // The attributes of the message come before those of its attachments.
            let mut start = from.take(large::TNEF as u64);
            start.read_to_end(&mut bytes).map_err(cannot)?;
            Ok(Owned::Tnef(bytes))
        }
        FileFormat::Msg => {
            let file = spool(from).map_err(cannot)?;
            msg::read(file).map(Owned::Msg)
        }
        _ => {
            let mut bytes = Vec::new();
            let mut start = from.by_ref().take(WHOLE as u64 + 1);
            start.read_to_end(&mut bytes).map_err(cannot)?;
            if bytes.len() <= WHOLE {
                return Ok(Owned::Text(bytes));
            }
            let mut abridger = large::Abridger::default();
            abridger.feed(&bytes);
            abridger.feed_from(from).map_err(cannot)?;
            abridger.finish().map(Owned::Abridged)
        }
    }
}

/// Bytes of a stream that are kept in memory when it has to be searched; more go to a file.
const SPOOLED: usize = 4 << 20;

/// A stream as something that can be searched.
pub(crate) fn spool(mut from: impl Read) -> io::Result<tempfile::SpooledTempFile> {
    let mut file = tempfile::spooled_tempfile(SPOOLED);
    io::copy(&mut from, &mut file)?;
    file.rewind()?;
    Ok(file)
}

/// Where a byte is found, from a place on.
pub(crate) fn find(byte: u8, bytes: &[u8], from: usize) -> Option<usize> {
    Some(from + memchr::memchr(byte, bytes.get(from..)?)?)
}

/// How many lines end in some bytes.
pub(crate) fn line_ends(bytes: &[u8]) -> usize {
    #[cfg(feature = "cli")]
    return bytecount::count(bytes, b'\n');
    #[cfg(not(feature = "cli"))]
    return memchr::memchr_iter(b'\n', bytes).count();
}
