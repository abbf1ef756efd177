//! Holds an object as a cmdlet printed it: names and values, each with its place.

use super::kind::Kind;
use crate::diagnostic::{Problem, Severity};
use crate::i18n::{Text, en};
use crate::policy::document::{Node, Pos};
use std::cell::Cell;

/// The start of a file.
pub const START: Pos = Pos { line: 1, column: 1 };

/// Lines, and values, that a file may have: some hundreds of a mailbox, most of which say nothing about mail.
pub const MOST: usize = 2_000_000;

/// Properties that an object may have; those of the cmdlets have some hundreds.
pub const PROPERTIES: usize = 1_000;
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
    /// The byte that was asked for last, and its column: a file may be one long line, and its
    /// places are asked for in order.
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
            return Err(source.too_many(START));
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
            return Err(self.too_many(at));
        }
        Ok(())
    }

    /// Refuse an object with more than [`PROPERTIES`] properties.
    ///
    /// # Errors
    /// It has more.
    pub fn check(&self, object: &Object) -> Result<(), Problem> {
        if object.properties.len() > PROPERTIES {
            return Err(self.error(
                object.at,
                en("the object has more than 1,000 properties"),
                en("export it again; no object of a cmdlet has so many"),
            ));
        }
        Ok(())
    }

    /// What is said of a file with more than [`MOST`] lines or values.
    pub(super) fn too_many(&self, at: Pos) -> Problem {
        self.error(
            at,
            en("the file has more than 2,000,000 lines or values"),
            en("export with `Select-Object` only the properties that count, or in several files"),
        )
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

    fn problem(&self, severity: Severity, at: Pos, message: Text, help: Text) -> Problem {
        // A line of minified JSON or XML shows nothing to anybody.
        let shown = |l: &&str| l.len() <= 4 * SHOWN && l.chars().count() <= SHOWN;
        let source = self.line(at.line).filter(shown);
        Problem {
            code: "",
            severity,
            file: self.file.to_owned(),
            line: at.line,
            column: at.column,
            message,
            source: source.map(|line| crate::text::QuotedLine::new(line, at.column)),
            help,
        }
    }

    /// An error at a place.
    #[must_use]
    pub fn error(&self, at: Pos, message: impl Into<Text>, help: impl Into<Text>) -> Problem {
        self.problem(Severity::Error, at, message.into(), help.into())
    }

    /// A warning at a place.
    #[must_use]
    pub fn warning(&self, at: Pos, message: impl Into<Text>, help: impl Into<Text>) -> Problem {
        self.problem(Severity::Warning, at, message.into(), help.into())
    }
}

/// A property: its name, the place of the name or value, the value.
pub type Property = (String, Pos, Node);

/// An object.
#[derive(Debug, Clone)]
pub struct Object {
    /// Where it starts.
    pub at: Pos,
    /// What it is, where its surroundings say so.
    pub kind: Option<Kind>,
    /// The names of its types, where the format keeps them.
    pub types: Vec<String>,
    /// Its properties, in order.
    pub properties: Vec<Property>,
}

impl Object {
    /// A property by its name in any case.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Node> {
        let mut all = self.properties.iter();
        all.find(|(n, _, _)| n.eq_ignore_ascii_case(name))
            .map(|(_, _, node)| node)
    }

    /// Whether it has a property, its name in any case.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }
}
