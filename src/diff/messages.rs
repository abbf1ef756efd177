//! Compares the verdicts of two policies on given messages.

use super::Cause;
use crate::corpus::Judged;
use crate::decide::Verdict;
use crate::format::Format;
use crate::settings::Ruling;
use std::collections::BTreeMap;

/// A verdict that changes.
#[derive(Debug, Clone)]
pub struct Changed {
    /// The message file.
    pub path: String,
    /// The recipient.
    pub recipient: String,
    /// The verdict under the old policy, in words.
    pub old: String,
    /// The verdict under the new policy, in words.
    pub new: String,
    /// What brings it about.
    pub cause: Cause,
}

/// What a change of policy does to given messages.
#[derive(Debug, Clone, Default)]
pub struct Compared {
    /// Verdicts that change.
    pub changed: Vec<Changed>,
    /// Message files.
    pub messages: usize,
    /// Those that could not be read, each with its reason.
    pub unreadable: usize,
}

impl Compared {
    /// Take up one more message, judged under both policies.
    pub fn add(&mut self, old: &Judged, new: &Judged) {
        self.messages += 1;
        let (Ok(a), Ok(b)) = (&old.result, &new.result) else {
            self.unreadable += 1;
            return;
        };
        for (old_verdict, new_verdict) in a.verdicts.iter().zip(&b.verdicts) {
            if differ(old_verdict, new_verdict) {
                self.changed.push(Changed {
                    path: old.path.clone(),
                    recipient: old_verdict.recipient.clone(),
                    old: words(old_verdict, true),
                    new: words(new_verdict, false),
                    cause: cause(old_verdict, new_verdict),
                });
            }
        }
    }

    /// Take up what was made of other messages.
    pub fn append(&mut self, other: Self) {
        self.changed.extend(other.changed);
        self.messages += other.messages;
        self.unreadable += other.unreadable;
    }

    /// The changes by what brings them about.
    #[must_use]
    pub fn by_cause(&self) -> BTreeMap<&Cause, Vec<&Changed>> {
        let mut out: BTreeMap<&Cause, Vec<&Changed>> = BTreeMap::new();
        for changed in &self.changed {
            out.entry(&changed.cause).or_default().push(changed);
        }
        out
    }
}

/// A verdict in words: the outcome, and the form of what leaves.
fn words(verdict: &Verdict, past: bool) -> String {
    let mut out = verdict.outcome.words(past);
    for p in &verdict.possibilities {
        let forwarded = if p.auto_forwarded {
            ", auto-forwarded"
        } else {
            ""
        };
        let (kind, then) = (p.kind.token(), p.outcome.words(past));
        out.push_str(&format!("; if {kind}{forwarded}: {then}"));
    }
    if let Some(format) = &verdict.format {
        out.push_str(&format!(" as {}", form(format)));
    }
    out
}

fn form(format: &Format) -> String {
    let transmission = format.style.transmission.token();
    let mut out = format!("{transmission}, {}", format.body);
    let mut say = |text: String| out.push_str(&text);
    if let Some(n) = format.style.line_wrap {
        say(format!(", lines wrapped at {n}"));
    }
    if let Some(page) = format.style.japanese_code_page {
        say(format!(", code page {page}"));
    }
    if let Some(percent) = format.style.charset_coverage {
        say(format!(", charset coverage {percent} %"));
    }
    say(format!(", {}", format.style.sender_name.token()));
    for part in &format.parts {
        let charset = part.charset.as_deref().unwrap_or("no charset");
        let encoding = part.encoding.map_or_else(String::new, |e| format!(" {e}"));
        say(format!(", {} {charset}{encoding}", part.media_type));
    }
    out
}

/// Whether a recipient would see, or a trace would show, any difference between two verdicts.
#[must_use]
pub fn differ(old: &Verdict, new: &Verdict) -> bool {
    let possible = |v: &Verdict| -> Vec<_> {
        let all = v.possibilities.iter();
        all.map(|p| (p.kind, p.auto_forwarded, p.outcome)).collect()
    };
    let form = match (&old.format, &new.format) {
        (Some(a), Some(b)) => !a.looks_like(b),
        _ => false,
    };
    old.outcome != new.outcome || possible(old) != possible(new) || form
}

/// Why two verdicts differ: the first room that says something else.
#[must_use]
pub fn cause(old: &Verdict, new: &Verdict) -> Cause {
    if old.accepted.is_some() != new.accepted.is_some() {
        let of = |v: &Verdict| {
            let accepted = v.accepted?;
            Some((accepted.pattern.to_string(), Some(accepted.line)))
        };
        return Cause {
            setting: "AcceptedDomains".into(),
            old: of(old),
            new: of(new),
        };
    }
    let [a, b] = [rulings(old), rulings(new)];
    for room in a.iter().chain(&b).map(|r| r.room) {
        let [x, y] = [of_room(&a, room), of_room(&b, room)];
        if x.map(|r| r.effect) != y.map(|r| r.effect) {
            return Cause::of(x, y);
        }
    }
    Cause {
        setting: "the route of the recipient".into(),
        old: old.sent_to.map(|s| (s.to_owned(), None)),
        new: new.sent_to.map(|s| (s.to_owned(), None)),
    }
}

fn of_room<'v, 'p>(all: &[&'v Ruling<'p>], room: &str) -> Option<&'v Ruling<'p>> {
    all.iter().find(|r| r.room == room).copied()
}

/// What decides a verdict, or each of its possibilities.
fn rulings<'v, 'p>(verdict: &'v Verdict<'p>) -> Vec<&'v Ruling<'p>> {
    let possible = verdict.possibilities.iter();
    let possible = possible.filter_map(|p| p.because.as_ref());
    possible.chain(&verdict.asked).collect()
}
