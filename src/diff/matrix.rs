//! Judges every kind of message from every class of senders to every class of recipients.

use super::classes::{Classes, Senders};
use super::names::Names;
use crate::address;
use crate::policy::{AssumedSender, Policy};
use crate::trace::pair::{Pair, PairOutcome};
use crate::transport::classify::Kind;
use crate::transport::facts::Fact;
use crate::transport::message_facts::{ContentFacts, ForwardedBy, MessageFacts};
use crate::transport::outcome::Outcome;
use crate::transport::resolve::resolve;
use crate::transport::setting::Ruling;
use std::cell::LazyCell;
use std::collections::BTreeSet;

/// The rows: each kind as it is sent, and ordinary mail by the ways of forwarding that a policy
/// tells apart.
pub fn rows() -> impl Iterator<Item = (Kind, ForwardedBy)> {
    let sent = Kind::ALL.iter().map(|kind| (*kind, ForwardedBy::Nobody));
    let forwarded = [
        ForwardedBy::InboxRule,
        ForwardedBy::ForwardingAddress,
        ForwardedBy::ForwardingSmtpAddress,
    ];
    sent.chain(forwarded.map(|forward| (Kind::Ordinary, forward)))
}

/// The outcomes of every kind of message for everybody of a column.
#[derive(Debug)]
pub struct Column<'p> {
    /// Who they are: domains, `*.domain`, `*` or addresses.
    pub members: Vec<String>,
    /// The address of one of them.
    pub example: String,
    /// One for each of [`rows`].
    pub cells: Vec<Vec<Variant<'p>>>,
}

/// What becomes of a message of one kind, and for whose mail that is so.
#[derive(Debug)]
pub struct Variant<'p> {
    /// None where nobody of the column is addressed.
    pub end: Option<End<'p>>,
    /// The senders, each one of a class: the address, and groups in which it is taken to be.
    pub senders: Vec<String>,
}

/// What becomes of a message under a policy.
#[derive(Debug)]
pub struct End<'p> {
    /// What becomes of it.
    pub outcome: Outcome,
    /// The setting or mail flow rule that stops it.
    pub ruling: Option<Ruling<'p>>,
    /// The settings that were asked and let it pass, where it passes.
    pub passed: Vec<Ruling<'p>>,
    /// What else may become of it by mail flow rules, where that cannot be told; the first is what
    /// becomes of it where none of them applies.
    pub open: Vec<(Outcome, Option<Ruling<'p>>)>,
    /// What that rests on; nothing where it cannot be told.
    pub facts: Vec<&'static Fact>,
}

/// Whom a matrix is about.
#[derive(Debug, Clone, PartialEq, Eq)]
struct To {
    members: Vec<String>,
    address: String,
    addressee: Option<String>,
}

/// The matrix of a policy for every class of senders and recipients of a comparison.
#[must_use]
pub fn of_classes<'p>(policy: &'p Policy, classes: &Classes) -> Vec<Column<'p>> {
    let recipients = classes.recipients.iter();
    let all: Vec<To> = recipients
        .map(|class| To {
            members: class.members.clone(),
            address: class.example.clone(),
            addressee: class.addressee.clone(),
        })
        .collect();
    columns(policy, &senders(classes), &all)
}

/// Whose mail a matrix is about.
#[derive(Debug, Clone, Copy)]
pub enum From<'a> {
    /// That of one sender.
    Address(&'a str),
    /// That of every class of senders inside.
    Inside,
    /// That of every class of senders.
    Anybody,
}

/// The matrix of a policy for some senders, and for some recipients or for all domains outside that
/// the policy tells apart.
#[must_use]
pub fn of_policy<'p>(policy: &'p Policy, from: From, to: &[String]) -> Vec<Column<'p>> {
    let classes = LazyCell::new(|| Classes::of([policy, policy]).0);
    let senders = match from {
        From::Address(from) => vec![AssumedSender::known(&address::normal(from))],
        From::Anybody => senders(&classes),
        From::Inside => match inside(policy, &classes) {
            none if none.is_empty() => senders(&classes),
            inside => inside,
        },
    };
    if to.is_empty() {
        let recipients = classes.recipients.iter().cloned();
        let domains = recipients.filter_map(|mut class| {
            class.members.retain(|member| !member.contains('@'));
            let outside = !policy.is_accepted(&class.example);
            (outside && !class.members.is_empty()).then_some(To {
                members: class.members,
                address: class.example,
                addressee: class.addressee,
            })
        });
        let all: Vec<To> = domains.collect();
        return columns(policy, &senders, &all);
    }
    columns(policy, &senders, &addressed(policy, to))
}

/// Senders inside, one for each thing that may become of a message of a kind to these recipients; the first
/// is one whom the policy does not list, unless it lists everybody.
#[must_use]
pub fn senders_inside(
    policy: &Policy,
    to: &[String],
    kind: Kind,
    forwarded_by: ForwardedBy,
) -> Vec<String> {
    let facts = MessageFacts {
        kind,
        forwarded_by,
        content: ContentFacts::default(),
    };
    let recipients = addressed(policy, to);
    let judged = |sender: &AssumedSender| -> Vec<Option<PairOutcome>> {
        let to_each = recipients.iter().map(|to| {
            let pair = Pair::to(policy, sender, &to.address, to.addressee.as_deref())?;
            Some(pair.judge(&facts))
        });
        to_each.collect()
    };
    let mut all = inside(policy, &Classes::of([policy, policy]).0);
    let Some(first) = all.first().filter(|_| !policy.all_recipients_listed) else {
        return one_each(all.iter(), judged);
    };
    // Who reads the name of somebody asks what is different about that one.
    let unlisted = AssumedSender::known(&somebody_at(policy, &address::domain(&first.address)));
    let is_unlisted = |sender: &AssumedSender| sender.address == unlisted.address;
    if let Some(place) = all.iter().position(is_unlisted) {
        all.swap(0, place);
    } else {
        all.insert(0, unlisted);
    }
    one_each(all.iter(), judged)
}

/// The first of those whose mail becomes the same.
fn one_each<'s, T: PartialEq>(
    senders: impl Iterator<Item = &'s AssumedSender>,
    judged: impl Fn(&AssumedSender) -> T,
) -> Vec<String> {
    let mut seen = Vec::new();
    let first = senders.filter(|sender| {
        let judged = judged(sender);
        let is_first = !seen.contains(&judged);
        if is_first {
            seen.push(judged);
        }
        is_first
    });
    first.map(|sender| sender.address.clone()).collect()
}

/// An address at a domain that the policy does not list.
#[must_use]
pub fn somebody_at(policy: &Policy, domain: &str) -> String {
    Names::of([policy, policy]).unlisted_address(domain)
}

/// Whom some addresses stand for.
fn addressed(policy: &Policy, to: &[String]) -> Vec<To> {
    let mut all: Vec<To> = Vec::new();
    for to in to {
        let address = address::normal(to);
        for inside in [true, false] {
            for addressee in resolve(policy, &address, inside) {
                let addressee = addressee.address.map(str::to_owned);
                let member = match &addressee {
                    Some(addressee) => format!("{address} → {addressee}"),
                    None => address.clone(),
                };
                let to = To {
                    members: vec![member],
                    address: address.clone(),
                    addressee,
                };
                if !all.contains(&to) {
                    all.push(to);
                }
            }
        }
    }
    all
}

/// One of each class of senders inside of whom no membership is assumed.
fn inside(policy: &Policy, classes: &Classes) -> Vec<AssumedSender> {
    let mut all = senders(classes);
    all.retain(|sender| sender.member_of.is_empty() && policy.is_accepted(&sender.address));
    all
}

/// One of each class of senders, whether as authors or as those who forward.
fn senders(classes: &Classes) -> Vec<AssumedSender> {
    let all = classes.authors.iter().chain(&classes.forwarders);
    let mut once = BTreeSet::new();
    all.map(|s: &Senders| s.example.clone())
        .filter(|sender| once.insert(sender.clone()))
        .collect()
}

fn columns<'p>(policy: &'p Policy, senders: &[AssumedSender], all: &[To]) -> Vec<Column<'p>> {
    let column = |to: &To| {
        // Who is addressed is looked up once for all rows.
        let pairs = pairs(policy, senders, to);
        let cells = rows().map(|(kind, forwarded_by)| cell(kind, forwarded_by, &pairs));
        Column {
            members: to.members.clone(),
            example: to.address.clone(),
            cells: cells.collect(),
        }
    };
    all.iter().map(column).collect()
}

/// Each sender's mail to somebody.
fn pairs<'s, 'p>(
    policy: &'p Policy,
    senders: &'s [AssumedSender],
    to: &'s To,
) -> Vec<(String, Option<Pair<'s, 'p>>)> {
    let pair = |sender: &'s AssumedSender| {
        let pair = Pair::to(policy, sender, &to.address, to.addressee.as_deref());
        (sender.to_string(), pair)
    };
    senders.iter().map(pair).collect()
}

fn cell<'p>(
    kind: Kind,
    forwarded_by: ForwardedBy,
    pairs: &[(String, Option<Pair<'_, 'p>>)],
) -> Vec<Variant<'p>> {
    let facts = MessageFacts {
        kind,
        forwarded_by,
        content: ContentFacts::default(),
    };
    // Senders whose messages become the same, by the same settings.
    let mut alike: Vec<(Option<PairOutcome>, &Option<Pair>, Vec<String>)> = Vec::new();
    for (sender, pair) in pairs {
        let judged = pair.as_ref().map(|pair| pair.judge(&facts));
        match alike.iter_mut().find(|(other, ..)| *other == judged) {
            Some((.., senders)) => senders.push(sender.clone()),
            None => alike.push((judged, pair, vec![sender.clone()])),
        }
    }
    let variant = |(judged, pair, senders): (Option<_>, &Option<_>, _)| Variant {
        end: judged
            .zip(pair.as_ref())
            .map(|(judged, pair)| End::of(pair, &facts, judged)),
        senders,
    };
    alike.into_iter().map(variant).collect()
}

impl<'p> End<'p> {
    fn of(pair: &Pair<'_, 'p>, facts: &MessageFacts, judged: PairOutcome<'p>) -> Self {
        // A mail flow rule may apply whose conditions no class tells.
        let open = judged.outcomes().any(|outcome| outcome != judged.outcome);
        if open {
            let first = (judged.outcome, judged.ruling);
            return Self {
                outcome: Outcome::CannotTell,
                ruling: None,
                passed: Vec::new(),
                open: std::iter::once(first).chain(judged.open).collect(),
                facts: Vec::new(),
            };
        }
        Self {
            facts: pair.facts(facts, &judged),
            passed: match judged.outcome {
                Outcome::Leaves => pair.passes(facts),
                _ => Vec::new(),
            },
            outcome: judged.outcome,
            ruling: judged.ruling,
            open: Vec::new(),
        }
    }
}
