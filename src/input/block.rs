//! Takes the messages of a file of any kind out of it, some at a time.

use super::{Content, Kind, Mail, Owned, mbox, one, spool, unpack};
use crate::words::{Sentence, en};
use std::fmt::Display;
use std::io::{Read, Seek};
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

/// Some messages, and the bytes of those that are short.
#[derive(Debug)]
pub struct Block {
    bytes: Vec<u8>,
    pieces: Vec<Piece>,
    /// Where the bytes are left when the messages are done.
    pool: Pool,
}

/// Room for bytes that was used and is used again: fresh room has to be cleared, which takes as
/// long as reading into it.
#[derive(Debug, Clone, Default)]
pub(super) struct Pool(Arc<Mutex<Vec<Vec<u8>>>>);

impl Pool {
    /// Room for so many bytes at least.
    pub(super) fn take(&self, bytes: usize) -> Vec<u8> {
        let mut free = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut room = free.pop().unwrap_or_default();
        drop(free);
        if room.len() < bytes {
            room = vec![0; bytes];
        }
        room
    }
}

impl Drop for Block {
    fn drop(&mut self) {
        let bytes = std::mem::take(&mut self.bytes);
        if !bytes.is_empty() {
            let mut free = self.pool.0.lock().unwrap_or_else(PoisonError::into_inner);
            free.push(bytes);
        }
    }
}

/// A message of a block.
#[derive(Debug)]
pub(super) struct Piece {
    pub(super) name: String,
    pub(super) stored: Result<Stored, Sentence>,
}

/// Where a message is kept.
#[derive(Debug)]
pub(super) enum Stored {
    /// In the bytes of the block.
    Range(Range<usize>),
    /// By itself.
    Owned(Owned),
}

impl Block {
    /// A block of messages in its bytes, which go to a pool when they are done.
    pub(super) fn new(bytes: Vec<u8>, pieces: Vec<Piece>, pool: &Pool) -> Self {
        let pool = pool.clone();
        Self {
            bytes,
            pieces,
            pool,
        }
    }

    /// A block of one message.
    #[must_use]
    pub fn single(name: String, owned: Result<Owned, Sentence>) -> Self {
        let stored = owned.map(Stored::Owned);
        let pieces = vec![Piece { name, stored }];
        Self::new(Vec::new(), pieces, &Pool::default())
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
                    Ok(Content::Text(bytes, &[]))
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
pub fn blocks(name: &str, from: impl Read + Send, sink: &mut Sink) -> bool {
    let (from, packed) = unpack::counted(from);
    within(name, from, &packed, 0, sink)
}

fn within(
    name: &str,
    from: Box<dyn Read + Send + '_>,
    packed: &unpack::Packed,
    depth: usize,
    sink: &mut Sink,
) -> bool {
    let fails = |why: Sentence| Block::single(name.to_owned(), Err(why));
    let (kind, from) = match unpack::unpack(from, packed) {
        Ok(unpacked) => unpacked,
        Err(e) => return sink(fails(unpack::fails(&e))),
    };
    match kind {
        Kind::Mbox => mbox::split(name, from, sink),
        Kind::Zip if depth >= unpack::DEPTH => sink(fails(unpack::too_deep())),
        // A zip archive has its directory at its end.
        Kind::Zip => match spool(from) {
            Ok(file) => zip(name, file, packed, depth, sink),
            Err(e) => sink(fails(unread(&e))),
        },
        _ => sink(Block::single(name.to_owned(), one(kind, from))),
    }
}

fn unread(error: &dyn Display) -> Sentence {
    Sentence::of(
        en("the archive cannot be read: {error}"),
        [("error", error)],
    )
}

/// The messages of a zip archive, in the order of its directory.
fn zip(
    name: &str,
    from: impl Read + Seek + Send,
    packed: &unpack::Packed,
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
                if !sink(Block::single(name, Err(unpack::fails(&e.into())))) {
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
        if let Err(e) = unpack::check(unpack::read_so_far(packed), unpacked) {
            return sink(Block::single(inner, Err(unpack::reason(&e))));
        }
        // What an entry says of its size need not be so.
        let limit = entry.size().saturating_add(1);
        let bounded = entry.take(limit);
        if !within(&inner, Box::new(bounded), packed, depth + 1, sink) {
            return false;
        }
    }
    true
}
