//! Writes the results of expectation files as version 1 of a JSON document.

use super::{Counts, Tested, count};
use crate::diagnostic::Explained;
use crate::diagnostic::{Problem, Severity};
use crate::expectations::coverage::{Coverage, Item};
use crate::expectations::{Checked, Ran};
use crate::i18n::Text;
use crate::report::set::SetV1;
use crate::transport::facts::weakest;
use serde::Serialize;
use std::io::{self, Write};

#[derive(Serialize)]
struct ReportV1<'a> {
    version: u32,
    files: Vec<FileV1<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    coverage: Option<CoverageV1<'a>>,
    summary: SummaryV1,
}

#[derive(Serialize)]
struct FileV1<'a> {
    file: &'a str,
    policy: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    set: Vec<SetV1<'a>>,
    problems: Vec<ProblemV1<'a>>,
    cases: Vec<CaseV1<'a>>,
}

#[derive(Serialize)]
struct ProblemV1<'a> {
    severity: &'static str,
    file: &'a str,
    line: Option<u32>,
    column: Option<u32>,
    message: &'a Text,
    help: &'a Text,
}

#[derive(Serialize)]
struct CaseV1<'a> {
    name: &'a str,
    line: u32,
    column: u32,
    message: &'a str,
    passed: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<Text>,
    recipients: Vec<RecipientV1<'a>>,
}

#[derive(Serialize)]
struct RecipientV1<'a> {
    recipient: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    sent_to: Option<&'a str>,
    passed: bool,
    basis: &'static str,
    rests_on: Vec<&'static str>,
    facts: Vec<FactV1<'a>>,
}

#[derive(Serialize)]
struct FactV1<'a> {
    name: &'static str,
    expected: Option<&'a str>,
    actual: Option<&'a str>,
    holds: bool,
}

#[derive(Serialize)]
struct CoverageV1<'a> {
    policies: Vec<PolicyV1<'a>>,
}

#[derive(Serialize)]
struct PolicyV1<'a> {
    policy: &'a str,
    exercised: usize,
    possible: usize,
    percent: f64,
    settings: Vec<ItemV1<'a>>,
    remote_domains: Vec<ItemV1<'a>>,
    responses: Vec<ItemV1<'a>>,
    outbound_policies: Vec<ItemV1<'a>>,
}

#[derive(Serialize)]
struct ItemV1<'a> {
    name: &'a str,
    line: Option<u32>,
    possible: bool,
    exercised: bool,
}

#[derive(Serialize)]
struct SummaryV1 {
    files: usize,
    broken: usize,
    passed: usize,
    failed: usize,
}

/// Write the report, and the coverage where it is asked for.
///
/// # Errors
/// What the writer says.
pub fn report(
    all: &[Tested],
    coverage: Option<&[Coverage]>,
    to: &mut impl Write,
) -> io::Result<()> {
    let Counts {
        files,
        broken,
        passed,
        failed,
    } = count(all);
    let report = ReportV1 {
        version: 1,
        files: all.iter().map(file).collect(),
        coverage: coverage.map(|all| CoverageV1 {
            policies: all.iter().map(policy).collect(),
        }),
        summary: SummaryV1 {
            files,
            broken,
            passed,
            failed,
        },
    };
    serde_json::to_writer_pretty(&mut *to, &report)?;
    to.write_all(b"\n")
}

fn file<'a>(tested: &'a Tested) -> FileV1<'a> {
    FileV1 {
        file: tested.file,
        policy: tested
            .result
            .as_ref()
            .ok()
            .map(|(s, _)| s.policy.file.as_str()),
        set: tested
            .result
            .iter()
            .flat_map(|(s, _)| s.set.iter().map(SetV1::of))
            .collect(),
        problems: tested.problems().iter().map(problem).collect(),
        cases: tested.ran().iter().map(case).collect(),
    }
}

fn problem(p: &Problem) -> ProblemV1<'_> {
    let place = |n: u32| (n > 0).then_some(n);
    ProblemV1 {
        severity: match p.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
        file: &p.file,
        line: place(p.line),
        column: place(p.column),
        message: &p.message,
        help: &p.help,
    }
}

fn case<'a>(ran: &'a Ran) -> CaseV1<'a> {
    CaseV1 {
        name: &ran.case.name,
        line: ran.case.at.line,
        column: ran.case.at.column,
        message: &ran.case.source,
        passed: ran.passed(),
        error: ran.judged.result.as_ref().err().map(Explained::message),
        recipients: ran.checked.iter().map(recipient).collect(),
    }
}

fn recipient(checked: &Checked) -> RecipientV1<'_> {
    let facts = checked.rows.iter().map(|r| FactV1 {
        name: r.fact.key(),
        expected: r.expected.as_deref(),
        actual: r.actual.as_deref(),
        holds: r.holds,
    });
    RecipientV1 {
        recipient: &checked.recipient,
        sent_to: checked.sent_to.as_deref(),
        passed: checked.passed(),
        basis: weakest(&checked.rests_on).token(),
        rests_on: checked.rests_on.iter().map(|f| f.id).collect(),
        facts: facts.collect(),
    }
}

fn policy(coverage: &Coverage) -> PolicyV1<'_> {
    let (exercised, possible) = coverage.count();
    PolicyV1 {
        policy: &coverage.policy,
        exercised,
        possible,
        percent: coverage.percent(),
        settings: items(&coverage.settings),
        remote_domains: items(&coverage.remote_domains),
        responses: items(&coverage.responses),
        outbound_policies: items(&coverage.outbound),
    }
}

fn items(items: &[Item]) -> Vec<ItemV1<'_>> {
    let items = items.iter().map(|i| ItemV1 {
        name: &i.name,
        line: i.line,
        possible: i.possible,
        exercised: i.exercised,
    });
    items.collect()
}
