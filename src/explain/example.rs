//! Plays an example: a policy and a message or a scenario, and what the program says of them.

use super::page::{Example, Page};
use super::{Group, Topic, reaction};
use crate::classify::Kind;
use crate::corpus::{self, Judgement, Told};
use crate::error::Problem;
use crate::lint::{self, Options, Rule};
use crate::policy::{self, Policy};
use crate::react::{self, Reached};
use crate::report::human::{self, View};
use crate::report::journey::Journey;
use crate::report::{lint as findings, submit as handed_in, trace};
use crate::submit::{Scenario, Submitted, scenario, submit};
use crate::trace::predict::predict;
use crate::words::{Language, en};

/// What a reader calls a fence.
pub(super) fn what(fence: &str) -> &'static str {
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
    let policy = read(policy)?;
    judge(&policy, message).map(|judgement| then(&judgement))
}

pub(super) fn read(policy: &str) -> Result<Policy, String> {
    let read = policy::read::read("policy", policy.as_bytes());
    read.map(|(policy, _)| policy).map_err(|p| told_all(&p))
}

fn told_all(problems: &[Problem]) -> String {
    problems.iter().map(ToString::to_string).collect()
}

fn judge<'p>(policy: &'p Policy, message: &str) -> Result<Judgement<'p>, String> {
    let (kind, message) = told(message);
    let told = Told {
        kind: kind.and_then(Kind::from_token),
        ..Told::default()
    };
    corpus::judge(policy, "message.eml", message.as_bytes(), &told)
        .result
        .map_err(|why| why.to_string())
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
    let text = without_colour(&out);
    let lines = text.lines();
    lines
        .map(|l| format!("{}\n", l.strip_prefix("  ").unwrap_or(l)))
        .collect()
}

pub(super) fn without_colour(report: &[u8]) -> String {
    anstream::adapter::strip_str(&String::from_utf8_lossy(report)).to_string()
}

/// Hand in the message of an example's scenario under its policy, and take what is wanted of it.
///
/// # Errors
/// Why the policy or the scenario cannot be read.
pub fn hand_in<T>(
    policy: &str,
    scenario: &str,
    then: impl FnOnce(&Submitted) -> T,
) -> Result<T, String> {
    let policy = read(policy)?;
    let read = scenario::read("scenario", scenario.as_bytes());
    let mut scenario: Scenario = read.map_err(|p| told_all(&p))?;
    scenario.complete();
    Ok(then(&submit(&policy, &scenario)))
}

/// What becomes of a message that is handed in, as an example shows it.
#[must_use]
pub fn submitted(submitted: &Submitted, language: Language) -> String {
    let view = View {
        language,
        ..View::of("policy")
    };
    let mut out = Vec::new();
    // A Vec takes whatever is written to it.
    let _ = handed_in::human(submitted, view, &mut out);
    without_colour(&out)
}

/// What the trace will show of a message, as an example shows it.
///
/// # Errors
/// Why the policy or the message cannot be read.
pub fn traced(policy: &str, message: &str, language: Language) -> Result<String, String> {
    let policy = read(policy)?;
    let judgement = judge(&policy, message)?;
    let mut out = Vec::new();
    for verdict in &judgement.verdicts {
        let trails = predict(&policy, verdict, &judgement.sender);
        let shown = (verdict.recipient.clone(), trails, Vec::new());
        // A Vec takes whatever is written to it.
        let _ = trace::predict::human(&shown, "", language, &mut out);
    }
    Ok(String::from_utf8_lossy(&out).into_owned())
}

/// What a rule finds in the policy of an example, as the example shows it.
#[must_use]
pub fn linted(rule: &'static Rule, policy: &str, language: Language) -> String {
    let options = Options {
        only: vec![rule],
        ..Options::default()
    };
    let mut out = Vec::new();
    for finding in lint::lint("policy", policy.as_bytes(), &options).open() {
        // A Vec takes whatever is written to it.
        let _ = findings::finding(finding, "policy", language, &mut out);
    }
    if out.is_empty() {
        return format!("{}\n", language.say(en("none")));
    }
    without_colour(&out)
}

/// What the program says of an export of the message trace, as an example shows it.
#[cfg(feature = "cli")]
#[must_use]
pub fn exported(export: &str, language: Language) -> Option<String> {
    let mut read = crate::trace::Trace::default();
    crate::trace::read("export.csv", export.as_bytes(), &mut read);
    let mut out = Vec::new();
    trace::human(&read, language, &mut out).ok()?;
    String::from_utf8(out).ok()
}

/// The page carries nothing that reads exports: the example stands as it was written.
#[cfg(not(feature = "cli"))]
fn exported(_: &str, _: Language) -> Option<String> {
    None
}

/// What the program says of an example in a language; `None` where it says it in English only.
pub(super) fn said(example: &Example, topic: &Topic, language: Language) -> Option<String> {
    if let Some(rule) = lint::rule(topic.name).filter(|_| topic.group == Group::Rule) {
        let policy = example.fences.first()?;
        return Some(linted(rule, &policy.text, language));
    }
    if let [export, _] = example.fences.as_slice()
        && export.what == "export"
    {
        return exported(&export.text, language);
    }
    let [policy, input, _] = example.fences.as_slice() else {
        return None;
    };
    let (policy, input) = (&policy.text, &input.text);
    match topic.group {
        Group::Setting | Group::Response | Group::Kind => {
            play(policy, input, |j| verdicts(j, language)).ok()
        }
        Group::Way | Group::Requirement => hand_in(policy, input, |s| submitted(s, language)).ok(),
        Group::Reaction => {
            let room = react::ROOMS.iter().find(|r| r.id == topic.name)?;
            let shown = |reached: &Reached| reaction::shown(room, reached, language);
            reaction::play(policy, input, shown).ok()
        }
        Group::Status | Group::Event => traced(policy, input, language).ok(),
        Group::Rule => None,
    }
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
