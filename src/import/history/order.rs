//! Keeps the priorities of rules in a row, as Exchange does when one is made, moved or removed.

use super::super::document::Entry;
use crate::policy::document::Value;

/// The places of the entries that have a priority, in its order.
fn ordered(entries: &[Entry]) -> Vec<usize> {
    let priority = |at: &usize| match entries.get(*at)?.get("Priority") {
        Some(Value::Int(priority)) => Some(*priority),
        _ => None,
    };
    let all = 0..entries.len();
    let mut ordered: Vec<usize> = all.filter(|at| priority(at).is_some()).collect();
    ordered.sort_by_key(priority);
    ordered
}

/// Whether the priorities are a row without gaps, apart from one entry.
fn in_row(entries: &[Entry], ordered: &[usize]) -> bool {
    let mut each = ordered.iter().zip(0..);
    each.all(|(at, number)| {
        let priority = entries.get(*at).and_then(|entry| entry.get("Priority"));
        priority == Some(&Value::Int(number))
    })
}

fn number(entries: &mut [Entry], ordered: &[usize]) {
    for (at, number) in ordered.iter().zip(0..) {
        if let Some(entry) = entries.get_mut(*at) {
            entry.set("Priority", Value::Int(number));
        }
    }
}

/// A rule was made, the last of the entries: it is asked last, or where its priority says.
pub(super) fn after_new(entries: &mut [Entry]) {
    let Some((new, others)) = entries.split_last() else {
        return;
    };
    let before = ordered(others);
    let whole = !before.is_empty() && before.len() == others.len() && in_row(others, &before);
    let at = others.len();
    let to = match new.get("Priority") {
        Some(Value::Int(priority)) => *priority,
        _ if whole => i64::MAX,
        _ => return,
    };
    if in_row(others, &before) {
        place(entries, before, at, to);
    }
}

/// A rule has another priority.
pub(super) fn moved(entries: &mut [Entry], at: usize, to: i64) {
    let mut others = ordered(entries);
    others.retain(|other| *other != at);
    place(entries, others, at, to);
}

fn place(entries: &mut [Entry], mut others: Vec<usize>, at: usize, to: i64) {
    let to = usize::try_from(to).unwrap_or(0).min(others.len());
    others.insert(to, at);
    number(entries, &others);
}

/// A rule was removed: those after it move up.
pub(super) fn close(entries: &mut [Entry]) {
    let ordered = ordered(entries);
    let priorities = ordered
        .iter()
        .filter_map(|at| match entries.get(*at)?.get("Priority") {
            Some(Value::Int(priority)) => Some(*priority),
            _ => None,
        });
    let priorities: Vec<i64> = priorities.collect();
    // One gap, and no more.
    let last = priorities.last().copied();
    let few = i64::try_from(priorities.len()).ok();
    if last.is_some() && last == few {
        number(entries, &ordered);
    }
}
