#![doc = include_str!("no_accepted_domains.md")]

use super::{Check, Rule, Severity};
use crate::policy::Error;

/// The rule `no-accepted-domains`.
pub static RULE: Rule = Rule {
    id: "no-accepted-domains",
    title: "There are no accepted domains",
    severity: Severity::Warning,
    pedantic: false,
    page: crate::embedded::beginning(embedded!("no_accepted_domains.md")),
    check: Check::Reading(|e| matches!(e, Error::NoAcceptedDomains)),
};
