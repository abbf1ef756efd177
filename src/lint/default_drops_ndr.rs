#![doc = include_str!("default_drops_ndr.md")]

use super::source::Source;
use super::{Check, Finding, Rule, Severity, default_of};
use crate::i18n::en;
use crate::policy::Policy;

/// The rule `default-drops-ndr`.
pub static RULE: Rule = Rule {
    id: "default-drops-ndr",
    title: "Default drops non-delivery reports",
    severity: Severity::Warning,
    pedantic: false,
    page: crate::embedded::beginning(embedded!("default_drops_ndr.md")),
    check: Check::Policy(check),
};

fn check(policy: &Policy, source: &Source) -> Vec<Finding> {
    let domain = default_of(policy).filter(|d| !d.ndr_enabled.value);
    let finding = domain.map(|domain| {
        source.finding(
            &RULE,
            source.setting(&domain.ndr_enabled, "NDREnabled", domain),
            en("nobody outside learns that a message to this organization did not arrive: Default drops every non-delivery report"),
            en("write `NDREnabled: true`; set `false` only in the remote domain of a sender that misuses the reports"),
        )
    });
    finding.into_iter().collect()
}
