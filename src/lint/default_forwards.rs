#![doc = include_str!("default_forwards.md")]

use super::source::Source;
use super::{Check, Finding, Rule, Severity, default_of, forwards_somewhere};
use crate::i18n::{Text, en};
use crate::policy::Policy;

/// The room of default-forwards.
pub static RULE: Rule = Rule {
    id: "default-forwards",
    title: "Default lets automatic forwarding out to every domain",
    severity: Severity::Warning,
    pedantic: false,
    page: include_str!("default_forwards.md"),
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
            "Default lets automatic forwarding out to every domain, because nothing is said and the default is true; {lock}",
        )
    } else {
        en("Default lets automatic forwarding out to every domain; {lock}")
    };
    let (severity, lock) = if forwards_somewhere(policy) {
        (Severity::Warning, en("no other lock holds for everybody"))
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
        Text::from(message).with_text("lock", lock),
        en("write `AutoForwardEnabled: false` here, and `true` only in the remote domains of partners who need it"),
    )]
}
