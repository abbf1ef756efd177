#![doc = include_str!("non_read_receipt.md")]

use super::read_receipt::{receipt, requested};
use super::suppress::{Bit, Suppressor};
use super::{Candidate, Incoming, ReactionKind, Reason};
use crate::i18n::en;

/// The kind of non-read receipts.
pub static REACTION: ReactionKind = ReactionKind {
    id: en("non-read-receipt"),
    title: "The non-read receipt, where the sender asked for a receipt and the owner deletes the message unread",
    page: crate::embedded::apart(embedded!("non_read_receipt.md")),
    suppressors: &[
        Suppressor::Suppress(Bit::Nrn),
        Suppressor::NullSender,
        Suppressor::NotInMailbox,
    ],
    check,
};

fn check(incoming: &Incoming) -> Result<Vec<Candidate>, Reason> {
    let (trigger, to) = requested(incoming)?;
    if !incoming.arrival.deleted_unread {
        return Err(Reason::new(en(
            "the owner does not delete the message unread: give `--deleted-unread` for that",
        )));
    }
    let done = (
        "deleted without being read",
        "automatic-action/MDN-sent-automatically; deleted",
    );
    Ok(vec![Candidate {
        what: en("non-read receipt").into(),
        token: "non-read-receipt",
        trigger,
        suppressed_by: Vec::new(),
        doubts: Vec::new(),
        message: receipt(incoming, &to, "Not read: ", "non-read-receipt", done),
    }])
}
