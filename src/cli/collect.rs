//! Prints the PowerShell script that collects a tenant into one file.

use super::import::{output, refuse};
use super::output::note;
use super::{Exit, files};
use clap::Args;
use rdsim::i18n::{Language, en};
use rdsim::import::collect;
use rdsim::text::shell;
use std::io;
use std::path::{Path, PathBuf};

/// Arguments of `collect`.
#[derive(Debug, Args)]
pub struct CollectArgs {
    /// Write to this file
    #[arg(long, short)]
    pub output: Option<PathBuf>,
    /// Overwrite the file
    #[arg(long, requires = "output")]
    pub force: bool,
}

pub(super) fn run(args: &CollectArgs, language: Language) -> io::Result<Exit> {
    let path = args.output.as_deref();
    refuse(path, args.force)?;
    output(path, args.force, collect::script().as_bytes())?;
    if let Some(path) = path {
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
