//! Writes verdicts as a report to send: Markdown, or a file of HTML that stands alone.

use super::human::{self, View};
use super::sheet::{Cell, Part, SheetWriter, Tone};
use crate::diagnostic::Explained as _;
use crate::evaluate::{Judged, Summary, assumed};
use crate::i18n::en;
use crate::transport::outcome::Outcome;
use crate::transport::verdict::Verdict;
use std::fmt::Display;
use std::io::{self, Write};

/// Write the beginning, before the first message.
///
/// # Errors
/// What the writer says.
pub fn begin(file: &str, writer: SheetWriter, to: &mut impl Write) -> io::Result<()> {
    let title = en("Verdicts under {policy}");
    let title = writer.language.fill(title, &[("policy", &file)]);
    writer.begin(&title, to)
}

/// Write a message.
///
/// # Errors
/// What the writer says.
pub fn message(
    judged: &Judged,
    view: View,
    writer: SheetWriter,
    to: &mut impl Write,
) -> io::Result<()> {
    let lang = view.language;
    let name = assumed::shown(&judged.path, lang);
    let name = name.as_deref().unwrap_or(&judged.path);
    let judgement = match &judged.result {
        Ok(judgement) => judgement,
        Err(reason) => {
            let what = lang.translate(en("UNREADABLE"));
            let why = reason.message().localized(lang);
            let parts = [
                Part::Heading(name.to_owned()),
                Part::Line(format!("{what}: {why}")),
            ];
            return writer.parts(&parts, to);
        }
    };
    let kinds = human::kinds(&judgement.class.kinds, lang);
    let mut parts = vec![Part::Heading(format!("{name} ({kinds})"))];
    let sender = match judgement.sender.as_str() {
        "" => "<>",
        sender => sender,
    };
    let from = lang.fill(en("from {sender}"), &[("sender", &sender)]);
    parts.push(Part::Line(from));
    let assumed = judgement.assumed.iter().map(|what| {
        let what = what.localized(lang);
        Part::Line(lang.fill(en("assumed: {what}"), &[("what", &what)]))
    });
    parts.extend(assumed);
    let head = [en("Recipient"), en("Outcome and why")];
    let rows = judgement.verdicts.iter();
    let rows = rows.map(|v| Ok((v.recipient.clone(), vec![cell(v, view)?])));
    parts.push(Part::Grid {
        head: head.map(|name| lang.translate(name).to_owned()).into(),
        rows: rows.collect::<io::Result<_>>()?,
    });
    writer.parts(&parts, to)
}

/// The outcome, and what the report for people says below it.
fn cell(verdict: &Verdict, view: View) -> io::Result<Cell> {
    let mut text = Vec::new();
    human::verdict(verdict, view, &mut text)?;
    let text = anstream::adapter::strip_bytes(&text).into_vec();
    let text = String::from_utf8_lossy(&text);
    let lang = view.language;
    let sent_to = verdict.sent_to.map(|address| {
        let values: &[(&str, &dyn Display)] = &[("address", &address)];
        lang.fill(en("(sent to {address})"), values)
    });
    // The first line is the outcome and the recipient.
    let lines = text.lines().skip(1).map(|line| line.trim().to_owned());
    Ok(Cell {
        word: lang.translate(human::name(verdict.outcome)).to_owned(),
        tone: tone(verdict.outcome),
        lines: sent_to.into_iter().chain(lines).collect(),
    })
}

/// What an outcome means, as its colour tells.
pub(super) fn tone(outcome: Outcome) -> Tone {
    match outcome {
        Outcome::Leaves => Tone::Good,
        Outcome::StaysInside => Tone::Plain,
        Outcome::Dropped(_) | Outcome::Rejected(_) => Tone::Bad,
        Outcome::Held(_) | Outcome::CannotTell => Tone::Doubt,
    }
}

/// Write the end, the counts.
///
/// # Errors
/// What the writer says.
pub fn end(summary: &Summary, writer: SheetWriter, to: &mut impl Write) -> io::Result<()> {
    let lang = writer.language;
    let all = [
        (summary.leaves, en("LEAVES"), Tone::Good),
        (summary.stays_inside, en("STAYS INSIDE"), Tone::Plain),
        (summary.dropped, en("DROPPED"), Tone::Bad),
        (summary.rejected, en("REJECTED"), Tone::Bad),
        (summary.held, en("held by mail flow rules"), Tone::Doubt),
        (summary.cannot_tell, en("CANNOT TELL"), Tone::Doubt),
        (summary.unreadable, en("UNREADABLE"), Tone::Likely),
    ];
    let there = all.into_iter().filter(|(n, ..)| *n > 0);
    let shares = there.map(|(n, what, tone)| (n, lang.translate(what).to_owned(), tone));
    let messages = match summary.messages {
        1 => lang.translate(en("1 message")).to_owned(),
        n => lang.fill(en("{n} messages"), &[("n", &n)]),
    };
    let parts = [Part::Heading(messages), Part::Shares(shares.collect())];
    writer.parts(&parts, to)?;
    writer.end(to)
}
