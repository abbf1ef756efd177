//! Holds some rows of an export in one piece of memory, to be passed to other threads.

use super::columns::Columns;
use super::error::Error;
use crate::diagnostic::Problem;
use std::sync::Arc;

/// Bytes after which a batch is handed on.
const BYTES: usize = 128 * 1024;
/// Rows after which a batch is handed on.
const ROWS: usize = 2048;

/// What a reader hands on.
#[derive(Debug)]
pub enum Part {
    /// Some rows.
    Rows(Batch),
    /// Something is wrong with the file at a row.
    Bad(Problem),
    /// The file cannot be used at all.
    Unreadable(Problem),
}

impl Part {
    /// How many rows it has.
    #[must_use]
    pub fn count(&self) -> u64 {
        match self {
            Self::Rows(batch) => batch.rows.len() as u64,
            Self::Bad(_) | Self::Unreadable(_) => 0,
        }
    }
}

/// Rows that follow each other, with the columns they share.
#[derive(Debug, Clone)]
pub struct Batch {
    /// The file as the user named it.
    pub file: Arc<str>,
    columns: Arc<Columns>,
    bytes: Vec<u8>,
    /// Ends of all fields in `bytes`.
    ends: Vec<usize>,
    /// Line of each row, and how many fields and bytes stand before the row's end.
    rows: Vec<(u32, usize, usize)>,
}

/// One row.
#[derive(Debug, Clone, Copy)]
pub struct Row<'b> {
    /// The columns.
    pub columns: &'b Columns,
    /// 1-based line in the file, or number of the row where the file has no lines.
    pub line: u32,
    text: &'b str,
    /// Where the text begins in the batch.
    start: usize,
    ends: &'b [usize],
}

impl<'b> Row<'b> {
    /// A field by its place; empty where there is none.
    #[must_use]
    pub fn field(&self, at: usize) -> &'b str {
        let from = match at.checked_sub(1) {
            None => self.start,
            Some(before) => self.ends.get(before).copied().unwrap_or(usize::MAX),
        };
        let to = self.ends.get(at).copied().unwrap_or(0);
        let from = from.saturating_sub(self.start);
        let to = to.saturating_sub(self.start);
        self.text.get(from..to).unwrap_or_default()
    }

    /// A field that the export may have, without blanks around it.
    #[must_use]
    pub fn get(&self, at: Option<usize>) -> &'b str {
        at.map_or("", |at| self.field(at).trim())
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
        Self {
            file,
            columns,
            bytes: Vec::new(),
            ends: Vec::new(),
            rows: Vec::new(),
        }
    }

    /// Take a record of a CSV.
    pub fn push(&mut self, line: u64, record: &csv::ByteRecord) {
        if self.bytes.capacity() == 0 {
            // Once, in place of growing step by step.
            self.bytes.reserve(BYTES + 4096);
            self.ends.reserve(ROWS * self.columns.len.min(32));
            self.rows.reserve(ROWS);
        }
        let start = self.bytes.len();
        self.bytes.extend_from_slice(record.as_slice());
        let ranges = (0..record.len()).filter_map(|at| record.range(at));
        self.ends.extend(ranges.map(|r| start + r.end));
        self.end(line);
    }

    /// Take a row field by field.
    pub fn fields<'f>(&mut self, line: u64, fields: impl IntoIterator<Item = &'f str>) {
        for field in fields {
            self.bytes.extend_from_slice(field.as_bytes());
            self.ends.push(self.bytes.len());
        }
        self.end(line);
    }

    fn end(&mut self, line: u64) {
        let line = u32::try_from(line).unwrap_or(u32::MAX);
        self.rows.push((line, self.ends.len(), self.bytes.len()));
    }

    /// Whether it has no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Whether it is time to hand it on.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.bytes.len() >= BYTES || self.rows.len() >= ROWS
    }

    /// Every row, or what is wrong with it.
    pub fn rows(&self) -> impl Iterator<Item = Result<Row<'_>, Problem>> {
        let (mut field, mut byte) = (0, 0);
        self.rows.iter().map(move |&(line, fields, bytes)| {
            let start = byte;
            let ends = self.ends.get(field..fields).unwrap_or_default();
            let text = self.bytes.get(byte..bytes).unwrap_or_default();
            (field, byte) = (fields, bytes);
            if ends.len() != self.columns.len {
                let (found, wanted) = (ends.len(), self.columns.len);
                let error = Error::FieldCount { found, wanted };
                return Err(problem(&self.file, line.into(), &error));
            }
            match str::from_utf8(text) {
                Ok(text) if memchr::memchr(0, text.as_bytes()).is_none() => Ok(Row {
                    columns: &self.columns,
                    line,
                    text,
                    start,
                    ends,
                }),
                _ => Err(problem(&self.file, line.into(), &Error::NotText)),
            }
        })
    }
}
