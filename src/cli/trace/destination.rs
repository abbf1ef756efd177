//! Writes a report on traces to standard output or a file, in the format that is asked for.

use crate::cli::destination::{OutputArgs, REPORT, To};
use clap::{Args, ValueEnum};
use rdsim::i18n::Language;
use rdsim::report::sheet::SheetFormat;
use std::io;

/// What to write, and where to.
#[derive(Debug, Args)]
pub struct Destination {
    /// The format of the report; `csv` has a row for each disagreement, change or fact [default: human]
    #[arg(long, help_heading = REPORT)]
    format: Option<ReportFormat>,
    /// Write what was found as a part, which `rdsim trace merge` adds to those of other rows; the rows
    /// of a message must be in one part
    #[arg(help_heading = REPORT, long, conflicts_with = "format")]
    pub part: bool,
    #[command(flatten)]
    pub to: OutputArgs,
}

/// Values of `--format`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// For people
    Human,
    /// One JSON document
    Json,
    /// A table, written as it is found
    Csv,
    /// For a comment, or a page of a wiki
    #[value(alias = "md")]
    Markdown,
    /// One file with charts that needs nothing else
    Html,
}

impl ReportFormat {
    /// How a report for people is written; `None` for those for programs.
    pub fn sheet(self) -> Option<SheetFormat> {
        match self {
            Self::Human => Some(SheetFormat::Terminal),
            Self::Markdown => Some(SheetFormat::Markdown),
            Self::Html => Some(SheetFormat::Html),
            Self::Json | Self::Csv => None,
        }
    }

    /// The language of the report: what is for programs is in English.
    pub fn language(self, language: Language) -> Language {
        match self.sheet() {
            Some(_) => language,
            None => Language::English,
        }
    }
}

impl Destination {
    /// The format that is asked for, else the one that the name of the file tells.
    pub fn format(&self) -> ReportFormat {
        if self.part {
            return ReportFormat::Json;
        }
        self.to.format(self.format, ReportFormat::Human)
    }

    /// Whether nothing is written before everything is read.
    pub fn report_comes_last(&self) -> bool {
        self.to.output.is_some() || self.format() != ReportFormat::Csv
    }

    /// Begin to write; a file has its name when it is whole.
    ///
    /// # Errors
    /// The file cannot be made, or it exists and is not to be overwritten.
    pub fn open(&self) -> io::Result<To> {
        self.to.open(self.format() == ReportFormat::Human)
    }
}

/// A table whose rows are written as they are found, or a report that is written at the end.
pub enum Report {
    Table(Box<csv::Writer<To>>),
    AtEnd(io::BufWriter<To>),
}

impl Report {
    /// Begin it; a table has these columns.
    ///
    /// # Errors
    /// What the writer says.
    pub fn begin(columns: Option<&[&str]>, to: To) -> io::Result<Self> {
        let Some(columns) = columns else {
            return Ok(Self::AtEnd(io::BufWriter::new(to)));
        };
        let mut table = csv::Writer::from_writer(to);
        table.write_record(columns)?;
        Ok(Self::Table(Box::new(table)))
    }

    /// Write a row, where this is a table.
    ///
    /// # Errors
    /// What the writer says.
    pub fn row<const N: usize>(&mut self, cells: impl FnOnce() -> [String; N]) -> io::Result<()> {
        match self {
            Self::Table(table) => Ok(table.write_record(cells())?),
            Self::AtEnd(_) => Ok(()),
        }
    }

    /// End a table, or write the report.
    ///
    /// # Errors
    /// What the writer says.
    pub fn end(
        self,
        report: impl FnOnce(&mut io::BufWriter<To>) -> io::Result<()>,
    ) -> io::Result<()> {
        match self {
            Self::Table(table) => table
                .into_inner()
                .map_err(csv::IntoInnerError::into_error)?,
            Self::AtEnd(mut to) => {
                report(&mut to)?;
                to.into_inner().map_err(io::IntoInnerError::into_error)?
            }
        }
        .done()
    }
}
