//! Writes what becomes of a message that a device hands in.

pub mod advice;

use super::human;
use crate::decide::Outcome;
use crate::report::text::plain;
use crate::submit::{Failure, Submitted};
use anstyle::AnsiColor;
use serde::Serialize;
use std::io::{self, Write};

/// For people.
///
/// # Errors
/// What the writer says.
pub fn human(s: &Submitted, file: &str, to: &mut impl Write) -> io::Result<()> {
    match s.failures.first() {
        None => {
            let green = AnsiColor::Green.on_default().bold();
            let by = s.connector.map_or_else(String::new, |c| match c.line {
                0 => format!(", connector {}", plain(&c.name)),
                line => format!(", connector {} ({file}:{line})", plain(&c.name)),
            });
            writeln!(to, "{green}ACCEPTED{green:#}  by {}{by}", s.way.name())?;
        }
        Some(first) => {
            let red = AnsiColor::Red.on_default().bold();
            writeln!(to, "{red}REFUSED{red:#}  by {}", s.way.name())?;
            writeln!(to, "  {}", first.refusal)?;
        }
    }
    reasons(&s.failures, file, to)?;
    for warning in &s.warnings {
        writeln!(to, "  warning: {}", plain(warning))?;
    }
    for verdict in s.onward.iter().flat_map(|j| &j.verdicts) {
        human::verdict(verdict, human::View::of(file), to)?;
    }
    Ok(())
}

/// Why it is refused, and what to do.
fn reasons(failures: &[Failure], file: &str, to: &mut impl Write) -> io::Result<()> {
    for f in failures {
        let place = f
            .line
            .map_or_else(String::new, |l| format!(" ({file}:{l})"));
        writeln!(to, "  because {}{place}", plain(&f.because))?;
        writeln!(to, "    help: {}", plain(&f.help))?;
    }
    Ok(())
}

#[derive(Serialize)]
struct SubmittedV1<'a> {
    version: u8,
    accepted: bool,
    way: &'static str,
    connector: Option<&'a str>,
    refusal: Option<&'static str>,
    requirements: Vec<RequirementV1>,
    failures: Vec<FailureV1<'a>>,
    warnings: &'a [String],
    verdicts: Vec<VerdictV1<'a>>,
}

#[derive(Serialize)]
struct RequirementV1 {
    id: &'static str,
    met: bool,
}

#[derive(Serialize)]
struct FailureV1<'a> {
    requirement: &'static str,
    refusal: &'static str,
    because: &'a str,
    file: Option<&'a str>,
    line: Option<u32>,
    help: &'a str,
}

fn failures<'a>(failures: &'a [Failure], file: &'a str) -> Vec<FailureV1<'a>> {
    let all = failures.iter().map(|f| FailureV1 {
        requirement: f.requirement,
        refusal: f.refusal,
        because: &f.because,
        file: f.line.map(|_| file),
        line: f.line,
        help: &f.help,
    });
    all.collect()
}

#[derive(Serialize)]
struct VerdictV1<'a> {
    recipient: &'a str,
    outcome: &'static str,
    response: Option<String>,
}

/// Version 1 of the JSON report.
///
/// # Errors
/// What the writer says.
pub fn json(s: &Submitted, file: &str, to: &mut impl Write) -> io::Result<()> {
    let verdicts = s.onward.iter().flat_map(|j| &j.verdicts);
    let asked = s.asked.iter();
    let shape = SubmittedV1 {
        version: 1,
        accepted: s.failures.is_empty(),
        way: s.way.name(),
        connector: s.connector.map(|c| c.name.as_str()),
        refusal: s.failures.first().map(|f| f.refusal),
        requirements: asked.map(|&(id, met)| RequirementV1 { id, met }).collect(),
        failures: failures(&s.failures, file),
        warnings: &s.warnings,
        verdicts: verdicts
            .map(|v| VerdictV1 {
                recipient: &v.recipient,
                outcome: match v.outcome {
                    Outcome::Leaves => "leaves",
                    Outcome::StaysInside => "stays-inside",
                    Outcome::Dropped(_) => "dropped",
                    Outcome::Rejected(_) => "rejected",
                    Outcome::CannotTell => "cannot-tell",
                },
                response: v.outcome.response().map(|r| r.line()),
            })
            .collect(),
    };
    serde_json::to_writer_pretty(&mut *to, &shape)?;
    writeln!(to)
}
