#![doc = include_str!("property_not_used.md")]

use super::source::Source;
use super::{Check, Finding, Rule, Severity};
use crate::i18n::{Text, en};
use crate::policy::Policy;
use crate::policy::sections::{REMOTE_DOMAINS, not_simulated};

/// The rule `property-not-used`.
pub static RULE: Rule = Rule {
    id: "property-not-used",
    title: "A property is accepted and not used",
    severity: Severity::Note,
    pedantic: true,
    page: crate::embedded::beginning(embedded!("property_not_used.md")),
    check: Check::Policy(check),
};

fn check(_: &Policy, source: &Source) -> Vec<Finding> {
    let found = source.not_looked_at().iter();
    let found = found.filter(|(_, name, _)| !name.mail);
    let findings = found.map(|(section, name, at)| {
        let why = not_simulated(name.spelled).filter(|_| section.name == REMOTE_DOMAINS.name);
        let english = match why {
            Some(_) => en("`{name}` of {what} is accepted and not used: {why}"),
            None => en("`{name}` of {what} is accepted and not used"),
        };
        let message = Text::of(english, [("name", &name.spelled)]);
        let message = message.with_text("what", section.entry);
        source.finding(
            &RULE,
            *at,
            message.with_text("why", why.unwrap_or_default()),
            en("nothing need be done; it changes no verdict"),
        )
    });
    findings.collect()
}
