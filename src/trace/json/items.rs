//! Takes a JSON document apart into the objects that stand for rows, so that one is held at a time.
//!
//! The objects stand alone, one after the other (NDJSON), in lists, or in what a service wraps around
//! them: `value` of OData, `d.results`, `hits.hits[]._source` of Elasticsearch, `result` of Splunk,
//! `tables[].rows` of Log Analytics, `body` of Power Automate. What is beside them in such a wrapping is passed over.

use super::super::read::ROW;
use super::inside::{DEPTH, Inside, Stop};
use crate::mail::line_ends;
use serde::Deserialize;
use std::io::{self, BufRead, BufReader, Read};
use std::sync::Arc;

/// Properties in which services put rows; a row has none of them that is a list or an object.
const WRAPPINGS: [&str; 24] = [
    "value",
    "d",
    "results",
    "Results",
    "result",
    "hits",
    "_source",
    "tables",
    "Tables",
    "rows",
    "Rows",
    "records",
    "properties",
    "items",
    "events",
    "messageTraces",
    "data",
    "logs",
    "expected",
    // Power Automate and Logic Apps.
    "body",
    "outputs",
    // Cortex XSOAR.
    "EWS",
    "MessageTrace",
    "MessageTraceV2",
];

/// An item as it is written, and where it begins.
#[derive(Debug, Default)]
pub(super) struct Item {
    pub(super) text: Vec<u8>,
    /// The names of its values, where it is a row of a table.
    pub(super) names: Option<Arc<[String]>>,
    /// 1-based.
    pub(super) line: u64,
    /// 1-based, in bytes.
    pub(super) column: u64,
}

/// Why there is no further item.
#[derive(Debug)]
pub(super) enum Fault {
    /// The document is not JSON here.
    NotJson,
    /// It ends before it is complete.
    Cut,
    /// The item has more than [`ROW`] bytes.
    Large,
    Io(io::Error),
}

/// What is open around the byte that follows.
#[derive(Debug)]
enum Open {
    /// A list of items; whether one was there, and whether a comma follows it.
    List {
        names: Option<Arc<[String]>>,
        next: Next,
    },
    /// An object around rows, of which the value of a property was read.
    Wrapping(Next),
}

/// What may follow in a list or object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    /// An item, or the end.
    First,
    /// An item after a comma.
    Item,
    /// A comma, or the end.
    Comma,
}

/// The items of a document.
pub(super) struct Items<R> {
    from: BufReader<R>,
    open: Vec<Open>,
    /// Whether anything was read.
    begun: bool,
    /// Whether a wrapping says that there are more pages.
    pub(super) has_more: bool,
    /// Place of the byte that follows, 1-based.
    pub(super) line: u64,
    pub(super) column: u64,
}

impl<R: Read> Items<R> {
    pub(super) fn new(from: R) -> Self {
        Self {
            from: BufReader::with_capacity(64 * 1024, from),
            open: Vec::new(),
            begun: false,
            has_more: false,
            line: 1,
            column: 1,
        }
    }

    /// The next item, whatever is in it. Where there is none, the place is that of the fault.
    pub(super) fn take(&mut self) -> Result<Option<Item>, Fault> {
        loop {
            let Some(byte) = self.peek()? else {
                let whole = self.open.is_empty() && self.begun;
                return if whole { Ok(None) } else { Err(Fault::Cut) };
            };
            if matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
                // Between the texts of a sequence of them (RFC 7464).
                || (byte == 0x1e && self.open.is_empty())
            {
                self.skip(byte);
                continue;
            }
            let found = match self.open.last_mut() {
                None => self.document(byte)?,
                Some(Open::List { next, .. }) => match (*next, byte) {
                    (Next::First | Next::Comma, b']') => {
                        self.close(byte);
                        None
                    }
                    (Next::Comma, b',') => {
                        *next = Next::Item;
                        self.skip(byte);
                        None
                    }
                    (Next::First | Next::Item, _) => {
                        *next = Next::Comma;
                        self.item(byte)?
                    }
                    _ => return Err(Fault::NotJson),
                },
                Some(Open::Wrapping(next)) => match (*next, byte) {
                    (Next::Comma, b'}') => {
                        self.close(byte);
                        None
                    }
                    (Next::Comma, b',') => {
                        *next = Next::Item;
                        self.skip(byte);
                        None
                    }
                    (Next::Item, b'"') => {
                        *next = Next::Comma;
                        self.rest_of_wrapping()?;
                        None
                    }
                    _ => return Err(Fault::NotJson),
                },
            };
            if found.is_some() {
                return Ok(found);
            }
        }
    }

    /// The beginning of a document.
    fn document(&mut self, byte: u8) -> Result<Option<Item>, Fault> {
        self.begun = true;
        match byte {
            b'[' => self.list(None),
            b'{' => return self.item(byte),
            _ => return Err(Fault::NotJson),
        }
        Ok(None)
    }

    fn list(&mut self, names: Option<Arc<[String]>>) {
        self.skip(b'[');
        let next = Next::First;
        self.open.push(Open::List { names, next });
    }

    fn close(&mut self, byte: u8) {
        self.skip(byte);
        self.open.pop();
    }

    fn peek(&mut self) -> Result<Option<u8>, Fault> {
        Ok(self.buffer()?.first().copied())
    }

    /// What was read and not taken; empty at the end.
    fn buffer(&mut self) -> Result<&[u8], Fault> {
        while let Err(e) = self.from.fill_buf() {
            if e.kind() != io::ErrorKind::Interrupted {
                return Err(Fault::Io(e));
            }
        }
        Ok(self.from.buffer())
    }

    fn skip(&mut self, byte: u8) {
        self.from.consume(1);
        if byte == b'\n' {
            self.line += 1;
            self.column = 1;
        } else {
            self.column += 1;
        }
    }

    /// Take the first bytes of the buffer, which are `taken` long, into `text`.
    fn consume(&mut self, taken: usize, text: &mut Vec<u8>) -> Result<(), Fault> {
        let bytes = self.from.buffer().get(..taken).unwrap_or_default();
        text.extend_from_slice(bytes);
        let lines = line_ends(bytes);
        let last = memchr::memrchr(b'\n', bytes);
        self.from.consume(taken);
        self.line += lines as u64;
        self.column = match last {
            Some(at) => (taken - at) as u64,
            None => self.column + taken as u64,
        };
        if text.len() > ROW {
            return Err(Fault::Large);
        }
        Ok(())
    }

    /// An item up to the comma or bracket that ends it, or to its own last bracket; none where it is an
    /// object around rows, which is then open.
    fn item(&mut self, first: u8) -> Result<Option<Item>, Fault> {
        let names = match self.open.last() {
            Some(Open::List { names, .. }) => names.clone(),
            _ => None,
        };
        let mut item = Item {
            text: Vec::new(),
            names,
            line: self.line,
            column: self.column,
        };
        let mut inside = Inside::default();
        loop {
            let bytes = self.buffer()?;
            if bytes.is_empty() {
                return Err(Fault::Cut);
            }
            let (taken, stop) = inside.scan(bytes)?;
            self.consume(taken, &mut item.text)?;
            match stop {
                Stop::Nowhere => {}
                Stop::End => return Ok(Some(item)),
                Stop::Value(bracket) => {
                    let is_wrapping =
                        first == b'{' && self.open.len() < DEPTH && ends_with_wrapping(&item.text);
                    if is_wrapping {
                        self.has_more |= names_next_page(&item.text);
                        self.open.push(Open::Wrapping(Next::Comma));
                        return self.within(bracket, Some(&item.text));
                    }
                }
            }
        }
    }

    /// The list or object that a wrapping has; `before` is the text of the wrapping so far.
    fn within(&mut self, bracket: u8, before: Option<&[u8]>) -> Result<Option<Item>, Fault> {
        if bracket == b'{' {
            return self.item(bracket);
        }
        self.list(before.and_then(column_names));
        Ok(None)
    }

    /// A further property of a wrapping, passed over unless it has rows too.
    fn rest_of_wrapping(&mut self) -> Result<(), Fault> {
        let mut text = Vec::new();
        let mut inside = Inside::at(1);
        loop {
            let bytes = self.buffer()?;
            if bytes.is_empty() {
                return Err(Fault::Cut);
            }
            let (taken, stop) = inside.property(bytes)?;
            self.consume(taken, &mut text)?;
            match stop {
                Stop::Nowhere => {}
                Stop::End => return Ok(()),
                Stop::Value(b'[') if ends_with_wrapping(&text) => {
                    self.list(None);
                    return Ok(());
                }
                Stop::Value(_) => {}
            }
            self.has_more |= names_next_page(&text);
            // It is passed over, whatever its size; its name and what opens it stand at the beginning.
            if inside.depth > 1 {
                text.clear();
            }
        }
    }
}

/// Whether a text has the link to the page that follows, as OData writes it.
fn names_next_page(text: &[u8]) -> bool {
    memchr::memmem::find(text, b"odata.nextLink\"").is_some()
}

/// Whether a text ends with the name of a property in which rows may be, and a colon.
fn ends_with_wrapping(text: &[u8]) -> bool {
    let is = |name: &[u8]| WRAPPINGS.iter().any(|w| w.as_bytes() == name);
    let before = text.trim_ascii_end().strip_suffix(b":");
    let name = before.and_then(|text| text.trim_ascii_end().strip_suffix(b"\""));
    name.is_some_and(|text| {
        let from = memchr::memrchr(b'"', text).map_or(0, |at| at + 1);
        text.get(from..).is_some_and(is)
    })
}

/// The names of the columns of a table whose rows follow: `{"columns":[{"name":…}],"rows":`, and
/// `{"fields":["…"],"rows":` of Splunk.
fn column_names(before: &[u8]) -> Option<Arc<[String]>> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Column {
        Name(String),
        Described {
            #[serde(alias = "Name", alias = "ColumnName")]
            name: String,
        },
    }
    #[derive(Deserialize)]
    struct Table {
        #[serde(alias = "Columns", alias = "fields")]
        columns: Vec<Column>,
    }
    let whole = [before, b"[]}"].concat();
    let table: Table = serde_json::from_slice(&whole).ok()?;
    let names = table.columns.into_iter().map(|column| match column {
        Column::Name(name) | Column::Described { name } => name,
    });
    Some(names.collect())
}
