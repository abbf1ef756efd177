//! Takes a JSON document apart into the items of its list, so that one is held at a time.

use super::super::read::ROW;
use crate::mail::line_ends;
use std::io::{self, BufRead, BufReader, Read};

/// Lists and objects within one another; more than JSON readers take.
const DEPTH: usize = 128;

/// An item as it is written, and where it begins.
#[derive(Debug, Default)]
pub(super) struct Item {
    pub(super) text: Vec<u8>,
    /// 1-based.
    pub(super) line: u64,
    /// 1-based, in bytes.
    pub(super) column: u64,
}

/// Why there is no further item.
#[derive(Debug)]
pub(super) enum Fault {
    /// The document is not JSON here.
    NotJson,
    /// It ends before it is complete.
    Cut,
    /// The item has more than [`ROW`] bytes.
    Large,
    Io(io::Error),
}

/// What is expected next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    /// The document.
    Document,
    /// The first item of the list, or its end.
    First,
    /// An item.
    Item,
    /// A comma, or the end of the list.
    Comma,
    /// Nothing but blanks.
    End,
}

/// The items of a list, or the one object that stands in its place.
pub(super) struct Items<R> {
    from: BufReader<R>,
    next: Next,
    /// Place of the byte that follows, 1-based.
    pub(super) line: u64,
    pub(super) column: u64,
}

impl<R: Read> Items<R> {
    pub(super) fn new(from: R) -> Self {
        Self {
            from: BufReader::with_capacity(64 * 1024, from),
            next: Next::Document,
            line: 1,
            column: 1,
        }
    }

    /// The next item, whatever is in it. Where there is none, the place is that of the fault.
    pub(super) fn take(&mut self) -> Result<Option<Item>, Fault> {
        loop {
            let Some(byte) = self.peek()? else {
                return match self.next {
                    Next::End => Ok(None),
                    _ => Err(Fault::Cut),
                };
            };
            match (self.next, byte) {
                (_, b' ' | b'\t' | b'\r' | b'\n') => {}
                (Next::Document, b'[') => self.next = Next::First,
                (Next::First | Next::Comma, b']') => self.next = Next::End,
                (Next::Comma, b',') => self.next = Next::Item,
                (Next::Document, b'{') => {
                    let item = self.item()?;
                    self.next = Next::End;
                    return Ok(Some(item));
                }
                (Next::First | Next::Item, _) => {
                    let item = self.item()?;
                    self.next = Next::Comma;
                    return Ok(Some(item));
                }
                _ => return Err(Fault::NotJson),
            }
            self.skip(byte);
        }
    }

    fn peek(&mut self) -> Result<Option<u8>, Fault> {
        Ok(self.buffer()?.first().copied())
    }

    /// What was read and not taken; empty at the end.
    fn buffer(&mut self) -> Result<&[u8], Fault> {
        while let Err(e) = self.from.fill_buf() {
            if e.kind() != io::ErrorKind::Interrupted {
                return Err(Fault::Io(e));
            }
        }
        Ok(self.from.buffer())
    }

    fn skip(&mut self, byte: u8) {
        self.from.consume(1);
        if byte == b'\n' {
            self.line += 1;
            self.column = 1;
        } else {
            self.column += 1;
        }
    }

    /// The bytes up to the comma or bracket that ends an item, or to its own last bracket.
    fn item(&mut self) -> Result<Item, Fault> {
        let mut item = Item {
            text: Vec::new(),
            line: self.line,
            column: self.column,
        };
        let mut inside = Inside::default();
        loop {
            let bytes = self.buffer()?;
            if bytes.is_empty() {
                return Err(Fault::Cut);
            }
            let end = inside.end(bytes)?;
            let taken = end.unwrap_or(bytes.len());
            let bytes = bytes.get(..taken).unwrap_or_default();
            item.text.extend_from_slice(bytes);
            let lines = line_ends(bytes);
            let last = memchr::memrchr(b'\n', bytes);
            self.from.consume(taken);
            self.line += lines as u64;
            self.column = match last {
                Some(at) => (taken - at) as u64,
                None => self.column + taken as u64,
            };
            if item.text.len() > ROW {
                return Err(Fault::Large);
            }
            if end.is_some() {
                return Ok(item);
            }
        }
    }
}

/// How far into an item the bytes so far lead.
#[derive(Default)]
struct Inside {
    depth: usize,
    quoted: bool,
    escaped: bool,
}

impl Inside {
    /// Where the item ends in the bytes that follow, if it does.
    fn end(&mut self, bytes: &[u8]) -> Result<Option<usize>, Fault> {
        for (at, byte) in bytes.iter().enumerate() {
            match byte {
                _ if self.escaped => self.escaped = false,
                b'\\' if self.quoted => self.escaped = true,
                b'"' => self.quoted = !self.quoted,
                _ if self.quoted => {}
                b'[' | b'{' if self.depth >= DEPTH => return Err(Fault::NotJson),
                b'[' | b'{' => self.depth += 1,
                b',' | b']' | b'}' if self.depth == 0 => return Ok(Some(at)),
                b']' | b'}' if self.depth == 1 => return Ok(Some(at + 1)),
                b']' | b'}' => self.depth -= 1,
                _ => {}
            }
        }
        Ok(None)
    }
}
