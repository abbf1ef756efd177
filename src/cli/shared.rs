//! Defines the options that every verb takes, once.

use super::config::{Config, Taken};
use super::error::Error;
use super::{language, ordered, output};
use clap::{Args, ValueEnum};
use rdsim::i18n::{Language, en};
use rdsim::text::plain;
use std::ffi::OsString;
use std::fmt::Display;
use std::path::PathBuf;
use std::sync::OnceLock;

/// The policy, where no option gives it.
const POLICY: &str = "RDSIM_POLICY";

/// The options of every verb.
#[derive(Debug, Args)]
#[command(next_help_heading = "Options of every verb")]
pub struct SharedArgs {
    /// When to use colour
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: Colour,
    /// Say less: no warnings, notes, progress or summary; for people, `check` prints nothing and `test` what failed
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
    /// Take the policy and the other defaults from this file [default: the rdsim.toml of this
    /// folder, or of the nearest one above it in the repository]
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Read no rdsim.toml
    #[arg(long, global = true, alias = "isolated", conflicts_with = "config")]
    pub no_config: bool,
}

/// Values of `--color`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    /// On a terminal, and as NO_COLOR and CLICOLOR_FORCE say
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

impl Colour {
    /// Use that of the arguments for what is said before they are parsed, such as the help.
    pub fn before_parsing(arguments: impl Iterator<Item = OsString>) {
        let given = given(arguments, "--color");
        let mut named = given
            .iter()
            .filter_map(|word| Self::from_str(word, false).ok());
        if let Some(colour) = named.next_back() {
            colour.choose();
        }
    }

    /// Use it from here on.
    fn choose(self) {
        match self {
            Self::Always => anstream::ColorChoice::Always.write_global(),
            Self::Never => anstream::ColorChoice::Never.write_global(),
            Self::Auto => {}
        }
    }
}

/// The values of an option that are given, before the arguments are parsed or if they cannot be.
pub fn given(arguments: impl Iterator<Item = OsString>, option: &str) -> Vec<String> {
    let mut given = Vec::new();
    let mut is_value = false;
    for argument in arguments.take_while(|a| a != "--") {
        let argument = argument.to_string_lossy();
        let joined = argument.strip_prefix(option);
        let joined = joined.and_then(|rest| rest.strip_prefix('='));
        if is_value {
            given.push(argument.into_owned());
            is_value = false;
        } else if let Some(value) = joined {
            given.push(value.to_owned());
        } else {
            is_value = argument == option;
        }
    }
    given
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
    /// A file that is given in another place and has the name of a policy.
    pub instead: Option<String>,
    /// The file of `--config`.
    config_file: Option<PathBuf>,
    /// What the configuration file says, once it was asked for.
    config: OnceLock<Result<Config, String>>,
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
            instead: None,
            config_file: args.config.clone(),
            config: match args.no_config {
                true => OnceLock::from(Ok(Config::default())),
                false => OnceLock::new(),
            },
        })
    }

    /// What the configuration file says. A verb that takes nothing from it does not read it.
    ///
    /// # Errors
    /// What is wrong with it, as it is printed.
    pub fn config(&self) -> Result<&Config, String> {
        let load = || Config::load(self.config_file.as_deref(), self.language);
        self.config.get_or_init(load).as_ref().map_err(Clone::clone)
    }

    /// The policy to work with: that of the option, else of the environment, else of the
    /// configuration file.
    ///
    /// # Errors
    /// There is none, or what is wrong with the configuration file, as it is printed.
    pub fn policy(&self, given: Option<&PathBuf>) -> Result<PathBuf, String> {
        self.config()?;
        let path = match given {
            Some(path) => Some(path.clone()),
            None => self.default_policy()?,
        };
        path.ok_or_else(|| {
            let instead = self.instead.clone();
            Error::NoPolicy { instead }.localized("", self.language)
        })
    }

    /// The policy to work with where no option gives one: that of the environment, else of the
    /// configuration file.
    ///
    /// # Errors
    /// What is wrong with the configuration file, as it is printed.
    pub fn default_policy(&self) -> Result<Option<PathBuf>, String> {
        let config = self.config()?;
        if let Some(path) = variable(POLICY).map(PathBuf::from) {
            self.tell("policy", &path.display(), &POLICY);
            return Ok(Some(path));
        }
        Ok(self.taken("policy", config.policy.as_ref())?.cloned())
    }

    /// A value of the configuration file, which is told with `--verbose`.
    ///
    /// # Errors
    /// What is wrong with the configuration file, as it is printed.
    pub fn taken<'t, T>(
        &self,
        key: &str,
        taken: Option<&'t Taken<T>>,
    ) -> Result<Option<&'t T>, String> {
        let file = &self.config()?.file;
        Ok(taken.map(|taken| {
            let source = format!("{}:{}", plain(file), taken.line);
            self.tell(key, &plain(&taken.shown), &source);
            &taken.value
        }))
    }

    /// Say with `--verbose` where a value is from.
    fn tell(&self, key: &str, value: &dyn Display, source: &dyn Display) {
        if self.verbose {
            let note = en("note: {key} is {value}, from {source}");
            let values = [
                ("key", &key as &dyn Display),
                ("value", value),
                ("source", source),
            ];
            output::say(&self.language.fill(note, &values));
        }
    }
}

/// A variable of the environment; one that is empty counts as none.
pub fn variable(name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}
