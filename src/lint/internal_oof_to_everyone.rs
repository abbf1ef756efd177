#![doc = include_str!("internal_oof_to_everyone.md")]

use super::source::Source;
use super::{Check, Finding, Rule, Severity, default_of};
use crate::i18n::en;
use crate::policy::{AllowedOofType, Policy, RemoteDomain};

/// The rule `internal-oof-to-everyone`.
pub static RULE: Rule = Rule {
    id: "internal-oof-to-everyone",
    title: "Default lets the internal out-of-office reply out",
    severity: Severity::Warning,
    pedantic: false,
    page: crate::embedded::beginning(embedded!("internal_oof_to_everyone.md")),
    check: Check::Policy(check),
};

fn check(policy: &Policy, source: &Source) -> Vec<Finding> {
    let legacy = |d: &&RemoteDomain| d.allowed_oof_type.value == AllowedOofType::InternalLegacy;
    let finding = default_of(policy).filter(legacy).map(|domain| {
        source.finding(
            &RULE,
            source.setting(&domain.allowed_oof_type, "AllowedOOFType", domain),
            en("every outside sender gets the out-of-office reply that is written for colleagues, and the one for outside is dropped"),
            en("write `AllowedOOFType: External`, and `InternalLegacy` only in the remote domain of an organization that belongs to yours"),
        )
    });
    finding.into_iter().collect()
}
