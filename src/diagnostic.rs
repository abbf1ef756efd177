//! Tells a problem of an input file with its place, its code and what to do about it.

use crate::i18n::{Language, Text, en};
use crate::text::{QuotedLine, lines, plain};
use std::fmt::{self, Write as _};

/// How bad a [`Problem`] is: an error stops the run, a warning does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// The input cannot be used.
    Error,
    /// The input can be used, and probably does not say what was meant.
    Warning,
}

/// An error type whose values can be told as a [`Problem`].
///
/// An error is recognised by its variant or its code, never by the words of its message.
pub trait Explained: std::error::Error {
    /// The stable name of the variant, in kebab-case.
    fn code(&self) -> &'static str;
    /// What is wrong: lower case, no final stop.
    fn message(&self) -> Text;
    /// What to do about it.
    fn help(&self) -> Text;
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
    /// The code of the error, in kebab-case; empty where it has none.
    pub code: &'static str,
    /// What is wrong: lower case, no final stop.
    pub message: Text,
    /// The line itself, where there is one; of a long line the piece around the column.
    pub source: Option<QuotedLine>,
    /// What to do about it.
    pub help: Text,
}

impl Problem {
    /// An error of a file as a whole, or of no file where its name is empty.
    #[must_use]
    pub fn whole(file: &str, message: impl Into<Text>, help: impl Into<Text>) -> Self {
        Self {
            severity: Severity::Error,
            file: file.to_owned(),
            line: 0,
            column: 0,
            code: "",
            message: message.into(),
            source: None,
            help: help.into(),
        }
    }

    /// An error of a file as a whole, or of no file where its name is empty.
    #[must_use]
    pub fn of(file: &str, error: &impl Explained) -> Self {
        Self {
            code: error.code(),
            ..Self::whole(file, error.message(), error.help())
        }
    }

    /// The same at a line and column (1-based, the column in characters) of a file, with the
    /// line itself where it is at hand.
    #[must_use]
    pub fn at(self, line: u32, column: u32, source: Option<String>) -> Self {
        Self {
            line,
            column,
            source: source.map(|line| QuotedLine::new(&line, column)),
            ..self
        }
    }

    /// The same as a warning.
    #[must_use]
    pub fn warning(self) -> Self {
        Self {
            severity: Severity::Warning,
            ..self
        }
    }

    /// As a terminal shows it, in a language; control characters of the file are replaced.
    #[must_use]
    pub fn localized(&self, language: Language) -> String {
        let mut out = String::new();
        // A String takes whatever is written to it.
        let _ = self.write(language, &mut out);
        out
    }

    fn write(&self, language: Language, to: &mut String) -> fmt::Result {
        if !self.file.is_empty() {
            write!(to, "{}:", plain(&self.file))?;
        }
        if self.line > 0 {
            write!(to, "{}:{}:", self.line, self.column)?;
        }
        if !to.is_empty() {
            to.push(' ');
        }
        let message = self.message.localized(language);
        let sentence = match self.severity {
            Severity::Error => en("error: {message}"),
            Severity::Warning => en("warning: {message}"),
        };
        to.push_str(&language.fill(sentence, &[("message", &lines(&message))]));
        if let Some(source) = &self.source {
            let (source, pad) = source.excerpt(self.column);
            write!(to, "\n    {source}\n    {pad}^")?;
        }
        let help = self.help.localized(language);
        let help = language.fill(en("help: {help}"), &[("help", &lines(&help))]);
        write!(to, "\n  {help}")
    }
}

impl fmt::Display for Problem {
    /// As a terminal shows it, in English.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.localized(Language::English))
    }
}

impl AsRef<Problem> for Problem {
    fn as_ref(&self) -> &Problem {
        self
    }
}

/// Problems as they are met: of each severity the first thousand, for nobody reads more.
#[derive(Debug)]
pub struct FirstProblems<P = Problem> {
    kept: Vec<P>,
    errors: usize,
    warnings: usize,
    /// The file of the last one that was not kept.
    file: String,
}

impl<P> Default for FirstProblems<P> {
    fn default() -> Self {
        Self {
            kept: Vec::new(),
            errors: 0,
            warnings: 0,
            file: String::new(),
        }
    }
}

impl<P: AsRef<Problem> + From<Problem>> FirstProblems<P> {
    /// How many of a severity are kept.
    const MOST: usize = 1_000;

    /// Take one; it is kept or counted.
    pub fn push(&mut self, problem: P) {
        let (severity, file) = (problem.as_ref().severity, problem.as_ref().file.clone());
        self.push_with(severity, &file, || problem);
    }

    /// Take one of a file, which is made only if it is kept.
    pub fn push_with(&mut self, severity: Severity, file: &str, problem: impl FnOnce() -> P) {
        let count = match severity {
            Severity::Error => &mut self.errors,
            Severity::Warning => &mut self.warnings,
        };
        *count += 1;
        if *count <= Self::MOST {
            self.kept.push(problem());
        } else if self.file != file {
            file.clone_into(&mut self.file);
        }
    }

    /// How many there were.
    #[must_use]
    pub fn number(&self) -> usize {
        self.errors + self.warnings
    }

    /// Whether one of them is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.errors > 0
    }

    /// Those that were kept, in an order, and how many more there were.
    #[must_use]
    pub fn sorted<K: Ord>(mut self, mut key: impl FnMut(&Problem) -> K) -> Vec<P> {
        self.kept.sort_by_key(|p| key(p.as_ref()));
        for (severity, number) in [
            (Severity::Error, self.errors),
            (Severity::Warning, self.warnings),
        ] {
            let more = number.saturating_sub(Self::MOST);
            if more > 0 {
                let message = en("{number} more problems like these");
                let message = Text::of(message, [("number", &more)]);
                let help = en("mend the first ones, and run it again");
                let problem = Problem {
                    severity,
                    ..Problem::whole(&self.file, message, help)
                };
                self.kept.push(problem.into());
            }
        }
        self.kept
    }
}

/// The help line for what stands twice.
pub(crate) fn remove_one(first: u32) -> Text {
    Text::of(
        en("remove one of them; the first is on line {first}"),
        [("first", &first)],
    )
}

/// The help line for a word that is nearly another one.
pub(crate) fn did_you_mean(near: &str) -> Text {
    Text::of(en("did you mean `{near}`?"), [("near", &near)])
}

/// The help line that lists the values of a property.
fn values(words: &[&str]) -> Text {
    Text::of(en("values: {values}"), [("values", &words.join(", "))])
}

/// The help line that lists the values of a property, and the one that was nearly written.
pub(crate) fn near_values(text: Option<&str>, words: &[&'static str]) -> Text {
    let near = text.and_then(|t| nearest(t, words.iter().copied()));
    let Some(near) = near else {
        return values(words);
    };
    Text::of(
        en("did you mean `{near}`? values: {values}"),
        [("near", &near), ("values", &words.join(", "))],
    )
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
