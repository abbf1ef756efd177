//! Reads a mailbox: its addresses, its automatic replies, its forwarding.

use super::connector::Rights;
use super::contact::Owners;
use super::document::Pos;
use super::problems::Problems;
use super::value::List;
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

/// A point in time in seconds since 1970, or nothing.
#[derive(Debug, Default, Deserialize, JsonSchema)]
struct Date(Option<i64>);

/// Mailboxes of the organization, where something about them matters.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename = "Mailboxes", rename_all = "PascalCase", default)]
pub(super) struct Entry {
    /// Its name.
    name: Written<String>,
    /// All its addresses.
    addresses: Written<List>,
    /// All its addresses.
    email_addresses: Written<List>,
    /// Its main address.
    primary_smtp_address: Written<String>,
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
    /// Where an admin or the user forwards its mail.
    forwarding_smtp_address: Written<String>,
    /// The recipient to whom an admin forwards its mail.
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
    /// Its addresses, lower case.
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
    pub rights: Rights,
}

impl Mailbox {
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
    owners: &mut Owners,
    policy: &mut Policy,
    problems: &mut Problems,
) {
    for (entry, at) in entries.into_iter().filter_map(Written::placed) {
        let mailbox = mailbox(entry, at, problems);
        owners.add(&mailbox.addresses, at, problems);
        for address in &mailbox.addresses {
            policy
                .mailbox_of
                .insert(address.clone(), policy.mailboxes.len());
        }
        policy.mailboxes.push(mailbox);
    }
}

fn mailbox(mut e: Entry, at: Pos, problems: &mut Problems) -> Mailbox {
    let auto_reply = auto_reply(&mut e, problems);
    let list = |list: Written<List>| list.take().unwrap_or_default().0;
    let mut addresses = list(e.addresses);
    addresses.extend(list(e.email_addresses));
    addresses.extend(primary(e.primary_smtp_address));
    if addresses.is_empty() {
        problems.error(at, Error::MailboxWithoutAddress);
    }
    let address = |text: Written<String>| text.sourced().filter(|t| t.value.contains('@'));
    let smtp = address(e.forwarding_smtp_address);
    let forwarding_may_be_the_users = smtp.is_some();
    let forwarding = smtp.or_else(|| address(e.forwarding_address));
    let auth_disabled = e.smtp_client_authentication_disabled.sourced();
    Mailbox {
        addresses,
        line: at.line,
        external_audience: e.external_audience.or(ExternalAudience::All),
        external_oof_options: e.external_oof_options.or(ExternalOofOptions::External),
        outlook_format: e.outlook_internet_format.or(OutlookFormat::Html),
        member_of: list(e.member_of),
        forwarding_may_be_the_users,
        forwarding: forwarding.map(|s| Sourced {
            value: address::normal(&s.value),
            line: s.line,
        }),
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
    }
}

/// The main address of a recipient, in a list.
pub(super) fn primary(written: Written<String>) -> Option<String> {
    let address = written.take().filter(|a| !a.is_empty())?;
    Some(address::normal(&address))
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
