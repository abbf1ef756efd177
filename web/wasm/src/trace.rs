//! Compares an export of a message trace with a policy.

use crate::take::{FileProblemV1, of_files};
use rdsim::i18n::Language;
use rdsim::policy::read;
use rdsim::report::trace::reconcile as report;
use rdsim::trace::batch::Part;
use rdsim::trace::origin::Origins;
use rdsim::trace::read::unpacked;
use rdsim::trace::reconcile::{Comparison, Group, Reconciled, compare};
use rdsim::trace::repeats::Repeats;
use rdsim::trace::scan::Settled;
use serde::Serialize;

/// Sorts of disagreements of one cause that are shown.
const SORTS: usize = 50;

/// How an export stands to a policy.
#[derive(Debug, Serialize)]
pub struct Compared {
    version: u8,
    problems: Vec<FileProblemV1>,
    /// The document of `rdsim trace reconcile --format json`, as it is; none where no row or no
    /// policy could be read.
    report: Option<String>,
    agreed: Vec<AgreedV1>,
    causes: Vec<CauseV1>,
    not_judged: Vec<CountV1>,
}

/// A message that can be judged by itself.
#[derive(Debug, Serialize)]
struct CaseV1 {
    kind: &'static str,
    forwarded_by: &'static str,
    from: String,
    to: String,
}

#[derive(Debug, Serialize)]
struct AgreedV1 {
    what: String,
    count: u64,
    case: Option<CaseV1>,
}

#[derive(Debug, Serialize)]
struct CauseV1 {
    what: String,
    count: u64,
    sorts: Vec<SortV1>,
}

#[derive(Debug, Serialize)]
struct SortV1 {
    what: String,
    count: u64,
    lines: Vec<String>,
    reasons: Vec<String>,
    /// The line of the setting that decides.
    line: Option<u32>,
    case: CaseV1,
}

#[derive(Debug, Serialize)]
struct CountV1 {
    what: String,
    count: u64,
}

/// Compare an export that is not packed with a policy.
#[must_use]
pub fn reconcile(
    yaml: &str,
    policy: &str,
    file: &str,
    bytes: &[u8],
    language: Language,
) -> Compared {
    let mut compared = Compared {
        version: 1,
        problems: Vec::new(),
        report: None,
        agreed: Vec::new(),
        causes: Vec::new(),
        not_judged: Vec::new(),
    };
    let policy = match read::read_to_judge(policy, yaml.as_bytes()) {
        Ok((policy, _)) => policy,
        Err(problems) => {
            compared.problems = of_files(&problems, language);
            return compared;
        }
    };
    let mut origins = Origins::default();
    for part in unpacked(file, bytes).map(Part::parsed) {
        origins.take(&part);
    }
    let comparison = Comparison {
        policy: &policy,
        origins: &origins,
        order: None,
        language,
        by_fact: false,
    };
    let mut all = Reconciled::default();
    let mut repeats = Repeats::default();
    for part in unpacked(file, bytes) {
        let mut settled = Settled::of(part, &policy);
        settled.mark(&mut repeats);
        all.add(compare(comparison, settled));
    }
    let found = &all.all;
    compared.problems = of_files(&found.scan.problems, language);
    if found.scan.rows == 0 {
        return compared;
    }
    let mut out = Vec::new();
    // Writing to memory does not fail.
    let _ = report::json(&all, &policy, &mut out);
    compared.report = String::from_utf8(out).ok();
    let agreed = found.agreed.iter().map(|(what, count)| AgreedV1 {
        what: what.clone(),
        count: *count,
        case: found.agreed_examples.get(what).map(|example| CaseV1 {
            kind: example.case.0.token(),
            forwarded_by: example.case.1.token(),
            from: example.sender.clone(),
            to: example.recipient.clone(),
        }),
    });
    compared.agreed = agreed.collect();
    compared.agreed.sort_by_key(|a| std::cmp::Reverse(a.count));
    let causes = all.causes().into_iter();
    compared.causes = causes
        .map(|cause| CauseV1 {
            what: report::cause_words(&cause, language),
            count: cause.count,
            sorts: cause
                .groups
                .iter()
                .take(SORTS)
                .map(|group| sort(group, language))
                .collect(),
        })
        .collect();
    let not_judged = found.scan.not_judged_in_words(language).into_iter();
    compared.not_judged = not_judged
        .map(|(count, what)| CountV1 { what, count })
        .collect();
    compared
}

fn sort(group: &Group, language: Language) -> SortV1 {
    // Beside the editor of the policy a line needs no name of a file.
    let item = report::item(group, "", language);
    let example = &group.example;
    SortV1 {
        what: item.title,
        count: item.count,
        lines: item.lines,
        // A browser has no command line: what a command would settle, the case shows.
        reasons: item
            .steps
            .into_iter()
            .filter(|step| !step.is_command)
            .map(|step| step.text)
            .collect(),
        line: example.ruling.as_ref().and_then(|r| r.line),
        case: CaseV1 {
            kind: example.case.0.token(),
            forwarded_by: example.case.1.token(),
            from: example.sender.clone(),
            to: example.recipient.clone(),
        },
    }
}
