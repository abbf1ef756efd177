#![doc = include_str!("duplicate_priority.md")]

use super::source::Source;
use super::{Check, Finding, Rule, Severity};
use crate::i18n::{Text, en};
use crate::policy::{MailFlowRule, OutboundPolicy, Policy};
use std::collections::BTreeMap;

/// The rule `duplicate-priority`.
pub static RULE: Rule = Rule {
    id: "duplicate-priority",
    title: "Two outbound spam policies, or two mail flow rules, have the same priority",
    severity: Severity::Warning,
    pedantic: false,
    page: crate::embedded::beginning(embedded!("duplicate_priority.md")),
    check: Check::Policy(check),
};

fn check(policy: &Policy, source: &Source) -> Vec<Finding> {
    let mut first: BTreeMap<i64, &OutboundPolicy> = BTreeMap::new();
    let mut findings = Vec::new();
    let mut outbound: Vec<&OutboundPolicy> = policy.outbound.iter().collect();
    outbound.sort_by_key(|p| p.line);
    for p in outbound {
        // A policy without Priority has the lowest one.
        let Some(priority) = p.priority.filter(|n| *n != i64::MAX) else {
            continue;
        };
        let Some(other) = first.get(&priority) else {
            first.insert(priority, p);
            continue;
        };
        findings.push(source.finding(
            &RULE,
            source.at(p.line, "Name"),
            Text::of(
                en("`{name}` has priority {priority}, as `{other}` on line {line} has: which of the two is asked first cannot be told"),
                [
                    ("name", &p.name),
                    ("priority", &priority),
                    ("other", &other.name),
                    ("line", &other.line),
                ],
            ),
            en("write the `Priority:` that Get-HostedOutboundSpamFilterRule prints; no two rules have the same"),
        ));
    }
    findings.extend(mail_flow_rules(policy, source));
    findings
}

fn mail_flow_rules(policy: &Policy, source: &Source) -> Vec<Finding> {
    let mut first: BTreeMap<i64, &MailFlowRule> = BTreeMap::new();
    let mut findings = Vec::new();
    let mut rules: Vec<&MailFlowRule> = policy.mail_flow_rules.iter().collect();
    rules.sort_by_key(|rule| rule.line);
    for rule in rules {
        let Some(priority) = rule.priority else {
            continue;
        };
        let Some(other) = first.get(&priority) else {
            first.insert(priority, rule);
            continue;
        };
        findings.push(source.finding(
            &RULE,
            source.at(rule.line, "Name"),
            Text::of(
                en("the mail flow rule `{name}` has priority {priority}, as `{other}` on line {line} has: which of the two runs first cannot be told, and here it is `{other}`"),
                [
                    ("name", &rule.name),
                    ("priority", &priority),
                    ("other", &other.name),
                    ("line", &other.line),
                ],
            ),
            en("write the `Priority:` that Get-TransportRule prints; no two rules have the same"),
        ));
    }
    findings
}
