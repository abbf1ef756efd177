//! Writes version 1 of the JSON report on the difference of two policies.

use super::Files;
use crate::diff::classes::{Classes, Senders};
use crate::diff::fold::Group;
use crate::diff::forms::{FormChange, TraitChange, names};
use crate::diff::messages::Compared;
use crate::diff::rules::RuleChange;
use crate::diff::uncompared::Uncompared;
use crate::diff::{Change, Diff, SettingChange};
use crate::i18n::Text;
use crate::report::json::BasisV1;
use crate::report::set::SetV1;
use crate::transport::outcome::Outcome;
use serde::Serialize;
use std::io::{self, Write};

#[derive(Serialize)]
struct ExhaustiveV1<'a> {
    version: u8,
    mode: &'static str,
    old: &'a str,
    new: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    set: Vec<SetV1<'a>>,
    changes: Vec<ChangeV1<'a>>,
    forms: Vec<FormV1<'a>>,
    rules: Vec<RuleV1<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    not_compared: Vec<UncomparedV1<'a>>,
    summary: SummaryV1,
}

/// What differs and is not compared.
#[derive(Serialize)]
struct UncomparedV1<'a> {
    subject: &'static str,
    section: &'static str,
    entries: &'a [String],
}

#[derive(Serialize)]
struct SummaryV1 {
    differs: bool,
    changes: usize,
    forms: usize,
    recipient_classes: usize,
    sender_classes: usize,
    forwarder_classes: usize,
    judged: u64,
}

#[derive(Serialize)]
struct ChangeV1<'a> {
    recipients: Vec<&'a str>,
    example: Option<&'a str>,
    messages: Vec<GroupV1<'a>>,
    old: OutcomeV1,
    new: OutcomeV1,
    /// What cannot be seen of a message and must be so.
    if_unseen: &'a [Text],
    because: CauseV1<'a>,
    #[serde(flatten)]
    basis: BasisV1,
}

/// A mail flow rule that sends messages to others.
#[derive(Serialize)]
struct RuleV1<'a> {
    rule: &'a str,
    old: Option<ValueV1<'a>>,
    new: Option<ValueV1<'a>>,
}

#[derive(Serialize)]
struct GroupV1<'a> {
    kinds: Vec<&'static str>,
    forwarded_by: Vec<&'static str>,
    /// `None` is any.
    senders: Option<Vec<&'a Text>>,
    forwarders: Option<Vec<&'a Text>>,
}

#[derive(Serialize)]
struct OutcomeV1 {
    outcome: &'static str,
    response: Option<String>,
}

#[derive(Serialize)]
struct CauseV1<'a> {
    setting: &'a str,
    old: Option<ValueV1<'a>>,
    new: Option<ValueV1<'a>>,
}

#[derive(Serialize)]
struct ValueV1<'a> {
    value: &'a str,
    file: &'a str,
    line: Option<u32>,
}

#[derive(Serialize)]
struct FormV1<'a> {
    recipients: Vec<&'a str>,
    senders: Option<Vec<&'a Text>>,
    traits: Vec<TraitV1<'a>>,
    because: CauseV1<'a>,
    #[serde(flatten)]
    basis: BasisV1,
}

#[derive(Serialize)]
struct TraitV1<'a> {
    names: Vec<Text>,
    old: &'a str,
    new: &'a str,
}

#[derive(Serialize)]
struct MessagesV1<'a> {
    version: u8,
    mode: &'static str,
    old: &'a str,
    new: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    set: Vec<SetV1<'a>>,
    verdicts: Vec<VerdictV1<'a>>,
    summary: MessageSummaryV1,
}

#[derive(Serialize)]
struct MessageSummaryV1 {
    differs: bool,
    messages: usize,
    unreadable: usize,
    changed: usize,
    /// Of these, those beyond the first 100,000.
    not_listed: usize,
}

#[derive(Serialize)]
struct VerdictV1<'a> {
    path: &'a str,
    recipient: &'a str,
    old: &'a Text,
    new: &'a Text,
    because: CauseV1<'a>,
    #[serde(flatten)]
    basis: BasisV1,
}

/// Write what changes for every possible message.
///
/// # Errors
/// What the writer says.
pub fn diff(
    diff: &Diff,
    uncompared: &[Uncompared],
    files: Files,
    to: &mut impl Write,
) -> io::Result<()> {
    write(&document(diff, uncompared, files), to)
}

/// What is written of what changes for every possible message.
pub fn document<'a>(
    diff: &'a Diff,
    uncompared: &'a [Uncompared],
    files: Files<'a>,
) -> impl Serialize + 'a {
    let classes = &diff.classes;
    ExhaustiveV1 {
        version: 1,
        mode: "exhaustive",
        old: files.old,
        new: files.new,
        set: files.set.iter().map(SetV1::of).collect(),
        changes: diff
            .changes
            .iter()
            .map(|c| change(c, classes, files))
            .collect(),
        forms: diff.forms.iter().map(|f| form(f, classes, files)).collect(),
        rules: diff.rules.iter().map(|r| rule(r, files)).collect(),
        not_compared: uncompared.iter().map(not_compared).collect(),
        summary: SummaryV1 {
            differs: !diff.is_empty(),
            changes: diff.changes.len(),
            forms: diff.forms.len(),
            recipient_classes: classes.recipients.len(),
            sender_classes: classes.authors.len(),
            forwarder_classes: classes.forwarders.len(),
            judged: diff.judged,
        },
    }
}

/// Write what changes for given messages.
///
/// # Errors
/// What the writer says.
pub fn messages(compared: &Compared, files: Files, to: &mut impl Write) -> io::Result<()> {
    let shape = MessagesV1 {
        version: 1,
        mode: "messages",
        old: files.old,
        new: files.new,
        set: files.set.iter().map(SetV1::of).collect(),
        verdicts: compared
            .changed
            .iter()
            .map(|c| VerdictV1 {
                path: &c.path,
                recipient: &c.recipient,
                old: &c.how.old,
                new: &c.how.new,
                because: cause(&c.how.cause, files),
                basis: BasisV1::of(&c.how.facts),
            })
            .collect(),
        summary: MessageSummaryV1 {
            differs: compared.count() > 0,
            messages: compared.messages,
            unreadable: compared.unreadable,
            changed: compared.count(),
            not_listed: compared.more.values().sum(),
        },
    };
    write(&shape, to)
}

fn write(shape: &impl Serialize, to: &mut impl Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *to, shape)?;
    to.write_all(b"\n")
}

fn recipients<'a>(classes: &'a Classes, places: &[usize]) -> Vec<&'a str> {
    let chosen = places.iter().filter_map(|i| classes.recipients.get(*i));
    chosen
        .flat_map(|r| r.members.iter().map(String::as_str))
        .collect()
}

fn senders<'a>(classes: &'a [Senders], places: &[Option<usize>]) -> Option<Vec<&'a Text>> {
    if places.contains(&None) || places.len() == classes.len() {
        return None;
    }
    let chosen = places.iter().flatten().filter_map(|i| classes.get(*i));
    Some(chosen.flat_map(|s| s.members.iter()).collect())
}

fn change<'a>(c: &'a Change, classes: &'a Classes, files: Files<'a>) -> ChangeV1<'a> {
    let first = c.recipients.first();
    ChangeV1 {
        recipients: recipients(classes, &c.recipients),
        example: first
            .and_then(|i| classes.recipients.get(*i))
            .map(|r| r.example.as_str()),
        messages: c.groups.iter().map(|g| group(g, classes)).collect(),
        old: outcome(c.old),
        new: outcome(c.new),
        if_unseen: &c.unseen,
        because: cause(&c.cause, files),
        basis: BasisV1::of(&c.facts()),
    }
}

fn not_compared(part: &Uncompared) -> UncomparedV1<'_> {
    UncomparedV1 {
        subject: part.subject.token(),
        section: part.section,
        entries: &part.names,
    }
}

fn rule<'a>(r: &'a RuleChange, files: Files<'a>) -> RuleV1<'a> {
    let side = |side: &'a Option<(String, u32)>, file| {
        side.as_ref().map(|(value, line)| ValueV1 {
            value,
            file,
            line: Some(*line),
        })
    };
    RuleV1 {
        rule: &r.name,
        old: side(&r.old, files.old),
        new: side(&r.new, files.new),
    }
}

fn group<'a>(g: &Group, classes: &'a Classes) -> GroupV1<'a> {
    GroupV1 {
        kinds: g.kinds.iter().map(|k| k.token()).collect(),
        forwarded_by: g.forwards.iter().map(|f| f.token()).collect(),
        senders: senders(&classes.authors, &g.authors),
        forwarders: senders(&classes.forwarders, &g.forwarders),
    }
}

/// An outcome; none where the message does not go to the addressee.
fn outcome(outcome: Option<Outcome>) -> OutcomeV1 {
    OutcomeV1 {
        outcome: outcome.map_or("not-addressed", Outcome::token),
        response: outcome
            .and_then(Outcome::response)
            .map(crate::transport::responses::Response::line),
    }
}

fn cause<'a>(c: &'a SettingChange, files: Files<'a>) -> CauseV1<'a> {
    let side = |side: &'a Option<(String, Option<u32>)>, file| {
        side.as_ref().map(|(value, line)| ValueV1 {
            value,
            file,
            line: *line,
        })
    };
    CauseV1 {
        setting: &c.setting,
        old: side(&c.old, files.old),
        new: side(&c.new, files.new),
    }
}

fn form<'a>(f: &'a FormChange, classes: &'a Classes, files: Files<'a>) -> FormV1<'a> {
    let authors: Vec<Option<usize>> = f.authors.iter().copied().map(Some).collect();
    FormV1 {
        recipients: recipients(classes, &f.recipients),
        senders: senders(&classes.authors, &authors),
        traits: f.traits.iter().map(one_trait).collect(),
        because: cause(&f.cause, files),
        basis: BasisV1::of(&f.facts()),
    }
}

fn one_trait(t: &TraitChange) -> TraitV1<'_> {
    TraitV1 {
        names: names(&t.traits),
        old: &t.old,
        new: &t.new,
    }
}
