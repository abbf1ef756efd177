//! Finds probable mistakes in policies.

mod found;

use super::error::Error;
use super::shared::Shared;
use super::{Exit, complain, files, output};
use clap::builder::PossibleValuesParser;
use clap::{Args, ValueEnum};
use rdsim::lint::profile::Profile;
use rdsim::lint::{self, Linted, Options, RULES, Severity};
use rdsim::report::github::{self, Annotation, Level};
use rdsim::report::{lint as report, sarif};
use std::io::{self, Write};
use std::path::{MAIN_SEPARATOR, Path, PathBuf};

/// Arguments of `lint`.
#[derive(Debug, Args)]
pub struct LintArgs {
    /// Policy files (YAML), or folders to search for them
    #[arg(required = true)]
    pub policies: Vec<PathBuf>,
    /// The format of the report
    #[arg(long, default_value = "human")]
    pub format: Format,
    /// Exit 1 if a finding is at least this bad [default: warning, with --profile: error]
    #[arg(long)]
    pub fail_on: Option<FailOn>,
    /// A baseline: what it requires is shown as an error; repeatable
    #[arg(long, value_parser = PossibleValuesParser::new(Profile::TOKENS))]
    pub profile: Vec<String>,
    /// Show pedantic findings too
    #[arg(long)]
    pub all: bool,
    /// Show what this rule finds and no other; repeatable
    #[arg(long, value_parser = PossibleValuesParser::new(RULES.iter().map(|r| r.id)))]
    pub only: Vec<String>,
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
    let profiles = Profile::ALL.iter().copied();
    let profiles = profiles.filter(|p| args.profile.iter().any(|arg| arg == p.token()));
    let options = Options {
        all: args.all,
        only: args.only.iter().filter_map(|id| lint::rule(id)).collect(),
        profiles: profiles.collect(),
    };
    let mut policies = Vec::new();
    let mut unread = Vec::new();
    let found = match found::policies(&args.policies, language) {
        Ok(found) => found,
        Err(why) => return Ok(complain(&why)),
    };
    for path in &found {
        let file = name(path);
        match files::bytes(path, files::SMALL, language) {
            Ok(bytes) => policies.push(lint::lint(&file, &bytes, &options)),
            Err(e) => {
                let error = e.to_string();
                let error = Error::UnreadableLintedPolicy { error };
                unread.push(error.localized(&file, language));
            }
        }
    }
    // A report that lacks a policy could pass for a clean one.
    if !unread.is_empty() {
        return Ok(complain(&unread.join("\n")));
    }
    let mut out = output::open(matches!(args.format, Format::Human));
    match args.format {
        Format::Human => report::human(&policies, language, &mut out)?,
        Format::Json => report::json(&policies, &options.profiles, &mut out)?,
        Format::Sarif => sarif::log(&policies, &mut out)?,
        Format::Github => annotations(&policies, &mut out)?,
    }
    out.flush()?;
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
