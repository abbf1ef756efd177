#![doc = include_str!("tnef_to_everyone.md")]

use super::source::Source;
use super::{Check, Finding, Rule, Severity, default_of};
use crate::i18n::en;
use crate::policy::Policy;

/// The rule `tnef-to-everyone`.
pub static RULE: Rule = Rule {
    id: "tnef-to-everyone",
    title: "Default sends TNEF to every domain",
    severity: Severity::Warning,
    pedantic: false,
    page: crate::embedded::beginning(embedded!("tnef_to_everyone.md")),
    check: Check::Policy(check),
};

fn check(policy: &Policy, source: &Source) -> Vec<Finding> {
    let domain = default_of(policy).filter(|d| d.tnef_enabled.value == Some(true));
    let finding = domain.map(|domain| {
        source.finding(
            &RULE,
            source.setting(&domain.tnef_enabled, "TNEFEnabled", domain),
            en("every domain gets TNEF: whoever does not read mail with Outlook sees plain text and an attachment winmail.dat"),
            en("write `TNEFEnabled: false` here, and `true` only in the remote domains of partners who use Exchange and Outlook"),
        )
    });
    finding.into_iter().collect()
}
