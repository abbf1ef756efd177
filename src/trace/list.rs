//! Reads message traces that Format-List shows, line by line.

use super::batch::{CUT_LIST, SEPARATOR};
use super::named::Named;
use super::records::{Found, Numbered};
use crate::diagnostic::Problem;
use crate::import::error::Error as NotRead;
use crate::import::list::{Layout, Line};
use std::sync::Arc;

/// The objects of a text as records, by the line on which they begin.
pub(super) struct Lists {
    file: Arc<str>,
    text: String,
    /// Where the next line begins, and its number.
    at: usize,
    line: u32,
    layout: Layout,
    row: Named,
    /// Where the record began.
    begun: u32,
    /// Whether the last property may go on.
    open: bool,
}

impl Lists {
    pub(super) fn new(file: Arc<str>, text: String) -> Self {
        Self {
            layout: Layout::of(&text),
            file,
            text,
            at: 0,
            line: 0,
            row: Named::new(),
            begun: 1,
            open: false,
        }
    }

    fn problem(&self, error: &NotRead) -> Problem {
        Problem::of(&self.file, error).at(self.line, 1, None)
    }

    fn take(&mut self) -> Numbered {
        finish(&mut self.row);
        (self.begun.into(), record(&mut self.row))
    }
}

fn record(row: &mut Named) -> Found {
    let (names, values) = row.take();
    Found::Record(names, values)
}

/// Make the last value what it is in one cell, once it is complete: Format-List shows a list in braces.
fn finish(row: &mut Named) {
    let list = row.last().and_then(|t| t.strip_prefix('{'));
    let Some(list) = list.and_then(|t| t.strip_suffix('}')) else {
        return;
    };
    // What is left out of a list may be anything, so the rest is not used either.
    let whole = if list.ends_with("...") || list.ends_with('…') {
        CUT_LIST.to_owned()
    } else {
        items(list).join(&SEPARATOR.to_string())
    };
    row.replace_last(&whole);
}

/// The items of a list: what is between commas, but those within brackets.
fn items(list: &str) -> Vec<&str> {
    let mut items = Vec::new();
    let (mut depth, mut from) = (0_usize, 0);
    for (at, byte) in list.bytes().enumerate() {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            b',' if depth == 0 => {
                items.push(list.get(from..at).unwrap_or_default().trim());
                from = at + 1;
            }
            _ => {}
        }
    }
    items.push(list.get(from..).unwrap_or_default().trim());
    items
}

impl Iterator for Lists {
    type Item = Result<Numbered, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let rest = self.text.get(self.at..).unwrap_or_default();
            if rest.is_empty() {
                return (!self.row.is_empty()).then(|| Ok(self.take()));
            }
            let end = memchr::memchr(b'\n', rest.as_bytes());
            let line = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
            self.at += end.map_or(rest.len(), |end| end + 1);
            self.line += 1;
            let line = line.strip_suffix('\r').unwrap_or(line);
            let (name, value) = match self.layout.line(line, self.open) {
                Line::Blank => {
                    self.open = false;
                    continue;
                }
                Line::Console => continue,
                Line::Continued(rest, within_word) => {
                    let value = self.row.last().unwrap_or_default();
                    if !value.is_empty() && (!within_word || value.ends_with(',')) {
                        self.row.append(" ");
                    }
                    self.row.append(rest);
                    continue;
                }
                Line::Property(name, _, value) => (name, value),
                Line::Other => {
                    let problem = self.problem(&NotRead::NotAListLine);
                    return Some(Ok((self.line.into(), Found::Bad(problem))));
                }
            };
            finish(&mut self.row);
            // Pasted without the blank line between: a repeated name begins the next record.
            if self.row.is_full() {
                self.at = self.text.len();
                return Some(Err(self.problem(&NotRead::TooManyProperties)));
            }
            let begins = (!self.open && !self.row.is_empty())
                || (!self.row.expects(name) && self.row.has(name));
            let done = begins.then(|| (u64::from(self.begun), record(&mut self.row)));
            if self.row.is_empty() {
                self.begun = self.line;
            }
            self.open = true;
            self.row.push(name, value);
            if let Some(done) = done {
                return Some(Ok(done));
            }
        }
    }
}
