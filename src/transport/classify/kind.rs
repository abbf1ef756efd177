//! Names the kinds of messages; each has a page.

use crate::i18n::en;
use strum::{VariantArray, VariantNames};

/// The kinds that the resolver tells apart.
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
pub enum Kind {
    /// A person's message, and everything that no other kind names.
    Ordinary,
    /// Out-of-office reply from the external template.
    OofExternal,
    /// Out-of-office reply from the internal template.
    OofInternal,
    /// Out-of-office reply of Outlook 2003 and earlier.
    OofLegacy,
    /// Reply by a rule: "have server reply using a specific message".
    AutoReply,
    /// Delivery report.
    DeliveryReport,
    /// Non-delivery report.
    Ndr,
    /// Delayed delivery notice.
    DsnDelayed,
    /// Relayed notice.
    DsnRelayed,
    /// Expanded notice.
    DsnExpanded,
    /// Read receipt.
    ReadReceipt,
    /// Non-read receipt.
    NonReadReceipt,
    /// Meeting forward notification.
    MeetingForwardNotification,
    /// Recall of a message.
    Recall,
    /// Report on a recall.
    RecallReport,
}

impl Kind {
    /// Every kind.
    pub const ALL: &'static [Self] = <Self as VariantArray>::VARIANTS;

    /// Their words in arguments, cases and reports, in the same order.
    pub const TOKENS: &'static [&'static str] = <Self as VariantNames>::VARIANTS;

    /// Its word in arguments, cases and reports.
    #[must_use]
    pub fn token(self) -> &'static str {
        self.into()
    }

    /// Its token, marked for translation: other languages call the kind by a name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Ordinary => en("ordinary"),
            Self::OofExternal => en("oof-external"),
            Self::OofInternal => en("oof-internal"),
            Self::OofLegacy => en("oof-legacy"),
            Self::AutoReply => en("auto-reply"),
            Self::DeliveryReport => en("delivery-report"),
            Self::Ndr => en("ndr"),
            Self::DsnDelayed => en("dsn-delayed"),
            Self::DsnRelayed => en("dsn-relayed"),
            Self::DsnExpanded => en("dsn-expanded"),
            Self::ReadReceipt => en("read-receipt"),
            Self::NonReadReceipt => en("non-read-receipt"),
            Self::MeetingForwardNotification => en("meeting-forward-notification"),
            Self::Recall => en("recall"),
            Self::RecallReport => en("recall-report"),
        }
    }

    /// What it is called in pictures and on the web page.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Ordinary => en("ordinary mail"),
            Self::OofExternal => en("external out-of-office"),
            Self::OofInternal => en("internal out-of-office"),
            Self::OofLegacy => en("legacy out-of-office"),
            Self::AutoReply => en("reply by a rule"),
            Self::DeliveryReport => en("delivery report"),
            Self::Ndr => en("non-delivery report"),
            Self::DsnDelayed => en("delay notice"),
            Self::DsnRelayed => en("relay notice"),
            Self::DsnExpanded => en("expansion notice"),
            Self::ReadReceipt => en("read receipt"),
            Self::NonReadReceipt => en("non-read receipt"),
            Self::MeetingForwardNotification => en("meeting forward notification"),
            Self::Recall => en("recall"),
            Self::RecallReport => en("recall report"),
        }
    }

    /// The kind of a token.
    #[must_use]
    pub fn from_token(token: &str) -> Option<Self> {
        token.parse().ok()
    }

    /// Whether it is an out-of-office reply.
    #[must_use]
    pub fn is_oof(self) -> bool {
        matches!(
            self,
            Self::OofExternal | Self::OofInternal | Self::OofLegacy
        )
    }

    /// Its page, Markdown with executed examples.
    #[must_use]
    pub fn page(self) -> &'static str {
        match self {
            Self::Ordinary => embedded!("kind/ordinary.md"),
            Self::OofExternal => embedded!("kind/oof_external.md"),
            Self::OofInternal => embedded!("kind/oof_internal.md"),
            Self::OofLegacy => embedded!("kind/oof_legacy.md"),
            Self::AutoReply => embedded!("kind/auto_reply.md"),
            Self::DeliveryReport => embedded!("kind/delivery_report.md"),
            Self::Ndr => embedded!("kind/ndr.md"),
            Self::DsnDelayed => embedded!("kind/dsn_delayed.md"),
            Self::DsnRelayed => embedded!("kind/dsn_relayed.md"),
            Self::DsnExpanded => embedded!("kind/dsn_expanded.md"),
            Self::ReadReceipt => embedded!("kind/read_receipt.md"),
            Self::NonReadReceipt => embedded!("kind/non_read_receipt.md"),
            Self::MeetingForwardNotification => {
                embedded!("kind/meeting_forward_notification.md")
            }
            Self::Recall => embedded!("kind/recall.md"),
            Self::RecallReport => embedded!("kind/recall_report.md"),
        }
    }
}
