//! Surveys pieces of a large message without knowing what stands before them, so that several
//! threads can read different pieces.

use super::{Abridger, PIECE, Place};
use crate::mail::lines::{find, line_ends};
use std::io::{self, Read};

/// What a piece of a message has that [`Abridger`] must know of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Survey {
    /// Lines that end in it.
    lines: usize,
    /// Whether a line that begins after the first byte begins with two dashes.
    dashes: bool,
    first: Option<u8>,
    /// Its last two bytes.
    last: [u8; 2],
}

impl Survey {
    /// Survey a piece.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn of(mut piece: impl Read) -> io::Result<Self> {
        let mut survey = Self {
            lines: 0,
            dashes: false,
            first: None,
            last: [0; 2],
        };
        // The last two bytes of what was read before stand in front of what is read: a line may
        // begin there.
        let mut buffer = [0; 2 + PIECE];
        let mut before = 0;
        loop {
            let (_, to_fill) = buffer.split_at_mut_checked(2).unwrap_or_default();
            let n = match piece.read(to_fill) {
                Ok(0) => return Ok(survey),
                Ok(n) => n,
                Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
                Err(e) => return Err(e),
            };
            let read = buffer.get(2..2 + n).unwrap_or_default();
            survey.first = survey.first.or(read.first().copied());
            survey.lines += line_ends(read);
            let text = buffer.get(2 - before..2 + n).unwrap_or_default();
            survey.dashes = survey.dashes || dashes(text).is_some();
            before = (before + n).min(2);
            buffer.copy_within(n..n + 2, 0);
            survey.last = buffer.first_chunk().copied().unwrap_or_default();
        }
    }
}

impl Abridger {
    /// Leave the next piece out if nothing in it matters; whether that is so.
    pub fn skip(&mut self, piece: &Survey) -> bool {
        if self.error.is_some() {
            return true;
        }
        let left_out = matches!(self.place, Place::Body(0)) && self.line.is_empty();
        if !left_out || piece.dashes || self.whole && piece.first == Some(b'-') {
            return false;
        }
        self.leave_out(piece.lines);
        match piece.last {
            [_, b'\n'] => self.whole = true,
            [b'\n', b'-'] => {
                self.line.push(b'-');
                self.whole = true;
            }
            _ => self.whole = false,
        }
        true
    }
}

/// Where a line ends after which one begins with two dashes. Base64 has no dashes, so that
/// attachments are searched fast.
pub(super) fn dashes(text: &[u8]) -> Option<usize> {
    let mut from = 0;
    loop {
        let dash = find(b'-', text, from)?;
        let before = text.get(..dash)?;
        if before.ends_with(b"\n") && text.get(dash + 1) == Some(&b'-') {
            return dash.checked_sub(1);
        }
        from = find(b'\n', text, dash)? + 1;
    }
}
