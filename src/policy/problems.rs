//! Collects the problems of a file, each with its line and column and the line itself.

use super::Error;
use super::node::Pos;
use crate::diagnostic::{Explained, FirstProblems, Problem};
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
    lines: OnceCell<Vec<&'a str>>,
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
        let lines = self.lines.get_or_init(|| self.text.lines().collect());
        lines.get((line as usize).checked_sub(1)?).copied()
    }

    fn problem(&self, at: Pos, error: &E) -> Problem {
        let line = self.line(at.line).map(str::to_owned);
        Problem::of(self.file, error).at(at.line, at.column, line)
    }

    pub(crate) fn error(&mut self, at: Pos, error: E) {
        let problem = self.problem(at, &error);
        let error = Some(error);
        self.found.push(Found { problem, error });
    }

    pub(crate) fn warn(&mut self, at: Pos, error: E) {
        let problem = self.problem(at, &error).warning();
        let error = Some(error);
        self.found.push(Found { problem, error });
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
