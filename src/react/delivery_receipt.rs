#![doc = include_str!("delivery_receipt.md")]

use super::mail::{self, Envelope};
use super::silence::{Bit, Silencer};
use super::{Case, Cause, Draft, Notify, Room};
use crate::address;
use crate::i18n::en;

/// The room of delivery receipts.
pub static ROOM: Room = Room {
    id: "delivery-receipt",
    title: "The delivery receipt, where the sender asked for one",
    page: include_str!("delivery_receipt.md"),
    silencers: &[
        Silencer::Suppress(Bit::Dr),
        Silencer::NullSender,
        Silencer::Undeliverable,
    ],
    check,
};

/// The address from which Exchange reports on delivery, at the recipient's domain.
pub(super) fn reporter(case: &Case) -> String {
    let domain = case.to.rsplit_once('@').map_or("", |(_, d)| d);
    format!("MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@{domain}")
}

fn check(case: &Case) -> Result<Vec<Draft>, Cause> {
    let asked = case.arrival.notify.contains(&Notify::Success);
    let header = case.message.header("Return-Receipt-To");
    let (because, to) = match header {
        _ if asked => (Cause::told("--notify success"), case.author.clone()),
        Some(header) => {
            let to = address::list(&header.value).into_iter().next();
            (
                Cause::header(header),
                to.unwrap_or_else(|| case.author.clone()),
            )
        }
        None => {
            return Err(Cause::told(en(
                "the sender did not ask for one: no Return-Receipt-To, no `--notify success`",
            )));
        }
    };
    let message = mail::Letter::new(
        case,
        &Envelope {
            path: "",
            from: &reporter(case),
            to: &to,
            prefix: "Delivered: ",
            token: "delivery-receipt",
        },
    );
    let domain = case.to.rsplit_once('@').map_or("", |(_, d)| d);
    let mail = message.report(
        "delivery-status",
        &format!("Your message was delivered to {}.", case.to),
        &[
            ("Reporting-MTA", &format!("dns; {domain}")),
            ("", ""),
            ("Final-Recipient", &format!("rfc822; {}", case.to)),
            ("Action", "delivered"),
            ("Status", "2.0.0"),
        ],
    );
    Ok(vec![Draft {
        what: en("delivery receipt").into(),
        token: "delivery-receipt",
        because,
        silenced: Vec::new(),
        doubts: Vec::new(),
        mail,
    }])
}
