//! Writes what differs between two policies and is not compared.

use super::Files;
use crate::diff::uncompared::Uncompared;
use crate::i18n::{Language, en};
use crate::report::github::{Annotation, Level, annotation};
use crate::text::markdown::inline;
use crate::text::plain;
use std::fmt::Display;
use std::io::{self, Write};

/// What is not compared, in what differs.
const NOT_COMPARED: &str = en("not compared, and it differs: {subject} ({verb})");

/// Entries of a section that are named.
const NAMED: usize = 20;

/// The entries of a section that differ.
fn differing(part: &Uncompared, lang: Language) -> String {
    let names = part.names.iter().take(NAMED).map(String::as_str);
    let names: Vec<&str> = names.collect();
    let list = format!("{}: {}", part.section, names.join(", "));
    match part.names.len() - names.len() {
        0 => list,
        n => format!("{list} {}", lang.fill(en("and {n} more"), &[("n", &n)])),
    }
}

/// The parts of one subject together, each subject with its heading; a quote stands around the
/// verb.
fn by_subject(parts: &[Uncompared], quote: &str, lang: Language) -> Vec<(String, Vec<String>)> {
    let mut all: Vec<(String, Vec<String>)> = Vec::new();
    for group in parts.chunk_by(|a, b| a.subject == b.subject) {
        let Some(first) = group.first() else { continue };
        let subject = lang.translate(first.subject.name());
        let verb = format!("{quote}{}{quote}", first.subject.verb());
        let values: &[(&str, &dyn Display)] = &[("subject", &subject), ("verb", &verb)];
        let lines = group.iter().map(|part| differing(part, lang));
        all.push((lang.fill(NOT_COMPARED, values), lines.collect()));
    }
    all
}

/// Write for people what differs and is not compared.
///
/// # Errors
/// What the writer says.
pub fn human(parts: &[Uncompared], lang: Language, to: &mut impl Write) -> io::Result<()> {
    for (heading, lines) in by_subject(parts, "`", lang) {
        writeln!(to, "{heading}")?;
        for line in lines {
            writeln!(to, "  {}", plain(&line))?;
        }
    }
    Ok(())
}

/// Write it for a pull request.
///
/// # Errors
/// What the writer says.
pub fn markdown(parts: &[Uncompared], to: &mut impl Write) -> io::Result<()> {
    for (heading, lines) in by_subject(parts, "", Language::English) {
        let lines: Vec<String> = lines.iter().map(|line| inline(line)).collect();
        writeln!(to, "\n{}: {}", inline(&heading), lines.join("; "))?;
    }
    Ok(())
}

/// Write it for a workflow.
///
/// # Errors
/// What the writer says.
pub fn github(parts: &[Uncompared], files: Files, to: &mut impl Write) -> io::Result<()> {
    for (heading, lines) in by_subject(parts, "`", Language::English) {
        let one = Annotation {
            level: Level::Notice,
            file: files.new,
            line: 0,
            column: 0,
            title: "not compared",
            message: &format!("{heading}\n{}", lines.join("\n")),
        };
        annotation(&one, to)?;
    }
    Ok(())
}
