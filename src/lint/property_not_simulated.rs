#![doc = include_str!("property_not_simulated.md")]

use super::source::Source;
use super::{Check, Finding, Rule, Severity};
use crate::i18n::{Text, en};
use crate::policy::Policy;

/// The rule `property-not-simulated`.
pub static RULE: Rule = Rule {
    id: "property-not-simulated",
    title: "A property decides about mail and is not simulated",
    severity: Severity::Note,
    pedantic: false,
    page: crate::embedded::beginning(embedded!("property_not_simulated.md")),
    check: Check::Policy(check),
};

fn check(_: &Policy, source: &Source) -> Vec<Finding> {
    let found = source.not_looked_at().iter();
    let found = found.filter(|(_, name, _)| name.mail);
    let findings = found.map(|(section, name, at)| {
        let message = Text::of(
            en("`{name}` of {what} decides about mail, and is not simulated"),
            [("name", &name.spelled)],
        );
        source.finding(
            &RULE,
            *at,
            message.with_text("what", section.entry),
            en("verdicts are those without it; docs/not-simulated.md says what else is left out"),
        )
    });
    findings.collect()
}
