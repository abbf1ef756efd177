//! Writes what a message triggers, for people and as version 1 of the JSON report.

use super::human::{self, View, plain};
use super::json::{self, VerdictV1};
use super::via::{self, StepV1};
use crate::evaluate::assumed;
use crate::i18n::{Language, Text, en};
use crate::react::{
    Error, MessageReactions, Place, Prediction, Reaction, Reason, RecipientReactions, Summary,
};
use crate::text::shell;
use anstyle::AnsiColor;
use serde::Serialize;
use std::fmt::Display;
use std::io::{self, Write};

/// A reason with its place in the message or the policy.
fn reason(r: &Reason, view: View) -> String {
    let what = r.what.localized(view.language);
    let what = plain(&what);
    match r.place {
        Place::Message(line) => {
            let values: &[(&str, &dyn Display)] = &[("what", &what), ("line", &line)];
            let sentence = en("{what} (line {line} of the message)");
            view.language.fill(sentence, values)
        }
        Place::Policy(line) => format!("{what} ({}:{line})", view.file),
        Place::Nowhere => what.into_owned(),
    }
}

/// One block for a message.
///
/// # Errors
/// What the writer says.
pub fn block(reacted: &MessageReactions, view: View, to: &mut impl Write) -> io::Result<()> {
    let lang = view.language;
    let path = match assumed::shown(&reacted.path, lang) {
        Some(name) => name.into(),
        None => plain(&reacted.path),
    };
    let reactions = match &reacted.result {
        Ok(reactions) => reactions,
        Err(reason) => {
            let red = AnsiColor::Red.on_default().bold();
            let unreadable = lang.translate(en("UNREADABLE"));
            return writeln!(
                to,
                "{path}\n  {red}{unreadable}{red:#}  {}\n",
                plain(&reason.message().localized(lang))
            );
        }
    };
    let sender = match (reactions.sender.as_str(), reactions.inside) {
        ("", _) => lang.translate(en("the null sender")).to_owned(),
        (sender, true) => lang.fill(en("{sender} (inside)"), &[("sender", &plain(sender))]),
        (sender, false) => lang.fill(en("{sender} (outside)"), &[("sender", &plain(sender))]),
    };
    let values: &[(&str, &dyn Display)] = &[("path", &path), ("sender", &sender)];
    writeln!(to, "{}", lang.fill(en("{path}, from {sender}"), values))?;
    for note in &reactions.undated {
        let note = note.localized(lang);
        let note = lang.fill(en("note: {note}"), &[("note", &plain(&note))]);
        writeln!(to, "  {note}")?;
    }
    writeln!(to)?;
    for reached in &reactions.recipients {
        let bold = anstyle::Style::new().bold();
        let recipient = plain(&reached.recipient);
        writeln!(
            to,
            "{bold}{recipient}{bold:#}: {}",
            plain(&reached.words(lang))
        )?;
        for step in &reached.via {
            writeln!(to, "  {}", via::step(step, view))?;
        }
        for r in &reached.reactions {
            reaction(r, view, to)?;
        }
        tail(reached, view, to)?;
        writeln!(to)?;
    }
    Ok(())
}

/// The lines on a reaction.
///
/// # Errors
/// What the writer says.
pub fn reaction(r: &Reaction, view: View, to: &mut impl Write) -> io::Result<()> {
    let lang = view.language;
    let what = r.what.localized(lang);
    let values: &[(&str, &dyn Display)] = &[
        ("what", &plain(&what)),
        ("cause", &reason(&r.trigger, view)),
    ];
    writeln!(
        to,
        "{}",
        lang.fill(en("{what}, triggered by {cause}"), values)
    )?;
    let yellow = AnsiColor::Yellow.on_default().bold();
    match &r.prediction {
        Prediction::NotMade(causes) => {
            writeln!(to, "  {yellow}{}{yellow:#}", lang.translate(en("NOT MADE")))?;
            for c in causes {
                let because = lang.fill(en("because {setting}"), &[("setting", &reason(c, view))]);
                writeln!(to, "    {because}")?;
            }
        }
        Prediction::CannotTell(doubts, verdict) => {
            let cannot_tell = lang.translate(en("CANNOT TELL"));
            let whether = lang.translate(en("whether it is made"));
            writeln!(to, "  {yellow}{cannot_tell}{yellow:#}  {whether}")?;
            for c in doubts {
                let depends =
                    lang.fill(en("it depends on {cause}"), &[("cause", &reason(c, view))]);
                writeln!(to, "    {depends}")?;
            }
            writeln!(to, "  {}", lang.translate(en("if it is made:")))?;
            human::verdict(verdict, view, to)?;
        }
        Prediction::Made(verdict) => human::verdict(verdict, view, to)?,
    }
    if let Some(file) = &r.file {
        let mut again = format!("rdsim check {}", shell::option("--policy", view.file));
        for (name, value) in r.message.options() {
            again = format!("{again} {}", shell::option(name, value));
        }
        again = format!("{again} {}", shell::path(file));
        let values: &[(&str, &dyn Display)] = &[("file", file), ("command", &again)];
        let sentence = en("written to {file}; to judge it again: {command}");
        writeln!(to, "  {}", lang.fill(sentence, values))?;
    }
    Ok(())
}

/// What follows the reactions at a recipient.
fn tail(reached: &RecipientReactions, view: View, to: &mut impl Write) -> io::Result<()> {
    let lang = view.language;
    if view.explain {
        for (kind, c) in &reached.not_triggered {
            let values: &[(&str, &dyn Display)] = &[
                ("reaction", &lang.translate(kind.id)),
                ("cause", &reason(c, view)),
            ];
            let sentence = en("nothing triggers {reaction}: {cause}");
            writeln!(to, "{}", lang.fill(sentence, values))?;
        }
    } else if reached.reactions.is_empty() && reached.no_mailbox.is_none() {
        writeln!(to, "{}", lang.translate(en("`--explain` says why")))?;
    }
    if !reached.not_simulated.is_empty() {
        let names = reached.not_simulated.join(", ");
        let sentence = en("what the rules also do is not simulated: {names}");
        writeln!(to, "{}", lang.fill(sentence, &[("names", &names)]))?;
    }
    Ok(())
}

/// The last line: counts.
///
/// # Errors
/// What the writer says.
pub fn summary(s: &Summary, lang: Language, to: &mut impl Write) -> io::Result<()> {
    let sentence = if s.messages == 1 {
        en(
            "{messages} message; reactions: {leaves} leave, {inside} stay inside, {dropped} dropped, {rejected} rejected, {unknown} cannot tell, {not_made} not made; {unreadable} unreadable",
        )
    } else {
        en(
            "{messages} messages; reactions: {leaves} leave, {inside} stay inside, {dropped} dropped, {rejected} rejected, {unknown} cannot tell, {not_made} not made; {unreadable} unreadable",
        )
    };
    let values: &[(&str, &dyn Display)] = &[
        ("messages", &s.messages),
        ("leaves", &s.leaves),
        ("inside", &s.stays_inside),
        ("dropped", &s.dropped),
        ("rejected", &s.rejected),
        ("unknown", &s.cannot_tell),
        ("not_made", &s.not_made),
        ("unreadable", &s.unreadable),
    ];
    writeln!(to, "{}", lang.fill(sentence, values))
}

#[derive(Serialize)]
struct MessageV1<'a> {
    path: &'a str,
    error: Option<Text>,
    sender: Option<&'a str>,
    sender_is_inside: Option<bool>,
    #[serde(skip_serializing_if = "<[Text]>::is_empty")]
    notes: &'a [Text],
    recipients: Vec<RecipientV1<'a>>,
}

#[derive(Serialize)]
struct RecipientV1<'a> {
    recipient: &'a str,
    via: Vec<StepV1<'a>>,
    in_words: String,
    reactions: Vec<ReactionV1<'a>>,
    not_set_off: Vec<IdleV1<'a>>,
    not_simulated: &'a [&'static str],
}

#[derive(Serialize)]
struct ReactionV1<'a> {
    reaction: &'static str,
    what: &'a Text,
    to: &'a str,
    made: Option<bool>,
    outcome: &'static str,
    set_off_by: CauseV1<'a>,
    silenced_by: Vec<CauseV1<'a>>,
    depends_on: Vec<CauseV1<'a>>,
    verdict: Option<VerdictV1<'a>>,
    file: Option<&'a str>,
    check_options: Vec<&'a str>,
}

#[derive(Serialize)]
struct IdleV1<'a> {
    reaction: &'static str,
    because: CauseV1<'a>,
}

#[derive(Serialize)]
struct CauseV1<'a> {
    what: &'a Text,
    message_line: Option<u32>,
    policy_line: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    basis: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fact: Option<&'static str>,
}

#[derive(Serialize)]
struct SummaryV1 {
    messages: u64,
    unreadable: u64,
    leaves: u64,
    stays_inside: u64,
    dropped: u64,
    rejected: u64,
    cannot_tell: u64,
    not_made: u64,
}

/// Write a message of the JSON report, which begins as that of `check` does.
///
/// # Errors
/// What the writer says.
pub fn json(reacted: &MessageReactions, policy: &str, to: &mut impl Write) -> io::Result<()> {
    Ok(serde_json::to_writer(to, &message(reacted, policy))?)
}

/// Write what follows the last message.
///
/// # Errors
/// What the writer says.
pub fn end(s: &Summary, to: &mut impl Write) -> io::Result<()> {
    to.write_all(b"\n],\"summary\":")?;
    let shape = SummaryV1 {
        messages: s.messages,
        unreadable: s.unreadable,
        leaves: s.leaves,
        stays_inside: s.stays_inside,
        dropped: s.dropped,
        rejected: s.rejected,
        cannot_tell: s.cannot_tell,
        not_made: s.not_made,
    };
    serde_json::to_writer(&mut *to, &shape)?;
    to.write_all(b"}\n")
}

fn message<'a>(r: &'a MessageReactions, policy: &'a str) -> MessageV1<'a> {
    let reactions = r.result.as_ref().ok();
    let reached = reactions.map_or(&[][..], |s| &s.recipients);
    MessageV1 {
        path: &r.path,
        error: r.result.as_ref().err().map(Error::message),
        sender: reactions.map(|s| s.sender.as_str()),
        sender_is_inside: reactions.map(|s| s.inside),
        notes: reactions.map_or(&[], |s| &s.undated),
        recipients: reached.iter().map(|r| recipient(r, policy)).collect(),
    }
}

fn recipient<'a>(r: &'a RecipientReactions, policy: &'a str) -> RecipientV1<'a> {
    let idle = r.not_triggered.iter().map(|(kind, because)| IdleV1 {
        reaction: kind.id,
        because: cause_v1(because),
    });
    RecipientV1 {
        recipient: &r.recipient,
        via: via::steps(&r.via, policy),
        in_words: r.words(Language::English),
        reactions: r.reactions.iter().map(|r| one(r, policy)).collect(),
        not_set_off: idle.collect(),
        not_simulated: &r.not_simulated,
    }
}

fn one<'a>(r: &'a Reaction, policy: &'a str) -> ReactionV1<'a> {
    let (made, suppressed_by, doubts, verdict) = match &r.prediction {
        Prediction::NotMade(causes) => (Some(false), causes.as_slice(), &[][..], None),
        Prediction::CannotTell(doubts, verdict) => {
            (None, &[][..], doubts.as_slice(), Some(verdict))
        }
        Prediction::Made(verdict) => (Some(true), &[][..], &[][..], Some(verdict)),
    };
    let options = r.message.options().into_iter();
    ReactionV1 {
        reaction: r.kind.id,
        what: &r.what,
        to: &r.message.to,
        made,
        outcome: r.outcome().map_or("not-made", |o| o.token()),
        set_off_by: cause_v1(&r.trigger),
        silenced_by: suppressed_by.iter().map(cause_v1).collect(),
        depends_on: doubts.iter().map(cause_v1).collect(),
        verdict: verdict.map(|v| json::verdict(v, policy)),
        file: r.file.as_deref(),
        check_options: options.flat_map(<[&str; 2]>::from).collect(),
    }
}

fn cause_v1(c: &Reason) -> CauseV1<'_> {
    let (message_line, policy_line) = match c.place {
        Place::Message(line) => (Some(line), None),
        Place::Policy(line) => (None, Some(line)),
        Place::Nowhere => (None, None),
    };
    CauseV1 {
        what: &c.what,
        message_line,
        policy_line,
        basis: c.fact.map(|f| f.basis.token()),
        fact: c.fact.map(|f| f.id),
    }
}
