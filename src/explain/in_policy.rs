//! Says which entries and settings of a policy give a response, and what to change.

mod change;
mod device;
mod found;

use super::Group;
use super::lines::Answer;
use crate::address;
use crate::diff::matrix;
use crate::i18n::{Language, Text, en};
use crate::policy::outbound_policy::OutboundPolicy;
use crate::policy::what_if;
use crate::policy::{PARAMETERS, Policy, RemoteDomain};
use crate::text::markdown::{block, inline};
use crate::text::shell;
use crate::transport::decide::mail_flow_rules;
use crate::transport::responses::{self, Response};
use crate::transport::setting::shown;
use change::{Change, change};
use found::{Finding, find};
use std::fmt::{Display, Write as _};

/// Findings of a response that are shown.
const MOST: usize = 20;
/// Recipients of a finding that are named.
const NAMED: usize = 10;

/// A policy, and the file that it was read from.
#[derive(Debug, Clone, Copy)]
pub struct PolicyFile<'a> {
    /// The policy.
    pub policy: &'a Policy,
    /// The bytes of the file.
    pub bytes: &'a [u8],
}

/// What a policy has to do with the responses that explain a text, or with the settings, or how to
/// ask it about a device, as Markdown; nothing where it is explained by none of these.
#[must_use]
pub fn markdown(text: &str, answers: &[Answer], file: PolicyFile, language: Language) -> String {
    let mut out = String::new();
    let topics = |group| {
        let topics = answers.iter().filter_map(|answer| match answer {
            Answer::Page(topic) => Some(topic),
            Answer::Entry(_) | Answer::OneOf(..) => None,
        });
        topics.filter(move |topic| topic.group == group)
    };
    let whole = text.replace("=\r\n", "").replace("=\n", "");
    let addresses = addresses(&whole);
    for topic in topics(Group::Response) {
        let all = responses::ALL.iter().copied();
        for response in all.filter(|response| response.page == topic.page) {
            of_response(response, &addresses, file, language, &mut out);
        }
    }
    if out.is_empty() {
        for topic in topics(Group::Setting) {
            of_setting(topic.name, file.policy, language, &mut out);
        }
    }
    if out.is_empty() {
        out = device::commands(answers, &file.policy.file, language);
    }
    if out.is_empty() {
        return out;
    }
    let title = en("In {policy}");
    let title = language.fill(title, &[("policy", &inline(&file.policy.file))]);
    format!("# {title}\n{out}")
}

/// The addresses in a text, each once.
fn addresses(text: &str) -> Vec<String> {
    let is_part = |c: char| c.is_alphanumeric() || "@.-_+'#=~".contains(c);
    let words = text.split(|c: char| !is_part(c));
    let words = words.map(|word| word.trim_matches(['.', '\'', '=', '-']));
    let mut all: Vec<String> = Vec::new();
    for word in words.filter(|w| address::is_address(w) && w.matches('@').count() == 1) {
        let address = address::normal(word);
        if address::domain(&address).contains('.') && !all.contains(&address) {
            all.push(address);
        }
    }
    all
}

fn of_response(
    response: &'static Response,
    addresses: &[String],
    file: PolicyFile,
    language: Language,
    out: &mut String,
) {
    let policy = file.policy;
    // A String takes whatever is written to it.
    let _ = write!(out, "\n```text\n{}\n```\n", response.line());
    let (findings, to) = find(policy, response, addresses);
    let mut line = |text: Text| {
        let _ = write!(out, "\n{}\n", text.localized(language));
    };
    if response.setting().is_none() && findings.iter().all(|f| f.ruling.is_none()) {
        line(en("No setting of the policy decides this.").into());
        return;
    }
    if !to.is_empty() {
        let to: Vec<String> = to.iter().take(NAMED).map(|a| inline(a)).collect();
        line(Text::of(
            en("For the recipients that the text names: {recipients}."),
            [("recipients", &to.join(", "))],
        ));
    } else {
        line(en("The text names no recipient outside, so these are all that may be it.").into());
    }
    if findings.is_empty() {
        line(en("No message gets this response under this policy: the policy may be newer than the line, lack entries that the tenant has, or the line may come from another organization.").into());
        return;
    }
    if *response == responses::OOF_INT_TO_EXT {
        line(en("This is normal: Exchange Online makes both an internal and an external out-of-office reply for an outside sender, and drops the one that does not apply. There is nothing to change.").into());
    }
    for finding in findings.iter().take(MOST) {
        let change = change(policy, finding, response, &to);
        of_finding(finding, change.as_ref(), file, language, out);
    }
    if let Some(more @ 1..) = findings.len().checked_sub(MOST) {
        let more = language.fill(en("and {n} more"), &[("n", &more)]);
        let _ = write!(out, "\n{more}\n");
    }
}

fn of_finding(
    finding: &Finding,
    change: Option<&Change>,
    file: PolicyFile,
    language: Language,
    out: &mut String,
) {
    let policy = file.policy;
    let title = match &finding.ruling {
        Some(ruling) => format!(
            "{}: {}",
            ruling.setting,
            ruling.value_and_place(&policy.file, language)
        ),
        None => language
            .translate(en("No setting of the policy decides this."))
            .to_owned(),
    };
    // A String takes whatever is written to it.
    let _ = write!(out, "\n## {}\n\n", inline(&title));
    let mut point = |name: &'static str, value: &str| {
        let _ = writeln!(out, "- {}: {value}", language.translate(name));
    };
    if let Some(change) = change {
        point(en("What it belongs to"), &change.entry.localized(language));
        point(en("Whom it is for"), &change.applies.localized(language));
    }
    let names = |all: &[String]| {
        let named: Vec<String> = all.iter().take(NAMED).map(|name| inline(name)).collect();
        match all.len().checked_sub(NAMED) {
            Some(more @ 1..) => {
                let values: &[(&str, &dyn Display)] = &[("names", &named.join(", ")), ("n", &more)];
                language.fill(en("{names} and {n} more"), values)
            }
            _ => named.join(", "),
        }
    };
    point(en("Recipients"), &names(&finding.recipients));
    match finding.everybody {
        true => point(en("Senders"), language.translate(en("everybody inside"))),
        false => point(en("Senders, such as"), &names(&finding.senders)),
    }
    point(en("Messages"), &finding.messages(language).join("; "));
    if finding.perhaps {
        point(
            en("Only if"),
            language.translate(en(
                "the mail flow rule applies, which the message must tell",
            )),
        );
    }
    let Some(change) = change else { return };
    let (_, command) = &change.command;
    let intro = language.translate(change.command.0);
    let _ = write!(out, "\n{intro}\n\n{}", block(command, ""));
    if let Some(set) = &change.set {
        let then = then(file, finding, set);
        if let Some(then) = then {
            let then = then.localized(language);
            let sender = finding.senders.first().map_or("", String::as_str);
            let values: &[(&str, &dyn Display)] =
                &[("sender", &inline(sender)), ("outcome", &inline(&then))];
            let what = language.fill(en("With that, for mail from {sender}: {outcome}."), values);
            let _ = write!(out, "\n{what}\n");
        }
        let try_it = language.translate(en("What else that changes:"));
        let file = shell::path(&policy.file);
        let command = format!("rdsim diff {file} {}", shell::option("--set", set));
        let _ = write!(out, "\n{try_it}\n\n{}", block(&command, ""));
    }
    if let Some((domain, commands)) = &change.alone {
        let alone = language.fill(
            en("For {domain} alone, by a remote domain of its own, which has the defaults of a new one in all else:"),
            &[("domain", &inline(domain))],
        );
        let _ = write!(out, "\n{alone}\n\n");
        for command in commands {
            let _ = writeln!(out, "{}", block(command, ""));
        }
    }
}

/// What becomes of the message of a finding if a property is set.
fn then(file: PolicyFile, finding: &Finding, set: &str) -> Option<Text> {
    let with = what_if::read(&file.policy.file, file.bytes, &[set.to_owned()]).ok()?;
    let sender = finding.senders.first()?;
    let from = matrix::From::Address(sender);
    let to = [finding.example.clone()];
    let columns = matrix::of_policy(&with.policy, from, &to);
    let (at, _) = finding.rows.first()?;
    let variants = columns.first()?.cells.get(*at)?;
    let end = variants.first()?.end.as_ref()?;
    Some(end.outcome.sentence(false))
}

/// The values of a setting in a policy, each with its entry.
fn of_setting(setting: &str, policy: &Policy, language: Language, out: &mut String) {
    let file = &policy.file;
    let mut line = |entry: Text, value: &str, at: Option<u32>, entry_line: u32| {
        let by_default = language.translate(en("by default"));
        let place = match at {
            Some(line) => format!("{file}:{line}"),
            None => format!("{file}:{entry_line}, {by_default}"),
        };
        let value = format!("{setting}: {} ({place})", shown(value, language));
        // A String takes whatever is written to it.
        let _ = writeln!(out, "- {}: {}", inline(&value), entry.localized(language));
    };
    if let Some(parameter) = PARAMETERS.iter().find(|p| p.name == setting) {
        for domain in &policy.remote_domains {
            let set = (parameter.of)(domain);
            line(
                remote_domain(domain),
                &set.value.to_string(),
                set.line,
                domain.line,
            );
        }
    }
    if setting == "AutoForwardingMode" {
        for outbound in &policy.outbound {
            let mode: &'static str = outbound.mode.value.into();
            line(
                outbound_policy(outbound),
                mode,
                outbound.mode.line,
                outbound.line,
            );
        }
    }
    if setting == mail_flow_rules::NAME {
        for rule in &policy.mail_flow_rules {
            let entry = Text::of(en("mail flow rule {name}"), [("name", &inline(&rule.name))]);
            line(entry, &rule.name, Some(rule.line), rule.line);
        }
    }
    if !out.is_empty() && !out.starts_with('\n') {
        out.insert(0, '\n');
    }
}

fn remote_domain(domain: &RemoteDomain) -> Text {
    let name = inline(&crate::export::name_in_tenant(domain));
    let pattern = inline(&domain.pattern.written());
    Text::of(
        en("remote domain {name} ({domain})"),
        [("name", &name), ("domain", &pattern)],
    )
}

fn outbound_policy(policy: &OutboundPolicy) -> Text {
    Text::of(
        en("outbound spam policy {name}"),
        [("name", &inline(&policy.name))],
    )
}
