//! Judges every kind for every class of recipients under two policies; the same twice for one.

use crate::POLICY;
use crate::policy::{ProblemV1, told};
use rdsim::diff::classes::{Classes, Recipients, Senders};
use rdsim::diff::compare;
use rdsim::i18n::{Language, en};
use rdsim::policy::{Policy, read};
use rdsim::report::diff::{Files, human, json};
use rdsim::trace::pair::Pair;
use rdsim::transport::classify::Kind;
use rdsim::transport::message_facts::{ContentFacts, ForwardedBy, MessageFacts};
use rdsim::transport::outcome::Outcome;
use serde::Serialize;
use std::collections::BTreeSet;

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

/// The rows: each kind as it is sent, and ordinary mail by the two ways of forwarding that the
/// policy looks at.
fn rows() -> impl Iterator<Item = (Kind, ForwardedBy)> {
    let sent = Kind::ALL.iter().map(|kind| (*kind, ForwardedBy::Nobody));
    let forwarded = [
        ForwardedBy::InboxRule,
        ForwardedBy::ForwardingAddress,
        ForwardedBy::ForwardingSmtpAddress,
    ];
    sent.chain(forwarded.map(|forward| (Kind::Ordinary, forward)))
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
    };
    let (mut document, mut text) = (Vec::new(), Vec::new());
    // Writing to memory does not fail.
    let _ = json::diff(&diff, files, &mut document);
    let files = Files {
        old: language.translate(en("old")),
        new: language.translate(en("new")),
    };
    let _ = human(&diff, files, language, &mut text);
    matrix.diff = String::from_utf8(document).ok();
    matrix.text = String::from_utf8(text).unwrap_or_default();
    matrix
}

fn fill(matrix: &mut Matrix, policies: [&Policy; 2], classes: &Classes) {
    matrix.rows = rows()
        .map(|(kind, forward)| RowV1 {
            kind: kind.token(),
            forward: forward.token(),
            cells: Vec::new(),
        })
        .collect();
    let senders = senders(classes);
    for to in &classes.recipients {
        // Who is addressed is looked up once for all rows.
        let pairs: Vec<_> = senders
            .iter()
            .map(|sender| (sender, policies.map(|policy| pair(policy, sender, to))))
            .collect();
        for (row, (kind, forward)) in matrix.rows.iter_mut().zip(rows()) {
            row.cells.push(cell(kind, forward, &pairs));
        }
        matrix.recipients.push(ClassV1 {
            members: to.members.clone(),
            example: to.example.clone(),
        });
    }
}

/// A sender and a class of recipients under a policy; none where nobody of it is addressed.
fn pair<'a, 'p>(policy: &'p Policy, sender: &'a str, to: &'a Recipients) -> Option<Pair<'a, 'p>> {
    Pair::to(policy, sender, &to.example, to.addressee.as_deref())
}

/// An address for each class of senders, whether as authors or as those who forward.
fn senders(classes: &Classes) -> Vec<String> {
    let all = classes.authors.iter().chain(&classes.forwarders);
    let mut once = BTreeSet::new();
    all.map(|s: &Senders| s.example.clone())
        .filter(|address| once.insert(address.clone()))
        .collect()
}

fn cell(kind: Kind, forward: ForwardedBy, pairs: &[(&String, [Option<Pair>; 2])]) -> CellV1 {
    let mut variants: Vec<VariantV1> = Vec::new();
    for (sender, pair) in pairs {
        let [old, new] = pair.each_ref().map(|p| judge(p.as_ref(), kind, forward));
        match variants.iter_mut().find(|v| v.old == old && v.new == new) {
            Some(variant) => variant.senders.push((*sender).clone()),
            None => variants.push(VariantV1 {
                old,
                new,
                senders: vec![(*sender).clone()],
            }),
        }
    }
    let differs =
        |v: &VariantV1| (v.old.outcome, &v.old.response) != (v.new.outcome, &v.new.response);
    CellV1 {
        changed: variants.iter().any(differs),
        variants,
    }
}

fn judge(pair: Option<&Pair>, kind: Kind, forward: ForwardedBy) -> OutcomeV1 {
    let Some(pair) = pair else {
        return OutcomeV1 {
            outcome: "not-addressed",
            response: None,
            because: None,
        };
    };
    let judged = pair.judge(&MessageFacts {
        kind,
        forwarded_by: forward,
        content: ContentFacts::default(),
    });
    // A mail flow rule may apply whose conditions no class tells.
    let open = judged.outcomes().any(|outcome| outcome != judged.outcome);
    let (outcome, because) = match open {
        true => (Outcome::CannotTell, None),
        false => (judged.outcome, judged.ruling),
    };
    OutcomeV1 {
        outcome: outcome.token(),
        response: outcome
            .response()
            .map(rdsim::transport::responses::Response::line),
        because: because.map(|r| BecauseV1 {
            setting: r.setting,
            value: r.value.to_string(),
            line: r.line,
        }),
    }
}
