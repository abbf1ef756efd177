//! Gathers what is known of an incoming message: from itself, from the policy, from the user.

use super::Reason;
use crate::address;
use crate::i18n::{Text, en};
use crate::mail::message::Message;
use crate::policy::group::GroupKind;
use crate::policy::{Group, Mailbox, Policy, Recipient, time};
use crate::transport::decide::unknown;
use crate::transport::facts::Basis;
use crate::transport::resolve::{Addressee, End, How, Step};
use crate::transport::settings::require_sender_authentication_enabled;
use std::borrow::Cow;
use std::sync::Arc;

/// Characters of a date that are shown where it is none.
const SHOWN: usize = 60;

/// What the user knows of the arrival beyond the message.
#[derive(Debug, Clone, Default)]
pub struct Arrival {
    /// `--from`: the envelope sender.
    pub from: Option<String>,
    /// `--to`.
    pub to: Vec<String>,
    /// `--at`, in seconds since 1970.
    pub at: Option<i64>,
    /// `--notify`: what the sender asked for in the envelope; empty where nothing was.
    pub notify: Vec<Notify>,
    /// `--junk`: the message was marked as spam.
    pub junk: bool,
    /// `--already-answered`: the sender got an out-of-office reply before.
    pub answered: bool,
    /// `--undeliverable`: the recipient cannot be delivered to, and why.
    pub undeliverable: Option<Undeliverable>,
    /// `--deleted-unread`: the owner deletes the message without reading it.
    pub deleted_unread: bool,
    /// `--forwarded-to`: the owner forwards the message by hand.
    pub forwarded_to: Option<String>,
    /// `--min-basis`: what rests on weaker facts cannot be told.
    pub min_basis: Option<Basis>,
    /// Whether nobody has the message: what a rule looks for in it may be there or not.
    pub unseen: bool,
}

/// A value of the NOTIFY parameter of RCPT TO (RFC 3461).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum Notify {
    /// No report at all
    Never,
    /// A report when it is delivered
    Success,
    /// A report when it cannot be delivered
    Failure,
}

/// Why a recipient cannot be delivered to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum Undeliverable {
    /// Nobody has the address
    Unknown,
    /// The mailbox is full
    Full,
}

/// An incoming message at one of its recipients.
#[derive(Debug)]
pub struct Incoming<'a, 'p> {
    pub(super) policy: &'p Policy,
    pub(super) message: &'a Message<'a>,
    pub(super) raw: Arc<[u8]>,
    pub(super) arrival: &'a Arrival,
    /// The envelope sender, as compared; empty for the null sender.
    pub(super) sender: String,
    /// The sender; where that is the null sender, the author whom the headers name.
    pub(super) author: String,
    /// The recipient, as compared.
    pub(super) to: String,
    /// The recipient's mailbox, where the policy lists it.
    pub(super) mailbox: Option<&'p Mailbox>,
    /// The recipients that stand for it, in order.
    pub(super) via: Vec<Step<'p>>,
    /// Whether anybody is reached.
    end: End<'p>,
    /// The recipient, on the way or at its end, to whom the sender may not write.
    closed: Option<Recipient<'p>>,
}

impl<'a, 'p> Incoming<'a, 'p> {
    pub(super) fn new(
        policy: &'p Policy,
        message: &'a Message<'a>,
        raw: &[u8],
        arrival: &'a Arrival,
    ) -> Self {
        let sender = match arrival.from.as_deref() {
            Some(from) if address::is_null_sender(from) => String::new(),
            Some(from) => address::normal(from),
            None => message.sender(),
        };
        Self {
            author: if sender.is_empty() {
                message.author()
            } else {
                sender.clone()
            },
            policy,
            message,
            raw: raw.into(),
            arrival,
            sender,
            to: String::new(),
            mailbox: None,
            via: Vec::new(),
            end: End::Reached,
            closed: None,
        }
    }

    /// Look at the message as it reaches a recipient.
    pub(super) fn set_recipient(
        &mut self,
        recipient: String,
        via: Vec<Step<'p>>,
        addressee: &Addressee<'p>,
    ) {
        self.mailbox = self.policy.mailbox(&recipient);
        self.to = recipient;
        self.via = via;
        self.end = addressee.end;
        self.closed = addressee.closed().filter(|_| !self.is_from_inside());
    }

    /// The group through which the message comes, the last one on the way.
    pub(super) fn group(&self) -> Option<&'p Group> {
        self.via.iter().rev().find_map(|step| match step.how {
            How::Member(group) => Some(group),
            _ => None,
        })
    }

    /// Whether the sender is inside the organization.
    #[must_use]
    pub fn is_from_inside(&self) -> bool {
        self.policy.is_accepted(&self.author)
    }

    /// Why no mailbox of the organization reacts, where that is so.
    pub(super) fn no_mailbox(&self) -> Option<Text> {
        if let Some(closed) = self.closed {
            let response = require_sender_authentication_enabled::response(closed);
            return Some(Text::of(
                en(
                    "no mailbox here gets the message from outside: {response} (RequireSenderAuthenticationEnabled, line {line} of the policy)",
                ),
                [
                    ("response", &response.code as &dyn std::fmt::Display),
                    ("line", &closed.line()),
                ],
            ));
        }
        match self.policy.recipient_at(&self.to) {
            Some(Recipient::Mailbox(_)) => return None,
            Some(Recipient::Group(group)) if group.kind != GroupKind::Unified => {
                return Some(match self.end {
                    End::Unknown(doubt) => unknown(doubt),
                    _ => en("a group, so no mailbox of its own reacts: the message goes on to its members").into(),
                });
            }
            Some(Recipient::Group(_)) => {
                return Some(en("a Microsoft 365 group, whose mailbox does not react").into());
            }
            Some(Recipient::Contact(contact)) => {
                if let Some(external) = contact.external.as_ref().filter(|to| **to != self.to) {
                    return Some(Text::of(
                        en(
                            "a mail contact or mail user, so no mailbox here reacts: the message goes on to {address}",
                        ),
                        [("address", external)],
                    ));
                }
            }
            None => {}
        }
        match self.end {
            End::Unknown(doubt) => Some(unknown(doubt)),
            End::NotFound => Some(en("nobody has this address: the policy lists every recipient (AllRecipientsListed)").into()),
            End::Reached | End::NotListed if !self.policy.is_accepted(&self.to) => {
                Some(en("outside the organization, so no mailbox here reacts").into())
            }
            End::Reached | End::NotListed => None,
        }
    }

    /// Whether an address is one of the recipient's.
    pub(super) fn is_owner(&self, address: &str) -> bool {
        address == self.to
            || self
                .mailbox
                .is_some_and(|m| m.addresses.iter().any(|a| a == address))
    }

    /// What would have to be known of the recipient: whether it is a mailbox at all. It is one if
    /// the policy lists it, as a mailbox or as the owner of a rule, or if the user says so.
    pub(super) fn doubt(&self) -> Option<Reason> {
        let listed = self.mailbox.is_some() || self.policy.rules_of(&self.to).next().is_some();
        let given = !self.arrival.to.is_empty() || self.arrival.undeliverable.is_some();
        (!listed && !given).then(|| {
            Reason::new(Text::with(
                en("whether there is a mailbox {to}: list it under `Mailboxes`, or give `--to {to}` or `--undeliverable unknown`"),
                vec![("to", self.to.clone())],
            ))
        })
    }

    /// The subject as it is shown; empty where there is none.
    pub(super) fn subject(&self) -> Cow<'_, str> {
        let subject = self.message.header("Subject");
        subject.map_or(Cow::Borrowed(""), |h| h.text())
    }

    /// When the message arrives, in seconds since 1970: as the user says, else the topmost
    /// Received, else Date.
    pub(super) fn time(&self) -> Option<i64> {
        let mut dates = self.dates();
        self.arrival
            .at
            .or_else(|| dates.find_map(|(_, date)| time::of_header(date)))
    }

    /// The headers that would say when the message arrives, but whose dates are none.
    pub(super) fn undated(&self) -> Vec<Text> {
        if self.arrival.at.is_some() {
            return Vec::new();
        }
        let none = self
            .dates()
            .take_while(|(_, date)| time::of_header(date).is_none());
        none.map(|(name, date)| {
            let date = date.trim().chars().take(SHOWN).collect();
            Text::with(
                en("its {name} has no valid date: `{date}`"),
                vec![("name", name.to_owned()), ("date", date)],
            )
        })
        .collect()
    }

    /// The dates that headers give, the better ones first.
    fn dates(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let header = |name| self.message.header(name).map(|h| &*h.value);
        let received = header("Received").and_then(|value| value.rsplit_once(';'));
        let received = received.map(|(_, date)| ("Received", date));
        received
            .into_iter()
            .chain(header("Date").map(|date| ("Date", date)))
    }
}
