//! Shows what becomes of every kind of message for every recipient, without messages.

use super::ask::People;
use super::destination::{OutputArgs, REPORT};
use super::set::SetArgs;
use super::shared::Shared;
use super::{Exit, complain};
use clap::{Args, ValueEnum};
use rdsim::diff::matrix;
use rdsim::i18n::Language;
use rdsim::report::matrix as report;
use rdsim::report::sheet::SheetFormat;
use std::io;
use std::path::PathBuf;

/// Arguments of `matrix`.
#[derive(Debug, Args)]
pub struct MatrixArgs {
    /// The tenant's policy (YAML) [default: that of RDSIM_POLICY or rdsim.toml]
    #[arg(value_name = "POLICY")]
    pub file: Option<PathBuf>,
    /// The policy, as an argument gives it too
    #[arg(long, short, value_name = "FILE", conflicts_with = "file")]
    pub policy: Option<PathBuf>,
    /// The sender [default: every sender inside]
    #[arg(long)]
    pub from: Option<String>,
    /// A recipient, or a domain for somebody there; repeatable [default: every domain outside that the policy tells apart]
    #[arg(long)]
    pub to: Vec<String>,
    #[command(flatten)]
    pub set: SetArgs,
    /// The format of the table [default: human]
    #[arg(long, help_heading = REPORT)]
    pub format: Option<Format>,
    #[command(flatten)]
    pub output: OutputArgs,
}

/// Values of `--format`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Human,
    /// One JSON document
    Json,
    /// One row a kind, recipient and sender
    Csv,
    /// For a comment, or a page of a wiki
    #[value(alias = "md")]
    Markdown,
    /// One file that needs nothing else
    Html,
}

pub(super) fn run(args: &MatrixArgs, shared: &Shared) -> io::Result<Exit> {
    let language = shared.language;
    let policy = shared.policy(args.policy.as_ref().or(args.file.as_ref()));
    let policy = match policy.and_then(|path| args.set.policy(&path, language)) {
        Ok(policy) => policy,
        Err(why) => return Ok(complain(&why)),
    };
    let from = args.from.as_ref();
    let people = match People::of(&policy, from, &args.to) {
        Ok(people) => people,
        Err(error) => return Ok(complain(&error.localized("", language))),
    };
    people.note(language);
    let senders = from.map_or(matrix::From::Inside, |from| matrix::From::Address(from));
    let columns = matrix::of_policy(&policy, senders, &people.to);
    let view = |language| report::View {
        facts: true,
        file: &policy.file,
        from: from.map(String::as_str),
        language,
    };
    let format = args.output.format(args.format, Format::Human);
    let mut to = args.output.open(format == Format::Human)?;
    let format = match format {
        Format::Human => SheetFormat::Terminal,
        Format::Markdown => SheetFormat::Markdown,
        Format::Html => SheetFormat::Html,
        Format::Json => {
            report::json(&columns, view(Language::English), &mut to)?;
            to.done()?;
            return Ok(Exit::Done);
        }
        Format::Csv => {
            let mut table = csv::Writer::from_writer(&mut to);
            report::rows(&columns, &policy.file, &mut table)?;
            table.flush()?;
            drop(table);
            to.done()?;
            return Ok(Exit::Done);
        }
    };
    report::sheet(&columns, view(language)).write(format, language, &mut to)?;
    to.done()?;
    Ok(Exit::Done)
}
