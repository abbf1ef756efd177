//! Finds what a policy of now says of the policies before it.

use super::super::document::{Document, Entry};
use super::super::scalar::shown;
use super::super::source::Source;
use super::change;
use super::command::{self, Command, Verb};
use super::record::Record;
use std::collections::BTreeSet;

/// The policy from before the first record without what was changed since, and how many of the first
/// states are not known: those before the first change of any property that was changed.
pub(super) fn start(
    end: &Document,
    sources: &[Source],
    changes: &[(usize, Record, Command)],
) -> (Document, usize) {
    let mut start = end.clone();
    let mut undetermined = 0;
    let mut touched: BTreeSet<(&'static str, usize, &'static str)> = BTreeSet::new();
    let mut made: BTreeSet<(&'static str, usize)> = BTreeSet::new();
    // What was made, and is not there now.
    let mut gone: BTreeSet<(&'static str, String)> = BTreeSet::new();
    let mut current = end.clone();
    for (number, (at, record, command)) in changes.iter().enumerate() {
        if !record.succeeded {
            continue;
        }
        let section = command.kind.section();
        let Some(place) = change::entry_of(&mut current, record, *command) else {
            let name = record.target().to_lowercase();
            if command.verb == Verb::New {
                gone.insert((section.name, name));
            } else if command.verb == Verb::Remove && !gone.remove(&(section.name, name)) {
                // What was removed was there, and nothing says how.
                undetermined = undetermined.max(number);
            }
            continue;
        };
        let first = !touched
            .iter()
            .any(|(name, at, _)| (*name, *at) == (section.name, place));
        if command.verb == Verb::New && first {
            made.insert((section.name, place));
        }
        let Some(source) = sources.get(*at) else {
            continue;
        };
        let mut given = command::given(source, record, *command).unwrap_or_default();
        command::switch(*command, &mut given);
        for (name, _) in given {
            let new = touched.insert((section.name, place, name));
            if new && !made.contains(&(section.name, place)) && section.property(name).is_some() {
                undetermined = undetermined.max(number);
                if let Some(entry) = start.part(section).and_then(|p| p.entries.get_mut(place)) {
                    entry
                        .properties
                        .retain(|(n, _)| *n != name || KEYS.contains(n));
                }
            }
        }
    }
    for (section, place) in made.into_iter().rev() {
        if let Some(part) = start.parts.iter_mut().find(|p| p.section.name == section) {
            part.entries.remove(place);
        }
    }
    (start, undetermined)
}

/// Properties by which an entry is found.
const KEYS: [&str; 3] = ["Name", "DomainName", "PrimarySmtpAddress"];

/// Whether two policies have the same entries, and whatever both say of one is the same. What one
/// does not say may be a default.
pub(super) fn agree(one: &Document, other: &Document) -> bool {
    let sections = one.parts.iter().zip(&other.parts);
    sections.into_iter().all(|(one, other)| {
        let within = |entries: &[Entry], others: &[Entry]| {
            entries.iter().all(|entry| {
                let mut same = others.iter().filter(|other| is_same(entry, other));
                same.any(|other| same_values(entry, other))
            })
        };
        within(&one.entries, &other.entries) && within(&other.entries, &one.entries)
    })
}

fn is_same(one: &Entry, other: &Entry) -> bool {
    KEYS.iter()
        .all(|key| match (one.text(key), other.text(key)) {
            (Some(one), Some(other)) => one.eq_ignore_ascii_case(other),
            _ => true,
        })
}

fn same_values(one: &Entry, other: &Entry) -> bool {
    one.properties.iter().all(|(name, value)| {
        let same = |other| shown(other).eq_ignore_ascii_case(&shown(value));
        other.get(name).is_none_or(same)
    })
}
