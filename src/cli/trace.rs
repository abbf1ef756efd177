//! Explains message traces.

use super::{Exit, complain, files};
use clap::{Args, Subcommand, ValueEnum};
use rdsim::report::trace as report;
use rdsim::trace::{self, Trace};
use std::fs::File;
use std::io::{self, Write};
use std::path::PathBuf;

/// The verbs of `trace`.
#[derive(Debug, Subcommand)]
pub enum TraceVerb {
    /// Count and explain what exports of the message trace say
    #[command(
        after_help = "Examples:\n  rdsim trace read extended.csv\n  rdsim trace read --format json MSGTRK*.LOG\n\nExit: 0 all rows were read, 1 some could not be, 2 nothing could be read."
    )]
    Read(ReadArgs),
}

/// Arguments of `trace read`.
#[derive(Debug, Args)]
pub struct ReadArgs {
    /// Reports of the admin center, output of the cmdlets (CSV, JSON), tracking logs, or `-`
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// The format of the report
    #[arg(long, default_value = "human")]
    pub format: Format,
}

/// Values of `--format`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Human,
    /// One JSON document
    Json,
    /// One row a count
    Csv,
}

pub(super) fn run(verb: &TraceVerb) -> io::Result<Exit> {
    match verb {
        TraceVerb::Read(args) => read(args),
    }
}

fn read(args: &ReadArgs) -> io::Result<Exit> {
    let mut all = Trace::default();
    for path in &args.files {
        let name = files::name(path);
        if name == "-" {
            trace::read(&name, io::stdin().lock(), &mut all);
            continue;
        }
        match File::open(path) {
            Ok(file) => trace::read(&name, file, &mut all),
            Err(e) => {
                all.unreadable += 1;
                complain(&format!(
                    "{name}: error: the trace cannot be read: {e}\n  help: give the path of an exported message trace, or `-`"
                ));
            }
        }
    }
    for problem in &all.problems {
        complain(&report::shown(&problem.to_string(), true));
    }
    let more = all.problem_count - all.problems.len() as u64;
    if more > 0 {
        complain(&format!("error: {more} more problems like these"));
    }
    if all.files == 0 {
        return Ok(Exit::CouldNotRun);
    }
    // The report has no colour, and a value with an escape in it must stay as it is.
    let mut out = io::BufWriter::new(io::stdout().lock());
    match args.format {
        Format::Human => report::human(&all, &mut out)?,
        Format::Json => report::json(&all, &mut out)?,
        Format::Csv => report::csv(&all, &mut out)?,
    }
    out.flush()?;
    let whole = all.bad == 0 && all.unreadable == 0;
    Ok(if whole { Exit::Done } else { Exit::Found })
}
