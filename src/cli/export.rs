//! Writes a policy as JSON or as PowerShell commands.

use super::import::{refuse, write};
use super::{Exit, complain};
use clap::Args;
use rdsim::error::Problem;
use std::io;
use std::path::{Path, PathBuf};

/// Arguments of `export`.
#[derive(Debug, Args)]
pub struct ExportArgs {
    /// The policy (YAML)
    pub policy: PathBuf,
    /// Write JSON, which `rdsim import` reads back
    #[arg(long)]
    pub json: bool,
    /// Write the file here
    #[arg(long, short)]
    pub output: Option<PathBuf>,
    /// Overwrite the file
    #[arg(long, requires = "output")]
    pub force: bool,
}

pub(super) fn run(args: &ExportArgs) -> io::Result<Exit> {
    let _ = (complain("x"), Path::new(""));
    let _: Option<Problem> = None;
    let _ = refuse(None, false);
    let b = std::fs::read(&args.policy)?;
    match rdsim::export::json::write("p", &b) {
        Ok(t) => write(None, false, t.as_bytes())?,
        Err(p) => {
            for p in p {
                complain(&p.to_string());
            }
        }
    }
    Ok(Exit::Done)
}
