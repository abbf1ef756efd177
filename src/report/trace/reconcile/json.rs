//! Writes version 1 of the JSON report of a comparison.

use super::{days, when};
use crate::i18n::Language;
use crate::policy::Policy;
use crate::report::human::because;
use crate::trace::recipient_outcome::NotJudged;
use crate::trace::reconcile::{Group, Reconciled, check_command};
use crate::trace::scan::Scan;
use serde::Serialize;
use std::io::{self, Write};

#[derive(Serialize)]
struct ReconciledV1<'a> {
    version: u32,
    policy: &'a str,
    rows: u64,
    bad_rows: u64,
    unreadable_files: u64,
    undated: u64,
    first_day: Option<String>,
    last_day: Option<String>,
    agree: u64,
    disagree: u64,
    fits_some_kind: u64,
    on_the_way: u64,
    agreement_percent: Option<f64>,
    agreed: Vec<CountV1<'a>>,
    not_judged: Vec<NotJudgedV1>,
    causes: Vec<CauseV1>,
    disagreements: Vec<GroupV1<'a>>,
    disagreements_beyond: u64,
}

/// Disagreements with the same first reason and setting; the list of disagreements has them in the
/// same order.
#[derive(Serialize)]
struct CauseV1 {
    reason: &'static str,
    setting: Option<&'static str>,
    surety: &'static str,
    meaning: String,
    count: u64,
    groups: usize,
}

#[derive(Serialize)]
struct CountV1<'a> {
    outcome: &'a str,
    count: u64,
}

#[derive(Serialize)]
struct NotJudgedV1 {
    why: &'static str,
    meaning: &'static str,
    count: u64,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    responses: Vec<EntryV1>,
}

/// A reason of the catalogue of responses.
#[derive(Serialize)]
struct EntryV1 {
    id: &'static str,
    meaning: &'static str,
    count: u64,
}

#[derive(Serialize)]
struct GroupV1<'a> {
    count: u64,
    kind: &'static str,
    forwarded_by: &'static str,
    kind_is_told_by: &'static str,
    remote_domain: Option<String>,
    exchange: String,
    rdsim: Vec<String>,
    because: Option<String>,
    first_day: Option<String>,
    last_day: Option<String>,
    when: Option<String>,
    example: ExampleV1<'a>,
    reasons: Vec<ReasonV1<'a>>,
    check: String,
}

#[derive(Serialize)]
struct ExampleV1<'a> {
    file: &'a str,
    line: u32,
    time: &'a str,
    message_id: &'a str,
    sender: &'a str,
    recipient: &'a str,
}

#[derive(Serialize)]
struct ReasonV1<'a> {
    id: &'static str,
    surety: &'static str,
    text: &'a str,
    settle: &'a str,
}

fn catalogued(scan: &Scan) -> Vec<EntryV1> {
    let all = scan.catalogued().into_iter();
    all.map(|(entry, count)| EntryV1 {
        id: entry.id,
        meaning: entry.meaning(Language::English),
        count,
    })
    .collect()
}

/// Write a JSON document.
///
/// # Errors
/// What the writer says.
pub fn json(all: &Reconciled, policy: &Policy, to: &mut impl Write) -> io::Result<()> {
    let found = &all.all;
    let causes = all.causes();
    let not_judged = found.scan.not_judged();
    let (first_day, last_day) = days(found.span);
    let shape = ReconciledV1 {
        version: 1,
        policy: &policy.file,
        rows: found.scan.rows,
        bad_rows: found.scan.bad_rows,
        unreadable_files: found.scan.unreadable_files,
        undated: found.undated,
        first_day,
        last_day,
        agree: found.agree,
        disagree: found.disagree,
        fits_some_kind: found.fits_some_kind,
        on_the_way: found.scan.on_the_way,
        agreement_percent: found.rate(),
        agreed: found
            .agreed
            .iter()
            .map(|(outcome, count)| CountV1 {
                outcome,
                count: *count,
            })
            .collect(),
        not_judged: not_judged
            .map(|(why, count)| NotJudgedV1 {
                why: why.into(),
                meaning: why.meaning(),
                count,
                responses: match why {
                    NotJudged::OtherReason => catalogued(&found.scan),
                    _ => Vec::new(),
                },
            })
            .collect(),
        causes: causes
            .iter()
            .map(|cause| CauseV1 {
                reason: cause.id,
                setting: cause.setting,
                surety: cause.surety.into(),
                meaning: cause.title().to_string(),
                count: cause.count,
                groups: cause.groups.len(),
            })
            .collect(),
        disagreements: causes
            .iter()
            .flat_map(|cause| &cause.groups)
            .map(|g| group(g, policy))
            .collect(),
        disagreements_beyond: all.beyond,
    };
    serde_json::to_writer_pretty(&mut *to, &shape)?;
    writeln!(to)
}

fn group<'a>(g: &'a Group, policy: &Policy) -> GroupV1<'a> {
    let d = &g.example;
    let (first_day, last_day) = days(g.span);
    let ruling = d.ruling.as_ref();
    GroupV1 {
        count: g.count,
        kind: d.case.0.token(),
        forwarded_by: d.case.1.token(),
        kind_is_told_by: d.evidence.told_by(),
        remote_domain: d.remote.map(|r| r.pattern.to_string()),
        exchange: d.exchange.words(true),
        rdsim: d.predicted.iter().map(|o| o.words(false)).collect(),
        because: ruling.map(|r| because(r, &policy.file, Language::English)),
        first_day,
        last_day,
        when: when(g).map(|text| text.to_string()),
        example: ExampleV1 {
            file: &d.file,
            line: d.line,
            time: &d.time,
            message_id: &d.message,
            sender: &d.sender,
            recipient: &d.recipient,
        },
        reasons: d
            .reasons
            .iter()
            .map(|r| ReasonV1 {
                id: r.id,
                surety: r.surety.into(),
                text: &r.text,
                settle: &r.settle,
            })
            .collect(),
        check: check_command(policy, d),
    }
}
