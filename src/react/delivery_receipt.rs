#![doc = include_str!("delivery_receipt.md")]

use super::builder::{Envelope, MessageBuilder};
use super::suppress::{Bit, Suppressor};
use super::{Candidate, Incoming, Notify, ReactionKind, Reason};
use crate::address;
use crate::i18n::en;

/// The kind of delivery receipts.
pub static REACTION: ReactionKind = ReactionKind {
    id: en("delivery-receipt"),
    title: "The delivery receipt, where the sender asked for one",
    page: crate::embedded::apart(embedded!("delivery_receipt.md")),
    suppressors: &[
        Suppressor::Suppress(Bit::Dr),
        Suppressor::NullSender,
        Suppressor::GroupReports,
        Suppressor::Undeliverable,
    ],
    check,
};

/// The address from which Exchange reports on delivery, at the recipient's domain.
pub(super) fn reporter(incoming: &Incoming) -> String {
    let domain = incoming.to.rsplit_once('@').map_or("", |(_, d)| d);
    format!("MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@{domain}")
}

fn check(incoming: &Incoming) -> Result<Vec<Candidate>, Reason> {
    let requested = incoming.arrival.notify.contains(&Notify::Success);
    let header = incoming.message.header("Return-Receipt-To");
    let (trigger, to) = match header {
        _ if requested => (Reason::new("--notify success"), incoming.author.clone()),
        Some(header) => {
            let to = address::list(&header.value).into_iter().next();
            (
                Reason::header(header),
                to.unwrap_or_else(|| incoming.author.clone()),
            )
        }
        None => {
            return Err(Reason::new(en(
                "the sender did not ask for one: no Return-Receipt-To, no `--notify success`",
            )));
        }
    };
    let builder = MessageBuilder::new(
        incoming,
        &Envelope {
            path: "",
            from: &reporter(incoming),
            to: &to,
            prefix: "Delivered: ",
            token: "delivery-receipt",
        },
    );
    let domain = incoming.to.rsplit_once('@').map_or("", |(_, d)| d);
    let message = builder.report(
        "delivery-status",
        &format!("Your message was delivered to {}.", incoming.to),
        &[
            ("Reporting-MTA", &format!("dns; {domain}")),
            ("", ""),
            ("Final-Recipient", &format!("rfc822; {}", incoming.to)),
            ("Action", "delivered"),
            ("Status", "2.0.0"),
        ],
    );
    Ok(vec![Candidate {
        what: en("delivery receipt").into(),
        token: "delivery-receipt",
        trigger,
        suppressed_by: Vec::new(),
        doubts: Vec::new(),
        message,
    }])
}
