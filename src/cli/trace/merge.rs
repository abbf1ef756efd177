//! Adds up the parts that reconcile and replay wrote, and reports on all of them.

use super::{reconcile, replay};
use crate::cli::{Exit, complain, files, output};
use clap::{Args, ValueEnum};
use rdsim::diagnostic::{Explained, Problem};
use rdsim::i18n::{Language, Text, en};
use rdsim::policy::Policy;
use rdsim::report::trace::TraceFormat;
use rdsim::trace::origin::Origins;
use rdsim::trace::part::{self, Error, Part, ReconciledPartV1, ReplayedPartV1};
use rdsim::trace::reconcile::Reconciled;
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
    /// The format of the report
    #[arg(long, default_value = "human")]
    format: MergeFormat,
}

/// Values of `--format`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum MergeFormat {
    /// For people
    Human,
    /// One JSON document
    Json,
}

impl MergeFormat {
    fn of_verb(self) -> TraceFormat {
        match self {
            Self::Human => TraceFormat::Human,
            Self::Json => TraceFormat::Json,
        }
    }
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
    let format = args.format.of_verb();
    match sorted(parts, old.is_some()) {
        Ok(Parts::Reconciled(parts)) => reconciled(parts, &policy, format, language),
        Ok(Parts::Replayed(parts)) => replayed(parts, (&policy, old.as_ref()), format, language),
        Err((name, error)) => Ok(refused(&name, &error, language)),
    }
}

fn refused(name: &str, error: &Error, language: Language) -> Exit {
    complain(&Problem::of(name, error).localized(language))
}

/// The parts, if all are of the same verb and the same policies.
fn sorted(parts: Vec<(String, Part)>, old: bool) -> Result<Parts, (String, Error)> {
    let (mut reconciled, mut replayed) = (Vec::new(), Vec::new());
    let mut first: Option<(String, Option<String>)> = None;
    for (name, part) in parts {
        let policies = match &part {
            Part::Reconciled(part) => (part.policy.clone(), None),
            Part::Replayed(part) => (part.policy.clone(), part.old.clone()),
        };
        if policies.1.is_some() != old {
            return Err((name, Error::OldPolicy));
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
    format: TraceFormat,
    language: Language,
) -> io::Result<Exit> {
    let mut all = Reconciled::default();
    for (name, part) in parts {
        if let Err(error) = part.add_to(&mut all, policy, format.language(language)) {
            return Ok(refused(&name, &error, language));
        }
    }
    let scan = &all.all.scan;
    unusable(scan.unusable(), language);
    if scan.rows == 0 {
        return Ok(reconcile::nothing(scan.unusable() > 0, language));
    }
    let mut out = output::open(format == TraceFormat::Human);
    reconcile::report(&all, policy, format, language, &mut out)
}

fn replayed(
    parts: Vec<(String, ReplayedPartV1)>,
    (new, old): (&Policy, Option<&Policy>),
    format: TraceFormat,
    language: Language,
) -> io::Result<Exit> {
    let policies = Policies {
        new,
        old,
        origins: &Origins::default(),
        order: None,
        language: format.language(language),
    };
    let mut all = Replayed::default();
    for (name, part) in parts {
        if let Err(error) = part.add_to(&mut all, policies.language) {
            return Ok(refused(&name, &error, language));
        }
    }
    unusable(all.scan.unusable(), language);
    if all.scan.rows == 0 {
        return Ok(reconcile::nothing(all.scan.unusable() > 0, language));
    }
    replay::report(&all, policies, format)
}

/// Tell how many rows the runs could not use.
fn unusable(count: u64, language: Language) {
    if count > 0 {
        output::say(
            &Problem::of("", &Unusable(count))
                .warning()
                .localized(language),
        );
    }
}
