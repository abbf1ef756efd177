//! Makes batches of rows of records that each name their own columns.
//!
//! JSON, Clixml, Format-List and workbooks give records; a table has one header for all its rows and
//! is read in [`super::table`].

use super::batch::{Batch, Part, problem};
use super::columns::Columns;
use super::error::Error;
use super::named::Values;
use super::other_file;
use crate::diagnostic::Problem;
use std::collections::VecDeque;
use std::sync::Arc;

/// Items after which a file without a row is taken for no trace.
const MAX_OTHERS: usize = 1000;

/// What a reader of some format finds next.
#[derive(Debug)]
pub(super) enum Found {
    /// Names, and as many values.
    Record(Arc<[String]>, Values),
    /// Something that cannot be read, and what is wrong with it.
    Bad(Problem),
    /// Anything else.
    Other,
}

/// What a record is, and where: its number in the file, or its line.
pub(super) type Numbered = (u64, Found);

/// Makes rows of the records of a file.
pub(super) struct Rows<I> {
    file: Arc<str>,
    records: I,
    /// Rows with the same names.
    batch: Option<(Arc<[String]>, Batch)>,
    /// What is handed on first.
    ready: VecDeque<Part>,
    /// Problems of items that are no rows, before the first row.
    others: Vec<Problem>,
    /// Whether there was an item.
    begun: bool,
    /// Whether one of them was a row.
    any: bool,
    over: bool,
}

impl<I: Iterator<Item = Result<Numbered, Problem>>> Rows<I> {
    /// The rows of the records that a reader gives; an error ends them.
    pub(super) fn new(file: Arc<str>, records: I) -> Self {
        Self {
            file,
            records,
            batch: None,
            ready: VecDeque::new(),
            others: Vec::new(),
            begun: false,
            any: false,
            over: false,
        }
    }

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

    fn take(&mut self, number: u64, found: Found) {
        self.begun = true;
        match found {
            Found::Record(names, values) => {
                let same = |(before, batch): &(Arc<[String]>, Batch)| {
                    (Arc::ptr_eq(before, &names) || *before == names) && !batch.is_full()
                };
                if !self.batch.as_ref().is_some_and(same) {
                    let Some(columns) = Columns::of(names.iter().map(String::as_str)) else {
                        let names: Vec<&str> = names.iter().map(String::as_str).collect();
                        return self.not_a_row(number, other_file::by_names(&names));
                    };
                    self.flush();
                    self.batch = Some((names, Batch::new(self.file.clone(), Arc::new(columns))));
                }
                self.any = true;
                self.ready.extend(self.others.drain(..).map(Part::Bad));
                if let Some((_, batch)) = &mut self.batch {
                    batch.fields(number, values.iter());
                }
            }
            Found::Bad(problem) => {
                self.flush();
                self.ready.push_back(Part::Bad(problem));
            }
            Found::Other => self.not_a_row(number, None),
        }
    }

    /// Take an item that is no row, and what it is instead, where that is known.
    fn not_a_row(&mut self, number: u64, other: Option<Error>) {
        self.flush();
        let error = other.unwrap_or(Error::NotARow { number });
        let problem = problem(&self.file, 0, &error);
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

    fn fault(&mut self, problem: Problem) {
        self.end(Part::Bad);
        self.ready.push_back(if self.begun {
            Part::Bad(problem)
        } else {
            Part::Unreadable(problem)
        });
    }
}

impl<I: Iterator<Item = Result<Numbered, Problem>>> Iterator for Rows<I> {
    type Item = Part;

    fn next(&mut self) -> Option<Part> {
        loop {
            if let Some(part) = self.ready.pop_front() {
                return Some(part);
            }
            if self.over {
                return None;
            }
            match self.records.next() {
                Some(Ok((number, found))) => self.take(number, found),
                Some(Err(problem)) => self.fault(problem),
                None => self.none(),
            }
        }
    }
}
