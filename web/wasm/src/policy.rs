//! Reads a tenant for the form: every setting with its value, its line, and whether it is written.

use crate::{POLICY, lint};
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
    pub severity: &'static str,
    pub line: u32,
    pub column: u32,
    pub message: String,
    pub help: String,
    /// The rule of lint that found it, by which its page is called.
    pub id: Option<&'static str>,
}

#[derive(Debug, PartialEq, Serialize)]
struct PolicyV1 {
    accepted_domains: Vec<String>,
    remote_domains: Vec<DomainV1>,
    outbound_policies: Vec<OutboundV1>,
    contacts: Vec<ContactV1>,
    mailboxes: Vec<String>,
    groups: Vec<ObjectV1>,
    mail_flow_rules: Vec<ObjectV1>,
    inbox_rules: Vec<ObjectV1>,
    connectors: Vec<ObjectV1>,
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
    external: Option<String>,
}

/// An object that the form lists and does not change.
#[derive(Debug, PartialEq, Serialize)]
struct ObjectV1 {
    name: String,
    line: u32,
    /// An address of it, or whose it is.
    address: Option<String>,
    /// Whether it does nothing: it is switched off, or only tried out.
    off: bool,
    /// What the rule does, or how many members the group has.
    detail: String,
}

/// Read a policy.
#[must_use]
pub fn read(yaml: &str, language: Language) -> Read {
    let mut reading = policy::read::read_all(POLICY, yaml.as_bytes());
    Read {
        version: 1,
        problems: lint::findings(yaml, &mut reading, language),
        policy: reading.policy.as_ref().map(|p| shape(p, language)),
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
        id: None,
    }
}

fn shape(policy: &Policy, language: Language) -> PolicyV1 {
    let accepted = policy.accepted_domains.iter();
    PolicyV1 {
        accepted_domains: accepted.map(|d| d.pattern.to_string()).collect(),
        remote_domains: policy.remote_domains.iter().map(domain).collect(),
        outbound_policies: policy.outbound.iter().map(outbound).collect(),
        contacts: policy.contacts.iter().map(contact).collect(),
        mailboxes: addresses(policy),
        groups: policy.groups.iter().map(|g| group(g, language)).collect(),
        mail_flow_rules: policy.mail_flow_rules.iter().map(mail_flow_rule).collect(),
        inbox_rules: policy.inbox_rules.iter().map(inbox_rule).collect(),
        connectors: policy.submission.connectors.iter().map(connector).collect(),
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

fn group(g: &policy::Group, language: Language) -> ObjectV1 {
    ObjectV1 {
        name: g.name.clone(),
        line: g.line,
        address: g.addresses.first().cloned(),
        off: false,
        detail: language.list(
            &g.members
                .iter()
                .flat_map(|m| &m.value)
                .map(String::as_str)
                .collect::<Vec<_>>(),
        ),
    }
}

fn mail_flow_rule(r: &policy::MailFlowRule) -> ObjectV1 {
    let actions: Vec<&str> = r.actions.iter().map(|a| a.name).collect();
    ObjectV1 {
        name: r.name.clone(),
        line: r.line,
        address: None,
        off: !r.acts(),
        detail: actions.join(", "),
    }
}

fn inbox_rule(r: &policy::InboxRule) -> ObjectV1 {
    ObjectV1 {
        name: r.name.clone(),
        line: r.line,
        address: Some(r.mailbox.clone()),
        off: !r.enabled.value,
        detail: String::new(),
    }
}

fn connector(c: &policy::connector::Connector) -> ObjectV1 {
    ObjectV1 {
        name: c.name.clone(),
        line: c.line,
        address: None,
        off: !c.enabled.value,
        detail: String::new(),
    }
}
