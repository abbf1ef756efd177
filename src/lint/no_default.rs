#![doc = include_str!("no_default.md")]

use super::{Check, Rule, Severity};
use crate::policy::Error;

/// The rule `no-default`.
pub static RULE: Rule = Rule {
    id: "no-default",
    title: "There is no Default remote domain",
    severity: Severity::Warning,
    pedantic: false,
    page: crate::embedded::beginning(embedded!("no_default.md")),
    check: Check::Reading(|e| matches!(e, Error::NoDefault)),
};
