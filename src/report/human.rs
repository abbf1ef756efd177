//! Writes what an admin reads at a glance: the outcome first, the response next, then why.

use super::text::plain;
use crate::corpus::{Judged, Summary};
use crate::decide::{Outcome, Possibility, Verdict};
use crate::format::{Format, SenderName, Transmission};
use crate::policy::{ByteEncoder, Word as _};
use crate::settings::{Effect, Ruling};
use crate::words::{Language, en};
use anstyle::{AnsiColor, Style};
use std::fmt::Display;
use std::io::{self, Write};

/// How it is shown: with the policy's file name, every step or the outcome alone, in a language.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    /// The policy's file, as named beside its lines.
    pub file: &'a str,
    /// Whether every step is shown.
    pub explain: bool,
    /// The reader's language.
    pub language: Language,
}

impl<'a> View<'a> {
    /// The outcome and what decided, in English.
    #[must_use]
    pub fn of(file: &'a str) -> Self {
        Self {
            file,
            explain: false,
            language: Language::English,
        }
    }

    /// A setting, its value and its place.
    fn because(self, r: &Ruling) -> String {
        let value = if r.value.is_empty() {
            self.language.say(en("(empty)"))
        } else {
            &r.value
        };
        let default = self.language.say(en("by default"));
        match r.line {
            Some(line) if r.default => {
                format!("{}: {value} ({}:{line}, {default})", r.setting, self.file)
            }
            Some(line) => format!("{}: {value} ({}:{line})", r.setting, self.file),
            None => format!("{}: {value} ({default})", r.setting),
        }
    }
}

/// A setting, its value and its place: `AutoForwardEnabled: false (contoso.yaml:12)`.
#[must_use]
pub fn because(r: &Ruling, file: &str) -> String {
    View::of(file).because(r)
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
        Outcome::Leaves => en("LEAVES"),
        Outcome::StaysInside => en("STAYS INSIDE"),
        Outcome::Dropped(_) => en("DROPPED"),
        Outcome::Rejected(_) => en("REJECTED"),
        Outcome::CannotTell => en("CANNOT TELL"),
    }
}

/// A sentence with values in it, of which a terminal obeys none.
fn fill(lang: Language, english: &str, values: &[(&str, &dyn Display)]) -> String {
    plain(&lang.fill(english, values)).into_owned()
}

/// One block for a message.
///
/// # Errors
/// What the writer says.
pub fn block(judged: &Judged, view: View, to: &mut impl Write) -> io::Result<()> {
    let lang = view.language;
    let j = match &judged.result {
        Ok(j) => j,
        Err(reason) => {
            let red = AnsiColor::Red.on_default().bold();
            let unreadable = lang.say(en("UNREADABLE"));
            return writeln!(
                to,
                "{}\n  {red}{unreadable}{red:#}  {}\n",
                plain(&judged.path),
                plain(reason)
            );
        }
    };
    let kinds: Vec<&str> = j.class.kinds.iter().map(|k| k.token()).collect();
    let kinds = kinds.into_iter().map(str::to_owned).reduce(|kinds, kind| {
        let values: &[(&str, &dyn Display)] = &[("kinds", &kinds), ("kind", &kind)];
        fill(lang, en("{kinds} or {kind}"), values)
    });
    let kinds = kinds.unwrap_or_default();
    let forwarded = lang.say(match j.class.auto_forwarded {
        Some(true) => en(", auto-forwarded"),
        Some(false) => "",
        None => en(", perhaps auto-forwarded"),
    });
    writeln!(to, "{} ({kinds}{forwarded})", plain(&judged.path))?;
    if view.explain {
        if j.class.evidence.is_empty() {
            let none = en("kind: nothing in the message says that it was made automatically");
            writeln!(to, "  {}", lang.say(none))?;
        }
        for e in &j.class.evidence {
            let what = plain(lang.say(&e.what));
            let value = plain(&e.value);
            let values: &[(&str, &dyn Display)] =
                &[("what", &what), ("value", &value), ("line", &e.line)];
            let sentence = if e.line > 0 {
                en("kind: {what}: {value}, line {line}")
            } else {
                en("kind: {what}: {value}")
            };
            writeln!(to, "  {}", fill(lang, sentence, values))?;
        }
    }
    for v in &j.verdicts {
        verdict(v, view, to)?;
    }
    writeln!(to)
}

/// The lines of a verdict.
///
/// # Errors
/// What the writer says.
pub fn verdict(v: &Verdict, view: View, to: &mut impl Write) -> io::Result<()> {
    let lang = view.language;
    let colour = style(v.outcome);
    let outcome = lang.say(words(v.outcome));
    write!(to, "  {colour}{outcome}{colour:#}  {}", plain(&v.recipient))?;
    if let Some(address) = v.sent_to {
        let sent = fill(lang, en("(sent to {address})"), &[("address", &address)]);
        write!(to, " {sent}")?;
    }
    writeln!(to)?;
    if let Some(response) = v.outcome.response() {
        writeln!(to, "    {}", response.line())?;
    }
    for p in &v.possibilities {
        possibility(p, view, to)?;
    }
    for r in v.because() {
        let because = fill(
            lang,
            en("because {setting}"),
            &[("setting", &view.because(r))],
        );
        writeln!(to, "    {because}")?;
    }
    if view.explain {
        steps(v, view, to)?;
    }
    if let Some(f) = &v.format {
        if v.outcome == Outcome::CannotTell {
            writeln!(to, "    {}", lang.say(en("if it leaves:")))?;
        }
        format(f, lang, to)?;
    }
    for note in &v.notes {
        writeln!(
            to,
            "    {}",
            fill(lang, en("note: {note}"), &[("note", &note.said(lang))])
        )?;
    }
    Ok(())
}

/// Every step on the way to a verdict.
fn steps(v: &Verdict, view: View, to: &mut impl Write) -> io::Result<()> {
    let lang = view.language;
    let place = |line: u32| format!("{}:{line}", view.file);
    if let Some(accepted) = v.accepted {
        let sentence = en("accepted domain {domain} ({place}): the recipient is inside");
        let values: &[(&str, &dyn Display)] = &[
            ("domain", &accepted.pattern),
            ("place", &place(accepted.line)),
        ];
        writeln!(to, "    {}", fill(lang, sentence, values))?;
    }
    if let Some(applies) = &v.remote_domain {
        let domain = applies.domain;
        let values: &[(&str, &dyn Display)] = &[
            ("domain", &domain.pattern),
            ("place", &place(domain.line)),
            ("why", &lang.say(applies.why)),
        ];
        let sentence = en("remote domain {domain} ({place}): {why}");
        writeln!(to, "    {}", fill(lang, sentence, values))?;
    }
    for r in &v.asked {
        let values: &[(&str, &dyn Display)] = &[
            ("setting", &view.because(r)),
            ("effect", &effect(&r.effect, lang)),
        ];
        writeln!(
            to,
            "    {}",
            fill(lang, en("asked {setting} -> {effect}"), values)
        )?;
    }
    Ok(())
}

/// What would happen if the message were of one kind.
fn possibility(p: &Possibility, view: View, to: &mut impl Write) -> io::Result<()> {
    let lang = view.language;
    let forwarded = if p.auto_forwarded {
        lang.say(en(", auto-forwarded"))
    } else {
        ""
    };
    let kind = p.kind.token();
    let outcome = lang.say(p.outcome.token());
    let values: &[(&str, &dyn Display)] = &[
        ("kind", &kind),
        ("forwarded", &forwarded),
        ("outcome", &outcome),
    ];
    write!(
        to,
        "    {}",
        fill(lang, en("if {kind}{forwarded}: {outcome}"), values)
    )?;
    if let Some(response) = p.outcome.response() {
        write!(to, ": {}", response.line())?;
    }
    if let Some(ruling) = &p.because {
        let setting = view.because(ruling);
        write!(
            to,
            "{}",
            fill(lang, en(", because {setting}"), &[("setting", &setting)])
        )?;
    }
    writeln!(to)
}

fn effect(effect: &Effect, lang: Language) -> String {
    match *effect {
        Effect::Drop(_) => lang.say(en("drops it")).into(),
        Effect::Reject(_) => lang.say(en("rejects it")).into(),
        Effect::Pass => lang.say(en("lets it pass")).into(),
        Effect::Note(note) => lang.say(note).into(),
        Effect::Transmission(t) => fill(lang, en("transmission {form}"), &[("form", &t.token())]),
        Effect::Body(c) => fill(lang, en("body {form}"), &[("form", &c.word())]),
        Effect::Charset("") => lang.say(en("names no character set")).into(),
        Effect::Charset(c) => fill(lang, en("names {charset}"), &[("charset", &c)]),
        Effect::LineWrap(None) => lang.say(en("wraps no lines")).into(),
        Effect::LineWrap(Some(n)) => fill(lang, en("wraps lines at {width}"), &[("width", &n)]),
        Effect::Encoding(e) => fill(
            lang,
            en("text in 7-bit character sets as {encoding}"),
            &[("encoding", &lang.say(encoder(e)))],
        ),
        Effect::JapaneseCodePage(page) => japanese(page, lang),
        Effect::Coverage(percent) => coverage(percent, lang),
        Effect::SenderName(name) => lang
            .say(sender_name(name).unwrap_or(en("the display name")))
            .into(),
    }
}

fn encoder(encoder: ByteEncoder) -> &'static str {
    use ByteEncoder as B;
    match encoder {
        B::Undefined | B::UseQp => "quoted-printable",
        B::Use7Bit => "7bit",
        B::UseBase64 => "base64",
        B::UseQpHtmlDetectTextPlain => en("quoted-printable, wrapped plain text as 7bit"),
        B::UseBase64HtmlDetectTextPlain => en("base64, wrapped plain text as 7bit"),
        B::UseQpHtml7BitTextPlain => en("quoted-printable, plain text as 7bit"),
        B::UseBase64Html7BitTextPlain => en("base64, plain text as 7bit"),
    }
}

fn format(f: &Format, lang: Language, to: &mut impl Write) -> io::Result<()> {
    let style = &f.style;
    let values: &[(&str, &dyn Display)] = &[
        ("transmission", &style.transmission.token()),
        ("body", &lang.say(f.body)),
    ];
    write!(
        to,
        "    {}",
        fill(lang, en("format: {transmission}, {body}"), values)
    )?;
    if style.transmission != Transmission::Tnef {
        write!(to, " ({})", style.content_type.word())?;
    }
    if let Some(n) = style.line_wrap {
        write!(
            to,
            "{}",
            fill(lang, en(", lines wrapped at {width}"), &[("width", &n)])
        )?;
    }
    writeln!(to)?;
    for p in &f.parts {
        let none = lang.say(en("no character set"));
        let charset = p.charset.as_deref().unwrap_or(none);
        let values: &[(&str, &dyn Display)] = &[
            ("type", &p.media_type),
            ("line", &p.line),
            ("charset", &charset),
            ("why", &p.why.said(lang)),
        ];
        let sentence = en("{type} (line {line}): {charset}, {why}");
        write!(to, "    {}", fill(lang, sentence, values))?;
        if style.encoder != ByteEncoder::Undefined
            && let Some(encoding) = p.encoding
        {
            write!(
                to,
                "{}",
                fill(lang, en(", as {encoding}"), &[("encoding", &encoding)])
            )?;
        }
        writeln!(to)?;
        if let Some(seen) = &p.reader_sees {
            writeln!(
                to,
                "      {}",
                fill(lang, en("the reader sees: {text}"), &[("text", seen)])
            )?;
        }
        if let Some((charset, meant)) = &p.probably_meant {
            let sentence = en("probably meant:  {text} ({charset})");
            let values: &[(&str, &dyn Display)] = &[("text", meant), ("charset", charset)];
            writeln!(to, "      {}", fill(lang, sentence, values))?;
        }
    }
    let effects = [
        style.japanese_code_page.map(|page| japanese(page, lang)),
        style
            .charset_coverage
            .map(|percent| coverage(percent, lang)),
        sender_name(style.sender_name).map(|name| lang.say(name).to_owned()),
    ];
    for line in effects.iter().flatten() {
        writeln!(to, "    {line}")?;
    }
    Ok(())
}

/// What a Japanese code page does, in words.
fn japanese(page: u16, lang: Language) -> String {
    let kana = lang.say(match page {
        50220 => en("half-width katakana become full-width"),
        50221 => en("half-width katakana are kept, as one byte"),
        _ => en("half-width katakana are kept, by shift codes"),
    });
    let values: &[(&str, &dyn Display)] = &[("page", &page), ("kana", &kana)];
    fill(
        lang,
        en("Japanese text: as ISO-2022-JP, code page {page}: {kana}"),
        values,
    )
}

fn coverage(percent: u8, lang: Language) -> String {
    let sentence =
        en("character sets: one is kept only if it carries at least {percent} % of the text");
    fill(lang, sentence, &[("percent", &percent)])
}

fn sender_name(name: SenderName) -> Option<&'static str> {
    match name {
        SenderName::Display => None,
        SenderName::Simple => Some(en("the recipient sees the sender's simple display name")),
        SenderName::Address => Some(en(
            "the recipient sees the sender's address without the display name",
        )),
    }
}

/// The last line: counts.
///
/// # Errors
/// What the writer says.
pub fn summary(s: &Summary, lang: Language, to: &mut impl Write) -> io::Result<()> {
    let sentence = if s.messages == 1 {
        en(
            "{messages} message: {leaves} leave, {inside} stay inside, {dropped} dropped, {rejected} rejected, {unknown} cannot tell, {unreadable} unreadable",
        )
    } else {
        en(
            "{messages} messages: {leaves} leave, {inside} stay inside, {dropped} dropped, {rejected} rejected, {unknown} cannot tell, {unreadable} unreadable",
        )
    };
    let values: &[(&str, &dyn Display)] = &[
        ("messages", &s.messages),
        ("leaves", &s.leaves),
        ("inside", &s.stays_inside),
        ("dropped", &s.dropped),
        ("rejected", &s.rejected),
        ("unknown", &s.cannot_tell),
        ("unreadable", &s.unreadable),
    ];
    writeln!(to, "{}", fill(lang, sentence, values))
}
