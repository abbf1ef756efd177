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

use crate::i18n::en;
use crate::policy::{Author, Policy, Route};
use crate::transport::classify::Kind;
use crate::transport::decide::{applicable_policy, outcome};
use crate::transport::message_facts::{ContentFacts, ForwardedBy, MessageFacts};
use crate::transport::outcome::Outcome;
use crate::transport::setting::{ApplicablePolicy, Ruling};
use crate::transport::settings::CAN_STOP;
use classes::Classes;
use fold::{Cell, Group};
use forms::FormChange;
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

/// A change of outcome: whom and what it concerns, and why.
#[derive(Debug, Clone)]
pub struct Change {
    /// Places in [`Classes::recipients`].
    pub recipients: Vec<usize>,
    /// Which messages.
    pub groups: Vec<Group>,
    /// The outcome under the old policy.
    pub old: Outcome,
    /// The outcome under the new policy.
    pub new: Outcome,
    /// What causes it.
    pub cause: SettingChange,
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
    /// Combinations that were judged.
    pub judged: u64,
}

impl Diff {
    /// Whether nothing changes: no outcome and no form of any message.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.forms.is_empty()
    }
}

/// One combination of classes under both policies.
struct Pair<'p> {
    routes: [Route<'p>; 2],
    authors: [Author<'p>; 2],
    applicable: [ApplicablePolicy<'p>; 2],
}

impl<'p> Pair<'p> {
    fn of(policies: [&'p Policy; 2], to: &str, author: &str, forwarder: &str) -> Self {
        let [old, new] = policies.map(|policy| {
            let route = policy.route(to);
            let author = policy.author(author);
            let forwarder = match route.forwarded_by {
                Some(_) => to,
                None => forwarder,
            };
            let applicable = applicable_policy(&route, &author, policy.outbound_for(forwarder));
            (route, author, applicable)
        });
        Self {
            routes: [old.0, new.0],
            authors: [old.1, new.1],
            applicable: [old.2, new.2],
        }
    }

    /// The facts of a message under each policy: a forwarded mailbox overrides how the message was
    /// forwarded.
    fn facts(&self, kind: Kind, forward: ForwardedBy) -> [MessageFacts; 2] {
        self.routes.map(|route| MessageFacts {
            kind,
            forwarded_by: match route.forwarded_by {
                Some(_) => ForwardedBy::MailboxForwarding,
                None => forward,
            },
            content: ContentFacts::default(),
        })
    }

    fn outcomes(&self, kind: Kind, forward: ForwardedBy) -> [Outcome; 2] {
        let [a, b] = self.facts(kind, forward);
        let judge =
            |i: &MessageFacts, route, author, applicable| outcome(i, route, author, applicable);
        let [old, new] = &self.routes;
        let [old_author, new_author] = &self.authors;
        let [old_policy, new_policy] = &self.applicable;
        [
            judge(&a, old, old_author, old_policy),
            judge(&b, new, new_author, new_policy),
        ]
    }

    /// Why two outcomes differ: the recipient is inside under one policy only, or else the first
    /// setting that stops the message under one policy and does not, or does with another response,
    /// under the other.
    fn cause(&self, kind: Kind, forward: ForwardedBy) -> SettingChange {
        let [old, new] = &self.routes;
        if old.accepted.is_some() != new.accepted.is_some() {
            let of = |route: &Route| {
                let accepted = route.accepted?;
                Some((accepted.pattern.to_string(), Some(accepted.line)))
            };
            return SettingChange {
                setting: "AcceptedDomains".into(),
                old: of(old),
                new: of(new),
            };
        }
        let [old_facts, new_facts] = self.facts(kind, forward);
        let [old_policy, new_policy] = &self.applicable;
        for gate in CAN_STOP {
            let old = (gate.check)(&old_facts, old_policy);
            let new = (gate.check)(&new_facts, new_policy);
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
        let changes = outcomes(policies, &classes, &forwarders, &class.example, &mut judged);
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
            }
        })
        .collect();
    changes.sort_by(|a, b| a.recipients.cmp(&b.recipients));
    let forms = forms::compare(policies, &classes, &mut judged);
    Diff {
        classes,
        changes,
        forms,
        judged,
    }
}

/// An outcome with an order, so that reports are in a fixed one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct RankedOutcome(Outcome);

impl RankedOutcome {
    fn rank(self) -> (u8, Option<[&'static str; 2]>) {
        let kind = match self.0 {
            Outcome::Leaves => 0,
            Outcome::StaysInside => 1,
            Outcome::Dropped(_) => 2,
            Outcome::Rejected(_) => 3,
            Outcome::CannotTell => 4,
        };
        (kind, self.0.response().map(|r| [r.code, r.text]))
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
    to: &str,
    judged: &mut u64,
) -> Vec<(OutcomeChange, Vec<Cell>)> {
    let mut changed: BTreeMap<OutcomeChange, Vec<Cell>> = BTreeMap::new();
    let anybody = vec![vec![None]];
    let pair = |author, forwarder| {
        let author = example(&classes.authors, author);
        Pair::of(
            policies,
            to,
            author,
            example(&classes.forwarders, forwarder),
        )
    };
    for kind in Kind::ALL {
        for &forward in ForwardedBy::ALL {
            let forwarded = matches!(
                forward,
                ForwardedBy::InboxRule | ForwardedBy::MailboxForwarding
            );
            // The author matters to out-of-office replies only, the forwarder to forwards only.
            let groups = if forwarded { alike } else { &anybody };
            for author in indices(classes.authors.len(), kind.is_oof()) {
                for forwarders in groups {
                    *judged += forwarders.len() as u64;
                    let first = forwarders.first().copied().flatten();
                    let [old, new] = pair(author, first).outcomes(*kind, forward);
                    if old == new {
                        continue;
                    }
                    for &forwarder in forwarders {
                        let change = OutcomeChange {
                            old: RankedOutcome(old),
                            new: RankedOutcome(new),
                            cause: pair(author, forwarder).cause(*kind, forward),
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
