//! Reads a tenant for the form: every setting with its value, its line, and whether it is written.

use crate::POLICY;
use rdsim::diagnostic::{Problem, Severity};
use rdsim::i18n::Language;
use rdsim::policy::{self, CmdletEnum as _, PARAMETERS, Policy};
use serde::Serialize;

/// A policy and its problems; no policy where one of them is an error.
#[derive(Debug, Serialize)]
pub struct Read {
    version: u8,
    problems: Vec<ProblemV1>,
    policy: Option<PolicyV1>,
}

/// A problem at its line.
#[derive(Debug, Serialize)]
pub struct ProblemV1 {
    severity: &'static str,
    line: u32,
    column: u32,
    message: String,
    help: String,
}

#[derive(Debug, PartialEq, Serialize)]
struct PolicyV1 {
    accepted_domains: Vec<String>,
    remote_domains: Vec<DomainV1>,
    outbound_policies: Vec<OutboundV1>,
    contacts: Vec<ContactV1>,
    mailboxes: Vec<String>,
    not_simulated: Vec<&'static str>,
}

#[derive(Debug, PartialEq, Serialize)]
struct DomainV1 {
    name: String,
    domain: String,
    line: u32,
    settings: Vec<SettingV1>,
}

#[derive(Debug, PartialEq, Serialize)]
struct SettingV1 {
    name: &'static str,
    value: String,
    /// `None` for a default.
    line: Option<u32>,
}

#[derive(Debug, PartialEq, Serialize)]
struct OutboundV1 {
    name: String,
    line: u32,
    mode: &'static str,
    mode_line: Option<u32>,
    enabled: bool,
    priority: Option<i64>,
    /// Senders, groups and domains that it is for; none is everybody.
    scope: Vec<String>,
}

#[derive(Debug, PartialEq, Serialize)]
struct ContactV1 {
    address: String,
    external: String,
}

/// Read a policy.
#[must_use]
pub fn read(yaml: &str, language: Language) -> Read {
    let (policy, problems) = match policy::read::read(POLICY, yaml.as_bytes()) {
        Ok((policy, warnings)) => (Some(shape(&policy)), warnings),
        Err(problems) => (None, problems),
    };
    Read {
        version: 1,
        problems: told(&problems, language),
        policy,
    }
}

/// Problems as the page shows them.
#[must_use]
pub fn told(problems: &[Problem], language: Language) -> Vec<ProblemV1> {
    problems.iter().map(|p| problem(p, language)).collect()
}

fn problem(p: &Problem, language: Language) -> ProblemV1 {
    ProblemV1 {
        severity: match p.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
        line: p.line,
        column: p.column,
        message: p.message.localized(language),
        help: p.help.localized(language),
    }
}

fn shape(policy: &Policy) -> PolicyV1 {
    let accepted = policy.accepted_domains.iter();
    PolicyV1 {
        accepted_domains: accepted.map(|d| d.pattern.to_string()).collect(),
        remote_domains: policy.remote_domains.iter().map(domain).collect(),
        outbound_policies: policy.outbound.iter().map(outbound).collect(),
        contacts: policy.contacts.iter().map(contact).collect(),
        mailboxes: addresses(policy),
        not_simulated: policy.not_simulated(),
    }
}

fn domain(d: &policy::RemoteDomain) -> DomainV1 {
    let settings = PARAMETERS.iter().map(|parameter| {
        let set = (parameter.of)(d);
        SettingV1 {
            name: parameter.name,
            value: set.value.to_string(),
            line: set.line,
        }
    });
    DomainV1 {
        name: d.name.clone(),
        domain: d.pattern.to_string(),
        line: d.line,
        settings: settings.collect(),
    }
}

fn outbound(p: &policy::OutboundPolicy) -> OutboundV1 {
    let scope = [&p.scope.from, &p.scope.member_of, &p.scope.domains];
    OutboundV1 {
        name: p.name.clone(),
        line: p.line,
        mode: p.mode.value.word(),
        mode_line: p.mode.line,
        enabled: p.enabled,
        priority: p.priority,
        scope: scope.into_iter().flat_map(|n| n.iter().cloned()).collect(),
    }
}

fn contact(c: &policy::Contact) -> ContactV1 {
    ContactV1 {
        address: c.addresses.first().cloned().unwrap_or_default(),
        external: c.external.clone(),
    }
}

fn addresses(policy: &Policy) -> Vec<String> {
    let firsts = policy.mailboxes.iter().map(|m| m.addresses.first());
    firsts.flatten().cloned().collect()
}
