//! Prints the PowerShell script that collects a tenant into one file.

use super::destination::OutputArgs;
use super::output::note;
use super::{Exit, files};
use clap::Args;
use rdsim::i18n::{Language, en};
use rdsim::import::collect;
use rdsim::text::shell;
use std::io::{self, Write as _};
use std::path::Path;

/// Arguments of `collect`.
#[derive(Debug, Args)]
pub struct CollectArgs {
    #[command(flatten)]
    pub output: OutputArgs,
}

pub(super) fn run(args: &CollectArgs, language: Language) -> io::Result<Exit> {
    let mut to = args.output.open(false)?;
    to.write_all(collect::script().as_bytes())?;
    to.done()?;
    let path = args.output.output.as_deref();
    if let Some(path) = path.filter(|path| path.as_os_str() != "-") {
        // PowerShell runs no script of the current folder by its name alone.
        let alone = path
            .parent()
            .is_none_or(|folder| folder.as_os_str().is_empty());
        let script = Path::new(if alone { "." } else { "" }).join(path);
        let script = shell::path(&files::name(&script)).into_owned();
        let next = en(
            "next: in PowerShell, run Connect-ExchangeOnline and the script {script}, and then rdsim import tenant.json --output policy.yaml",
        );
        note(&language.fill(next, &[("script", &script)]));
    }
    Ok(Exit::Done)
}
