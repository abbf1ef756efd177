//! Holds what Exchange did against what the model says, row by row.
//!
//! Only the last event for a recipient is judged, so the rows may come in any order and none is
//! kept. A batch is checked on its own; what was found in all of them is added up in the order of
//! the rows.

mod reasons;

use super::asked::{Asked, Said};
use super::batch::{Part, Row};
use super::date::{self, Order, Stamp};
use super::kinds::{self, By, May};
use super::origin::Origins;
use super::seen::Seen;
use crate::address;
use crate::i18n::Language;
use crate::policy::{Policy, RemoteDomain};
use crate::transport::classify::Kind;
use crate::transport::message_facts::ForwardedBy;
use crate::transport::outcome::Outcome;
use crate::transport::setting::Ruling;
pub use reasons::{Reason, check_command, reasons};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Different disagreements that are told apart.
pub const GROUPS: usize = 1_000;

/// A row about which Exchange and the model do not agree.
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
    /// The first kind and way that is possible.
    pub case: (Kind, ForwardedBy),
    /// What tells the kind.
    pub by: By,
    /// What Exchange did.
    pub did: Outcome,
    /// What the model says, for each possible kind once.
    pub said: Vec<Outcome>,
    /// The setting that the model goes by.
    pub ruling: Option<Ruling<'p>>,
    /// The remote domain.
    pub remote: Option<&'p RemoteDomain>,
    /// Why that may be, the likeliest first.
    pub reasons: Vec<Reason>,
}

/// When rows were seen.
pub type Span = Option<(Stamp, Stamp)>;

fn widen(span: &mut Span, with: Span) {
    let Some((from, to)) = with else { return };
    let (first, last) = span.get_or_insert((from, to));
    *first = from.min(*first);
    *last = to.max(*last);
}

/// Disagreements of one sort.
#[derive(Debug, Clone)]
pub struct Group<'p> {
    /// How many.
    pub count: u64,
    /// The first of them.
    pub example: Disagreement<'p>,
    /// When they were seen.
    pub span: Span,
    /// When Exchange and the model agreed on the same setting of the same remote domain.
    pub agreed: Span,
}

/// A remote domain's line and a setting.
type Place = (u32, &'static str);

/// What was found in some rows.
#[derive(Debug, Default)]
pub struct Checked<'p> {
    /// The rows, whatever the model says.
    pub seen: Seen,
    /// Exchange did what the model says.
    pub agree: u64,
    /// Exchange did what the model says of some kind that the message may have been.
    pub fits: u64,
    /// Exchange did what the model says of no kind.
    pub disagree: u64,
    /// Rows whose time cannot be read, or may be read in two ways.
    pub undated: u64,
    /// When the rows were.
    pub span: Span,
    /// What Exchange did where it agrees, with the response.
    pub agreed: BTreeMap<String, u64>,
    /// The disagreements of these rows, in order.
    pub disagreements: Vec<Disagreement<'p>>,
    agreed_when: BTreeMap<Place, Span>,
}

/// What was found in all rows.
#[derive(Debug, Default)]
pub struct Reconciled<'p> {
    /// The counts.
    pub all: Checked<'p>,
    groups: BTreeMap<String, Group<'p>>,
    /// Disagreements beyond [`GROUPS`] sorts.
    pub beyond: u64,
}

/// With what the rows are looked at.
#[derive(Debug, Clone, Copy)]
pub struct Look<'p> {
    /// The policy.
    pub policy: &'p Policy,
    /// Who made the messages.
    pub origins: &'p Origins,
    /// How dates are read.
    pub order: Option<Order>,
    /// The language in which what is found is put.
    pub language: Language,
}

/// Check a part of an export.
#[must_use]
pub fn check(look: Look<'_>, part: Part) -> Checked<'_> {
    let mut out = Checked::default();
    out.seen = Seen::of(part, look.policy, |file, row, settled| {
        let stamp = date::read(row.get(row.columns.time), look.order);
        out.undated += u64::from(stamp.is_none());
        widen(&mut out.span, stamp.map(|s| (s, s)));
        for (recipient, did) in settled {
            judge(look, (file, row, stamp), recipient, *did, &mut out);
        }
    });
    out
}

fn judge<'p>(
    look: Look<'p>,
    (file, row, stamp): (&Arc<str>, &Row, Option<Stamp>),
    recipient: &str,
    did: Outcome,
    out: &mut Checked<'p>,
) {
    let (policy, span) = (look.policy, stamp.map(|s| (s, s)));
    let sender = address::normal(row.get(row.columns.sender));
    let asked = Asked::new(policy, &sender, recipient);
    let may = kinds::may_be(row, recipient, did, look.origins);
    let said = said(&asked, may);
    let Some((_, first)) = said.first() else {
        return;
    };
    let all = said.iter().all(|(_, s)| s.outcome == did);
    if all {
        out.agree += 1;
        *out.agreed
            .entry(did.sentence(true).localized(look.language))
            .or_default() += 1;
        if let (Some(remote), Some(setting)) =
            (asked.remote(), did.response().and_then(|r| r.setting()))
        {
            widen(
                out.agreed_when.entry((remote.line, setting)).or_default(),
                span,
            );
        }
        return;
    }
    if said.iter().any(|(_, s)| s.outcome == did) {
        out.fits += 1;
        return;
    }
    out.disagree += 1;
    let mut outcomes: Vec<Outcome> = Vec::new();
    for (_, s) in &said {
        if !outcomes.contains(&s.outcome) {
            outcomes.push(s.outcome);
        }
    }
    let mut found = Disagreement {
        file: file.clone(),
        line: row.line,
        time: row.get(row.columns.time).chars().take(40).collect(),
        stamp,
        message: row.get(row.columns.message).chars().take(320).collect(),
        sender,
        recipient: recipient.to_owned(),
        case: said
            .first()
            .map_or((Kind::Ordinary, ForwardedBy::Nobody), |(c, _)| *c),
        by: may.by,
        did,
        said: outcomes,
        ruling: first.ruling.clone(),
        remote: asked.remote(),
        reasons: Vec::new(),
    };
    found.reasons = reasons(policy, &found, &asked, look.language);
    out.disagreements.push(found);
}

/// What the model says of every case that is possible; it stops looking when nothing can change.
fn said<'p>(asked: &Asked<'p>, may: May) -> Vec<((Kind, ForwardedBy), Said<'p>)> {
    let mut all: Vec<((Kind, ForwardedBy), Said<'p>)> = Vec::new();
    for which in may.cases {
        let said = asked.translate(&kinds::case(which));
        let differs = all.iter().any(|(_, s)| s.outcome != said.outcome);
        all.push((*which, said));
        // Ordinary mail leaves, something else does not: the row fits, whatever the others are.
        if differs && may.by == By::Nothing && all.len() > 3 {
            break;
        }
    }
    all
}

impl Checked<'_> {
    /// Of those that the model judges for certain, how many of a hundred agree.
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
        all.seen.add(part.seen);
        all.agree += part.agree;
        all.fits += part.fits;
        all.disagree += part.disagree;
        all.undated += part.undated;
        widen(&mut all.span, part.span);
        for (what, n) in part.agreed {
            *all.agreed.entry(what).or_default() += n;
        }
        for (place, span) in part.agreed_when {
            widen(all.agreed_when.entry(place).or_default(), span);
        }
        for found in part.disagreements {
            self.group(found);
        }
    }

    fn group(&mut self, found: Disagreement<'p>) {
        let span = found.stamp.map(|s| (s, s));
        let key = key(&found);
        if let Some(group) = self.groups.get_mut(&key) {
            group.count += 1;
            widen(&mut group.span, span);
        } else if self.groups.len() < GROUPS {
            let group = Group {
                count: 1,
                example: found,
                span,
                agreed: None,
            };
            self.groups.insert(key, group);
        } else {
            self.beyond += 1;
        }
    }

    /// The sorts of disagreement, the most frequent first.
    #[must_use]
    pub fn groups(&self) -> Vec<Group<'p>> {
        let mut all: Vec<Group<'p>> = self.groups.values().cloned().collect();
        for group in &mut all {
            let example = &group.example;
            let did = example.did.response().and_then(|r| r.setting());
            let setting = did.or_else(|| example.ruling.as_ref().map(|r| r.setting));
            let place = example.remote.map(|d| d.line).zip(setting);
            group.agreed = place.and_then(|p| self.all.agreed_when.get(&p).copied().flatten());
        }
        // What is as frequent stays in the order of its words.
        all.sort_by_key(|g| std::cmp::Reverse(g.count));
        all
    }
}

/// What disagreements of one sort have in common.
fn key(d: &Disagreement) -> String {
    let remote = d.remote.map_or_else(String::new, |r| r.pattern.to_string());
    let said: Vec<String> = d.said.iter().map(|o| o.words(false)).collect();
    let ids: Vec<&str> = d.reasons.iter().map(|r| r.id).collect();
    let (kind, forward) = d.case;
    [
        remote,
        kind.token().into(),
        forward.token().into(),
        d.did.words(true),
        said.join("|"),
        ids.join("|"),
    ]
    .join("\u{1}")
}
