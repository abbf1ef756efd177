//! Tells what another policy would have done.

use super::exports::{self, Exports};
use crate::cli::progress;
use crate::cli::write::{Aside, Existing};
use crate::cli::{Exit, complain, files, import, output};
use clap::{Args, ValueEnum};
use rdsim::i18n::Language;
use rdsim::policy::Policy;
use rdsim::report::trace::replay as report;
use rdsim::text::{SanitizingWriter, cell};
use rdsim::trace::replay::{COLUMNS, Change, Policies, Replayed, replay};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Arguments of `trace replay`.
#[derive(Debug, Args)]
pub struct ReplayArgs {
    /// The new policy (YAML)
    #[arg(long, short)]
    policy: PathBuf,
    /// The policy that was in force; without it, what Exchange did counts
    #[arg(long)]
    old: Option<PathBuf>,
    #[command(flatten)]
    exports: Exports,
    /// The format of the report; `csv` has a row for each change
    #[arg(long)]
    format: Option<ReplayFormat>,
    /// Write to a file; the end of its name gives the format: .json, .csv
    #[arg(long, short)]
    output: Option<PathBuf>,
    /// Overwrite the file
    #[arg(long, requires = "output")]
    force: bool,
    /// List also what changes only if the message was of some kind (csv)
    #[arg(long)]
    perhaps: bool,
}

/// Values of `--format`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ReplayFormat {
    /// For people
    Human,
    /// One JSON document
    Json,
    /// One row a change, streamed
    Csv,
}

impl ReplayArgs {
    fn format(&self) -> ReplayFormat {
        let end = self.output.as_deref().and_then(Path::extension);
        let end = end.and_then(|e| e.to_str()).map(str::to_ascii_lowercase);
        self.format.unwrap_or(match end.as_deref() {
            Some("json") => ReplayFormat::Json,
            Some("csv") => ReplayFormat::Csv,
            _ => ReplayFormat::Human,
        })
    }
}

/// Where the report goes.
enum To {
    Out(Box<dyn Write + Send>),
    File(Box<Aside>),
}

impl To {
    fn new(path: Option<&Path>, force: bool, format: ReplayFormat) -> io::Result<Self> {
        Ok(match path {
            None => Self::Out(output::open(format == ReplayFormat::Human)),
            Some(path) => Self::File(Box::new(Aside::begin(path, Existing::forced(force))?)),
        })
    }

    fn done(mut self) -> io::Result<()> {
        self.flush()?;
        match self {
            Self::Out(_) => Ok(()),
            Self::File(file) => Ok(file.complete().name()?),
        }
    }
}

impl Write for To {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Out(out) => out.write(bytes),
            Self::File(file) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Out(out) => out.flush(),
            Self::File(file) => file.flush(),
        }
    }
}

/// Where the changes go as they are found.
enum Table {
    None(io::BufWriter<To>),
    Csv(Box<csv::Writer<To>>),
}

impl Table {
    fn begin(format: ReplayFormat, to: To) -> io::Result<Self> {
        Ok(match format {
            ReplayFormat::Human | ReplayFormat::Json => Self::None(io::BufWriter::new(to)),
            ReplayFormat::Csv => {
                let mut table = csv::Writer::from_writer(to);
                table.write_record(COLUMNS)?;
                Self::Csv(Box::new(table))
            }
        })
    }

    fn change(&mut self, change: &Change) -> io::Result<()> {
        match self {
            Self::None(_) => Ok(()),
            Self::Csv(table) => {
                let cells = change.cells();
                let cells = cells.iter().map(|c| cell(c));
                Ok(table.write_record(cells.map(|c| c.into_owned()))?)
            }
        }
    }

    fn end(self, all: &Replayed, policies: Policies, format: ReplayFormat) -> io::Result<()> {
        match self {
            Self::None(mut to) => {
                match format {
                    ReplayFormat::Json => report::json(all, policies, &mut to)?,
                    _ => report::human(all, policies, &mut SanitizingWriter(&mut to))?,
                }
                to.into_inner().map_err(io::IntoInnerError::into_error)?
            }
            Self::Csv(table) => table
                .into_inner()
                .map_err(csv::IntoInnerError::into_error)?,
        }
        .done()
    }
}

pub(super) fn run(args: &ReplayArgs, language: Language) -> io::Result<Exit> {
    let new = files::policy(&args.policy, false, language);
    let old = args
        .old
        .as_deref()
        .map(|old| files::policy(old, false, language));
    let (new, old) = match (new, old.transpose()) {
        (Ok(new), Ok(old)) => (new, old),
        (Err(a), Err(b)) => return Ok(complain(&format!("{a}\n{b}"))),
        (Err(why), _) | (_, Err(why)) => return Ok(complain(&why)),
    };
    let format = args.format();
    import::refuse(args.output.as_deref(), args.force)?;
    let to = To::new(args.output.as_deref(), args.force, format)?;
    work(args, &new, old.as_ref(), format, language, to)
}

fn work(
    args: &ReplayArgs,
    new: &Policy,
    old: Option<&Policy>,
    format: ReplayFormat,
    language: Language,
    to: To,
) -> io::Result<Exit> {
    if args.output.is_some() || matches!(format, ReplayFormat::Human | ReplayFormat::Json) {
        progress::report_comes_last();
    }
    let policies = Policies {
        new,
        old,
        origins: &args.exports.origins(language)?,
        order: args.exports.order(),
        language: match format {
            ReplayFormat::Human => language,
            _ => Language::English,
        },
    };
    let mut all = Replayed::default();
    // Begun with the first rows: where there are none, nothing is written.
    let (mut to, mut table) = (Some(to), None);
    args.exports.each(
        |part| replay(policies, part),
        |part| {
            if part.scan.rows > 0
                && let Some(to) = to.take()
            {
                table = Some(Table::begin(format, to)?);
            }
            let mut listed = part.changes.iter().filter(|c| c.certain || args.perhaps);
            if let Some(table) = &mut table {
                listed.try_for_each(|change| table.change(change))?;
            }
            all.add(part);
            Ok(())
        },
    )?;
    exports::print_problems(&all.scan.problems, all.scan.unusable(), language);
    let Some(table) = table.filter(|_| all.scan.rows > 0) else {
        return Ok(super::reconcile::nothing(all.scan.unusable() > 0, language));
    };
    table.end(&all, policies, format)?;
    let clean = all.changed + all.may_change + all.scan.unusable() == 0;
    Ok(if clean { Exit::Done } else { Exit::Found })
}
