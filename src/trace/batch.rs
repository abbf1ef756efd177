//! Holds some rows of an export in one piece of memory, to be passed to other threads.

use super::columns::Columns;
use super::date::{self, Order, Stamp};
use super::error::Error;
use super::fields;
use super::table::Block;
use crate::diagnostic::Problem;
use crate::mail::line_ends;
use std::ops::Range;
use std::sync::Arc;

/// Bytes after which a batch is handed on.
const BYTES: usize = 128 * 1024;
/// Rows after which a batch is handed on.
const ROWS: usize = 2048;

/// Stands between the items of a list in one field, where the export keeps lists apart.
pub const SEPARATOR: char = '\u{1f}';
/// Stands for a list of which Format-List left out the end.
pub const CUT_LIST: &str = "…";

/// Whether a text is the name of a type, which Export-Csv writes in place of a list of PowerShell:
/// `System.String[]`, or `System.Collections.ArrayList` of a remote session.
#[must_use]
pub fn is_lost_list(text: &str) -> bool {
    // Asked of nearly every field, so without a call.
    matches!(
        text.as_bytes(),
        [b'S', b'y', b's', b't', b'e', b'm', b'.', ..]
    ) && !text.contains(['@', ' '])
}

/// What stands between the items of a list: either of two bytes, or one.
fn separators(field: &[u8]) -> (u8, u8) {
    const LISTED: u8 = SEPARATOR as u8;
    if memchr::memchr(LISTED, field).is_some() {
        (LISTED, LISTED)
    } else if memchr::memchr2(b' ', b',', field).is_some()
        && memchr::memchr2(b';', b'"', field).is_none()
        && memchr::memchr_iter(b'@', field).nth(1).is_some()
    {
        // ConvertTo-Json joins a list by blanks that is deeper than it goes, and scripts join by commas.
        (b' ', b',')
    } else {
        (b';', b';')
    }
}

/// A text without blanks around it. Most have none, which their ends tell at once.
pub(super) fn trim(text: &str) -> &str {
    match text.as_bytes() {
        [] => text,
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => text,
        _ => text.trim(),
    }
}

/// What a reader hands on.
#[derive(Debug)]
pub enum Part {
    /// Some rows of a table, not yet taken apart.
    Block(Block),
    /// Some rows.
    Rows(Batch),
    /// Something that is worth knowing about how the file is read.
    Note(Problem),
    /// Something is wrong with the file at a row.
    Bad(Problem),
    /// The file cannot be used at all.
    Unreadable(Problem),
}

impl Part {
    /// The same with its rows taken apart.
    #[must_use]
    pub fn parsed(self) -> Self {
        match self {
            Self::Block(block) => Self::Rows(block.rows()),
            part => part,
        }
    }

    /// The same with the order in which the dates of the file are written.
    pub(super) fn dated(mut self, order: Option<Order>) -> Self {
        match &mut self {
            Self::Block(block) => block.order = order,
            Self::Rows(batch) => batch.order = order,
            Self::Note(_) | Self::Bad(_) | Self::Unreadable(_) => {}
        }
        self
    }

    /// How many rows it has, once they are taken apart.
    #[must_use]
    pub const fn count(&self) -> u64 {
        match self {
            Self::Rows(batch) => batch.rows.len() as u64,
            Self::Block(_) | Self::Note(_) | Self::Bad(_) | Self::Unreadable(_) => 0,
        }
    }
}

/// Rows that follow each other, with the columns they share.
#[derive(Debug, Clone)]
pub struct Batch {
    /// The file as the user named it.
    pub file: Arc<str>,
    columns: Arc<Columns>,
    /// How the dates of the file are written, where they tell.
    pub(super) order: Option<Order>,
    bytes: Vec<u8>,
    /// Where the fields stand in `bytes`, those of all rows.
    fields: Vec<Range<u32>>,
    /// The line of each row, and how many fields there are up to its end.
    rows: Vec<(u32, usize)>,
}

/// One row.
#[derive(Debug, Clone, Copy)]
pub struct Row<'b> {
    /// The columns.
    pub columns: &'b Columns,
    /// 1-based line in the file, or number of the row where the file has no lines.
    pub line: u32,
    order: Option<Order>,
    text: RowText<'b>,
    fields: &'b [Range<u32>],
}

/// What the fields of a row are taken from.
#[derive(Debug, Clone, Copy)]
enum RowText<'b> {
    /// The text of all rows.
    Whole(&'b str),
    /// Bytes of which those of the row are text.
    Bytes(&'b [u8]),
}

impl<'b> Row<'b> {
    /// A field by its place; empty where there is none.
    #[must_use]
    pub fn field(&self, at: usize) -> &'b str {
        let range = self.fields.get(at).map(place).unwrap_or_default();
        match self.text {
            RowText::Whole(text) => text.get(range).unwrap_or_default(),
            RowText::Bytes(bytes) => {
                let bytes = bytes.get(range).unwrap_or_default();
                str::from_utf8(bytes).unwrap_or_default()
            }
        }
    }

    /// The items of a list that stands in a field: those that the export keeps apart, else what is
    /// between semicolons, or between blanks where these are addresses.
    pub fn list(&self, at: Option<usize>) -> impl Iterator<Item = &'b str> + use<'b> {
        let field = self.get(at);
        let (one, other) = separators(field.as_bytes());
        let mut rest = Some(field);
        let all = std::iter::from_fn(move || {
            let text = rest?;
            let end = memchr::memchr2(one, other, text.as_bytes());
            rest = end.and_then(|end| text.get(end + 1..));
            text.get(..end.unwrap_or(text.len())).map(trim)
        });
        all.filter(move |item| one == other || !item.is_empty())
    }

    /// The time of the row, where it can be read: in the order given, else in that of the file.
    #[must_use]
    pub fn stamp(&self, order: Option<Order>) -> Option<Stamp> {
        date::read(self.get(self.columns.time), order.or(self.order))
    }

    /// What is wrong with the recipients, where the export has the name of a type in place of them,
    /// or only the first of them.
    #[must_use]
    pub fn lost_lists(&self) -> Option<Error> {
        match self.get(self.columns.recipient) {
            CUT_LIST => Some(Error::ListsCut),
            text if is_lost_list(text) => Some(Error::ListsLost { found: text.into() }),
            _ => None,
        }
    }

    /// Whether the export has something else in place of the recipients.
    #[must_use]
    pub fn lacks_recipients(&self) -> bool {
        let text = self.get(self.columns.recipient);
        text == CUT_LIST || is_lost_list(text)
    }

    /// Whether the message comes from outside; unknown is no.
    #[must_use]
    pub fn is_incoming(&self) -> bool {
        let word = self.get(self.columns.directionality);
        word == "1"
            || ["Incoming", "Inbound"]
                .iter()
                .any(|w| w.eq_ignore_ascii_case(word))
    }

    /// A field that the export may have, without blanks around it.
    #[must_use]
    pub fn get(&self, at: Option<usize>) -> &'b str {
        at.map_or("", |at| trim(self.field(at)))
    }
}

/// A problem at a line; 0 for the file as a whole.
pub(super) fn problem(file: &str, line: u64, error: &Error) -> Problem {
    let column = u32::from(line > 0);
    let line = u32::try_from(line).unwrap_or(u32::MAX);
    Problem::of(file, error).at(line, column, None)
}

impl Batch {
    /// No rows yet.
    #[must_use]
    pub fn new(file: Arc<str>, columns: Arc<Columns>) -> Self {
        Self::of(file, columns, Vec::new())
    }

    /// No rows yet, of some text.
    pub(super) fn of(file: Arc<str>, columns: Arc<Columns>, bytes: Vec<u8>) -> Self {
        Self {
            file,
            columns,
            order: None,
            bytes,
            fields: Vec::new(),
            rows: Vec::new(),
        }
    }

    /// Make room for the rows of so many lines, so that it need not grow row by row.
    pub(super) fn reserve(&mut self, lines: u64) {
        let rows = usize::try_from(lines).unwrap_or(usize::MAX);
        // Every field has a byte at least, that which ends it.
        let fields = rows.saturating_mul(self.columns.len);
        self.fields.reserve(fields.min(self.bytes.len()));
        self.rows.reserve(rows.min(self.bytes.len()));
    }

    /// Take the record of a table that begins at a byte of the text; where it ends, before the end
    /// of its line.
    pub(super) fn record(&mut self, delimiter: u8, end: usize, begin: usize, line: u64) -> usize {
        let mut at = begin;
        loop {
            let (field, next) = fields::take(&mut self.bytes, delimiter, at..end);
            self.fields.push(range(field));
            at = next;
            if at >= end || self.bytes.get(at) != Some(&delimiter) {
                break;
            }
            at += 1;
        }
        self.end(line);
        at
    }

    /// How many bytes of line ends there are at the beginning of a part of the text, and how many lines
    /// they end.
    pub(super) fn line_ends(&self, within: Range<usize>) -> (usize, u64) {
        let bytes = self.bytes.get(within).unwrap_or_default();
        let is_end = |b: &&u8| matches!(b, b'\n' | b'\r');
        let blank = bytes.iter().take_while(is_end).count();
        (blank, lines(bytes.get(..blank).unwrap_or_default()))
    }

    /// How many lines end in a part of the text.
    pub(super) fn lines(&self, within: Range<usize>) -> u64 {
        lines(self.bytes.get(within).unwrap_or_default())
    }

    /// The fields of every row, whether it is right or not.
    #[cfg(test)]
    pub(super) fn raw(&self) -> Vec<Vec<String>> {
        let mut first = 0;
        let row = |&(_, last): &(u32, usize)| {
            let fields = self.fields.get(first..last).unwrap_or_default();
            first = last;
            let text = |f: &Range<u32>| String::from_utf8_lossy(&self.bytes[place(f)]).into_owned();
            fields.iter().map(text).collect()
        };
        self.rows.iter().map(row).collect()
    }

    /// Take a row field by field.
    pub fn fields<'f>(&mut self, line: u64, fields: impl IntoIterator<Item = &'f str>) {
        for field in fields {
            let start = self.bytes.len();
            self.bytes.extend_from_slice(field.as_bytes());
            self.fields.push(range(start..self.bytes.len()));
        }
        self.end(line);
    }

    fn end(&mut self, line: u64) {
        let line = u32::try_from(line).unwrap_or(u32::MAX);
        self.rows.push((line, self.fields.len()));
    }

    /// How large its rows are.
    pub(super) const fn bytes(&self) -> usize {
        self.bytes.len()
    }

    /// Whether it is time to hand it on.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.bytes.len() >= BYTES || self.rows.len() >= ROWS
    }

    /// Every row, or what is wrong with it.
    pub fn rows(&self) -> impl Iterator<Item = Result<Row<'_>, Problem>> {
        // Looked at once for all rows; where something is wrong, row by row.
        let whole = str::from_utf8(&self.bytes)
            .ok()
            .filter(|_| is_text(&self.bytes));
        let mut first = 0;
        self.rows.iter().map(move |&(line, last)| {
            let fields = self.fields.get(first..last).unwrap_or_default();
            first = last;
            if fields.len() != self.columns.len {
                let (found, wanted) = (fields.len(), self.columns.len);
                let error = Error::FieldCount { found, wanted };
                return Err(problem(&self.file, line.into(), &error));
            }
            let text = match whole {
                Some(whole) => RowText::Whole(whole),
                None => {
                    let mut all = fields
                        .iter()
                        .map(|f| self.bytes.get(place(f)).unwrap_or_default());
                    if !all.all(|field| str::from_utf8(field).is_ok() && is_text(field)) {
                        return Err(problem(&self.file, line.into(), &Error::NotText));
                    }
                    RowText::Bytes(&self.bytes)
                }
            };
            Ok(Row {
                columns: &self.columns,
                line,
                order: self.order,
                text,
                fields,
            })
        })
    }
}

/// Whether there are no zero bytes, which come from another encoding.
fn is_text(bytes: &[u8]) -> bool {
    memchr::memchr(0, bytes).is_none()
}

/// Lines that end in some bytes, whatever ends them.
pub(super) fn lines(bytes: &[u8]) -> u64 {
    match line_ends(bytes) {
        0 => memchr::memchr_iter(b'\r', bytes).count() as u64,
        lines => lines as u64,
    }
}

/// A place in a batch, which has less than 4 GiB, in half the memory.
fn range(place: Range<usize>) -> Range<u32> {
    let short = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    short(place.start)..short(place.end)
}

fn place(range: &Range<u32>) -> Range<usize> {
    range.start as usize..range.end as usize
}
