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

use crate::i18n::{Language, en};
use crate::policy::{
    ByteEncoder, Contact, ContentType, Mailbox, OutboundPolicy, RemoteDomain, Sourced,
};
use crate::transport::classify::Kind;
use crate::transport::convert::{SenderName, Transmission};
use crate::transport::decide::Outcome;
use crate::transport::responses::Response;
use std::borrow::Cow;

/// Who made the message go on to another recipient.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
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

impl Forward {
    /// All of them, with the token of `--forwarded-by`.
    pub const ALL: [(Self, &'static str); 4] = [
        (Self::No, "nobody"),
        (Self::InboxRule, "inbox-rule"),
        (Self::MailboxForwarding, "mailbox-forwarding"),
        (Self::MailFlowRule, "mail-flow-rule"),
    ];

    /// The token.
    #[must_use]
    pub fn token(self) -> &'static str {
        let mut all = Self::ALL.iter();
        all.find(|(f, _)| *f == self).map_or("", |(_, token)| token)
    }
}

/// What the settings look at in a message: one of its possible kinds, its way, its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MessageFacts {
    /// The kind.
    pub kind: Kind,
    /// Whether, and by whom, it was forwarded.
    pub forward: Forward,
    /// What its form depends on.
    pub content: Content,
}

/// What of a message's content its form depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Content {
    /// Whether it has MIME-Version or Content-Type.
    pub is_mime: bool,
    /// Whether From gives a display name.
    pub display_name: bool,
    /// Whether its body has HTML.
    pub html: bool,
    /// Whether some text names no character set.
    pub unnamed: bool,
    /// Whether some text names a Japanese character set that the code page concerns.
    pub japanese: bool,
    /// Whether some text names a 7-bit character set.
    pub seven_bit: bool,
}

/// The parts of the policy that apply to a recipient.
#[derive(Debug, Clone, Copy)]
pub struct ApplicablePolicy<'p> {
    /// The remote domain.
    pub remote_domain: Option<&'p RemoteDomain>,
    /// The outbound spam policy of the one who sends or forwards.
    pub outbound: Option<&'p OutboundPolicy>,
    /// The sender's mailbox.
    pub mailbox: Option<&'p Mailbox>,
    /// The recipient's contact.
    pub contact: Option<&'p Contact>,
}

/// What a setting does to the message.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Effect<'p> {
    /// Dropped silently, with this response.
    Drop(&'static Response),
    /// Refused with a report to the sender, with this response.
    Reject(&'static Response),
    /// Asked, and lets it pass.
    Pass,
    /// Decides TNEF or MIME.
    Transmission(Transmission),
    /// Decides the body.
    Body(ContentType),
    /// Names the character set of text that names none; empty names none.
    Charset(&'p str),
    /// Width at which text lines are wrapped.
    LineWrap(Option<u16>),
    /// Transfer encoding of text in 7-bit character sets.
    Encoding(ByteEncoder),
    /// Code page of Japanese text.
    JapaneseCodePage(u16),
    /// Percentage of the text that a character set must carry.
    Coverage(u8),
    /// What the recipient sees of the sender's name.
    SenderName(SenderName),
    /// Something to know.
    Note(&'static str),
}

/// What one setting said, and where the policy says so.
#[derive(Debug, Clone, PartialEq)]
pub struct Ruling<'p> {
    /// What it does.
    pub effect: Effect<'p>,
    /// The room that says so: its identifier.
    pub room: &'static str,
    /// The cmdlet's name of the setting.
    pub setting: &'static str,
    /// Its value.
    pub value: Cow<'p, str>,
    /// Line of the policy; that of the remote domain for a default.
    pub line: Option<u32>,
    /// Whether the value is a default.
    pub default: bool,
}

/// A value of a setting as people are told it: what stands for an empty one is said in words.
#[must_use]
pub fn shown(value: &str, language: Language) -> &str {
    match value {
        "" => language.translate(en("(empty)")),
        tnef_enabled::FOLLOW => language.translate(tnef_enabled::FOLLOW),
        value => value,
    }
}

impl<'p> Ruling<'p> {
    /// A ruling on a value that `set` gives; a default is placed at the remote domain's line.
    #[must_use]
    pub fn new<T>(
        setting: &Setting,
        effect: Effect<'p>,
        set: &Sourced<T>,
        value: impl Into<Cow<'p, str>>,
        applicable: &ApplicablePolicy,
    ) -> Self {
        Self {
            effect,
            room: setting.id,
            setting: setting.name,
            value: value.into(),
            line: set
                .line
                .or_else(|| applicable.remote_domain.map(|d| d.line)),
            default: set.line.is_none(),
        }
    }

    /// A ruling that lets the message pass where a switch is on, and drops it where it is off.
    #[must_use]
    pub fn gate(
        setting: &Setting,
        set: &Sourced<bool>,
        response: &'static Response,
        applicable: &ApplicablePolicy,
    ) -> Self {
        let effect = if set.value {
            Effect::Pass
        } else {
            Effect::Drop(response)
        };
        Self::new(setting, effect, set, truth(set.value), applicable)
    }

    /// The response, if it stops the message.
    #[must_use]
    pub fn stops(&self) -> Option<Outcome> {
        match self.effect {
            Effect::Drop(response) => Some(Outcome::Dropped(response)),
            Effect::Reject(response) => Some(Outcome::Rejected(response)),
            _ => None,
        }
    }

    /// Whether it decides on a message that leaves: it let it pass, or gave it another form than
    /// Exchange's own choice.
    #[must_use]
    pub fn shapes(&self) -> bool {
        match self.effect {
            Effect::Pass
            | Effect::JapaneseCodePage(_)
            | Effect::Coverage(_)
            | Effect::SenderName(_) => true,
            Effect::Transmission(t) => t != Transmission::MayBeTnef,
            Effect::Body(c) => c != ContentType::MimeHtmlText,
            Effect::Charset(c) => !c.is_empty(),
            Effect::LineWrap(n) => n.is_some(),
            Effect::Encoding(e) => e != ByteEncoder::Undefined,
            Effect::Drop(_) | Effect::Reject(_) | Effect::Note(_) => false,
        }
    }
}

/// A truth value in the policy's words.
#[must_use]
pub fn truth(value: bool) -> &'static str {
    if value { "true" } else { "false" }
}

/// A room: a setting, its page and its rule.
#[derive(Debug)]
pub struct Setting {
    /// Kebab-case identifier.
    pub id: &'static str,
    /// The cmdlet's name.
    pub name: &'static str,
    /// The page, Markdown with executed examples.
    pub page: &'static str,
    /// The rule: what it says of a case, or `None` where it has no say.
    pub check: for<'p> fn(&MessageFacts, &ApplicablePolicy<'p>) -> Option<Ruling<'p>>,
}

/// The rooms that may stop a message, in the order in which Exchange asks: the first that does
/// decides.
pub static GATES: &[&Setting] = &[
    // Stops nothing itself; it says where the value that the next one heeds comes from.
    &is_internal::SETTING,
    &allowed_oof_type::SETTING,
    &delivery_report_enabled::SETTING,
    &ndr_enabled::SETTING,
    &meeting_forward_notification_enabled::SETTING,
    &auto_reply_enabled::SETTING,
    &auto_forward_enabled::SETTING,
    &auto_forwarding_mode::SETTING,
];

/// The rooms that give a message that leaves its form.
pub static FORMS: &[&Setting] = &[
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

/// Every room, the gates first.
pub fn all() -> impl Iterator<Item = &'static Setting> {
    GATES.iter().chain(FORMS).copied()
}
