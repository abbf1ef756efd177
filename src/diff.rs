//! Compares two policies: exactly, for every possible message; or for given messages.
//!
//! The verdict on a message depends only on the class of its recipient, its kind, how it was
//! forwarded, and the classes of its author and of who forwarded it ([`classes`]). [`compare`]
//! judges every combination under both policies, and likewise every trait of the form of what
//! leaves ([`forms`]). What it does not report does not change.

mod assumed;
mod authors;
mod basis;
pub mod classes;
pub mod fold;
pub mod forms;
pub mod matrix;
pub mod messages;
mod names;
mod pair;
pub mod rules;
pub mod uncompared;

use crate::i18n::{Text, en};
use crate::policy::sections::ACCEPTED_DOMAINS;
use crate::policy::{AcceptedDomain, Policy};
use crate::transport::classify::Kind;
use crate::transport::message_facts::ForwardedBy;
use crate::transport::outcome::{Hold, Outcome};
use crate::transport::resolve::{End, Step};
use crate::transport::rules::{EndOfMail, conditions};
use crate::transport::setting::Ruling;
use assumed::{Assumed, Assumptions};
use authors::{AuthorGroup, OpenRules};
use classes::{Addressed, AuthorKey, Classes};
use fold::{Cell, Group};
use forms::FormChange;
use pair::{Found, Pair, Sender};
use rules::RuleChange;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// The setting that causes a change: its value before and after, each with its line.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SettingChange {
    /// The setting, or the section for what is no setting.
    pub setting: String,
    /// Its value in the old policy, and the line.
    pub old: Option<(String, Option<u32>)>,
    /// Its value in the new policy, and the line.
    pub new: Option<(String, Option<u32>)>,
}

impl SettingChange {
    /// The rulings of one setting under both policies; one is missing where it has no effect.
    fn of(old: Option<&Ruling>, new: Option<&Ruling>) -> Self {
        let value = |r: &Ruling| (r.value.to_string(), r.line);
        let setting = new.or(old).map_or("", |r| r.setting);
        Self {
            setting: setting.to_owned(),
            old: old.map(value),
            new: new.map(value),
        }
    }

    /// The property by which a message goes to an addressee under one policy, or goes another way
    /// there; none where it does not go there.
    fn of_way(ways: [Option<&[Step]>; 2]) -> Self {
        let [old, new] = ways.map(|via| via?.iter().rev().find_map(|step| step.how.property()));
        let value = |(_, value, line): (_, &str, _)| (value.to_owned(), Some(line));
        let property = new.or(old).map(|(property, ..)| property);
        Self {
            setting: property
                .unwrap_or(en("the recipients that the policy lists"))
                .to_owned(),
            old: old.map(value),
            new: new.map(value),
        }
    }

    /// The accepted domain that makes an addressee one inside, under one policy only.
    fn of_accepted(domains: [Option<&AcceptedDomain>; 2]) -> Self {
        let value = |domain: &AcceptedDomain| (domain.pattern.to_string(), Some(domain.line));
        let [old, new] = domains.map(|domain| domain.map(value));
        Self {
            setting: ACCEPTED_DOMAINS.name.into(),
            old,
            new,
        }
    }
}

/// A change of outcome: whom and what it concerns, and why.
#[derive(Debug, Clone)]
pub struct Change {
    /// Places in [`Classes::recipients`].
    pub recipients: Vec<usize>,
    /// Which messages.
    pub groups: Vec<Group>,
    /// The outcome under the old policy; `None` where the message does not go to the addressee.
    pub old: Option<Outcome>,
    /// The outcome under the new policy, likewise.
    pub new: Option<Outcome>,
    /// What causes it.
    pub cause: SettingChange,
    /// What cannot be seen of a message and must be so; nothing where the change is certain.
    pub unseen: Vec<Text>,
}

/// Everything that a change of policy does.
#[derive(Debug)]
pub struct Diff {
    /// The classes that were compared.
    pub classes: Classes,
    /// Changes of outcome.
    pub changes: Vec<Change>,
    /// Changes of form, of what leaves under both policies.
    pub forms: Vec<FormChange>,
    /// Mail flow rules that send messages to others and differ.
    pub rules: Vec<RuleChange>,
    /// Combinations that were judged.
    pub judged: u64,
}

impl Diff {
    /// Whether nothing changes: no outcome and no form of any message.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.forms.is_empty() && self.rules.is_empty()
    }
}

/// Compare two policies for every possible message.
#[must_use]
pub fn compare(old: &Policy, new: &Policy) -> Diff {
    let policies = [old, new];
    let (classes, examples) = Classes::of(policies);
    let of_sender = |policy| conditions(policy, EndOfMail::Sender).next().is_some();
    let by_author = policies.into_iter().any(of_sender);
    let authors = classes.author_keys();
    let senders = Senders::of(policies, &classes);
    let alike = alike(&senders.forwarders);
    let assumptions = Assumptions::of(policies);
    let mut judged = 0;
    // Recipients by what changes for them, so that each change is reported once for all of them.
    let mut same: BTreeMap<Vec<(OutcomeChange, Vec<Cell>)>, Vec<usize>> = BTreeMap::new();
    let recipients = classes.recipients.iter().zip(&examples).enumerate();
    for (index, (class, addressed)) in recipients {
        // Whether the author is inside matters to who may write to a recipient, and to what is
        // answered where there is none.
        let mut all = addressed.all();
        let by_author = by_author || all.any(|a| a.end == End::NotFound || a.closed().is_some());
        let to = (class.example.as_str(), addressed, by_author);
        let by = (&*authors, &alike, &assumptions);
        let changes = outcomes(policies, &senders, by, to, &mut judged);
        if !changes.is_empty() {
            same.entry(changes).or_default().push(index);
        }
    }
    let mut by_change: BTreeMap<(OutcomeChange, Vec<Cell>), Vec<usize>> = BTreeMap::new();
    for (changes, recipients) in same {
        for change in changes {
            by_change.entry(change).or_default().extend(&recipients);
        }
    }
    let mut changes: Vec<Change> = by_change
        .into_iter()
        .map(|((change, cells), mut recipients)| {
            recipients.sort_unstable();
            Change {
                recipients,
                groups: fold::fold(&cells, classes.authors.len(), classes.forwarders.len()),
                old: change.old.0,
                new: change.new.0,
                cause: change.cause,
                unseen: change.unseen,
            }
        })
        .collect();
    changes.sort_by(|a, b| a.recipients.cmp(&b.recipients));
    let forms = forms::compare(policies, &senders, &examples, &mut judged);
    Diff {
        classes,
        changes,
        forms,
        rules: rules::compare(policies),
        judged,
    }
}

/// An outcome with an order, so that reports are in a fixed one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct RankedOutcome(Option<Outcome>);

impl RankedOutcome {
    fn rank(self) -> (u8, Option<[&'static str; 2]>) {
        let kind = match self.0 {
            Some(Outcome::Leaves) => 0,
            Some(Outcome::StaysInside) => 1,
            Some(Outcome::Dropped(_)) => 2,
            Some(Outcome::Rejected(_)) => 3,
            Some(Outcome::CannotTell) => 4,
            Some(Outcome::Held(Hold::Quarantined)) => 5,
            Some(Outcome::Held(Hold::Redirected)) => 6,
            Some(Outcome::Held(Hold::Moderated)) => 7,
            None => 8,
        };
        let response = self.0.and_then(Outcome::response);
        (kind, response.map(|r| [r.code, r.text]))
    }
}

impl Ord for RankedOutcome {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.rank().cmp(&other.rank())
    }
}

impl PartialOrd for RankedOutcome {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// How an outcome changes and why, apart from whom it concerns.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct OutcomeChange {
    old: RankedOutcome,
    new: RankedOutcome,
    cause: SettingChange,
    unseen: Vec<Text>,
}

/// One sender of each class, with the address.
struct Senders<'c, 'p> {
    /// By places in [`Classes::authors`].
    authors: Vec<(&'c str, Sender<'p>)>,
    /// By places in [`Classes::forwarders`].
    forwarders: Vec<Sender<'p>>,
    nobody: (&'c str, Sender<'p>),
}

impl<'c, 'p> Senders<'c, 'p> {
    fn of(policies: [&'p Policy; 2], classes: &'c Classes) -> Self {
        let authors = classes.authors.iter().map(|class| {
            let address = class.example.address.as_str();
            (address, Sender::author(policies, address))
        });
        let forwarders = classes.forwarder_keys().into_iter();
        Self {
            authors: authors.collect(),
            forwarders: forwarders
                .map(|places| Sender::forwarder(policies, places))
                .collect(),
            nobody: ("", Sender::author(policies, "")),
        }
    }

    /// The author at a place; the first stands for anybody.
    fn author(&self, place: Option<usize>) -> &(&'c str, Sender<'p>) {
        let place = place.unwrap_or_default();
        self.authors.get(place).unwrap_or(&self.nobody)
    }

    /// The one who forwards at a place, likewise.
    fn forwarder(&self, place: Option<usize>) -> &Sender<'p> {
        let place = place.unwrap_or_default();
        self.forwarders.get(place).unwrap_or(&self.nobody.1)
    }
}

/// Places in [`Classes::forwarders`] of those whose outbound policies decide alike.
type Alike = Vec<Vec<Option<usize>>>;

/// Those who forward, by what their outbound policies say under both policies.
fn alike(forwarders: &[Sender]) -> Alike {
    let mut alike: BTreeMap<_, Vec<Option<usize>>> = BTreeMap::new();
    for (place, forwarder) in forwarders.iter().enumerate() {
        let modes = forwarder.outbound.map(|o| o.map(|o| o.mode.value));
        alike.entry(modes).or_default().push(Some(place));
    }
    alike.into_values().collect()
}

/// Every difference with what was taken to be so where it was found.
fn with_way<'a, 'p>(
    ways: &'a [(Option<&'a Assumed<'p>>, Vec<Found>)],
) -> impl Iterator<Item = (Option<&'a Assumed<'p>>, &'a Found)> {
    ways.iter()
        .flat_map(|(assumed, all)| all.iter().map(|found| (*assumed, found)))
}

/// Each of some with each of others.
fn pairs<A, B: Copy>(
    all: &[A],
    others: impl Iterator<Item = B> + Clone,
) -> impl Iterator<Item = (&A, B)> {
    all.iter()
        .flat_map(move |one| others.clone().map(move |other| (one, other)))
}

/// The first of some classes of senders.
fn first(places: &[Option<usize>]) -> Option<usize> {
    places.first().copied().flatten()
}

/// Every combination for one class of recipients whose outcome changes: its example, whom that stands
/// for, and whether it matters who the author is.
fn outcomes<'p>(
    policies: [&'p Policy; 2],
    senders: &Senders<'_, 'p>,
    (authors, alike, assumptions): (&[&[AuthorKey; 2]], &Alike, &Assumptions<'p>),
    (to, addressed, by_author): (&str, &Addressed<'p>, bool),
    judged: &mut u64,
) -> Vec<(OutcomeChange, Vec<Cell>)> {
    let mut changed: BTreeMap<OutcomeChange, Vec<Cell>> = BTreeMap::new();
    let anybody = vec![vec![None]];
    let rules = OpenRules::of(policies, to, addressed);
    let (any_author, by_group) = (rules.anybody(authors), rules.groups(authors));
    let pair = |author, forwarder, assumed: Option<&Assumed<'p>>| {
        let (_, author) = senders.author(author);
        let forwarder = senders.forwarder(forwarder);
        Pair::of(policies, addressed, author, forwarder, assumed)
    };
    // Nothing taken to be so, then each that is, for authors inside or outside under each policy.
    let mut ways: FxHashMap<[bool; 2], Vec<Option<Assumed>>> = FxHashMap::default();
    let ways_of = |inside| {
        let assumed = assumptions.for_way(addressed, inside);
        Vec::from_iter(std::iter::once(None).chain(assumed.into_iter().map(Some)))
    };
    for &kind in Kind::ALL {
        for &forward in ForwardedBy::EXACT {
            let forwarded = matches!(
                forward,
                ForwardedBy::InboxRule
                    | ForwardedBy::ForwardingAddress
                    | ForwardedBy::ForwardingSmtpAddress
            );
            // Otherwise the author matters to out-of-office replies only, the forwarder to forwards
            // only.
            let by_forwarder = if forwarded { alike } else { &anybody };
            let by_author = if by_author || kind.is_oof() {
                &by_group
            } else {
                &any_author
            };
            for AuthorGroup { authors, rules } in by_author {
                let (from, author) = senders.author(first(authors));
                let inside = author.authors.map(|author| author.inside);
                let ways = ways.entry(inside).or_insert_with(|| ways_of(inside));
                for forwarders in by_forwarder {
                    let ways = ways.iter().map(Option::as_ref).map(|assumed| {
                        *judged += (authors.len() * forwarders.len()) as u64;
                        let both = pair(first(authors), first(forwarders), assumed);
                        (assumed, both.differences(kind, forward, [to, from], rules))
                    });
                    let ways = Vec::from_iter(ways);
                    for (assumed, found) in with_way(&ways) {
                        let mut unseen = found.unseen.clone();
                        unseen.extend(match assumed {
                            Some(assumed) => assumed.facts(),
                            None => assumed::in_no_group(found, &ways),
                        });
                        for (author, forwarder) in pairs(authors, forwarders.iter().copied()) {
                            let cause = || pair(*author, forwarder, assumed).cause(kind, forward);
                            let change = OutcomeChange {
                                old: RankedOutcome(found.old),
                                new: RankedOutcome(found.new),
                                cause: found.cause.clone().unwrap_or_else(cause),
                                unseen: unseen.clone(),
                            };
                            changed.entry(change).or_default().push(Cell {
                                kind,
                                forward,
                                author: *author,
                                forwarder,
                            });
                        }
                    }
                }
            }
        }
    }
    for cells in changed.values_mut() {
        cells.sort_unstable();
    }
    changed.into_iter().collect()
}
