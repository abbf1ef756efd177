//! Reads message traces in JSON, as the cmdlets, Microsoft Graph and log collectors write them.

mod inside;
mod items;
mod row;

use super::batch::{Part, problem};
use super::error::Error;
use super::read::Parts;
use super::records::{Found, Numbered, Rows};
use crate::diagnostic::Problem;
use items::{Fault, Item, Items};
use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// The rows of a document.
pub(super) fn open<'a>(file: Arc<str>, from: impl Read + Send + 'a) -> Parts<'a> {
    let has_more = Arc::new(AtomicBool::new(false));
    let records = Records {
        file: file.clone(),
        items: Items::new(from),
        rows: row::Reader::new(),
        number: 0,
        has_more: has_more.clone(),
    };
    let note = std::iter::once_with({
        let file = file.clone();
        move || {
            let more = has_more.load(Ordering::Relaxed);
            more.then(|| Part::Note(problem(&file, 0, &Error::MorePages).warning()))
        }
    });
    Box::new(Rows::new(file, records).chain(note.flatten()))
}

/// The items of a document as records, by their number.
pub(super) struct Records<R> {
    file: Arc<str>,
    items: Items<R>,
    rows: row::Reader,
    number: u64,
    /// Whether there are more pages.
    has_more: Arc<AtomicBool>,
}

impl<R: Read> Iterator for Records<R> {
    type Item = Result<Numbered, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let record = match self.items.take() {
                Ok(Some(item)) => self.record(&item),
                Ok(None) => return None,
                Err(fault) => Err(self.problem(&fault)),
            };
            self.has_more
                .fetch_or(self.items.has_more, Ordering::Relaxed);
            if let Ok((_, Found::Record(names, _))) = &record
                && is_end(names)
            {
                continue;
            }
            return Some(record);
        }
    }
}

/// Whether an object is the last line of an export of Splunk, which has no result.
fn is_end(names: &[String]) -> bool {
    let known = |name: &String| ["preview", "offset", "lastrow"].contains(&name.as_str());
    names.iter().any(|name| name == "lastrow") && names.iter().all(known)
}

impl<R: Read> Records<R> {
    fn record(&mut self, item: &Item) -> Result<Numbered, Problem> {
        match self.rows.read(&item.text, item.names.as_ref()) {
            Ok(found) => {
                self.number += 1;
                Ok((self.number, found))
            }
            Err(e) => {
                // The place within the item, as a place in the file.
                let (line, column) = (e.line() as u64, e.column() as u64);
                if line <= 1 {
                    self.items.column = item.column + column.saturating_sub(1);
                } else {
                    self.items.column = column;
                }
                self.items.line = item.line + line.saturating_sub(1);
                Err(self.problem(&Fault::NotJson))
            }
        }
    }

    fn problem(&self, fault: &Fault) -> Problem {
        let error = match fault {
            Fault::Io(e) => Error::JsonNotReadFurther {
                error: e.to_string(),
            },
            Fault::Cut => Error::JsonCutOff,
            Fault::Large => Error::JsonRowTooLong,
            Fault::NotJson => Error::NotJson,
        };
        let mut problem = problem(&self.file, self.items.line, &error);
        problem.column = u32::try_from(self.items.column).unwrap_or(0).max(1);
        problem
    }
}
