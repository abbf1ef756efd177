//! Compares what Exchange did with what rdsim predicts, row by row.
//!
//! Only the last event for a recipient is judged, so the rows may come in any order and none is
//! kept. A batch is checked on its own; what was found in all of them is added up in the order of
//! the rows.

pub mod by_fact;
mod causes;
mod reasons;

use super::batch::Row;
use super::date::{Order, Stamp};
use super::origin::Origins;
use super::pair::{Pair, PairOutcome};
use super::possible_kinds::{self, KindEvidence, PossibleCases};
use super::scan::{Scan, Settled};
use crate::address;
use crate::i18n::Language;
use crate::policy::{Policy, RemoteDomain};
use crate::transport::classify::Kind;
use crate::transport::facts::Fact;
use crate::transport::message_facts::ForwardedBy;
use crate::transport::outcome::Outcome;
use crate::transport::setting::Ruling;
use by_fact::{ByFact, Says};
pub use causes::{Agreed, AgreedExample, Cause, Group, Times};
pub use reasons::{Reason, Surety, check_command, reasons};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Different disagreements that are counted each by itself.
pub const GROUPS: usize = 1_000;

/// A row about which Exchange and rdsim do not agree.
#[derive(Debug, Clone)]
pub struct Disagreement<'p> {
    /// The file.
    pub file: Arc<str>,
    /// Its line.
    pub line: u32,
    /// The time, as written.
    pub time: String,
    /// When that was, where it can be read.
    pub stamp: Option<Stamp>,
    /// The message's identifier.
    pub message: String,
    /// The sender.
    pub sender: String,
    /// The recipient.
    pub recipient: String,
    /// The first possible kind, and how it was forwarded.
    pub case: (Kind, ForwardedBy),
    /// What the kind is known from.
    pub evidence: KindEvidence,
    /// The mailbox that forwarded the message, where a row names it.
    pub forwarder: Option<String>,
    /// What Exchange did.
    pub exchange: Outcome,
    /// What rdsim predicts, for each possible kind once.
    pub predicted: Vec<Outcome>,
    /// The setting that decides.
    pub ruling: Option<Ruling<'p>>,
    /// The remote domain.
    pub remote: Option<&'p RemoteDomain>,
    /// Why that may be, the surest first.
    pub reasons: Vec<Reason>,
    /// The facts that the prediction rests on, where they are asked for.
    pub facts: Vec<&'static Fact>,
}

impl Disagreement<'_> {
    /// What the example of a group is the least of: its time, and then what tells it from others.
    fn place(&self) -> impl Ord + '_ {
        (
            (self.stamp.is_none(), self.stamp, &self.message),
            (&self.sender, &self.recipient, &self.time),
            (&self.file, self.line),
        )
    }
}

/// When rows were seen.
pub type Span = Option<(Stamp, Stamp)>;

fn widen(span: &mut Span, with: Span) {
    let Some((from, to)) = with else { return };
    let (first, last) = span.get_or_insert((from, to));
    *first = from.min(*first);
    *last = to.max(*last);
}

/// A remote domain's line and a setting.
type Place = (u32, &'static str);

/// What was found in some rows.
#[derive(Debug, Default)]
pub struct Checked<'p> {
    /// The rows, whatever rdsim predicts.
    pub scan: Scan,
    /// Exchange did what rdsim predicts.
    pub agree: u64,
    /// Exchange did what rdsim predicts for some kind that the message may have been.
    pub fits_some_kind: u64,
    /// Exchange did what rdsim predicts for no kind.
    pub disagree: u64,
    /// Rows whose time cannot be read, or may be read in two ways.
    pub undated: u64,
    /// When the rows were.
    pub span: Span,
    /// What Exchange did where it agrees, with the response.
    pub agreed: BTreeMap<String, u64>,
    /// The first of the rows with each of these outcomes.
    pub agreed_examples: BTreeMap<String, AgreedExample>,
    /// The disagreements of these rows, in order.
    pub disagreements: Vec<Disagreement<'p>>,
    /// The same by fact, where that is asked for.
    pub by_fact: ByFact,
    pub(super) agreed_when: BTreeMap<Place, Agreed>,
}

/// What was found in all rows.
#[derive(Debug, Default)]
pub struct Reconciled<'p> {
    /// The counts.
    pub all: Checked<'p>,
    pub(super) groups: BTreeMap<String, Group<'p>>,
    /// Disagreements beyond [`GROUPS`] different ones.
    pub beyond: u64,
}

/// What the rows are compared with, and how they are read.
#[derive(Debug, Clone, Copy)]
pub struct Comparison<'p> {
    /// The policy.
    pub policy: &'p Policy,
    /// Who made the messages.
    pub origins: &'p Origins,
    /// How dates are read.
    pub order: Option<Order>,
    /// The language of the reasons.
    pub language: Language,
    /// Whether the facts behind each prediction are counted.
    pub by_fact: bool,
}

/// Compare a part of an export.
#[must_use]
pub fn compare(comparison: Comparison<'_>, settled: Settled) -> Checked<'_> {
    let mut out = Checked::default();
    out.scan = Scan::of(settled, |file, row, settled| {
        let stamp = row.stamp(comparison.order);
        out.undated += u64::from(stamp.is_none());
        widen(&mut out.span, stamp.map(|s| (s, s)));
        for (recipient, outcome) in settled {
            judge(
                comparison,
                (file, row, stamp),
                recipient,
                *outcome,
                &mut out,
            );
        }
    });
    out
}

fn judge<'p>(
    comparison: Comparison<'p>,
    (file, row, stamp): (&Arc<str>, &Row, Option<Stamp>),
    recipient: &str,
    exchange: Outcome,
    out: &mut Checked<'p>,
) {
    let (policy, span) = (comparison.policy, stamp.map(|s| (s, s)));
    let sender = address::normal(row.get(row.columns.sender));
    let pair = Pair::new(policy, &sender, recipient);
    let possible = possible_kinds::possible_cases(row, &pair, exchange, comparison.origins);
    let pair = pair.forwarded_by(possible.forwarder.as_deref());
    let predicted = predictions(&pair, &possible);
    let Some((_, first)) = predicted.first() else {
        return;
    };
    let facts = || {
        let cases = predicted
            .iter()
            .map(|(case, p)| pair.facts(&possible_kinds::message_facts(case), p));
        by_fact::common(&cases.collect::<Vec<_>>())
    };
    let all = predicted
        .iter()
        .all(|(_, p)| p.outcomes().all(|o| o == exchange));
    if all {
        out.agree += 1;
        if comparison.by_fact {
            out.by_fact.count(&facts(), Says::Agrees);
        }
        let what = exchange.sentence(true).localized(comparison.language);
        if !out.agreed_examples.contains_key(&what)
            && let Some((case, _)) = predicted.first()
        {
            let example = AgreedExample {
                sender: sender.clone(),
                recipient: recipient.to_owned(),
                case: *case,
            };
            out.agreed_examples.insert(what.clone(), example);
        }
        *out.agreed.entry(what).or_default() += 1;
        if let (Some(remote), Some(setting)) =
            (pair.remote(), exchange.response().and_then(|r| r.setting()))
        {
            let agreed = out.agreed_when.entry((remote.line, setting)).or_default();
            agreed.count += u64::from(span.is_some());
            widen(&mut agreed.span, span);
        }
        return;
    }
    if predicted.iter().any(|(_, p)| p.may_be(exchange)) {
        out.fits_some_kind += 1;
        return;
    }
    out.disagree += 1;
    let mut outcomes: Vec<Outcome> = Vec::new();
    for outcome in predicted.iter().flat_map(|(_, p)| p.outcomes()) {
        if !outcomes.contains(&outcome) {
            outcomes.push(outcome);
        }
    }
    let mut found = Disagreement {
        file: file.clone(),
        line: row.line,
        time: row.get(row.columns.time).chars().take(40).collect(),
        stamp,
        message: row.get(row.columns.message).chars().take(320).collect(),
        sender: sender.clone(),
        recipient: recipient.to_owned(),
        case: predicted
            .first()
            .map_or((Kind::Ordinary, ForwardedBy::Nobody), |(c, _)| *c),
        evidence: possible.evidence,
        forwarder: possible.forwarder,
        exchange,
        predicted: outcomes,
        ruling: first.ruling.clone(),
        remote: pair.remote(),
        reasons: Vec::new(),
        facts: Vec::new(),
    };
    found.reasons = reasons(policy, &found, &pair, comparison.language);
    let surety = found.reasons.first().map(|r| r.surety);
    if comparison.by_fact {
        found.facts = facts();
        let says = Says::Disagrees(surety.unwrap_or(Surety::Unexplained));
        out.by_fact.count(&found.facts, says);
    }
    out.disagreements.push(found);
}

/// What rdsim predicts for every case that is possible; it stops looking when nothing can change.
fn predictions<'p>(
    pair: &Pair<'_, 'p>,
    possible: &PossibleCases,
) -> Vec<((Kind, ForwardedBy), PairOutcome<'p>)> {
    let mut all: Vec<((Kind, ForwardedBy), PairOutcome<'p>)> = Vec::new();
    for which in possible.cases {
        let predicted = pair.judge(&possible_kinds::message_facts(which));
        let differs = all.iter().any(|(_, p)| p.outcome != predicted.outcome);
        all.push((*which, predicted));
        // Ordinary mail leaves, something else does not: the row fits, whatever the others are.
        if differs && possible.evidence.leaves_open() && all.len() > 3 {
            break;
        }
    }
    all
}

impl Checked<'_> {
    /// Of those that rdsim judges for certain, how many of a hundred agree.
    #[must_use]
    pub fn rate(&self) -> Option<f64> {
        let judged = self.agree + self.disagree;
        #[allow(
            clippy::cast_precision_loss,
            reason = "a percentage needs few of the digits"
        )]
        (judged > 0).then(|| self.agree as f64 * 100.0 / judged as f64)
    }
}

impl<'p> Reconciled<'p> {
    /// Add what was found in the rows that follow.
    pub fn add(&mut self, part: Checked<'p>) {
        let all = &mut self.all;
        all.scan.add(part.scan);
        all.agree += part.agree;
        all.fits_some_kind += part.fits_some_kind;
        all.disagree += part.disagree;
        all.undated += part.undated;
        widen(&mut all.span, part.span);
        for (what, n) in part.agreed {
            *all.agreed.entry(what).or_default() += n;
        }
        for (what, example) in part.agreed_examples {
            all.agreed_examples.entry(what).or_insert(example);
        }
        for (place, more) in part.agreed_when {
            let agreed = all.agreed_when.entry(place).or_default();
            agreed.count += more.count;
            widen(&mut agreed.span, more.span);
        }
        all.by_fact.add(part.by_fact);
        for found in part.disagreements {
            self.group(found);
        }
    }

    fn group(&mut self, found: Disagreement<'p>) {
        self.put(Group {
            count: 1,
            span: found.stamp.map(|s| (s, s)),
            example: found,
            agreed: Agreed::default(),
        });
    }

    /// Add like disagreements. Which of too many groups are kept, and which example, does not
    /// depend on the order in which they come.
    pub(super) fn put(&mut self, group: Group<'p>) {
        let key = key(&group.example);
        if let Some(known) = self.groups.get_mut(&key) {
            known.count += group.count;
            widen(&mut known.span, group.span);
            if group.example.place() < known.example.place() {
                known.example = group.example;
            }
            return;
        }
        self.groups.insert(key, group);
        if self.groups.len() > GROUPS
            && let Some((_, last)) = self.groups.pop_last()
        {
            self.beyond += last.count;
        }
    }

    /// The different disagreements by cause, the surest cause first.
    #[must_use]
    pub fn causes(&self) -> Vec<Cause<'p>> {
        let mut all: Vec<Group<'p>> = self.groups.values().cloned().collect();
        for group in &mut all {
            let place = group.example.remote.map(|d| d.line).zip(group.setting());
            let agreed = place.and_then(|p| self.all.agreed_when.get(&p).copied());
            group.agreed = agreed.unwrap_or_default();
            group.put_change_first();
        }
        causes::causes(all)
    }

    /// How the rows stand to the facts of the model.
    #[must_use]
    pub fn facts(&self) -> ByFact {
        let mut facts = self.all.by_fact.clone();
        for cause in self.causes() {
            let changed = cause.id == "policy-changed";
            for group in cause.groups.iter().filter(|g| changed && g.is_unchanged()) {
                facts.contradict(&group.example.facts, group.count);
            }
        }
        facts
    }
}

/// What like disagreements have in common.
fn key(d: &Disagreement) -> String {
    let remote = d.remote.map_or_else(String::new, |r| r.pattern.to_string());
    let predicted: Vec<String> = d.predicted.iter().map(|o| o.words(false)).collect();
    let ids: Vec<&str> = d.reasons.iter().map(|r| r.id).collect();
    let facts: Vec<&str> = d.facts.iter().map(|f| f.id).collect();
    let (kind, forward) = d.case;
    [
        remote,
        kind.token().into(),
        forward.token().into(),
        d.exchange.words(true),
        predicted.join("|"),
        ids.join("|"),
        facts.join("|"),
    ]
    .join("\u{1}")
}
