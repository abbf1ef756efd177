#![doc = include_str!("forwarding_smtp_address_ignored.md")]

use super::source::Source;
use super::{Check, Finding, Rule, Severity};
use crate::i18n::{Text, en};
use crate::policy::Policy;

/// The rule `forwarding-smtp-address-ignored`.
pub static RULE: Rule = Rule {
    id: "forwarding-smtp-address-ignored",
    title: "A mailbox has a ForwardingSmtpAddress beside a ForwardingAddress",
    severity: Severity::Warning,
    pedantic: false,
    page: crate::embedded::beginning(embedded!("forwarding_smtp_address_ignored.md")),
    check: Check::Policy(check),
};

fn check(policy: &Policy, source: &Source) -> Vec<Finding> {
    let both = policy.mailboxes.iter().filter_map(|mailbox| {
        let address = mailbox.forwarding_address.as_ref()?;
        let smtp = mailbox.forwarding_smtp_address.as_ref()?;
        Some((mailbox, address, smtp))
    });
    both.map(|(mailbox, address, smtp)| {
        source.finding(
            &RULE,
            source.at(smtp.line.unwrap_or(mailbox.line), "ForwardingSmtpAddress"),
            Text::of(
                en("`ForwardingSmtpAddress: {smtp}` is ignored: the mailbox is forwarded to `{address}` by `ForwardingAddress`"),
                [("smtp", &smtp.value), ("address", &address.value)],
            ),
            en("remove the one that is not meant"),
        )
    })
    .collect()
}
