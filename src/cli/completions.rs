//! Prints shell completions from the definition of the arguments.

mod powershell;

use super::destination::OutputArgs;
use super::{Exit, help};
use clap::Args;
use clap_complete::Shell;
use rdsim::i18n::Language;
use std::io::{self, Write as _};

/// Arguments of `completions`.
#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// The shell
    pub shell: Shell,
    #[command(flatten)]
    pub output: OutputArgs,
}

pub(super) fn run(args: &CompletionsArgs, language: Language) -> io::Result<Exit> {
    let mut to = args.output.open(false)?;
    let command = help::complete(language);
    let mut text = Vec::new();
    match args.shell {
        Shell::PowerShell => text = powershell::script(&command).into_bytes(),
        shell => {
            // They stand between double quotes, for fish and zsh, and none is escaped.
            let mut command = help::with_values(command, &|help| help.replace('"', "'"));
            clap_complete::generate(shell, &mut command, "rdsim", &mut text);
        }
    }
    to.write_all(&text)?;
    to.done()?;
    Ok(Exit::Done)
}
