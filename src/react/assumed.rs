//! Predicts what a message triggers that nobody has: who sends it to whom is all that is known.

use super::{Arrival, MessageReactions};
use crate::address;
use crate::evaluate::assumed::NAME;
use crate::i18n::en;
use crate::policy::Policy;

/// What is assumed of the message, beside its sender and recipients.
pub const ASSUMED: &str = en(
    "no message is given: assumed is a personal one to these recipients in To, which asks for no receipt; what is in it is not known",
);

/// Predict what a message triggers at the recipients of `arrival`, from its sender.
#[must_use]
pub fn react<'p>(policy: &'p Policy, arrival: &Arrival) -> MessageReactions<'p> {
    let from = arrival.from.as_deref().unwrap_or_default();
    let from = match address::is_null_sender(from) {
        true => String::new(),
        false => format!("From: <{}>\r\n", address::normal(from)),
    };
    let to = arrival
        .to
        .iter()
        .map(|to| format!("<{}>", address::normal(to)));
    let to: Vec<String> = to.collect();
    let message = format!(
        "{from}To: {}\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n",
        to.join(",\r\n ")
    );
    let arrival = Arrival {
        unseen: true,
        ..arrival.clone()
    };
    super::react(policy, NAME, message.as_bytes(), &arrival)
}
