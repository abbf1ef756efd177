//! Prints the PowerShell script that collects a tenant into one file.

use super::Exit;
use super::destination::OutputArgs;
use super::import::{output, refuse};
use super::output::note;
use clap::Args;
use rdsim::i18n::{Language, en};
use rdsim::import::collect;
use std::io;

/// Arguments of `collect`.
#[derive(Debug, Args)]
pub struct CollectArgs {
    #[command(flatten)]
    pub output: OutputArgs,
}

pub(super) fn run(args: &CollectArgs, language: Language) -> io::Result<Exit> {
    let to = &args.output;
    let path = to.output.as_deref();
    refuse(path, to.force)?;
    output(path, to.force, collect::script().as_bytes())?;
    let next = en(
        "next: in PowerShell, run Connect-ExchangeOnline and then the script; after that, rdsim import tenant.json --output policy.yaml",
    );
    note(language.translate(next));
    Ok(Exit::Done)
}
