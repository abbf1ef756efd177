//! Takes an mbox apart, in all its four habits, in memory that does not grow with it.
//!
//! A message ends before a line that begins with `From ` and holds a time of day, after an empty
//! line. A `Content-Length` (mboxcl, mboxcl2) is heeded where the message is not long and another
//! one, or the end, does follow; then lines in the message may begin with `From ` (mboxcl2).
//! Lines that begin with `>From ` (mboxo, mboxrd, mboxcl) lose one `>`. Source: RFC 4155, and
//! mbox(5) of several systems.

use super::block::{Block, Piece, Sink, Stored};
use super::slim::Slimmer;
use super::{Owned, WHOLE};
use crate::words::{Sentence, en};
use memchr::memmem;
use std::io::{self, Read};

/// Bytes of messages that are handed on at a time.
const BLOCK: usize = 256 << 10;
/// Bytes that are read at a time.
const STEP: usize = 128 << 10;
/// Bytes that a line at the edge of what is read may have and be seen whole.
const LINE: usize = 2048;

/// Give the messages of an mbox to `sink`, some at a time; whether it wants more.
pub fn split(name: &str, from: impl Read, sink: &mut Sink) -> bool {
    let mut mbox = Mbox {
        name,
        from,
        window: Vec::with_capacity(2 * BLOCK),
        ended: false,
        failed: None,
        number: 0,
    };
    while let Some(block) = mbox.block() {
        if !sink(block) {
            return false;
        }
    }
    match mbox.failed {
        Some(why) => sink(Block::single(name.to_owned(), Err(why))),
        None => true,
    }
}

/// An mbox that is being read; the window begins at a message's `From ` line.
struct Mbox<'n, R> {
    name: &'n str,
    from: R,
    window: Vec<u8>,
    ended: bool,
    failed: Option<Sentence>,
    number: u64,
}

impl<R: Read> Mbox<'_, R> {
    /// Read on, until the window holds so many bytes or nothing is left.
    fn fill(&mut self, wanted: usize) {
        while self.window.len() < wanted && !self.ended {
            let have = self.window.len();
            self.window.resize(have + STEP, 0);
            let room = self.window.get_mut(have..).unwrap_or_default();
            let read = self.from.read(room);
            let n = match read {
                Ok(n) => n,
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {
                    self.window.truncate(have);
                    continue;
                }
                Err(e) => {
                    self.failed = Some(Sentence::of(
                        en("the file cannot be read on from here: {error}"),
                        [("error", &e)],
                    ));
                    0
                }
            };
            self.window.truncate(have + n);
            self.ended |= n == 0;
        }
    }

    /// The next messages.
    fn block(&mut self) -> Option<Block> {
        self.fill(BLOCK);
        if self.window.is_empty() {
            return None;
        }
        let mut pieces = Vec::new();
        let mut at = 0;
        while let Some(end) = self.end_of_message(at) {
            pieces.push(self.piece(at, end));
            at = end;
        }
        if pieces.is_empty() {
            return Some(self.long());
        }
        let rest = self.window.get(at..).unwrap_or_default().to_vec();
        let mut bytes = std::mem::replace(&mut self.window, rest);
        bytes.truncate(at);
        Some(Block { bytes, pieces })
    }

    /// Where the message at a place ends, if the window shows it.
    fn end_of_message(&self, at: usize) -> Option<usize> {
        let bytes = self.window.get(at..).filter(|b| !b.is_empty())?;
        if let Some(length) = self.by_length(bytes) {
            return Some(at + length);
        }
        match separator(bytes, self.ended) {
            Some(next) => Some(at + next),
            None => self.ended.then_some(self.window.len()),
        }
    }

    /// The length of a message that says it, if what follows bears it out.
    fn by_length(&self, bytes: &[u8]) -> Option<usize> {
        let body = body(bytes)?;
        let headers = bytes.get(..body)?;
        let value = header(headers, b"content-length:")?;
        let length: usize = std::str::from_utf8(value).ok()?.trim().parse().ok()?;
        let end = body.checked_add(length)?;
        let after = bytes.get(end..)?;
        let blank = after
            .iter()
            .take_while(|b| matches!(b, b'\r' | b'\n'))
            .count();
        let next = after.get(blank..)?;
        let ends = if next.is_empty() {
            self.ended
        } else {
            blank > 0 && is_from_line(next)
        };
        ends.then_some(end + blank)
    }

    /// The message from `at` to `end` of the window.
    fn piece(&mut self, at: usize, end: usize) -> Piece {
        self.number += 1;
        let bytes = self.window.get(at..end).unwrap_or_default();
        let from = after_line(bytes);
        let text = bytes.get(from..).unwrap_or_default();
        // The empty line before the next message is not of this one.
        let shorter = text
            .strip_suffix(b"\n")
            .map(|t| t.strip_suffix(b"\r").unwrap_or(t));
        let text = shorter.filter(|t| t.ends_with(b"\n")).unwrap_or(text);
        let stored = match unquoted(text) {
            Some(text) => Stored::Owned(Owned::Text(text, Vec::new())),
            None => Stored::Range(at + from..at + from + text.len()),
        };
        Piece {
            name: format!("{}#{}", self.name, self.number),
            stored: Ok(stored),
        }
    }

    /// A message that is longer than the window.
    fn long(&mut self) -> Block {
        // A message that is not long yet may end soon.
        self.fill(WHOLE);
        if let Some(end) = self.end_of_message(0) {
            let piece = self.piece(0, end);
            let rest = self.window.split_off(end);
            let bytes = std::mem::replace(&mut self.window, rest);
            return Block {
                bytes,
                pieces: vec![piece],
            };
        }
        self.number += 1;
        let mut slimmer = Slimmer::default();
        self.window.drain(..after_line(&self.window));
        loop {
            if let Some(end) = separator(&self.window, self.ended) {
                let text = self.window.get(..end).unwrap_or_default();
                slimmer.feed(text);
                self.window.drain(..end);
                break;
            }
            if self.ended {
                slimmer.feed(&self.window);
                self.window.clear();
                break;
            }
            // A separator may begin at the edge; what is before it is passed on.
            let keep = self.window.len().saturating_sub(LINE);
            let edge = self.window.get(keep..).unwrap_or_default();
            let keep = keep + memchr::memchr(b'\n', edge).unwrap_or(0);
            slimmer.feed(self.window.get(..keep).unwrap_or_default());
            self.window.drain(..keep);
            self.fill(self.window.len() + BLOCK);
        }
        let name = format!("{}#{}", self.name, self.number);
        let slim = slimmer.finish();
        Block::single(name, slim.map(|s| Owned::Text(s.bytes, s.gaps)))
    }
}

/// Where the next message begins: after an empty line, a line that begins with `From `.
fn separator(bytes: &[u8], ended: bool) -> Option<usize> {
    let mut found = memmem::find_iter(bytes, b"\nFrom ");
    found.find_map(|at| {
        let before = bytes.get(..at)?;
        let before = before.strip_suffix(b"\r").unwrap_or(before);
        let from = bytes.get(at + 1..)?;
        let whole = ended || memchr::memchr(b'\n', from).is_some() || from.len() > LINE;
        (before.ends_with(b"\n") && whole && is_from_line(from)).then_some(at + 1)
    })
}

/// Whether a line that begins with `From ` has a time of day, as those between messages have.
fn is_from_line(bytes: &[u8]) -> bool {
    let line = bytes.get(..after_line(bytes).min(LINE)).unwrap_or_default();
    line.starts_with(b"From ")
        && line.windows(5).any(
            |w| matches!(w, [a, b, b':', c, d] if [a, b, c, d].iter().all(|x| x.is_ascii_digit())),
        )
}

/// Where the next line begins.
fn after_line(bytes: &[u8]) -> usize {
    memchr::memchr(b'\n', bytes).map_or(bytes.len(), |at| at + 1)
}

/// Where the body of a message begins.
fn body(bytes: &[u8]) -> Option<usize> {
    memchr::memchr_iter(b'\n', bytes).find_map(|at| match bytes.get(at + 1..)? {
        [b'\n', ..] => Some(at + 2),
        [b'\r', b'\n', ..] => Some(at + 3),
        _ => None,
    })
}

/// The value of a header (lower case, with its colon).
fn header<'a>(headers: &'a [u8], name: &[u8]) -> Option<&'a [u8]> {
    headers.split(|b| *b == b'\n').find_map(|line| {
        let (start, value) = line.split_at_checked(name.len())?;
        start.eq_ignore_ascii_case(name).then_some(value)
    })
}

/// A text without the `>` that was put before its lines with `From `; `None` where there are none.
fn unquoted(text: &[u8]) -> Option<Vec<u8>> {
    memmem::find(text, b">From ")?;
    // Lines with a bare `From ` show that nothing was quoted.
    if memmem::find(text, b"\nFrom ").is_some() {
        return None;
    }
    let mut out = Vec::with_capacity(text.len());
    for line in text.split_inclusive(|b| *b == b'\n') {
        let marks = line.iter().take_while(|b| **b == b'>').count();
        let quoted = marks > 0 && line.get(marks..).is_some_and(|l| l.starts_with(b"From "));
        out.extend_from_slice(line.get(usize::from(quoted)..).unwrap_or_default());
    }
    Some(out)
}
