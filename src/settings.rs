//! Lists the settings: one room each, and its page.

pub mod allowed_oof_type;
pub mod auto_forward_enabled;
pub mod auto_forwarding_mode;
pub mod auto_reply_enabled;
pub mod byte_encoder_type_for_7_bit_charsets;
pub mod character_set;
pub mod content_type;
pub mod delivery_report_enabled;
pub mod display_sender_name;
pub mod is_internal;
pub mod line_wrap_size;
pub mod meeting_forward_notification_enabled;
pub mod ndr_enabled;
pub mod non_mime_character_set;
pub mod preferred_internet_code_page_for_shift_jis;
pub mod required_charset_coverage;
pub mod tnef_enabled;
pub mod use_simple_display_name;

use crate::classify::Kind;
use crate::message::Message;
use crate::policy::{Contact, ContentType, Mailbox, OutboundPolicy, RemoteDomain, Set};
use crate::responses::Response;
use std::borrow::Cow;

/// Who made the message go on to another recipient.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Forward {
    /// Nobody.
    No,
    /// The user: inbox rule, redirect, or Outlook on the web's forwarding option.
    InboxRule,
    /// An admin: the mailbox's ForwardingAddress or ForwardingSmtpAddress.
    MailboxForwarding,
    /// A mail flow rule.
    MailFlowRule,
}

/// A message as a setting looks at it: one of its possible kinds.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    /// The kind.
    pub kind: Kind,
    /// Whether, and by whom, it was forwarded.
    pub forward: Forward,
    /// The message.
    pub message: &'a Message<'a>,
}

/// The parts of the policy that apply to a recipient.
#[derive(Debug, Clone, Copy)]
pub struct Terms<'a> {
    /// The remote domain.
    pub remote_domain: Option<&'a RemoteDomain>,
    /// The outbound spam policy of the one who sends or forwards.
    pub outbound: Option<&'a OutboundPolicy>,
    /// The sender's mailbox.
    pub mailbox: Option<&'a Mailbox>,
    /// The recipient's contact.
    pub contact: Option<&'a Contact>,
}

/// How a message is put on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transmission {
    /// A text part and winmail.dat.
    Tnef,
    /// MIME.
    Mime,
    /// MIME, unless Exchange finds that the content needs TNEF.
    MayBeTnef,
}

impl Transmission {
    /// The token, as in JSON.
    #[must_use]
    pub fn token(self) -> &'static str {
        match self {
            Self::Tnef => "tnef",
            Self::Mime => "mime",
            Self::MayBeTnef => "may-be-tnef",
        }
    }
}

/// What a setting does to the message.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Dropped silently, with this response.
    Drop(&'static Response),
    /// Refused with a report to the sender, with this response.
    Reject(&'static Response),
    /// Asked, and lets it pass.
    Pass,
    /// Decides TNEF or MIME.
    Transmission(Transmission),
    /// Decides the body.
    Content(ContentType),
    /// Names the character set of text that names none; empty names none.
    Charset(String),
    /// Width at which text lines are wrapped.
    LineWrap(Option<u16>),
    /// Transfer encoding of 7-bit text.
    Encoding(&'static str),
    /// Something to know.
    Note(String),
}

/// What one setting said, and where the policy says so.
#[derive(Debug, Clone, PartialEq)]
pub struct Ruling {
    /// What it does.
    pub effect: Effect,
    /// The cmdlet's name of the setting.
    pub setting: &'static str,
    /// Its value.
    pub value: Cow<'static, str>,
    /// Line of the policy; that of the remote domain for a default.
    pub line: Option<u32>,
    /// Whether the value is a default.
    pub default: bool,
}

/// A value and its line, for a ruling.
#[must_use]
pub fn written<T>(
    set: &Set<T>,
    value: impl Into<Cow<'static, str>>,
) -> (Cow<'static, str>, Option<u32>) {
    (value.into(), set.line)
}

/// A truth value in the policy's words.
#[must_use]
pub fn truth(value: bool) -> &'static str {
    if value { "true" } else { "false" }
}

impl Ruling {
    /// A ruling on a value; a default is placed at the remote domain's line.
    #[must_use]
    pub fn new(
        setting: &Setting,
        effect: Effect,
        (value, line): (Cow<'static, str>, Option<u32>),
        terms: &Terms,
    ) -> Self {
        let at = line.or_else(|| terms.remote_domain.map(|d| d.line));
        Self {
            effect,
            setting: setting.name,
            value,
            line: at,
            default: line.is_none(),
        }
    }
}

/// A room: a setting, its page and its rule.
pub struct Setting {
    /// Kebab-case identifier.
    pub id: &'static str,
    /// The cmdlet's name.
    pub name: &'static str,
    /// The page, Markdown with executed examples.
    pub page: &'static str,
    /// The rule: what it says of a case, or `None` where it has no say.
    pub check: fn(&Case, &Terms) -> Option<Ruling>,
}

/// Every room, in the order in which Exchange asks: the first that stops the message decides.
pub static SETTINGS: &[&Setting] = &[
    &allowed_oof_type::SETTING,
    &delivery_report_enabled::SETTING,
    &ndr_enabled::SETTING,
    &meeting_forward_notification_enabled::SETTING,
    &auto_reply_enabled::SETTING,
    &auto_forward_enabled::SETTING,
    &auto_forwarding_mode::SETTING,
    &is_internal::SETTING,
    &tnef_enabled::SETTING,
    &content_type::SETTING,
    &character_set::SETTING,
    &non_mime_character_set::SETTING,
    &line_wrap_size::SETTING,
    &byte_encoder_type_for_7_bit_charsets::SETTING,
    &preferred_internet_code_page_for_shift_jis::SETTING,
    &required_charset_coverage::SETTING,
    &display_sender_name::SETTING,
    &use_simple_display_name::SETTING,
];

/// Parameters that are accepted and change nothing here, with the reason.
pub const NOT_SIMULATED: &[(&str, &str)] = &[
    ("AdminDisplayName", "a label"),
    ("Confirm", "a switch of the cmdlet, not a property"),
    ("DomainController", "on-premises only"),
    (
        "Identity",
        "names the remote domain; says nothing about mail",
    ),
    (
        "MessageCountThreshold",
        "monitoring of outbound volume; it stops no message",
    ),
    ("Name", "a label"),
    (
        "NDRDiagnosticInfoEnabled",
        "changes the text of an NDR, not whether it leaves",
    ),
    (
        "NlbDomain",
        "not documented to have an effect in Exchange Online",
    ),
    (
        "SmtpDaneMandatoryModeEnabled",
        "decides on the TLS of the connection, after the verdict",
    ),
    (
        "TargetDeliveryDomain",
        "used for moves between organizations",
    ),
    ("TrustedMailInboundEnabled", "concerns incoming mail"),
    (
        "TrustedMailOutboundEnabled",
        "concerns headers between trusted organizations",
    ),
    ("WhatIf", "a switch of the cmdlet, not a property"),
];

/// Properties of a remote domain that a policy may give.
pub const REMOTE_DOMAIN_PARAMETERS: &[&str] = &[
    "AllowedOOFType",
    "AutoForwardEnabled",
    "AutoReplyEnabled",
    "ByteEncoderTypeFor7BitCharsets",
    "CharacterSet",
    "Confirm",
    "ContentType",
    "DeliveryReportEnabled",
    "DisplaySenderName",
    "DomainController",
    "IsInternal",
    "LineWrapSize",
    "MeetingForwardNotificationEnabled",
    "MessageCountThreshold",
    "NDRDiagnosticInfoEnabled",
    "NDREnabled",
    "NlbDomain",
    "NonMimeCharacterSet",
    "PreferredInternetCodePageForShiftJis",
    "RequiredCharsetCoverage",
    "SmtpDaneMandatoryModeEnabled",
    "TNEFEnabled",
    "TargetDeliveryDomain",
    "TrustedMailInboundEnabled",
    "TrustedMailOutboundEnabled",
    "UseSimpleDisplayName",
    "WhatIf",
];

/// Why a parameter is not simulated.
#[must_use]
pub fn not_simulated(name: &str) -> Option<&'static str> {
    NOT_SIMULATED
        .iter()
        .find(|(n, _)| *n == name && REMOTE_DOMAIN_PARAMETERS.contains(n))
        .map(|(_, why)| *why)
}
