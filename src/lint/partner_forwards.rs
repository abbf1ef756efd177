#![doc = include_str!("partner_forwards.md")]

use super::source::Source;
use super::{Check, Finding, Rule, Severity, default_of, outside_partners};
use crate::i18n::{Text, en};
use crate::policy::Policy;

/// The rule `partner-forwards`.
pub static RULE: Rule = Rule {
    id: "partner-forwards",
    title: "A specific remote domain lets automatic forwarding out",
    severity: Severity::Warning,
    pedantic: false,
    page: crate::embedded::beginning(embedded!("partner_forwards.md")),
    check: Check::Policy(check),
};

fn check(policy: &Policy, source: &Source) -> Vec<Finding> {
    let default_allows = default_of(policy).is_none_or(|d| d.auto_forward_enabled.value);
    let allowing = outside_partners(policy).filter(|d| d.auto_forward_enabled.value);
    allowing.map(|domain| {
        let set = &domain.auto_forward_enabled;
        let by_default = set.line.is_none();
        let to = &domain.pattern;
        let (severity, message) = match (default_allows, by_default) {
            (false, true) => (Severity::Warning, en("automatic forwarding to `{domain}` is allowed although Default stops it: nothing is inherited from Default, and `AutoForwardEnabled` is not set here")),
            (false, false) => (Severity::Note, en("automatic forwarding to `{domain}` is allowed although Default stops it")),
            (true, true) => (Severity::Note, en("automatic forwarding to `{domain}` is allowed, by default")),
            (true, false) => (Severity::Note, en("automatic forwarding to `{domain}` is allowed")),
        };
        let help = if by_default {
            en("add `AutoForwardEnabled: false`; where this partner is meant to receive forwards, write `true` and `# rdsim: allow partner-forwards: <reason>`")
        } else {
            en("write `AutoForwardEnabled: false`; where this partner is meant to receive forwards, add `# rdsim: allow partner-forwards: <reason>`")
        };
        let at = source.setting(set, "AutoForwardEnabled", domain);
        let message = Text::of(message, [("domain", to)]);
        source.graded(&RULE, severity, at, message, help)
    })
    .collect()
}
