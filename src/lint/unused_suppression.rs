#![doc = include_str!("unused_suppression.md")]

use super::{Check, Rule, Severity};

/// The rule `unused-suppression`.
pub static RULE: Rule = Rule {
    id: "unused-suppression",
    title: "A comment that allows something that is not found",
    severity: Severity::Warning,
    pedantic: false,
    page: crate::embedded::beginning(embedded!("unused_suppression.md")),
    check: Check::Suppression,
};
