#![doc = include_str!("utf_7.md")]

use super::{Check, Rule, Severity};
use crate::policy::Error;

/// The rule `utf-7`.
pub static RULE: Rule = Rule {
    id: "utf-7",
    title: "A remote domain names utf-7",
    severity: Severity::Warning,
    pedantic: false,
    page: crate::embedded::beginning(embedded!("utf_7.md")),
    check: Check::Reading(|e| matches!(e, Error::Utf7)),
};
