//! Tells what a file with the output of many cmdlets does not have, and what of it is passed over.

use super::collected::{FAILED, NOT_IN, Run};
use super::collection::Collection;
use super::document::Document;
use super::error::Error;
use super::kind::ObjectKind;
use super::recognize::Recognized;
use super::source::Source;
use crate::diagnostic::FirstProblems;
use std::collections::BTreeSet;

/// What decides about mail in every tenant.
const NEEDED: [ObjectKind; 4] = [
    ObjectKind::AcceptedDomain,
    ObjectKind::RemoteDomain,
    ObjectKind::OutboundPolicy,
    ObjectKind::TransportRule,
];

/// Characters of a line of names.
const WIDTH: usize = 80;
/// Names that are listed of what is passed over.
const LISTED: usize = 100;

/// Tell it, as far as no other file has it.
pub(super) fn tell(
    collections: &[(&Source, Collection)],
    document: &mut Document,
    problems: &mut FirstProblems,
) {
    let mut empty = |kind: ObjectKind| {
        let part = document.part(kind.section());
        part.is_none_or(|part| part.entries.is_empty())
    };
    let named = |kind: &ObjectKind| collections.iter().any(|(_, c)| c.named.contains(kind));
    let not_read = collections
        .iter()
        .flat_map(|(_, c)| c.run.iter().flat_map(|run| &run.not_read))
        .filter_map(|n| Recognized::of_key(&n.cmdlet))
        .filter_map(|what| match what {
            Recognized::Kind(kind) => Some(kind),
            Recognized::Unmodelled(_) | Recognized::Graph(_) => None,
        });
    let failed: Vec<ObjectKind> = collections
        .iter()
        .flat_map(|(_, c)| c.failed.iter().map(|(_, kind)| *kind))
        .chain(not_read)
        .collect();
    // Of mail flow rules there may be none; every tenant has the others.
    let missing = |kind: &ObjectKind| {
        let none = *kind == ObjectKind::TransportRule && named(kind);
        !none && !failed.contains(kind)
    };
    let missing: Vec<&str> = NEEDED
        .into_iter()
        .filter(|kind| empty(*kind) && missing(kind))
        .map(ObjectKind::cmdlet)
        .collect();
    if let Some((source, first)) = collections.first()
        && !missing.is_empty()
    {
        let cmdlets = missing.join(", ");
        let line = format!("{NOT_IN}{}: {cmdlets}.", source.file);
        let error = Error::NotInCollection { cmdlets };
        problems.push(source.warning(first.at, &error));
        document.rest.push(vec![line]);
    }
    for (source, collection) in collections {
        if let Some(run) = &collection.run {
            of_run(source, run, document, problems);
        }
        for (at, kind) in &collection.failed {
            let cmdlet = kind.cmdlet();
            problems.push(source.warning(*at, &Error::CmdletFailed { cmdlet }));
            document.rest.push(vec![format!(
                "{cmdlet}{FAILED}{} was written.",
                source.file
            )]);
        }
        let names: BTreeSet<&str> = collection.passed_over.iter().map(String::as_str).collect();
        if !names.is_empty() {
            document.rest.push(listed(source.file, &names));
        }
    }
}

/// Note what the script of `rdsim collect` says of its run, and tell what it could not read.
fn of_run(source: &Source, run: &Run, document: &mut Document, problems: &mut FirstProblems) {
    document.head.extend(run.head());
    for failed in &run.not_read {
        let error = Error::NotCollected {
            cmdlet: failed.cmdlet.clone(),
            times: failed.times,
            why: failed.why.clone(),
        };
        problems.push(source.warning(failed.at, &error));
    }
    let notes = run.rest();
    if !notes.is_empty() {
        document.rest.push(notes);
    }
}

/// What is passed over, a few names a line.
fn listed(file: &str, names: &BTreeSet<&str>) -> Vec<String> {
    let mut lines = vec![format!("Passed over in {file}, as rdsim does not know it:")];
    let mut line = String::new();
    for name in names.iter().take(LISTED) {
        if line.len() + name.len() > WIDTH {
            lines.push(format!("{line},"));
            line.clear();
        }
        line.push_str(if line.is_empty() { "  " } else { ", " });
        line.push_str(name);
    }
    if let Some(more @ 1..) = names.len().checked_sub(LISTED) {
        line.push_str(&format!(" and {more} more"));
    }
    lines.push(line);
    lines
}
