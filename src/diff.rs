//! Compares two policies: exactly, for every possible message; or for given messages.
//!
//! The verdict on a message depends only on the class of its recipient, its kind, how it was
//! forwarded, and the classes of its author and of who forwarded it ([`classes`]). [`compare`]
//! judges every combination under both policies, and likewise every trait of the form of what
//! leaves ([`forms`]). What it does not report does not change.

mod basis;
pub mod classes;
pub mod fold;
pub mod forms;
pub mod messages;
pub mod rules;

use crate::i18n::en;
use crate::policy::{Author, Policy};
use crate::transport::classify::Kind;
use crate::transport::decide::{self, applicable_policy};
use crate::transport::message_facts::{ContentFacts, ForwardedBy, MessageFacts};
use crate::transport::outcome::{Hold, Outcome};
use crate::transport::resolve::{Addressee, End};
use crate::transport::rules::{Asked, EndOfMail, RuleMessage, RuleRecipient, conditions};
use crate::transport::setting::{ApplicablePolicy, Ruling};
use crate::transport::settings::CAN_STOP;
use classes::{Addressed, Classes};
use fold::{Cell, Group};
use forms::FormChange;
use rules::{Decisions, RuleChange};
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
}

impl SettingChange {
    /// The property by which a message goes to an addressee under one policy, or goes another way
    /// there.
    fn of_way(old: Option<&Side>, new: Option<&Side>) -> Self {
        let step = |side: Option<&Side>| {
            let mut via = side?.addressee.via.iter().rev();
            let (property, value, line) = via.find_map(|step| step.how.property())?;
            Some((property, value.to_owned(), line))
        };
        Self::of_properties(step(old), step(new))
    }

    /// The property of a way under both policies, with its value and line.
    fn of_properties(old: Option<(&str, String, u32)>, new: Option<(&str, String, u32)>) -> Self {
        let property = new
            .as_ref()
            .or(old.as_ref())
            .map(|(property, ..)| *property);
        let value = |(_, value, line)| (value, Some(line));
        Self {
            setting: property
                .unwrap_or(en("the recipients that the policy lists"))
                .to_owned(),
            old: old.map(value),
            new: new.map(value),
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
    pub unseen: Vec<String>,
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

/// One combination of classes under both policies.
struct Pair<'a, 'p> {
    sides: [Option<Side<'a, 'p>>; 2],
    authors: [Author<'p>; 2],
}

/// One combination of classes under the policy by which the addressee gets a message.
struct Side<'a, 'p> {
    policy: &'p Policy,
    addressee: &'a Addressee<'p>,
    author: Author<'p>,
    applicable: ApplicablePolicy<'p>,
    /// How a mailbox on the way forwards, which overrides how the message was forwarded.
    forwarded_by: Option<ForwardedBy>,
}

impl<'p> Side<'_, 'p> {
    fn facts(&self, kind: Kind, forward: ForwardedBy) -> MessageFacts {
        MessageFacts {
            kind,
            forwarded_by: self.forwarded_by.unwrap_or(forward),
            content: ContentFacts::default(),
        }
    }

    fn outcome(&self, kind: Kind, forward: ForwardedBy) -> Outcome {
        let facts = self.facts(kind, forward);
        decide::outcome(&facts, self.addressee, &self.author, &self.applicable)
    }

    /// What may decide about a message from a sender to the recipient as written.
    fn decisions(&self, kind: Kind, forward: ForwardedBy, [to, from]: [&str; 2]) -> Decisions<'p> {
        let message = RuleMessage::any_from(from);
        let asked = Asked {
            policy: self.policy,
            message: &message,
            kind,
            forwarded_by: self.facts(kind, forward).forwarded_by,
            recipient: RuleRecipient::of(to, self.addressee),
        };
        let rules = !self.policy.mail_flow_rules.is_empty();
        Decisions::of(rules.then_some(&asked), self.outcome(kind, forward))
    }

    /// Whether the message leaves if no setting stops it.
    fn may_leave(&self) -> bool {
        let reached = matches!(self.addressee.end, End::Reached | End::NotListed);
        reached && self.addressee.accepted.is_none()
    }
}

impl<'a, 'p> Pair<'a, 'p> {
    fn of(
        policies: [&'p Policy; 2],
        addressed: &'a Addressed<'p>,
        author: &str,
        forwarder: &str,
    ) -> Self {
        let side = |policy: &'p Policy, addressee: Option<&'a Addressee<'p>>| {
            let addressee = addressee?;
            let author = policy.author(author);
            let (forwarded_by, outbound) = match decide::forwarder(policy, addressee) {
                Some((by, outbound)) => (Some(by), outbound),
                None => (None, policy.outbound_for(forwarder)),
            };
            Some(Side {
                policy,
                addressee,
                author,
                applicable: applicable_policy(addressee, &author, outbound),
                forwarded_by,
            })
        };
        let [old, new] = policies;
        let authors = policies.map(|policy| policy.author(author));
        let [a, b] = addressed.by(authors.map(|author| author.inside));
        Self {
            sides: [side(old, a), side(new, b)],
            authors,
        }
    }

    /// Every way in which what becomes of a message differs.
    fn differences(&self, kind: Kind, forward: ForwardedBy, ends: [&str; 2]) -> Vec<Found> {
        let (old, new) = match &self.sides {
            [Some(old), Some(new)] => (old, new),
            sides => {
                let outcome = |side: &Option<Side>| Some(side.as_ref()?.outcome(kind, forward));
                let [old, new] = sides.each_ref().map(outcome);
                let found = Found {
                    old,
                    new,
                    cause: None,
                    unseen: Vec::new(),
                };
                return Vec::from_iter((old != new).then_some(found));
            }
        };
        let [old, new] = [old, new].map(|side| side.decisions(kind, forward, ends));
        let all = rules::differences(&old, &new).into_iter();
        all.map(|d| Found {
            old: Some(d.old.outcome),
            new: Some(d.new.outcome),
            cause: d.cause(),
            unseen: d.facts,
        })
        .collect()
    }

    /// Why two outcomes differ: the addressee gets the message, or is inside, under one policy only,
    /// or else the first setting that stops the message under one policy and does not, or does with
    /// another response, under the other.
    fn cause(&self, kind: Kind, forward: ForwardedBy) -> SettingChange {
        let (old, new) = match &self.sides {
            [Some(old), Some(new)] => (old, new),
            [old, new] => return SettingChange::of_way(old.as_ref(), new.as_ref()),
        };
        let [a, b] = [old.addressee, new.addressee];
        if a.end != b.end
            && [a, b]
                .iter()
                .any(|x| !matches!(x.end, End::Reached | End::NotListed))
        {
            return SettingChange::of_way(Some(old), Some(new));
        }
        if a.accepted.is_some() != b.accepted.is_some() {
            let of = |addressee: &Addressee| {
                let accepted = addressee.accepted?;
                Some((accepted.pattern.to_string(), Some(accepted.line)))
            };
            return SettingChange {
                setting: "AcceptedDomains".into(),
                old: of(a),
                new: of(b),
            };
        }
        for gate in CAN_STOP {
            let ruling =
                |side: &Side<'_, 'p>| (gate.check)(&side.facts(kind, forward), &side.applicable);
            let (old, new) = (ruling(old), ruling(new));
            let stops = |r: &Option<Ruling>| r.as_ref().and_then(Ruling::stops);
            if stops(&old) != stops(&new) {
                return SettingChange::of(old.as_ref(), new.as_ref());
            }
        }
        // Both are inside, and the author is inside under one policy only.
        let of = |author: &Author| Some((inside(author).to_owned(), None));
        let [old, new] = &self.authors;
        SettingChange {
            setting: "AcceptedDomains".into(),
            old: of(old),
            new: of(new),
        }
    }
}

/// How an outcome differs; the cause where rules have a part in it.
struct Found {
    old: Option<Outcome>,
    new: Option<Outcome>,
    cause: Option<SettingChange>,
    unseen: Vec<String>,
}

fn inside(author: &Author) -> &'static str {
    if author.inside {
        en("the sender is inside")
    } else {
        en("the sender is outside")
    }
}

/// Compare two policies for every possible message.
#[must_use]
pub fn compare(old: &Policy, new: &Policy) -> Diff {
    let policies = [old, new];
    let classes = Classes::of(policies);
    let forwarders = alike(policies, &classes);
    let mut judged = 0;
    // Recipients by what changes for them, so that each change is reported once for all of them.
    let mut same: BTreeMap<Vec<(OutcomeChange, Vec<Cell>)>, Vec<usize>> = BTreeMap::new();
    for (index, class) in classes.recipients.iter().enumerate() {
        let addressed = class.addressed(policies);
        let changes = outcomes(
            policies,
            &classes,
            &forwarders,
            (&class.example, &addressed),
            &mut judged,
        );
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
    let forms = forms::compare(policies, &classes, &mut judged);
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
    unseen: Vec<String>,
}

/// Places in [`Classes::forwarders`] of those whose outbound policies decide alike.
type Alike = Vec<Vec<Option<usize>>>;

/// Those who forward, by what their outbound policies say under both policies.
fn alike(policies: [&Policy; 2], classes: &Classes) -> Alike {
    let mut alike: BTreeMap<_, Vec<Option<usize>>> = BTreeMap::new();
    for (place, class) in classes.forwarders.iter().enumerate() {
        let modes = policies.map(|p| p.outbound_for(&class.example).map(|o| o.mode.value));
        alike.entry(modes).or_default().push(Some(place));
    }
    alike.into_values().collect()
}

/// Every combination for one class of recipients whose outcome changes.
fn outcomes(
    policies: [&Policy; 2],
    classes: &Classes,
    alike: &Alike,
    (to, addressed): (&str, &Addressed),
    judged: &mut u64,
) -> Vec<(OutcomeChange, Vec<Cell>)> {
    let mut changed: BTreeMap<OutcomeChange, Vec<Cell>> = BTreeMap::new();
    let anybody = vec![vec![None]];
    let pair = |author, forwarder| {
        let author = example(&classes.authors, author);
        let forwarder = example(&classes.forwarders, forwarder);
        Pair::of(policies, addressed, author, forwarder)
    };
    // Whether the author is inside matters to who may write to a recipient, and to what is answered
    // where there is none.
    let by_author = addressed.all().any(|a| {
        let mut passed = a.passed();
        a.end == End::NotFound || passed.any(|r| r.restrictions().authenticated_only.value)
    });
    let mut of_sender = policies
        .iter()
        .flat_map(|p| conditions(p, EndOfMail::Sender));
    let by_author = by_author || of_sender.next().is_some();
    for kind in Kind::ALL {
        for &forward in ForwardedBy::EXACT {
            let forwarded = matches!(
                forward,
                ForwardedBy::InboxRule
                    | ForwardedBy::ForwardingAddress
                    | ForwardedBy::ForwardingSmtpAddress
            );
            // Otherwise the author matters to out-of-office replies only, the forwarder to forwards
            // only.
            let groups = if forwarded { alike } else { &anybody };
            for author in indices(classes.authors.len(), by_author || kind.is_oof()) {
                for forwarders in groups {
                    *judged += forwarders.len() as u64;
                    let first = forwarders.first().copied().flatten();
                    let both = pair(author, first);
                    let from = example(&classes.authors, author);
                    for found in both.differences(*kind, forward, [to, from]) {
                        for &forwarder in forwarders {
                            let cause = || pair(author, forwarder).cause(*kind, forward);
                            let change = OutcomeChange {
                                old: RankedOutcome(found.old),
                                new: RankedOutcome(found.new),
                                cause: found.cause.clone().unwrap_or_else(cause),
                                unseen: found.unseen.clone(),
                            };
                            changed.entry(change).or_default().push(Cell {
                                kind: *kind,
                                forward,
                                author,
                                forwarder,
                            });
                        }
                    }
                }
            }
        }
    }
    changed.into_iter().collect()
}

/// Every index, or `None` alone where it makes no difference which.
fn indices(count: usize, matters: bool) -> impl Iterator<Item = Option<usize>> {
    let each = (0..count).filter(move |_| matters).map(Some);
    each.chain((!matters).then_some(None))
}

fn example(senders: &[classes::Senders], index: Option<usize>) -> &str {
    let class = senders.get(index.unwrap_or_default());
    class.map_or("", |s| s.example.as_str())
}
