#![doc = include_str!("mailbox_forwarding.md")]

use super::builder::MessageBuilder;
use super::suppress::Suppressor;
use super::{Candidate, Incoming, ReactionKind, Reason};
use crate::address::is_address;
use crate::i18n::{Text, en};
use crate::policy::directory::Named;
use crate::policy::{ForwardingProperty, Mailbox};
use crate::transport::message_facts::ForwardedBy;

/// The kind of mailbox forwarding.
pub static REACTION: ReactionKind = ReactionKind {
    id: en("mailbox-forwarding"),
    title: "The message forwarded by the mailbox's own forwarding address",
    page: crate::embedded::apart(embedded!("mailbox_forwarding.md")),
    suppressors: &[Suppressor::Undeliverable],
    check,
};

/// Fields that are not kept, as the forwarding mailbox becomes the envelope sender.
const REPLACED: [&str; 3] = [
    "Return-Path",
    "X-MS-Exchange-Inbox-Rules-Loop",
    "X-MS-Exchange-Organization-AutoForwarded",
];

fn check(incoming: &Incoming) -> Result<Vec<Candidate>, Reason> {
    let Some((property, set)) = incoming.mailbox.and_then(Mailbox::forwarding) else {
        return Err(Reason::new(en("the mailbox has no forwarding address")));
    };
    let identity = set.value.as_str();
    let (to, doubt) = match incoming.policy.named(identity) {
        Named::One(recipient) => (recipient.address(), None),
        Named::Nobody if is_address(identity) => (identity, None),
        Named::Nobody => {
            let what = en("who `{to}` is, whom the policy does not list: add the recipient to it");
            (identity, Some(what))
        }
        Named::Several => {
            let what =
                en("who `{to}` is, as several recipients are known by that: write an address");
            (identity, Some(what))
        }
    };
    let with_identity = |text| Text::with(text, vec![("to", identity.to_owned())]);
    let doubt = doubt.map(|what| Reason::in_policy(with_identity(what), set.line));
    let mut builder = MessageBuilder::bare(incoming, to);
    builder.field("Return-Path", &format!("<{}>", incoming.to));
    let mut message = builder.message(&REPLACED);
    message.forward = Some(ForwardedBy::property(property));
    let name = match property {
        ForwardingProperty::Address => "ForwardingAddress: {to}",
        ForwardingProperty::SmtpAddress => "ForwardingSmtpAddress: {to}",
    };
    Ok(vec![Candidate {
        what: Text::with(
            en("forward to {to} by mailbox forwarding"),
            vec![("to", to.to_owned())],
        ),
        token: "mailbox-forward",
        trigger: Reason::in_policy(with_identity(name), set.line),
        suppressed_by: Vec::new(),
        doubts: doubt.into_iter().collect(),
        message,
    }])
}
