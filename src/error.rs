//! Says what can fail, which is only reading: each problem has a position and a help line.

use crate::report::text::{excerpt, lines, plain};
use std::fmt;

/// How bad a [`Problem`] is: an error stops the run, a warning does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// The input cannot be used.
    Error,
    /// The input can be used, and probably does not say what was meant.
    Warning,
}

/// One problem of an input file, at a position (1-based; 0 where the file has none).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Error or warning.
    pub severity: Severity,
    /// The file as the user named it.
    pub file: String,
    /// 1-based line, 0 for the file as a whole.
    pub line: u32,
    /// 1-based column in characters, 0 for the file as a whole.
    pub column: u32,
    /// What is wrong: lower case, no final stop.
    pub message: String,
    /// The line itself, where there is one.
    pub source: Option<String>,
    /// What to do about it.
    pub help: String,
}

impl fmt::Display for Problem {
    /// As a terminal shows it: it obeys nothing that the file says.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", plain(&self.file))?;
        if self.line > 0 {
            write!(f, "{}:{}:", self.line, self.column)?;
        }
        let word = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        write!(f, " {word}: {}", lines(&self.message))?;
        if let Some(source) = &self.source {
            let (source, pad) = excerpt(source, self.column);
            write!(f, "\n    {source}\n    {pad}^")?;
        }
        write!(f, "\n  help: {}", lines(&self.help))
    }
}

/// The nearest of `words`, if one is near enough to be meant.
#[must_use]
pub fn nearest<'a>(word: &str, words: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = word.to_lowercase();
    words
        .into_iter()
        .map(|w| (strsim::osa_distance(&wanted, &w.to_lowercase()), w))
        .filter(|(distance, w)| *distance <= (w.chars().count() / 3).max(1))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, w)| w)
}
