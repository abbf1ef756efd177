#![doc = include_str!("outbound_forwards.md")]

use super::source::Source;
use super::{Check, Finding, Rule, Severity};
use crate::i18n::{Text, en};
use crate::policy::{AutoForwardingMode, Policy};

/// The rule `outbound-forwards`.
pub static RULE: Rule = Rule {
    id: "outbound-forwards",
    title: "An outbound spam policy lets automatic forwarding out",
    severity: Severity::Warning,
    pedantic: false,
    page: crate::embedded::beginning(embedded!("outbound_forwards.md")),
    check: Check::Policy(check),
};

fn check(policy: &Policy, source: &Source) -> Vec<Finding> {
    let on = policy.outbound.iter().filter(|p| p.enabled);
    on.filter(|p| p.mode.value == AutoForwardingMode::On)
        .map(|p| {
            let at = source.at(p.mode.line.unwrap_or(p.line), "AutoForwardingMode");
            if p.priority.is_none() {
                source.finding(
                    &RULE,
                    at,
                    en("the default outbound spam policy lets every sender to whom no other policy applies forward automatically"),
                    en("write `AutoForwardingMode: Off` here, and add a policy with `AutoForwardingMode: On`, `From:` or `FromMemberOf:` and `Priority:` for those who may"),
                )
            } else {
                source.graded(
                    &RULE,
                    Severity::Note,
                    at,
                    Text::of(
                        en("`{name}` lets the senders that it names forward automatically"),
                        [("name", &p.name)],
                    ),
                    en("write `AutoForwardingMode: Off`; where these senders are meant to forward, add `# rdsim: allow outbound-forwards: <reason>`"),
                )
            }
        })
        .collect()
}
