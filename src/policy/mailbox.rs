//! Reads a mailbox: its addresses, its automatic replies, its forwarding.

use super::connector::Rights;
use super::directory::{Directory, Place};
use super::document::Pos;
use super::problems::Problems;
use super::recipient::{Properties, Restrictions};
use super::value::{Date, List};
use super::written::Written;
use super::{Error, Policy, Sourced};
use crate::address;
use schemars::JsonSchema;
use serde::Deserialize;
use strum::{IntoStaticStr, VariantArray};

/// To whom a mailbox sends its external out-of-office reply.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Deserialize,
    JsonSchema,
    IntoStaticStr,
    VariantArray,
)]
pub enum ExternalAudience {
    /// `None`
    None,
    /// `Known`
    Known,
    /// `All`
    All,
}

/// Whether a mailbox sends out-of-office replies outside at all.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Deserialize,
    JsonSchema,
    IntoStaticStr,
    VariantArray,
)]
pub enum ExternalOofOptions {
    /// `External`
    External,
    /// `InternalOnly`
    InternalOnly,
}

/// Whether a mailbox answers that its owner is away.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Deserialize,
    JsonSchema,
    IntoStaticStr,
    VariantArray,
)]
pub enum AutoReplyState {
    /// `Disabled`
    Disabled,
    /// `Enabled`
    Enabled,
    /// `Scheduled`
    Scheduled,
}

/// The sender's Outlook choice for rich text messages to the Internet.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Deserialize,
    JsonSchema,
    IntoStaticStr,
    VariantArray,
)]
pub enum OutlookFormat {
    /// `Html`
    Html,
    /// `PlainText`
    PlainText,
    /// `RichText`
    RichText,
}

/// Mailboxes of the organization, where something about them matters.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename = "Mailboxes", rename_all = "PascalCase", default)]
pub(super) struct Entry {
    #[serde(rename = "$")]
    #[schemars(flatten)]
    recipient: Properties,
    /// All its addresses.
    addresses: Written<List>,
    /// Of Get-MailboxAutoReplyConfiguration: whether it sends out-of-office replies.
    auto_reply_state: Written<AutoReplyState>,
    /// Of Get-MailboxAutoReplyConfiguration: when scheduled replies begin, such as 2026-11-24T09:00:00Z.
    start_time: Written<Date>,
    /// Of Get-MailboxAutoReplyConfiguration: when scheduled replies end.
    end_time: Written<Date>,
    /// Of Get-MailboxAutoReplyConfiguration: the reply to senders inside.
    internal_message: Written<String>,
    /// Of Get-MailboxAutoReplyConfiguration: the reply to senders outside.
    external_message: Written<String>,
    /// Of Get-MailboxAutoReplyConfiguration: who outside gets its out-of-office reply.
    external_audience: Written<ExternalAudience>,
    /// Whether out-of-office replies go outside at all: InternalOnly sends none.
    external_oof_options: Written<ExternalOofOptions>,
    /// Addresses in its contacts, for ExternalAudience Known.
    contacts: Written<List>,
    /// What its Outlook does with rich text to the Internet.
    outlook_internet_format: Written<OutlookFormat>,
    /// Groups it belongs to.
    member_of: Written<List>,
    /// The address to which its mail is forwarded, by an admin or by the owner's own option.
    forwarding_smtp_address: Written<String>,
    /// The recipient to whom an admin forwards its mail: by name, alias, address, distinguished name or GUID.
    forwarding_address: Written<String>,
    /// Whether the mailbox keeps a copy of forwarded mail.
    deliver_to_mailbox_and_forward: Written<bool>,
    /// Of Get-CASMailbox: whether SMTP AUTH is off; empty, the organization's value counts.
    smtp_client_authentication_disabled: Written<Option<bool>>,
    /// Whether it has a licence.
    has_license: Written<bool>,
    /// Addresses it has Send As on.
    send_as: Written<List>,
}

/// A mailbox of the tenant.
#[derive(Debug, Clone)]
pub struct Mailbox {
    /// Its addresses, the main one first; lower case.
    pub addresses: Vec<String>,
    /// Line of the entry.
    pub line: u32,
    /// ExternalAudience.
    pub external_audience: Sourced<ExternalAudience>,
    /// ExternalOofOptions.
    pub external_oof_options: Sourced<ExternalOofOptions>,
    /// The sender's Outlook Internet format.
    pub outlook_format: Sourced<OutlookFormat>,
    /// Groups it belongs to, lower case (for FromMemberOf).
    pub member_of: Vec<String>,
    /// ForwardingAddress: the recipient to whom it is forwarded, by any identity.
    pub forwarding_address: Option<Sourced<String>>,
    /// ForwardingSmtpAddress: the address to which it is forwarded, lower case. Exchange ignores it
    /// beside a ForwardingAddress.
    pub forwarding_smtp_address: Option<Sourced<String>>,
    /// DeliverToMailboxAndForward.
    pub deliver_and_forward: bool,
    /// Its out-of-office replies.
    pub auto_reply: AutoReply,
    /// Addresses in its contacts, lower case (for ExternalAudience Known); `None` where the
    /// policy does not say.
    pub contacts: Option<Vec<String>>,
    /// How it may hand in mail by SMTP.
    pub rights: Rights,
    /// Who may write to it.
    pub restrictions: Restrictions,
}

/// The property by which a mailbox is forwarded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ForwardingProperty {
    /// `ForwardingAddress`
    Address,
    /// `ForwardingSmtpAddress`
    SmtpAddress,
}

impl ForwardingProperty {
    /// The cmdlet's name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Address => "ForwardingAddress",
            Self::SmtpAddress => "ForwardingSmtpAddress",
        }
    }
}

impl Mailbox {
    /// A mailbox that a policy does not list, as a new one is.
    pub(crate) fn unlisted(address: &str) -> Self {
        fn unsaid<T>(value: T) -> Sourced<T> {
            Sourced { value, line: None }
        }
        Self {
            addresses: vec![address.to_owned()],
            line: 0,
            external_audience: unsaid(ExternalAudience::All),
            external_oof_options: unsaid(ExternalOofOptions::External),
            outlook_format: unsaid(OutlookFormat::Html),
            member_of: Vec::new(),
            forwarding_address: None,
            forwarding_smtp_address: None,
            deliver_and_forward: false,
            auto_reply: AutoReply::default(),
            contacts: None,
            rights: Rights {
                auth_disabled: None,
                licensed: unsaid(true),
                send_as: Vec::new(),
            },
            restrictions: Properties::default().restrictions(false),
        }
    }

    /// Its main address; empty where it has none.
    #[must_use]
    pub fn address(&self) -> &str {
        self.addresses.first().map_or("", String::as_str)
    }

    /// Where it is forwarded, and by which of the two properties: ForwardingAddress counts before
    /// ForwardingSmtpAddress.
    #[must_use]
    pub fn forwarding(&self) -> Option<(ForwardingProperty, &Sourced<String>)> {
        let address = self.forwarding_address.as_ref();
        let address = address.map(|to| (ForwardingProperty::Address, to));
        let smtp = self.forwarding_smtp_address.as_ref();
        address.or(smtp.map(|to| (ForwardingProperty::SmtpAddress, to)))
    }

    /// The property that lets no out-of-office reply for people outside go out, and its value.
    #[must_use]
    pub fn no_external_oof(&self) -> Option<(&'static str, Sourced<&'static str>)> {
        let closed = |value, line| Sourced { value, line };
        if self.external_oof_options.value == ExternalOofOptions::InternalOnly {
            let line = self.external_oof_options.line;
            return Some(("ExternalOofOptions", closed("InternalOnly", line)));
        }
        (self.external_audience.value == ExternalAudience::None).then(|| {
            (
                "ExternalAudience",
                closed("None", self.external_audience.line),
            )
        })
    }
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
    /// ExternalMessage; what is given may be empty, and then no external reply is made.
    pub external_message: Option<Sourced<String>>,
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

/// Put the mailboxes into effect.
pub(super) fn read(
    entries: Vec<Written<Entry>>,
    directory: &mut Directory,
    policy: &mut Policy,
    problems: &mut Problems,
) {
    for (mut entry, at) in entries.into_iter().filter_map(Written::placed) {
        let listed = std::mem::take(&mut entry.addresses).take();
        let addresses = entry.recipient.addresses(listed.unwrap_or_default().0);
        if addresses.is_empty() {
            problems.error(at, Error::MailboxWithoutAddress);
        }
        let restrictions = entry.recipient.restrictions(false);
        let recipient = std::mem::take(&mut entry.recipient);
        let identities = recipient.identities(at, &addresses);
        let place = Place::Mailbox(policy.mailboxes.len());
        directory.add(place, at, identities, problems);
        let mailbox = mailbox(entry, addresses, restrictions, at, problems);
        policy.mailboxes.push(mailbox);
    }
}

fn mailbox(
    mut e: Entry,
    addresses: Vec<String>,
    restrictions: Restrictions,
    at: Pos,
    problems: &mut Problems,
) -> Mailbox {
    let auto_reply = auto_reply(&mut e, problems);
    let list = |list: Written<List>| list.take().unwrap_or_default().0;
    let given = |text: Written<String>| text.sourced().filter(|t| !t.value.is_empty());
    let normal = |text: Sourced<String>| Sourced {
        value: if address::is_address(&text.value) {
            address::normal(&text.value)
        } else {
            text.value
        },
        line: text.line,
    };
    let smtp = given(e.forwarding_smtp_address).filter(|t| t.value.contains('@'));
    let auth_disabled = e.smtp_client_authentication_disabled.sourced();
    Mailbox {
        addresses,
        line: at.line,
        external_audience: e.external_audience.or(ExternalAudience::All),
        external_oof_options: e.external_oof_options.or(ExternalOofOptions::External),
        outlook_format: e.outlook_internet_format.or(OutlookFormat::Html),
        member_of: list(e.member_of),
        forwarding_address: given(e.forwarding_address).map(normal),
        forwarding_smtp_address: smtp.map(normal),
        deliver_and_forward: e.deliver_to_mailbox_and_forward.take().unwrap_or(false),
        auto_reply,
        contacts: e.contacts.take().map(|list| list.0),
        rights: Rights {
            auth_disabled: auth_disabled.and_then(|set| {
                let line = set.line;
                set.value.map(|value| Sourced { value, line })
            }),
            licensed: e.has_license.or(true),
            send_as: list(e.send_as),
        },
        restrictions,
    }
}

fn auto_reply(e: &mut Entry, problems: &mut Problems) -> AutoReply {
    let state = std::mem::take(&mut e.auto_reply_state).or(AutoReplyState::Disabled);
    let end_at = e.end_time.at();
    let date = |date: &mut Written<Date>| {
        let Sourced { value, line } = std::mem::take(date).sourced()?;
        value.0.map(|value| Sourced { value, line })
    };
    let (start, end) = (date(&mut e.start_time), date(&mut e.end_time));
    // Get-MailboxAutoReplyConfiguration prints times also where they do not count.
    if state.value == AutoReplyState::Scheduled
        && let (Some(start), Some(end), Some(at)) = (&start, &end, end_at)
        && end.value <= start.value
    {
        problems.error(at, Error::EndBeforeStart);
    }
    AutoReply {
        state,
        start,
        end,
        internal_message: std::mem::take(&mut e.internal_message)
            .take()
            .filter(|t| !t.is_empty()),
        external_message: std::mem::take(&mut e.external_message).sourced(),
    }
}
