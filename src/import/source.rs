//! Holds the text of a file and finds places in it.

use super::error::Error;
use crate::diagnostic::Problem;
use crate::policy::document::Pos;
use std::cell::Cell;

/// The start of a file.
pub const START: Pos = Pos { line: 1, column: 1 };

/// Lines, and values, that a file may have: some hundreds of a mailbox, most of which say nothing about mail.
pub const MOST: usize = 2_000_000;

/// Characters of a line that is shown with a problem.
const SHOWN: usize = 200;

/// The text of a file, where places are looked up.
#[derive(Debug)]
pub struct Source<'a> {
    /// The file as the user named it.
    pub file: &'a str,
    /// Its text.
    pub text: &'a str,
    /// Where each line starts.
    starts: Vec<usize>,
    /// The byte that was looked up last, and its column: a file may be one long line, and its
    /// places are looked up in order.
    last: Cell<(usize, u32)>,
    /// How many values were counted.
    values: Cell<usize>,
}

impl<'a> Source<'a> {
    /// Look at a text.
    ///
    /// # Errors
    /// It has more than [`MOST`] lines.
    pub fn new(file: &'a str, text: &'a str) -> Result<Self, Problem> {
        let breaks = memchr::memchr_iter(b'\n', text.as_bytes());
        let starts = std::iter::once(0).chain(breaks.map(|i| i + 1));
        let source = Self {
            file,
            text,
            starts: starts.take(MOST + 1).collect(),
            last: Cell::new((0, 1)),
            values: Cell::new(0),
        };
        if source.starts.len() > MOST {
            return Err(source.error(START, &Error::FileTooLarge));
        }
        Ok(source)
    }

    /// Count so many values.
    ///
    /// # Errors
    /// There are more than [`MOST`].
    pub fn count(&self, at: Pos, values: usize) -> Result<(), Problem> {
        self.values.set(self.values.get().saturating_add(values));
        if self.values.get() > MOST {
            return Err(self.error(at, &Error::FileTooLarge));
        }
        Ok(())
    }

    /// The place of a byte.
    #[must_use]
    pub fn pos(&self, offset: usize) -> Pos {
        let line = self.starts.partition_point(|s| *s <= offset);
        let start = self.starts.get(line.saturating_sub(1)).copied();
        let start = start.unwrap_or(0);
        let (from, column) = match self.last.get() {
            (last, column) if (start..=offset).contains(&last) => (last, column),
            _ => (start, 1),
        };
        let between = self.text.get(from..offset).unwrap_or_default();
        let column = column + u32::try_from(between.chars().count()).unwrap_or(0);
        self.last.set((offset, column));
        Pos {
            line: u32::try_from(line).unwrap_or(u32::MAX),
            column,
        }
    }

    /// A line, counted from 1.
    #[must_use]
    pub fn line(&self, number: u32) -> Option<&'a str> {
        let index = (number as usize).checked_sub(1)?;
        let from = *self.starts.get(index)?;
        let to = self.starts.get(index + 1).copied();
        let line = self.text.get(from..to.unwrap_or(self.text.len()))?;
        Some(line.trim_end_matches(['\r', '\n']))
    }

    /// An error at a place.
    #[must_use]
    pub fn error(&self, at: Pos, error: &Error) -> Problem {
        // A line of minified JSON or XML shows nothing to anybody.
        let shown = |l: &&str| l.len() <= 4 * SHOWN && l.chars().count() <= SHOWN;
        let line = self.line(at.line).filter(shown);
        Problem::of(self.file, error).at(at.line, at.column, line)
    }

    /// A warning at a place.
    #[must_use]
    pub fn warning(&self, at: Pos, error: &Error) -> Problem {
        self.error(at, error).warning()
    }
}
