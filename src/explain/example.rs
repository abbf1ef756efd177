//! Plays an example of a page: a policy and a message, and the verdicts.

#[cfg(feature = "cli")]
mod commands;

use super::Topic;
use super::page::{Example, Page};
use crate::diagnostic::Problem;
use crate::evaluate::{self, Judgement, Overrides};
use crate::i18n::{Language, en};
use crate::policy::{self, Policy};
use crate::report::human::{self, View};
use crate::report::mail_flow::MailFlow;
use crate::transport::classify::Kind;
#[cfg(feature = "cli")]
pub use commands::{exported, hand_in, linted, submitted, traced};

/// The heading of a fence.
pub(super) fn heading(fence: &str) -> &'static str {
    match fence {
        "policy" => en("Policy"),
        "message" => en("Message"),
        "scenario" => en("Scenario"),
        "findings" => en("Findings"),
        "export" => en("Export of the message trace"),
        "trace" => en("Message trace"),
        "report" => en("Report"),
        _ => en("Verdict"),
    }
}

/// The command-line options of an example, and its message. The options stand in the first line of
/// the fence: `X-Rdsim-Kind: …` for the kind, `X-Rdsim-React: …` for options of `react`.
#[must_use]
pub fn options(message: &str) -> (Option<String>, &str) {
    let (first, rest) = message.split_once('\n').unwrap_or((message, ""));
    match first.split_once(": ") {
        Some(("X-Rdsim-Kind", kind)) => (Some(format!("--kind {kind}")), rest),
        Some(("X-Rdsim-React", options)) => (Some(options.to_owned()), rest),
        _ => (None, message),
    }
}

/// The kind in such options.
#[must_use]
pub fn kind(options: Option<&str>) -> Option<Kind> {
    Kind::from_token(options?.strip_prefix("--kind ")?)
}

/// Judge the message of an example under its policy, and pass the result on.
///
/// # Errors
/// Why the policy or the message cannot be read.
pub fn play<T>(
    policy: &str,
    message: &str,
    then: impl FnOnce(&Judgement) -> T,
) -> Result<T, String> {
    let policy = read(policy)?;
    judge(&policy, message).map(|judgement| then(&judgement))
}

pub(super) fn read(policy: &str) -> Result<Policy, String> {
    let read = policy::read::read_to_judge("policy", policy.as_bytes());
    read.map(|(policy, _)| policy).map_err(|p| all(&p))
}

fn all(problems: &[Problem]) -> String {
    problems.iter().map(ToString::to_string).collect()
}

fn judge<'p>(policy: &'p Policy, message: &str) -> Result<Judgement<'p>, String> {
    let (options, message) = options(message);
    let overrides = Overrides {
        kind: kind(options.as_deref()),
        ..Overrides::default()
    };
    evaluate::judge(policy, "message.eml", message.as_bytes(), &overrides)
        .result
        .map_err(|why| why.to_string())
}

/// The verdicts, as an example shows them.
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
    let text = without_colour(&out);
    let lines = text.lines();
    lines
        .map(|l| format!("{}\n", l.strip_prefix("  ").unwrap_or(l)))
        .collect()
}

pub(super) fn without_colour(report: &[u8]) -> String {
    anstream::adapter::strip_str(&String::from_utf8_lossy(report)).to_string()
}

/// The result of an example in a language; `None` where it is in English only.
pub(super) fn localized(example: &Example, topic: &Topic, language: Language) -> Option<String> {
    #[cfg(feature = "cli")]
    if !topic.group.judges() {
        return commands::localized(example, topic, language);
    }
    let [policy, message, _] = example.fences.as_slice() else {
        return None;
    };
    let result = play(&policy.text, &message.text, |j| verdicts(j, language));
    result.ok().filter(|_| topic.group.judges())
}

/// The mail flows of the messages in a page's examples, each with the example's heading.
#[must_use]
pub fn mail_flows(page: &Page, language: Language) -> Vec<(String, MailFlow)> {
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
            let verdicts = judgement.verdicts.iter();
            verdicts
                .map(|v| MailFlow::of(judgement, v, view))
                .collect::<Vec<_>>()
        });
        let heading = example.heading.clone().into_owned();
        let flows = drawn.into_iter().flatten();
        out.extend(flows.map(|flow| (heading.clone(), flow)));
    }
    out
}
