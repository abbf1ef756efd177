//! Writes what becomes of a message that a device submits.

pub mod advice;

use super::human::{self, View};
use crate::i18n::{Language, Text, en};
use crate::submit::{Failure, Submitted, endpoint};
use anstyle::AnsiColor;
use serde::Serialize;
use std::fmt::Display;
use std::io::{self, Write};

/// For people.
///
/// # Errors
/// What the writer says.
pub fn human(s: &Submitted, view: View, to: &mut impl Write) -> io::Result<()> {
    let (file, lang) = (view.file, view.language);
    let method = lang.translate(s.method.name());
    match s.failures.first() {
        None => {
            let green = AnsiColor::Green.on_default().bold();
            let connector = s.connector.map(|c| match c.line {
                0 => c.name.clone(),
                line => format!("{} ({file}:{line})", c.name),
            });
            let by = match &connector {
                None => lang.fill(en("by {method}"), &[("method", &method)]),
                Some(connector) => {
                    let values: &[(&str, &dyn Display)] =
                        &[("method", &method), ("connector", connector)];
                    lang.fill(en("by {method}, connector {connector}"), values)
                }
            };
            writeln!(
                to,
                "{green}{}{green:#}  {by}",
                lang.translate(en("ACCEPTED"))
            )?;
        }
        Some(first) if first.refusal == endpoint::NOT_SIMULATED => {
            let yellow = AnsiColor::Yellow.on_default().bold();
            let unknown = lang.translate(en("CANNOT TELL"));
            writeln!(to, "{yellow}{unknown}{yellow:#}")?;
            writeln!(to, "  {}", lang.translate(first.refusal))?;
        }
        Some(first) => {
            let red = AnsiColor::Red.on_default().bold();
            let by = lang.fill(en("by {method}"), &[("method", &method)]);
            writeln!(to, "{red}{}{red:#}  {by}", lang.translate(en("REFUSED")))?;
            writeln!(to, "  {}", lang.translate(first.refusal))?;
        }
    }
    reasons(&s.failures, view, to)?;
    warnings(&s.warnings, lang, to)?;
    for verdict in s.judgement.iter().flat_map(|j| &j.verdicts) {
        human::verdict(verdict, view, to)?;
    }
    Ok(())
}

/// Why it is refused, and what to do.
fn reasons(failures: &[Failure], view: View, to: &mut impl Write) -> io::Result<()> {
    let lang = view.language;
    for f in failures {
        let mut because = f.because.localized(lang);
        if let Some(line) = f.line {
            because += &format!(" ({}:{line})", view.file);
        }
        let because = lang.fill(en("because {setting}"), &[("setting", &because)]);
        writeln!(to, "  {because}")?;
        let help = lang.fill(en("help: {help}"), &[("help", &f.help.localized(lang))]);
        writeln!(to, "    {help}")?;
    }
    Ok(())
}

/// What may go wrong.
fn warnings(warnings: &[Text], lang: Language, to: &mut impl Write) -> io::Result<()> {
    for warning in warnings {
        let values: &[(&str, &dyn Display)] = &[("warning", &warning.localized(lang))];
        writeln!(to, "  {}", lang.fill(en("warning: {warning}"), values))?;
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
    warnings: &'a [Text],
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
    because: &'a Text,
    file: Option<&'a str>,
    line: Option<u32>,
    help: &'a Text,
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
    let verdicts = s.judgement.iter().flat_map(|j| &j.verdicts);
    let requirements = s.requirements.iter();
    let shape = SubmittedV1 {
        version: 1,
        accepted: s.failures.is_empty(),
        way: s.method.name(),
        connector: s.connector.map(|c| c.name.as_str()),
        refusal: s.failures.first().map(|f| f.refusal),
        requirements: requirements
            .map(|&(id, met)| RequirementV1 { id, met })
            .collect(),
        failures: failures(&s.failures, file),
        warnings: &s.warnings,
        verdicts: verdicts
            .map(|v| VerdictV1 {
                recipient: &v.recipient,
                outcome: v.outcome.token(),
                response: v.response().map(|r| r.line()),
            })
            .collect(),
    };
    serde_json::to_writer_pretty(&mut *to, &shape)?;
    writeln!(to)
}
