#![doc = include_str!("outbound_policy_never_reached.md")]

use super::source::Source;
use super::{Check, Finding, Rule, Severity};
use crate::address;
use crate::i18n::{Text, en};
use crate::policy::{OutboundPolicy, Policy};

/// The rule `outbound-policy-never-reached`.
pub static RULE: Rule = Rule {
    id: "outbound-policy-never-reached",
    title: "An outbound spam policy with a higher priority matches all its senders",
    severity: Severity::Warning,
    pedantic: false,
    page: crate::embedded::beginning(embedded!("outbound_policy_never_reached.md")),
    check: Check::Policy(check),
};

fn check(policy: &Policy, source: &Source) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (place, p) in policy.outbound.iter().enumerate() {
        if !p.enabled || p.priority.is_none() {
            continue;
        }
        let earlier = policy.outbound_of.sharing(&p.scope, place);
        let mut earlier = earlier.filter_map(|at| policy.outbound.get(at));
        if let Some(first) = earlier.find(|e| covers(e, p)) {
            findings.push(source.finding(
                &RULE,
                source.at(p.line, "Name"),
                Text::of(
                    en("`{name}` is never reached: `{first}` on line {line} is asked first and is for all its senders"),
                    [("name", &p.name), ("first", &first.name), ("line", &first.line)],
                ),
                en("give this policy a lower `Priority:` number, or remove it"),
            ));
        }
    }
    findings
}

/// Whether one policy matches every sender of another. All kinds of condition must hold, so each
/// kind that the first one has, the other must have too, with no other names.
fn covers(first: &OutboundPolicy, other: &OutboundPolicy) -> bool {
    let (one, two) = (&first.scope, &other.scope);
    let kind = |a: &[String], b: &[String]| {
        a.is_empty() || (!b.is_empty() && b.iter().all(|x| a.contains(x)))
    };
    let in_domains = !two.from.is_empty()
        && two
            .from
            .iter()
            .all(|f| one.domains.iter().any(|d| *d == address::domain(f)));
    // The first one's exceptions must be exceptions of the other too.
    let excepted = |a: &[String], b: &[String]| a.iter().all(|x| b.contains(x));
    kind(&one.from, &two.from)
        && kind(&one.member_of, &two.member_of)
        && (kind(&one.domains, &two.domains) || in_domains)
        && excepted(&first.except.from, &other.except.from)
        && excepted(&first.except.member_of, &other.except.member_of)
        && excepted(&first.except.domains, &other.except.domains)
}
