//! Defines the options that every verb takes, once.

use super::error::Error;
use super::{Colour, language, ordered, output};
use clap::Args;
use rdsim::i18n::Language;
use std::ffi::OsString;
use std::path::PathBuf;

/// The policy, where no option gives it.
const POLICY: &str = "RDSIM_POLICY";

/// The options of every verb.
#[derive(Debug, Args)]
#[command(next_help_heading = "Options of every verb")]
pub struct SharedArgs {
    /// When to use colour
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: Colour,
    /// Say less: no warnings, no notes, no progress; of a report for people what failed alone
    #[arg(long, short, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Say more: where the policy and the options come from, and of tests each case that passed
    #[arg(long, short, global = true)]
    pub verbose: bool,
    /// The language for people [default: that of RDSIM_LANG, LC_ALL, LC_MESSAGES or LANG]
    #[arg(long, global = true, value_name = "LANGUAGE", value_parser = language::named, hide_default_value = true)]
    pub lang: Option<Language>,
    /// Threads that work, from 1 to 256, which change nothing in the output [default: one a core]
    #[arg(long, global = true, value_name = "NUMBER", value_parser = jobs)]
    pub jobs: Option<usize>,
}

/// The number of `--jobs`.
fn jobs(text: &str) -> Result<usize, String> {
    let jobs: usize = text.parse().map_err(|_| "give a number from 1 to 256")?;
    let allowed = (1..=256).contains(&jobs);
    allowed
        .then_some(jobs)
        .ok_or_else(|| "give a number from 1 to 256".into())
}

/// What the options of every verb and the environment say.
#[derive(Debug)]
pub struct Shared {
    /// The language for people.
    pub language: Language,
    /// Whether to say less.
    pub quiet: bool,
    /// Whether to say more.
    pub verbose: bool,
    /// Threads that work.
    pub jobs: usize,
}

impl Shared {
    /// Take what is given; colour and quiet are set for the whole run.
    ///
    /// # Errors
    /// What in the environment cannot be used, as it is printed.
    pub fn of(args: &SharedArgs) -> Result<Self, String> {
        args.color.choose();
        output::be_quiet(args.quiet);
        let language = args.lang.map_or_else(language::of_environment, Ok);
        Ok(Self {
            language: language?,
            quiet: args.quiet,
            verbose: args.verbose,
            jobs: args.jobs.unwrap_or_else(ordered::threads),
        })
    }

    /// The policy to work with: that of the option, else that of the environment.
    ///
    /// # Errors
    /// There is none, as it is printed.
    pub fn policy(&self, given: Option<&PathBuf>) -> Result<PathBuf, String> {
        let given = given.cloned();
        given
            .or_else(|| variable(POLICY).map(PathBuf::from))
            .ok_or_else(|| Error::NoPolicy.localized("", self.language))
    }
}

/// A variable of the environment; one that is empty counts as none.
pub fn variable(name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}
