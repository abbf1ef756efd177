#![doc = include_str!("non_delivery_report.md")]

use super::delivery_receipt::reporter;
use super::mail::{self, Envelope};
use super::silence::{Bit, Silencer};
use super::{Case, Cause, Draft, Notify, Room, Undeliverable};
use crate::i18n::en;

/// The room of non-delivery reports.
pub static ROOM: Room = Room {
    id: "non-delivery-report",
    title: "The non-delivery report, where the message cannot be delivered",
    page: include_str!("non_delivery_report.md"),
    silencers: &[
        Silencer::Suppress(Bit::Ndr),
        Silencer::NullSender,
        Silencer::Notify(Notify::Failure),
    ],
    check,
};

fn check(case: &Case) -> Result<Vec<Draft>, Cause> {
    let mut doubts = Vec::new();
    let because = match case.arrival.undeliverable {
        Some(Undeliverable::Full) => Cause::told("--undeliverable full"),
        Some(Undeliverable::Unknown) => Cause::told("--undeliverable unknown"),
        None => match case.doubt() {
            Some(doubt) => {
                doubts.push(doubt);
                Cause::told(en("a recipient whom the policy does not list"))
            }
            None => return Err(Cause::told(en("the message can be delivered"))),
        },
    };
    let full = case.arrival.undeliverable == Some(Undeliverable::Full);
    if !full && !case.inside() {
        doubts.push(Cause::told(en("whether the accepted domain is of the type InternalRelay: where it is Authoritative, Exchange Online refuses the message at the door with 550 5.4.1, and the report is made by the sender's own server")));
    }
    let (status, says) = if full {
        ("5.2.2", "The mailbox is full.")
    } else {
        ("5.1.10", "The address was not found.")
    };
    let message = mail::Letter::new(
        case,
        &Envelope {
            path: "",
            from: &reporter(case),
            to: &case.author,
            prefix: "Undeliverable: ",
            token: "ndr",
        },
    );
    let domain = case.to.rsplit_once('@').map_or("", |(_, d)| d);
    let mail = message.report(
        "delivery-status",
        &format!("Your message was not delivered to {}. {says}", case.to),
        &[
            ("Reporting-MTA", &format!("dns; {domain}")),
            ("", ""),
            ("Final-Recipient", &format!("rfc822; {}", case.to)),
            ("Action", "failed"),
            ("Status", status),
        ],
    );
    Ok(vec![Draft {
        what: "NDR".into(),
        token: "ndr",
        because,
        silenced: Vec::new(),
        doubts,
        mail,
    }])
}
