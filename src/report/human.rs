//! Writes verdicts for people: the outcome first, then the response, then the setting that decided.

mod form;

use super::{test_message, via};
use crate::diagnostic::Explained as _;
use crate::evaluate::{Judged, Summary, assumed};
use crate::i18n::{Language, en};
pub(super) use crate::text::plain;
use crate::transport::classify::Kind;
use crate::transport::facts::recipients::NOT_LISTED_STAYS_INSIDE;
use crate::transport::facts::remote_domain::HYBRID_DOMAIN_DECIDES_THE_REST;
use crate::transport::facts::{Basis, Fact, weakest};
use crate::transport::message_facts::ForwardedBy;
use crate::transport::outcome::{Hold, Outcome};
use crate::transport::setting::{Effect, Ruling};
use crate::transport::verdict::{Possibility, Verdict};
use anstyle::{AnsiColor, Style};
use std::fmt::Display;
use std::io::{self, Write};

/// How verdicts are shown.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    /// The policy's file, as it is named where a line of it is cited.
    pub file: &'a str,
    /// Whether every step is shown.
    pub explain: bool,
    /// The reader's language.
    pub language: Language,
}

impl<'a> View<'a> {
    /// The outcome and what decided, in English, without the other steps.
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
        let value = r.value_and_place(self.file, self.language);
        format!("{}: {value}", r.setting)
    }
}

/// A setting, its value and its place: `AutoForwardEnabled: false (contoso.yaml:12)`.
#[must_use]
pub fn because(r: &Ruling, file: &str, language: Language) -> String {
    let view = View {
        language,
        ..View::of(file)
    };
    view.because(r)
}

fn style(outcome: Outcome) -> Style {
    let colour = match outcome {
        Outcome::Leaves => AnsiColor::Green,
        Outcome::StaysInside => AnsiColor::Cyan,
        Outcome::Dropped(_) | Outcome::Rejected(_) => AnsiColor::Red,
        Outcome::Held(_) | Outcome::CannotTell => AnsiColor::Yellow,
    };
    colour.on_default().bold()
}

pub(super) fn name(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Leaves => en("LEAVES"),
        Outcome::StaysInside => en("STAYS INSIDE"),
        Outcome::Dropped(_) => en("DROPPED"),
        Outcome::Rejected(_) => en("REJECTED"),
        Outcome::Held(Hold::Quarantined) => en("QUARANTINED"),
        Outcome::Held(Hold::Redirected) => en("REDIRECTED"),
        Outcome::Held(Hold::Moderated) => en("MODERATED"),
        Outcome::CannotTell => en("CANNOT TELL"),
    }
}

/// The possible kinds. Where there are several, each has the word that `--kind` takes beside its
/// name.
pub(super) fn kinds(all: &[Kind], lang: Language) -> String {
    let names = all.iter().map(|kind| {
        let (name, token) = (lang.translate(kind.name()), kind.token());
        if name == token || all.len() == 1 {
            name.to_owned()
        } else {
            format!("{name} [{token}]")
        }
    });
    lang.either(&names.collect::<Vec<_>>())
}

/// Write a message: its kind, then its verdicts.
///
/// # Errors
/// What the writer says.
pub fn block(judged: &Judged, view: View, to: &mut impl Write) -> io::Result<()> {
    let lang = view.language;
    let j = match &judged.result {
        Ok(j) => j,
        Err(reason) => {
            let red = AnsiColor::Red.on_default().bold();
            let unreadable = lang.translate(en("UNREADABLE"));
            return writeln!(
                to,
                "{}\n  {red}{unreadable}{red:#}  {}\n",
                plain(&judged.path),
                plain(&reason.message().localized(lang))
            );
        }
    };
    let kinds = kinds(&j.class.kinds, lang);
    let forwarded = lang.translate(match j.class.auto_forwarded {
        Some(true) => en(", auto-forwarded"),
        Some(false) => "",
        None => en(", perhaps auto-forwarded"),
    });
    let name = match assumed::shown(&judged.path, lang) {
        Some(name) => name.into(),
        None => plain(&judged.path),
    };
    writeln!(to, "{name} ({kinds}{forwarded})")?;
    for what in &j.assumed {
        let what = what.localized(lang);
        let assumed = lang.fill(en("assumed: {what}"), &[("what", &plain(&what))]);
        writeln!(to, "  {assumed}")?;
    }
    if view.explain {
        if j.class.evidence.is_empty() {
            let none = en("kind: nothing in the message says that it was made automatically");
            writeln!(to, "  {}", lang.translate(none))?;
        }
        for e in &j.class.evidence {
            let what = plain(lang.translate(&e.what));
            let value = plain(&e.value);
            let values: &[(&str, &dyn Display)] =
                &[("what", &what), ("value", &value), ("line", &e.line)];
            let sentence = if e.line > 0 {
                en("kind: {what}: {value}, line {line}")
            } else {
                en("kind: {what}: {value}")
            };
            writeln!(to, "  {}", lang.fill(sentence, values))?;
        }
    }
    for v in &j.verdicts {
        verdict(v, view, to)?;
        if let Some(command) = test_message::command(&judged.path, &j.sender, v) {
            let confirm = en(
                "to confirm it in the tenant, where the rules act for real and their notifications are sent: {command}",
            );
            let confirm = lang.fill(confirm, &[("command", &plain(&command))]);
            writeln!(to, "    {confirm}")?;
        }
    }
    writeln!(to)
}

/// Write a verdict.
///
/// # Errors
/// What the writer says.
pub fn verdict(v: &Verdict, view: View, to: &mut impl Write) -> io::Result<()> {
    let lang = view.language;
    let colour = style(v.outcome);
    let outcome = lang.translate(name(v.outcome));
    write!(to, "  {colour}{outcome}{colour:#}  {}", plain(&v.recipient))?;
    if let Some(address) = v.sent_to {
        let sent = lang.fill(en("(sent to {address})"), &[("address", &plain(address))]);
        write!(to, " {sent}")?;
    }
    writeln!(to)?;
    for step in &v.via {
        writeln!(to, "    {}", via::step(step, view))?;
    }
    if let Some(response) = v.response() {
        writeln!(to, "    {}", response.line())?;
    }
    for p in &v.possibilities {
        possibility(p, view, to)?;
    }
    // Each possibility says why.
    let because = v.because().filter(|_| v.possibilities.is_empty());
    for r in because {
        let because = lang.fill(en("because {setting}"), &[("setting", &view.because(r))]);
        writeln!(to, "    {because}")?;
    }
    if view.explain {
        steps(v, view, to)?;
    }
    basis(v, view, to)?;
    if let Some(f) = &v.format {
        if v.outcome == Outcome::CannotTell {
            writeln!(to, "    {}", lang.translate(en("if it leaves:")))?;
        }
        form::format(f, lang, to)?;
    }
    for note in &v.notes {
        writeln!(
            to,
            "    {}",
            lang.fill(en("note: {note}"), &[("note", &note.localized(lang))])
        )?;
    }
    Ok(())
}

/// The domain that applied and the effect of every setting that was asked.
fn steps(v: &Verdict, view: View, to: &mut impl Write) -> io::Result<()> {
    let lang = view.language;
    let place = |line: u32| format!("{}:{line}", view.file);
    if let Some(accepted) = v.accepted {
        let sentence = en("accepted domain {domain} ({place}): the recipient is inside");
        let values: &[(&str, &dyn Display)] = &[
            ("domain", &accepted.pattern),
            ("place", &place(accepted.line)),
        ];
        writeln!(to, "    {}", lang.fill(sentence, values))?;
    }
    if let Some(applies) = &v.remote_domain {
        let domain = applies.domain;
        let values: &[(&str, &dyn Display)] = &[
            ("domain", &domain.pattern),
            ("place", &place(domain.line)),
            ("why", &lang.translate(applies.how.why())),
        ];
        let sentence = en("remote domain {domain} ({place}): {why}");
        writeln!(to, "    {}", lang.fill(sentence, values))?;
    }
    for r in &v.asked {
        let values: &[(&str, &dyn Display)] = &[
            ("setting", &view.because(r)),
            ("effect", &form::effect(&r.effect, lang)),
        ];
        writeln!(
            to,
            "    {}",
            lang.fill(en("asked {setting} -> {effect}"), values)
        )?;
    }
    Ok(())
}

/// How sure the verdict is: the weakest fact in a line, unless it is documented; with `--explain`
/// every fact.
fn basis(v: &Verdict, view: View, to: &mut impl Write) -> io::Result<()> {
    let lang = view.language;
    let facts = v.facts();
    if view.explain {
        for fact in &facts {
            let values: &[(&str, &dyn Display)] = &[
                ("fact", &fact.id),
                ("basis", &lang.translate(fact.basis.words())),
            ];
            let sentence = en("rests on {fact}: {basis}");
            writeln!(to, "    {}", lang.fill(sentence, values))?;
        }
    }
    // What cannot be told asserts nothing.
    if v.outcome == Outcome::CannotTell {
        return Ok(());
    }
    match doubt(&untold(v), lang) {
        Some(doubt) => writeln!(to, "    {doubt}"),
        None => Ok(()),
    }
}

/// The facts that a verdict rests on, without those of which a note tells in words of its own.
#[must_use]
pub fn untold(v: &Verdict) -> Vec<&'static Fact> {
    let noted = |fact: &Fact| {
        let is_note = |r: &Ruling| matches!(r.effect, Effect::Note(_)) && r.doubt == Some(fact);
        [&NOT_LISTED_STAYS_INSIDE, &HYBRID_DOMAIN_DECIDES_THE_REST].contains(&fact)
            || v.asked.iter().any(is_note)
    };
    v.facts().into_iter().filter(|f| !noted(f)).collect()
}

/// The weakest of some facts in a line, unless all are documented.
#[must_use]
pub fn doubt(facts: &[&Fact], lang: Language) -> Option<String> {
    let fact = doubtful(facts)?;
    let in_words = doubt_in_words(facts, lang)?;
    Some(format!("{in_words} ({})", fact.id))
}

/// The same without the fact's identifier.
#[must_use]
pub fn doubt_in_words(facts: &[&Fact], lang: Language) -> Option<String> {
    let fact = doubtful(facts)?;
    let basis = lang.translate(fact.basis.words());
    Some(format!("{basis}: {}", lang.translate(fact.statement)))
}

/// The first of the weakest of some facts, unless all are documented.
fn doubtful<'f>(facts: &[&'f Fact]) -> Option<&'f Fact> {
    let weakest = weakest(facts);
    let mut of_it = facts.iter().copied().filter(|f| f.basis == weakest);
    of_it.next().filter(|_| weakest != Basis::Documented)
}

/// What would happen if the message were of one kind.
fn possibility(p: &Possibility, view: View, to: &mut impl Write) -> io::Result<()> {
    let lang = view.language;
    let forwarded = lang.translate(match p.forwarded_by {
        ForwardedBy::Nobody => "",
        ForwardedBy::InboxRule | ForwardedBy::MailboxForwarding | ForwardedBy::MailFlowRule => {
            en(", auto-forwarded")
        }
        ForwardedBy::ForwardingAddress => en(", forwarded by ForwardingAddress"),
        ForwardedBy::ForwardingSmtpAddress => en(", forwarded by ForwardingSmtpAddress"),
    });
    let kind = lang.translate(p.kind.name());
    let outcome = lang.translate(p.outcome.token());
    let rule = p.if_rule.map_or("".into(), |(rule, _)| plain(rule));
    let values: &[(&str, &dyn Display)] = &[
        ("kind", &kind),
        ("forwarded", &forwarded),
        ("rule", &rule),
        ("outcome", &outcome),
    ];
    let sentence = match p.if_rule {
        Some(_) => en("if {kind}{forwarded} and the mail flow rule `{rule}` applies: {outcome}"),
        None => en("if {kind}{forwarded}: {outcome}"),
    };
    write!(to, "    {}", lang.fill(sentence, values))?;
    if let Some(response) = p.outcome.response() {
        write!(to, ": {}", response.line())?;
    }
    if let Some(ruling) = &p.because {
        let setting = view.because(ruling);
        write!(
            to,
            "{}",
            lang.fill(en(", because {setting}"), &[("setting", &setting)])
        )?;
    }
    writeln!(to)
}

/// Write the last line, the counts.
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
    write!(to, "{}", lang.fill(sentence, values))?;
    if s.held > 0 {
        let held = en(", {held} held by mail flow rules");
        write!(to, "{}", lang.fill(held, &[("held", &s.held)]))?;
    }
    writeln!(to)
}
