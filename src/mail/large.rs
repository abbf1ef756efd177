//! Abridges a large message: leaves out attachments and whatever else no verdict depends on.
//!
//! Headers, boundaries and the parts that are looked at (text, reports, TNEF) are kept, up to a
//! limit each; of everything else only the number of lines is kept, so that the lines of what
//! follows are known.

mod abridged;
mod limits;
mod place;
mod survey;

pub use abridged::{Abridged, Gap, SHORT, abridge};
pub use limits::{ALL, ATTACHED, DEPTH, HEADERS, PARTS, TEXT, TNEF, UNCLOSED};
pub use survey::Survey;

use super::{Error, PIECE, line_ends, mime, start};
use limits::SEARCHED;
use mail_parser::MimeHeaders;
use memchr::{memchr, memmem, memrchr};
use place::{Multipart, Place};
use std::io::{self, Read};
use survey::dashes;

/// Bytes of a line that may be a boundary (RFC 2046: 70 characters and the dashes).
const BOUNDARY: usize = 1000;

/// Abridges a message that comes piece by piece.
#[derive(Debug)]
pub struct Abridger {
    abridged: Abridged,
    place: Place,
    /// The multiparts that are open, the innermost last.
    open: Vec<Multipart>,
    /// How many attached messages the place stands in.
    attached: usize,
    /// Parts so far, and those of them that are attached messages.
    parts: usize,
    messages: usize,
    /// The boundaries of all multiparts so far, with their dashes.
    boundaries: Vec<Vec<u8>>,
    /// Those of multiparts that ended without a closing boundary, which a parser goes on looking for.
    unclosed: Vec<Vec<u8>>,
    /// Where in what is kept the body begins.
    body_at: usize,
    /// The beginning of a line whose end is yet to come.
    line: Vec<u8>,
    /// Whether `line` holds the line from its first byte, so that it may be a boundary.
    whole: bool,
    /// Whether the headers of the message have begun.
    begun: bool,
    error: Option<Error>,
}

impl Default for Abridger {
    fn default() -> Self {
        Self {
            abridged: Abridged::default(),
            place: Place::Headers(0),
            open: Vec::new(),
            attached: 0,
            parts: 0,
            messages: 0,
            boundaries: Vec::new(),
            unclosed: Vec::new(),
            body_at: 0,
            line: Vec::new(),
            whole: true,
            begun: false,
            error: None,
        }
    }
}

impl Abridger {
    /// Take the next piece.
    pub fn feed(&mut self, mut piece: &[u8]) {
        while !piece.is_empty() && self.error.is_none() {
            piece = match self.place {
                Place::Headers(_) => self.header_line(piece),
                Place::Body(_) => self.body(piece),
            };
            if self.abridged.bytes.len() > ALL {
                self.error = Some(Error::TooLarge);
            }
            if self
                .abridged
                .bytes
                .len()
                .saturating_mul(self.boundaries.len())
                > SEARCHED
            {
                self.error = Some(Error::TooManyMultiparts {
                    number: self.boundaries.len(),
                });
            }
        }
    }

    /// Take everything that a reader gives.
    ///
    /// # Errors
    /// It cannot be read on.
    pub fn feed_from(&mut self, mut from: impl Read) -> io::Result<()> {
        let mut buffer = [0; PIECE];
        loop {
            match from.read(&mut buffer) {
                Ok(0) => return Ok(()),
                Ok(n) => self.feed(buffer.get(..n).unwrap_or_default()),
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(e) => return Err(e),
            }
        }
    }

    /// What is kept.
    ///
    /// # Errors
    /// The limit that the message is beyond.
    pub fn finish(mut self) -> Result<Abridged, Error> {
        let rest = std::mem::take(&mut self.line);
        self.last_line(&rest);
        self.error.map_or(Ok(self.abridged), Err)
    }

    /// A line of headers, or the beginning of one; what is left of the piece.
    fn header_line<'a>(&mut self, piece: &'a [u8]) -> &'a [u8] {
        let end = memchr(b'\n', piece).map(|at| at + 1);
        let (line, rest) = piece
            .split_at_checked(end.unwrap_or(piece.len()))
            .unwrap_or((piece, &[]));
        self.line.extend_from_slice(line);
        let Place::Headers(from) = self.place else {
            return rest;
        };
        if self.abridged.bytes.len() + self.line.len() > from + HEADERS {
            self.error = Some(self.without_end(from));
            return &[];
        }
        if end.is_none() {
            return rest;
        }
        let line = std::mem::take(&mut self.line);
        // A line of blanks goes on with the header before it, if there is one.
        let blank = match line.first() {
            Some(b' ' | b'\t') => line.trim_ascii().is_empty() && self.abridged.bytes.len() == from,
            _ => line.trim_ascii().is_empty(),
        };
        self.abridged.bytes.extend_from_slice(&line);
        self.begun = self.begun || !start::is_before_headers(&line);
        if !self.begun {
            return rest;
        }
        // The parser takes no boundary in headers for one, so neither is one here.
        if blank {
            self.enter_body(from);
        }
        rest
    }

    /// Why headers that begin at `from` and do not end are not judged.
    fn without_end(&self, from: usize) -> Error {
        let bytes = [self.abridged.bytes.as_slice(), &self.line].concat();
        let parsed = mime::PARSER.parse_headers(&bytes);
        match parsed.as_ref().and_then(|m| m.parts.first()) {
            Some(root) if from > 0 || mime::is_message(&bytes, &root.headers) => {
                Error::HeadersTooLarge
            }
            _ => Error::NoHeader,
        }
    }

    /// The headers that begin at `from` have ended.
    fn enter_body(&mut self, from: usize) {
        self.parts += 1;
        if self.parts > PARTS {
            self.error = Some(Error::TooManyParts);
        }
        let headers = self.abridged.bytes.get(from..).unwrap_or_default();
        let headers = match from {
            0 => headers.get(start::headers(headers)..).unwrap_or_default(),
            _ => headers,
        };
        let parsed = mime::PARSER.parse_headers(headers);
        let part = parsed.as_ref().and_then(|m| m.parts.first());
        let content_type = part.and_then(MimeHeaders::content_type);
        let in_digest = from > 0 && self.open.last().is_some_and(|m| m.digest);
        let (main, sub) = match content_type {
            Some(c) => (c.ctype(), c.subtype().unwrap_or_default()),
            None if in_digest => ("message", "rfc822"),
            None => ("text", ""),
        };
        let (main, sub) = (main.to_ascii_lowercase(), sub.to_ascii_lowercase());
        let name = part.and_then(MimeHeaders::attachment_name);
        let is_tnef = sub.ends_with("ms-tnef")
            || name.is_some_and(|name| name.eq_ignore_ascii_case("winmail.dat"));
        let keep = if is_tnef {
            TNEF
        } else if main == "text"
            || sub.ends_with("delivery-status")
            || sub.ends_with("disposition-notification")
        {
            TEXT
        } else {
            0
        };
        if main == "multipart"
            && let Some(boundary) = content_type.and_then(|c| c.attribute("boundary"))
        {
            let boundary = [b"--", boundary.as_bytes()].concat();
            self.boundaries.push(boundary.clone());
            self.open.push(Multipart {
                boundary,
                digest: sub == "digest",
                attached: self.attached,
                opened: false,
            });
            self.check_depth();
            self.begin_body(keep);
            return;
        }
        let encoded = part
            .and_then(MimeHeaders::content_transfer_encoding)
            .is_some_and(|e| {
                let all = ["base64", "quoted-printable"];
                all.iter().any(|name| e.eq_ignore_ascii_case(name))
            });
        if main == "message" && matches!(sub.as_str(), "rfc822" | "global") {
            if encoded {
                self.begin_body(0);
            } else {
                // An attached message has headers of its own, and perhaps parts.
                self.attached += 1;
                self.messages += 1;
                self.check_depth();
                self.place = Place::Headers(self.abridged.bytes.len());
            }
            return;
        }
        self.begin_body(keep);
    }

    /// A body begins, of which so many bytes are kept.
    fn begin_body(&mut self, keep: usize) {
        self.body_at = self.abridged.bytes.len();
        self.place = Place::Body(keep);
    }

    /// See that parts are not nested too deep.
    fn check_depth(&mut self) {
        if self.messages > ATTACHED {
            self.error = Some(Error::TooManyAttached);
        }
        if self.open.len() + self.attached > DEPTH {
            self.error = Some(Error::NestedTooDeep);
        }
    }

    /// Bytes of a body, up to the next boundary; what is left of the piece.
    fn body<'a>(&mut self, piece: &'a [u8]) -> &'a [u8] {
        if !self.line.is_empty() || self.whole && piece.starts_with(b"-") {
            return self.candidate(piece);
        }
        // The next line that begins with two dashes and is not the first of the piece.
        let Some(at) = dashes(piece) else {
            return self.tail(piece);
        };
        let (before, from) = piece.split_at_checked(at + 1).unwrap_or((piece, &[]));
        self.take(before);
        self.whole = true;
        self.candidate(from)
    }

    /// The piece has no line that surely begins with two dashes; the last may yet.
    fn tail<'a>(&mut self, piece: &[u8]) -> &'a [u8] {
        let last = memrchr(b'\n', piece).map_or(0, |at| at + 1);
        let begins = last > 0;
        let rest = piece.get(last..).unwrap_or_default();
        if begins && matches!(rest, b"" | b"-") {
            self.take(piece.get(..last).unwrap_or_default());
            self.line = rest.to_vec();
            self.whole = true;
        } else {
            self.take(piece);
            self.whole = false;
        }
        &[]
    }

    /// A line that may be a boundary; what is left of the piece.
    fn candidate<'a>(&mut self, piece: &'a [u8]) -> &'a [u8] {
        let end = memchr(b'\n', piece).map(|at| at + 1);
        let (line, rest) = piece
            .split_at_checked(end.unwrap_or(piece.len()))
            .unwrap_or((piece, &[]));
        if self.line.len() + line.len() > BOUNDARY {
            // Too long to be one.
            let held = std::mem::take(&mut self.line);
            self.take(&held);
            self.take(line);
            self.whole = end.is_some();
            return rest;
        }
        self.line.extend_from_slice(line);
        if end.is_none() {
            return rest;
        }
        let line = std::mem::take(&mut self.line);
        self.whole = true;
        match self.boundary(&line) {
            Some(closed) => {
                self.abridged.bytes.extend_from_slice(&line);
                self.after_boundary(closed);
            }
            None => self.take(&line),
        }
        rest
    }

    /// Whether a line begins with the boundary of an open multipart (RFC 2046: what stands behind
    /// it does not matter), and whether it closes that; the multiparts within it have ended.
    fn boundary(&mut self, line: &[u8]) -> Option<bool> {
        let begins = |m: &Multipart| line.starts_with(&m.boundary);
        let Some(at) = self.open.iter().rposition(begins) else {
            if self.unclosed.iter().any(|b| line.starts_with(b)) {
                self.error = Some(Error::HiddenBoundary);
            }
            return None;
        };
        let multipart = self.open.get_mut(at)?;
        self.attached = multipart.attached;
        let dashes = line.get(multipart.boundary.len()..)?.starts_with(b"--");
        let closed = std::mem::replace(&mut multipart.opened, true) && dashes;
        let left = self.open.drain(at + 1..).map(|m| m.boundary);
        self.unclosed.extend(left);
        if closed {
            self.open.pop();
        }
        if self.unclosed.len() > UNCLOSED {
            self.error = Some(Error::TooManyUnclosed);
        }
        Some(closed)
    }

    fn after_boundary(&mut self, closed: bool) {
        if closed {
            self.begin_body(0);
        } else {
            self.place = Place::Headers(self.abridged.bytes.len());
        }
    }

    /// Take bytes of a body: keep them up to its limit, and count the lines of the others.
    fn take(&mut self, bytes: &[u8]) {
        let Place::Body(left) = &mut self.place else {
            return;
        };
        let (kept, lost) = bytes
            .split_at_checked((*left).min(bytes.len()))
            .unwrap_or((bytes, &[]));
        *left -= kept.len();
        let before = self.abridged.bytes.len();
        self.abridged.bytes.extend_from_slice(kept);
        if !kept.is_empty() && self.hides_boundary(before) {
            self.error = Some(Error::HiddenBoundary);
        }
        self.leave_out(line_ends(lost));
    }

    /// Count lines that are left out.
    fn leave_out(&mut self, lines: usize) {
        if lines == 0 {
            return;
        }
        let lines = u32::try_from(lines).unwrap_or(u32::MAX);
        let at = self.abridged.bytes.len();
        match self.abridged.gaps.last_mut().filter(|g| g.at == at) {
            Some(gap) => gap.lines = gap.lines.saturating_add(lines),
            None => self.abridged.gaps.push(Gap { at, lines }),
        }
    }

    /// Whether a text that is kept has a boundary within a line, or one of a multipart that is
    /// over: a parser that takes it for one sees parts that were not counted.
    fn hides_boundary(&self, from: usize) -> bool {
        self.boundaries.iter().any(|boundary| {
            let from = from.saturating_sub(boundary.len()).max(self.body_at);
            let text = self.abridged.bytes.get(from..).unwrap_or_default();
            memmem::find(text, boundary).is_some()
        })
    }

    /// Take a last line without a line end.
    fn last_line(&mut self, bytes: &[u8]) {
        if matches!(self.place, Place::Headers(_)) || self.boundary(bytes).is_some() {
            self.abridged.bytes.extend_from_slice(bytes);
        } else {
            self.take(bytes);
        }
    }
}
