#![doc = include_str!("read_receipt.md")]

use super::mail::{self, Envelope, Mail};
use super::silence::{Bit, Silencer};
use super::{Case, Cause, Draft, Room};
use crate::address;
use crate::i18n::en;

/// The room of read receipts.
pub static ROOM: Room = Room {
    id: "read-receipt",
    title: "The read receipt, where the sender asked for one and the owner reads the message",
    page: include_str!("read_receipt.md"),
    silencers: &[
        Silencer::Suppress(Bit::Rn),
        Silencer::NullSender,
        Silencer::NotInMailbox,
    ],
    check,
};

/// What asks for a receipt, and to whom it goes.
pub(super) fn asked(case: &Case) -> Result<(Cause, String), Cause> {
    let header = case.message.header("Disposition-Notification-To");
    header
        .and_then(|h| {
            Some((
                Cause::header(h),
                address::list(&h.value).into_iter().next()?,
            ))
        })
        .ok_or_else(|| {
            Cause::told(en(
                "the sender did not ask for one: no Disposition-Notification-To",
            ))
        })
}

/// The receipt: what is done with the message, in the words of RFC 8098.
pub(super) fn receipt(
    case: &Case,
    to: &str,
    prefix: &str,
    token: &str,
    (done, disposition): (&str, &str),
) -> Mail {
    let message = mail::Letter::new(
        case,
        &Envelope {
            path: "",
            from: &case.to,
            to,
            prefix,
            token,
        },
    );
    let recipient = format!("rfc822; {}", case.to);
    let mut fields = vec![("Final-Recipient", recipient.as_str())];
    if let Some(id) = case.message.header("Message-ID") {
        fields.push(("Original-Message-ID", &id.value));
    }
    fields.push(("Disposition", disposition));
    message.report(
        "disposition-notification",
        &format!("Your message to {} was {done}.", case.to),
        &fields,
    )
}

fn check(case: &Case) -> Result<Vec<Draft>, Cause> {
    let (because, to) = asked(case)?;
    if case.arrival.deleted_unread {
        return Err(Cause::told(en(
            "--deleted-unread: nobody reads the message",
        )));
    }
    let done = ("read", "manual-action/MDN-sent-manually; displayed");
    Ok(vec![Draft {
        what: en("read receipt").into(),
        token: "read-receipt",
        because,
        silenced: Vec::new(),
        doubts: Vec::new(),
        mail: receipt(case, &to, "Read: ", "read-receipt", done),
    }])
}
