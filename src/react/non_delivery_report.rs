#![doc = include_str!("non_delivery_report.md")]

use super::builder::{Envelope, MessageBuilder};
use super::delivery_receipt::reporter;
use super::suppress::{Bit, Suppressor};
use super::{Candidate, Incoming, Notify, ReactionKind, Reason, Undeliverable};
use crate::i18n::en;

/// The kind of non-delivery reports.
pub static REACTION: ReactionKind = ReactionKind {
    id: en("non-delivery-report"),
    title: "The non-delivery report, where the message cannot be delivered",
    page: crate::embedded::apart(embedded!("non_delivery_report.md")),
    suppressors: &[
        Suppressor::Suppress(Bit::Ndr),
        Suppressor::NullSender,
        Suppressor::GroupReports,
        Suppressor::Notify(Notify::Failure),
    ],
    check,
};

fn check(incoming: &Incoming) -> Result<Vec<Candidate>, Reason> {
    let mut doubts = Vec::new();
    let trigger = match incoming.arrival.undeliverable {
        Some(Undeliverable::Full) => Reason::new("--undeliverable full"),
        Some(Undeliverable::Unknown) => Reason::new("--undeliverable unknown"),
        None => match incoming.doubt() {
            Some(doubt) => {
                doubts.push(doubt);
                Reason::new(en("a recipient whom the policy does not list"))
            }
            None => return Err(Reason::new(en("the message can be delivered"))),
        },
    };
    let full = incoming.arrival.undeliverable == Some(Undeliverable::Full);
    if !full && !incoming.is_from_inside() {
        doubts.push(Reason::new(en("whether the accepted domain is of the type InternalRelay: where it is Authoritative, Exchange Online refuses the message on arrival with 550 5.4.1, and the sender's own server makes the report")));
    }
    let (status, says) = if full {
        ("5.2.2", "The mailbox is full.")
    } else {
        ("5.1.10", "The address was not found.")
    };
    let builder = MessageBuilder::new(
        incoming,
        &Envelope {
            path: "",
            from: &reporter(incoming),
            to: &incoming.author,
            prefix: "Undeliverable: ",
            token: "ndr",
        },
    );
    let domain = incoming.to.rsplit_once('@').map_or("", |(_, d)| d);
    let message = builder.report(
        "delivery-status",
        &format!("Your message was not delivered to {}. {says}", incoming.to),
        &[
            ("Reporting-MTA", &format!("dns; {domain}")),
            ("", ""),
            ("Final-Recipient", &format!("rfc822; {}", incoming.to)),
            ("Action", "failed"),
            ("Status", status),
        ],
    );
    Ok(vec![Candidate {
        what: "NDR".into(),
        token: "ndr",
        trigger,
        suppressed_by: Vec::new(),
        doubts,
        message,
    }])
}
