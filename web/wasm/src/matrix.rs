//! Judges every kind for every class of recipients under two policies; the same twice for one.

use crate::POLICY;
use crate::policy::{ProblemV1, told};
use rdsim::diff::classes::Classes;
use rdsim::diff::compare;
use rdsim::diff::matrix::{self, End, Variant};
use rdsim::i18n::{Language, en};
use rdsim::policy::{Policy, read};
use rdsim::report::diff::{Files, human, json};
use serde::Serialize;

/// The matrix and the report on what differs, or the problems of the policies.
#[derive(Debug, Serialize)]
pub struct Matrix {
    version: u8,
    problems: [Vec<ProblemV1>; 2],
    recipients: Vec<ClassV1>,
    rows: Vec<RowV1>,
    /// The report of `rdsim diff --format json`.
    diff: Option<String>,
    /// The report of `rdsim diff`.
    text: String,
}

#[derive(Debug, Serialize)]
struct ClassV1 {
    members: Vec<String>,
    example: String,
}

#[derive(Debug, Serialize)]
struct RowV1 {
    kind: &'static str,
    forward: &'static str,
    /// One for each class of recipients.
    cells: Vec<CellV1>,
}

#[derive(Debug, Serialize)]
struct CellV1 {
    changed: bool,
    /// What happens, and to whose mail; one where the sender does not matter.
    variants: Vec<VariantV1>,
}

#[derive(Debug, PartialEq, Serialize)]
struct VariantV1 {
    old: OutcomeV1,
    new: OutcomeV1,
    /// Addresses of senders for whom it is so.
    senders: Vec<String>,
}

#[derive(Debug, PartialEq, Serialize)]
struct OutcomeV1 {
    outcome: &'static str,
    response: Option<String>,
    because: Option<BecauseV1>,
}

#[derive(Debug, PartialEq, Serialize)]
struct BecauseV1 {
    setting: &'static str,
    value: String,
    line: Option<u32>,
}

/// Judge every kind for every class of recipients.
#[must_use]
pub fn matrix(old: &str, new: &str, language: Language) -> Matrix {
    let mut matrix = Matrix {
        version: 1,
        problems: [Vec::new(), Vec::new()],
        recipients: Vec::new(),
        rows: Vec::new(),
        diff: None,
        text: String::new(),
    };
    let policies = [old, new].map(|yaml| read::read_to_judge(POLICY, yaml.as_bytes()));
    let [old, new] = match policies {
        [Ok((old, _)), Ok((new, _))] => [old, new],
        problems => {
            matrix.problems = problems.map(|read| told(&read.err().unwrap_or_default(), language));
            return matrix;
        }
    };
    let diff = compare(&old, &new);
    fill(&mut matrix, [&old, &new], &diff.classes);
    let files = Files {
        old: "old",
        new: "new",
        set: &[],
    };
    let (mut document, mut text) = (Vec::new(), Vec::new());
    // Writing to memory does not fail.
    let _ = json::diff(&diff, files, &mut document);
    let files = Files {
        old: language.translate(en("old")),
        new: language.translate(en("new")),
        set: &[],
    };
    let _ = human(&diff, files, language, &mut text);
    matrix.diff = String::from_utf8(document).ok();
    matrix.text = String::from_utf8(text).unwrap_or_default();
    matrix
}

fn fill(matrix: &mut Matrix, policies: [&Policy; 2], classes: &Classes) {
    let rows = matrix::rows().map(|(kind, forward)| RowV1 {
        kind: kind.token(),
        forward: forward.token(),
        cells: Vec::new(),
    });
    matrix.rows = rows.collect();
    for column in matrix::of_classes(policies, classes) {
        for (row, variants) in matrix.rows.iter_mut().zip(&column.cells) {
            row.cells.push(cell(variants));
        }
        matrix.recipients.push(ClassV1 {
            members: column.members,
            example: column.example,
        });
    }
}

fn cell(variants: &[Variant<2>]) -> CellV1 {
    let variants = variants.iter().map(|variant| {
        let [old, new] = variant.ends.each_ref().map(|end| outcome(end.as_ref()));
        VariantV1 {
            old,
            new,
            senders: variant.senders.clone(),
        }
    });
    let variants: Vec<VariantV1> = variants.collect();
    let differs =
        |v: &VariantV1| (v.old.outcome, &v.old.response) != (v.new.outcome, &v.new.response);
    CellV1 {
        changed: variants.iter().any(differs),
        variants,
    }
}

fn outcome(end: Option<&End>) -> OutcomeV1 {
    let Some(end) = end else {
        return OutcomeV1 {
            outcome: "not-addressed",
            response: None,
            because: None,
        };
    };
    OutcomeV1 {
        outcome: end.outcome.token(),
        response: end
            .outcome
            .response()
            .map(rdsim::transport::responses::Response::line),
        because: end.ruling.as_ref().map(|r| BecauseV1 {
            setting: r.setting,
            value: r.value.to_string(),
            line: r.line,
        }),
    }
}
