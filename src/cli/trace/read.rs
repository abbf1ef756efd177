//! Counts and explains what exports say.

use super::exports::{self, Exports};
use crate::cli::Exit;
use crate::cli::destination::{OutputArgs, REPORT};
use crate::cli::ordered::ordered;
use crate::cli::progress::{self, Progress};
use crate::cli::shared::Shared;
use clap::Args;
use rdsim::report::trace::{self as report, TraceFormat};
use rdsim::text::SanitizingWriter;
use rdsim::trace::Trace;
use rdsim::trace::batch::Part;
use std::io;

/// Arguments of `trace read`.
#[derive(Debug, Args)]
pub struct ReadArgs {
    #[command(flatten)]
    pub(super) exports: Exports,
    /// The format of the report [default: human]
    #[arg(long, help_heading = REPORT)]
    format: Option<TraceFormat>,
    #[command(flatten)]
    output: OutputArgs,
}

pub(super) fn run(args: &ReadArgs, shared: &Shared) -> io::Result<Exit> {
    let language = shared.language;
    let format = args.output.format(args.format, TraceFormat::Human);
    let mut to = args.output.open(format == TraceFormat::Human)?;
    let mut all = Trace::default();
    all.order = args.exports.order();
    progress::report_comes_last();
    let progress = Progress::of("rows", args.exports.files(language));
    for path in args.exports.files(language) {
        let mut opened = all.begin();
        // One thread takes the rows apart, this one counts.
        ordered(1, exports::open(path, &progress), Part::parsed, |part| {
            progress.add(part.count());
            all.take(part, &mut opened);
            progress.go_on()
        })?;
        all.end(opened);
    }
    drop(progress);
    exports::print_problems(&all.problems, all.problem_count, language);
    if all.files == 0 {
        return Ok(Exit::CouldNotRun);
    }
    match format {
        TraceFormat::Human => report::human(&all, language, &mut SanitizingWriter(&mut to))?,
        TraceFormat::Json => report::json(&all, &mut to)?,
        TraceFormat::Csv => report::csv(&all, &mut to)?,
    }
    to.done()?;
    let whole = all.bad_rows == 0 && all.unreadable_files == 0;
    Ok(if whole { Exit::Done } else { Exit::Found })
}
