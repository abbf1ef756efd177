//! Reads an export that is a table: one header, then a row a line, with the delimiter that it has.
//!
//! One thread cuts the text into [`Block`]s of whole rows; each is taken apart where it is worked on,
//! so that every core reads another part of the file.

mod header;

use super::batch::{Batch, Part, lines, problem};
use super::columns::Columns;
use super::date::Order;
use super::encoding::Decoded;
use super::error::Error;
use super::other_file;
use super::read::{Parts, ROW, one};
use super::refusal::{self, Refusal};
use header::{delimiter, is_rule};
use std::io::Read;
use std::sync::Arc;

pub(super) use header::fields;

/// Bytes after which a block is handed on.
const BLOCK: usize = 256 * 1024;

/// The rows of a table, of which `head` was read already.
pub(super) fn open<'a>(
    file: &Arc<str>,
    head: Vec<u8>,
    from: Decoded<impl Read + Send + 'a>,
) -> Parts<'a> {
    let text = String::from_utf8_lossy(&head);
    let found = match other_file::log(&text) {
        Some(error) => Err(error),
        None => delimiter(&head).ok_or_else(|| other_file::told(&text)),
    };
    let (delimiter, columns) = match found {
        Ok(found) => found,
        Err(error) => return one(Part::Unreadable(problem(file, 1, &error))),
    };
    Box::new(Blocks {
        file: file.clone(),
        from,
        delimiter,
        columns: columns.map(Arc::new),
        bytes: head,
        line: 1,
        scan: Scan::default(),
        waiting: None,
        ended: false,
        over: false,
    })
}

/// Some whole rows, not yet taken apart.
#[derive(Debug)]
pub struct Block {
    file: Arc<str>,
    columns: Arc<Columns>,
    delimiter: u8,
    /// How the dates of the file are written, where they tell.
    pub(super) order: Option<Order>,
    /// The line of the first byte.
    line: u64,
    /// How many lines end in it.
    lines: u64,
    bytes: Vec<u8>,
}

/// How far the text is cut into records.
#[derive(Debug, Default)]
struct Scan {
    /// Bytes that were looked at.
    at: usize,
    /// Where the record begins that is looked at.
    record: usize,
    quoted: bool,
}

/// Cuts a table into blocks.
struct Blocks<R> {
    file: Arc<str>,
    from: Decoded<R>,
    delimiter: u8,
    columns: Option<Arc<Columns>>,
    /// Text that is not handed on.
    bytes: Vec<u8>,
    /// The line of its first byte.
    line: u64,
    scan: Scan,
    /// What is handed on after all rows.
    waiting: Option<Part>,
    ended: bool,
    over: bool,
}

impl<R: Read> Iterator for Blocks<R> {
    type Item = Part;

    fn next(&mut self) -> Option<Part> {
        loop {
            if self.over {
                return self.waiting.take();
            }
            if let Some(part) = self.block() {
                return Some(part);
            }
        }
    }
}

impl<R: Read> Blocks<R> {
    /// The next block, if there are enough rows for one.
    fn block(&mut self) -> Option<Part> {
        while !self.ended && self.bytes.len() < BLOCK.max(2 * self.scan.at) {
            match self.from.append(&mut self.bytes) {
                Ok(more) => self.ended = !more,
                Err(e) => {
                    self.ended = true;
                    let reason = refusal::reason(&e);
                    self.waiting = Some(self.bad(&Error::RowNotRead { reason }));
                }
            }
        }
        loop {
            match self.record() {
                Record::Row if self.scan.record < BLOCK => {}
                Record::Row => return self.cut(self.scan.record),
                Record::Header(from, columns) => {
                    let before = self.cut(from);
                    // The block begins with the header now.
                    self.drop(self.scan.record);
                    if let Some(columns) = columns {
                        self.columns = Some(Arc::new(*columns));
                    }
                    if before.is_some() {
                        return before;
                    }
                }
                Record::Incomplete if self.bytes.len() - self.scan.record > ROW => {
                    self.over = true;
                    let reason = Refusal::EndlessRow.text();
                    self.waiting = Some(self.bad(&Error::RowNotRead { reason }));
                    return self.cut(self.scan.record);
                }
                Record::Incomplete if self.ended => {
                    self.over = true;
                    if self.waiting.is_some() {
                        return self.cut(self.scan.record);
                    }
                    if self.scan.quoted {
                        let line = self.line + self.lines(self.scan.record);
                        let problem = problem(&self.file, line, &Error::UnclosedQuote);
                        self.waiting = Some(Part::Bad(problem));
                    }
                    return self.cut(self.bytes.len());
                }
                Record::Incomplete => return None,
            }
        }
    }

    /// A problem of the record that is looked at.
    fn bad(&self, error: &Error) -> Part {
        let line = self.line + self.lines(self.scan.record);
        let problem = problem(&self.file, line, error);
        match &self.columns {
            Some(_) => Part::Bad(problem),
            None => Part::Unreadable(problem),
        }
    }

    fn lines(&self, to: usize) -> u64 {
        lines(self.bytes.get(..to).unwrap_or_default())
    }

    /// Hand on the rows up to a byte.
    fn cut(&mut self, to: usize) -> Option<Part> {
        let columns = self.columns.clone();
        if to == 0 || columns.is_none() {
            self.drop(to);
            return None;
        }
        // Large enough for the next block, so that it need not grow.
        let mut rest = Vec::with_capacity(2 * BLOCK);
        rest.extend_from_slice(self.bytes.get(to..)?);
        self.bytes.truncate(to);
        let block = Block {
            file: self.file.clone(),
            columns: columns?,
            delimiter: self.delimiter,
            order: None,
            line: self.line,
            lines: lines(&self.bytes),
            bytes: std::mem::replace(&mut self.bytes, rest),
        };
        self.line += block.lines;
        self.moved(to);
        Some(Part::Block(block))
    }

    /// Leave out what stands before a byte.
    fn drop(&mut self, to: usize) {
        self.line += self.lines(to);
        self.bytes.drain(..to);
        self.moved(to);
    }

    fn moved(&mut self, by: usize) {
        self.scan.at -= by.min(self.scan.at);
        self.scan.record -= by.min(self.scan.record);
    }

    /// Look for the end of the next record.
    fn record(&mut self) -> Record {
        let Scan { at, record, quoted } = &mut self.scan;
        loop {
            let rest = self.bytes.get(*at..).unwrap_or_default();
            let found = if *quoted {
                memchr::memchr(b'"', rest)
            } else {
                memchr::memchr3(b'"', b'\n', b'\r', rest)
            };
            let Some(offset) = found else {
                *at = self.bytes.len();
                return Record::Incomplete;
            };
            let place = *at + offset;
            let next = self.bytes.get(place + 1);
            if rest.get(offset) == Some(&b'"') {
                if next.is_none() && !self.ended {
                    // Whether it is doubled is not known yet.
                    *at = place;
                    return Record::Incomplete;
                }
                if *quoted && next == Some(&b'"') {
                    *at = place + 2;
                    continue;
                }
                // Nearly always the next field is within quotes too.
                let rest = self.bytes.get(place + 1..).unwrap_or_default();
                if *quoted && rest.starts_with(&[self.delimiter, b'"']) {
                    *at = place + 3;
                    continue;
                }
                // A quote within a field that does not begin with one is a letter as any other.
                let before = place.checked_sub(1).and_then(|b| self.bytes.get(b));
                let begins = place == *record || before == Some(&self.delimiter);
                *quoted = !*quoted && begins;
                *at = place + 1;
                continue;
            }
            // Both bytes of a line end belong to the record.
            let pair = rest.get(offset) == Some(&b'\r');
            if pair && next.is_none() && !self.ended {
                *at = place;
                return Record::Incomplete;
            }
            let begin = *record;
            *at = place + 1 + usize::from(pair && next == Some(&b'\n'));
            *record = *at;
            let text = self.bytes.get(begin..place).unwrap_or_default();
            if let Some(columns) = self.header(text) {
                return Record::Header(begin, columns.map(Box::new));
            }
            return Record::Row;
        }
    }

    /// What a record says of the columns, where it is no row: a comment, or a header.
    fn header(&self, record: &[u8]) -> Option<Option<Columns>> {
        let first = record.iter().find(|b| **b != b'"');
        // Rows begin with a time, or they have an address.
        let begins_as_row = first.is_some_and(u8::is_ascii_digit);
        if self.columns.is_some() && (begins_as_row || memchr::memchr(b'@', record).is_some()) {
            return (first == Some(&b'#')).then_some(None);
        }
        if is_rule(record) {
            return Some(None);
        }
        let fields = fields(record, self.delimiter);
        let first = fields.first().map_or("", String::as_str);
        let comment = first.starts_with('#');
        let names = match first.strip_prefix("#Fields:") {
            Some(names) => names,
            // Comments of logs and of Export-Csv.
            None if comment => return Some(None),
            None => first,
        };
        let rest = fields.iter().skip(1).map(String::as_str);
        let found = Columns::of(std::iter::once(names.trim()).chain(rest))
            .filter(|found| comment || found.time.is_some() || self.columns.is_none());
        let is_row = found.is_none() && self.columns.is_some() && !comment;
        (!is_row).then_some(found)
    }
}

/// What was found at the end of a record.
enum Record {
    /// A row.
    Row,
    /// No row, from this byte on: a comment, or what names the columns of the rows after it.
    Header(usize, Option<Box<Columns>>),
    /// More has to be read.
    Incomplete,
}

impl Block {
    /// Take the rows apart.
    #[must_use]
    pub fn rows(self) -> Batch {
        // Fields that have to be written anew are put behind the text.
        let end = self.bytes.len();
        let mut batch = Batch::of(self.file, self.columns, self.bytes);
        batch.order = self.order;
        batch.reserve(self.lines);
        let (mut at, mut line) = (0, self.line);
        loop {
            let (blank, ends) = batch.line_ends(at..end);
            (at, line) = (at + blank, line + ends);
            if at >= end {
                return batch;
            }
            let begin = at;
            at = batch.record(self.delimiter, end, begin, line);
            line += batch.lines(begin..at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn block(text: &[u8]) -> Batch {
        let block = Block {
            file: "t".into(),
            columns: Arc::new(Columns::default()),
            delimiter: b',',
            order: None,
            line: 1,
            lines: lines(text),
            bytes: text.to_vec(),
        };
        block.rows()
    }

    proptest! {
        #[test]
        fn fields_are_those_of_the_csv_crate(text in "[a,\"\r\n\u{e9};]{0,40}") {
            let mut reader = csv::ReaderBuilder::new()
                .has_headers(false)
                .flexible(true)
                .from_reader(text.as_bytes());
            let all = reader.records().map(|r| {
                let record = r.unwrap();
                record.iter().map(str::to_owned).collect::<Vec<_>>()
            });
            prop_assert_eq!(block(text.as_bytes()).raw(), all.collect::<Vec<_>>());
        }
    }
}
