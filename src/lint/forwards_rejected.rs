#![doc = include_str!("forwards_rejected.md")]

use super::source::Source;
use super::{Check, Finding, Rule, Severity, listed};
use crate::policy::{AutoForwardingMode, Policy, Word as _};

/// The room of forwards-rejected.
pub static RULE: Rule = Rule {
    id: "forwards-rejected",
    title: "An outbound policy rejects the forwards that a remote domain lets through",
    severity: Severity::Note,
    pedantic: false,
    page: include_str!("forwards_rejected.md"),
    check: Check::Policy(check),
};

fn check(policy: &Policy, source: &Source) -> Vec<Finding> {
    let open = policy.remote_domains.iter();
    let open = open.filter(|d| d.auto_forward_enabled.value);
    let open: Vec<_> = open.map(|d| &d.pattern).collect();
    if open.is_empty() {
        return Vec::new();
    }
    let lets = if open.len() == 1 { "lets" } else { "let" };
    let blocking = policy.outbound.iter().filter(|p| p.enabled);
    blocking
        .filter(|p| p.mode.value != AutoForwardingMode::On)
        .map(|p| {
            let means = match p.mode.value {
                AutoForwardingMode::Automatic => " (which means Off)",
                AutoForwardingMode::On | AutoForwardingMode::Off => "",
            };
            source.finding(
                &RULE,
                source.at(p.mode.line.unwrap_or(p.line), "AutoForwardingMode"),
                format!(
                    "{} {lets} automatic forwarding through, but `{}` says `{}`{means}: each forwarded message is rejected with 550 5.7.520, and its sender gets an NDR",
                    listed(&open),
                    p.name,
                    p.mode.value.word()
                ),
                "to stop forwarding without a report, write `AutoForwardEnabled: false` in the remote domain; to let it out, write `AutoForwardingMode: On` in a policy for those who may",
            )
        })
        .collect()
}
