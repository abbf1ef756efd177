//! Writes a policy as JSON or as PowerShell commands.

use super::error::problems;
use super::files::{load, policy};
use super::import::{output, refuse};
use super::{Exit, complain};
use clap::Args;
use rdsim::export::{json, powershell};
use rdsim::i18n::Language;
use std::io;
use std::path::PathBuf;

/// Arguments of `export`.
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("as").required(true).args(["powershell", "json"]))]
pub struct ExportArgs {
    /// The policy (YAML), or `-` for standard input
    pub policy: PathBuf,
    /// Write the commands that make a tenant follow the policy
    #[arg(long)]
    pub powershell: bool,
    /// Write JSON, which `rdsim import` reads back
    #[arg(long)]
    pub json: bool,
    /// The policy that the tenant has now; without it, the defaults of a new tenant
    #[arg(long, value_name = "CURRENT", conflicts_with = "json")]
    pub from: Option<PathBuf>,
    /// Add -WhatIf to every command
    #[arg(long, conflicts_with = "json")]
    pub what_if: bool,
    /// Write to this file
    #[arg(long, short)]
    pub output: Option<PathBuf>,
    /// Overwrite the file
    #[arg(long, requires = "output")]
    pub force: bool,
}

pub(super) fn run(args: &ExportArgs, language: Language) -> io::Result<Exit> {
    refuse(args.output.as_deref(), args.force)?;
    let done = if args.json {
        load(&args.policy, language).and_then(|(name, bytes)| {
            json::write(&name, &bytes).map_err(|p| problems(language, &p))
        })
    } else {
        commands(args, language)
    };
    match done {
        Ok(text) => {
            // Windows PowerShell takes a script without the mark for ANSI.
            let mark = args.powershell && args.output.is_some() && !text.is_ascii();
            let text = if mark {
                format!("\u{feff}{text}")
            } else {
                text
            };
            output(args.output.as_deref(), args.force, text.as_bytes())?;
            Ok(Exit::Done)
        }
        Err(text) => Ok(complain(&text)),
    }
}

fn commands(args: &ExportArgs, language: Language) -> Result<String, String> {
    let target = policy(&args.policy, false, language);
    let current = args
        .from
        .as_deref()
        .map(|p| policy(p, false, language))
        .transpose();
    match (target, current) {
        (Ok(target), Ok(current)) => powershell::script(current.as_ref(), &target, args.what_if)
            .map_err(|p| problems(language, &p)),
        (Err(a), Err(b)) => Err(format!("{a}\n{b}")),
        (Err(e), Ok(_)) | (Ok(_), Err(e)) => Err(e),
    }
}
