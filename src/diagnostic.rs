//! Describes a problem of an input file: its place, its code, what is wrong and what to do.

use crate::i18n::{Language, Text, en};
use crate::text::{lines, plain};
use std::borrow::Cow;
use std::fmt::{self, Write as _};
use textwrap::core::display_width;

/// How bad a [`Problem`] is: an error stops the run, a warning does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// The input cannot be used.
    Error,
    /// The input can be used, and probably does not mean what its author wanted.
    Warning,
}

/// An error that can be shown as a [`Problem`].
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
    /// The code of the error, in kebab-case.
    pub code: &'static str,
    /// What is wrong: lower case, no final stop.
    pub message: Text,
    /// The line itself, where it is known.
    pub source: Option<Excerpt>,
    /// What to do about it.
    pub help: Text,
}

impl Problem {
    /// An error of a file as a whole, or of no file where its name is empty.
    #[must_use]
    pub fn of(file: &str, error: &impl Explained) -> Self {
        Self {
            severity: Severity::Error,
            file: file.to_owned(),
            line: 0,
            column: 0,
            code: error.code(),
            message: error.message(),
            source: None,
            help: error.help(),
        }
    }

    /// The same at a line and column (1-based, the column in characters) of a file, with the
    /// whole line where it is at hand.
    #[must_use]
    pub fn at(self, line: u32, column: u32, source: Option<&str>) -> Self {
        Self {
            line,
            column,
            source: source.map(|text| Excerpt::new(text, column)),
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

    /// The text for a terminal, in a language; control characters of the file are replaced.
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
        let text = match self.severity {
            Severity::Error => en("error: {message}"),
            Severity::Warning => en("warning: {message}"),
        };
        to.push_str(&language.fill(text, &[("message", &lines(&message))]));
        if let Some(source) = &self.source {
            let (source, indent) = source.shown();
            write!(to, "\n    {source}\n    {indent}^")?;
        }
        let help = self.help.localized(language);
        let help = language.fill(en("help: {help}"), &[("help", &lines(&help))]);
        write!(to, "\n  {help}")
    }
}

impl fmt::Display for Problem {
    /// The text for a terminal, in English.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.localized(Language::English))
    }
}

impl AsRef<Problem> for Problem {
    fn as_ref(&self) -> &Problem {
        self
    }
}

/// The piece of a source line around a column.
///
/// A long line is cut, so that a thousand problems on one stay small.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// The line, or the piece of it; `…` stands where the line goes on.
    pub text: String,
    /// Bytes of `text` before the column.
    before: usize,
}

impl Excerpt {
    /// Characters of a line that are kept.
    const MOST: usize = 160;

    /// The piece of a line around a column (1-based, in characters).
    #[must_use]
    pub fn new(line: &str, column: u32) -> Self {
        let before = (column as usize).saturating_sub(1);
        let start = before.saturating_sub(Self::MOST / 2);
        let mut text = String::new();
        let mut rest = line.chars();
        if start > 0 {
            rest.nth(start - 1);
            text.push('…');
        }
        text.extend(rest.by_ref().take(before - start));
        let left = Self::MOST.saturating_sub(before - start);
        let before = text.len();
        text.extend(rest.by_ref().take(left));
        if rest.next().is_some() {
            text.push('…');
        }
        Self { text, before }
    }

    /// The text as a terminal shows it, and the indent that puts a caret on the next line below
    /// the column: a wide character takes two columns, a combining mark none, and a tab reaches
    /// as far in both lines.
    ///
    /// This is done here because the crates that draw source lines (annotate-snippets, miette)
    /// put the place on a line of its own, in place of `file:line:column:` in front of the
    /// message, where editors and CI look for it.
    #[must_use]
    pub fn shown(&self) -> (Cow<'_, str>, String) {
        let before = lines(self.text.get(..self.before).unwrap_or_default());
        let widths = before.split('\t').map(display_width);
        let blanks: Vec<String> = widths.map(|width| " ".repeat(width)).collect();
        (lines(&self.text), blanks.join("\t"))
    }
}

/// The last problem that is told, in place of those after the first thousand.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.message())]
struct MoreProblems {
    number: usize,
}

impl Explained for MoreProblems {
    fn code(&self) -> &'static str {
        "more-problems"
    }

    fn message(&self) -> Text {
        let english = en("{number} more problems like these");
        Text::of(english, [("number", &self.number)])
    }

    fn help(&self) -> Text {
        en("correct the first ones, and run it again").into()
    }
}

/// The first thousand problems of each severity, and how many there are.
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

    /// Add one; after the first thousand it is only counted.
    pub fn push(&mut self, problem: P) {
        let (severity, file) = (problem.as_ref().severity, problem.as_ref().file.clone());
        self.push_with(severity, &file, || problem);
    }

    /// Add one of a file, which is made only if it is kept.
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

    /// Those that were kept, sorted, and a last one with the number of the others.
    #[must_use]
    pub fn sorted<K: Ord>(mut self, mut key: impl FnMut(&Problem) -> K) -> Vec<P> {
        self.kept.sort_by_key(|p| key(p.as_ref()));
        for (severity, number) in [
            (Severity::Error, self.errors),
            (Severity::Warning, self.warnings),
        ] {
            let more = number.saturating_sub(Self::MOST);
            if more > 0 {
                let problem = Problem {
                    severity,
                    ..Problem::of(&self.file, &MoreProblems { number: more })
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

/// The help line for a word that is none of the known ones.
#[must_use]
pub fn near_words(word: &str, known: &[&str]) -> Text {
    match nearest(word, known.iter().copied()) {
        Some(near) => did_you_mean(near),
        None => Text::of(en("known: {known}"), [("known", &known.join(", "))]),
    }
}

/// The word that is most like a misspelt one, if any is like it.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_is_cut_around_its_column() {
        let long = format!("{}X{}", "a".repeat(1000), "b".repeat(1000));
        let excerpt = Excerpt::new(&long, 1001);
        let (text, indent) = excerpt.shown();
        assert!(text.chars().count() <= Excerpt::MOST + 2);
        assert_eq!(text.chars().nth(indent.len()), Some('X'));
        assert!(text.starts_with("…aa") && text.ends_with("bb…"), "{text}");
        let end = Excerpt::new(&long, 5_000);
        assert_eq!(end.shown(), ("…".into(), " ".into()));
    }

    #[test]
    fn the_caret_stands_below_the_column() {
        for (line, column, indent) in [
            ("\tab: c", 5, "\t   "),
            ("日本: x", 5, "      "),
            ("e\u{301}: x", 5, "   "),
            ("日\t本: x", 6, "  \t    "),
            ("a\u{1b}: x", 5, "    "),
            ("ab", 9, "  "),
            ("ab", 0, ""),
        ] {
            assert_eq!(Excerpt::new(line, column).shown().1, indent, "{line:?}");
        }
    }
}
