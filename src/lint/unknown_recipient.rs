#![doc = include_str!("unknown_recipient.md")]

use super::source::Source;
use super::{Check, Finding, Rule, Severity};
use crate::address;
use crate::i18n::{Text, en};
use crate::policy::Policy;
use crate::policy::directory::Named;
use crate::transport::resolve::{End, resolve};
use std::fmt::Display;

/// The rule `unknown-recipient`.
pub static RULE: Rule = Rule {
    id: "unknown-recipient",
    title: "A property names a recipient that the policy does not list",
    severity: Severity::Warning,
    pedantic: false,
    page: crate::embedded::beginning(embedded!("unknown_recipient.md")),
    check: Check::Policy(check),
};

/// Findings that say what may be meant: to look for it takes as long as the list of recipients is.
const NEAR: usize = 20;

/// A property that names a recipient, where it stands, and the name.
type Naming<'p> = (&'static str, u32, &'p str);

fn check(policy: &Policy, source: &Source) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    let mut one = |(property, line, written): Naming| {
        let Some(message) = wrong(policy, written) else {
            return;
        };
        let name = identity(written);
        let near = match findings.len() < NEAR {
            true => policy.nearest_identity(name),
            false => None,
        };
        let help: Text = match near {
            Some(near) => Text::of(en("did you mean `{near}`?"), [("near", &near)]),
            None => en("add the recipient to the policy, or write its address").into(),
        };
        let values: [(&str, &dyn Display); 2] = [("property", &property), ("name", &name)];
        let at = source.at(line, property);
        findings.push(source.finding(&RULE, at, Text::of(message, values), help));
    };
    for mailbox in &policy.mailboxes {
        if let Some(to) = &mailbox.forwarding_address {
            let line = to.line.unwrap_or(mailbox.line);
            one(("ForwardingAddress", line, &to.value));
        }
    }
    for group in &policy.groups {
        let Some(members) = &group.members else {
            continue;
        };
        let line = members.line.unwrap_or(group.line);
        for member in &members.value {
            one(("Members", line, member));
        }
    }
    for rule in &policy.inbox_rules {
        let actions = [
            ("ForwardTo", &rule.forward_to),
            ("ForwardAsAttachmentTo", &rule.forward_as_attachment_to),
            ("RedirectTo", &rule.redirect_to),
        ];
        for (property, targets) in actions {
            for target in targets {
                one((property, rule.line, target));
            }
        }
    }
    findings
}

/// The identity in a recipient as Get-InboxRule prints it: `"Bob" [EX:/o=…]`.
fn identity(written: &str) -> &str {
    let inner = written.rsplit_once("[ex:").or(written.rsplit_once("[EX:"));
    let inner = inner.and_then(|(_, rest)| rest.strip_suffix(']'));
    inner.unwrap_or(written.trim_matches('"'))
}

/// What is wrong with a name.
fn wrong(policy: &Policy, written: &str) -> Option<&'static str> {
    let name = identity(written);
    match policy.named(name) {
        Named::One(_) => None,
        Named::Several => Some(en(
            "`{property}` names `{name}`, which several recipients have, so it names none of them",
        )),
        Named::Nobody if address::is_address(name) => {
            // A policy need not list every recipient.
            let inside = policy.all_recipients_listed && policy.is_accepted(name);
            let name = address::normal(name);
            let gone = inside
                && resolve(policy, &name, true)
                    .iter()
                    .any(|a| a.end == End::NotFound);
            gone.then_some(en(
                "`{property}` names `{name}`, which nobody has: the policy says that it lists every recipient",
            ))
        }
        Named::Nobody => Some(en(
            "`{property}` names `{name}`, which no recipient of the policy has, so what is sent there cannot be told",
        )),
    }
}
