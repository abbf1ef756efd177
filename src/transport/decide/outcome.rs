//! Says what happens to a message for somebody who is really addressed, by the settings alone.

use crate::policy::Author;
use crate::transport::classify::Kind;
use crate::transport::hybrid;
use crate::transport::message_facts::MessageFacts;
use crate::transport::outcome::Outcome;
use crate::transport::resolve::{Addressee, End};
use crate::transport::responses;
use crate::transport::setting::{ApplicablePolicy, Ruling, Setting};
use crate::transport::settings::{CAN_STOP, WHO_MAY_WRITE};

/// What happens to a message for somebody who is really addressed. Allocates nothing.
#[must_use]
pub fn outcome(
    facts: &MessageFacts,
    addressee: &Addressee,
    author: &Author,
    applicable: &ApplicablePolicy,
) -> Outcome {
    by_settings(facts, addressee, author, applicable).0
}

/// The same, with what the first setting says that stops the message.
#[must_use]
pub fn by_settings<'p>(
    facts: &MessageFacts,
    addressee: &Addressee,
    author: &Author,
    applicable: &ApplicablePolicy<'p>,
) -> (Outcome, Option<Ruling<'p>>) {
    let stopped = rulings(facts, addressee, applicable).find(|ruling| ruling.stops().is_some());
    let outcome = match (addressee.end, stopped.as_ref().and_then(Ruling::stops)) {
        (End::Unknown(_), _) => Outcome::CannotTell,
        (End::NotFound, _) => not_found(author),
        (End::Reached | End::NotListed, Some(stopped)) => stopped,
        (End::Reached | End::NotListed, None) if addressee.accepted.is_some() => {
            internal(facts.kind, addressee, author)
        }
        (End::Reached | End::NotListed, None) => Outcome::Leaves,
    };
    (outcome, stopped)
}

/// What each setting says that is asked for an addressee, in Exchange's order.
pub fn rulings<'p>(
    facts: &MessageFacts,
    addressee: &Addressee,
    applicable: &ApplicablePolicy<'p>,
) -> impl Iterator<Item = Ruling<'p>> {
    let gates = gates(addressee).iter();
    gates.filter_map(|setting| (setting.check)(facts, applicable))
}

/// What happens to a message to an address inside that nobody has.
pub(super) fn not_found(author: &Author) -> Outcome {
    Outcome::Rejected(if author.inside {
        &responses::RECIPIENT_NOT_FOUND
    } else {
        &responses::RECIPIENT_DENIED
    })
}

/// The settings that are asked for an addressee: inside, only who may write to it counts, and what
/// out-of-office replies it gets where its mailbox is on premises.
pub(super) fn gates(addressee: &Addressee) -> &'static [&'static Setting] {
    match (addressee.accepted, addressee.hybrid) {
        (Some(_), Some(_)) => hybrid::GATES,
        (Some(_), _) => WHO_MAY_WRITE,
        (None, _) => CAN_STOP,
    }
}

/// What happens for a recipient inside: only an external OOF from an inside sender is dropped,
/// unless its mailbox is on premises.
pub(super) fn internal(kind: Kind, addressee: &Addressee, author: &Author) -> Outcome {
    if kind == Kind::OofExternal && author.inside && addressee.hybrid.is_none() {
        Outcome::Dropped(&responses::OOF_EXT_TO_INT)
    } else {
        Outcome::StaysInside
    }
}
