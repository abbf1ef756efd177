//! Holds an object as a cmdlet printed it: names and values, each with its place.

use super::kind::Kind;
use crate::error::{Problem, Severity};
use crate::policy::node::{Node, Pos};
use crate::words::Sentence;
use std::cell::Cell;

/// The start of a file.
pub const START: Pos = Pos { line: 1, column: 1 };

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
}

impl<'a> Source<'a> {
    /// Look at a text.
    #[must_use]
    pub fn new(file: &'a str, text: &'a str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, b)| *b == b'\n');
        let starts = std::iter::once(0).chain(breaks.map(|(i, _)| i + 1));
        Self {
            file,
            text,
            starts: starts.collect(),
            last: Cell::new((0, 1)),
        }
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
        self.text.get(from..)?.lines().next()
    }

    fn problem(&self, severity: Severity, at: Pos, message: Sentence, help: Sentence) -> Problem {
        // A line of minified JSON or XML shows nothing to anybody.
        let source = self.line(at.line).filter(|l| l.chars().count() <= 200);
        Problem {
            severity,
            file: self.file.to_owned(),
            line: at.line,
            column: at.column,
            message,
            source: source.map(str::to_owned),
            help,
        }
    }

    /// An error at a place.
    #[must_use]
    pub fn error(
        &self,
        at: Pos,
        message: impl Into<Sentence>,
        help: impl Into<Sentence>,
    ) -> Problem {
        self.problem(Severity::Error, at, message.into(), help.into())
    }

    /// A warning at a place.
    #[must_use]
    pub fn warning(
        &self,
        at: Pos,
        message: impl Into<Sentence>,
        help: impl Into<Sentence>,
    ) -> Problem {
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
