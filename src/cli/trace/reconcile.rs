//! Compares what Exchange did with what the model says.

use super::Format;
use super::exports::{self, Exports};
use crate::cli::complaint::problem;
use crate::cli::ordered::ordered;
use crate::cli::progress;
use crate::cli::{Exit, complain, files};
use clap::Args;
use rdsim::report::text::Calm;
use rdsim::report::trace::reconcile as report;
use rdsim::trace::reconcile::{Look, Reconciled, check};
use rdsim::words::en;
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

pub(super) fn run(args: &ReconcileArgs) -> io::Result<Exit> {
    let policy = match files::policy(&args.policy, false) {
        Ok(policy) => policy,
        Err(why) => return Ok(complain(&why)),
    };
    let origins = args.exports.origins()?;
    let look = Look {
        policy: &policy,
        origins: &origins,
        order: args.exports.order(),
    };
    let mut out = io::BufWriter::new(io::stdout().lock());
    let mut all = Reconciled::default();
    let mut table = csv::Writer::from_writer(&mut out);
    let is_table = args.format == Format::Csv;
    let mut begun = false;
    progress::heed();
    ordered(
        args.exports.threads(),
        args.exports.parts(),
        |part| check(look, part),
        |part| {
            if is_table && part.rows > 0 && !begun {
                begun = true;
                table.write_record(report::COLUMNS)?;
            }
            for found in part.disagreements.iter().filter(|_| is_table) {
                table.write_record(report::cells(found, &policy))?;
            }
            all.add(part);
            progress::go_on()
        },
    )?;
    table.flush()?;
    drop(table);
    let found = &all.all;
    exports::told(&found.problems, found.bad + found.unreadable);
    if found.rows == 0 {
        return Ok(nothing(found.unreadable + found.bad > 0));
    }
    match args.format {
        Format::Human => report::human(&all, &policy, &mut Calm(&mut out))?,
        Format::Json => report::json(&all, &policy, &mut out)?,
        Format::Csv => {}
    }
    out.flush()?;
    let clean = found.disagree == 0 && found.bad == 0 && found.unreadable == 0;
    Ok(if clean { Exit::Done } else { Exit::Found })
}

/// No row could be read.
pub(super) fn nothing(said: bool) -> Exit {
    if said {
        return Exit::CouldNotRun;
    }
    complain(&problem(
        "",
        en("the trace has no rows"),
        en("choose a longer range, and export again"),
    ))
}
