//! Compares what Exchange did with what the model says.

use super::Format;
use super::exports::{self, Exports};
use crate::cli::complaint::problem;
use crate::cli::progress;
use crate::cli::{Exit, complain, files};
use clap::Args;
use rdsim::i18n::{Language, en};
use rdsim::report::trace::reconcile as report;
use rdsim::text::SanitizingWriter;
use rdsim::trace::reconcile::{Look, Reconciled, check};
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
    format: Format,
}

pub(super) fn run(args: &ReconcileArgs, language: Language) -> io::Result<Exit> {
    let policy = match files::policy(&args.policy, false, language) {
        Ok(policy) => policy,
        Err(why) => return Ok(complain(&why)),
    };
    let is_table = args.format == Format::Csv;
    if !is_table {
        progress::report_comes_last();
    }
    let origins = args.exports.origins(language)?;
    let look = Look {
        policy: &policy,
        origins: &origins,
        order: args.exports.order(),
        language: args.format.language(language),
    };
    let mut out = io::BufWriter::new(io::stdout().lock());
    let mut all = Reconciled::default();
    let mut table = csv::Writer::from_writer(&mut out);
    let mut begun = false;
    args.exports.each(
        |part| check(look, part),
        |part| {
            if is_table && part.seen.rows > 0 && !begun {
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
    exports::told(&found.seen.problems, found.seen.unusable(), language);
    if found.seen.rows == 0 {
        return Ok(nothing(found.seen.unusable() > 0, language));
    }
    match args.format {
        Format::Human => report::human(&all, &policy, language, &mut SanitizingWriter(&mut out))?,
        Format::Json => report::json(&all, &policy, &mut out)?,
        Format::Csv => {}
    }
    out.flush()?;
    let clean = found.disagree == 0 && found.seen.unusable() == 0;
    Ok(if clean { Exit::Done } else { Exit::Found })
}

/// No row could be read.
pub(super) fn nothing(said: bool, language: Language) -> Exit {
    if said {
        return Exit::CouldNotRun;
    }
    complain(&problem(
        language,
        "",
        en("the trace has no rows"),
        en("choose a longer range, and export again"),
    ))
}
