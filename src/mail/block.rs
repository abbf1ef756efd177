//! Takes the messages of a file of any kind out of it, some at a time.

use super::{Content, FileFormat, Mail, Owned, archive, large, mbox, one, spool};
use crate::i18n::{Text, en};
use std::fmt::Display;
use std::io::{Read, Seek};
use std::ops::Range;

/// What is wanted of the messages of a mailbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// All of it, up to [`super::WHOLE`].
    Whole,
    /// What a verdict depends on: of a long message it is taken out where it was just read, and
    /// the rest of it need not go to another core.
    Judged,
}

/// Some messages, and the bytes of those that are kept as they are.
#[derive(Debug, Default)]
pub struct Block {
    bytes: Vec<u8>,
    pieces: Vec<Piece>,
}

/// A message of a block.
#[derive(Debug)]
struct Piece {
    /// Empty until it is numbered.
    name: String,
    stored: Result<Stored, Text>,
}

/// Where a message is kept.
#[derive(Debug)]
enum Stored {
    /// In the bytes of the block.
    Range(Range<usize>),
    /// By itself.
    Owned(Box<Owned>),
}

impl Stored {
    fn own(owned: Owned) -> Self {
        Self::Owned(Box::new(owned))
    }
}

impl Block {
    /// A block of one message.
    #[must_use]
    pub fn single(name: String, owned: Result<Owned, Text>) -> Self {
        let stored = owned.map(Stored::own);
        Self {
            bytes: Vec::new(),
            pieces: vec![Piece { name, stored }],
        }
    }

    /// Add a message that has bytes of its own.
    pub(super) fn add(&mut self, owned: Result<Owned, Text>) {
        self.piece(owned.map(Stored::own));
    }

    /// Add a message.
    pub(super) fn push(&mut self, text: &[u8], wanted: Wanted) {
        if text.len() > large::SHORT && wanted == Wanted::Judged {
            return self.add(large::abridge(text).map(Owned::Abridged));
        }
        let at = self.bytes.len();
        self.bytes.extend_from_slice(text);
        self.piece(Ok(Stored::Range(at..self.bytes.len())));
    }

    fn piece(&mut self, stored: Result<Stored, Text>) {
        let name = String::new();
        self.pieces.push(Piece { name, stored });
    }

    /// Name the messages by their file and their numbers in it, of which the last is known.
    pub fn number(&mut self, file: &str, last: &mut u64) {
        for piece in &mut self.pieces {
            *last += 1;
            piece.name = format!("{file}#{last}");
        }
    }

    /// How many messages it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.pieces.len()
    }

    /// Whether it has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// Its messages, in order.
    pub fn mails(&self) -> impl Iterator<Item = Mail<'_>> {
        self.pieces.iter().map(|piece| Mail {
            name: &piece.name,
            content: match &piece.stored {
                Ok(Stored::Range(range)) => {
                    let bytes = self.bytes.get(range.clone()).unwrap_or_default();
                    Ok(Content::Text(bytes))
                }
                Ok(Stored::Owned(owned)) => Ok(owned.content()),
                Err(why) => Err(why.clone()),
            },
        })
    }
}

/// Takes the blocks; whether more are wanted.
pub type Sink<'s> = dyn FnMut(Block) -> bool + 's;

/// Give the messages of a stream, whatever it is, to `sink`; whether it wants more.
pub fn blocks(name: &str, from: impl Read + Send, wanted: Wanted, sink: &mut Sink) -> bool {
    let (from, packed) = archive::counted(from);
    within(name, from, wanted, &packed, 0, sink)
}

fn within(
    name: &str,
    from: Box<dyn Read + Send + '_>,
    wanted: Wanted,
    packed: &archive::Packed,
    depth: usize,
    sink: &mut Sink,
) -> bool {
    let fails = |why: Text| Block::single(name.to_owned(), Err(why));
    let (kind, from) = match archive::unpack(from, packed) {
        Ok(unpacked) => unpacked,
        Err(e) => return sink(fails(archive::fails(&e))),
    };
    match kind {
        FileFormat::Mbox => mbox::split(name, from, wanted, sink),
        FileFormat::Zip if depth >= archive::DEPTH => sink(fails(archive::too_deep())),
        // A zip archive has its directory at its end.
        FileFormat::Zip => match spool(from) {
            Ok(file) => zip(name, file, wanted, packed, depth, sink),
            Err(e) => sink(fails(unread(&e))),
        },
        _ => sink(Block::single(name.to_owned(), one(kind, from))),
    }
}

fn unread(error: &dyn Display) -> Text {
    Text::of(
        en("the archive cannot be read: {error}"),
        [("error", error)],
    )
}

/// The messages of a zip archive, in the order of its directory.
fn zip(
    name: &str,
    from: impl Read + Seek + Send,
    wanted: Wanted,
    packed: &archive::Packed,
    depth: usize,
    sink: &mut Sink,
) -> bool {
    let mut archive = match zip::ZipArchive::new(from) {
        Ok(archive) => archive,
        Err(e) => {
            return sink(Block::single(name.to_owned(), Err(unread(&e))));
        }
    };
    // Entries that overlap each tell a size of their own: it is that of the file that counts.
    let mut unpacked = 0u64;
    for index in 0..archive.len() {
        let entry = match archive.by_index(index) {
            Ok(entry) if entry.is_dir() => continue,
            Ok(entry) => entry,
            Err(e) => {
                let name = format!("{name}#{}", index + 1);
                if !sink(Block::single(name, Err(archive::fails(&e.into())))) {
                    return false;
                }
                continue;
            }
        };
        let inner = match entry.name() {
            Ok(inner) => format!("{name}#{inner}"),
            Err(_) => format!("{name}#{}", index + 1),
        };
        unpacked = unpacked.saturating_add(entry.size());
        if let Err(e) = archive::check(archive::read_so_far(packed), unpacked) {
            return sink(Block::single(inner, Err(archive::reason(&e))));
        }
        // What an entry says of its size need not be so.
        let limit = entry.size().saturating_add(1);
        let bounded = entry.take(limit);
        if !within(&inner, Box::new(bounded), wanted, packed, depth + 1, sink) {
            return false;
        }
    }
    true
}
