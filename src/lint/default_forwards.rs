#![doc = include_str!("default_forwards.md")]

use super::source::Source;
use super::{Check, Finding, Rule, Severity, default_of, forwards_somewhere};
use crate::i18n::{Text, en};
use crate::policy::Policy;

/// The rule `default-forwards`.
pub static RULE: Rule = Rule {
    id: "default-forwards",
    title: "Default lets automatic forwarding out to every domain",
    severity: Severity::Warning,
    pedantic: false,
    page: crate::embedded::beginning(embedded!("default_forwards.md")),
    check: Check::Policy(check),
};

fn check(policy: &Policy, source: &Source) -> Vec<Finding> {
    let Some(domain) = default_of(policy) else {
        return Vec::new();
    };
    let set = &domain.auto_forward_enabled;
    if !set.value {
        return Vec::new();
    }
    let message = if set.line.is_none() {
        en(
            "Default lets automatic forwarding out to every domain, because it is not set and the default is true; {control}",
        )
    } else {
        en("Default lets automatic forwarding out to every domain; {control}")
    };
    let (severity, control) = if forwards_somewhere(policy) {
        (Severity::Warning, en("nothing else stops it for everybody"))
    } else {
        (
            Severity::Note,
            en("only the outbound spam policy still stops it"),
        )
    };
    vec![source.graded(
        &RULE,
        severity,
        source.setting(set, "AutoForwardEnabled", domain),
        Text::from(message).with_text("control", control),
        en("write `AutoForwardEnabled: false` here, and `true` only in the remote domains of partners who need it"),
    )]
}
