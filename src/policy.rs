//! Holds the tenant's policy as it takes effect: every setting with its value and, where it was
//! written, its line.

mod accepted_domain;
mod admin_words;
pub mod charset;
pub mod connector;
mod contact;
mod de;
pub mod directory;
pub mod document;
pub mod domain;
pub mod edit;
pub mod encoding;
pub mod error;
mod exceptions;
mod exported;
pub mod group;
pub mod inbox_rule;
pub mod known;
pub mod literal;
pub mod mail_flow_rule;
pub mod mailbox;
pub mod membership;
pub mod organization;
pub mod outbound_policy;
pub(crate) mod problems;
pub mod read;
pub mod recipient;
pub mod remote_domain;
pub mod scenario;
pub mod schema;
pub mod sections;
mod shape;
pub mod time;
pub mod unmodelled;
pub mod value;
pub mod what_if;
mod written;

use crate::address;
pub use accepted_domain::{AcceptedDomain, DomainType};
pub use contact::{Contact, MessageBodyFormat, MessageFormat, UseMapiRichText};
use domain::{Match, Table};
pub use error::Error;
pub use group::Group;
pub use inbox_rule::InboxRule;
pub use literal::Literal;
pub use mail_flow_rule::MailFlowRule;
pub use mailbox::{
    AutoReplyState, ExternalAudience, ExternalOofOptions, ForwardingProperty, Mailbox,
    OutlookFormat,
};
pub use membership::AssumedSender;
pub use outbound_policy::{AutoForwardingMode, OutboundPolicy, Scope};
pub use problems::Found;
pub use recipient::Recipient;
pub use remote_domain::{AllowedOofType, ByteEncoder, ContentType, PARAMETERS, RemoteDomain};
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;
pub use strum::VariantArray;

/// A value and the line of the policy that gave it; `None` where it is the tenant's default.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sourced<T> {
    /// The value that takes effect.
    pub value: T,
    /// 1-based line, `None` for a default.
    pub line: Option<u32>,
}

/// A value that the cmdlets write as one of some words.
pub trait CmdletEnum: Into<&'static str> {
    /// The cmdlet's word.
    #[must_use]
    fn word(self) -> &'static str {
        self.into()
    }
}

impl<T: Into<&'static str>> CmdletEnum for T {}

/// A tenant's policy in effect.
#[derive(Debug, Clone, Default)]
pub struct Policy {
    /// The file as the user named it.
    pub file: String,
    /// Accepted domains, as written.
    pub accepted_domains: Vec<AcceptedDomain>,
    /// Pattern to place in `accepted_domains`.
    pub accepted: Table<usize>,
    /// Remote domains, as written.
    pub remote_domains: Vec<RemoteDomain>,
    /// Pattern to place in `remote_domains`.
    pub remote: Table<usize>,
    /// Outbound policies in the order in which they are asked.
    pub outbound: Vec<OutboundPolicy>,
    /// Whom they are for.
    pub outbound_of: outbound_policy::Table,
    /// Who is in the groups that they name.
    pub memberships: membership::Memberships,
    /// Contacts, as written.
    pub contacts: Vec<Contact>,
    /// Mailboxes, as written.
    pub mailboxes: Vec<Mailbox>,
    /// Groups, as written.
    pub groups: Vec<Group>,
    /// Contacts, mailboxes and groups by their identities.
    pub directory: directory::Directory,
    /// Inbox rules of all mailboxes, in the order in which they run.
    pub inbox_rules: Vec<InboxRule>,
    /// Places in `inbox_rules` by the address of the mailbox.
    pub inbox_rules_of: FxHashMap<String, Vec<usize>>,
    /// JournalingReportNdrTo of Get-TransportConfig, lower case; empty where it is `<>`.
    pub journaling_report_ndr_to: Option<Sourced<String>>,
    /// Mail flow rules, in the order in which they run.
    pub mail_flow_rules: Vec<MailFlowRule>,
    /// Whether it lists every recipient of the organization.
    pub all_recipients_listed: bool,
    /// Whether an address with a tag behind a `+` is another recipient's than the one without.
    pub plus_addressing_off: bool,
    /// What concerns mail that devices hand in.
    pub submission: organization::Submission,
}

/// Who wrote a message, as far as the policy knows.
#[derive(Debug, Clone, Copy)]
pub struct Author<'p> {
    /// The author's mailbox.
    pub mailbox: Option<&'p Mailbox>,
    /// Whether the author is inside the organization.
    pub inside: bool,
}

impl Policy {
    /// Whether an address is inside the organization.
    #[must_use]
    pub fn is_accepted(&self, address: &str) -> bool {
        self.accepted_for(&address::domain(address)).is_some()
    }

    /// The accepted domain for a domain (as [`address::domain`] gives it).
    #[must_use]
    pub fn accepted_for(&self, domain: &str) -> Option<&AcceptedDomain> {
        let (index, _) = self.accepted.find(domain)?;
        self.accepted_domains.get(*index)
    }

    /// The remote domain for a domain (as [`address::domain`] gives it) and why it won.
    #[must_use]
    pub fn remote_for(&self, domain: &str) -> Option<(&RemoteDomain, Match)> {
        let (index, how) = self.remote.find(domain)?;
        self.remote_domains.get(*index).map(|d| (d, how))
    }

    /// The mailbox with an address (lower case).
    #[must_use]
    pub fn mailbox(&self, address: &str) -> Option<&Mailbox> {
        match self.recipient_at(address)? {
            Recipient::Mailbox(mailbox) => Some(mailbox),
            _ => None,
        }
    }

    /// The inbox rules of the mailbox with an address (lower case), in the order in which they run.
    pub fn rules_of(&self, address: &str) -> impl Iterator<Item = &InboxRule> {
        let own = self.mailbox(address).map_or(&[][..], |m| &m.addresses);
        let own = own.iter().map(String::as_str).chain([address]);
        let places = own.filter_map(|a| self.inbox_rules_of.get(a));
        let places: BTreeSet<usize> = places.flatten().copied().collect();
        let rules = places.into_iter();
        rules.filter_map(|place| self.inbox_rules.get(place))
    }

    /// The mail contact or mail user with an address (lower case).
    #[must_use]
    pub fn contact(&self, address: &str) -> Option<&Contact> {
        match self.recipient_at(address)? {
            Recipient::Contact(contact) => Some(contact),
            _ => None,
        }
    }

    /// Who a sender (lower case) is.
    #[must_use]
    pub fn author(&self, sender: &str) -> Author<'_> {
        Author {
            mailbox: self.mailbox(sender),
            inside: self.is_accepted(sender),
        }
    }

    /// The outbound spam policy that applies to a sender (lower case).
    #[must_use]
    pub fn outbound_for(&self, sender: &str) -> Option<&OutboundPolicy> {
        self.outbound.get(self.outbound_index(sender)?)
    }

    /// The place of that policy in `outbound`.
    #[must_use]
    pub fn outbound_index(&self, sender: &str) -> Option<usize> {
        self.outbound_of
            .find(&self.outbound, sender, self.groups_of(sender))
    }

    /// The place of the policy that applies to a sender who is taken to be in some groups; `known` is
    /// the one that applies if they are in none of them.
    #[must_use]
    pub fn outbound_index_assumed(
        &self,
        sender: &AssumedSender,
        known: Option<usize>,
    ) -> Option<usize> {
        if sender.member_of.is_empty() || !self.is_accepted(&sender.address) {
            return known;
        }
        if self.says_groups_of(&sender.address) {
            return known;
        }
        let taken = self.memberships.unknown_among(&sender.member_of);
        self.outbound_with(&sender.address, &taken, known)
    }

    /// The outbound spam policy that applies to a sender who is taken to be in some groups.
    #[must_use]
    pub fn outbound_for_assumed(&self, sender: &AssumedSender) -> Option<&OutboundPolicy> {
        let known = self.outbound_index(&sender.address);
        let at = self.outbound_index_assumed(sender, known)?;
        self.outbound.get(at)
    }

    /// Whether the mailbox of a sender says in which groups it is: it is in no others.
    #[must_use]
    pub fn says_groups_of(&self, sender: &str) -> bool {
        self.mailbox(sender)
            .is_some_and(|m| !m.member_of.is_empty())
    }

    /// The groups of which the policy says that a sender is in them.
    fn groups_of(&self, sender: &str) -> [&[String]; 2] {
        let mailbox = self.mailbox(sender);
        let said = mailbox.map_or(&[][..], |m| m.member_of.as_slice());
        [said, self.memberships.of(sender)]
    }

    /// The place of the policy that applies to a sender (lower case) who is in some more groups than
    /// the policy says.
    fn outbound_with(&self, sender: &str, more: &[&str], known: Option<usize>) -> Option<usize> {
        let groups = self.groups_of(sender);
        self.outbound_of
            .find_with(&self.outbound, sender, (groups, more), known)
    }

    /// The outbound spam policies that apply to a sender (lower case) instead if they are in groups
    /// of which the policy does not say who is in them.
    #[must_use]
    pub fn outbound_if_member(&self, sender: &str) -> Vec<&OutboundPolicy> {
        let unknown = self.memberships.unknown();
        if unknown.is_empty() || !self.is_accepted(sender) || self.says_groups_of(sender) {
            return Vec::new();
        }
        let certain = self.outbound_index(sender);
        let mut places = BTreeSet::new();
        let unknown: Vec<&str> = unknown.iter().map(String::as_str).collect();
        for groups in membership::assumptions(&unknown) {
            let found = self.outbound_with(sender, &groups, certain);
            places.extend(found.filter(|_| found != certain));
        }
        let places = places.into_iter();
        places.filter_map(|at| self.outbound.get(at)).collect()
    }

    /// Names of the parameters that the policy gives and that are not simulated, in order.
    #[must_use]
    pub fn not_simulated(&self) -> Vec<&'static str> {
        let mut names: Vec<&str> = Vec::new();
        for (name, _) in self.remote_domains.iter().flat_map(|d| &d.others) {
            if !names.contains(name) {
                names.push(name);
            }
        }
        names
    }
}
