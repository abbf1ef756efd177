#![doc = include_str!("mailbox_forwarding.md")]

use super::builder::MessageBuilder;
use super::suppress::Suppressor;
use super::{Candidate, Incoming, ReactionKind, Reason};
use crate::i18n::{Text, en};
use crate::transport::message_facts::ForwardedBy;

/// The kind of mailbox forwarding.
pub static REACTION: ReactionKind = ReactionKind {
    id: "mailbox-forwarding",
    title: "The message forwarded by the mailbox's own forwarding address",
    page: include_str!("mailbox_forwarding.md"),
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
    let mailbox = incoming.mailbox;
    let Some((mailbox, to)) = mailbox.and_then(|m| Some((m, m.forwarding.as_ref()?))) else {
        return Err(Reason::new(en("the mailbox has no forwarding address")));
    };
    let mut builder = MessageBuilder::bare(incoming, &to.value);
    builder.field("Return-Path", &format!("<{}>", incoming.to));
    let mut message = builder.message(&REPLACED);
    message.forward = Some(ForwardedBy::MailboxForwarding);
    message.may_be_user_set = mailbox.forwarding_may_be_the_users;
    let name = if message.may_be_user_set {
        "ForwardingSmtpAddress: {to}"
    } else {
        "ForwardingAddress: {to}"
    };
    Ok(vec![Candidate {
        what: Text::with(
            en("forward to {to} by mailbox forwarding"),
            vec![("to", to.value.clone())],
        ),
        token: "mailbox-forward",
        trigger: Reason::in_policy(Text::with(name, vec![("to", to.value.clone())]), to.line),
        suppressed_by: Vec::new(),
        doubts: Vec::new(),
        message,
    }])
}
