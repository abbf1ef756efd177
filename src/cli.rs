//! Reads the arguments; the verbs below are the only users of standard output and error.

mod ask;
pub mod check;
pub mod collect;
pub mod completions;
mod config;
mod destination;
pub mod diff;
pub mod doctor;
mod error;
pub mod explain;
pub mod export;
mod fail_on;
mod files;
mod folder;
mod guesses;
mod help;
pub mod import;
pub mod init;
mod input;
mod inputs;
mod interrupt;
mod language;
pub mod lint;
mod mail;
pub mod man;
pub mod matrix;
mod ordered;
mod output;
mod parts;
mod passed_over;
mod patterns;
mod progress;
pub mod react;
pub mod report;
mod root;
pub mod schema;
pub mod serve;
mod set;
mod shared;
pub mod submit;
pub mod test;
pub mod trace;
mod usage_error;
mod write;

use anstream::adapter::strip_str;
use clap::{FromArgMatches as _, Parser, Subcommand, ValueEnum};
use fail_on::{Counts, FailOn};
use rdsim::text::plain;
use rdsim::transport::facts::Basis;
use shared::{Colour, Shared, SharedArgs};
use std::ffi::OsString;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// How a run ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done, nothing to report.
    Done = 0,
    /// Something stopped, failed, differs or was found, as the verb says.
    Found = 1,
    /// Could not run.
    CouldNotRun = 2,
    /// Ended by Ctrl-C, as shells tell it.
    Interrupted = 130,
    /// Ended by SIGTERM, as shells tell it.
    #[cfg(unix)]
    Terminated = 143,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Predicts whether a message leaves an Exchange Online organization, in what form, and what the
/// message trace will log.
#[derive(Debug, Parser)]
#[command(
    version,
    after_help = "Examples:\n  rdsim collect --output collect.ps1\n  rdsim import tenant.json --output policy.yaml\n  rdsim matrix --policy policy.yaml\n  rdsim explain \"550 5.7.520\"\n\nWithout a tenant, to try it:\n  rdsim init tenant\n\nExit: 0 nothing to report, 1 something was found, failed or differs, 2 could not run; `--help` of the command tells more."
)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub verb: Verb,
    #[command(flatten)]
    pub shared: SharedArgs,
}

/// The verbs.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Tell for each message and recipient whether it leaves, and why
    #[command(
        after_help = "Examples:\n  rdsim check --policy policies/contoso.yaml fixtures/\n  rdsim check --policy contoso.yaml --to bob@fabrikam.com --kind oof-external - < reply.eml\n\nWithout a message: does fabrikam.com get my users' out-of-office replies?\n  rdsim check --policy contoso.yaml --kind oof-external --to fabrikam.com\n\nExit: 0 done, 1 where --fail-on says so, 2 could not run."
    )]
    Check(check::CheckArgs),
    /// Show what becomes of every kind of message for every recipient, as a table
    #[command(
        after_help = "Examples:\n  rdsim matrix --policy policies/contoso.yaml\n  rdsim matrix --policy contoso.yaml --from alice@contoso.com --to bob@fabrikam.com --to erin@example.com\n  rdsim matrix --policy contoso.yaml --output matrix.html\n\nWhat mail flow rules look for in a message is not known here: where it matters, the outcome cannot be told.\n\nExit: 0 done, 2 could not run."
    )]
    Matrix(matrix::MatrixArgs),
    /// Run expectation files (*.rdsim.yaml): what a policy should do, case by case
    #[command(
        after_help = "Examples:\n  rdsim test policies/\n  rdsim test --coverage --min-coverage 80 policies/\n  rdsim test --format junit --output junit.xml policies/\n  rdsim test --bless policies/contoso.rdsim.yaml\n  rdsim test --set Default.AutoForwardEnabled=false policies/\n\nExit: 0 all cases passed, 1 a case failed or the coverage is too low, 2 a file cannot be used."
    )]
    Test(test::TestArgs),
    /// Compare two policies: what changes for every possible message, or for given ones
    #[command(
        after_help = "Examples:\n  rdsim diff old.yaml new.yaml\n  rdsim diff old.yaml new.yaml fixtures/\n  rdsim diff --output changes.md old.yaml new.yaml\n\nWhat if, without a second policy:\n  rdsim diff contoso.yaml --set Default.AutoForwardEnabled=false\n\nWithout messages the answer is exact: what is not reported does not change.\nWhether mail is taken from devices, and what a mailbox answers, is not compared: where the policies differ in it, the report says so.\n\nExit: 0 nothing changes, 1 something does, differs uncompared, or a message is unreadable, 2 could not run."
    )]
    Diff(diff::DiffArgs),
    /// Look at a policy, its age, its tests and CI, and say what to do next
    #[command(
        after_help = "Example:\n  rdsim doctor policies/contoso.yaml\n\nExit: 0 nothing has to be done, 1 something should be, 2 could not run."
    )]
    Doctor(doctor::DoctorArgs),
    /// Find probable mistakes in a policy, and settings that break a baseline
    #[command(
        after_help = "Examples:\n  rdsim lint policies/contoso.yaml\n  rdsim lint --profile scuba --output lint.sarif policies/*.yaml\n  rdsim lint --select internal-oof --ignore no-default policies/contoso.yaml\n\nA comment in the policy allows a finding: # rdsim: allow <rule>: <reason>\nAt the end of a line it is for that line, above an entry for the whole entry.\n\nExit: 0 nothing is as bad as --fail-on says, 1 something is, 2 could not run."
    )]
    Lint(lint::LintArgs),
    /// Make a policy of what the Exchange cmdlets export: JSON, CSV, Clixml, Format-List, DSC
    #[command(
        after_help = "Examples:\n  rdsim import remote.json accepted.csv --output policy.yaml\n  rdsim import --as remote-domain - < names.csv\n\nExit: 0 done, 1 something has no place in a policy, 2 could not run."
    )]
    Import(import::ImportArgs),
    /// Print the PowerShell script that collects a tenant into one file, for `rdsim import`
    #[command(
        after_help = "Examples:\n  rdsim collect --output collect.ps1\n  rdsim import tenant.json --output policy.yaml\n\nThe script runs Get- cmdlets only. It works in Windows PowerShell 5.1 and PowerShell 7, after\nConnect-ExchangeOnline: .\\collect.ps1 -IncludeMailboxes\n\nExit: 0 done, 2 could not run."
    )]
    Collect(collect::CollectArgs),
    /// Write a policy as PowerShell commands or as JSON
    #[command(
        after_help = "Examples:\n  rdsim export --powershell --from current.yaml policies/contoso.yaml\n  rdsim export --powershell --from current.yaml policies/contoso.yaml --output change.ps1 --rollback back.ps1\n  rdsim export --json policies/contoso.yaml | rdsim import -\n\nExit: 0 done, 2 could not run."
    )]
    Export(export::ExportArgs),
    /// Pack a wrong verdict for a report: policy, headers and verdict, with the names replaced
    #[command(
        after_help = "Example:\n  rdsim report --policy contoso.yaml --output report.md message.eml\n\nNothing is sent: read the file before you send it.\n\nExit: 0 done, 1 the verdict changes with the names, so nothing is written, 2 could not run."
    )]
    Report(report::ReportArgs),
    /// Print the JSON Schema of a policy, of expectation files or of rdsim.toml, for editors and validators
    #[command(
        after_help = "Examples:\n  rdsim schema --output policy.schema.json\n  rdsim schema expectations --output expectations.schema.json\n\nEditors with the YAML language server take it from the first line of a file:\n  # yaml-language-server: $schema=policy.schema.json\n\nExit: 0 done, 2 could not run."
    )]
    Schema(schema::SchemaArgs),
    /// Write a commented default policy, its schema for editors, a sample message, and rdsim.toml
    #[command(
        after_help = "Examples:\n  rdsim init tenant && rdsim check --policy tenant/default.yaml tenant/sample.eml\n  rdsim init --ci policies\n\nExit: 0 done, 2 could not run."
    )]
    Init(init::InitArgs),
    /// Tell whether Exchange Online accepts a message from a device, and whether it may go outside
    #[command(
        after_help = "Examples:\n  rdsim submit --policy policies/contoso.yaml --endpoint smtp.office365.com --sign-in password --account alice@contoso.com --from alice@contoso.com --to bob@fabrikam.com\n  rdsim submit --policy policies/contoso.yaml --scenario fixtures/scenarios/scanner.yaml\n  rdsim submit --advise --tls none --ip 192.0.2.10 --fixed-ip --from scan@contoso.com --to bob@fabrikam.com\n\nExit: 0 accepted, 1 refused, 2 could not run."
    )]
    Submit(submit::SubmitArgs),
    /// Show what a message triggers in the recipient's mailbox, and whether each of these messages
    /// leaves
    #[command(
        after_help = "Examples:\n  rdsim react --policy policies/out-of-office.yaml fixtures/incoming/outside.eml\n  rdsim react --policy policies/out-of-office.yaml --from bob@fabrikam.com --to alice@contoso.com\n  rdsim react --policy policies/out-of-office.yaml --to alice@contoso.com --write reactions message.eml\n\nExit: 0 done, 1 where --fail-on says so, 2 could not run."
    )]
    React(react::ReactArgs),
    /// Explain a setting, a response, status or event of a trace, a kind, a reaction, a rule or a
    /// fact
    #[command(
        after_help = "Examples:\n  rdsim explain\n  rdsim explain AllowedOOFType\n  rdsim explain RESOLVER.OOF.IntToExt\n  rdsim explain FilteredAsSpam\n  rdsim explain facts\n  rdsim explain --lang ja IntToExt\n  rdsim explain 'Reason: [{LED=250 2.1.5 RESOLVER.MSGTYPE.AF; handled AutoForward addressed to external recipient};{MSG=};{FQDN=};{IP=};{LRT=}]'\n\nExit: 0 done, 2 could not run."
    )]
    Explain(explain::ExplainArgs),
    /// Read message traces and tracking logs, predict them, and hold them against a policy
    #[command(
        after_help = "Examples:\n  rdsim trace read report.csv\n  Get-MessageTraceV2 | ConvertTo-Json | rdsim trace read -\n  rdsim trace predict --policy contoso.yaml message.eml\n  rdsim trace reconcile --policy contoso.yaml extended.csv\n  rdsim trace replay --policy new.yaml --old old.yaml extended.csv.gz"
    )]
    Trace {
        /// What to do with them.
        #[command(subcommand)]
        verb: trace::TraceVerb,
    },
    /// Serve the page that runs the engine in the browser, to this machine alone
    #[command(
        after_help = "Examples:\n  rdsim serve\n  rdsim serve --port 0 rdsim.html\n  rdsim serve --embed https://learn.contoso.com\n\nThe page needs no server: it may as well be opened as a file.\n\nExit: 2 could not run, 130 ended with Ctrl+C."
    )]
    Serve(serve::ServeArgs),
    /// Print shell completions
    #[command(
        after_help = "Examples:\n  rdsim completions bash --output /etc/bash_completion.d/rdsim\n  rdsim completions powershell | Out-String | Invoke-Expression\n\nExit: 0 done, 2 could not run."
    )]
    Completions(completions::CompletionsArgs),
    /// Print the man page
    #[command(
        after_help = "Example:\n  rdsim man --output rdsim.1 && man ./rdsim.1\n\nExit: 0 done, 2 could not run."
    )]
    Man(man::ManArgs),
}

impl Verb {
    /// The files and folders that a verb reads, where it takes several.
    fn paths(&mut self) -> Option<&mut Vec<PathBuf>> {
        match self {
            Self::Check(args) => Some(&mut args.paths),
            Self::Diff(args) => Some(args.messages()),
            Self::Import(args) => Some(&mut args.files),
            Self::Lint(args) => Some(&mut args.policies),
            Self::React(args) => Some(&mut args.paths),
            // Outside of the folder of `--root` not even the existence of a file is asked for.
            Self::Test(args) => Some(&mut args.paths).filter(|_| args.root.is_none()),
            Self::Trace { verb } => Some(verb.paths()),
            _ => None,
        }
    }
}

/// Values of `--min-basis`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum MinBasis {
    /// A public document says so
    Documented,
    /// A document says so, or public traces or messages show it
    Seen,
}

impl MinBasis {
    /// The basis.
    fn basis(self) -> Basis {
        match self {
            Self::Documented => Basis::Documented,
            Self::Seen => Basis::Seen,
        }
    }
}

/// Read the arguments and run the verb.
pub fn main() -> Exit {
    Colour::before_parsing(std::env::args_os());
    let language = language::before_parsing(std::env::args_os());
    let parsed = |arguments: Vec<OsString>| {
        let mut matches = help::command(language).try_get_matches_from(arguments)?;
        Cli::from_arg_matches_mut(&mut matches)
    };
    let arguments: Vec<OsString> = std::env::args_os().collect();
    if let Some((option, help)) = guesses::in_powershell(&arguments) {
        return complain(&usage_error::no_option(option, help, language));
    }
    let error = match parsed(arguments.clone()) {
        Ok(cli) => return run(cli),
        Err(error) => error,
    };
    // An argument may be the name of a file that somebody else chose: the error on the same
    // arguments without control characters is printed. They are never right, as the replacement
    // is no part of a word that is known.
    let harmless = std::env::args_os().map(|a| plain(&a.to_string_lossy()).into_owned().into());
    let mut error = parsed(harmless.collect()).err().unwrap_or(error);
    usage_error::suggest_by_part(&mut error);
    let exit = if error.use_stderr() {
        Exit::CouldNotRun
    } else {
        Exit::Done
    };
    let text = usage_error::text(&error, &guesses::verb(&arguments), language);
    // Standard output or error may be closed.
    let _ = if !error.use_stderr() {
        write!(anstream::stdout(), "{text}")
    } else if output::in_workflow() {
        output::say(strip_str(text.trim_end()).to_string().as_str());
        Ok(())
    } else {
        write!(anstream::stderr(), "{text}")
    };
    exit
}

/// Run a verb.
fn run(mut cli: Cli) -> Exit {
    let mut shared = match Shared::of(&cli.shared) {
        Ok(shared) => shared,
        Err(why) => return complain(&why),
    };
    let language = shared.language;
    input::speak(language);
    if let Some(paths) = cli.verb.paths()
        && let Err(why) = patterns::expand(paths, language)
    {
        return complain(&why);
    }
    if let Some(paths) = cli.verb.paths() {
        inputs::add(paths.iter());
        let mut paths = paths.iter();
        let instead = paths.find(|path| files::is_named_as_yaml(path));
        shared.instead = instead.map(|path| files::name(path));
    }
    let done = match cli.verb {
        Verb::Check(args) => check::run(&args, &shared),
        Verb::Matrix(args) => matrix::run(&args, &shared),
        Verb::Diff(args) => diff::run(&args, &shared),
        Verb::Doctor(args) => doctor::run(&args, &shared),
        Verb::Lint(args) => lint::run(&args, &shared),
        Verb::Init(args) => init::run(&args, language),
        Verb::Collect(args) => collect::run(&args, language),
        Verb::Import(args) => import::run(&args, language),
        Verb::Export(args) => export::run(&args, &shared),
        Verb::Test(args) => test::run(&args, &shared),
        Verb::Report(args) => report::run(&args, &shared),
        Verb::Schema(args) => schema::run(&args),
        Verb::Serve(args) => serve::run(&args, language),
        Verb::Submit(args) => submit::run(&args, &shared),
        Verb::React(args) => react::run(&args, &shared),
        Verb::Explain(args) => explain::run(&args, &shared),
        Verb::Trace { verb } => trace::run(&verb, &shared),
        Verb::Completions(args) => completions::run(&args, language),
        Verb::Man(args) => man::run(&args, language),
    };
    match done {
        Ok(exit) => exit,
        // Who closed the pipe has read enough.
        Err(e) if error::kind(&e) == io::ErrorKind::BrokenPipe => Exit::Done,
        Err(e) if error::kind(&e) == io::ErrorKind::Interrupted => Exit::Interrupted,
        Err(e) => complain(&match error::not_written(&e) {
            Some(e) => e.localized(language),
            None => error::error(language, &error::of_system(&e)),
        }),
    }
}

/// Say on standard error why the run could not be done.
pub fn complain(text: &str) -> Exit {
    output::say(text);
    Exit::CouldNotRun
}
