//! Holds what the settings look at in a message.

use super::classify::Kind;
use crate::i18n::en;
use crate::policy::ForwardingProperty;
use strum::{VariantArray, VariantNames};

/// Who forwarded the message to this recipient; the words of `--forwarded-by`.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray,
    strum::VariantNames,
    serde::Deserialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum ForwardedBy {
    /// Nobody
    Nobody,
    /// An inbox rule that forwards or redirects
    InboxRule,
    /// A mailbox's ForwardingAddress, which an admin sets
    ForwardingAddress,
    /// A mailbox's ForwardingSmtpAddress, by an admin or by its owner
    ForwardingSmtpAddress,
    /// A mailbox's forwarding, by one of these two properties
    MailboxForwarding,
    /// A mail flow rule
    MailFlowRule,
}

impl ForwardedBy {
    /// All of them.
    pub const ALL: &'static [Self] = <Self as VariantArray>::VARIANTS;

    /// Their words in arguments, cases and reports, in the same order.
    pub const TOKENS: &'static [&'static str] = <Self as VariantNames>::VARIANTS;

    /// Those that mean one thing each: all but `MailboxForwarding`.
    pub const EXACT: &'static [Self] = &[
        Self::Nobody,
        Self::InboxRule,
        Self::ForwardingAddress,
        Self::ForwardingSmtpAddress,
        Self::MailFlowRule,
    ];

    /// The forwarder that a property of a mailbox stands for.
    #[must_use]
    pub fn property(property: ForwardingProperty) -> Self {
        match property {
            ForwardingProperty::Address => Self::ForwardingAddress,
            ForwardingProperty::SmtpAddress => Self::ForwardingSmtpAddress,
        }
    }

    /// Its word in arguments, cases and reports.
    #[must_use]
    pub fn token(self) -> &'static str {
        self.into()
    }

    /// Its word, marked for translation.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Nobody => en("nobody"),
            Self::InboxRule => en("inbox-rule"),
            Self::ForwardingAddress => en("forwarding-address"),
            Self::ForwardingSmtpAddress => en("forwarding-smtp-address"),
            Self::MailboxForwarding => en("mailbox-forwarding"),
            Self::MailFlowRule => en("mail-flow-rule"),
        }
    }
}

/// What the settings look at in a message: one of its possible kinds, who forwarded it, its
/// content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MessageFacts {
    /// The kind.
    pub kind: Kind,
    /// Who forwarded it.
    pub forwarded_by: ForwardedBy,
    /// What its form depends on.
    pub content: ContentFacts,
}

/// What of a message's content its form depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ContentFacts {
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
