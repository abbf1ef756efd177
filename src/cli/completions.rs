//! Prints shell completions from the definition of the arguments.

use super::destination::OutputArgs;
use super::{Exit, help};
use clap::Args;
use rdsim::i18n::Language;
use std::io::{self, Write as _};

/// Arguments of `completions`.
#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// The shell
    pub shell: clap_complete::Shell,
    #[command(flatten)]
    pub output: OutputArgs,
}

pub(super) fn run(args: &CompletionsArgs, language: Language) -> io::Result<Exit> {
    let mut to = args.output.open(false)?;
    let mut text = Vec::new();
    clap_complete::generate(args.shell, &mut help::command(language), "rdsim", &mut text);
    to.write_all(&text)?;
    to.done()?;
    Ok(Exit::Done)
}
