//! Says the help of the arguments in the reader's language.
//!
//! It is made of the definition of the arguments, as in English: what the definition says is
//! translated before clap lays it out, and what clap itself says afterwards.

use super::Cli;
use anstream::adapter::strip_str;
use clap::builder::{PossibleValue, PossibleValuesParser, Resettable, StyledStr};
use clap::{Arg, Command, CommandFactory as _};
use rdsim::i18n::Language;
use std::io::{self, IsTerminal as _};
use textwrap::Options;

/// What clap says in the help and in a usage, whatever the definition says.
const OWN: [&str; 16] = [
    "Usage:",
    "Commands:",
    "Arguments:",
    "Options:",
    "Possible values:",
    "[possible values:",
    "[default:",
    "[aliases:",
    "[env:",
    "[OPTIONS]",
    "<COMMAND>",
    "Print help (see a summary with '-h')",
    "Print help (see more with '--help')",
    "Print help",
    "Print version",
    "Print this message or the help of the given subcommand(s)",
];

/// Columns of a line that are easy to read.
const WIDEST: usize = 100;

/// The column of the text below an option, where the help is long.
const BELOW: usize = 10;

/// The definition of the arguments, with what it says in a language.
pub fn command(language: Language) -> Command {
    let command = any_case(Cli::command());
    match language {
        Language::English => command,
        other => translated(command, other),
    }
}

/// The definition with values of options in any case, as cmdlets take them.
fn any_case(command: Command) -> Command {
    command
        .mut_args(|arg| match arg.get_action().takes_values() {
            true => arg.ignore_case(true),
            false => arg,
        })
        .mut_subcommands(any_case)
}

/// The definition of the arguments with what clap adds to it, and with the help of values, in a language:
/// for completions. It does not parse.
pub fn complete(language: Language) -> Command {
    let mut command = Cli::command();
    command.build();
    match language {
        Language::English => command,
        other => with_values(translated(command, other), &|help| {
            other.help(help).to_owned()
        }),
    }
}

/// A verb and those below it, with another help of values.
pub fn with_values(command: Command, say: &dyn Fn(&str) -> String) -> Command {
    let value = |value: PossibleValue| {
        let help = value.get_help().map(ToString::to_string);
        let help = help.map(|help| StyledStr::from(say(&help)));
        value.help(Resettable::from(help))
    };
    command
        .mut_args(|arg| {
            let values: Vec<_> = arg.get_possible_values().into_iter().map(value).collect();
            if values.is_empty() || !arg.get_action().takes_values() {
                return arg;
            }
            arg.value_parser(PossibleValuesParser::new(values))
        })
        .mut_subcommands(|verb| with_values(verb, say))
}

/// A verb with its arguments and the verbs below it.
fn translated(command: Command, language: Language) -> Command {
    let say = |text: &StyledStr| StyledStr::from(lines(&text.to_string(), language));
    let command = command
        .mut_args(|arg| argument(arg, language))
        .mut_subcommands(|verb| translated(verb, language))
        // Clap knows no other place for a break than a blank.
        .term_width(0);
    let about = Resettable::from(command.get_about().map(say));
    let long = Resettable::from(command.get_long_about().map(say));
    let after = Resettable::from(command.get_after_help().map(say));
    command.about(about).long_about(long).after_help(after)
}

fn argument(arg: Arg, language: Language) -> Arg {
    let say = |text: &StyledStr| StyledStr::from(lines(&text.to_string(), language));
    let help = Resettable::from(arg.get_help().map(say));
    let long = Resettable::from(arg.get_long_help().map(say));
    arg.help(help).long_help(long)
}

/// A text, line by line: those of command lines have no translation and stay.
fn lines(text: &str, language: Language) -> String {
    let lines = text.split('\n').map(|line| {
        let begin = line.len() - line.trim_start().len();
        let (indent, said) = line.split_at_checked(begin).unwrap_or(("", line));
        format!("{indent}{}", language.help(said))
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// What clap has laid out, with its own words in a language too.
pub fn finished(rendered: &StyledStr, language: Language) -> String {
    let mut text = rendered.ansi().to_string();
    if language != Language::English {
        for own in OWN {
            text = text.replace(own, language.help(own));
        }
        let lines = text.lines();
        let said = lines.map(|line| value(&heading(line, language), language) + "\n");
        text = said.collect();
    }
    let width = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    let width = width.filter(|_| io::stdout().is_terminal());
    let Some(width) = width.map(|width| width.min(WIDEST)) else {
        return text;
    };
    let lines = text.lines().map(|line| wrapped(line, width));
    lines.map(|line| line + "\n").collect()
}

/// A line that is a heading of options, in a language.
fn heading(line: &str, language: Language) -> String {
    let plain = strip_str(line).to_string();
    match language.help(&plain) {
        said if said == plain => line.to_owned(),
        said => line.replace(&plain, said),
    }
}

/// The headings of a man page.
const HEADINGS: [&str; 7] = [
    "NAME",
    "SYNOPSIS",
    "DESCRIPTION",
    "OPTIONS",
    "SUBCOMMANDS",
    "EXTRA",
    "VERSION",
];

/// A man page in roff, with its headings and clap's own words in a language too.
pub fn manual(roff: &str, language: Language) -> String {
    if language == Language::English {
        return roff.to_owned();
    }
    let lines = roff.lines().map(|line| {
        let heading = line.strip_prefix(".SH ").or(line.strip_prefix(".SS "));
        if let Some(name) = heading.filter(|name| HEADINGS.contains(name)) {
            return line.replace(name, language.help(name));
        }
        // As it was before roff took it for itself.
        let said = line.replace("\\-", "-").replace("\\*(Aq", "'");
        let (name, help) = said.split_once(": ").unwrap_or(("", &said));
        match (language.help(help), name) {
            (translated, _) if translated == help => {
                let mut line = line.to_owned();
                for own in OWN {
                    line = line.replace(own, language.help(own));
                }
                line
            }
            (translated, "") => translated.to_owned(),
            (translated, name) => format!("{}: {translated}", name.replace('-', "\\-")),
        }
    });
    lines.map(|line| line + "\n").collect()
}

/// A line on a value of an option, `- name: help`, with its help in a language.
fn value(line: &str, language: Language) -> String {
    let parts = line.split_once(": ");
    let parts = parts.filter(|(name, _)| name.trim_start().starts_with("- "));
    let Some((name, help)) = parts else {
        return line.to_owned();
    };
    let said = help.trim_start();
    let blanks = " ".repeat(help.len() - said.len());
    format!("{name}: {blanks}{}", language.help(said))
}

/// A line in several, each below the beginning of its text; a command to copy stays whole.
fn wrapped(line: &str, width: usize) -> String {
    let plain = strip_str(line).to_string();
    if plain.trim_start().starts_with("rdsim ") || plain.contains("| rdsim ") {
        return line.to_owned();
    }
    let begin = plain.len() - plain.trim_start().len();
    let column = match plain.get(begin..).and_then(|said| said.find("  ")) {
        _ if begin >= BELOW => begin,
        Some(gap) => {
            let text = plain.get(begin + gap..).unwrap_or_default();
            begin + gap + (text.len() - text.trim_start().len())
        }
        None => begin,
    };
    let indent = " ".repeat(column.min(width / 2));
    textwrap::fill(line, Options::new(width).subsequent_indent(&indent))
}
