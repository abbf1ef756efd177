//! Gathers the parts of the policy that apply to an addressee, and who may have forwarded to it.

use crate::policy::{Author, OutboundPolicy, Policy};
use crate::transport::classify::Class;
use crate::transport::convert::Style;
use crate::transport::message_facts::{ForwardedBy, MessageFacts};
use crate::transport::resolve::Addressee;
use crate::transport::setting::ApplicablePolicy;
use crate::transport::settings::SHAPE_FORM;

/// The form that the policy gives to a message that leaves.
#[must_use]
pub fn style<'p>(facts: &MessageFacts, applicable: &ApplicablePolicy<'p>) -> Style<'p> {
    let mut style = Style::PLAIN;
    for setting in SHAPE_FORM {
        if let Some(ruling) = (setting.check)(facts, applicable) {
            style.apply(&ruling);
        }
    }
    style
}

/// The parts of the policy that apply to an addressee.
#[must_use]
pub fn applicable_policy<'p>(
    addressee: &Addressee<'p>,
    author: &Author<'p>,
    outbound: Option<&'p OutboundPolicy>,
) -> ApplicablePolicy<'p> {
    ApplicablePolicy {
        remote_domain: addressee.remote_domain(),
        outbound,
        mailbox: author.mailbox,
        contact: addressee.contact,
        closed_to_author: addressee.closed().filter(|_| !author.inside),
    }
}

/// Who forwards to an addressee, and whose outbound spam policy counts: the mailbox on the way, else
/// those that the message may have.
#[must_use]
pub fn forwarder<'p>(
    policy: &'p Policy,
    addressee: &Addressee<'p>,
) -> Option<(ForwardedBy, Option<&'p OutboundPolicy>)> {
    let (mailbox, property) = addressee.forwarding?;
    Some((
        ForwardedBy::property(property),
        policy.outbound_for(mailbox.address()),
    ))
}

/// Who may have forwarded a message, by its class and by what the caller says.
#[must_use]
pub fn forwards(class: &Class, given: Option<ForwardedBy>) -> &'static [ForwardedBy] {
    match (given, class.auto_forwarded) {
        (Some(ForwardedBy::Nobody), _) | (None, Some(false)) => &[ForwardedBy::Nobody],
        (Some(ForwardedBy::InboxRule), _) | (None, Some(true)) => &[ForwardedBy::InboxRule],
        (Some(ForwardedBy::ForwardingAddress), _) => &[ForwardedBy::ForwardingAddress],
        (Some(ForwardedBy::ForwardingSmtpAddress), _) => &[ForwardedBy::ForwardingSmtpAddress],
        (Some(ForwardedBy::MailboxForwarding), _) => &[
            ForwardedBy::ForwardingAddress,
            ForwardedBy::ForwardingSmtpAddress,
        ],
        (Some(ForwardedBy::MailFlowRule), _) => &[ForwardedBy::MailFlowRule],
        (None, None) => &[ForwardedBy::Nobody, ForwardedBy::InboxRule],
    }
}
