//! Writes the plan as a script, each command under the line of the policy that it comes from.

use super::plan::plan;
use super::quote::{argument, comment, list};
use super::step::{Command, Step};
use crate::diagnostic::Problem;
use crate::policy::Policy;
use std::fmt::Write as _;

/// The script that brings a tenant (`None`: one where nothing was changed yet) to a policy; with
/// `what_if` no command of it changes anything.
///
/// # Errors
/// The policy cannot be that of a tenant.
pub fn script(
    current: Option<&Policy>,
    target: &Policy,
    what_if: bool,
) -> Result<String, Vec<Problem>> {
    let steps = plan(current, target)?;
    let from = current.map_or("a tenant where nothing was changed yet", |p| {
        p.file.as_str()
    });
    let mut out = String::new();
    let mut say = |text: &str| {
        let _ = writeln!(out, "# {}", comment(text));
    };
    say(&format!(
        "From {from} to {}. Written by rdsim.",
        target.file
    ));
    let commands = steps.iter().any(|s| matches!(s, Step::Command(_)));
    if commands {
        say(
            "Run it in a session of Connect-ExchangeOnline. The order matters: renames, then what gets",
        );
        say("stricter, new remote domains, what gets looser, and removals last.");
        if what_if {
            say(
                "With -WhatIf nothing is changed, so a command about a remote domain that an earlier one",
            );
            say("would have made or renamed says that it cannot be found.");
        } else {
            out.push_str("$ErrorActionPreference = 'Stop'\n");
        }
    } else {
        say("Nothing to change by command.");
    }
    for step in &steps {
        out.push('\n');
        match step {
            Step::Comment(text) => {
                let _ = writeln!(out, "# {}", comment(text));
            }
            Step::Command(c) => {
                let _ = writeln!(out, "# {}\n{}", comment(&c.about), command(c, what_if));
            }
        }
    }
    Ok(out)
}

/// A command on one line.
#[must_use]
pub fn command(command: &Command, what_if: bool) -> String {
    let mut out = command.cmdlet.to_owned();
    for (name, value) in &command.parameters {
        let _ = write!(out, " -{name} {}", argument(value));
    }
    for (name, values) in &command.lists {
        let _ = write!(out, " -{name} {}", list(values));
    }
    if what_if {
        out.push_str(" -WhatIf");
    }
    out
}
