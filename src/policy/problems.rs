//! Collects the problems of a file, each with its line and column and the line itself.

use super::Error;
use super::document::Pos;
use crate::diagnostic::Excerpt;
use crate::diagnostic::{Explained, FirstProblems, Problem, Severity};
use crate::lines::Lines;
use std::cell::OnceCell;

/// A problem, and what it is; `None` for the one that counts those that were not kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Found<E> {
    /// As it is shown.
    pub problem: Problem,
    /// As it is recognised.
    pub error: Option<E>,
}

impl<E> AsRef<Problem> for Found<E> {
    fn as_ref(&self) -> &Problem {
        &self.problem
    }
}

impl<E> From<Problem> for Found<E> {
    fn from(problem: Problem) -> Self {
        Self {
            problem,
            error: None,
        }
    }
}

/// The problems of a file so far.
pub(crate) struct Problems<'a, E = Error> {
    pub(crate) file: &'a str,
    text: &'a str,
    lines: OnceCell<Lines<'a>>,
    found: FirstProblems<Found<E>>,
}

impl<'a, E: Explained> Problems<'a, E> {
    /// None yet, of a file with this text.
    pub(crate) fn new(file: &'a str, text: &'a str) -> Self {
        Self {
            file,
            text,
            lines: OnceCell::new(),
            found: FirstProblems::default(),
        }
    }

    /// A line (1-based).
    pub(crate) fn line(&self, line: u32) -> Option<&'a str> {
        self.lines.get_or_init(|| Lines::new(self.text)).get(line)
    }

    /// The place of a word on a line, else the line's start.
    pub(crate) fn place(&self, line: u32, word: &str) -> Pos {
        let before = self.line(line).and_then(|t| t.get(..t.find(word)?));
        let column = before.map_or(1, |b| u32::try_from(b.chars().count() + 1).unwrap_or(1));
        Pos { line, column }
    }

    pub(crate) fn error(&mut self, at: Pos, error: E) {
        self.push(Severity::Error, at, || error);
    }

    /// Add an error that is made only if it is kept.
    pub(crate) fn error_with(&mut self, at: Pos, error: impl FnOnce() -> E) {
        self.push(Severity::Error, at, error);
    }

    pub(crate) fn warn(&mut self, at: Pos, error: E) {
        self.push(Severity::Warning, at, || error);
    }

    fn push(&mut self, severity: Severity, at: Pos, error: impl FnOnce() -> E) {
        let text = self.text;
        let lines = self.lines.get_or_init(|| Lines::new(text));
        self.found.push_with(severity, self.file, || {
            let error = error();
            Found {
                problem: Problem {
                    severity,
                    line: at.line,
                    column: at.column,
                    source: lines.get(at.line).map(|line| Excerpt::new(line, at.column)),
                    ..Problem::of(self.file, &error)
                },
                error: Some(error),
            }
        });
    }

    /// Whether there is none yet.
    pub(crate) fn is_empty(&self) -> bool {
        self.found.number() == 0
    }

    /// Whether one of them is an error.
    pub(crate) fn has_errors(&self) -> bool {
        self.found.has_errors()
    }

    /// All of them, in the order of the file.
    pub(crate) fn sorted(self) -> Vec<Found<E>> {
        self.found.sorted(|p| (p.line, p.column))
    }
}

/// Problems as they are shown.
pub(crate) fn shown<E>(found: Vec<Found<E>>) -> Vec<Problem> {
    found.into_iter().map(|f| f.problem).collect()
}
