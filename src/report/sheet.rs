//! Holds a report as its parts, which are written for a terminal, as Markdown or as HTML.
//!
//! Every text in it is in the reader's language already, and may hold what strangers wrote: each
//! format writes all of it as text.

mod html;
mod markdown;
mod terminal;

use crate::i18n::{Language, en};
use crate::trace::tally::Tally;
use std::io::{self, Write};

/// Senders and domains that are shown to people.
pub(super) const TOP: usize = 10;

/// The formats for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SheetFormat {
    /// A terminal.
    Terminal,
    /// A comment or a page of a wiki.
    Markdown,
    /// A file that stands alone.
    Html,
}

/// A report.
#[derive(Debug, Default)]
pub struct Sheet {
    /// Its first line.
    pub title: String,
    /// What follows, in order.
    pub parts: Vec<Part>,
}

/// A part of a report.
#[derive(Debug)]
pub enum Part {
    /// What the next parts are about.
    Heading(String),
    /// A sentence.
    Line(String),
    /// Parts of a whole, drawn as one bar.
    Shares(Vec<(u64, String, Tone)>),
    /// Counts, drawn as bars.
    Counts(Vec<(u64, String)>),
    /// What is to be done, in order: in words, and by a command.
    Steps(Vec<Step>),
    /// Like things, counted, with what is to be said of them.
    Item(Item),
    /// A table: the last column has sentences, and the others short words.
    Table {
        /// The names of the columns.
        head: Vec<String>,
        /// The rows.
        rows: Vec<Vec<String>>,
    },
    /// A table whose cells have a short word each, and what is to be said of it.
    Grid {
        /// The names of the columns, that of the rows' names first.
        head: Vec<String>,
        /// The rows, each with its name.
        rows: Vec<(String, Vec<Cell>)>,
    },
}

/// A cell of a [`Part::Grid`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Its word.
    pub word: String,
    /// What it means.
    pub tone: Tone,
    /// What is to be said of it.
    pub lines: Vec<String>,
}

/// What a part of a whole means, as its colour tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// As wanted.
    Good,
    /// Not as wanted.
    Bad,
    /// Probably not.
    Likely,
    /// Perhaps.
    Doubt,
    /// Neither.
    Plain,
}

/// Something to do.
#[derive(Debug)]
pub struct Step {
    /// In words.
    pub text: String,
    /// The command, or a sentence that says what to look at.
    pub settle: String,
    /// Whether that is a command.
    pub is_command: bool,
}

/// Like things.
#[derive(Debug)]
pub struct Item {
    /// How many.
    pub count: u64,
    /// What they are.
    pub title: String,
    /// More on them.
    pub lines: Vec<String>,
    /// What stands above the steps.
    pub why: String,
    /// Why that may be, and how to find out.
    pub steps: Vec<Step>,
}

impl Step {
    /// Something to do that needs no command.
    #[must_use]
    pub fn told(text: String) -> Self {
        Self {
            text,
            settle: String::new(),
            is_command: false,
        }
    }
}

impl Sheet {
    /// Add counts below a heading, where there are any.
    pub fn counts(&mut self, heading: &str, counts: Vec<(u64, String)>) {
        let counts: Vec<_> = counts.into_iter().filter(|(n, _)| *n > 0).collect();
        if !counts.is_empty() {
            self.parts.push(Part::Heading(heading.to_owned()));
            self.parts.push(Part::Counts(counts));
        }
    }

    /// Add the most frequent values of a tally below a heading.
    pub fn top(&mut self, heading: &str, tally: &Tally, lang: Language) {
        let sorted = tally.sorted();
        let first = sorted.iter().take(TOP);
        self.counts(heading, first.map(|(v, n)| (*n, (*v).to_owned())).collect());
        if sorted.len() > TOP {
            self.more(sorted.len() - TOP, lang);
        }
    }

    /// Say that there is more than is shown.
    pub fn more(&mut self, n: usize, lang: Language) {
        let more = lang.fill(en("and {n} more"), &[("n", &n)]);
        self.parts.push(Part::Line(more));
    }

    /// Write it.
    ///
    /// # Errors
    /// What the writer says.
    pub fn write(
        &self,
        format: SheetFormat,
        lang: Language,
        to: &mut impl Write,
    ) -> io::Result<()> {
        let writer = SheetWriter {
            format,
            language: lang,
        };
        writer.begin(&self.title, to)?;
        writer.parts(&self.parts, to)?;
        writer.end(to)
    }
}

/// Writes a report part by part.
#[derive(Debug, Clone, Copy)]
pub struct SheetWriter {
    /// The format.
    pub format: SheetFormat,
    /// The reader's language.
    pub language: Language,
}

impl SheetWriter {
    /// Write what stands before the first part.
    ///
    /// # Errors
    /// What the writer says.
    pub fn begin(self, title: &str, to: &mut impl Write) -> io::Result<()> {
        match self.format {
            SheetFormat::Terminal => terminal::begin(title, to),
            SheetFormat::Markdown => markdown::begin(title, to),
            SheetFormat::Html => html::begin(title, self.language, to),
        }
    }

    /// Write some parts.
    ///
    /// # Errors
    /// What the writer says.
    pub fn parts(self, parts: &[Part], to: &mut impl Write) -> io::Result<()> {
        match self.format {
            SheetFormat::Terminal => terminal::write(parts, to),
            SheetFormat::Markdown => markdown::write(parts, self.language, to),
            SheetFormat::Html => html::write(parts, self.language, to),
        }
    }

    /// Write what stands behind the last part.
    ///
    /// # Errors
    /// What the writer says.
    pub fn end(self, to: &mut impl Write) -> io::Result<()> {
        match self.format {
            SheetFormat::Terminal | SheetFormat::Markdown => Ok(()),
            SheetFormat::Html => html::end(to),
        }
    }
}
