//! Plays the examples of pages on other commands than `check`: submit, react, trace and lint.

use super::super::page::Example;
use super::super::{Group, Topic, reaction};
use super::{all, judge, read, without_colour};
use crate::i18n::{Language, en};
use crate::lint::{self, Options, Rule};
use crate::react::{self, RecipientReactions};
use crate::report::human::View;
use crate::report::{lint as findings, submit as handed_in, trace};
use crate::submit::{Scenario, Submitted, scenario, submit};
use crate::trace::predict::PredictedRecipient;

/// Submit the message of an example's scenario under its policy, and pass the result on.
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
    let mut scenario: Scenario = read.map_err(|p| all(&p))?;
    scenario.complete();
    Ok(then(&submit(&policy, &scenario)))
}

/// The result of a submission, as an example shows it.
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

/// The predicted trace of a message, as an example shows it.
///
/// # Errors
/// Why the policy or the message cannot be read.
pub fn traced(policy: &str, message: &str, language: Language) -> Result<String, String> {
    let policy = read(policy)?;
    let judgement = judge(&policy, message)?;
    let mut out = Vec::new();
    for verdict in &judgement.verdicts {
        // A page on a status or an event shows nothing but rows.
        let shown = PredictedRecipient {
            notes: Vec::new(),
            facts: Vec::new(),
            ..PredictedRecipient::of(&policy, verdict, &judgement.sender)
        };
        // A Vec takes whatever is written to it.
        let _ = trace::predict::words(&shown, "", language, &mut out);
    }
    Ok(String::from_utf8_lossy(&out).into_owned())
}

/// The findings of a rule in the policy of an example, as the example shows them.
#[must_use]
pub fn linted(rule: &'static Rule, policy: &str, language: Language) -> String {
    let options = Options {
        select: rule.into(),
        ..Options::default()
    };
    let mut out = Vec::new();
    for finding in lint::lint("policy", policy.as_bytes(), &options).open() {
        // A Vec takes whatever is written to it.
        let _ = findings::finding(finding, "policy", language, &mut out);
    }
    if out.is_empty() {
        return format!("{}\n", language.translate(en("none")));
    }
    without_colour(&out)
}

/// The report on an export of the message trace, as an example shows it.
#[must_use]
pub fn exported(export: &str, language: Language) -> Option<String> {
    let mut read = crate::trace::Trace::default();
    crate::trace::read("export.csv", export.as_bytes(), &mut read);
    let mut out = Vec::new();
    trace::human(&read, language, &mut out).ok()?;
    String::from_utf8(out).ok()
}

/// The result of such an example in a language; `None` where it is in English only.
pub(in crate::explain) fn localized(
    example: &Example,
    topic: &Topic,
    language: Language,
) -> Option<String> {
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
        Group::Method | Group::Requirement => {
            hand_in(policy, input, |s| submitted(s, language)).ok()
        }
        Group::Reaction => {
            let kind = react::REACTIONS.iter().find(|r| r.id == topic.name)?;
            let shown = |reached: &RecipientReactions| reaction::shown(kind, reached, language);
            reaction::play(policy, input, shown).ok()
        }
        Group::Status | Group::Event => traced(policy, input, language).ok(),
        Group::Setting | Group::Response | Group::Kind | Group::Rule => None,
    }
}
