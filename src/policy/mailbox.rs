//! Reads a mailbox: its addresses, its automatic replies, its forwarding.

use super::fields::Fields;
use super::node::Node;
use super::problems::Problems;
use super::recipients::primary;
use super::sections::{Property, Section, Type, property};
use super::{
    AutoReplyState, CmdletEnum as _, Error, ExternalAudience, OutlookFormat, Sourced, submission,
};
use crate::address;
use crate::i18n::en;

/// A mailbox of the tenant.
#[derive(Debug, Clone)]
pub struct Mailbox {
    /// Its addresses, lower case.
    pub addresses: Vec<String>,
    /// Line of the entry.
    pub line: u32,
    /// ExternalAudience.
    pub external_audience: Sourced<ExternalAudience>,
    /// The sender's Outlook Internet format.
    pub outlook_format: Sourced<OutlookFormat>,
    /// Groups it belongs to, lower case (for FromMemberOf).
    pub member_of: Vec<String>,
    /// Address that the mailbox is forwarded to, lower case.
    pub forwarding: Option<Sourced<String>>,
    /// Whether that is ForwardingSmtpAddress, which the user can set too; ForwardingAddress is
    /// an admin's.
    pub forwarding_may_be_the_users: bool,
    /// DeliverToMailboxAndForward.
    pub deliver_and_forward: bool,
    /// Its out-of-office replies.
    pub auto_reply: AutoReply,
    /// Addresses in its contacts, lower case (for ExternalAudience Known); `None` where the
    /// policy does not say.
    pub contacts: Option<Vec<String>>,
    /// How it may hand in mail by SMTP.
    pub rights: submission::Rights,
}

/// What Get-MailboxAutoReplyConfiguration says, apart from ExternalAudience.
#[derive(Debug, Clone)]
pub struct AutoReply {
    /// AutoReplyState.
    pub state: Sourced<AutoReplyState>,
    /// StartTime in seconds since 1970.
    pub start: Option<Sourced<i64>>,
    /// EndTime in seconds since 1970.
    pub end: Option<Sourced<i64>>,
    /// InternalMessage.
    pub internal_message: Option<String>,
    /// ExternalMessage.
    pub external_message: Option<String>,
}

impl Default for AutoReply {
    /// Off, as in a new mailbox.
    fn default() -> Self {
        Self {
            state: Sourced {
                value: AutoReplyState::Disabled,
                line: None,
            },
            start: None,
            end: None,
            internal_message: None,
            external_message: None,
        }
    }
}

const PROPERTIES: &[Property] = &[
    property("Name", Type::Text, "Its name."),
    property("Addresses", Type::List, "All its addresses."),
    property("EmailAddresses", Type::List, "All its addresses."),
    property("PrimarySmtpAddress", Type::Text, "Its main address."),
    property(
        "AutoReplyState",
        Type::Word(AutoReplyState::WORDS),
        "Of Get-MailboxAutoReplyConfiguration: whether it sends out-of-office replies.",
    ),
    property(
        "StartTime",
        Type::Date,
        "Of Get-MailboxAutoReplyConfiguration: when scheduled replies begin, such as 2026-11-24T09:00:00Z.",
    ),
    property(
        "EndTime",
        Type::Date,
        "Of Get-MailboxAutoReplyConfiguration: when scheduled replies end.",
    ),
    property(
        "InternalMessage",
        Type::Text,
        "Of Get-MailboxAutoReplyConfiguration: the reply to senders inside.",
    ),
    property(
        "ExternalMessage",
        Type::Text,
        "Of Get-MailboxAutoReplyConfiguration: the reply to senders outside.",
    ),
    property(
        "ExternalAudience",
        Type::Word(ExternalAudience::WORDS),
        "Of Get-MailboxAutoReplyConfiguration: who outside gets its out-of-office reply.",
    ),
    property(
        "Contacts",
        Type::List,
        "Addresses in its contacts, for ExternalAudience Known.",
    ),
    property(
        "OutlookInternetFormat",
        Type::Word(OutlookFormat::WORDS),
        "What its Outlook does with rich text to the Internet.",
    ),
    property("MemberOf", Type::List, "Groups it belongs to."),
    property(
        "ForwardingSmtpAddress",
        Type::Text,
        "Where an admin or the user forwards its mail.",
    ),
    property(
        "ForwardingAddress",
        Type::Text,
        "The recipient to whom an admin forwards its mail.",
    ),
    property(
        "DeliverToMailboxAndForward",
        Type::Bool,
        "Whether the mailbox keeps a copy of forwarded mail.",
    ),
    property(
        "SmtpClientAuthenticationDisabled",
        Type::OptionalBool,
        "Of Get-CASMailbox: whether SMTP AUTH is off; empty, the organization's value counts.",
    ),
    property("HasLicense", Type::Bool, "Whether it has a licence."),
    property("SendAs", Type::List, "Addresses it has Send As on."),
];

/// `Mailboxes`.
pub static MAILBOXES: Section = Section {
    name: "Mailboxes",
    entry: en("a mailbox"),
    cmdlet: "Get-Mailbox",
    about: "Mailboxes of the organization, where something about them matters.",
    properties: PROPERTIES,
    accepted: &[
        "AutoDeclineFutureRequestsWhenOOF",
        "CreateOOFEvent",
        "DeclineAllEventsForScheduledOOF",
        "DeclineEventsForScheduledOOF",
        "DeclineMeetingMessage",
        "EventsToDeleteIDs",
        "HiddenFromAddressListsEnabled",
        "MailboxOwnerId",
        "OOFEventSubject",
        "UserPrincipalName",
        "WindowsEmailAddress",
    ],
};

/// Read a mailbox.
pub(super) fn read(node: &Node, problems: &mut Problems) -> Option<Mailbox> {
    let f = Fields::read(node, &MAILBOXES, problems)?;
    let mut addresses = f.list("Addresses");
    addresses.extend(f.list("EmailAddresses"));
    addresses.extend(primary(&f));
    if addresses.is_empty() {
        problems.error(node.pos, Error::MailboxWithoutAddress);
    }
    let address = |name| f.text(name).filter(|t| t.value.contains('@'));
    let smtp = address("ForwardingSmtpAddress");
    let forwarding = smtp.clone().or_else(|| address("ForwardingAddress"));
    Some(Mailbox {
        addresses,
        line: node.pos.line,
        external_audience: f.word("ExternalAudience", ExternalAudience::All),
        outlook_format: f.word("OutlookInternetFormat", OutlookFormat::Html),
        member_of: f.list("MemberOf"),
        forwarding_may_be_the_users: smtp.is_some(),
        forwarding: forwarding.map(|s| Sourced {
            value: address::normal(&s.value),
            line: s.line,
        }),
        deliver_and_forward: f.bool("DeliverToMailboxAndForward", false).value,
        auto_reply: auto_reply(&f, problems),
        contacts: f.has("Contacts").then(|| f.list("Contacts")),
        rights: submission::rights(&f),
    })
}

fn auto_reply(f: &Fields, problems: &mut Problems) -> AutoReply {
    let state = f.word("AutoReplyState", AutoReplyState::Disabled);
    let date = |name| {
        let Sourced { value, line } = f.number(name);
        value.map(|value| Sourced { value, line })
    };
    let (start, end) = (date("StartTime"), date("EndTime"));
    // Get-MailboxAutoReplyConfiguration prints times also where they do not count.
    if state.value == AutoReplyState::Scheduled
        && let (Some(start), Some(end)) = (&start, &end)
        && end.value <= start.value
    {
        problems.error(f.at("EndTime"), Error::EndBeforeStart);
    }
    AutoReply {
        state,
        start,
        end,
        internal_message: f.label("InternalMessage"),
        external_message: f.label("ExternalMessage"),
    }
}
