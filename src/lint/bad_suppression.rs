#![doc = include_str!("bad_suppression.md")]

use super::{Check, Rule, Severity};

/// The rule `bad-suppression`.
pub static RULE: Rule = Rule {
    id: "bad-suppression",
    title: "A comment for rdsim that is wrong or gives no reason",
    severity: Severity::Warning,
    pedantic: false,
    page: crate::embedded::beginning(embedded!("bad_suppression.md")),
    check: Check::Suppression,
};
