//! Reads exports of Exchange cmdlets and writes a policy; of an audit log, the policies over time.

mod exports;
mod history;

use super::destination::To;
use super::error::problems;
use super::output::note;
use super::write::{self, Existing};
use super::{Exit, complain, files};
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser as _};
use exports::Exports;
use rdsim::diagnostic::{Explained, Problem};
use rdsim::i18n::{Language, Text, en};
use rdsim::import::kind::ObjectKind;
use rdsim::import::{Input, import};
use rdsim::mail;
use rdsim::text::shell;
use std::fmt::Display;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Arguments of `import`.
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// What the cmdlets exported, folders or zip archives of it, or `-` for standard input; all files make one policy
    #[arg(default_value = "-")]
    pub files: Vec<PathBuf>,
    /// What the objects are, where their properties do not tell it
    #[arg(long = "as", value_name = "KIND", value_parser = PossibleValuesParser::new(ObjectKind::tokens()).try_map(|kind| kind.parse::<ObjectKind>()))]
    pub kind: Option<ObjectKind>,
    /// Tell what the records of an audit log changed, when and by whom
    #[arg(long, conflicts_with = "kind")]
    pub history: bool,
    /// The policy from before the first change of the history
    #[arg(long, short, requires = "history")]
    pub policy: Option<PathBuf>,
    /// The policy of now, where that from before is not there
    #[arg(long, requires = "history", conflicts_with = "policy")]
    pub current: Option<PathBuf>,
    /// Write the policy to this file; with --history, the policy after each change into this folder
    #[arg(long, short)]
    pub output: Option<PathBuf>,
    /// Overwrite the files
    #[arg(long, requires = "output")]
    pub force: bool,
    /// Exit 0 even where something has no place in a policy
    #[arg(long)]
    pub lenient: bool,
}

/// Why the arguments of `import` cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
#[error("{}", self.message())]
enum Error {
    /// A file that cannot be read.
    NotRead { reason: mail::Error },
    /// A workbook of Excel.
    Workbook,
    /// Folders and archives without exports.
    NoExports,
    /// Files of folders and archives that are no exports.
    PassedOver { first: String, others: usize },
    /// Files of folders and archives that are there in another format.
    Twice { first: String, others: usize },
    /// A history whose policies are wanted, without one to begin with.
    NoPolicy,
}

impl Explained for Error {
    fn code(&self) -> &'static str {
        self.into()
    }

    fn message(&self) -> Text {
        match self {
            Self::NotRead { reason } => reason.message(),
            Self::Workbook => en("this is a workbook of Excel").into(),
            Self::NoExports => en("nothing there was exported by a cmdlet").into(),
            Self::PassedOver { first, others: 0 } | Self::Twice { first, others: 0 } => {
                Text::of(en("passed over: {first}"), [("first", first)])
            }
            Self::PassedOver { first, others } | Self::Twice { first, others } => Text::of(
                en("passed over: {first} and {others} more"),
                [("first", &first as &dyn Display), ("others", others)],
            ),
            Self::NoPolicy => {
                en("an audit log has what was changed and not what was there, so it gives no policies alone").into()
            }
        }
    }

    fn help(&self) -> Text {
        match self {
            Self::NotRead { .. } => en("give files that the cmdlets exported, or `-`").into(),
            Self::Workbook => {
                en("export with `ConvertTo-Json` or `Export-Csv`, or save the sheet as CSV UTF-8").into()
            }
            Self::NoExports => en("give files that the cmdlets exported, or `-`").into(),
            Self::PassedOver { .. } => {
                en("no cmdlet that rdsim knows exported it; name the file to see why").into()
            }
            Self::Twice { .. } => {
                en("it is there in a format that keeps more; name the file to import it").into()
            }
            Self::NoPolicy => en("give the policy from before the first change with `--policy`, or that of now with `--current`").into(),
        }
    }
}

pub(super) fn run(args: &ImportArgs, language: Language) -> io::Result<Exit> {
    if !args.history {
        refuse(args.output.as_deref(), args.force)?;
    }
    let mut exports = Exports::default();
    for path in &args.files {
        exports.read(path, language);
    }
    let unread = exports.unread.into_iter().map(|(name, error)| {
        let reason = mail::Error::unreadable(error);
        Problem::of(&name, &Error::NotRead { reason })
    });
    let workbooks = exports.workbooks.iter();
    let workbooks = workbooks.map(|name| Problem::of(name, &Error::Workbook));
    let mut unread: Vec<Problem> = unread.chain(workbooks).collect();
    if exports.files.is_empty() && unread.is_empty() {
        unread.push(Problem::of("", &Error::NoExports));
    }
    if !unread.is_empty() {
        return Ok(complain(&problems(language, &unread)));
    }
    if let Some(first) = exports.passed_over.first() {
        let error = Error::PassedOver {
            first: first.clone(),
            others: exports.passed_over.len() - 1,
        };
        note(&Problem::of("", &error).warning().localized(language));
    }
    if let Some(first) = exports.twice.first() {
        let error = Error::Twice {
            first: first.clone(),
            others: exports.twice.len() - 1,
        };
        note(&Problem::of("", &error).warning().localized(language));
    }
    let inputs: Vec<Input> = exports
        .files
        .iter()
        .map(|(file, bytes)| Input { file, bytes })
        .collect();
    if args.history {
        return history::run(args, &inputs, language);
    }
    let imported = match import(&inputs, args.kind) {
        Ok(imported) => imported,
        Err(found) => return Ok(complain(&problems(language, &found))),
    };
    for warning in &imported.warnings {
        note(&warning.localized(language));
    }
    let path = args.output.as_deref();
    output(path, args.force, imported.yaml.as_bytes())?;
    if let Some(path) = path.filter(|path| path.as_os_str() != "-") {
        let command = format!("rdsim doctor {}", shell::path(&files::name(path)));
        note(&language.fill(en("next: {command}"), &[("command", &command)]));
    }
    Ok(if imported.is_understood() || args.lenient {
        Exit::Done
    } else {
        Exit::Found
    })
}

/// Refuse to overwrite a file, before anything is read.
pub(in crate::cli) fn refuse(output: Option<&Path>, force: bool) -> io::Result<()> {
    let existing = Existing::forced(force);
    let path = output.filter(|path| path.as_os_str() != "-");
    Ok(path.map_or(Ok(()), |path| write::check(path, existing))?)
}

/// Write to a file, whole or not at all, or to standard output.
pub(super) fn output(output: Option<&Path>, force: bool, bytes: &[u8]) -> io::Result<()> {
    let mut to = To::open(output, force, false)?;
    to.write_all(bytes)?;
    to.done()
}
