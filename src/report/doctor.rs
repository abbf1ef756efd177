//! Writes what was found of a policy and its surroundings, for people and as version 1 of a JSON
//! document.

use crate::doctor::{Check, Status};
use crate::i18n::{Language, Text, en};
use crate::text::plain;
use anstyle::{AnsiColor, Style};
use serde::Serialize;
use std::io::{self, Write};

fn style(status: Status) -> Style {
    let colour = match status {
        Status::Ok => AnsiColor::Green,
        Status::Note => AnsiColor::Cyan,
        Status::Warning => AnsiColor::Yellow,
        Status::Error => AnsiColor::Red,
    };
    colour.on_default().bold()
}

fn word(status: Status) -> &'static str {
    match status {
        Status::Ok => en("ok"),
        Status::Note => en("note"),
        Status::Warning => en("warning"),
        Status::Error => en("error"),
    }
}

/// Write each check with what to do next, and how much there is to do.
///
/// # Errors
/// What the writer says.
pub fn human(file: &str, checks: &[Check], lang: Language, to: &mut impl Write) -> io::Result<()> {
    writeln!(to, "{}", plain(file))?;
    for check in checks {
        let (style, word) = (style(check.status), lang.translate(word(check.status)));
        let text = check.text.localized(lang);
        writeln!(to, "  {style}{word}{style:#}: {}", plain(&text))?;
        if let Some(command) = &check.next {
            let next = lang.fill(en("next: {command}"), &[("command", &plain(command))]);
            writeln!(to, "    {next}")?;
        }
    }
    let all = checks.iter();
    let open = all.filter(|c| c.status >= Status::Warning).count();
    let text = match open {
        0 => en("nothing has to be done"),
        1 => en("{n} thing should be done"),
        _ => en("{n} things should be done"),
    };
    writeln!(to, "{}", lang.fill(text, &[("n", &open)]))
}

#[derive(Serialize)]
struct ReportV1<'a> {
    version: u32,
    policy: &'a str,
    checks: Vec<CheckV1<'a>>,
}

#[derive(Serialize)]
struct CheckV1<'a> {
    id: &'static str,
    status: &'static str,
    text: &'a Text,
    next: Option<&'a str>,
}

/// Write one JSON document.
///
/// # Errors
/// What the writer says.
pub fn json(file: &str, checks: &[Check], to: &mut impl Write) -> io::Result<()> {
    let checks = checks.iter().map(|check| CheckV1 {
        id: check.id,
        status: check.status.into(),
        text: &check.text,
        next: check.next.as_deref(),
    });
    let report = ReportV1 {
        version: 1,
        policy: file,
        checks: checks.collect(),
    };
    serde_json::to_writer_pretty(&mut *to, &report)?;
    writeln!(to)
}
