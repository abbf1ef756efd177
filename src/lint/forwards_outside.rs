#![doc = include_str!("forwards_outside.md")]

use super::source::Source;
use super::{Check, Finding, Rule, Severity};
use crate::i18n::{Text, en};
use crate::policy::{AutoForwardingMode, CmdletEnum as _, ForwardingProperty, Mailbox, Policy};
use crate::transport::resolve::{Addressee, End, resolve};

/// The rule `forwards-outside`.
pub static RULE: Rule = Rule {
    id: "forwards-outside",
    title: "A mailbox forwards to somebody outside",
    severity: Severity::Warning,
    pedantic: false,
    page: crate::embedded::beginning(embedded!("forwards_outside.md")),
    check: Check::Policy(check),
};

fn check(policy: &Policy, source: &Source) -> Vec<Finding> {
    // Without accepted domains nobody is known to be inside.
    if policy.accepted_domains.is_empty() {
        return Vec::new();
    }
    let forwarding = policy.mailboxes.iter();
    let forwarding = forwarding.filter(|mailbox| mailbox.forwarding().is_some());
    forwarding
        .filter_map(|mailbox| finding(policy, mailbox, source))
        .collect()
}

/// What a mailbox that forwards sends outside itself; a mailbox that it forwards to speaks for itself.
fn finding(policy: &Policy, mailbox: &Mailbox, source: &Source) -> Option<Finding> {
    let own = mailbox.addresses.first()?;
    let (property, to) = mailbox.forwarding()?;
    let found = resolve(policy, own, true);
    let mut outside = found.iter().filter(|to| {
        let last = to.forwarding.map(|(last, _)| last.line);
        to.accepted.is_none() && to.end == End::Reached && last == Some(mailbox.line)
    });
    let first = outside.next()?;
    let (end, value, severity, help) = what_happens(policy, own, property, first);
    let at = source.at(to.line.unwrap_or(mailbox.line), property.name());
    let address = first.address_or(own);
    let values = [
        ("mailbox", own as &dyn std::fmt::Display),
        ("address", &address),
        ("value", &value),
    ];
    Some(source.graded(&RULE, severity, at, Text::of(end, values), help))
}

/// What is said of it, with the value that decides, how much it matters, and what to do.
type Said = (&'static str, String, Severity, &'static str);

/// What happens to what it forwards, the value that decides, and what to do.
fn what_happens(policy: &Policy, own: &str, property: ForwardingProperty, to: &Addressee) -> Said {
    let intended = en(
        "remove the forwarding; where it is meant, add `# rdsim: allow forwards-outside: <reason>`",
    );
    let idle = en("remove the forwarding, which reaches nobody outside");
    if property == ForwardingProperty::SmtpAddress
        && let Some((domain, _)) = to.remote
        && !domain.auto_forward_enabled.value
    {
        return (
            en(
                "`{mailbox}` forwards to `{address}`, outside: each message is dropped silently, as `AutoForwardEnabled` of `{value}` is false",
            ),
            domain.name.clone(),
            Severity::Note,
            idle,
        );
    }
    let outbound = policy.outbound_for(own);
    let mode = outbound.map_or(AutoForwardingMode::Automatic, |p| p.mode.value);
    let severity = Severity::Note;
    let is_on = |mode: AutoForwardingMode| mode == AutoForwardingMode::On;
    let if_member = policy.outbound_if_member(own).into_iter();
    if if_member
        .map(|p| p.mode.value)
        .any(|other| is_on(other) != is_on(mode))
    {
        return (
            en(
                "`{mailbox}` forwards to `{address}`, outside, and whether that leaves depends on who is in {value}, which the policy does not say",
            ),
            policy.memberships.unknown().join(", "),
            Severity::Warning,
            intended,
        );
    }
    match mode {
        AutoForwardingMode::On => (
            en("`{mailbox}` forwards to `{address}`, outside, and that leaves"),
            mode.word().into(),
            Severity::Warning,
            intended,
        ),
        AutoForwardingMode::Off => (
            en(
                "`{mailbox}` forwards to `{address}`, outside: each message is rejected with 550 5.7.520, as `AutoForwardingMode` is `{value}`",
            ),
            mode.word().into(),
            severity,
            idle,
        ),
        AutoForwardingMode::Automatic => (
            en(
                "`{mailbox}` forwards to `{address}`, outside: each message is rejected with 550 5.7.520 where `AutoForwardingMode: {value}` means Off, and leaves in an organization where it is still On",
            ),
            mode.word().into(),
            Severity::Warning,
            intended,
        ),
    }
}
