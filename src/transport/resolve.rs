//! Resolves a recipient to those who are really addressed: groups are expanded, forwarding is
//! followed, contacts are replaced, step by step.

mod walk;

use super::hybrid;
use super::responses::{self, Response};
use crate::address;
use crate::policy::domain::Match;
use crate::policy::group::GroupKind;
use crate::policy::mail_flow_rule::{Action, Does};
use crate::policy::{
    AcceptedDomain, Contact, ForwardingProperty, Group, MailFlowRule, Mailbox, Policy, Recipient,
    RemoteDomain,
};

/// Somebody who is really addressed, with what of the policy is for mail to them.
#[derive(Debug, Clone)]
pub struct Addressee<'p> {
    /// The address; `None` for that of the recipient as it is written.
    pub address: Option<&'p str>,
    /// The accepted domain, for one inside the organization.
    pub accepted: Option<&'p AcceptedDomain>,
    /// The remote domain, for one outside, and why it won.
    pub remote: Option<(&'p RemoteDomain, Match)>,
    /// The remote domain of a mail user inside whose mailbox is on premises.
    pub hybrid: Option<&'p RemoteDomain>,
    /// The mail contact or mail user whose own settings count.
    pub contact: Option<&'p Contact>,
    /// The last mailbox that forwards on the way here, and by which property.
    pub forwarding: Option<(&'p Mailbox, ForwardingProperty)>,
    /// The recipient of the policy that is reached, where one is listed.
    pub reached: Option<Recipient<'p>>,
    /// How the way goes from the recipient as written, in order.
    pub via: Vec<Step<'p>>,
    /// Whether anybody is reached.
    pub end: End<'p>,
}

/// A recipient that stands for others.
#[derive(Debug, Clone)]
pub struct Step<'p> {
    /// Its address, as it was addressed; a name where it has none.
    pub from: String,
    /// Why the message goes on.
    pub how: How<'p>,
}

/// Why a message goes on from a recipient.
#[derive(Debug, Clone, Copy)]
pub enum How<'p> {
    /// It is a group, and the next is a member.
    Member(&'p Group),
    /// It is a mailbox that forwards.
    Forwarding(&'p Mailbox, ForwardingProperty),
    /// It is a mail contact or mail user, and the next is its ExternalEmailAddress.
    External(&'p Contact),
    /// A mail flow rule sends the message on, or to others too.
    Rule(&'p MailFlowRule, &'p Action),
    /// It has a tag behind a `+`, and the next is the recipient without.
    Subaddress,
}

/// Whether anybody is reached.
#[derive(Debug, Clone, Copy)]
pub enum End<'p> {
    /// A recipient that the policy lists, or an address outside.
    Reached,
    /// An address inside that the policy does not list, as it need not list every mailbox.
    NotListed,
    /// An address inside that nobody has: the policy lists every recipient.
    NotFound,
    /// It cannot be told who is reached.
    Unknown(Doubt<'p>),
}

/// Why it cannot be told who is reached.
#[derive(Debug, Clone, Copy)]
pub enum Doubt<'p> {
    /// A property names somebody whom the policy does not list.
    Nobody(Naming<'p>),
    /// A property names several recipients.
    Several(Naming<'p>),
    /// The policy does not say who is in a group.
    Members(&'p Group),
    /// A group has no members.
    Empty(&'p Group),
    /// The policy does not say where the mail of a mail contact or mail user is sent.
    Target(&'p Contact),
    /// A filter chooses the members of a group when a message comes.
    Dynamic(&'p Group),
    /// Mailboxes forward to one another and none keeps the message.
    Loop(&'p Mailbox),
    /// More steps than are followed.
    TooFar,
}

/// A property that names a recipient.
#[derive(Debug, Clone, Copy)]
pub struct Naming<'p> {
    /// The name, in lower case.
    pub identity: &'p str,
    /// The property.
    pub property: &'static str,
    /// Its line of the policy.
    pub line: u32,
}

/// Those who are really addressed: at least one, or one that says why nobody is.
#[derive(Debug, Clone)]
pub struct Addressees<'p> {
    /// The first.
    pub first: Addressee<'p>,
    /// The others.
    pub others: Vec<Addressee<'p>>,
}

impl<'p> Addressees<'p> {
    /// All of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Addressee<'p>> {
        std::iter::once(&self.first).chain(&self.others)
    }

    /// The one who is the recipient as written, where the message stays there; else the first.
    #[must_use]
    pub fn into_own(self) -> Addressee<'p> {
        let mut others = self.others.into_iter();
        match self.first.address {
            None => self.first,
            Some(_) => others.find(|a| a.address.is_none()).unwrap_or(self.first),
        }
    }
}

/// Who is really addressed by a recipient (an address as compared), for an author inside the
/// organization or outside: what may not be written to by that one stands for nobody else. Allocates
/// nothing where a plain recipient stands for nobody else.
#[must_use]
pub fn resolve<'p>(policy: &'p Policy, recipient: &str, inside: bool) -> Addressees<'p> {
    let reached = policy.recipient_at(recipient);
    let plain = match reached {
        None => walk::without_tag(policy, recipient).is_none(),
        Some(Recipient::Mailbox(mailbox)) => mailbox.forwarding().is_none(),
        Some(Recipient::Contact(contact)) => contact.external.as_deref() == Some(recipient),
        Some(Recipient::Group(_)) => false,
    };
    if !plain {
        return walk::walk(policy, recipient, inside);
    }
    Addressees {
        first: Addressee::of(policy, recipient, None, reached),
        others: Vec::new(),
    }
}

impl<'p> IntoIterator for Addressees<'p> {
    type Item = Addressee<'p>;
    type IntoIter = std::iter::Chain<std::iter::Once<Self::Item>, std::vec::IntoIter<Self::Item>>;

    fn into_iter(self) -> Self::IntoIter {
        std::iter::once(self.first).chain(self.others)
    }
}

impl<'p> Addressee<'p> {
    /// The addressee with an address; `given` where that is another than the recipient as written.
    fn of(
        policy: &'p Policy,
        address: &str,
        given: Option<&'p str>,
        reached: Option<Recipient<'p>>,
    ) -> Self {
        let domain = address::domain(address);
        let accepted = policy.accepted_for(&domain);
        let remote = match accepted {
            Some(_) => None,
            None => policy.remote_for(&domain),
        };
        Self {
            address: given,
            accepted,
            remote,
            hybrid: accepted.and_then(|_| hybrid::remote_domain(policy, &domain, reached)),
            contact: match reached {
                Some(Recipient::Contact(contact)) => Some(contact),
                _ => None,
            },
            forwarding: None,
            reached,
            via: Vec::new(),
            end: match (accepted, reached) {
                (Some(_), None) if policy.all_recipients_listed => End::NotFound,
                (Some(_), None) => End::NotListed,
                _ => End::Reached,
            },
        }
    }

    /// The recipients of the policy on the way, and the one that is reached.
    pub fn passed(&self) -> impl Iterator<Item = Recipient<'p>> {
        let via = self.via.iter().filter_map(|step| step.how.recipient());
        via.chain(self.reached)
    }

    /// The recipient, on the way or at its end, that takes authenticated senders only: somebody
    /// outside may not write to it.
    #[must_use]
    pub fn closed(&self) -> Option<Recipient<'p>> {
        let mut passed = self.passed();
        passed.find(|r| r.restrictions().authenticated_only.value)
    }

    /// The remote domain of one outside, or of a mail user on premises.
    #[must_use]
    pub fn remote_domain(&self) -> Option<&'p RemoteDomain> {
        self.remote.map_or(self.hybrid, |(domain, _)| Some(domain))
    }

    /// The address that is really sent to, for a recipient as written.
    #[must_use]
    pub fn address_or<'a>(&'a self, recipient: &'a str) -> &'a str {
        self.address.unwrap_or(recipient)
    }
}

impl<'p> How<'p> {
    /// The recipient of the policy that stands for another.
    #[must_use]
    pub fn recipient(self) -> Option<Recipient<'p>> {
        match self {
            Self::Member(group) => Some(Recipient::Group(group)),
            Self::Forwarding(mailbox, _) => Some(Recipient::Mailbox(mailbox)),
            Self::External(contact) => Some(Recipient::Contact(contact)),
            Self::Rule(..) | Self::Subaddress => None,
        }
    }

    /// The property that says so, with its value and line; `None` for a subaddress.
    #[must_use]
    pub fn property(self) -> Option<(&'static str, &'p str, u32)> {
        match self {
            Self::Member(group) => {
                let line = group.members.as_ref().and_then(|m| m.line);
                Some(("Members", &group.name, line.unwrap_or(group.line)))
            }
            Self::Forwarding(mailbox, property) => {
                let (_, to) = mailbox.forwarding()?;
                Some((property.name(), &to.value, to.line.unwrap_or(mailbox.line)))
            }
            Self::External(contact) => {
                let external = contact.external.as_deref()?;
                Some(("ExternalEmailAddress", external, contact.line))
            }
            Self::Rule(_, action) => Some((action.name, &action.value, action.line)),
            Self::Subaddress => None,
        }
    }

    /// Whether the recipient that stands for another has a verdict, and so rows, of its own.
    #[must_use]
    pub fn has_own_verdict(self) -> bool {
        self.keeps_copy() || matches!(self, Self::Rule(..))
    }

    /// Whether the recipient that stands for another gets the message too.
    #[must_use]
    pub fn keeps_copy(self) -> bool {
        match self {
            Self::Member(group) => group.kind == GroupKind::Unified,
            Self::Forwarding(mailbox, _) => mailbox.deliver_and_forward,
            Self::Rule(_, action) => matches!(action.does, Does::Copy(_)),
            Self::External(_) | Self::Subaddress => false,
        }
    }

    /// What the trace logs for the recipient that stands for another, whose own row ends there.
    #[must_use]
    pub fn response(self) -> Option<&'static Response> {
        match self {
            Self::Member(group) if group.kind != GroupKind::Unified => {
                Some(&responses::GROUP_EXPANDED)
            }
            Self::Forwarding(mailbox, _) if !mailbox.deliver_and_forward => {
                Some(&responses::FORWARDED)
            }
            _ => None,
        }
    }
}

/// Why nobody is known to be reached is not compared.
impl PartialEq for End<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
    }
}
