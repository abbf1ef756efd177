#![doc = include_str!("no_default_outbound_policy.md")]

use super::source::Source;
use super::{Check, Finding, Rule, Severity};
use crate::i18n::en;
use crate::policy::Policy;
use crate::policy::sections::OUTBOUND_POLICIES;

/// The rule `no-default-outbound-policy`.
pub static RULE: Rule = Rule {
    id: "no-default-outbound-policy",
    title: "The default outbound spam policy is not in the file",
    severity: Severity::Note,
    pedantic: false,
    page: crate::embedded::beginning(embedded!("no_default_outbound_policy.md")),
    check: Check::Policy(check),
};

fn check(policy: &Policy, source: &Source) -> Vec<Finding> {
    if policy.outbound.iter().any(|p| p.priority.is_none()) {
        return Vec::new();
    }
    let first = source.sections().next().map(|(_, at, _)| at);
    let at = source.section(&OUTBOUND_POLICIES).or(first);
    let at = at.unwrap_or_else(|| source.at(1, ""));
    vec![source.finding(
        &RULE,
        at,
        en("the default outbound spam policy is not in the file; every tenant has one, and its `Automatic` is assumed here"),
        en("add to `HostedOutboundSpamFilterPolicies` an entry with `Name: Default` and the `AutoForwardingMode:` that Get-HostedOutboundSpamFilterPolicy prints"),
    )]
}
