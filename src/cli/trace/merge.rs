//! Adds up the parts that reconcile and replay wrote, and reports on all of them.

use super::destination::{Destination, Report, ReportFormat};
use super::{reconcile, replay};
use crate::cli::error::of_system;
use crate::cli::shared::Shared;
use crate::cli::{Exit, complain, files, import, output};
use clap::Args;
use rdsim::diagnostic::{Explained, Problem};
use rdsim::i18n::{Language, Text, en};
use rdsim::policy::{Policy, encoding};
use rdsim::trace::origin::Origins;
use rdsim::trace::part::{self, Error, Part};
use rdsim::trace::reconcile::{Comparison, Reconciled};
use rdsim::trace::replay::{Policies, Replayed};
use std::io;
use std::path::{Path, PathBuf};

/// Arguments of `trace merge`.
#[derive(Debug, Args)]
pub struct MergeArgs {
    /// The policy with which the parts were made (YAML) [default: that of RDSIM_POLICY or rdsim.toml]
    #[arg(long, short, value_name = "FILE")]
    policy: Option<PathBuf>,
    /// The old policy with which `replay` made them
    #[arg(long)]
    old: Option<PathBuf>,
    /// What `reconcile --part` or `replay --part` wrote, in any number of files, or `-`
    #[arg(required = true)]
    pub(super) parts: Vec<PathBuf>,
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

/// What is added up: nothing yet, or what one of the verbs found.
enum All<'p> {
    Nothing,
    Reconciled(Reconciled<'p>),
    Replayed(Replayed),
}

/// The parts so far, and how they were made.
struct Merged<'p> {
    comparison: Comparison<'p>,
    old: Option<&'p Policy>,
    /// The policies of the first part.
    policies: Option<(String, Option<String>)>,
    all: All<'p>,
}

pub(super) fn run(args: &MergeArgs, shared: &Shared) -> io::Result<Exit> {
    let language = shared.language;
    let policy = shared.policy(args.policy.as_ref());
    let policy = policy.and_then(|path| files::policy(&path, language));
    let old = args.old.as_deref();
    let old = old.map(|old| files::policy(old, language));
    let (policy, old) = match (policy, old.transpose()) {
        (Ok(policy), Ok(old)) => (policy, old),
        (Err(a), Err(b)) => return Ok(complain(&format!("{a}\n{b}"))),
        (Err(why), _) | (_, Err(why)) => return Ok(complain(&why)),
    };
    let destination = &args.destination;
    import::refuse(destination.to.output.as_deref(), destination.to.force)?;
    if destination.format() == ReportFormat::Csv && !args.by_fact {
        let problem = Problem::of("", &Error::NoTable);
        return Ok(complain(&problem.localized(language)));
    }
    let origins = Origins::default();
    let mut merged = Merged {
        comparison: Comparison {
            policy: &policy,
            origins: &origins,
            order: None,
            language: destination.format().language(language),
            by_fact: args.by_fact,
        },
        old: old.as_ref(),
        policies: None,
        all: All::Nothing,
    };
    let mut exit = None;
    for path in &args.parts {
        let name = files::name(path);
        if let Err(error) = merged.add_file(path, language) {
            exit = Some(complain(&Problem::of(&name, &error).localized(language)));
        }
    }
    match exit {
        Some(exit) => Ok(exit),
        None => merged.report(destination, language),
    }
}

impl<'p> Merged<'p> {
    /// Add the parts of a file.
    fn add_file(&mut self, path: &Path, language: Language) -> Result<(), Error> {
        let read = files::bytes(path, files::EXPORT, language);
        let bytes = read.map_err(|e| Error::NotRead {
            error: of_system(&e).localized(language),
        })?;
        part::read(&encoding::utf8(&bytes)).try_for_each(|part| self.add(part?))
    }

    /// Add a part, if it is of the same verb, policies and options.
    fn add(&mut self, part: Part) -> Result<(), Error> {
        let (policies, by_fact) = match &part {
            Part::Reconciled(part) => ((part.policy.clone(), None), part.is_by_fact()),
            Part::Replayed(part) => ((part.policy.clone(), part.old.clone()), false),
        };
        for (option, given, wanted) in [
            ("--old", self.old.is_some(), policies.1.is_some()),
            ("--by-fact", self.comparison.by_fact, by_fact),
        ] {
            if given != wanted {
                return Err(Error::OtherOption { option });
            }
        }
        let first = self.policies.get_or_insert_with(|| policies.clone());
        if *first != policies {
            return Err(Error::OtherPolicies);
        }
        if let All::Nothing = self.all {
            self.all = match part {
                Part::Reconciled(_) => All::Reconciled(Reconciled::default()),
                Part::Replayed(_) => All::Replayed(Replayed::default()),
            };
        }
        match (&mut self.all, part) {
            (All::Reconciled(all), Part::Reconciled(part)) => part.add_to(all, self.comparison),
            (All::Replayed(all), Part::Replayed(part)) => {
                part.add_to(all, self.comparison.language)
            }
            _ => Err(Error::OfBothVerbs),
        }
    }

    fn report(self, destination: &Destination, language: Language) -> io::Result<Exit> {
        let scan = match &self.all {
            All::Nothing => {
                let problem = Problem::of("", &Error::NoParts);
                return Ok(complain(&problem.localized(language)));
            }
            All::Reconciled(all) => &all.all.scan,
            All::Replayed(all) => &all.scan,
        };
        let unusable = scan.unusable();
        if unusable > 0 {
            let warning = Problem::of("", &Unusable(unusable)).warning();
            output::note(&warning.localized(language));
        }
        if scan.rows == 0 && !destination.part {
            return Ok(reconcile::nothing(unusable > 0, language));
        }
        let to = Report::begin(None, destination.open()?)?;
        match self.all {
            All::Replayed(all) => {
                let policies = Policies {
                    new: self.comparison.policy,
                    set: &[],
                    old: self.old,
                    origins: self.comparison.origins,
                    order: self.comparison.order,
                    language: self.comparison.language,
                };
                replay::report(to, &all, policies, destination)
            }
            All::Reconciled(all) => reconcile::report(to, &all, self.comparison, destination),
            All::Nothing => Ok(Exit::CouldNotRun),
        }
    }
}
