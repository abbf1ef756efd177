#![doc = include_str!("forwards_dropped.md")]

use super::source::Source;
use super::{Check, Finding, Rule, Severity, default_of};
use crate::i18n::{Text, en};
use crate::policy::{AutoForwardingMode, Policy};

/// The rule `forwards-dropped`.
pub static RULE: Rule = Rule {
    id: "forwards-dropped",
    title: "Every remote domain drops the forwards that an outbound policy lets through",
    severity: Severity::Note,
    pedantic: false,
    page: crate::embedded::beginning(embedded!("forwards_dropped.md")),
    check: Check::Policy(check),
};

fn check(policy: &Policy, source: &Source) -> Vec<Finding> {
    let domains = &policy.remote_domains;
    // Without Default nothing stops what no remote domain is for.
    if default_of(policy).is_none() || domains.iter().any(|d| d.auto_forward_enabled.value) {
        return Vec::new();
    }
    let on = policy.outbound.iter().filter(|p| p.enabled);
    on.filter(|p| p.mode.value == AutoForwardingMode::On)
        .map(|p| {
            source.finding(
                &RULE,
                source.at(p.mode.line.unwrap_or(p.line), "AutoForwardingMode"),
                Text::of(
                    en("`{name}` lets automatic forwarding through, but every remote domain stops it: what inbox rules and ForwardingSmtpAddress forward is dropped silently (RESOLVER.MSGTYPE.AF), without an NDR; only what ForwardingAddress forwards leaves"),
                    [("name", &p.name)],
                ),
                en("write `AutoForwardingMode: Off`; where users are meant to forward to a partner, write `AutoForwardEnabled: true` in the remote domain of that partner"),
            )
        })
        .collect()
}
