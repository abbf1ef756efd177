//! Tells what another policy would have done.

use super::destination::{Destination, Report, ReportFormat};
use super::exports::{self, Exports};
use super::spooled::Spooled;
use crate::cli::destination::To;
use crate::cli::progress;
use crate::cli::set::{self, SetArgs};
use crate::cli::shared::Shared;
use crate::cli::{Exit, complain, files, import, output};
use clap::Args;
use rdsim::i18n::en;
use rdsim::policy::Policy;
use rdsim::policy::what_if::WhatIf;
use rdsim::report::trace::replay as sheets;
use rdsim::text::{SanitizingWriter, cell};
use rdsim::trace::part;
use rdsim::trace::replay::{COLUMNS, Change, Policies, Replayed, replay};
use std::io;
use std::path::PathBuf;

/// Arguments of `trace replay`.
#[derive(Debug, Args)]
// Parts are added up for policies that are files.
#[command(mut_arg("set", |set| set.conflicts_with("part")))]
pub struct ReplayArgs {
    /// The new policy (YAML) [default: that of RDSIM_POLICY or rdsim.toml]
    #[arg(long, short, value_name = "FILE")]
    policy: Option<PathBuf>,
    #[command(flatten)]
    set: SetArgs,
    /// The policy that was in force; without it, the new one before `--set`, else what Exchange
    /// did counts
    #[arg(long)]
    old: Option<PathBuf>,
    #[command(flatten)]
    pub(super) exports: Exports,
    #[command(flatten)]
    destination: Destination,
    /// With `--format csv`: list also what changes only if the message was of some kind
    #[arg(long)]
    perhaps: bool,
}

pub(super) fn run(args: &ReplayArgs, shared: &Shared) -> io::Result<Exit> {
    let language = shared.language;
    let new = shared.policy(args.policy.as_ref());
    let new = new.and_then(|path| args.set.read(&path, language));
    let old = args.old.as_deref().map(|old| files::policy(old, language));
    let (mut new, old) = match (new, old.transpose()) {
        (Ok(new), Ok(old)) => (new, old),
        (Err(a), Err(b)) => return Ok(complain(&format!("{a}\n{b}"))),
        (Err(why), _) | (_, Err(why)) => return Ok(complain(&why)),
    };
    let destination = &args.destination;
    import::refuse(destination.to.output.as_deref(), destination.to.force)?;
    let old = old.or(new.before.take());
    if destination.format() == ReportFormat::Csv {
        set::note(&new, language);
    }
    let to = destination.open()?;
    work(args, &new, old.as_ref(), shared, to)
}

fn work(
    args: &ReplayArgs,
    new: &WhatIf,
    old: Option<&Policy>,
    shared: &Shared,
    to: To,
) -> io::Result<Exit> {
    let language = shared.language;
    if args.destination.report_comes_last() {
        progress::report_comes_last();
    }
    let format = args.destination.format();
    let spooled = Spooled::of(args.exports.files(language));
    let policies = Policies {
        new: &new.policy,
        set: &new.set,
        old,
        origins: &args.exports.origins(&spooled, language)?,
        order: args.exports.order(),
        language: format.language(language),
    };
    let columns = (format == ReportFormat::Csv).then_some(&COLUMNS[..]);
    let mut all = Replayed::default();
    // Begun with the first rows: where there are none, nothing is written.
    let (mut to, mut written) = (Some(to), None);
    args.exports.each(
        &spooled,
        old.unwrap_or(&new.policy),
        shared,
        |part| replay(policies, part),
        |part| {
            if part.scan.rows > 0
                && let Some(to) = to.take()
            {
                written = Some(Report::begin(columns, to)?);
            }
            let listed = part.changes.iter();
            let mut listed = listed.filter(|c| c.is_certain() || args.perhaps);
            if let Some(table) = &mut written {
                listed.try_for_each(|change| table.row(|| cells(change)))?;
            }
            all.add(part);
            Ok(())
        },
    )?;
    exports::print_problems(&all.scan.problems, all.scan.unusable(), language);
    // A part without rows adds up as well.
    if let (true, Some(to)) = (args.destination.part, to) {
        written = Some(Report::begin(columns, to)?);
    }
    if format == ReportFormat::Csv && !args.perhaps && all.may_change > 0 {
        let note = en(
            "note: not listed are {number} that change only if the message was of some kind; `--perhaps` lists them",
        );
        output::note(&language.fill(note, &[("number", &all.may_change)]));
    }
    let Some(written) = written else {
        return Ok(super::reconcile::nothing(all.scan.unusable() > 0, language));
    };
    report(written, &all, policies, &args.destination)
}

/// Write the report on all rows.
pub(super) fn report(
    to: Report,
    all: &Replayed,
    policies: Policies,
    destination: &Destination,
) -> io::Result<Exit> {
    to.end(|to| match destination.format().sheet() {
        _ if destination.part => part::replayed(all, policies, to),
        Some(sheet) => {
            let report = sheets::sheet(all, policies);
            report.write(sheet, policies.language, &mut SanitizingWriter(to))
        }
        None => sheets::json(all, policies, to),
    })?;
    let clean = all.changed + all.may_change + all.scan.unusable() == 0;
    Ok(if clean { Exit::Done } else { Exit::Found })
}

fn cells(change: &Change) -> [String; 15] {
    change.cells().map(|value| cell(&value).into_owned())
}
