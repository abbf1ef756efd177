#![doc = include_str!("non_read_receipt.md")]

use super::read_receipt::{asked, receipt};
use super::silence::{Bit, Silencer};
use super::{Case, Cause, Draft, Room};
use crate::i18n::en;

/// The room of non-read receipts.
pub static ROOM: Room = Room {
    id: "non-read-receipt",
    title: "The non-read receipt, where the sender asked for a receipt and the owner deletes the message unread",
    page: include_str!("non_read_receipt.md"),
    silencers: &[
        Silencer::Suppress(Bit::Nrn),
        Silencer::NullSender,
        Silencer::NotInMailbox,
    ],
    check,
};

fn check(case: &Case) -> Result<Vec<Draft>, Cause> {
    let (because, to) = asked(case)?;
    if !case.arrival.deleted_unread {
        return Err(Cause::told(en(
            "the owner does not delete the message unread: give `--deleted-unread` for that",
        )));
    }
    let done = (
        "deleted without being read",
        "automatic-action/MDN-sent-automatically; deleted",
    );
    Ok(vec![Draft {
        what: en("non-read receipt").into(),
        token: "non-read-receipt",
        because,
        silenced: Vec::new(),
        doubts: Vec::new(),
        mail: receipt(case, &to, "Not read: ", "non-read-receipt", done),
    }])
}
