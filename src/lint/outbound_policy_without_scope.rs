#![doc = include_str!("outbound_policy_without_scope.md")]

use super::{Check, Rule, Severity};
use crate::policy::Error;

/// The rule `outbound-policy-without-scope`.
pub static RULE: Rule = Rule {
    id: "outbound-policy-without-scope",
    title: "An outbound spam policy applies to nobody",
    severity: Severity::Warning,
    pedantic: false,
    page: crate::embedded::beginning(embedded!("outbound_policy_without_scope.md")),
    check: Check::Reading(|e| matches!(e, Error::OutboundPolicyWithoutScope)),
};
