#![doc = include_str!("impossible_coupling.md")]

use super::{Check, Rule, Severity};
use crate::policy::Error;

/// The rule `impossible-coupling`.
pub static RULE: Rule = Rule {
    id: "impossible-coupling",
    title: "AllowedOOFType and IsInternal contradict each other",
    severity: Severity::Error,
    pedantic: false,
    page: crate::embedded::beginning(embedded!("impossible_coupling.md")),
    check: Check::Reading(|e| matches!(e, Error::ImpossibleCoupling)),
};
