//! Judges the rows of a trace under another policy, and finds what would have changed.

mod change;
mod counts;
mod likelihood;
mod texts;

use super::batch::Row;
use super::date::Order;
use super::origin::Origins;
use super::pair::{Pair, PairOutcome};
use super::possible_kinds::{self, KindEvidence};
use super::scan::{Scan, Settled};
use crate::address;
use crate::i18n::Language;
use crate::policy::Policy;
use crate::policy::what_if::Set;
use crate::transport::classify::Kind;
use crate::transport::message_facts::ForwardedBy;
use crate::transport::message_facts::MessageFacts;
use crate::transport::outcome::Outcome;
use crate::transport::setting::Ruling;
pub(super) use change::ARROW;
pub use change::{COLUMNS, Change, ChangeGroup, ChangedRow};
pub use counts::Counts;
pub use likelihood::Likelihood;
use std::collections::BTreeMap;
use std::sync::Arc;
use texts::Texts;

/// What was found in some rows.
#[derive(Debug, Default)]
pub struct Replayed {
    /// The rows, whatever the policies say.
    pub scan: Scan,
    /// Recipients of whom the old policy says something else than Exchange did.
    pub unexplained: u64,
    /// Recipients judged.
    pub judged: u64,
    /// Of those: nothing changes, whatever kind the message was.
    pub same: u64,
    /// Of those: something changes for sure.
    pub changed: u64,
    /// Of those: something changes if the message was of some kind.
    pub may_change: u64,
    /// The changes of these rows, in order.
    pub changes: Vec<Change>,
    /// How many like changes of each.
    pub groups: BTreeMap<ChangeGroup, u64>,
    /// Where the certain changes are.
    pub certain: Counts,
    /// Where the others are, the likeliest first, by what tells the kind.
    pub may: BTreeMap<(Likelihood, KindEvidence), Counts>,
}

/// The two policies; without an old one, what Exchange did is the old outcome.
#[derive(Debug, Clone, Copy)]
pub struct Policies<'p> {
    /// The new policy.
    pub new: &'p Policy,
    /// What was set in it for a what-if.
    pub set: &'p [Set],
    /// The old one.
    pub old: Option<&'p Policy>,
    /// Who made the messages.
    pub origins: &'p Origins,
    /// How dates are read.
    pub order: Option<Order>,
    /// The language of the changes and their values.
    pub language: Language,
}

/// Replay a part of an export.
#[must_use]
pub fn replay(policies: Policies, settled: Settled) -> Replayed {
    let mut out = Replayed::default();
    let mut texts = Texts::default();
    // Which recipients are inside depends on the policy that was in force.
    out.scan = Scan::of(settled, |file, row, settled| {
        for (recipient, exchange) in settled {
            let row = (file, row);
            judge(policies, row, recipient, *exchange, &mut texts, &mut out);
        }
    });
    out.groups = change::groups(&out.changes, policies.language);
    out
}

fn judge(
    policies: Policies,
    (file, row): (&Arc<str>, &Row),
    recipient: &str,
    exchange: Outcome,
    texts: &mut Texts,
    out: &mut Replayed,
) {
    let sender = address::normal(row.get(row.columns.sender));
    let new = Pair::new(policies.new, &sender, recipient);
    let old = policies.old.map(|old| Pair::new(old, &sender, recipient));
    let then = old.as_ref().unwrap_or(&new);
    let possible = possible_kinds::possible_cases(row, then, exchange, policies.origins);
    let forwarder = possible.forwarder.as_deref();
    let new = new.forwarded_by(forwarder);
    let old = old.map(|old| old.forwarded_by(forwarder));
    let before = |case: &_| old.as_ref().map(|old| old.judge(case));
    // Where the old policy is known, only those kinds are possible to which it does what Exchange did.
    if old.is_some() {
        let explains = |c: &_| {
            before(&possible_kinds::message_facts(c))
                .is_some_and(|predicted| predicted.may_be(exchange))
        };
        if !possible.cases.iter().any(explains) {
            out.unexplained += 1;
            return;
        }
    }
    out.judged += 1;
    let mut cases: Vec<(Kind, ForwardedBy)> = Vec::new();
    let mut found: Vec<Change> = Vec::new();
    let mut changing: Vec<(Kind, ForwardedBy)> = Vec::new();
    let mut changed = None;
    // Mail flow rules may leave it open.
    let mut sure = true;
    for which in possible.cases {
        let case = possible_kinds::message_facts(which);
        let was = before(&case);
        let from = match &was {
            Some(predicted) if !predicted.may_be(exchange) => continue,
            _ => exchange,
        };
        cases.push(*which);
        let predicted = new.judge(&case);
        let Some(becomes) = changes_to(&predicted, was.as_ref(), from) else {
            continue;
        };
        changing.push(*which);
        sure &= predicted.outcomes().all(|o| o == becomes.0);
        let same =
            |c: &Change| c.new == becomes.0 && c.old == from && !possible.evidence.leaves_open();
        if found.iter().any(same) {
            continue;
        }
        let (setting, value) = by(becomes, was.as_ref(), from, &new, &case, policies, texts);
        let row = changed.get_or_insert_with(|| {
            Arc::new(ChangedRow {
                file: file.clone(),
                line: row.line,
                time: row.get(row.columns.time).chars().take(40).collect(),
                day: row.stamp(policies.order).map(|stamp| texts.day(stamp)),
                sender: sender.clone(),
                recipient: recipient.to_owned(),
                evidence: possible.evidence,
                forwarder: possible.forwarder.clone(),
            })
        });
        found.push(Change {
            row: row.clone(),
            kind: which.0,
            forward: which.1,
            old: from,
            new: becomes.0,
            setting,
            value,
            likelihood: Likelihood::ProbablyNot,
        });
    }
    if changing.is_empty() {
        out.same += 1;
        return;
    }
    let alike = found
        .iter()
        .all(|c| found.first().is_some_and(|f| f.new == c.new));
    // A subject may have been written by a person.
    let certain = changing.len() == cases.len()
        && alike
        && sure
        && possible.evidence != KindEvidence::Subject;
    let likelihood = if certain {
        out.changed += 1;
        // One is enough: it holds for all.
        found.truncate(1);
        Likelihood::Certain
    } else {
        out.may_change += 1;
        Likelihood::of(possible.evidence, &cases, &changing)
    };
    let counts = if certain {
        &mut out.certain
    } else {
        out.may.entry((likelihood, possible.evidence)).or_default()
    };
    if let Some(first) = found.first() {
        counts.count(
            forwarder.unwrap_or(&sender),
            recipient,
            first.row.day.as_deref(),
        );
    }
    for mut change in found {
        change.likelihood = likelihood;
        out.changes.push(change);
    }
}

/// What a message becomes under the new policy, and by what; none where that is what it was, or is
/// open in the same way under both.
fn changes_to<'a, 'p>(
    predicted: &'a PairOutcome<'p>,
    was: Option<&PairOutcome>,
    from: Outcome,
) -> Option<(Outcome, Option<&'a Ruling<'p>>)> {
    let alike = |was: &PairOutcome| predicted.outcomes().eq(was.outcomes());
    if predicted.may_be(from) && was.is_some_and(alike) {
        return None;
    }
    let open = predicted.open.iter().map(|(o, r)| (*o, r.as_ref()));
    std::iter::once((predicted.outcome, predicted.ruling.as_ref()))
        .chain(open)
        .find(|(outcome, _)| *outcome != from)
}

/// The setting that makes the difference, and its value in the new policy.
fn by(
    (becomes, ruling): (Outcome, Option<&Ruling>),
    was: Option<&PairOutcome>,
    from: Outcome,
    new: &Pair,
    case: &MessageFacts,
    policies: Policies,
    texts: &mut Texts,
) -> (&'static str, Arc<str>) {
    let mut shown = |r: &Ruling| texts.value(r, policies);
    if becomes == Outcome::StaysInside {
        return ("AcceptedDomains", Arc::default());
    }
    if let Some(ruling) = ruling {
        return (ruling.setting, shown(ruling));
    }
    let setting = was
        .and_then(|w| w.ruling.as_ref().map(|r| r.setting))
        .or_else(|| from.response().and_then(|r| r.setting()));
    match setting {
        Some(setting) => {
            let value = new.value(case, setting).as_ref().map(shown);
            (setting, value.unwrap_or_default())
        }
        None => ("AcceptedDomains", Arc::default()),
    }
}

impl Replayed {
    /// Add what was found in the rows that follow, without its changes, which are written at once.
    pub fn add(&mut self, part: Self) {
        self.scan.add(part.scan);
        self.judged += part.judged;
        self.unexplained += part.unexplained;
        self.same += part.same;
        self.changed += part.changed;
        self.may_change += part.may_change;
        for (group, n) in part.groups {
            *self.groups.entry(group).or_default() += n;
        }
        self.certain.add(part.certain);
        for (what, counts) in part.may {
            self.may.entry(what).or_default().add(counts);
        }
    }

    /// The groups, the likeliest first, then the most frequent.
    #[must_use]
    pub fn sorted_groups(&self) -> Vec<(&ChangeGroup, u64)> {
        let mut all: Vec<_> = self.groups.iter().map(|(s, n)| (s, *n)).collect();
        all.sort_by_key(|(s, n)| (s.likelihood, s.evidence, std::cmp::Reverse(*n)));
        all
    }
}
