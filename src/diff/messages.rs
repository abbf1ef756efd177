//! Compares the verdicts of two policies on given messages.

use super::Cause;
use crate::decide::{Outcome, Verdict};
use crate::settings::Ruling;

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
    let asked = verdict.asked.iter();
    let possible = verdict
        .possibilities
        .iter()
        .filter_map(|p| p.because.as_ref());
    match verdict.outcome {
        Outcome::CannotTell => possible.collect(),
        _ => asked.collect(),
    }
}
