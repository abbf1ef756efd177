//! Takes an mbox of any of the four variants apart, in memory that does not grow with it.
//!
//! A message ends before a line that begins with `From ` and is no text (`separator.rs`). A
//! `Content-Length` (mboxcl, mboxcl2) counts where the message is no longer than [`WHOLE`]
//! and another message, or the end, follows there; lines of the message may then begin with
//! `From ` (mboxcl2). Lines that begin with `>From ` (mboxo, mboxrd, mboxcl) lose one `>`.
//! Source: RFC 4155, and mbox(5) of several systems.

mod marks;
mod part;
mod separator;

use super::large::{self, Abridger, SHORT};
use super::lines::find;
use super::{Content, Error, Mail, PIECE, Sink, WHOLE, Wanted};
use marks::{Seen, unquoted, without_marks};
use memchr::{memchr, memchr_iter};
use separator::{LOOK, is_enough, is_separator};
use std::io::{self, Read};

pub use part::{Part, Sequence};

/// Bytes up to which a message is held until its end is found, where it may be abridged; a longer
/// one is abridged piece by piece as it is read.
const HELD: usize = 2 * PIECE;
/// Messages, and bytes of them, that are handed on together.
const MESSAGES: usize = 256;
const BATCH: u64 = 512 << 10;
/// Bytes of a line that are looked at to tell whether it stands between messages.
const LINE: usize = 2048;

/// Whether a text begins as an mbox does, and not merely with the word `From`.
#[must_use]
pub fn begins(text: &[u8]) -> bool {
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
    is_separator(text, true)
}

/// Give the messages of an mbox to `sink`, some at a time; whether it wants more.
pub fn split(name: &str, from: impl Read, wanted: Wanted, sink: &mut Sink) -> bool {
    let mut mbox = Mbox::new(from, wanted);
    let mut number = 0;
    while let Some(mut batch) = mbox.batch() {
        name_by_number(&mut batch, name, &mut number);
        if !sink(batch) {
            return false;
        }
    }
    match mbox.failed {
        Some(error) => sink(vec![Mail::failed(name.to_owned(), error)]),
        None => true,
    }
}

/// A message that has no number yet.
fn unnamed(content: Result<Content<'static>, Error>) -> Mail<'static> {
    Mail {
        name: "".into(),
        content,
    }
}

/// Name messages by their file and their numbers in it, of which the last is known.
fn name_by_number(batch: &mut [Mail], file: &str, last: &mut u64) {
    for mail in batch {
        *last += 1;
        mail.name = format!("{file}#{last}").into();
    }
}

/// An mbox that is being read.
struct Mbox<R> {
    from: R,
    wanted: Wanted,
    /// Where in the mbox the window begins.
    at: u64,
    /// Messages that begin there or later are left to others.
    limit: u64,
    /// A buffer whose first `filled` bytes were read, from the `From ` line of a message on.
    window: Vec<u8>,
    filled: usize,
    /// The place in the window up to which the end of its first message was looked for.
    searched: usize,
    /// Lines with `From ` before that place.
    seen: Seen,
    ended: bool,
    failed: Option<Error>,
}

impl<R: Read> Mbox<R> {
    fn new(from: R, wanted: Wanted) -> Self {
        Self {
            from,
            wanted,
            at: 0,
            limit: u64::MAX,
            window: Vec::new(),
            filled: 0,
            searched: 0,
            seen: Seen::default(),
            ended: false,
            failed: None,
        }
    }

    fn bytes(&self) -> &[u8] {
        self.window.get(..self.filled).unwrap_or_default()
    }

    /// Read until the window holds so many bytes, or to the end.
    fn fill(&mut self, wanted: usize) {
        if self.window.len() < wanted {
            self.window.resize(wanted, 0);
        }
        while self.filled < wanted && !self.ended {
            let free = self.window.get_mut(self.filled..wanted).unwrap_or_default();
            match self.from.read(free) {
                Ok(n) => {
                    self.filled += n;
                    self.ended = n == 0;
                }
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(e) => {
                    let error = e.to_string();
                    self.failed = Some(Error::CutOff { error });
                    self.ended = true;
                }
            }
        }
    }

    /// The next messages.
    fn batch(&mut self) -> Option<Vec<Mail<'static>>> {
        let mut batch = Vec::new();
        let end = self.limit.min(self.at.saturating_add(BATCH));
        while self.at < end && batch.len() < MESSAGES {
            let some = self.messages(&mut batch);
            if !some && self.ended {
                break;
            } else if !some && self.filled >= self.held() {
                self.long(&mut batch);
            } else if batch.len() < MESSAGES {
                self.fill(self.filled + PIECE);
            }
        }
        (!batch.is_empty()).then_some(batch)
    }

    /// Add the messages whose end is in the window to a batch; whether there are any.
    fn messages(&mut self, batch: &mut Vec<Mail<'static>>) -> bool {
        let mut at = 0;
        while batch.len() < MESSAGES
            && let Some(end) = self.message(at, batch)
        {
            at = end;
        }
        if at > 0 {
            let (searched, seen) = (self.searched.saturating_sub(at), self.seen);
            self.drop_front(at);
            (self.searched, self.seen) = (searched, seen);
        }
        at > 0
    }

    /// Bytes up to which the message at the beginning of the window is held.
    fn held(&self) -> usize {
        if self.wanted == Wanted::Whole || stated_length(self.bytes()).is_some() {
            WHOLE
        } else {
            HELD
        }
    }

    /// Add the message at a place to a batch and return its end, if the window has that.
    fn message(&mut self, from: usize, batch: &mut Vec<Mail<'static>>) -> Option<usize> {
        if from == self.filled || self.at + from as u64 >= self.limit {
            return None;
        }
        let by_length = match self.by_length(from) {
            Length::Ends(end) => Some(end),
            Length::Beyond => return None,
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
        let perhaps_quoted = by_length.is_some() || self.seen.marked;
        (self.searched, self.seen) = (end, Seen::default());
        self.found(from, end, perhaps_quoted, batch);
        Some(end)
    }

    /// Where the message after the one at a place begins.
    fn separator(&mut self, at: usize) -> Option<usize> {
        let bytes = self.window.get(..self.filled).unwrap_or_default();
        let mut from = self.searched.max(at);
        self.searched = self.filled;
        // Such a line has its first blank after `From`. Base64 has no blanks, so that attachments
        // are searched fast.
        while let Some(blank) = find(b' ', bytes, from) {
            let before = bytes.get(at..blank).and_then(|b| b.strip_suffix(b"From"));
            let before = before.unwrap_or_default();
            match before.last() {
                Some(b'>') => self.seen.marked = true,
                Some(b'\n') => {
                    let place = at + before.len();
                    let line = bytes.get(place..).unwrap_or_default();
                    if !self.ended && !is_enough(line) {
                        self.searched = blank;
                        return None;
                    }
                    if is_separator(line, ends_with_empty_line(before)) {
                        return Some(place);
                    }
                    self.seen.bare = true;
                }
                _ => {}
            }
            from = find(b'\n', bytes, blank)? + 1;
        }
        None
    }

    /// The end of a message by its `Content-Length`, if a message or the end follows there.
    fn by_length(&self, at: usize) -> Length {
        let bytes = self.bytes().get(at..).unwrap_or_default();
        let Some((body, length)) = stated_length(bytes) else {
            return Length::Unknown;
        };
        let end = body.saturating_add(length);
        let seen = end.saturating_add(LOOK);
        if seen > WHOLE {
            return Length::Unknown;
        }
        if seen > bytes.len() && !self.ended {
            return Length::Beyond;
        }
        let after = bytes.get(end..).unwrap_or_default();
        let is_blank = |b: &&u8| matches!(b, b'\r' | b'\n');
        let blank = after.iter().take_while(is_blank).count();
        let next = after.get(blank..).unwrap_or_default();
        let ends = if next.is_empty() {
            self.ended && end <= bytes.len()
        } else {
            blank > 0 && is_separator(next, true)
        };
        if ends {
            Length::Ends(at + end + blank)
        } else {
            Length::Unknown
        }
    }

    /// Add the message from `at` to `end` of the window to a batch.
    fn found(
        &mut self,
        at: usize,
        end: usize,
        perhaps_quoted: bool,
        batch: &mut Vec<Mail<'static>>,
    ) {
        let bytes = self.window.get(at..end).unwrap_or_default();
        let from = after_line(bytes);
        let text = bytes.get(from..).unwrap_or_default();
        let text = without_empty_line(text);
        let unquoted = if perhaps_quoted { unquoted(text) } else { None };
        let length = unquoted.as_ref().map_or(text.len(), Vec::len);
        batch.push(unnamed(
            if length > SHORT && self.wanted == Wanted::Abridged {
                large::abridge(unquoted.as_deref().unwrap_or(text)).map(Content::Abridged)
            } else {
                let bytes = unquoted.unwrap_or_else(|| text.to_vec());
                Ok(Content::Text(bytes.into()))
            },
        ));
    }

    /// Add a message that is longer than what is held: abridged.
    fn long(&mut self, batch: &mut Vec<Mail<'static>>) {
        let mut abridger = Abridger::default();
        let mut seen = Seen::default();
        self.drop_front(after_line(self.bytes()));
        loop {
            let end = self.separator(0);
            seen.marked |= self.seen.marked;
            seen.bare |= self.seen.bare;
            if let Some(end) = end.or(self.ended.then_some(self.filled)) {
                let rest = self.window.get(..end).unwrap_or_default();
                abridger.feed(without_empty_line(rest));
                self.drop_front(end);
                break;
            }
            let edge = self.edge();
            abridger.feed(self.window.get(..edge).unwrap_or_default());
            self.drop_front(edge);
            self.fill(self.filled + PIECE);
        }
        let abridged = abridger.finish().map(|mut abridged| {
            // The writer did not quote where a line begins with `From ` itself.
            if seen.marked && !seen.bare {
                abridged.bytes = without_marks(&abridged.bytes, &mut abridged.gaps);
            }
            abridged
        });
        batch.push(unnamed(abridged.map(Content::Abridged)));
    }

    /// The place in the window before which no line between messages can begin that goes on
    /// beyond the window, nor an empty line before one.
    fn edge(&self) -> usize {
        self.filled.saturating_sub(LOOK + b"\n\r\n".len())
    }

    /// Drop so many bytes from the beginning of the window.
    fn drop_front(&mut self, bytes: usize) {
        self.window.copy_within(bytes..self.filled, 0);
        self.filled -= bytes;
        self.at += bytes as u64;
        (self.searched, self.seen) = (0, Seen::default());
    }
}

/// Where a message ends by its `Content-Length`.
enum Length {
    /// There, in the window.
    Ends(usize),
    /// Beyond the window: more must be read.
    Beyond,
    /// It has none, or a wrong one.
    Unknown,
}

/// Whether the last line of a text is empty.
fn ends_with_empty_line(text: &[u8]) -> bool {
    let before = text.strip_suffix(b"\n").unwrap_or(text);
    before
        .strip_suffix(b"\r")
        .unwrap_or(before)
        .ends_with(b"\n")
}

/// Where the next line begins.
fn after_line(bytes: &[u8]) -> usize {
    memchr(b'\n', bytes).map_or(bytes.len(), |at| at + 1)
}

/// Where the body of a message begins.
fn body(bytes: &[u8]) -> Option<usize> {
    memchr_iter(b'\n', bytes).find_map(|at| match bytes.get(at + 1..)? {
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

/// A message without the empty line that stands between it and the next.
fn without_empty_line(text: &[u8]) -> &[u8] {
    let shorter = text.strip_suffix(b"\n");
    let shorter = shorter.map(|t| t.strip_suffix(b"\r").unwrap_or(t));
    shorter.filter(|t| t.ends_with(b"\n")).unwrap_or(text)
}
