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
    fill(&mut matrix, [&old, &new]);
    let diff = compare(&old, &new);
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

fn fill(matrix: &mut Matrix, policies: [&Policy; 2]) {
    let classes = Classes::of(policies);
    let senders = senders(&classes);
    matrix.rows = rows()
        .map(|(kind, forward)| RowV1 {
            kind: kind.token(),
            forward: forward.token(),
            cells: classes
                .recipients
                .iter()
                .map(|to| cell(policies, kind, forward, to, &senders))
                .collect(),
        })
        .collect();
    let recipients = classes.recipients.into_iter().map(|r| ClassV1 {
        members: r.members,
        example: r.example,
    });
    matrix.recipients = recipients.collect();
}

/// An address for each class of senders, whether as authors or as those who forward.
fn senders(classes: &Classes) -> Vec<String> {
    let all = classes.authors.iter().chain(&classes.forwarders);
    let mut once = BTreeSet::new();
    all.map(|s: &Senders| s.example.clone())
        .filter(|address| once.insert(address.clone()))
        .collect()
}

fn cell(
    policies: [&Policy; 2],
    kind: Kind,
    forward: ForwardedBy,
    to: &Recipients,
    senders: &[String],
) -> CellV1 {
    let mut variants: Vec<VariantV1> = Vec::new();
    for sender in senders {
        let [old, new] = policies.map(|p| judge(p, kind, forward, to, sender));
        match variants.iter_mut().find(|v| v.old == old && v.new == new) {
            Some(variant) => variant.senders.push(sender.clone()),
            None => variants.push(VariantV1 {
                old,
                new,
                senders: vec![sender.clone()],
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

fn judge(
    policy: &Policy,
    kind: Kind,
    forward: ForwardedBy,
    to: &Recipients,
    sender: &str,
) -> OutcomeV1 {
    let Some(pair) = Pair::to(policy, sender, &to.example, to.addressee.as_deref()) else {
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
