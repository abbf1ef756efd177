//! Explains a line of a trace, a response or a report, with the settings of the policy that decide it.

use crate::POLICY;
use rdsim::address;
use rdsim::explain::lines::{self, Answer};
use rdsim::explain::{self, Group, page};
use rdsim::i18n::Language;
use rdsim::policy::{CmdletEnum as _, PARAMETERS, Policy, read};
use rdsim::transport::responses::{self, Response};
use serde::Serialize;

/// What explains a line, and what a policy has to do with it.
#[derive(Debug, Serialize)]
pub struct Explained {
    version: u8,
    answers: Vec<AnswerV1>,
    /// What is meant where nothing explains it.
    near: Vec<String>,
    /// The settings that decide it, in each entry of the policy that it may be about.
    own: Vec<OwnV1>,
    /// Whether the policy has errors.
    unread: bool,
}

#[derive(Debug, Serialize)]
struct AnswerV1 {
    name: String,
    /// What it means, as Markdown.
    text: String,
    /// Whether a page has more on it.
    page: bool,
}

#[derive(Debug, Serialize)]
struct OwnV1 {
    setting: &'static str,
    value: String,
    /// The remote domain, or the outbound spam policy.
    entry: String,
    line: u32,
    default: bool,
}

/// Explain a response, a status, a report or a row of a trace.
#[must_use]
pub fn explain(yaml: &str, text: &str, language: Language) -> Explained {
    let mut explained = Explained {
        version: 1,
        answers: Vec::new(),
        near: Vec::new(),
        own: Vec::new(),
        unread: false,
    };
    let answers = match answers(text.trim()) {
        Ok(answers) => answers,
        Err(near) => {
            explained.near = near;
            return explained;
        }
    };
    match read::read_to_judge(POLICY, yaml.as_bytes()) {
        Ok((policy, _)) => {
            for setting in settings(&answers) {
                own(&policy, setting, text, &mut explained.own);
            }
        }
        Err(_) => explained.unread = true,
    }
    explained.answers = answers
        .iter()
        .map(|answer| AnswerV1 {
            name: answer.name(),
            text: match answer {
                Answer::Page(topic) => topic.summary(language),
                Answer::Entry(_) | Answer::OneOf(..) => answer.markdown(language),
            },
            page: matches!(answer, Answer::Page(_)),
        })
        .collect();
    explained
}

/// What explains a text.
///
/// # Errors
/// Nothing does; what is named like it.
pub(crate) fn answers(text: &str) -> Result<Vec<Answer>, Vec<String>> {
    lines::explain(text).or_else(|near| {
        // Without the catalogue: the responses of verdicts, by their words or by a code of their own.
        let lower = text.to_lowercase();
        let said = |r: &&Response| lower.contains(&r.text.to_lowercase());
        let code = |r: &Response| r.code.split(' ').nth(1).unwrap_or_default();
        let own = |r: &&Response| {
            let all = responses::ALL.iter();
            let alone = all.filter(|other| code(other) == code(r)).count() == 1;
            alone && text.contains(code(r))
        };
        let named = |r: &&'static Response| {
            let named = explain::named(page::title(r.page));
            named.into_iter().flatten().map(Answer::Page)
        };
        let all = || responses::ALL.iter().copied();
        let mut found: Vec<Answer> = all().filter(said).flat_map(|r| named(&r)).collect();
        if found.is_empty() {
            found = all().filter(own).flat_map(|r| named(&r)).collect();
        }
        if found.is_empty() {
            Err(near)
        } else {
            Ok(found)
        }
    })
}

/// The settings that decide what explains a line, each once.
fn settings(answers: &[Answer]) -> Vec<&'static str> {
    let mut all = Vec::new();
    let mut add = |setting: &'static str| {
        if !all.contains(&setting) {
            all.push(setting);
        }
    };
    for answer in answers {
        let Answer::Page(topic) = answer else {
            continue;
        };
        if topic.group == Group::Setting {
            add(topic.name);
        }
        let responses = responses::ALL
            .iter()
            .filter(|r| page::title(r.page) == topic.name);
        responses.filter_map(|r| r.setting()).for_each(&mut add);
    }
    all
}

/// A setting in the entries of the policy that the addresses in a text meet; in all, where the text
/// names nobody outside.
fn own(policy: &Policy, setting: &'static str, text: &str, out: &mut Vec<OwnV1>) {
    if let Some(parameter) = PARAMETERS.iter().find(|p| p.name == setting) {
        let is_part = |c: char| c.is_alphanumeric() || "@.-_+".contains(c);
        let words = text.split(|c: char| !is_part(c));
        let words = words.map(|word| word.trim_matches(['.', '-']));
        let domains = words.filter(|w| address::is_address(w)).map(|word| {
            let address = address::normal(word);
            address::domain(&address).into_owned()
        });
        let outside = domains.filter(|domain| policy.accepted_for(domain).is_none());
        let met: Vec<u32> = outside
            .filter_map(|domain| Some(policy.remote_for(&domain)?.0.line))
            .collect();
        let those = policy.remote_domains.iter();
        for domain in those.filter(|d| met.is_empty() || met.contains(&d.line)) {
            let set = (parameter.of)(domain);
            out.push(OwnV1 {
                setting,
                value: set.value.to_string(),
                entry: domain.pattern.to_string(),
                line: set.line.unwrap_or(domain.line),
                default: set.line.is_none(),
            });
        }
    }
    if setting == "AutoForwardingMode" {
        out.extend(policy.outbound.iter().map(|outbound| OwnV1 {
            setting,
            value: outbound.mode.value.word().to_owned(),
            entry: outbound.name.clone(),
            line: outbound.mode.line.unwrap_or(outbound.line),
            default: outbound.mode.line.is_none(),
        }));
    }
}
