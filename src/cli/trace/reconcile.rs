//! Compares what Exchange did with what rdsim predicts.

use super::destination::{Destination, Report, ReportFormat};
use super::exports::{self, Exports};
use super::spooled::Spooled;
use crate::cli::progress;
use crate::cli::shared::Shared;
use crate::cli::{Exit, complain, files, import};
use clap::Args;
use rdsim::diagnostic::Problem;
use rdsim::i18n::Language;
use rdsim::report::trace::{by_fact, reconcile as sheets};
use rdsim::text::SanitizingWriter;
use rdsim::trace::Error;
use rdsim::trace::part;
use rdsim::trace::reconcile::{Comparison, Reconciled, compare};
use std::io::{self, Write};
use std::path::PathBuf;

/// Arguments of `trace reconcile`.
#[derive(Debug, Args)]
pub struct ReconcileArgs {
    /// The tenant's policy (YAML) [default: that of RDSIM_POLICY or rdsim.toml]
    #[arg(long, short, value_name = "FILE")]
    policy: Option<PathBuf>,
    #[command(flatten)]
    pub(super) exports: Exports,
    #[command(flatten)]
    destination: Destination,
    /// Tell which facts of the model the rows confirm or contradict; as JSON and CSV without any
    /// address, domain or name, so that it can be given to others
    #[arg(long)]
    by_fact: bool,
}

pub(super) fn run(args: &ReconcileArgs, shared: &Shared) -> io::Result<Exit> {
    let language = shared.language;
    let policy = shared.policy(args.policy.as_ref());
    let policy = match policy.and_then(|path| files::policy(&path, language)) {
        Ok(policy) => policy,
        Err(why) => return Ok(complain(&why)),
    };
    let destination = &args.destination;
    import::refuse(destination.to.output.as_deref(), destination.to.force)?;
    let mut to = Some(destination.open()?);
    if destination.report_comes_last() {
        progress::report_comes_last();
    }
    let format = destination.format();
    let spooled = Spooled::of(args.exports.files(language));
    let origins = args.exports.origins(&spooled, language)?;
    let comparison = Comparison {
        policy: &policy,
        origins: &origins,
        order: args.exports.order(),
        language: format.language(language),
        by_fact: args.by_fact,
    };
    // The facts are known at the end.
    let columns = (format == ReportFormat::Csv && !args.by_fact).then_some(&sheets::COLUMNS[..]);
    let mut all = Reconciled::default();
    // Begun with the first rows: where there are none, nothing is written.
    let mut written: Option<Report> = None;
    args.exports.each(
        &spooled,
        &policy,
        shared,
        |part| compare(comparison, part),
        |part| {
            if part.scan.rows > 0
                && let Some(to) = to.take()
            {
                written = Some(Report::begin(columns, to)?);
            }
            if let Some(table) = &mut written {
                let mut found = part.disagreements.iter();
                found.try_for_each(|d| table.row(|| sheets::cells(d, &policy)))?;
            }
            all.add(part);
            Ok(())
        },
    )?;
    let found = &all.all;
    exports::print_problems(&found.scan.problems, found.scan.unusable(), language);
    // A part without rows adds up as well.
    if let (true, Some(to)) = (destination.part, to) {
        written = Some(Report::begin(columns, to)?);
    }
    let Some(written) = written else {
        return Ok(nothing(found.scan.unusable() > 0, language));
    };
    report(written, &all, comparison, destination)
}

/// Write the report on all rows.
pub(super) fn report(
    to: Report,
    all: &Reconciled,
    comparison: Comparison,
    destination: &Destination,
) -> io::Result<Exit> {
    to.end(|to| write(all, comparison, destination, to))?;
    let clean = all.all.disagree == 0 && all.all.scan.unusable() == 0;
    Ok(if clean { Exit::Done } else { Exit::Found })
}

fn write(
    all: &Reconciled,
    comparison: Comparison,
    destination: &Destination,
    to: &mut impl Write,
) -> io::Result<()> {
    let Comparison {
        policy,
        language,
        by_fact: is_by_fact,
        ..
    } = comparison;
    let format = destination.format();
    match (format.sheet(), format) {
        _ if destination.part => part::reconciled(all, comparison, to),
        (Some(sheet), _) => {
            let report = match is_by_fact {
                true => by_fact::sheet(all, policy, language),
                false => sheets::sheet(all, policy, language),
            };
            report.write(sheet, language, &mut SanitizingWriter(to))
        }
        (None, ReportFormat::Csv) => by_fact::csv(all, to),
        (None, _) if is_by_fact => by_fact::json(all, to),
        (None, _) => sheets::json(all, policy, to),
    }
}

/// No row could be read; whether the reason was printed already.
pub(super) fn nothing(printed: bool, language: Language) -> Exit {
    if printed {
        return Exit::CouldNotRun;
    }
    complain(&Problem::of("", &Error::NoRows).localized(language))
}
