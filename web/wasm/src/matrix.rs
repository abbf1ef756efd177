//! Judges every kind for every class of recipients, and says what another policy changes.

use crate::policy::{ProblemV1, told};
use crate::{POLICY, json};
use rdsim::diff::matrix::{From, of_classes, of_policy};
use rdsim::diff::{compare, uncompared};
use rdsim::i18n::{Language, en};
use rdsim::policy::{Policy, read};
use rdsim::report::diff::{Files, Names, human, json as diff_json};
use rdsim::report::matrix::{View, document, shared_document};
use serde::Serialize;

/// The matrix of a policy or of two, and what differs; or the problems of the policies.
#[derive(Serialize)]
struct Matrix<M, D> {
    version: u8,
    problems: Vec<Vec<ProblemV1>>,
    /// What `rdsim matrix --format json` says of the policy; of each of two, without the facts, and once
    /// for recipients who are alike.
    matrix: Vec<M>,
    /// What `rdsim diff --format json` says.
    diff: Option<D>,
    /// The report of `rdsim diff`, in words alone.
    text: String,
}

/// What becomes of every kind of message, for each domain outside that the policy tells apart, as JSON.
#[must_use]
pub fn matrix(yaml: &str, language: Language) -> String {
    let (policies, problems) = judged(&[yaml], language);
    let columns = policies
        .iter()
        .map(|policy| of_policy(policy, From::Inside, &[]));
    let columns: Vec<_> = columns.collect();
    json(&Matrix {
        version: 1,
        problems,
        matrix: columns
            .iter()
            .map(|c| document(c, view(POLICY, true)))
            .collect(),
        diff: None::<()>,
        text: String::new(),
    })
}

/// The same under two policies, for every class of recipients that they tell apart.
#[must_use]
pub fn changes(old: &str, new: &str, language: Language) -> String {
    let (policies, problems) = judged(&[old, new], language);
    let [old, new] = policies.as_slice() else {
        return json(&Matrix {
            version: 1,
            problems,
            matrix: Vec::<()>::new(),
            diff: None::<()>,
            text: String::new(),
        });
    };
    let diff = compare(old, new);
    let uncompared = uncompared::find(old, new);
    let files = |old, new| Files { old, new, set: &[] };
    let mut text = Vec::new();
    let named = [en("before"), en("after")].map(|name| language.translate(name));
    let [before, after] = named;
    // Writing to memory does not fail.
    let _ = human(
        &diff,
        files(before, after),
        Names::Words,
        language,
        &mut text,
    );
    let sides = [(old, "old"), (new, "new")];
    let columns = sides.map(|(policy, name)| (of_classes(policy, &diff.classes), name));
    json(&Matrix {
        version: 1,
        problems,
        matrix: columns
            .iter()
            .map(|(c, name)| shared_document(c, view(name, false)))
            .collect(),
        diff: Some(diff_json::document(&diff, &uncompared, files("old", "new"))),
        text: String::from_utf8(text).unwrap_or_default(),
    })
}

/// The policies that can be read, and the problems of each.
fn judged(texts: &[&str], language: Language) -> (Vec<Policy>, Vec<Vec<ProblemV1>>) {
    let (mut policies, mut problems) = (Vec::new(), Vec::new());
    for yaml in texts {
        let read = read::read_to_judge(POLICY, yaml.as_bytes());
        let read = read.map(|(policy, _)| policies.push(policy));
        problems.push(told(&read.err().unwrap_or_default(), language));
    }
    (policies, problems)
}

fn view(file: &str, facts: bool) -> View<'_> {
    View {
        facts,
        file,
        from: None,
        language: Language::English,
    }
}
