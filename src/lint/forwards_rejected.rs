#![doc = include_str!("forwards_rejected.md")]

use super::source::Source;
use super::{Check, Finding, Rule, Severity};
use crate::i18n::{Text, en};
use crate::policy::{AutoForwardingMode, CmdletEnum as _, Policy};

/// The rule `forwards-rejected`.
pub static RULE: Rule = Rule {
    id: "forwards-rejected",
    title: "An outbound policy rejects the forwards that a remote domain lets through",
    severity: Severity::Note,
    pedantic: false,
    page: crate::embedded::beginning(embedded!("forwards_rejected.md")),
    check: Check::Policy(check),
};

fn check(policy: &Policy, source: &Source) -> Vec<Finding> {
    let open = policy.remote_domains.iter();
    let open = open.filter(|d| d.auto_forward_enabled.value);
    let open: Vec<_> = open.map(|d| &d.pattern).collect();
    if open.is_empty() {
        return Vec::new();
    }
    let blocking = policy.outbound.iter().filter(|p| p.enabled);
    blocking
        .filter(|p| p.mode.value != AutoForwardingMode::On)
        .map(|p| {
            let says = match (p.mode.value, open.len()) {
                (AutoForwardingMode::Automatic, 1) => en("{domains} lets automatic forwarding through, but `{name}` says `{mode}` (which means Off for most organizations): each forwarded message is rejected with 550 5.7.520, and the mailbox that forwards it gets an NDR"),
                (AutoForwardingMode::Automatic, _) => en("{domains} let automatic forwarding through, but `{name}` says `{mode}` (which means Off for most organizations): each forwarded message is rejected with 550 5.7.520, and the mailbox that forwards it gets an NDR"),
                (_, 1) => en("{domains} lets automatic forwarding through, but `{name}` says `{mode}`: each forwarded message is rejected with 550 5.7.520, and the mailbox that forwards it gets an NDR"),
                _ => en("{domains} let automatic forwarding through, but `{name}` says `{mode}`: each forwarded message is rejected with 550 5.7.520, and the mailbox that forwards it gets an NDR"),
            };
            source.finding(
                &RULE,
                source.at(p.mode.line.unwrap_or(p.line), "AutoForwardingMode"),
                Text::of(says, [("name", &p.name), ("mode", &p.mode.value.word())])
                    .with_text("domains", Text::names(&open)),
                en("to stop forwarding without a report, write `AutoForwardEnabled: false` in the remote domain; to let it out, write `AutoForwardingMode: On` in a policy for those who may"),
            )
        })
        .collect()
}
