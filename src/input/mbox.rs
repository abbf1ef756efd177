//! Takes an mbox apart, in all its four habits, in memory that does not grow with it.
//!
//! A message ends before a line that begins with `From ` and holds a time of day, after an empty
//! line. A `Content-Length` (mboxcl, mboxcl2) is heeded where the message is not long and another
//! one, or the end, does follow; then lines in the message may begin with `From ` (mboxcl2).
//! Lines that begin with `>From ` (mboxo, mboxrd, mboxcl) lose one `>`. Source: RFC 4155, and
//! mbox(5) of several systems.

use super::block::{Block, Piece, Pool, Sink, Stored};
use super::slim::Slimmer;
use super::{Owned, WHOLE};
use crate::words::{Sentence, en};
use memchr::memmem;
use std::io::{self, Read};
use std::sync::LazyLock;

/// Bytes that are read before messages are handed on.
const BLOCK: usize = 512 << 10;
/// Bytes that a line at the edge of what is read may have and be seen whole.
const LINE: usize = 2048;

/// Give the messages of an mbox to `sink`, some at a time; whether it wants more.
pub fn split(name: &str, from: impl Read, sink: &mut Sink) -> bool {
    let pool = Pool::default();
    let mut mbox = Mbox {
        name,
        from,
        window: pool.take(2 * BLOCK),
        filled: 0,
        searched: 0,
        quoted: false,
        ended: false,
        failed: None,
        number: 0,
        pool,
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

/// An mbox that is being read.
struct Mbox<'n, R> {
    name: &'n str,
    from: R,
    /// Room of which the beginning is filled, from a message's `From ` line on.
    window: Vec<u8>,
    filled: usize,
    /// The place up to which the window has no end of its first message.
    searched: usize,
    /// Whether `>From ` was seen before that.
    quoted: bool,
    ended: bool,
    failed: Option<Sentence>,
    number: u64,
    /// Where blocks leave their room.
    pool: Pool,
}

impl<R: Read> Mbox<'_, R> {
    fn bytes(&self) -> &[u8] {
        self.window.get(..self.filled).unwrap_or_default()
    }

    /// Read on, until the window holds so many bytes or nothing is left.
    fn fill(&mut self, wanted: usize) {
        if self.window.len() < wanted {
            self.window.resize(wanted, 0);
        }
        while self.filled < wanted && !self.ended {
            let room = self.window.get_mut(self.filled..).unwrap_or_default();
            match self.from.read(room) {
                Ok(n) => {
                    self.filled += n;
                    self.ended = n == 0;
                }
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(e) => {
                    self.failed = Some(Sentence::of(
                        en("the file cannot be read on from here: {error}"),
                        [("error", &e)],
                    ));
                    self.ended = true;
                }
            }
        }
    }

    /// The next messages.
    fn block(&mut self) -> Option<Block> {
        let mut wanted = BLOCK;
        loop {
            self.fill(wanted);
            if self.filled == 0 {
                return None;
            }
            let mut pieces = Vec::new();
            let mut at = 0;
            while let Some(piece) = self.piece(&mut at) {
                pieces.push(piece);
            }
            if !pieces.is_empty() {
                let bytes = std::mem::take(&mut self.window);
                let rest = bytes.get(at..self.filled).unwrap_or_default();
                self.filled = rest.len();
                if !self.ended || !rest.is_empty() {
                    self.window = self.pool.take(rest.len().max(2 * BLOCK));
                    if let Some(room) = self.window.get_mut(..rest.len()) {
                        room.copy_from_slice(rest);
                    }
                }
                self.searched = self.searched.saturating_sub(at);
                return Some(Block::new(bytes, pieces, &self.pool));
            }
            if self.filled >= WHOLE {
                return Some(self.long());
            }
            wanted = self.filled + BLOCK;
        }
    }

    /// The message at a place, if the window shows its end; the place is moved there.
    fn piece(&mut self, at: &mut usize) -> Option<Piece> {
        if *at == self.filled {
            return None;
        }
        let from = *at;
        let by_length = match self.by_length(from) {
            Length::Ends(end) => Some(end),
            Length::Unseen => return None,
            Length::Unknown => None,
        };
        let end = match by_length {
            Some(end) => end,
            None => match self.separator(from) {
                Some(next) => next,
                None if self.ended => self.filled,
                None => return None,
            },
        };
        let perhaps_quoted = by_length.is_some() || self.quoted;
        (self.searched, self.quoted) = (end, false);
        *at = end;
        Some(self.found(from, end, perhaps_quoted))
    }

    /// Where the message after the one at a place begins: after an empty line, a line that begins
    /// with `From `.
    fn separator(&mut self, at: usize) -> Option<usize> {
        // What may go on behind the edge is looked at again.
        let again = self.filled.saturating_sub(b"From ".len() - 1);
        let from = self.searched.max(at + 1);
        let bytes = self.window.get(..self.filled).unwrap_or_default();
        for found in FROM.find_iter(bytes.get(from..).unwrap_or_default()) {
            let place = from + found;
            let before = bytes.get(at..place).unwrap_or_default();
            match before.last() {
                Some(b'>') => self.quoted = true,
                Some(b'\n') => {
                    let line = bytes.get(place..).unwrap_or_default();
                    let seen = memchr::memchr(b'\n', line).is_some() || line.len() > LINE;
                    if !seen && !self.ended {
                        self.searched = place;
                        return None;
                    }
                    if ends_with_empty_line(before) && is_from_line(line) {
                        return Some(place);
                    }
                }
                _ => {}
            }
        }
        self.searched = again.max(from);
        None
    }

    /// The end of a message that says its length, if what follows bears it out.
    fn by_length(&self, at: usize) -> Length {
        let bytes = self.bytes().get(at..).unwrap_or_default();
        let Some((body, length)) = stated_length(bytes) else {
            return Length::Unknown;
        };
        let end = body.saturating_add(length);
        let seen = end.saturating_add(LINE);
        if seen > bytes.len() && seen < WHOLE && !self.ended {
            return Length::Unseen;
        }
        let after = bytes.get(end..).unwrap_or_default();
        let is_blank = |b: &&u8| matches!(b, b'\r' | b'\n');
        let blank = after.iter().take_while(is_blank).count();
        let next = after.get(blank..).unwrap_or_default();
        let ends = if next.is_empty() {
            self.ended && end <= bytes.len()
        } else {
            blank > 0 && is_from_line(next)
        };
        if ends {
            Length::Ends(at + end + blank)
        } else {
            Length::Unknown
        }
    }

    /// The message from `at` to `end` of the window.
    fn found(&mut self, at: usize, end: usize, perhaps_quoted: bool) -> Piece {
        self.number += 1;
        let bytes = self.window.get(at..end).unwrap_or_default();
        let from = after_line(bytes);
        let text = bytes.get(from..).unwrap_or_default();
        // The empty line before the next message is not of this one.
        let shorter = text
            .strip_suffix(b"\n")
            .map(|t| t.strip_suffix(b"\r").unwrap_or(t));
        let text = shorter.filter(|t| t.ends_with(b"\n")).unwrap_or(text);
        let unquoted = if perhaps_quoted { unquoted(text) } else { None };
        let stored = match unquoted {
            Some(text) => Stored::Owned(Owned::Text(text, Vec::new())),
            None => Stored::Range(at + from..at + from + text.len()),
        };
        Piece {
            name: format!("{}#{}", self.name, self.number),
            stored: Ok(stored),
        }
    }

    /// A message that is longer than the window may be.
    fn long(&mut self) -> Block {
        self.number += 1;
        let mut slimmer = Slimmer::default();
        self.pass(after_line(self.bytes()));
        loop {
            if let Some(end) = self.separator(0) {
                slimmer.feed(self.window.get(..end).unwrap_or_default());
                self.pass(end);
                break;
            }
            if self.ended {
                slimmer.feed(self.bytes());
                self.pass(self.filled);
                break;
            }
            // A separator may begin at the edge; what is before it is passed on.
            let edge = self.filled.saturating_sub(LINE);
            let line = self.bytes().get(edge..).unwrap_or_default();
            let edge = edge + memchr::memchr(b'\n', line).unwrap_or(0);
            slimmer.feed(self.window.get(..edge).unwrap_or_default());
            self.pass(edge);
            self.fill(self.filled + BLOCK);
        }
        let name = format!("{}#{}", self.name, self.number);
        let slim = slimmer.finish();
        Block::single(name, slim.map(|s| Owned::Text(s.bytes, s.gaps)))
    }

    /// Go past so many bytes of the window.
    fn pass(&mut self, bytes: usize) {
        self.window.copy_within(bytes..self.filled, 0);
        self.filled -= bytes;
        (self.searched, self.quoted) = (0, false);
    }
}

/// Where a message ends by what it says of its length.
enum Length {
    /// There, in the window.
    Ends(usize),
    /// Beyond what is read yet.
    Unseen,
    /// It says nothing, or what is not so.
    Unknown,
}

/// What separators and quoted lines have in common: they are looked for together.
static FROM: LazyLock<memmem::Finder> = LazyLock::new(|| memmem::Finder::new(b"From "));

/// Whether the last line of a text is empty.
fn ends_with_empty_line(text: &[u8]) -> bool {
    let before = text.strip_suffix(b"\n").unwrap_or(text);
    before
        .strip_suffix(b"\r")
        .unwrap_or(before)
        .ends_with(b"\n")
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

/// Where the body of a message begins, and how long it says it is.
fn stated_length(bytes: &[u8]) -> Option<(usize, usize)> {
    let body = body(bytes)?;
    let value = header(bytes.get(..body)?, b"content-length:")?;
    let length = std::str::from_utf8(value).ok()?.trim().parse().ok()?;
    Some((body, length))
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
