#![doc = include_str!("forwarding_mode_automatic.md")]

use super::source::Source;
use super::{Check, Finding, Rule, Severity};
use crate::i18n::{Text, en};
use crate::policy::{AutoForwardingMode, Policy};

/// The rule `forwarding-mode-automatic`.
pub static RULE: Rule = Rule {
    id: "forwarding-mode-automatic",
    title: "An outbound spam policy leaves automatic forwarding to Microsoft",
    severity: Severity::Note,
    pedantic: true,
    page: crate::embedded::beginning(embedded!("forwarding_mode_automatic.md")),
    check: Check::Policy(check),
};

fn check(policy: &Policy, source: &Source) -> Vec<Finding> {
    let outbound = policy.outbound.iter().filter(|p| p.enabled);
    outbound
        .filter(|p| p.mode.value == AutoForwardingMode::Automatic)
        .map(|p| {
            let message = if p.mode.line.is_none() {
                en("`{name}` has `AutoForwardingMode: Automatic`, by default: that means Off for most organizations and can still mean On for some")
            } else {
                en("`{name}` has `AutoForwardingMode: Automatic`: that means Off for most organizations and can still mean On for some")
            };
            source.finding(
                &RULE,
                source.at(p.mode.line.unwrap_or(p.line), "AutoForwardingMode"),
                Text::of(message, [("name", &p.name)]),
                en("write `AutoForwardingMode: Off`"),
            )
        })
        .collect()
}
