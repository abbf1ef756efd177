//! Holds the tenant's policy as it takes effect: every setting with its value and, where it was
//! written, its line.

pub mod domain;
pub mod node;
pub mod read;

use domain::{Pattern, Table};
use std::collections::HashMap;

/// A value and the line of the policy that gave it; `None` where it is the tenant's default.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Set<T> {
    /// The value that takes effect.
    pub value: T,
    /// 1-based line, `None` for a default.
    pub line: Option<u32>,
}

/// Declares an enum whose values are the cmdlet's own words.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($variant:ident $word:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name { $(#[doc = concat!("`", $word, "`")] $variant),* }
        impl $name {
            /// Every value.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];
            /// The cmdlet's word.
            #[must_use]
            pub fn word(self) -> &'static str { match self { $(Self::$variant => $word),* } }
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
    /// A contact's own word on Outlook rich text.
    UseMapiRichText { UseDefaultSettings "UseDefaultSettings", Always "Always", Never "Never" }
}
words! {
    /// The sender's Outlook choice for rich text messages to the Internet.
    OutlookFormat { Html "Html", PlainText "PlainText", RichText "RichText" }
}

/// A remote domain with its effective settings.
#[derive(Debug, Clone)]
pub struct RemoteDomain {
    /// Name, or the domain where none is given.
    pub name: String,
    /// Which recipient domains it is for.
    pub pattern: Pattern,
    /// Line of the entry.
    pub line: u32,
    /// AllowedOOFType.
    pub allowed_oof_type: Set<AllowedOofType>,
    /// IsInternal.
    pub is_internal: Set<bool>,
    /// AutoReplyEnabled.
    pub auto_reply_enabled: Set<bool>,
    /// AutoForwardEnabled.
    pub auto_forward_enabled: Set<bool>,
    /// DeliveryReportEnabled.
    pub delivery_report_enabled: Set<bool>,
    /// NDREnabled.
    pub ndr_enabled: Set<bool>,
    /// MeetingForwardNotificationEnabled.
    pub meeting_forward_notification_enabled: Set<bool>,
    /// TNEFEnabled: always, never, or (none) as the user chose.
    pub tnef_enabled: Set<Option<bool>>,
    /// ContentType.
    pub content_type: Set<ContentType>,
    /// CharacterSet, lower case; empty leaves text unnamed.
    pub character_set: Set<String>,
    /// NonMimeCharacterSet, lower case; empty leaves text unnamed.
    pub non_mime_character_set: Set<String>,
    /// LineWrapSize in characters; `None` is Unlimited.
    pub line_wrap_size: Set<Option<u16>>,
    /// ByteEncoderTypeFor7BitCharsets.
    pub byte_encoder: Set<ByteEncoder>,
    /// PreferredInternetCodePageForShiftJis: 50220, 50221, 50222 or undefined.
    pub shift_jis_code_page: Set<Option<u16>>,
    /// RequiredCharsetCoverage in percent.
    pub required_charset_coverage: Set<Option<u8>>,
    /// DisplaySenderName.
    pub display_sender_name: Set<bool>,
    /// UseSimpleDisplayName.
    pub use_simple_display_name: Set<bool>,
}

/// An outbound spam policy, with the scope of its rule.
#[derive(Debug, Clone)]
pub struct OutboundPolicy {
    /// Its name.
    pub name: String,
    /// Line of the entry.
    pub line: u32,
    /// AutoForwardingMode.
    pub mode: Set<AutoForwardingMode>,
    /// Enabled.
    pub enabled: bool,
    /// Lower is asked first; the default policy has none and is asked last.
    pub priority: Option<i64>,
    /// Whom it is for.
    pub scope: Scope,
    /// Who is excepted.
    pub except: Scope,
}

/// Senders named by a rule; lower case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scope {
    /// From.
    pub from: Vec<String>,
    /// FromMemberOf.
    pub member_of: Vec<String>,
    /// SenderDomainIs.
    pub domains: Vec<String>,
}

impl Scope {
    fn is_empty(&self) -> bool {
        self.from.is_empty() && self.member_of.is_empty() && self.domains.is_empty()
    }

    /// Whether every kind of condition that is given holds (as for a rule's conditions).
    fn holds(&self, sender: &str, groups: &[String], all: bool) -> bool {
        let domain = domain::of(sender);
        let tests = [
            (&self.from, self.from.iter().any(|f| f == sender)),
            (
                &self.member_of,
                self.member_of.iter().any(|g| groups.contains(g)),
            ),
            (&self.domains, self.domains.iter().any(|d| *d == domain)),
        ];
        let mut given = tests.iter().filter(|(list, _)| !list.is_empty());
        if all {
            given.all(|(_, hit)| *hit)
        } else {
            given.any(|(_, hit)| *hit)
        }
    }
}

/// A mail contact or mail user.
#[derive(Debug, Clone)]
pub struct Contact {
    /// Where its mail is really sent, lower case.
    pub external: String,
    /// UseMapiRichTextFormat.
    pub rich_text: Set<UseMapiRichText>,
    /// Line of the entry.
    pub line: u32,
}

/// A mailbox of the tenant.
#[derive(Debug, Clone)]
pub struct Mailbox {
    /// Line of the entry.
    pub line: u32,
    /// ExternalAudience.
    pub external_audience: Set<ExternalAudience>,
    /// The sender's Outlook Internet format.
    pub outlook_format: Set<OutlookFormat>,
    /// Groups it belongs to, lower case (for FromMemberOf).
    pub member_of: Vec<String>,
    /// External address an admin forwards the mailbox to, lower case.
    pub forwarding: Option<Set<String>>,
    /// DeliverToMailboxAndForward.
    pub deliver_and_forward: bool,
}

/// A tenant's policy in effect.
#[derive(Debug, Clone, Default)]
pub struct Policy {
    /// The file as the user named it.
    pub file: String,
    /// Accepted domains.
    pub accepted: Table<()>,
    /// Remote domains, as written.
    pub remote_domains: Vec<RemoteDomain>,
    /// Pattern to place in `remote_domains`.
    pub remote: Table<usize>,
    /// Outbound policies in the order in which they are asked.
    pub outbound: Vec<OutboundPolicy>,
    /// Contacts by any of their addresses.
    pub contacts: HashMap<String, Contact>,
    /// Place in `mailboxes` by address.
    pub mailbox_of: HashMap<String, usize>,
    /// Mailboxes.
    pub mailboxes: Vec<Mailbox>,
    /// Properties of the real objects that were accepted and are not simulated.
    pub not_simulated: Vec<String>,
}

impl Policy {
    /// Whether an address is inside the organization.
    #[must_use]
    pub fn is_accepted(&self, address: &str) -> bool {
        self.accepted.find(&domain::of(address)).is_some()
    }

    /// The remote domain for an address and why it won.
    #[must_use]
    pub fn remote_domain(&self, address: &str) -> Option<(&RemoteDomain, domain::Match)> {
        let (index, how) = self.remote.find(&domain::of(address))?;
        self.remote_domains.get(*index).map(|d| (d, how))
    }

    /// The mailbox with an address (lower case).
    #[must_use]
    pub fn mailbox(&self, address: &str) -> Option<&Mailbox> {
        self.mailbox_of
            .get(address)
            .and_then(|i| self.mailboxes.get(*i))
    }

    /// The outbound spam policy that applies to a sender (lower case).
    #[must_use]
    pub fn outbound_for(&self, sender: &str) -> Option<&OutboundPolicy> {
        let groups = self
            .mailbox(sender)
            .map_or(&[][..], |m| m.member_of.as_slice());
        self.outbound.iter().find(|p| {
            p.enabled
                && (p.scope.is_empty() && p.priority.is_none()
                    || !p.scope.is_empty() && p.scope.holds(sender, groups, true))
                && (p.except.is_empty() || !p.except.holds(sender, groups, false))
        })
    }
}
