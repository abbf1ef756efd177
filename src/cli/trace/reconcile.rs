//! Compares what Exchange did with what rdsim predicts.

use super::destination::{Destination, Report, ReportFormat};
use super::exports::{self, Exports};
use crate::cli::progress;
use crate::cli::{Exit, complain, files, import};
use clap::Args;
use rdsim::diagnostic::Problem;
use rdsim::i18n::Language;
use rdsim::policy::Policy;
use rdsim::report::trace::{by_fact, reconcile as report};
use rdsim::text::SanitizingWriter;
use rdsim::trace::Error;
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
    #[command(flatten)]
    destination: Destination,
    /// Tell which facts of the model the rows confirm or contradict; as JSON and CSV without any
    /// address, domain or name, so that it can be given to others
    #[arg(long)]
    by_fact: bool,
}

pub(super) fn run(args: &ReconcileArgs, language: Language) -> io::Result<Exit> {
    let policy = match files::policy(&args.policy, false, language) {
        Ok(policy) => policy,
        Err(why) => return Ok(complain(&why)),
    };
    let destination = &args.destination;
    import::refuse(destination.output.as_deref(), destination.force)?;
    let mut to = Some(destination.open()?);
    if destination.report_comes_last() {
        progress::report_comes_last();
    }
    let format = destination.format();
    let origins = args.exports.origins(language)?;
    let comparison = Comparison {
        policy: &policy,
        origins: &origins,
        order: args.exports.order(),
        language: format.language(language),
        by_fact: args.by_fact,
    };
    // The facts are known at the end.
    let columns = (format == ReportFormat::Csv && !args.by_fact).then_some(&report::COLUMNS[..]);
    let mut all = Reconciled::default();
    // Begun with the first rows: where there are none, nothing is written.
    let mut written: Option<Report> = None;
    args.exports.each(
        |part| compare(comparison, part),
        |part| {
            if part.scan.rows > 0
                && let Some(to) = to.take()
            {
                written = Some(Report::begin(columns, to)?);
            }
            if let Some(table) = &mut written {
                let mut found = part.disagreements.iter();
                found.try_for_each(|d| table.row(|| report::cells(d, &policy)))?;
            }
            all.add(part);
            Ok(())
        },
    )?;
    let found = &all.all;
    exports::print_problems(&found.scan.problems, found.scan.unusable(), language);
    let Some(written) = written else {
        return Ok(nothing(found.scan.unusable() > 0, language));
    };
    written.end(|to| write(&all, &policy, args, comparison.language, to))?;
    let clean = found.disagree == 0 && found.scan.unusable() == 0;
    Ok(if clean { Exit::Done } else { Exit::Found })
}

fn write(
    all: &Reconciled,
    policy: &Policy,
    args: &ReconcileArgs,
    language: Language,
    to: &mut impl Write,
) -> io::Result<()> {
    let format = args.destination.format();
    match (format.sheet(), format) {
        (Some(sheet), _) => {
            let report = match args.by_fact {
                true => by_fact::sheet(all, policy, language),
                false => report::sheet(all, policy, language),
            };
            report.write(sheet, language, &mut SanitizingWriter(to))
        }
        (None, ReportFormat::Csv) => by_fact::csv(all, to),
        (None, _) if args.by_fact => by_fact::json(all, to),
        (None, _) => report::json(all, policy, to),
    }
}

/// No row could be read; whether the reason was printed already.
pub(super) fn nothing(printed: bool, language: Language) -> Exit {
    if printed {
        return Exit::CouldNotRun;
    }
    complain(&Problem::of("", &Error::NoRows).localized(language))
}
