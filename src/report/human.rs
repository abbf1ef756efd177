//! Writes what an admin reads at a glance: the outcome first, the response next, then why.

use crate::corpus::{Judged, Summary};
use crate::decide::{Outcome, Verdict};
use crate::format::Format;
use crate::settings::{Effect, Ruling};
use anstyle::{AnsiColor, Style};
use std::io::{self, Write};

/// A setting, its value and its place: `AutoForwardEnabled: false (contoso.yaml:12)`.
#[must_use]
pub fn because(r: &Ruling, file: &str) -> String {
    let value = if r.value.is_empty() {
        "(empty)"
    } else {
        &r.value
    };
    let default = if r.default { ", by default" } else { "" };
    match r.line {
        Some(line) => format!("{}: {value} ({file}:{line}{default})", r.setting),
        None => format!("{}: {value} (by default)", r.setting),
    }
}

fn style(outcome: Outcome) -> Style {
    let colour = match outcome {
        Outcome::Leaves => AnsiColor::Green,
        Outcome::StaysInside => AnsiColor::Cyan,
        Outcome::Dropped(_) | Outcome::Rejected(_) => AnsiColor::Red,
        Outcome::CannotTell => AnsiColor::Yellow,
    };
    colour.on_default().bold()
}

fn words(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Leaves => "LEAVES",
        Outcome::StaysInside => "STAYS INSIDE",
        Outcome::Dropped(_) => "DROPPED",
        Outcome::Rejected(_) => "REJECTED",
        Outcome::CannotTell => "CANNOT TELL",
    }
}

/// One block for a message.
///
/// # Errors
/// What the writer says.
pub fn block(judged: &Judged, file: &str, explain: bool, to: &mut impl Write) -> io::Result<()> {
    let j = match &judged.result {
        Ok(j) => j,
        Err(reason) => {
            let red = AnsiColor::Red.on_default().bold();
            return writeln!(to, "{}\n  {red}UNREADABLE{red:#}  {reason}\n", judged.path);
        }
    };
    let kinds: Vec<&str> = j.class.kinds.iter().map(|k| k.token()).collect();
    let forwarded = match j.class.auto_forwarded {
        Some(true) => ", auto-forwarded",
        Some(false) => "",
        None => ", perhaps auto-forwarded",
    };
    writeln!(to, "{} ({}{forwarded})", judged.path, kinds.join(" or "))?;
    if explain {
        if j.class.evidence.is_empty() {
            writeln!(
                to,
                "  kind: nothing in the message says that it was made automatically"
            )?;
        }
        for e in &j.class.evidence {
            let at = if e.line > 0 {
                format!(", line {}", e.line)
            } else {
                String::new()
            };
            writeln!(to, "  kind: {}: {}{at}", e.what, e.value)?;
        }
    }
    for v in &j.verdicts {
        verdict(v, file, explain, to)?;
    }
    writeln!(to)
}

/// The lines of a verdict.
///
/// # Errors
/// What the writer says.
pub fn verdict(v: &Verdict, file: &str, explain: bool, to: &mut impl Write) -> io::Result<()> {
    let colour = style(v.outcome);
    let sent = v
        .sent_to
        .as_ref()
        .map_or_else(String::new, |s| format!(" (sent to {s})"));
    writeln!(
        to,
        "  {colour}{}{colour:#}  {}{sent}",
        words(v.outcome),
        v.recipient
    )?;
    if let Some(response) = v.outcome.response() {
        writeln!(to, "    {}", response.line())?;
    }
    for p in &v.possibilities {
        let forwarded = if p.auto_forwarded {
            ", auto-forwarded"
        } else {
            ""
        };
        let response = p
            .outcome
            .response()
            .map_or_else(String::new, |r| format!(": {}", r.line()));
        writeln!(
            to,
            "    if {}{forwarded}: {}{response}",
            p.kind.token(),
            p.outcome.token()
        )?;
    }
    for r in &v.because {
        writeln!(to, "    because {}", because(r, file))?;
    }
    if explain {
        if let Some((domain, line, why)) = &v.remote_domain {
            writeln!(to, "    remote domain {domain} ({file}:{line}): {why}")?;
        }
        for r in &v.asked {
            writeln!(
                to,
                "    asked {} -> {}",
                because(r, file),
                effect(&r.effect)
            )?;
        }
    }
    if let Some(f) = &v.format {
        format(f, to)?;
    }
    for note in &v.notes {
        writeln!(to, "    note: {note}")?;
    }
    Ok(())
}

fn effect(effect: &Effect) -> String {
    match effect {
        Effect::Drop(_) => "drops it".into(),
        Effect::Reject(_) => "rejects it".into(),
        Effect::Pass => "lets it pass".into(),
        Effect::Note(note) => note.clone(),
        Effect::Transmission(t) => format!("transmission {}", t.token()),
        Effect::Content(c) => format!("body {}", c.word()),
        Effect::Charset(c) if c.is_empty() => "names no character set".into(),
        Effect::Charset(c) => format!("names {c}"),
        Effect::LineWrap(None) => "wraps no lines".into(),
        Effect::LineWrap(Some(n)) => format!("wraps lines at {n}"),
        Effect::Encoding(e) => format!("7-bit text as {e}"),
    }
}

fn format(f: &Format, to: &mut impl Write) -> io::Result<()> {
    write!(
        to,
        "    format: {}, {} ({})",
        f.transmission, f.content_type, f.body
    )?;
    if let Some(n) = f.line_wrap {
        write!(to, ", lines wrapped at {n}")?;
    }
    if let Some(e) = f.encoding.filter(|e| *e != "quoted-printable") {
        write!(to, ", 7-bit text as {e}")?;
    }
    writeln!(to)?;
    for p in &f.parts {
        let charset = p.charset.as_deref().unwrap_or("no character set");
        writeln!(
            to,
            "    {} (line {}): {charset}, {}",
            p.media_type, p.line, p.why
        )?;
        if let Some(seen) = &p.reader_sees {
            writeln!(to, "      the reader sees: {seen}")?;
        }
        if let Some((charset, meant)) = &p.probably_meant {
            writeln!(to, "      probably meant:  {meant} ({charset})")?;
        }
    }
    Ok(())
}

/// The last line: counts.
///
/// # Errors
/// What the writer says.
pub fn summary(s: &Summary, to: &mut impl Write) -> io::Result<()> {
    let Summary {
        messages,
        unreadable,
        leaves,
        stays_inside,
        dropped,
        rejected,
        cannot_tell,
    } = s;
    let plural = if *messages == 1 { "" } else { "s" };
    writeln!(
        to,
        "{messages} message{plural}: {leaves} leave, {stays_inside} stay inside, {dropped} dropped, {rejected} rejected, {cannot_tell} cannot tell, {unreadable} unreadable"
    )
}
