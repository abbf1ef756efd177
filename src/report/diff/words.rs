//! Describes in words what changes between two policies.

use super::{Files, Names};
use crate::diff::classes::{Classes, Senders};
use crate::diff::fold::Group;
use crate::diff::forms::{FormChange, names};
use crate::diff::messages::NOT_SENT;
use crate::diff::rules::RuleChange;
use crate::diff::{Change, Diff, SettingChange};
use crate::i18n::{Language, en};
use crate::report::human;
use crate::transport::classify::Kind;
use crate::transport::facts::Fact;
use crate::transport::message_facts::ForwardedBy;
use crate::transport::outcome::Outcome;
use crate::transport::setting::{self, Transmission};
use rustc_hash::FxHashSet;
use std::fmt::Display;

/// A change in words.
pub(super) struct Description {
    pub(super) whom: String,
    pub(super) effects: Vec<Effect>,
    pub(super) because: String,
    /// The weakest fact that it rests on, unless all are documented.
    pub(super) doubt: Option<String>,
    pub(super) example: String,
}

/// What changes how.
pub(super) struct Effect {
    pub(super) what: Vec<String>,
    pub(super) old: String,
    pub(super) new: String,
}

/// What descriptions need: the classes of the comparison, the names of the files, how others are named.
#[derive(Clone, Copy)]
struct Describer<'a> {
    classes: &'a Classes,
    /// The number of all authors in them.
    authors: usize,
    /// The number of all who forward.
    forwarders: usize,
    files: Files<'a>,
    names: Names,
    lang: Language,
}

/// How many senders are in some classes.
fn members<'a>(classes: impl Iterator<Item = &'a Senders>) -> usize {
    classes.map(|s| s.members.len()).sum()
}

impl Describer<'_> {
    fn change(self, change: &Change) -> Description {
        let groups = change.groups.iter();
        let facts = change.unseen.iter();
        let facts = facts.map(|fact| fact.localized(self.lang));
        let facts = facts.reduce(|facts, fact| {
            let both: &[(&str, &dyn Display)] = &[("facts", &facts), ("fact", &fact)];
            self.lang.fill(en("{facts}, and {fact}"), both)
        });
        // What cannot be seen and must be so.
        let facts = facts.map(|facts| self.lang.fill(en("if {facts}"), &[("facts", &facts)]));
        Description {
            whom: self.recipients(&change.recipients),
            effects: vec![Effect {
                what: groups.map(|g| self.group(g)).chain(facts).collect(),
                old: outcome(change.old, true, self.lang),
                new: outcome(change.new, false, self.lang),
            }],
            because: because(&change.cause, self.files, self.lang),
            doubt: self.doubt(&change.facts()),
            example: self.example(change),
        }
    }

    fn rule(self, change: &RuleChange) -> Description {
        let said = |side: &Option<(String, u32)>| match side {
            Some((said, _)) => said.clone(),
            None => self.lang.translate(en("no effect")).to_owned(),
        };
        let whom = en("those to whom the mail flow rule {rule} sends");
        Description {
            whom: self.lang.fill(whom, &[("rule", &change.name)]),
            effects: vec![Effect {
                what: Vec::new(),
                old: said(&change.old),
                new: said(&change.new),
            }],
            because: because(&change.cause(), self.files, self.lang),
            doubt: None,
            example: String::new(),
        }
    }

    /// The value of a trait of the form.
    fn value(self, value: &str) -> &str {
        let named = [
            Transmission::Tnef,
            Transmission::Mime,
            Transmission::MayBeTnef,
        ];
        let transmission = named.iter().find(|t| t.token() == value);
        self.lang
            .translate(transmission.map_or(value, |t| t.name()))
    }

    fn form(self, change: &FormChange) -> Description {
        let authors: Vec<Option<usize>> = change.authors.iter().copied().map(Some).collect();
        let from = self.authors(&authors);
        let effects = change.traits.iter().map(|t| {
            let names = names(&t.traits);
            let names = names.iter().map(|n| n.localized(self.lang));
            Effect {
                what: vec![self.join(names.chain([from.clone()]))],
                old: self.value(&t.old).to_owned(),
                new: self.value(&t.new).to_owned(),
            }
        });
        Description {
            whom: self.recipients(&change.recipients),
            effects: effects.collect(),
            because: because(&change.cause, self.files, self.lang),
            doubt: self.doubt(&change.facts()),
            example: String::new(),
        }
    }

    fn doubt(self, facts: &[&Fact]) -> Option<String> {
        match self.names {
            Names::Tokens => human::doubt(facts, self.lang),
            Names::Words => human::doubt_in_words(facts, self.lang),
        }
    }

    /// Parts in a row; empty ones are left out.
    fn join(self, parts: impl IntoIterator<Item = String>) -> String {
        let parts = parts.into_iter().filter(|p| !p.is_empty());
        let both = |before: String, more: String| {
            let sentence = en("{before}, {more}");
            self.lang
                .fill(sentence, &[("before", &before), ("more", &more)])
        };
        parts.reduce(both).unwrap_or_default()
    }

    /// A list of so many names: the first few of them where there are many.
    fn some(self, names: impl Iterator<Item = String>, number: usize) -> String {
        const SHOWN: usize = 6;
        let shown = if number > SHOWN + 1 { SHOWN } else { number };
        let names = names.take(shown).collect::<Vec<_>>().join(", ");
        if shown == number {
            return names;
        }
        self.lang.fill(
            en("{names} and {n} more"),
            &[("names", &names), ("n", &(number - shown))],
        )
    }

    fn recipients(self, places: &[usize]) -> String {
        let all = &self.classes.recipients;
        let chosen = places.iter().filter_map(|i| all.get(*i));
        let number = chosen.clone().map(|r| r.members.len()).sum();
        let members = self.some(chosen.flat_map(|r| r.members.iter().cloned()), number);
        if places.len() == all.len() {
            let every = en("every recipient ({members})");
            return self.lang.fill(every, &[("members", &members)]);
        }
        members
    }

    fn authors(self, places: &[Option<usize>]) -> String {
        let (these, but) = (en("from {senders}"), en("from anybody but {senders}"));
        self.senders((&self.classes.authors, self.authors), places, these, but)
    }

    fn forwarders(self, places: &[Option<usize>]) -> String {
        let these = en("sent or forwarded by {senders}");
        let but = en("sent or forwarded by anybody but {senders}");
        self.senders(
            (&self.classes.forwarders, self.forwarders),
            places,
            these,
            but,
        )
    }

    /// Senders in words: `these`, or all `but` a few; nothing where it is all of them.
    fn senders(
        self,
        (classes, all): (&[Senders], usize),
        places: &[Option<usize>],
        these: &'static str,
        but: &'static str,
    ) -> String {
        if places.contains(&None) || places.len() == classes.len() {
            return String::new();
        }
        let chosen = places.iter().flatten().filter_map(|at| classes.get(*at));
        let number = members(chosen.clone());
        let names = move |s: &Senders| -> Vec<String> {
            let members = s.members.iter();
            members.map(|m| m.localized(self.lang)).collect()
        };
        let rest = all - number;
        if rest < number {
            let chosen: FxHashSet<usize> = places.iter().flatten().copied().collect();
            let others = classes.iter().enumerate();
            let others = others.filter(|(at, _)| !chosen.contains(at));
            let senders = self.some(others.flat_map(|(_, s)| names(s)), rest);
            return self.lang.fill(but, &[("senders", &senders)]);
        }
        let senders = self.some(chosen.flat_map(names), number);
        self.lang.fill(these, &[("senders", &senders)])
    }

    fn group(self, g: &Group) -> String {
        let what = self.join([
            self.kinds(&g.kinds),
            self.authors(&g.authors),
            self.forwarders(&g.forwarders),
        ]);
        match self.forwards(&g.forwards) {
            forwarded if forwarded.is_empty() => what,
            forwarded => format!("{forwarded}: {what}"),
        }
    }

    fn kinds(self, kinds: &[Kind]) -> String {
        let names = |all: &[Kind]| -> String {
            let name = |kind: &Kind| match self.names {
                Names::Tokens => kind.name(),
                Names::Words => kind.title(),
            };
            let names: Vec<&str> = all.iter().map(|k| self.lang.translate(name(k))).collect();
            self.lang.list(&names)
        };
        let all = Kind::ALL.iter().copied();
        let others: Vec<Kind> = all.filter(|k| !kinds.contains(k)).collect();
        match others.len() {
            0 => self.lang.translate(en("messages of every kind")).to_owned(),
            n if n < 5 => {
                let but = en("messages of every kind but {kinds}");
                self.lang.fill(but, &[("kinds", &names(&others))])
            }
            _ => names(kinds),
        }
    }

    fn forwards(self, all: &[ForwardedBy]) -> String {
        if all.len() == ForwardedBy::EXACT.len() {
            return String::new();
        }
        let names = all.iter().map(|forwarded| match forwarded {
            ForwardedBy::Nobody => en("not forwarded"),
            ForwardedBy::InboxRule => en("auto-forwarded by an inbox rule"),
            ForwardedBy::ForwardingAddress => en("forwarded by ForwardingAddress"),
            ForwardedBy::ForwardingSmtpAddress => en("forwarded by ForwardingSmtpAddress"),
            ForwardedBy::MailboxForwarding => en("forwarded by mailbox forwarding"),
            ForwardedBy::MailFlowRule => en("sent on by a mail flow rule"),
        });
        let names = names.map(|name| self.lang.translate(name).to_owned());
        self.lang.either(&names.collect::<Vec<_>>())
    }

    /// A message that is concerned: from whom to whom.
    fn example(self, change: &Change) -> String {
        let to = change.recipients.first();
        let to = to.and_then(|i| self.classes.recipients.get(*i));
        let group = change.groups.first();
        let place = |places: &[Option<usize>]| places.first().copied().flatten();
        let author = group.and_then(|g| place(&g.authors)).unwrap_or_default();
        let from = self.classes.authors.get(author);
        match (from, to) {
            (Some(from), Some(to)) => self.lang.fill(
                en("{sender} to {recipient}"),
                &[
                    ("sender", &from.example.address),
                    ("recipient", &to.example),
                ],
            ),
            _ => String::new(),
        }
    }
}

/// What became of a message, or becomes of it.
fn outcome(outcome: Option<Outcome>, past: bool, lang: Language) -> String {
    let sentence = match (outcome, past) {
        (Some(outcome), past) => outcome.sentence(past),
        (None, true) => NOT_SENT[0].into(),
        (None, false) => NOT_SENT[1].into(),
    };
    sentence.localized(lang)
}

pub(super) fn because(cause: &SettingChange, files: Files, lang: Language) -> String {
    let side = |side: &Option<(String, Option<u32>)>, file: &str| match side {
        None => lang.translate(en("no effect")).to_owned(),
        Some((value, line)) => {
            let value = match line {
                // A value without a line may be a text of the program, which has a translation.
                None if !value.is_empty() => lang.translate(value),
                _ => setting::shown(value, lang),
            };
            let place = line.map_or_else(String::new, |line| format!(" ({file}:{line})"));
            format!("{value}{place}")
        }
    };
    let (old, new) = (side(&cause.old, files.old), side(&cause.new, files.new));
    format!("{}: {old} → {new}", lang.translate(&cause.setting))
}

/// How many there are of something: `{n} message`, or `{n} messages`.
pub(super) fn count(n: usize, one: &'static str, many: &'static str, lang: Language) -> String {
    lang.fill(if n == 1 { one } else { many }, &[("n", &n)])
}

pub(super) fn counts(diff: &Diff, lang: Language) -> String {
    let classes = &diff.classes;
    let rules = match diff.rules.len() {
        0 => String::new(),
        n => count(
            n,
            en("{n} mail flow rule that sends messages to others differs"),
            en("{n} mail flow rules that send messages to others differ"),
            lang,
        ),
    };
    let counts = lang.fill(
        en("{changes}, {forms}; compared {recipients} × {senders} × {kinds} kinds × {forwards} ways of forwarding"),
        &[
            (
                "changes",
                &count(
                    diff.changes.len(),
                    en("{n} change of outcome"),
                    en("{n} changes of outcome"),
                    lang,
                ),
            ),
            (
                "forms",
                &count(
                    diff.forms.len(),
                    en("{n} change of form"),
                    en("{n} changes of form"),
                    lang,
                ),
            ),
            (
                "recipients",
                &count(
                    classes.recipients.len(),
                    en("{n} class of recipients"),
                    en("{n} classes of recipients"),
                    lang,
                ),
            ),
            (
                "senders",
                &count(
                    classes.authors.len(),
                    en("{n} class of senders"),
                    en("{n} classes of senders"),
                    lang,
                ),
            ),
            ("kinds", &Kind::ALL.len()),
            ("forwards", &ForwardedBy::EXACT.len()),
        ],
    );
    if rules.is_empty() {
        counts
    } else {
        format!("{rules}; {counts}")
    }
}

/// Everything that changes, in words.
pub(super) fn words(diff: &Diff, files: Files, names: Names, lang: Language) -> Vec<Description> {
    let describer = Describer {
        classes: &diff.classes,
        authors: members(diff.classes.authors.iter()),
        forwarders: members(diff.classes.forwarders.iter()),
        files,
        names,
        lang,
    };
    let changes = diff.changes.iter().map(|c| describer.change(c));
    let forms = diff.forms.iter().map(|f| describer.form(f));
    let rules = diff.rules.iter().map(|r| describer.rule(r));
    changes.chain(forms).chain(rules).collect()
}
