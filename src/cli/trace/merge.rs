//! Adds up the parts that reconcile and replay wrote, and reports on all of them.

use super::destination::{Destination, Report, ReportFormat};
use super::{reconcile, replay};
use crate::cli::{Exit, complain, files, import, output};
use clap::Args;
use rdsim::diagnostic::{Explained, Problem};
use rdsim::i18n::{Language, Text, en};
use rdsim::policy::Policy;
use rdsim::trace::origin::Origins;
use rdsim::trace::part::{self, Error, Part, ReconciledPartV1, ReplayedPartV1};
use rdsim::trace::reconcile::{Comparison, Reconciled};
use rdsim::trace::replay::{Policies, Replayed};
use std::io;
use std::path::PathBuf;

/// Arguments of `trace merge`.
#[derive(Debug, Args)]
pub struct MergeArgs {
    /// The policy with which the parts were made (YAML)
    #[arg(long, short)]
    policy: PathBuf,
    /// The old policy with which `replay` made them
    #[arg(long)]
    old: Option<PathBuf>,
    /// What `reconcile --part` or `replay --part` wrote, in any number of files, or `-`
    #[arg(required = true)]
    parts: Vec<PathBuf>,
    #[command(flatten)]
    destination: Destination,
    /// Tell which facts of the model the rows confirm or contradict, if `reconcile` counted that
    #[arg(long)]
    by_fact: bool,
}

/// Rows that the runs could not use.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.message())]
struct Unusable(u64);

impl Explained for Unusable {
    fn code(&self) -> &'static str {
        "unusable-rows"
    }

    fn message(&self) -> Text {
        Text::of(
            en("{number} rows or files of the parts could not be used"),
            [("number", &self.0)],
        )
    }

    fn help(&self) -> Text {
        en("the runs that wrote the parts said why").into()
    }
}

/// The parts, each with the file that it is of.
enum Parts {
    Reconciled(Vec<(String, ReconciledPartV1)>),
    Replayed(Vec<(String, ReplayedPartV1)>),
}

pub(super) fn run(args: &MergeArgs, language: Language) -> io::Result<Exit> {
    let policy = files::policy(&args.policy, false, language);
    let old = args.old.as_deref();
    let old = old.map(|old| files::policy(old, false, language));
    let (policy, old) = match (policy, old.transpose()) {
        (Ok(policy), Ok(old)) => (policy, old),
        (Err(a), Err(b)) => return Ok(complain(&format!("{a}\n{b}"))),
        (Err(why), _) | (_, Err(why)) => return Ok(complain(&why)),
    };
    let destination = &args.destination;
    import::refuse(destination.output.as_deref(), destination.force)?;
    if destination.format() == ReportFormat::Csv && !args.by_fact {
        return Ok(refused("", &Error::NoTable, language));
    }
    let mut parts = Vec::new();
    let mut exit = None;
    for path in &args.parts {
        let name = files::name(path);
        let read = files::bytes(path, files::EXPORT, language);
        let read = read.map_err(|e| Error::NotRead {
            error: e.to_string(),
        });
        match read.and_then(|bytes| part::read(&bytes)) {
            Ok(found) => parts.extend(found.into_iter().map(|part| (name.clone(), part))),
            Err(error) => exit = Some(refused(&name, &error, language)),
        }
    }
    if let Some(exit) = exit {
        return Ok(exit);
    }
    match sorted(parts, args) {
        Ok(Parts::Reconciled(parts)) => reconciled(parts, &policy, args, language),
        Ok(Parts::Replayed(parts)) => replayed(parts, (&policy, old.as_ref()), args, language),
        Err((name, error)) => Ok(refused(&name, &error, language)),
    }
}

fn refused(name: &str, error: &Error, language: Language) -> Exit {
    complain(&Problem::of(name, error).localized(language))
}

/// The parts, if all are of the same verb, the same policies and the options that are given.
fn sorted(parts: Vec<(String, Part)>, args: &MergeArgs) -> Result<Parts, (String, Error)> {
    let (mut reconciled, mut replayed) = (Vec::new(), Vec::new());
    let mut first: Option<(String, Option<String>)> = None;
    for (name, part) in parts {
        let (policies, by_fact) = match &part {
            Part::Reconciled(part) => ((part.policy.clone(), None), part.is_by_fact()),
            Part::Replayed(part) => ((part.policy.clone(), part.old.clone()), false),
        };
        for (option, given, wanted) in [
            ("--old", args.old.is_some(), policies.1.is_some()),
            ("--by-fact", args.by_fact, by_fact),
        ] {
            if given != wanted {
                return Err((name, Error::OtherOption { option }));
            }
        }
        if *first.get_or_insert_with(|| policies.clone()) != policies {
            return Err((name, Error::OtherPolicies));
        }
        match part {
            Part::Reconciled(part) if replayed.is_empty() => reconciled.push((name, *part)),
            Part::Replayed(part) if reconciled.is_empty() => replayed.push((name, *part)),
            _ => return Err((name, Error::OfBothVerbs)),
        }
    }
    match (reconciled.is_empty(), replayed.is_empty()) {
        (true, true) => Err((String::new(), Error::NoParts)),
        (false, _) => Ok(Parts::Reconciled(reconciled)),
        (true, false) => Ok(Parts::Replayed(replayed)),
    }
}

fn reconciled(
    parts: Vec<(String, ReconciledPartV1)>,
    policy: &Policy,
    args: &MergeArgs,
    language: Language,
) -> io::Result<Exit> {
    let comparison = Comparison {
        policy,
        origins: &Origins::default(),
        order: None,
        language: args.destination.format().language(language),
        by_fact: args.by_fact,
    };
    let mut all = Reconciled::default();
    for (name, part) in parts {
        if let Err(error) = part.add_to(&mut all, comparison) {
            return Ok(refused(&name, &error, language));
        }
    }
    let scan = &all.all.scan;
    match begun(scan.rows, scan.unusable(), args, language)? {
        Ok(to) => reconcile::report(to, &all, comparison, &args.destination),
        Err(exit) => Ok(exit),
    }
}

fn replayed(
    parts: Vec<(String, ReplayedPartV1)>,
    (new, old): (&Policy, Option<&Policy>),
    args: &MergeArgs,
    language: Language,
) -> io::Result<Exit> {
    let policies = Policies {
        new,
        old,
        origins: &Origins::default(),
        order: None,
        language: args.destination.format().language(language),
    };
    let mut all = Replayed::default();
    for (name, part) in parts {
        if let Err(error) = part.add_to(&mut all, policies.language) {
            return Ok(refused(&name, &error, language));
        }
    }
    match begun(all.scan.rows, all.scan.unusable(), args, language)? {
        Ok(to) => replay::report(to, &all, policies, &args.destination),
        Err(exit) => Ok(exit),
    }
}

/// Tell how many rows the runs could not use, and begin the report, if there were others.
fn begun(
    rows: u64,
    unusable: u64,
    args: &MergeArgs,
    language: Language,
) -> io::Result<Result<Report, Exit>> {
    if unusable > 0 {
        let warning = Problem::of("", &Unusable(unusable)).warning();
        output::say(&warning.localized(language));
    }
    if rows == 0 && !args.destination.part {
        return Ok(Err(reconcile::nothing(unusable > 0, language)));
    }
    Report::begin(None, args.destination.open()?).map(Ok)
}
