//! Holds the tenant's policy as it takes effect: every setting with its value and, where it was
//! written, its line.

pub mod charset;
pub mod domain;
pub mod error;
pub(crate) mod fields;
pub mod mailbox;
pub mod mailbox_rules;
pub mod node;
pub(crate) mod object;
pub mod outbound;
pub mod parameter;
pub(crate) mod phrases;
pub(crate) mod problems;
pub mod read;
mod recipients;
pub mod sections;
pub mod submission;
mod tenant;
pub mod time;
mod typed;

use crate::address;
use domain::{Match, Pattern, Table};
pub use error::Error;
pub use mailbox::Mailbox;
pub use mailbox_rules::InboxRule;
pub use outbound::{OutboundPolicy, Scope};
use parameter::Literal;
pub use problems::Found;
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

/// A value and the line of the policy that gave it; `None` where it is the tenant's default.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sourced<T> {
    /// The value that takes effect.
    pub value: T,
    /// 1-based line, `None` for a default.
    pub line: Option<u32>,
}

/// A value that the cmdlets write as one of some words.
pub trait CmdletEnum: Copy + PartialEq + 'static {
    /// Every value.
    const ALL: &'static [Self];
    /// Every word, in the same order.
    const WORDS: &'static [&'static str];

    /// The cmdlet's word.
    #[must_use]
    fn word(self) -> &'static str {
        let mut both = Self::ALL.iter().zip(Self::WORDS);
        both.find(|(v, _)| **v == self).map_or("", |(_, w)| *w)
    }

    /// The value of a word as [`Self::WORDS`] spells it.
    #[must_use]
    fn from_word(word: &str) -> Option<Self> {
        let mut both = Self::ALL.iter().zip(Self::WORDS);
        both.find(|(_, w)| **w == word).map(|(v, _)| *v)
    }
}

/// Declares an enum whose values are the cmdlet's own words.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($variant:ident $word:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $(#[doc = concat!("`", $word, "`")] $variant),* }
        impl CmdletEnum for $name {
            const ALL: &'static [Self] = &[$(Self::$variant),*];
            const WORDS: &'static [&'static str] = &[$($word),*];
        }
    };
}

words! {
    /// Which out-of-office replies may go to a remote domain.
    AllowedOofType { None "None", External "External", ExternalLegacy "ExternalLegacy", InternalLegacy "InternalLegacy" }
}
words! {
    /// What the outbound spam policy does with automatic forwarding; Automatic means Off today.
    AutoForwardingMode { Automatic "Automatic", On "On", Off "Off" }
}
words! {
    /// The body that leaves when the message is not TNEF.
    ContentType { MimeHtmlText "MimeHtmlText", MimeText "MimeText", MimeHtml "MimeHtml" }
}
words! {
    /// Transfer encoding of text that fits 7 bits.
    ByteEncoder {
        Undefined "Undefined", Use7Bit "Use7Bit", UseQp "UseQP", UseBase64 "UseBase64",
        UseQpHtmlDetectTextPlain "UseQPHtmlDetectTextPlain",
        UseBase64HtmlDetectTextPlain "UseBase64HtmlDetectTextPlain",
        UseQpHtml7BitTextPlain "UseQPHtml7BitTextPlain",
        UseBase64Html7BitTextPlain "UseBase64Html7BitTextPlain",
    }
}
words! {
    /// To whom a mailbox sends its external out-of-office reply.
    ExternalAudience { None "None", Known "Known", All "All" }
}
words! {
    /// Whether a mailbox answers that its owner is away.
    AutoReplyState { Disabled "Disabled", Enabled "Enabled", Scheduled "Scheduled" }
}
words! {
    /// A contact's own word on Outlook rich text.
    UseMapiRichText { UseDefaultSettings "UseDefaultSettings", Always "Always", Never "Never" }
}
words! {
    /// The sender's Outlook choice for rich text messages to the Internet.
    OutlookFormat { Html "Html", PlainText "PlainText", RichText "RichText" }
}

/// A remote domain with its effective settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoteDomain {
    /// Name, or the domain where none is given.
    pub name: String,
    /// Which recipient domains it is for.
    pub pattern: Pattern,
    /// Line of the entry.
    pub line: u32,
    /// AllowedOOFType.
    pub allowed_oof_type: Sourced<AllowedOofType>,
    /// IsInternal.
    pub is_internal: Sourced<bool>,
    /// AutoReplyEnabled.
    pub auto_reply_enabled: Sourced<bool>,
    /// AutoForwardEnabled.
    pub auto_forward_enabled: Sourced<bool>,
    /// DeliveryReportEnabled.
    pub delivery_report_enabled: Sourced<bool>,
    /// NDREnabled.
    pub ndr_enabled: Sourced<bool>,
    /// MeetingForwardNotificationEnabled.
    pub meeting_forward_notification_enabled: Sourced<bool>,
    /// TNEFEnabled: always, never, or (none) as the user chose.
    pub tnef_enabled: Sourced<Option<bool>>,
    /// ContentType.
    pub content_type: Sourced<ContentType>,
    /// CharacterSet, lower case; empty leaves text unnamed.
    pub character_set: Sourced<String>,
    /// NonMimeCharacterSet, lower case; empty leaves text unnamed.
    pub non_mime_character_set: Sourced<String>,
    /// LineWrapSize in characters; `None` is Unlimited.
    pub line_wrap_size: Sourced<Option<u16>>,
    /// ByteEncoderTypeFor7BitCharsets.
    pub byte_encoder: Sourced<ByteEncoder>,
    /// PreferredInternetCodePageForShiftJis: 50220, 50221, 50222 or undefined.
    pub shift_jis_code_page: Sourced<Option<u16>>,
    /// RequiredCharsetCoverage in percent.
    pub required_charset_coverage: Sourced<Option<u8>>,
    /// DisplaySenderName.
    pub display_sender_name: Sourced<bool>,
    /// UseSimpleDisplayName.
    pub use_simple_display_name: Sourced<bool>,
    /// Parameters that are not simulated, as written.
    pub others: Vec<(&'static str, Sourced<Literal>)>,
}

/// An accepted domain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AcceptedDomain {
    /// Which domains it accepts: exact, or with all subdomains.
    pub pattern: Pattern,
    /// Line of the entry.
    pub line: u32,
}

/// A mail contact or mail user.
#[derive(Debug, Clone)]
pub struct Contact {
    /// All its addresses, the external one last; lower case.
    pub addresses: Vec<String>,
    /// Where its mail is really sent, lower case.
    pub external: String,
    /// UseMapiRichTextFormat.
    pub rich_text: Sourced<UseMapiRichText>,
    /// Line of the entry.
    pub line: u32,
}

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
    pub outbound_of: outbound::Table,
    /// Contacts, as written.
    pub contacts: Vec<Contact>,
    /// Place in `contacts` by address.
    pub contact_of: FxHashMap<String, usize>,
    /// Mailboxes, as written.
    pub mailboxes: Vec<Mailbox>,
    /// Place in `mailboxes` by address.
    pub mailbox_of: FxHashMap<String, usize>,
    /// Inbox rules of all mailboxes, in the order in which they run.
    pub inbox_rules: Vec<InboxRule>,
    /// Places in `inbox_rules` by the address of the mailbox.
    pub inbox_rules_of: FxHashMap<String, Vec<usize>>,
    /// What concerns mail that devices hand in.
    pub submission: submission::Submission,
}

/// Where mail to a recipient goes, and what of the policy is for it.
#[derive(Debug, Clone, Copy)]
pub struct Route<'p> {
    /// The address that it is really sent to, if that is another.
    pub sent_to: Option<&'p str>,
    /// The accepted domain, for a recipient inside the organization.
    pub accepted: Option<&'p AcceptedDomain>,
    /// The remote domain, for a recipient outside, and why it won.
    pub remote: Option<(&'p RemoteDomain, Match)>,
    /// The recipient's contact, where its own word counts.
    pub contact: Option<&'p Contact>,
    /// The recipient's mailbox, whose forwarding sends it on.
    pub forwarded_by: Option<&'p Mailbox>,
    /// Where the recipient's mailbox sends a copy and keeps the message.
    pub copy_to: Option<&'p str>,
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
        let index = self.mailbox_of.get(address)?;
        self.mailboxes.get(*index)
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
        let index = self.contact_of.get(address)?;
        self.contacts.get(*index)
    }

    /// Where mail to a recipient (lower case) goes: a contact's external address, or the address
    /// outside to which an admin forwards the mailbox.
    #[must_use]
    pub fn route(&self, recipient: &str) -> Route<'_> {
        let contact = self.contact(recipient);
        let mut route = Route {
            sent_to: contact
                .map(|c| c.external.as_str())
                .filter(|e| *e != recipient),
            accepted: None,
            remote: None,
            contact,
            forwarded_by: None,
            copy_to: None,
        };
        if let Some(mailbox) = self.mailbox(recipient)
            && let Some(forwarding) = &mailbox.forwarding
        {
            if mailbox.deliver_and_forward {
                route.copy_to = Some(&forwarding.value);
            } else if !self.is_accepted(&forwarding.value) {
                route.sent_to = Some(&forwarding.value);
                route.contact = None;
                route.forwarded_by = Some(mailbox);
            }
        }
        let domain = address::domain(route.sent_to.unwrap_or(recipient));
        route.accepted = self.accepted_for(&domain);
        if route.accepted.is_none() {
            route.remote = self.remote_for(&domain);
        }
        route
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
        let groups = self.mailbox(sender);
        let groups = groups.map_or(&[][..], |m| m.member_of.as_slice());
        self.outbound_of.find(&self.outbound, sender, groups)
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
