//! Opens one export, whatever its form and encoding, and hands its rows on in batches.

use super::batch::{Part, problem};
use super::dated::Dated;
use super::encoding::Decoded;
use super::error::Error;
use super::tally::Trace;
#[cfg(feature = "cli")]
use super::{json, objects};
use super::{packed, table};
use std::io::{self, Cursor, Read};
use std::sync::Arc;

/// Decoded bytes that are looked at to find the header.
const HEAD: usize = 64 * 1024;
/// Bytes that one row may have.
pub(super) const ROW: usize = 16 * 1024 * 1024;

/// The parts of an export.
pub type Parts<'a> = Box<dyn Iterator<Item = Part> + Send + 'a>;

/// Count the rows of an export into `trace`; what is wrong with it is kept there too.
pub fn read(file: &str, from: impl Read + Send, trace: &mut Trace) {
    let mut opened = trace.begin();
    for part in open(file, from) {
        trace.take(part, &mut opened);
    }
    trace.end(opened);
}

/// Open an export, packed or not.
#[must_use]
pub fn open<'a>(file: &str, mut from: impl Read + Send + 'a) -> Parts<'a> {
    let mut raw = Vec::new();
    if let Err(e) = from.by_ref().take(4).read_to_end(&mut raw) {
        return failed(file, &e);
    }
    if packed::is(&raw) {
        return packed::open(file, Cursor::new(raw).chain(from));
    }
    text(file, raw, from)
}

/// Open an export that is not packed. The web page gives tables and unpacks with what its browser has, and need not
/// contain what unpacks in `open`.
#[must_use]
pub fn unpacked<'a>(file: &str, mut from: impl Read + Send + 'a) -> Parts<'a> {
    let mut raw = Vec::new();
    match from.by_ref().take(4).read_to_end(&mut raw) {
        Ok(_) => text(file, raw, from),
        Err(e) => failed(file, &e),
    }
}

/// What cannot be read at all.
pub(super) fn failed<'a>(file: &str, e: &io::Error) -> Parts<'a> {
    let error = e.to_string();
    one(Part::Unreadable(problem(
        file,
        0,
        &Error::NotRead { error },
    )))
}

/// A text, of which the first bytes are taken off: a table, JSON, or objects of PowerShell.
pub(super) fn text<'a>(file: &str, raw: Vec<u8>, from: impl Read + Send + 'a) -> Parts<'a> {
    if raw.starts_with(b"PAR1") {
        return one(Part::Unreadable(problem(file, 0, &Error::Parquet)));
    }
    let name: Arc<str> = file.into();
    let mut from = Decoded::new(Cursor::new(raw).chain(from));
    let mut head = Vec::new();
    while head.len() < HEAD {
        match from.append(&mut head) {
            Ok(true) => {}
            Ok(false) => break,
            Err(e) => return failed(file, &e),
        }
    }
    let guessed = from.guessed();
    let parts = by_content(&name, head, from);
    // What was guessed is known at the end.
    let note = std::iter::once_with(move || {
        let encoding = guessed.get()?.name().to_owned();
        let problem = problem(&name, 0, &Error::CodePageGuessed { encoding });
        Some(Part::Note(problem.warning()))
    });
    Box::new(Dated::new(parts.chain(note.flatten())))
}

/// The parts of a text that begins with `head`.
fn by_content<'a>(
    name: &Arc<str>,
    head: Vec<u8>,
    from: Decoded<impl Read + Send + 'a>,
) -> Parts<'a> {
    // The web page has the browser read these, and gives a table.
    #[cfg(feature = "cli")]
    {
        // The prompt of the Exchange Management Shell begins with `[PS]`.
        if let Some(kept) = objects::kept(&String::from_utf8_lossy(&head)) {
            return objects::open(name, kept, Cursor::new(head).chain(from));
        }
        let first = head.iter().find(|b| !b.is_ascii_whitespace());
        if matches!(first, Some(b'[' | b'{')) {
            return json::open(name.clone(), Cursor::new(head).chain(from));
        }
    }
    table::open(name, head, from)
}

pub(super) fn one<'a>(part: Part) -> Parts<'a> {
    Box::new(std::iter::once(part))
}
