//! Makes the man page from the definition of the arguments.

use super::destination::OutputArgs;
use super::{Exit, help};
use clap::Args;
use rdsim::i18n::Language;
use std::io::{self, Write as _};

/// Arguments of `man`.
#[derive(Debug, Args)]
pub struct ManArgs {
    #[command(flatten)]
    pub output: OutputArgs,
}

pub(super) fn run(args: &ManArgs, language: Language) -> io::Result<Exit> {
    let mut to = args.output.open(false)?;
    to.write_all(&page(language)?)?;
    to.done()?;
    Ok(Exit::Done)
}

/// The man page: the program, then each verb in a section of its own.
fn page(language: Language) -> io::Result<Vec<u8>> {
    let mut program = help::command(language);
    program.build();
    let mut page = Vec::new();
    clap_mangen::Man::new(program.clone()).render(&mut page)?;
    let verbs = program.get_subcommands();
    for verb in verbs.filter(|v| v.get_name() != "help") {
        section(verb, &mut page)?;
        for below in verb.get_subcommands() {
            section(below, &mut page)?;
        }
    }
    let page = String::from_utf8_lossy(&page);
    Ok(help::manual(&page, language).into_bytes())
}

/// The section of a verb in the man page.
fn section(verb: &clap::Command, page: &mut Vec<u8>) -> io::Result<()> {
    if verb.get_name() == "help" {
        return Ok(());
    }
    let whole = verb.get_bin_name().unwrap_or(verb.get_name());
    let name = whole.strip_prefix("rdsim ").unwrap_or(whole);
    writeln!(page, ".SH \"{}\"", name.to_uppercase())?;
    let man = clap_mangen::Man::new(verb.clone());
    let mut part = Vec::new();
    man.render_description_section(&mut part)?;
    man.render_synopsis_section(&mut part)?;
    man.render_options_section(&mut part)?;
    man.render_extra_section(&mut part)?;
    let part = String::from_utf8_lossy(&part).replace(".SH ", ".SS ");
    page.write_all(part.as_bytes())
}
