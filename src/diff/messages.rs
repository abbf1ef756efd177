//! Compares the verdicts of two policies on given messages.

use super::SettingChange;
use super::basis::once;
use crate::evaluate::Judged;
use crate::i18n::{Text, en};
use crate::mail::Error;
use crate::transport::convert::MessageForm;
use crate::transport::facts::Fact;
use crate::transport::resolve::{How, Step};
use crate::transport::setting::Ruling;
use crate::transport::verdict::Verdict;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

/// Changed verdicts that are listed; further ones are counted by their cause.
const LISTED: usize = 100_000;
/// Unreadable messages that are named.
const NAMED: usize = 100;

/// How a verdict changes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Difference {
    /// The verdict under the old policy, in words.
    pub old: Text,
    /// The verdict under the new policy, in words.
    pub new: Text,
    /// What causes it.
    pub cause: SettingChange,
    /// The facts that both verdicts rest on.
    pub facts: Vec<&'static Fact>,
}

/// A verdict that changes.
#[derive(Debug, Clone)]
pub struct Changed {
    /// The message file.
    pub path: Arc<str>,
    /// The recipient.
    pub recipient: String,
    /// How it changes; most change as others do.
    pub how: Arc<Difference>,
}

/// Verdicts that change by one cause.
#[derive(Debug, Default)]
pub struct ByCause<'a> {
    /// Those that are listed.
    pub listed: Vec<&'a Changed>,
    /// How many others.
    pub more: usize,
}

/// What a change of policy does to given messages.
#[derive(Debug, Clone, Default)]
pub struct Compared {
    /// Verdicts that change, the first 100,000.
    pub changed: Vec<Changed>,
    /// How many others change, by cause.
    pub more: BTreeMap<SettingChange, usize>,
    /// Message files.
    pub messages: usize,
    /// Those that could not be read.
    pub unreadable: usize,
    /// The first of these, each with its reason.
    pub unread: Vec<(Arc<str>, Error)>,
    /// How listed verdicts change.
    known: HashSet<Arc<Difference>>,
}

impl Compared {
    /// Add one more message, judged under both policies.
    pub fn add(&mut self, old: &Judged, new: &Judged) {
        self.messages += 1;
        let path: Arc<str> = old.path.as_str().into();
        let (a, b) = match (&old.result, &new.result) {
            (Ok(a), Ok(b)) => (a, b),
            (Err(reason), _) | (_, Err(reason)) => {
                self.unreadable += 1;
                if self.unread.len() < NAMED {
                    self.unread.push((path, reason.clone()));
                }
                return;
            }
        };
        for (old_verdict, new_verdict) in paired(&a.verdicts, &b.verdicts) {
            let Some(verdict) = old_verdict.or(new_verdict) else {
                continue;
            };
            let differs = match (old_verdict, new_verdict) {
                (Some(old), Some(new)) => differ(old, new),
                _ => true,
            };
            if differs {
                let words = |verdict: Option<&Verdict>, past, none: &'static str| {
                    verdict.map_or_else(|| none.into(), |v| words(v, past))
                };
                self.list(Changed {
                    path: path.clone(),
                    recipient: match verdict.sent_to {
                        Some(to) if !verdict.via.is_empty() => {
                            format!("{} → {to}", verdict.recipient)
                        }
                        _ => verdict.recipient.clone(),
                    },
                    how: Arc::new(Difference {
                        old: words(old_verdict, true, NOT_SENT[0]),
                        new: words(new_verdict, false, NOT_SENT[1]),
                        cause: match (old_verdict, new_verdict) {
                            (Some(old), Some(new)) => cause(old, new),
                            _ => SettingChange::of_way(
                                [old_verdict, new_verdict].map(|v| Some(&*v?.via)),
                            ),
                        },
                        facts: once(
                            [old_verdict, new_verdict]
                                .into_iter()
                                .flatten()
                                .flat_map(Verdict::facts),
                        ),
                    }),
                });
            }
        }
    }

    fn list(&mut self, mut changed: Changed) {
        if self.changed.len() >= LISTED {
            *self.more.entry(changed.how.cause.clone()).or_default() += 1;
            return;
        }
        match self.known.get(&changed.how) {
            Some(known) => changed.how = known.clone(),
            None => {
                self.known.insert(changed.how.clone());
            }
        }
        self.changed.push(changed);
    }

    /// Add the comparison of other messages.
    pub fn append(&mut self, other: Self) {
        for changed in other.changed {
            self.list(changed);
        }
        for (cause, more) in other.more {
            *self.more.entry(cause).or_default() += more;
        }
        self.messages += other.messages;
        self.unreadable += other.unreadable;
        let room = NAMED.saturating_sub(self.unread.len());
        self.unread.extend(other.unread.into_iter().take(room));
    }

    /// Whether no verdict changes, which of an unreadable message nobody knows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count() == 0 && self.unreadable == 0
    }

    /// How many verdicts change.
    #[must_use]
    pub fn count(&self) -> usize {
        self.changed.len() + self.more.values().sum::<usize>()
    }

    /// The changes by cause.
    #[must_use]
    pub fn by_cause(&self) -> BTreeMap<&SettingChange, ByCause<'_>> {
        let mut out: BTreeMap<&SettingChange, ByCause> = BTreeMap::new();
        for changed in &self.changed {
            let of = out.entry(&changed.how.cause).or_default();
            of.listed.push(changed);
        }
        for (cause, more) in &self.more {
            out.entry(cause).or_default().more = *more;
        }
        out
    }
}

/// What is said where a message was not sent to an addressee, and where it is not.
pub const NOT_SENT: [&str; 2] = [en("was not sent there"), en("is not sent there")];

/// The verdicts of two policies on one message, each with that on the same addressee; `None` where
/// the message does not go there.
#[must_use]
pub fn paired<'v, 'p>(
    old: &'v [Verdict<'p>],
    new: &'v [Verdict<'p>],
) -> Vec<(Option<&'v Verdict<'p>>, Option<&'v Verdict<'p>>)> {
    // What a rule sends to somebody is another copy than the one that goes there without it.
    type Key<'k> = (&'k str, Option<&'k str>, bool);
    let key = |v: &'v Verdict<'p>| -> Key<'v> {
        let by_rule = |step: &Step| matches!(step.how, How::Rule(..));
        (&v.recipient, v.sent_to, v.via.iter().any(by_rule))
    };
    let mut left: FxHashMap<Key<'v>, Vec<&'v Verdict<'p>>> = FxHashMap::default();
    for verdict in new.iter().rev() {
        left.entry(key(verdict)).or_default().push(verdict);
    }
    let mut pairs: Vec<_> = old
        .iter()
        .map(|v| (Some(v), left.get_mut(&key(v)).and_then(Vec::pop)))
        .collect();
    let added = new.iter().filter(|v| {
        let same = left.get_mut(&key(v));
        same.is_some_and(|same| same.pop_if(|last| std::ptr::eq(*last, *v)).is_some())
    });
    pairs.extend(added.map(|v| (None, Some(v))));
    pairs
}

/// A verdict in words: the outcome, and the form of what leaves.
fn words(verdict: &Verdict, past: bool) -> Text {
    let mut out = verdict.outcome_words(past);
    for p in &verdict.possibilities {
        let then = match (p.is_forwarded(), p.if_rule) {
            (true, None) => en("{before}; if {kind}, auto-forwarded: {outcome}"),
            (false, None) => en("{before}; if {kind}: {outcome}"),
            (true, Some(_)) => en(
                "{before}; if {kind}, auto-forwarded, and the mail flow rule {rule} applies: {outcome}",
            ),
            (false, Some(_)) => {
                en("{before}; if {kind} and the mail flow rule {rule} applies: {outcome}")
            }
        };
        let rule = p.if_rule.map_or("", |(rule, _)| rule);
        out = Text::of(then, [("rule", &rule)])
            .with_text("kind", p.kind.name())
            .with_text("before", out)
            .with_text("outcome", p.outcome.sentence(past));
    }
    if let Some(format) = &verdict.format {
        out = Text::from(en("{outcome} as {form}"))
            .with_text("outcome", out)
            .with_text("form", form(format));
    }
    out
}

fn form(format: &MessageForm) -> Text {
    let style = &format.style;
    let mut out = Text::from(en("{transmission}, {body}"))
        .with_text("transmission", style.transmission.name())
        .with_text("body", format.body);
    let mut append = |more: Text| {
        out = Text::from(en("{before}, {more}"))
            .with_text("before", out.clone())
            .with_text("more", more);
    };
    if let Some(width) = style.line_wrap {
        append(Text::of(
            en("lines wrapped at {width}"),
            [("width", &width)],
        ));
    }
    if let Some(page) = style.japanese_code_page {
        append(Text::of(en("code page {page}"), [("page", &page)]));
    }
    if let Some(percent) = style.charset_coverage {
        append(Text::of(
            en("charset coverage {percent} %"),
            [("percent", &percent)],
        ));
    }
    append(style.sender_name.name().into());
    for part in &format.parts {
        let encoding = part.encoding.map_or_else(String::new, |e| format!(" {e}"));
        let media = &part.media_type;
        append(match &part.charset {
            Some(charset) => Text::of(
                "{media} {charset}{encoding}",
                [
                    ("media", media),
                    ("charset", charset),
                    ("encoding", &encoding),
                ],
            ),
            None => Text::of(
                en("{media} no charset{encoding}"),
                [("media", media), ("encoding", &encoding)],
            ),
        });
    }
    out
}

/// Whether a recipient would see, or a trace would show, any difference between two verdicts.
#[must_use]
pub fn differ(old: &Verdict, new: &Verdict) -> bool {
    // Which rule may do it is no difference, only what it does.
    let possible = |v: &Verdict| -> Vec<_> {
        let mut all = Vec::new();
        for p in &v.possibilities {
            let one = (p.kind, p.is_forwarded(), p.outcome);
            if !all.contains(&one) {
                all.push(one);
            }
        }
        all
    };
    let form = match (&old.format, &new.format) {
        (Some(a), Some(b)) => !a.looks_like(b),
        _ => false,
    };
    old.outcome != new.outcome || possible(old) != possible(new) || form
}

/// Why two verdicts differ: the first setting whose ruling differs.
#[must_use]
pub fn cause(old: &Verdict, new: &Verdict) -> SettingChange {
    if old.accepted.is_some() != new.accepted.is_some() {
        return SettingChange::of_accepted([old, new].map(|v| v.accepted));
    }
    let [a, b] = [rulings(old), rulings(new)];
    for setting in a.iter().chain(&b).map(|r| r.setting_id) {
        let [x, y] = [of_setting(&a, setting), of_setting(&b, setting)];
        if x.map(|r| r.effect) != y.map(|r| r.effect) {
            return SettingChange::of(x, y);
        }
    }
    SettingChange::of_way([old, new].map(|v| Some(&*v.via)))
}

fn of_setting<'v, 'p>(all: &[&'v Ruling<'p>], setting: &str) -> Option<&'v Ruling<'p>> {
    all.iter().find(|r| r.setting_id == setting).copied()
}

/// The rulings that decide a verdict, or each of its possibilities.
fn rulings<'v, 'p>(verdict: &'v Verdict<'p>) -> Vec<&'v Ruling<'p>> {
    let possible = verdict.possibilities.iter();
    let possible = possible.filter_map(|p| p.because.as_ref());
    possible.chain(&verdict.asked).collect()
}
