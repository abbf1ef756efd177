//! Plays an example: a policy and a message, and what the program says of them.

use super::page::{Example, Page};
use crate::classify::Kind;
use crate::corpus::{self, Judgement, Told};
use crate::policy::{self, Policy};
use crate::report::human::{self, View};
use crate::report::journey::Journey;
use crate::words::{Language, en};

/// What a reader calls a fence.
pub(super) fn what(fence: &str) -> &'static str {
    match fence {
        "policy" => en("Policy"),
        "message" => en("Message"),
        "scenario" => en("Scenario"),
        "findings" => en("Findings"),
        _ => en("Verdict"),
    }
}

/// What is told beside a message, in a first line `X-Rdsim-Kind: …`, and the message.
#[must_use]
pub fn told(message: &str) -> (Option<&str>, &str) {
    let rest = message.strip_prefix("X-Rdsim-Kind: ");
    match rest.and_then(|rest| rest.split_once('\n')) {
        Some((kind, message)) => (Some(kind), message),
        None => (None, message),
    }
}

/// Judge the message of an example under its policy, and take what is wanted of it.
///
/// # Errors
/// Why the policy or the message cannot be read.
pub fn play<T>(
    policy: &str,
    message: &str,
    then: impl FnOnce(&Judgement) -> T,
) -> Result<T, String> {
    let (policy, _) = policy::read::read("policy", policy.as_bytes())
        .map_err(|p| p.iter().map(ToString::to_string).collect::<String>())?;
    judge(&policy, message).map(|judgement| then(&judgement))
}

fn judge<'p>(policy: &'p Policy, message: &str) -> Result<Judgement<'p>, String> {
    let (kind, message) = told(message);
    let told = Told {
        kind: kind.and_then(Kind::from_token),
        ..Told::default()
    };
    corpus::judge(policy, "message.eml", message.as_bytes(), &told).result
}

/// The verdicts as an example shows them.
#[must_use]
pub fn verdicts(judgement: &Judgement, language: Language) -> String {
    let view = View {
        language,
        ..View::of("policy")
    };
    let mut out = Vec::new();
    for verdict in &judgement.verdicts {
        // A Vec takes whatever is written to it.
        let _ = human::verdict(verdict, view, &mut out);
    }
    let out = String::from_utf8_lossy(&out);
    let text = anstream::adapter::strip_str(&out).to_string();
    let lines = text.lines();
    lines
        .map(|l| format!("{}\n", l.strip_prefix("  ").unwrap_or(l)))
        .collect()
}

/// What the program says of an example in a language; `None` where it says it in English only.
pub(super) fn said(example: &Example, language: Language) -> Option<String> {
    let [policy, message, verdict] = example.fences.as_slice() else {
        return None;
    };
    if (policy.what, message.what, verdict.what) != ("policy", "message", "verdict") {
        return None;
    }
    play(&policy.text, &message.text, |j| verdicts(j, language)).ok()
}

/// The ways of the messages in a page's examples, each under the example's heading.
#[must_use]
pub fn journeys(page: &Page, language: Language) -> Vec<(String, Journey)> {
    let mut out = Vec::new();
    for example in &page.examples {
        let [policy, message, _] = example.fences.as_slice() else {
            continue;
        };
        if (policy.what, message.what) != ("policy", "message") {
            continue;
        }
        let view = View {
            language,
            ..View::of("policy")
        };
        let drawn = play(&policy.text, &message.text, |judgement| {
            let ways = judgement.verdicts.iter();
            ways.map(|v| Journey::of(judgement, v, view))
                .collect::<Vec<_>>()
        });
        let heading = example.heading.clone().into_owned();
        let ways = drawn.into_iter().flatten();
        out.extend(ways.map(|journey| (heading.clone(), journey)));
    }
    out
}
