//! Reads what ConvertTo-Json makes of trace objects; what stands before a fault is kept.

mod items;
mod row;

use super::batch::{Batch, Part, problem};
use super::columns::{Columns, EXPECTED};
use super::read::Parts;
use crate::diagnostic::Problem;
use crate::i18n::{Text, en};
use items::{Fault, Item, Items};
use row::Found;
use std::collections::VecDeque;
use std::io::Read;
use std::sync::Arc;

/// Items after which a file of which none was a row is no trace.
const FOREIGN: usize = 1000;

/// The rows of a document: one object, or a list of them.
pub(super) fn open<'a>(file: Arc<str>, from: impl Read + Send + 'a) -> Parts<'a> {
    Box::new(Rows {
        file,
        items: Items::new(from),
        batch: None,
        ready: VecDeque::new(),
        foreign: Vec::new(),
        number: 0,
        any: false,
        over: false,
    })
}

struct Rows<R> {
    file: Arc<str>,
    items: Items<R>,
    /// Rows with the same names.
    batch: Option<(Vec<String>, Batch)>,
    /// What is handed on first.
    ready: VecDeque<Part>,
    /// What is said of items that are no rows, before the first row.
    foreign: Vec<Problem>,
    /// How many items there were.
    number: u64,
    /// Whether one of them was a row.
    any: bool,
    over: bool,
}

impl<R: Read> Iterator for Rows<R> {
    type Item = Part;

    fn next(&mut self) -> Option<Part> {
        loop {
            if let Some(part) = self.ready.pop_front() {
                return Some(part);
            }
            if self.over {
                return None;
            }
            match self.items.take() {
                Ok(Some(item)) => self.item(&item),
                Ok(None) => self.none(),
                Err(fault) => self.fault(&fault),
            }
        }
    }
}

impl<R> Rows<R> {
    fn flush(&mut self) {
        if let Some((_, batch)) = self.batch.take() {
            self.ready.push_back(Part::Rows(batch));
        }
    }

    /// Hand on what is left.
    fn end(&mut self, foreign: fn(Problem) -> Part) {
        self.over = true;
        self.flush();
        self.ready.extend(self.foreign.drain(..).map(foreign));
    }

    fn item(&mut self, item: &Item) {
        let found = match row::read(&item.text) {
            Ok(found) => found,
            Err(e) => {
                // The place within the item, as a place in the file.
                let (line, column) = (e.line() as u64, e.column() as u64);
                if line <= 1 {
                    self.items.column = item.column + column.saturating_sub(1);
                } else {
                    self.items.column = column;
                }
                self.items.line = item.line + line.saturating_sub(1);
                return self.fault(&Fault::NotJson);
            }
        };
        self.number += 1;
        match found {
            Found::Row(names, values)
                if Columns::of(names.iter().map(String::as_str)).is_some() =>
            {
                self.any = true;
                self.ready.extend(self.foreign.drain(..).map(Part::Bad));
                self.row(names, &values);
            }
            _ => self.foreign(),
        }
    }

    fn row(&mut self, names: Vec<String>, values: &[String]) {
        let same = |(before, batch): &(Vec<String>, Batch)| *before == names && !batch.is_full();
        if !self.batch.as_ref().is_some_and(same) {
            self.flush();
            let columns = Columns::of(names.iter().map(String::as_str)).unwrap_or_default();
            self.batch = Some((names, Batch::new(self.file.clone(), Arc::new(columns))));
        }
        if let Some((_, batch)) = &mut self.batch {
            batch.fields(self.number, values.iter().map(String::as_str));
        }
    }

    fn foreign(&mut self) {
        self.flush();
        let message = Text::of(
            en("item {number} is not a row of a message trace"),
            [("number", &self.number)],
        );
        let help = Text::of(
            en("expected properties such as {names}"),
            [("names", &EXPECTED)],
        );
        let told = problem(&self.file, 0, message, help);
        if self.any {
            self.ready.push_back(Part::Bad(told));
        } else {
            self.foreign.push(told);
            if self.foreign.len() >= FOREIGN {
                self.none();
            }
        }
    }

    /// End a file that has no row: one complaint says it for all.
    fn none(&mut self) {
        self.foreign.truncate(1);
        self.end(Part::Unreadable);
    }

    fn fault(&mut self, fault: &Fault) {
        let again = en("export again with `| ConvertTo-Json`, and give the whole output");
        let message = match fault {
            Fault::Io(e) => Text::of(
                en("the trace cannot be read further: {error}"),
                [("error", e)],
            ),
            Fault::Cut if self.any || self.number == 0 => {
                en("the file ends inside the JSON document").into()
            }
            Fault::Large => en("the row has more than 16 MiB").into(),
            Fault::Cut | Fault::NotJson => en("the file is not JSON").into(),
        };
        let mut told = problem(&self.file, self.items.line, message, again);
        told.column = u32::try_from(self.items.column).unwrap_or(0).max(1);
        let nothing = self.number == 0;
        self.end(Part::Bad);
        self.ready.push_back(if nothing {
            Part::Unreadable(told)
        } else {
            Part::Bad(told)
        });
    }
}
