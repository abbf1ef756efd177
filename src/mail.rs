//! Reads the facts of messages out of the files in which mail is kept.
//!
//! From a path to a [`Message`] there are four steps. [`walk`] finds the files under a path. The
//! first bytes of a file tell its [`FileFormat`]. A mailbox or an archive is taken apart
//! ([`mbox`], [`archive`]), and each message in it is a [`Mail`]: its name, and its [`Content`] or
//! the [`Error`] that stands for it. The content is the bytes of the message, or of a large one
//! what [`large`] keeps of it; the message is read from that ([`mime`]), or was read from an
//! Outlook file ([`msg`], `pst`) or a winmail.dat ([`tnef`]) at once. [`text`] reads what is not in
//! bytes as they are sent.
//!
//! Memory does not grow with the size of a file.

pub mod archive;
mod charset;
mod compound;
pub mod error;
#[cfg(feature = "cli")]
pub mod file;
#[cfg(feature = "cli")]
mod folder;
mod item;
pub mod large;
mod lines;
pub mod mbox;
pub mod message;
pub mod mime;
pub mod msg;
#[cfg(feature = "cli")]
pub mod pst;
mod rtf;
pub mod saved;
mod shifted;
mod start;
pub mod text;
pub mod tnef;
mod utf7;
#[cfg(feature = "cli")]
pub mod walk;

pub use error::Error;
pub(crate) use lines::line_ends;
pub use start::begins_with_headers;

use large::{Abridged, Abridger};
use message::Message;
use std::borrow::Cow;
use std::io::{self, Read, Seek};

/// Bytes up to which the content of a message is all of it; a larger one is abridged.
pub const WHOLE: usize = 1 << 20;

/// Bytes that are read at a time: they are searched while they are in the fastest cache.
const PIECE: usize = 32 << 10;

/// What a file begins like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileFormat {
    /// One message in RFC 5322 form; also whatever is none of the others.
    Message,
    /// Messages one after another, each below a line that begins with `From `.
    Mbox,
    /// One message, as Apple Mail saves it.
    Emlx,
    /// A compound file, as Outlook saves a message (.msg).
    Msg,
    /// An Outlook data file (.pst).
    Pst,
    /// A TNEF stream: winmail.dat.
    Tnef,
    /// gzip.
    Gzip,
    /// Zstandard.
    Zstd,
    /// A zip archive.
    Zip,
    /// Text in UTF-16: a message or an mbox, as PowerShell's `>` writes it.
    Utf16,
    /// Text whose lines end in CR alone: a message or an mbox.
    CrText,
}

impl FileFormat {
    /// The format of a file by its first bytes ([`saved::START`] suffice).
    #[must_use]
    pub fn of(start: &[u8]) -> Self {
        const SIGNATURES: [(&[u8], FileFormat); 7] = [
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", FileFormat::Msg),
            (b"\x78\x9f\x3e\x22", FileFormat::Tnef),
            (b"!BDN", FileFormat::Pst),
            (b"\x1f\x8b", FileFormat::Gzip),
            (b"\x28\xb5\x2f\xfd", FileFormat::Zstd),
            (b"PK\x03\x04", FileFormat::Zip),
            (b"PK\x05\x06", FileFormat::Zip),
        ];
        let mut signatures = SIGNATURES.iter();
        signatures
            .find(|(signature, _)| start.starts_with(signature))
            .map_or_else(|| Self::of_text(start), |(_, format)| *format)
    }

    fn of_text(start: &[u8]) -> Self {
        if saved::utf16(start).is_some() {
            Self::Utf16
        } else if saved::ends_lines_in_cr(start) {
            Self::CrText
        } else if start::is_from_line(start) {
            Self::Mbox
        } else if start::emlx_end(start).is_some() {
            Self::Emlx
        } else {
            Self::Message
        }
    }

    /// Whether it may hold more than one message.
    #[must_use]
    pub fn is_container(self) -> bool {
        matches!(
            self,
            Self::Mbox | Self::Pst | Self::Gzip | Self::Zstd | Self::Zip
        )
    }
}

/// How much of a message of a mailbox is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// All of it, up to [`WHOLE`] bytes.
    Whole,
    /// What a verdict depends on: a message is abridged where its bytes were just read, so that
    /// the rest of them need not go to another core.
    Abridged,
}

/// One message as it was found.
#[derive(Debug)]
pub struct Mail<'a> {
    /// Its file, and its number or name in there: `inbox.mbox#3`.
    pub name: Cow<'a, str>,
    /// What there is of it, or why it is not judged.
    pub content: Result<Content<'a>, Error>,
}

impl Mail<'_> {
    /// Read the message.
    ///
    /// # Errors
    /// Why it is not judged.
    pub fn message(&self) -> Result<Message<'_>, Error> {
        self.content.as_ref().map_err(Clone::clone)?.message()
    }
}

impl<'a> Mail<'a> {
    /// Something that was found where a message should be, and is not judged.
    #[must_use]
    pub fn failed(name: impl Into<Cow<'a, str>>, error: Error) -> Self {
        Self {
            name: name.into(),
            content: Err(error),
        }
    }
}

/// What there is of a message.
#[derive(Debug)]
pub enum Content<'a> {
    /// All its bytes, in RFC 5322 form.
    Text(Cow<'a, [u8]>),
    /// The bytes of a large message without what nothing depends on.
    Abridged(Abridged),
    /// What is looked at of an Outlook message or of winmail.dat, which are not the message as it
    /// was sent.
    Read(Box<Message<'static>>),
}

impl Content<'_> {
    /// Read the message.
    ///
    /// # Errors
    /// Why it is not judged.
    pub fn message(&self) -> Result<Message<'_>, Error> {
        match self {
            Self::Text(bytes) => mime::read(bytes),
            Self::Abridged(abridged) => mime::read_abridged(abridged),
            Self::Read(message) => Ok(Message::clone(message)),
        }
    }
}

/// Read a message that is in memory, in whatever form [`FileFormat`] knows.
///
/// # Errors
/// Why the bytes are not a message, or the limit that it is beyond.
pub fn read(bytes: &[u8]) -> Result<Message<'_>, Error> {
    match FileFormat::of(bytes) {
        format @ (FileFormat::Emlx | FileFormat::Utf16 | FileFormat::CrText) => {
            Ok(read_text(format, Box::new(bytes))?.message()?.into_owned())
        }
        FileFormat::Msg => msg::read(io::Cursor::new(bytes)),
        FileFormat::Tnef => {
            let start = bytes.get(..large::TNEF).unwrap_or(bytes);
            Ok(tnef::message(start))
        }
        _ => mime::read(bytes),
    }
}

/// The bytes of a message as they are sent: text in UTF-8 with LF or CRLF, from its headers on.
///
/// # Errors
/// It cannot be read, or is beyond a limit.
pub(crate) fn as_sent(bytes: &[u8]) -> Result<Cow<'_, [u8]>, Error> {
    let text = match FileFormat::of(bytes) {
        format @ (FileFormat::Emlx | FileFormat::Utf16 | FileFormat::CrText) => {
            match read_text(format, Box::new(bytes))? {
                Content::Text(text) => Cow::Owned(text.into_owned()),
                Content::Abridged(abridged) => Cow::Owned(abridged.bytes),
                Content::Read(_) => Cow::Borrowed(bytes),
            }
        }
        _ => Cow::Borrowed(bytes),
    };
    let start = start::headers(&text);
    Ok(match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.get(start..).unwrap_or_default()),
        Cow::Owned(mut text) => {
            text.drain(..start);
            Cow::Owned(text)
        }
    })
}

/// Takes some messages of a file; whether more are wanted.
pub type Sink<'s> = dyn FnMut(Vec<Mail<'static>>) -> bool + 's;

/// Read the content of a file of one message, of any size, in bounded memory.
///
/// # Errors
/// Why it cannot be read.
pub fn read_one(format: FileFormat, from: impl Read + Send) -> Result<Content<'static>, Error> {
    match format {
        FileFormat::Tnef => {
            let mut bytes = Vec::new();
            // The attributes of the message come before those of its attachments.
            let mut start = from.take(large::TNEF as u64);
            start.read_to_end(&mut bytes).map_err(Error::unreadable)?;
            Ok(Content::Read(Box::new(tnef::message(&bytes))))
        }
        FileFormat::Msg => {
            let file = spool(from).map_err(Error::unreadable)?;
            msg::read(file).map(|message| Content::Read(Box::new(message)))
        }
        _ => read_text(format, Box::new(from)),
    }
}

/// Read the content of a message that is kept as text.
fn read_text(
    mut format: FileFormat,
    mut from: Box<dyn Read + Send + '_>,
) -> Result<Content<'static>, Error> {
    if matches!(format, FileFormat::Utf16 | FileFormat::CrText) {
        (format, from) = saved::plain(format, from).map_err(Error::unreadable)?;
    }
    if format == FileFormat::Emlx {
        let mut bytes = Vec::new();
        let mut start = from.by_ref().take(saved::START as u64);
        start.read_to_end(&mut bytes).map_err(Error::unreadable)?;
        let end = start::emlx_end(&bytes).unwrap_or(u64::MAX);
        from = Box::new(io::Cursor::new(bytes).chain(from).take(end));
    }
    let mut bytes = Vec::new();
    let mut start = from.by_ref().take(WHOLE as u64 + 1);
    start.read_to_end(&mut bytes).map_err(Error::unreadable)?;
    if bytes.len() <= WHOLE {
        return Ok(Content::Text(bytes.into()));
    }
    let mut abridger = Abridger::default();
    abridger.feed(&bytes);
    abridger.feed_from(from).map_err(Error::unreadable)?;
    abridger.finish().map(Content::Abridged)
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
