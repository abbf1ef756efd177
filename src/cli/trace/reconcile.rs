//! Compares what Exchange did with what rdsim predicts.

use super::exports::{self, Exports};
use super::spooled::Spooled;
use crate::cli::progress;
use crate::cli::{Exit, complain, files, output};
use clap::Args;
use rdsim::diagnostic::Problem;
use rdsim::i18n::Language;
use rdsim::policy::Policy;
use rdsim::report::trace::TraceFormat;
use rdsim::report::trace::reconcile as report;
use rdsim::text::SanitizingWriter;
use rdsim::trace::Error;
use rdsim::trace::part;
use rdsim::trace::reconcile::{Comparison, Reconciled, compare};
use std::io::{self, Write};
use std::path::PathBuf;

/// Arguments of `trace reconcile`.
#[derive(Debug, Args)]
pub struct ReconcileArgs {
    /// The tenant's policy (YAML)
    #[arg(long, short)]
    policy: PathBuf,
    #[command(flatten)]
    exports: Exports,
    /// The format of the report; `csv` has a row for each disagreement
    #[arg(long, default_value = "human")]
    format: TraceFormat,
    /// Write what was found in these rows as a part, which `rdsim trace merge` adds to others; the
    /// rows of a message must be in one part
    #[arg(long, conflicts_with = "format")]
    part: bool,
}

pub(super) fn run(args: &ReconcileArgs, language: Language) -> io::Result<Exit> {
    let policy = match files::policy(&args.policy, false, language) {
        Ok(policy) => policy,
        Err(why) => return Ok(complain(&why)),
    };
    let is_table = args.format == TraceFormat::Csv;
    if !is_table {
        progress::report_comes_last();
    }
    let spooled = Spooled::of(&args.exports.files);
    let origins = args.exports.origins(&spooled, language)?;
    let comparison = Comparison {
        policy: &policy,
        origins: &origins,
        order: args.exports.order(),
        language: if args.part {
            Language::English
        } else {
            args.format.language(language)
        },
    };
    let mut out = output::open(args.format == TraceFormat::Human && !args.part);
    let mut all = Reconciled::default();
    let mut table = csv::Writer::from_writer(&mut out);
    let mut begun = false;
    args.exports.each(
        &spooled,
        |part| compare(comparison, part),
        |part| {
            if is_table && part.scan.rows > 0 && !begun {
                begun = true;
                table.write_record(report::COLUMNS)?;
            }
            for found in part.disagreements.iter().filter(|_| is_table) {
                table.write_record(report::cells(found, &policy))?;
            }
            all.add(part);
            Ok(())
        },
    )?;
    table.flush()?;
    drop(table);
    let found = &all.all;
    exports::print_problems(&found.scan.problems, found.scan.unusable(), language);
    if args.part {
        part::reconciled(&all, &policy, &mut out)?;
        return end(&all, &mut out);
    }
    if found.scan.rows == 0 {
        return Ok(nothing(found.scan.unusable() > 0, language));
    }
    report(&all, &policy, args.format, language, &mut out)
}

/// Write the report on all rows.
pub(super) fn report(
    all: &Reconciled,
    policy: &Policy,
    format: TraceFormat,
    language: Language,
    mut out: &mut impl Write,
) -> io::Result<Exit> {
    match format {
        TraceFormat::Human => {
            report::human(all, policy, language, &mut SanitizingWriter(&mut out))?
        }
        TraceFormat::Json => report::json(all, policy, &mut out)?,
        TraceFormat::Csv => {}
    }
    end(all, out)
}

fn end(all: &Reconciled, out: &mut impl Write) -> io::Result<Exit> {
    out.flush()?;
    let clean = all.all.disagree == 0 && all.all.scan.unusable() == 0;
    Ok(if clean { Exit::Done } else { Exit::Found })
}

/// No row could be read; whether the reason was printed already.
pub(super) fn nothing(printed: bool, language: Language) -> Exit {
    if printed {
        return Exit::CouldNotRun;
    }
    complain(&Problem::of("", &Error::NoRows).localized(language))
}
