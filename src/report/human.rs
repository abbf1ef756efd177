//! Writes what an admin reads at a glance: the outcome first, the response next, then why.

use crate::corpus::{Judged, Summary};
use crate::decide::{Outcome, Possibility, Verdict};
use crate::format::{Format, SenderName, Transmission};
use crate::policy::{ByteEncoder, Word as _};
use crate::settings::{Effect, Ruling};
use anstyle::{AnsiColor, Style};
use std::borrow::Cow;
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

/// Text of a message without control characters, so that it cannot repaint the terminal.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    if text.contains(char::is_control) {
        let chars = text.chars();
        let shown = chars.map(|c| if c.is_control() { '\u{fffd}' } else { c });
        return Cow::Owned(shown.collect());
    }
    Cow::Borrowed(text)
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
            return writeln!(
                to,
                "{}\n  {red}UNREADABLE{red:#}  {reason}\n",
                plain(&judged.path)
            );
        }
    };
    let kinds: Vec<&str> = j.class.kinds.iter().map(|k| k.token()).collect();
    let forwarded = match j.class.auto_forwarded {
        Some(true) => ", auto-forwarded",
        Some(false) => "",
        None => ", perhaps auto-forwarded",
    };
    let path = plain(&judged.path);
    writeln!(to, "{path} ({}{forwarded})", kinds.join(" or "))?;
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
            let (what, value) = (plain(&e.what), plain(&e.value));
            writeln!(to, "  kind: {what}: {value}{at}")?;
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
        plain(&v.recipient)
    )?;
    if let Some(response) = v.outcome.response() {
        writeln!(to, "    {}", response.line())?;
    }
    for p in &v.possibilities {
        possibility(p, file, to)?;
    }
    for r in v.because() {
        writeln!(to, "    because {}", because(r, file))?;
    }
    if explain {
        if let Some(accepted) = v.accepted {
            let (pattern, line) = (&accepted.pattern, accepted.line);
            writeln!(
                to,
                "    accepted domain {pattern} ({file}:{line}): the recipient is inside"
            )?;
        }
        if let Some(applies) = &v.remote_domain {
            let (domain, why) = (applies.domain, applies.why);
            let (pattern, line) = (&domain.pattern, domain.line);
            writeln!(to, "    remote domain {pattern} ({file}:{line}): {why}")?;
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
        if v.outcome == Outcome::CannotTell {
            writeln!(to, "    if it leaves:")?;
        }
        format(f, to)?;
    }
    for note in &v.notes {
        writeln!(to, "    note: {note}")?;
    }
    Ok(())
}

/// What would happen if the message were of one kind.
fn possibility(p: &Possibility, file: &str, to: &mut impl Write) -> io::Result<()> {
    let forwarded = if p.auto_forwarded {
        ", auto-forwarded"
    } else {
        ""
    };
    let (kind, outcome) = (p.kind.token(), p.outcome.token());
    write!(to, "    if {kind}{forwarded}: {outcome}")?;
    if let Some(response) = p.outcome.response() {
        write!(to, ": {}", response.line())?;
    }
    if let Some(ruling) = &p.because {
        write!(to, ", because {}", because(ruling, file))?;
    }
    writeln!(to)
}

fn effect(effect: &Effect) -> String {
    match *effect {
        Effect::Drop(_) => "drops it".into(),
        Effect::Reject(_) => "rejects it".into(),
        Effect::Pass => "lets it pass".into(),
        Effect::Note(note) => note.into(),
        Effect::Transmission(t) => format!("transmission {}", t.token()),
        Effect::Body(c) => format!("body {}", c.word()),
        Effect::Charset("") => "names no character set".into(),
        Effect::Charset(c) => format!("names {c}"),
        Effect::LineWrap(None) => "wraps no lines".into(),
        Effect::LineWrap(Some(n)) => format!("wraps lines at {n}"),
        Effect::Encoding(e) => format!("text in 7-bit character sets as {}", encoder(e)),
        Effect::JapaneseCodePage(page) => japanese(page),
        Effect::Coverage(percent) => coverage(percent),
        Effect::SenderName(name) => sender_name(name).unwrap_or("the display name").into(),
    }
}

fn encoder(encoder: ByteEncoder) -> &'static str {
    use ByteEncoder as B;
    match encoder {
        B::Undefined | B::UseQp => "quoted-printable",
        B::Use7Bit => "7bit",
        B::UseBase64 => "base64",
        B::UseQpHtmlDetectTextPlain => "quoted-printable, wrapped plain text as 7bit",
        B::UseBase64HtmlDetectTextPlain => "base64, wrapped plain text as 7bit",
        B::UseQpHtml7BitTextPlain => "quoted-printable, plain text as 7bit",
        B::UseBase64Html7BitTextPlain => "base64, plain text as 7bit",
    }
}

fn format(f: &Format, to: &mut impl Write) -> io::Result<()> {
    let style = &f.style;
    write!(to, "    format: {}, {}", style.transmission.token(), f.body)?;
    if style.transmission != Transmission::Tnef {
        write!(to, " ({})", style.content_type.word())?;
    }
    if let Some(n) = style.line_wrap {
        write!(to, ", lines wrapped at {n}")?;
    }
    writeln!(to)?;
    for p in &f.parts {
        let charset = p.charset.as_deref().unwrap_or("no character set");
        write!(
            to,
            "    {} (line {}): {charset}, {}",
            p.media_type, p.line, p.why
        )?;
        if style.encoder != ByteEncoder::Undefined
            && let Some(encoding) = p.encoding
        {
            write!(to, ", as {encoding}")?;
        }
        writeln!(to)?;
        if let Some(seen) = &p.reader_sees {
            writeln!(to, "      the reader sees: {seen}")?;
        }
        if let Some((charset, meant)) = &p.probably_meant {
            writeln!(to, "      probably meant:  {meant} ({charset})")?;
        }
    }
    let effects = [
        style.japanese_code_page.map(japanese),
        style.charset_coverage.map(coverage),
        sender_name(style.sender_name).map(str::to_owned),
    ];
    for line in effects.iter().flatten() {
        writeln!(to, "    {line}")?;
    }
    Ok(())
}

/// What a Japanese code page does, in words.
fn japanese(page: u16) -> String {
    let kana = match page {
        50220 => "half-width katakana become full-width",
        50221 => "half-width katakana are kept, as one byte",
        _ => "half-width katakana are kept, by shift codes",
    };
    format!("Japanese text: as ISO-2022-JP, code page {page}: {kana}")
}

fn coverage(percent: u8) -> String {
    format!("character sets: one is kept only if it carries at least {percent} % of the text")
}

fn sender_name(name: SenderName) -> Option<&'static str> {
    match name {
        SenderName::Display => None,
        SenderName::Simple => Some("the recipient sees the sender's simple display name"),
        SenderName::Address => {
            Some("the recipient sees the sender's address without the display name")
        }
    }
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
