//! Reads one export, whatever its form and encoding, row by row.

use super::columns::{Columns, EXPECTED};
use super::tally::Trace;
use crate::error::{Problem, Severity};
use csv::{ByteRecord, ReaderBuilder};
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};
use encoding_rs_io::DecodeReaderBytesBuilder;
use std::io::{self, Cursor, Read};

/// Decoded bytes that are looked at to find the header.
const HEAD: u64 = 64 * 1024;
/// Bytes that one row may have.
const ROW: usize = 16 * 1024 * 1024;

/// Lets no row grow beyond [`ROW`], and counts quotes, to see whether the last one is closed.
struct Bounded<R> {
    inner: R,
    left: usize,
    quotes: usize,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 {
            let why = "the row has more than 16 MiB: a quote is not closed";
            return Err(io::Error::new(io::ErrorKind::InvalidData, why));
        }
        let n = self.inner.read(to)?;
        self.left = self.left.saturating_sub(n);
        let read = to.get(..n).unwrap_or_default();
        self.quotes += memchr::memchr_iter(b'"', read).count();
        Ok(n)
    }
}

fn problem(file: &str, line: u64, message: impl Into<String>, help: &str) -> Problem {
    Problem {
        severity: Severity::Error,
        file: file.to_owned(),
        line: u32::try_from(line).unwrap_or(u32::MAX),
        column: u32::from(line > 0),
        message: message.into(),
        source: None,
        help: help.to_owned(),
    }
}

/// Count the rows of an export into `trace`; what is wrong with it is kept there too.
pub fn read(file: &str, mut from: impl Read, trace: &mut Trace) {
    let before = trace.rows;
    match start(&mut from) {
        Ok((head, rest)) => {
            let first = head.iter().find(|b| !b.is_ascii_whitespace());
            let readable = if matches!(first, Some(b'[' | b'{')) {
                json(file, Cursor::new(head).chain(rest), trace)
            } else {
                table(file, &head, rest, trace)
            };
            if readable || trace.rows > before {
                trace.files += 1;
            } else {
                trace.unreadable += 1;
            }
        }
        Err(e) => {
            trace.unreadable += 1;
            let help = "give a file that you may read, or `-` for standard input";
            let message = format!("the trace cannot be read: {e}");
            trace.problem(problem(file, 0, message, help));
        }
    }
}

/// The decoded beginning, and what follows it.
fn start(from: &mut impl Read) -> io::Result<(Vec<u8>, impl Read)> {
    let mut raw = Vec::new();
    from.by_ref().take(4).read_to_end(&mut raw)?;
    // The portal writes a byte order mark; who cut it off left the zeros.
    let encoding: Option<&'static Encoding> = match raw.as_slice() {
        [a, 0, b, 0] if *a > 0 && *b > 0 => Some(UTF_16LE),
        [0, a, 0, b] if *a > 0 && *b > 0 => Some(UTF_16BE),
        _ => None,
    };
    let mut rest = DecodeReaderBytesBuilder::new()
        .encoding(encoding)
        .utf8_passthru(true)
        .strip_bom(true)
        .build(Cursor::new(raw).chain(from));
    let mut head = Vec::new();
    rest.by_ref().take(HEAD).read_to_end(&mut head)?;
    Ok((head, rest))
}

/// The delimiter with which the header line makes most sense.
fn delimiter(head: &[u8]) -> Option<u8> {
    let text = String::from_utf8_lossy(head);
    let header = text.lines().find_map(|line| {
        let fields = line.trim_start_matches('"').strip_prefix("#Fields:");
        match fields {
            Some(fields) => Some(fields),
            None => (!line.starts_with('#') && !line.trim().is_empty()).then_some(line),
        }
    })?;
    let known = |d: u8| {
        let names = header.split(char::from(d));
        let names = names.map(|n| n.trim_matches(['"', ' ']));
        Columns::of(names).map(|columns| (columns.known(), d))
    };
    let all = [b'\t', b';', b','].into_iter().filter_map(known);
    all.max().map(|(_, d)| d)
}

/// Whether the file is a table of a trace.
fn table(file: &str, head: &[u8], rest: impl Read, trace: &mut Trace) -> bool {
    let Some(delimiter) = delimiter(head) else {
        let message = if head.iter().all(u8::is_ascii_whitespace) {
            "the file is empty"
        } else {
            "the columns are not those of a message trace"
        };
        let help = format!(
            "expected columns such as {EXPECTED}; if the names are in another language, set the language of the admin center to English and export again"
        );
        trace.problem(problem(file, 1, message, &help));
        return false;
    };
    let bounded = Bounded {
        inner: Cursor::new(head).chain(rest),
        left: ROW,
        quotes: 0,
    };
    let mut rows = ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .buffer_capacity(64 * 1024)
        .from_reader(bounded);
    let mut row = ByteRecord::new();
    let mut columns: Option<Columns> = None;
    loop {
        rows.get_mut().left = ROW;
        match rows.read_byte_record(&mut row) {
            Ok(false) => break,
            Ok(true) => {}
            Err(e) => {
                let line = row.position().map_or(0, csv::Position::line);
                let help = "export again; what stands before this row was counted";
                trace.bad += 1;
                trace.problem(problem(file, line, reason(&e), help));
                return columns.is_some();
            }
        }
        one(file, &row, &mut columns, trace);
    }
    if rows.get_ref().quotes % 2 == 1 {
        let line = row.position().map_or(0, csv::Position::line);
        let message = "the export ends inside a quoted field";
        let help = "the file was cut off, or a quote is not closed; export again";
        trace.bad += 1;
        trace.problem(problem(file, line, message, help));
    }
    true
}

fn reason(e: &csv::Error) -> String {
    match e.kind() {
        csv::ErrorKind::Io(e) => e.to_string(),
        _ => "the row cannot be read".to_owned(),
    }
}

/// Count one record, or heed it if it names columns.
fn one(file: &str, row: &ByteRecord, columns: &mut Option<Columns>, trace: &mut Trace) {
    let text = |at: usize| row.get(at).and_then(|f| str::from_utf8(f).ok());
    let first = row.get(0).unwrap_or_default();
    if first.starts_with(b"#") || columns.is_none() {
        // Comments of logs and of Export-Csv; a concatenated log names its fields again.
        let names = text(0).unwrap_or_default();
        let names = match names.strip_prefix("#Fields:") {
            Some(names) => names,
            None if names.starts_with('#') => return,
            None => names,
        };
        let others = (1..row.len()).map(|at| text(at).unwrap_or_default());
        if let Some(found) = Columns::of(std::iter::once(names.trim()).chain(others)) {
            *columns = Some(found);
        }
        return;
    }
    let Some(columns) = columns else { return };
    let line = row.position().map_or(0, csv::Position::line);
    let mut bad = |message: String, help: &str| {
        trace.bad += 1;
        trace.problem(problem(file, line, message, help));
    };
    if row.len() != columns.len {
        let message = format!(
            "the row has {} fields, the header has {}",
            row.len(),
            columns.len
        );
        let help = "a quote or a delimiter is wrong, or the file was cut off; export again";
        return bad(message, help);
    }
    let bytes = row.as_slice();
    if str::from_utf8(bytes).is_err() || memchr::memchr(0, bytes).is_some() {
        let help = "do not join files of different encodings; save them all as UTF-8";
        return bad(
            "the row is not text in the encoding of the file".into(),
            help,
        );
    }
    // The header again, where files were joined.
    if columns
        .time
        .and_then(text)
        .is_some_and(|t| Columns::of([t, "status"]).is_some())
    {
        return;
    }
    trace.row(columns, text);
}

/// Whether the file is what ConvertTo-Json makes of trace objects.
fn json(file: &str, from: impl Read, trace: &mut Trace) -> bool {
    let value: serde_json::Value = match serde_json::from_reader(io::BufReader::new(from)) {
        Ok(value) => value,
        Err(e) => {
            let help = "export again with `| ConvertTo-Json`, and give the whole output";
            let mut told = problem(file, e.line() as u64, "the file is not JSON", help);
            told.column = u32::try_from(e.column()).unwrap_or(0).max(1);
            trace.problem(told);
            return false;
        }
    };
    let all = match value {
        serde_json::Value::Array(all) => all,
        one => vec![one],
    };
    let empty = all.is_empty();
    let mut any = false;
    for (number, value) in (1..).zip(&all) {
        let object = value.as_object();
        let columns = object.and_then(|o| Columns::of(o.keys().map(String::as_str)));
        let (Some(object), Some(columns)) = (object, columns) else {
            trace.bad += 1;
            let message = format!("item {number} is not a row of a message trace");
            let help = format!("expected properties such as {EXPECTED}");
            trace.problem(problem(file, 0, message, &help));
            continue;
        };
        any = true;
        let values: Vec<&str> = object
            .values()
            .map(|v| v.as_str().unwrap_or_default())
            .collect();
        trace.row(&columns, |at| values.get(at).copied());
    }
    any || empty
}
