//! Writes version 1 of the JSON report of a replay.

use crate::report::set::SetV1;
use crate::trace::possible_kinds::KindEvidence;
use crate::trace::replay::{Counts, Likelihood, Policies, Replayed};
use crate::trace::tally::Tally;
use serde::Serialize;
use std::io::{self, Write};

#[derive(Serialize)]
struct ReplayedV1<'a> {
    version: u32,
    policy: &'a str,
    old: Option<&'a str>,
    /// What was set in the policy for a what-if.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    set: Vec<SetV1<'a>>,
    rows: u64,
    bad_rows: u64,
    unreadable_files: u64,
    judged: u64,
    unexplained: u64,
    change: u64,
    may_change: u64,
    same: u64,
    on_the_way: u64,
    may_change_by: Vec<MayChangeV1<'a>>,
    changes: Vec<ChangeV1<'a>>,
    days: Vec<CountV1<'a>>,
    undated: u64,
    senders: Vec<CountV1<'a>>,
    recipient_domains: Vec<CountV1<'a>>,
    not_judged: Vec<CountV1<'a>>,
}

/// Recipients that may change, by what the rows say of the kind, the likeliest first.
#[derive(Serialize)]
struct MayChangeV1<'a> {
    likelihood: &'static str,
    evidence: &'static str,
    meaning: &'static str,
    count: u64,
    days: Vec<CountV1<'a>>,
    undated: u64,
    senders: Vec<CountV1<'a>>,
    recipient_domains: Vec<CountV1<'a>>,
}

#[derive(Serialize)]
struct ChangeV1<'a> {
    count: u64,
    certain: bool,
    likelihood: &'static str,
    evidence: Option<&'static str>,
    change: &'a str,
    kind: Option<&'static str>,
    forwarded_by: Option<&'static str>,
    setting: &'a str,
    value: &'a str,
}

#[derive(Serialize)]
struct CountV1<'a> {
    value: &'a str,
    count: u64,
}

/// Write a JSON document.
///
/// # Errors
/// What the writer says.
pub fn json(all: &Replayed, policies: Policies, to: &mut impl Write) -> io::Result<()> {
    let not_judged = all.scan.not_judged().map(|(why, count)| CountV1 {
        value: why.into(),
        count,
    });
    let groups = all.sorted_groups();
    let certain = &all.certain;
    let document = ReplayedV1 {
        version: 1,
        policy: &policies.new.file,
        old: policies.old.map(|old| old.file.as_str()),
        set: policies.set.iter().map(SetV1::of).collect(),
        rows: all.scan.rows,
        bad_rows: all.scan.bad_rows,
        unreadable_files: all.scan.unreadable_files,
        judged: all.judged,
        unexplained: all.unexplained,
        change: all.changed,
        may_change: all.may_change,
        same: all.same,
        on_the_way: all.scan.on_the_way,
        may_change_by: all
            .may
            .iter()
            .map(|((likelihood, evidence), counts)| MayChangeV1 {
                likelihood: likelihood.token(),
                evidence: evidence.token(),
                meaning: evidence.words(),
                count: counts.count,
                days: days(counts),
                undated: counts.undated,
                senders: tallied(&counts.senders),
                recipient_domains: tallied(&counts.recipient_domains),
            })
            .collect(),
        changes: groups
            .iter()
            .map(|(group, count)| ChangeV1 {
                count: *count,
                certain: group.likelihood == Likelihood::Certain,
                likelihood: group.likelihood.token(),
                evidence: group.evidence.map(KindEvidence::token),
                change: &group.change,
                kind: group.kind.map(|(kind, _)| kind),
                forwarded_by: group.kind.map(|(_, forward)| forward),
                setting: &group.setting,
                value: &group.value,
            })
            .collect(),
        days: days(certain),
        undated: certain.undated,
        senders: tallied(&certain.senders),
        recipient_domains: tallied(&certain.recipient_domains),
        not_judged: not_judged.collect(),
    };
    serde_json::to_writer_pretty(&mut *to, &document)?;
    writeln!(to)
}

fn tallied(tally: &Tally) -> Vec<CountV1<'_>> {
    let sorted = tally.sorted().into_iter();
    sorted
        .map(|(value, count)| CountV1 { value, count })
        .collect()
}

fn days(counts: &Counts) -> Vec<CountV1<'_>> {
    let days = counts.days.iter();
    days.map(|(value, count)| CountV1 {
        value,
        count: *count,
    })
    .collect()
}
