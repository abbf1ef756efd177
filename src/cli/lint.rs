//! Finds probable mistakes in policies.

mod found;

use super::destination::{OutputArgs, REPORT};
use super::error::{Error, of_system};
use super::shared::Shared;
use super::{Exit, complain, files};
use clap::builder::{PossibleValue, PossibleValuesParser, StringValueParser, TypedValueParser};
use clap::{Args, ValueEnum};
use rdsim::diagnostic::Problem;
use rdsim::i18n::Language;
use rdsim::lint::profile::Profile;
use rdsim::lint::selection::Selection;
use rdsim::lint::{self, Linted, Options, RULES, Severity};
use rdsim::report::github::{self, Annotation, Level};
use rdsim::report::{lint as report, sarif};
use std::ffi::OsStr;
use std::io::{self, Write};
use std::path::{MAIN_SEPARATOR, Path, PathBuf};

/// The heading of the options on rules.
const RULES_HEADING: &str = "Rules";

/// Arguments of `lint`.
#[derive(Debug, Args)]
pub struct LintArgs {
    /// Policy files (YAML), or folders to search for them [default: the policy of RDSIM_POLICY or
    /// rdsim.toml]
    pub policies: Vec<PathBuf>,
    /// The policy, as an argument gives it too
    #[arg(long, short, value_name = "FILE", conflicts_with = "policies")]
    pub policy: Option<PathBuf>,
    /// A baseline: what it requires is shown as an error; repeatable
    #[arg(long, help_heading = RULES_HEADING, value_parser = PossibleValuesParser::new(Profile::TOKENS))]
    pub profile: Vec<String>,
    /// Show pedantic findings too
    #[arg(help_heading = RULES_HEADING, long)]
    pub all: bool,
    /// Show what these rules find and no others: names, or what names begin with, such as
    /// internal-oof; repeatable [default: every rule that is not pedantic]
    #[arg(help_heading = RULES_HEADING, long, value_name = "RULE", value_delimiter = ',', value_parser = RuleParser, hide_possible_values = true)]
    pub select: Vec<String>,
    /// Do not show what these rules find, unless --select names them more exactly; repeatable
    #[arg(help_heading = RULES_HEADING, long, value_name = "RULE", value_delimiter = ',', value_parser = RuleParser, hide_possible_values = true)]
    pub ignore: Vec<String>,
    /// The format of the report [default: human]
    #[arg(long, help_heading = REPORT)]
    pub format: Option<Format>,
    #[command(flatten)]
    pub output: OutputArgs,
    /// Exit 1 if a finding is at least this bad [default: warning, with --profile: error]
    #[arg(help_heading = REPORT, long)]
    pub fail_on: Option<FailOn>,
}

/// Values of `--format`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Human,
    /// One JSON document
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Annotations in a GitHub workflow
    Github,
}

/// Values of `--fail-on`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// Errors only
    Error,
    /// Warnings and errors
    Warning,
    /// Anything
    Note,
}

pub(super) fn run(args: &LintArgs, shared: &Shared) -> io::Result<Exit> {
    let language = shared.language;
    let (paths, options) = match (paths(args, shared), options(args, shared)) {
        (Ok(paths), Ok(options)) => (paths, options),
        (Err(why), _) | (_, Err(why)) => return Ok(complain(&why)),
    };
    let mut policies = Vec::new();
    let mut unread = Vec::new();
    let found = match found::policies(&paths, language) {
        Ok(found) => found,
        Err(why) => return Ok(complain(&why)),
    };
    for path in &found {
        let file = name(path);
        match files::bytes(path, files::SMALL, language) {
            Ok(bytes) => policies.push(lint::lint(&file, &bytes, &options)),
            Err(e) => {
                let error = of_system(&e).localized(language);
                let error = Error::UnreadableLintedPolicy { error };
                unread.push(error.localized(&file, language));
            }
        }
    }
    // A report that lacks a policy could pass for a clean one.
    if !unread.is_empty() {
        return Ok(complain(&unread.join("\n")));
    }
    let format = args.output.format(args.format, Format::Human);
    let mut to = args.output.open(matches!(format, Format::Human))?;
    match format {
        Format::Human => {
            report::findings(&policies, language, &mut to)?;
            if !shared.quiet {
                report::summary(&policies, language, &mut to)?;
            }
        }
        Format::Json => report::json(&policies, &options.profiles, &mut to)?,
        Format::Sarif => sarif::log(&policies, &mut to)?,
        Format::Github => annotations(&policies, &mut to)?,
    }
    to.done()?;
    let least = match args.fail_on {
        Some(FailOn::Error) => Severity::Error,
        Some(FailOn::Warning) => Severity::Warning,
        Some(FailOn::Note) => Severity::Note,
        None if options.profiles.is_empty() => Severity::Warning,
        None => Severity::Error,
    };
    let mut found = policies.iter().flat_map(Linted::open);
    Ok(if found.any(|f| f.severity >= least) {
        Exit::Found
    } else {
        Exit::Done
    })
}

/// The policies that are looked at.
fn paths(args: &LintArgs, shared: &Shared) -> Result<Vec<PathBuf>, String> {
    if args.policies.is_empty() {
        return Ok(vec![shared.policy(args.policy.as_ref())?]);
    }
    Ok(args.policies.clone())
}

/// What is reported: as an option says, else the configuration file.
fn options(args: &LintArgs, shared: &Shared) -> Result<Options, String> {
    let config = &shared.config()?.lint;
    let asked: Vec<Profile> = if args.profile.is_empty() {
        let profiles = shared.taken("lint.profile", config.profile.as_ref())?;
        profiles.cloned().unwrap_or_default()
    } else {
        let profiles = args.profile.iter().filter_map(|token| token.parse().ok());
        profiles.collect()
    };
    let profiles = Profile::ALL.iter().copied();
    let profiles = profiles.filter(|p| asked.contains(p)).collect();
    let select = if args.select.is_empty() {
        let select = shared.taken("lint.select", config.select.as_ref())?;
        select.cloned().unwrap_or_default()
    } else {
        selection(&args.select, shared.language)?
    };
    let ignore = if args.ignore.is_empty() {
        let ignore = shared.taken("lint.ignore", config.ignore.as_ref())?;
        ignore.cloned().unwrap_or_default()
    } else {
        selection(&args.ignore, shared.language)?
    };
    Ok(Options {
        all: args.all,
        select,
        ignore,
        profiles,
    })
}

/// The rules of an option.
fn selection(words: &[String], language: Language) -> Result<Selection, String> {
    let mut selection = Selection::default();
    for word in words {
        let picked = selection.pick(word);
        picked.map_err(|error| Problem::of("", &error).localized(language))?;
    }
    Ok(selection)
}

/// Takes any text for a rule, and completes the names of rules: what the names begin with is
/// allowed too, and a text that picks none is told later, in the language of the user.
#[derive(Clone)]
struct RuleParser;

impl TypedValueParser for RuleParser {
    type Value = String;

    fn parse_ref(
        &self,
        command: &clap::Command,
        arg: Option<&clap::Arg>,
        value: &OsStr,
    ) -> Result<String, clap::Error> {
        StringValueParser::new().parse_ref(command, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let rules = RULES.iter();
        Some(Box::new(
            rules.map(|rule| PossibleValue::new(rule.id).help(rule.title)),
        ))
    }
}

/// GitHub shows the findings that no comment allows.
fn annotations(policies: &[Linted], to: &mut impl Write) -> io::Result<()> {
    for policy in policies {
        for f in policy.open() {
            let annotation = Annotation {
                level: match f.severity {
                    Severity::Error => Level::Error,
                    Severity::Warning => Level::Warning,
                    Severity::Note => Level::Notice,
                },
                file: &policy.file,
                line: f.line,
                column: f.column,
                title: f.rule.id,
                message: &format!("{}\nhelp: {}", f.message, f.help),
            };
            github::annotation(&annotation, to)?;
        }
    }
    Ok(())
}

/// A path as it is shown: below the current folder relative to it, and with `/`, so that code
/// scanning finds the file in the repository.
fn name(path: &Path) -> String {
    let folder = std::env::current_dir().unwrap_or_default();
    let below = path.strip_prefix(&folder).ok();
    let below = below.filter(|p| !p.as_os_str().is_empty());
    let name = below.unwrap_or(path).to_string_lossy();
    let name = name.strip_prefix("./").unwrap_or(&name);
    if MAIN_SEPARATOR == '/' {
        name.to_owned()
    } else {
        name.replace(MAIN_SEPARATOR, "/")
    }
}
