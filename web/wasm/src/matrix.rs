//! Judges every kind for every class of recipients, and says what another policy changes.

use crate::POLICY;
use crate::policy::{ProblemV1, told};
use rdsim::diff::compare;
use rdsim::diff::matrix::{self, Column, From};
use rdsim::i18n::{Language, en};
use rdsim::policy::{Policy, read};
use rdsim::report::diff::{Files, human, json};
use rdsim::report::matrix::{View, json as matrix_json};
use serde::Serialize;

/// The matrix of a policy or of two, and what differs; or the problems of the policies.
#[derive(Debug, Default, Serialize)]
pub struct Matrix {
    version: u8,
    problems: Vec<Vec<ProblemV1>>,
    /// The report of `rdsim matrix --format json` on each policy.
    matrix: Vec<String>,
    /// The report of `rdsim diff --format json`.
    diff: Option<String>,
    /// The report of `rdsim diff`.
    text: String,
}

/// What becomes of every kind of message, for each domain outside that the policy tells apart.
#[must_use]
pub fn matrix(yaml: &str, language: Language) -> Matrix {
    judged(&[yaml], language, |policies, matrix| {
        if let [policy] = policies {
            let columns = matrix::of_policy(policy, From::Inside, &[]);
            matrix.matrix.push(document(&columns, POLICY));
        }
    })
}

/// The same under two policies, for every class of recipients that they tell apart.
#[must_use]
pub fn changes(old: &str, new: &str, language: Language) -> Matrix {
    judged(&[old, new], language, |policies, matrix| {
        let [old, new] = policies else { return };
        let diff = compare(old, new);
        let files = |old, new| Files { old, new, set: &[] };
        let names = ["old", "new"];
        for (policy, name) in [old, new].into_iter().zip(names) {
            let columns = matrix::of_classes(policy, &diff.classes);
            matrix.matrix.push(document(&columns, name));
        }
        let (mut document, mut text) = (Vec::new(), Vec::new());
        // Writing to memory does not fail.
        let _ = json::diff(&diff, &[], files("old", "new"), &mut document);
        let [old, new] = [en("old"), en("new")].map(|name| language.translate(name));
        let _ = human(&diff, files(old, new), language, &mut text);
        matrix.diff = String::from_utf8(document).ok();
        matrix.text = String::from_utf8(text).unwrap_or_default();
    })
}

/// What is said of policies that can be read; else their problems.
fn judged(
    texts: &[&str],
    language: Language,
    judge: impl FnOnce(&[Policy], &mut Matrix),
) -> Matrix {
    let mut matrix = Matrix {
        version: 1,
        ..Matrix::default()
    };
    let mut policies = Vec::new();
    for yaml in texts {
        let read = read::read_to_judge(POLICY, yaml.as_bytes());
        let read = read.map(|(policy, _)| policies.push(policy));
        let problems = read.err().unwrap_or_default();
        matrix.problems.push(told(&problems, language));
    }
    if policies.len() == texts.len() {
        judge(&policies, &mut matrix);
    }
    matrix
}

fn document(columns: &[Column], file: &str) -> String {
    let view = View {
        file,
        from: None,
        language: Language::English,
    };
    let mut document = Vec::new();
    // Writing to memory does not fail.
    let _ = matrix_json(columns, view, &mut document);
    String::from_utf8(document).unwrap_or_default()
}
