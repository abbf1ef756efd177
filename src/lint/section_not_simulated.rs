#![doc = include_str!("section_not_simulated.md")]

use super::{Check, Rule, Severity};
use crate::policy::Error;

/// The rule `section-not-simulated`.
pub static RULE: Rule = Rule {
    id: "section-not-simulated",
    title: "A section holds objects that are not simulated",
    severity: Severity::Warning,
    pedantic: false,
    page: crate::embedded::beginning(embedded!("section_not_simulated.md")),
    check: Check::Reading(|error| matches!(error, Error::NotSimulated { .. })),
};
