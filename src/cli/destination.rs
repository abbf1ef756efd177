//! Opens what a verb writes to: standard output, or a file that is there when it is whole.

use super::write::{Aside, Existing};
use super::{output, progress};
use anstream::adapter::StripBytes;
use clap::{ArgGroup, Args, ValueEnum};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// The heading of the options on what is written, and where to.
pub const REPORT: &str = "Report";

/// Where a verb writes.
#[derive(Debug, Args)]
#[command(next_help_heading = REPORT, group = ArgGroup::new("written").multiple(true))]
pub struct OutputArgs {
    /// Write to this file in place of standard output, in UTF-8; the end of its name, such as .json,
    /// gives the format where no option does
    #[arg(long, short, value_name = "FILE", group = "written")]
    pub output: Option<PathBuf>,
    /// Overwrite files that are there already
    #[arg(long, requires = "written")]
    pub force: bool,
}

impl OutputArgs {
    /// Begin to write, for people or for programs.
    ///
    /// # Errors
    /// The file cannot be made, or it exists and is not to be overwritten.
    pub fn open(&self, people: bool) -> io::Result<To> {
        To::open(self.output.as_deref(), self.force, people)
    }

    /// The format that is given, else the one that the name of the file tells, else another.
    pub fn format<F: ValueEnum>(&self, given: Option<F>, otherwise: F) -> F {
        let named = || by_name(self.output.as_deref()?);
        given.or_else(named).unwrap_or(otherwise)
    }
}

/// The format that the name of a file tells.
pub fn by_name<F: ValueEnum>(path: &Path) -> Option<F> {
    let end = path.extension()?.to_str()?.to_ascii_lowercase();
    let word = match end.as_str() {
        "md" => "markdown",
        "htm" => "html",
        "xml" => "junit",
        "ndjson" => "jsonl",
        other => other,
    };
    F::from_str(word, false).ok()
}

/// What is written to.
pub enum To {
    /// Standard output.
    Out(Box<dyn Write + Send>),
    /// A file.
    File(Box<InFile>),
}

/// A file that is written.
pub struct InFile {
    to: BufWriter<Aside>,
    /// Takes colours out of what is for people.
    strip: Option<StripBytes>,
}

impl To {
    /// Open a file, or standard output where there is none or it is `-`.
    ///
    /// # Errors
    /// The file cannot be made, or it exists and is not to be overwritten.
    pub fn open(path: Option<&Path>, force: bool, people: bool) -> io::Result<Self> {
        let Some(path) = path.filter(|path| path.as_os_str() != "-") else {
            return Ok(Self::Out(output::open(people)));
        };
        // What is shown of the progress does not disturb the report.
        progress::report_comes_last();
        let aside = Aside::begin(path, Existing::forced(force))?;
        Ok(Self::File(Box::new(InFile {
            to: BufWriter::new(aside),
            strip: people.then(StripBytes::new),
        })))
    }

    /// End, and give the file its name.
    ///
    /// # Errors
    /// What the writer says.
    pub fn done(self) -> io::Result<()> {
        match self {
            Self::Out(mut out) => out.flush(),
            Self::File(file) => {
                let aside = file.to.into_inner();
                let aside = aside.map_err(io::IntoInnerError::into_error)?;
                Ok(aside.complete().name()?)
            }
        }
    }
}

impl Write for To {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Out(out) => out.write(bytes),
            Self::File(file) => {
                match &mut file.strip {
                    Some(strip) => strip
                        .strip_next(bytes)
                        .try_for_each(|piece| file.to.write_all(piece))?,
                    None => file.to.write_all(bytes)?,
                }
                Ok(bytes.len())
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Out(out) => out.flush(),
            Self::File(file) => file.to.flush(),
        }
    }
}
