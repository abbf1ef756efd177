//! Reads what ConvertTo-Json makes of trace objects; what stands before a fault is kept.

mod items;
mod row;

use super::batch::{Batch, Part, problem};
use super::columns::Columns;
use super::error::Error;
use super::read::Parts;
use crate::diagnostic::Problem;
use items::{Fault, Item, Items};
use row::Found;
use std::collections::VecDeque;
use std::io::Read;
use std::sync::Arc;

/// Items after which a file without a row is taken for no trace.
const MAX_OTHERS: usize = 1000;

/// The rows of a document: one object, or a list of them.
pub(super) fn open<'a>(file: Arc<str>, from: impl Read + Send + 'a) -> Parts<'a> {
    Box::new(Rows {
        file,
        items: Items::new(from),
        batch: None,
        ready: VecDeque::new(),
        others: Vec::new(),
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
    /// Problems of items that are no rows, before the first row.
    others: Vec<Problem>,
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
    fn end(&mut self, others: fn(Problem) -> Part) {
        self.over = true;
        self.flush();
        self.ready.extend(self.others.drain(..).map(others));
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
                self.ready.extend(self.others.drain(..).map(Part::Bad));
                self.row(names, &values);
            }
            _ => self.not_a_row(),
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

    fn not_a_row(&mut self) {
        self.flush();
        let number = self.number;
        let problem = problem(&self.file, 0, &Error::NotARow { number });
        if self.any {
            self.ready.push_back(Part::Bad(problem));
        } else {
            self.others.push(problem);
            if self.others.len() >= MAX_OTHERS {
                self.none();
            }
        }
    }

    /// End a file that has no row: the first problem stands for all.
    fn none(&mut self) {
        self.others.truncate(1);
        self.end(Part::Unreadable);
    }

    fn fault(&mut self, fault: &Fault) {
        let error = match fault {
            Fault::Io(e) => Error::JsonNotReadFurther {
                error: e.to_string(),
            },
            Fault::Cut if self.any || self.number == 0 => Error::JsonCutOff,
            Fault::Large => Error::JsonRowTooLong,
            Fault::Cut | Fault::NotJson => Error::NotJson,
        };
        let mut problem = problem(&self.file, self.items.line, &error);
        problem.column = u32::try_from(self.items.column).unwrap_or(0).max(1);
        let nothing = self.number == 0;
        self.end(Part::Bad);
        self.ready.push_back(if nothing {
            Part::Unreadable(problem)
        } else {
            Part::Bad(problem)
        });
    }
}
