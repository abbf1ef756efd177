#![doc = include_str!("read_receipt.md")]

use super::builder::{Envelope, MessageBuilder, ReactionMessage};
use super::suppress::{Bit, Suppressor};
use super::{Candidate, Incoming, ReactionKind, Reason};
use crate::address;
use crate::i18n::en;

/// The kind of read receipts.
pub static REACTION: ReactionKind = ReactionKind {
    id: en("read-receipt"),
    title: "The read receipt, where the sender asked for one and the owner reads the message",
    page: crate::embedded::apart(embedded!("read_receipt.md")),
    suppressors: &[
        Suppressor::Suppress(Bit::Rn),
        Suppressor::NullSender,
        Suppressor::NotInMailbox,
    ],
    check,
};

/// What asks for a receipt, and to whom it goes.
pub(super) fn requested(incoming: &Incoming) -> Result<(Reason, String), Reason> {
    let header = incoming.message.header("Disposition-Notification-To");
    header
        .and_then(|h| {
            Some((
                Reason::header(h),
                address::list(&h.value).into_iter().next()?,
            ))
        })
        .ok_or_else(|| {
            Reason::new(en(
                "the sender did not ask for one: no Disposition-Notification-To",
            ))
        })
}

/// The receipt: what is done with the message, in the words of RFC 8098.
pub(super) fn receipt(
    incoming: &Incoming,
    to: &str,
    prefix: &str,
    token: &str,
    (done, disposition): (&str, &str),
) -> ReactionMessage {
    let builder = MessageBuilder::new(
        incoming,
        &Envelope {
            path: "",
            from: &incoming.to,
            to,
            prefix,
            token,
        },
    );
    let recipient = format!("rfc822; {}", incoming.to);
    let mut fields = vec![("Final-Recipient", recipient.as_str())];
    if let Some(id) = incoming.message.header("Message-ID") {
        fields.push(("Original-Message-ID", &id.value));
    }
    fields.push(("Disposition", disposition));
    builder.report(
        "disposition-notification",
        &format!("Your message to {} was {done}.", incoming.to),
        &fields,
    )
}

fn check(incoming: &Incoming) -> Result<Vec<Candidate>, Reason> {
    let (trigger, to) = requested(incoming)?;
    if incoming.arrival.deleted_unread {
        return Err(Reason::new(en(
            "--deleted-unread: nobody reads the message",
        )));
    }
    let done = ("read", "manual-action/MDN-sent-manually; displayed");
    Ok(vec![Candidate {
        what: en("read receipt").into(),
        token: "read-receipt",
        trigger,
        suppressed_by: Vec::new(),
        doubts: Vec::new(),
        message: receipt(incoming, &to, "Read: ", "read-receipt", done),
    }])
}
