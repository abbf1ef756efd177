//! Writes a policy as JSON or as PowerShell commands.

use super::error::{of_system, problems};
use super::files;
use super::import::{output, refuse};
use super::output::note;
use super::shared::Shared;
use super::{Exit, complain};
use clap::Args;
use rdsim::diagnostic::{Explained, Problem};
use rdsim::export::plan::Mode;
use rdsim::export::{json, powershell};
use rdsim::i18n::{Language, Text, en};
use rdsim::policy::{Policy, read};
use std::io;
use std::path::{Path, PathBuf};

/// Arguments of `export`.
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("as").required(true).args(["powershell", "json"]))]
#[command(group = clap::ArgGroup::new("files").multiple(true).args(["output", "rollback"]))]
pub struct ExportArgs {
    /// The policy (YAML), or `-` for standard input [default: that of RDSIM_POLICY or rdsim.toml]
    #[arg(value_name = "POLICY")]
    pub file: Option<PathBuf>,
    /// The policy, as an argument gives it too
    #[arg(long, short, value_name = "FILE", conflicts_with = "file")]
    pub policy: Option<PathBuf>,
    /// Write the commands that make a tenant follow the policy
    #[arg(long)]
    pub powershell: bool,
    /// Write JSON, which `rdsim import` reads back
    #[arg(long)]
    pub json: bool,
    /// The policy that the tenant has now; without it, the defaults of a new tenant
    #[arg(long, value_name = "CURRENT", conflicts_with = "json")]
    pub from: Option<PathBuf>,
    /// State every setting of the policy, whatever the tenant has
    #[arg(long, conflicts_with = "json")]
    pub full: bool,
    /// Add -WhatIf to every command
    #[arg(long, conflicts_with = "json")]
    pub what_if: bool,
    /// Write the commands of the way back to this file
    #[arg(long, value_name = "FILE", conflicts_with = "json", requires = "from")]
    pub rollback: Option<PathBuf>,
    /// Write to this file
    #[arg(long, short)]
    pub output: Option<PathBuf>,
    /// Overwrite the files
    #[arg(long, requires = "files")]
    pub force: bool,
}

/// Why nothing is exported, apart from what the policies have.
#[derive(Debug, thiserror::Error, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
#[error("{}", self.message())]
enum Error {
    /// The script and the way back are to be one file.
    SameFile { path: String },
}

impl Explained for Error {
    fn code(&self) -> &'static str {
        self.into()
    }

    fn message(&self) -> Text {
        let Self::SameFile { path } = self;
        Text::of(
            en("`{path}` is given for the script and for the way back"),
            [("path", path)],
        )
    }

    fn help(&self) -> Text {
        en("give `--output` and `--rollback` different files; nothing was written").into()
    }
}

/// What is written.
struct Exported {
    text: String,
    /// The script of the way back.
    rollback: Option<String>,
    /// What the script does not do, or the JSON does not have.
    not_done: Vec<Problem>,
}

pub(super) fn run(args: &ExportArgs, shared: &Shared) -> io::Result<Exit> {
    let language = shared.language;
    for path in [&args.output, &args.rollback] {
        refuse(path.as_deref(), args.force)?;
    }
    let policy = match shared.policy(args.policy.as_ref().or(args.file.as_ref())) {
        Ok(policy) => policy,
        Err(why) => return Ok(complain(&why)),
    };
    let exported = match exported(args, &policy, language) {
        Ok(exported) => exported,
        Err(found) => return Ok(complain(&problems(language, &found))),
    };
    // First, so that there is a way back when there is a script.
    if let (Some(path), Some(text)) = (&args.rollback, &exported.rollback) {
        output(Some(path), args.force, text.as_bytes())?;
    }
    output(args.output.as_deref(), args.force, exported.text.as_bytes())?;
    for warning in &exported.not_done {
        note(&warning.localized(language));
    }
    Ok(Exit::Done)
}

fn exported(args: &ExportArgs, path: &Path, language: Language) -> Result<Exported, Vec<Problem>> {
    if let (Some(path), true) = (&args.output, args.output == args.rollback) {
        let path = files::name(path);
        return Err(vec![Problem::of("", &Error::SameFile { path })]);
    }
    if args.json {
        let (name, bytes) = bytes(path, language)?;
        let json = json::write(&name, &bytes)?;
        return Ok(Exported {
            text: json.text,
            rollback: None,
            not_done: json.not_done,
        });
    }
    let target = policy(path, language);
    let current = args.from.as_deref().map(|from| policy(from, language));
    match (target, current.transpose()) {
        (Ok(target), Ok(current)) => commands(args, current.as_ref(), &target),
        (Err(mut found), Err(more)) => {
            found.extend(more);
            Err(found)
        }
        (Err(found), Ok(_)) | (Ok(_), Err(found)) => Err(found),
    }
}

fn bytes(path: &Path, language: Language) -> Result<(String, Vec<u8>), Vec<Problem>> {
    let name = files::name(path);
    match files::bytes(path, files::SMALL, language) {
        Ok(bytes) => Ok((name, bytes)),
        Err(error) => {
            let error = of_system(&error).localized(language);
            let unreadable = super::error::Error::UnreadablePolicy { error };
            Err(vec![Problem::of(&name, &unreadable)])
        }
    }
}

/// Read a policy; its warnings go to standard error.
fn policy(path: &Path, language: Language) -> Result<Policy, Vec<Problem>> {
    let (name, bytes) = bytes(path, language)?;
    let (policy, warnings) = read::read(&name, &bytes)?;
    for warning in &warnings {
        note(&warning.localized(language));
    }
    Ok(policy)
}

fn commands(
    args: &ExportArgs,
    current: Option<&Policy>,
    target: &Policy,
) -> Result<Exported, Vec<Problem>> {
    let mode = Mode {
        full: args.full,
        what_if: args.what_if,
        back: false,
    };
    let script = powershell::script(current, target, mode)?;
    let back = Mode { back: true, ..mode };
    let rollback = current.filter(|_| args.rollback.is_some());
    let rollback = rollback.map(|current| powershell::script(Some(target), current, back));
    Ok(Exported {
        text: script.text,
        rollback: rollback.transpose()?.map(|script| script.text),
        not_done: script.not_done,
    })
}
