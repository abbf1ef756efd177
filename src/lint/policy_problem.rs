#![doc = include_str!("policy_problem.md")]

use super::{Check, Rule, Severity};

/// The rule `policy-problem`.
pub static RULE: Rule = Rule {
    id: "policy-problem",
    title: "The policy cannot be read, or reading it gives a warning",
    severity: Severity::Error,
    pedantic: false,
    page: crate::embedded::beginning(embedded!("policy_problem.md")),
    // What no other rule takes.
    check: Check::Reading(|_| false),
};
