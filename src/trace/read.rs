//! Opens one export, whatever its form and encoding, and hands its rows on in batches.

use super::batch::{Batch, Part, problem};
use super::columns::Columns;
use super::error::Error;
use super::refusal::{self, Refusal};
use super::{json, packed, tally::Trace};
use crate::i18n::{Text, en};
use csv::{ByteRecord, Reader, ReaderBuilder};
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};
use encoding_rs_io::DecodeReaderBytesBuilder;
use std::io::{self, Cursor, Read};
use std::sync::Arc;

/// Decoded bytes that are looked at to find the header.
const HEAD: u64 = 64 * 1024;
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

/// What cannot be read at all.
pub(super) fn failed<'a>(file: &str, e: &io::Error) -> Parts<'a> {
    let error = e.to_string();
    one(Part::Unreadable(problem(
        file,
        0,
        &Error::NotRead { error },
    )))
}

/// A table or JSON, of which the first four bytes are taken off.
pub(super) fn text<'a>(file: &str, raw: Vec<u8>, from: impl Read + Send + 'a) -> Parts<'a> {
    if raw == b"PAR1" {
        return one(Part::Unreadable(problem(file, 0, &Error::Parquet)));
    }
    let name: Arc<str> = file.into();
    let mut rest = decoded(raw, from);
    let mut head = Vec::new();
    if let Err(e) = rest.by_ref().take(HEAD).read_to_end(&mut head) {
        return failed(file, &e);
    }
    let first = head.iter().find(|b| !b.is_ascii_whitespace());
    if matches!(first, Some(b'[' | b'{')) {
        return json::open(name, Cursor::new(head).chain(rest));
    }
    table(name, head, rest)
}

pub(super) fn one<'a>(part: Part) -> Parts<'a> {
    Box::new(std::iter::once(part))
}

/// What follows the first four bytes, with them, as UTF-8.
fn decoded(raw: Vec<u8>, from: impl Read) -> impl Read {
    // The admin center writes a byte order mark; without it the zero bytes tell the encoding.
    let encoding: Option<&'static Encoding> = match raw.as_slice() {
        [a, 0, b, 0] if *a > 0 && *b > 0 => Some(UTF_16LE),
        [0, a, 0, b] if *a > 0 && *b > 0 => Some(UTF_16BE),
        _ => None,
    };
    DecodeReaderBytesBuilder::new()
        .encoding(encoding)
        .utf8_passthru(true)
        .strip_bom(true)
        .build(Cursor::new(raw).chain(from))
}

/// Whether a line is a spreadsheet's `sep=;`; the delimiter is found without it.
fn is_separator(line: &str) -> bool {
    let rest = line.trim().trim_matches('"').strip_prefix("sep=");
    rest.is_some_and(|rest| rest.len() <= 1)
}

/// The delimiter with which the header line makes most sense.
fn delimiter(head: &[u8]) -> Option<u8> {
    let text = String::from_utf8_lossy(head);
    let header = text.lines().find_map(|line| {
        let fields = line.trim_start_matches('"').strip_prefix("#Fields:");
        match fields {
            Some(fields) => Some(fields),
            None => (!line.starts_with('#') && !line.trim().is_empty() && !is_separator(line))
                .then_some(line),
        }
    })?;
    let known = |d: u8| {
        let names = header.split(char::from(d));
        let names = names.map(|n| n.trim_matches(['"', ' ']));
        Columns::of(names).map(|columns| (columns.known(), d))
    };
    let all = [b'|', b'\t', b';', b','].into_iter().filter_map(known);
    all.max().map(|(_, d)| d)
}

fn table<'a>(file: Arc<str>, head: Vec<u8>, rest: impl Read + Send + 'a) -> Parts<'a> {
    let Some(delimiter) = delimiter(&head) else {
        let error = if head.iter().all(u8::is_ascii_whitespace) {
            Error::EmptyFile
        } else {
            Error::UnknownColumns
        };
        return one(Part::Unreadable(problem(&file, 1, &error)));
    };
    let bounded = Bounded {
        inner: Cursor::new(head).chain(rest),
        left: ROW,
        quotes: 0,
    };
    let rows = ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .buffer_capacity(64 * 1024)
        .from_reader(bounded);
    Box::new(Table {
        file,
        rows,
        row: ByteRecord::new(),
        columns: None,
        waiting: None,
        over: false,
    })
}

/// Lets no row grow beyond [`ROW`], and counts quotes, to see whether the last one is closed.
struct Bounded<R> {
    inner: R,
    left: usize,
    quotes: usize,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 {
            return Err(Refusal::EndlessRow.into());
        }
        let n = self.inner.read(to)?;
        self.left = self.left.saturating_sub(n);
        let read = to.get(..n).unwrap_or_default();
        self.quotes += memchr::memchr_iter(b'"', read).count();
        Ok(n)
    }
}

/// A table that is being read.
struct Table<R> {
    file: Arc<str>,
    rows: Reader<Bounded<R>>,
    row: ByteRecord,
    columns: Option<Arc<Columns>>,
    /// What is handed on after the rows before it.
    waiting: Option<Part>,
    over: bool,
}

impl<R: Read> Iterator for Table<R> {
    type Item = Part;

    fn next(&mut self) -> Option<Part> {
        if let Some(part) = self.waiting.take() {
            return Some(part);
        }
        let mut batch: Option<Batch> = None;
        while !self.over && batch.as_ref().is_none_or(|b| !b.is_full()) {
            self.rows.get_mut().left = ROW;
            match self.rows.read_byte_record(&mut self.row) {
                Ok(true) => {}
                Ok(false) => {
                    self.over = true;
                    self.waiting = self.cut_off();
                    break;
                }
                Err(e) => {
                    self.over = true;
                    let reason = reason(&e);
                    let error = Error::RowNotRead { reason };
                    let problem = problem(&self.file, self.line(), &error);
                    self.waiting = Some(match &self.columns {
                        Some(_) => Part::Bad(problem),
                        None => Part::Unreadable(problem),
                    });
                    break;
                }
            }
            if self.is_header() {
                if batch.is_some() {
                    break;
                }
                continue;
            }
            if let Some(columns) = &self.columns {
                let batch =
                    batch.get_or_insert_with(|| Batch::new(self.file.clone(), columns.clone()));
                batch.push(
                    self.row.position().map_or(0, csv::Position::line),
                    &self.row,
                );
            }
        }
        batch.map(Part::Rows).or_else(|| self.waiting.take())
    }
}

impl<R: Read> Table<R> {
    fn line(&self) -> u64 {
        self.row.position().map_or(0, csv::Position::line)
    }

    /// The problem of a last quote that is not closed.
    fn cut_off(&self) -> Option<Part> {
        if self.rows.get_ref().quotes.is_multiple_of(2) {
            return None;
        }
        let problem = problem(&self.file, self.line(), &Error::UnclosedQuote);
        Some(Part::Bad(problem))
    }

    /// Whether the record is no row but the header, which is applied, or a comment.
    fn is_header(&mut self) -> bool {
        let first = self.row.get(0).unwrap_or_default();
        let comment = first.starts_with(b"#");
        if !comment && let Some(columns) = &self.columns {
            // A time begins with a digit. A file that was joined to another has its header again.
            let time = columns.time.and_then(|at| self.row.get(at));
            let time = time.unwrap_or_default().first();
            if time.is_none_or(|b| b.is_ascii_digit() || b.is_ascii_whitespace()) {
                return false;
            }
        }
        let text = |at: usize| {
            let field = self.row.get(at).unwrap_or_default();
            str::from_utf8(field).unwrap_or_default()
        };
        let names = match text(0).strip_prefix("#Fields:") {
            Some(names) => names,
            // Comments of logs and of Export-Csv.
            None if comment => return true,
            None => text(0),
        };
        let all = std::iter::once(names.trim()).chain((1..self.row.len()).map(text));
        let found = Columns::of(all)
            .filter(|found| comment || found.time.is_some() || self.columns.is_none());
        let is_names = found.is_some();
        if let Some(found) = found {
            self.columns = Some(Arc::new(found));
        }
        comment || is_names || self.columns.is_none()
    }
}

fn reason(e: &csv::Error) -> Text {
    match e.kind() {
        csv::ErrorKind::Io(e) => refusal::reason(e),
        _ => en("the row cannot be read").into(),
    }
}
