//! Finds out of which kinds the message of a row may have been.

use super::batch::Row;
use super::origin::{Origin, Origins};
use crate::transport::classify::{Kind, Kind as K, prefixes};
use crate::transport::message_facts::ForwardedBy::{self, ForwardingAddress, InboxRule, Nobody};
use crate::transport::message_facts::{ContentFacts, MessageFacts};
use crate::transport::outcome::Outcome;
use crate::transport::responses::Response;

/// The kinds that a message may have been, and how it may have been forwarded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PossibleCases {
    /// Each possible kind, and how it was forwarded.
    pub cases: &'static [(Kind, ForwardedBy)],
    /// What they are known from.
    pub evidence: KindEvidence,
}

/// What the kind of a row's message is known from; a word of it is the `kind_is_told_by` of the
/// JSON report.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, strum::IntoStaticStr, strum::VariantArray,
)]
#[strum(serialize_all = "kebab-case")]
pub enum KindEvidence {
    /// The response names it.
    Response,
    /// The component that logged the row.
    Source,
    /// How the subject begins, which a person may have written too.
    Subject,
    /// Nothing.
    Nothing,
}

/// Every kind of mail, and how it may be forwarded. Ordinary mail is first, as most mail is.
static ANY: &[(Kind, ForwardedBy)] = &[
    (K::Ordinary, Nobody),
    (K::Ordinary, InboxRule),
    (K::Ordinary, ForwardingAddress),
    (K::OofExternal, Nobody),
    (K::OofInternal, Nobody),
    (K::OofLegacy, Nobody),
    (K::AutoReply, Nobody),
    (K::DeliveryReport, Nobody),
    (K::Ndr, Nobody),
    (K::MeetingForwardNotification, Nobody),
];
static BY_RULE: &[(Kind, ForwardedBy)] = &[(K::Ordinary, InboxRule), (K::AutoReply, Nobody)];
static REPORTS: &[(Kind, ForwardedBy)] = &[
    (K::Ndr, Nobody),
    (K::DeliveryReport, Nobody),
    (K::DsnDelayed, Nobody),
    (K::DsnRelayed, Nobody),
    (K::DsnExpanded, Nobody),
];
static OOF: &[(Kind, ForwardedBy)] = &[
    (K::OofExternal, Nobody),
    (K::OofInternal, Nobody),
    (K::OofLegacy, Nobody),
];

/// The kinds of which the message of a row with this outcome may have been.
#[must_use]
pub fn possible_cases(
    row: &Row,
    recipient: &str,
    outcome: Outcome,
    origins: &Origins,
) -> PossibleCases {
    if let Some(r) = outcome.response() {
        return PossibleCases {
            cases: named(r),
            evidence: KindEvidence::Response,
        };
    }
    if let Some(origin) = origins.find(row, recipient) {
        return PossibleCases {
            cases: match origin {
                Origin::Rule => BY_RULE,
                Origin::Report => REPORTS,
            },
            evidence: KindEvidence::Source,
        };
    }
    if prefixes::begins_with(row.get(row.columns.subject), prefixes::AUTOMATIC_REPLY) {
        return PossibleCases {
            cases: OOF,
            evidence: KindEvidence::Subject,
        };
    }
    PossibleCases {
        cases: ANY,
        evidence: KindEvidence::Nothing,
    }
}

/// The kinds that a response names. Settings for a kind of their own are checked before automatic
/// forwarding, so ordinary mail stands for all kinds there.
fn named(r: &Response) -> &'static [(Kind, ForwardedBy)] {
    match r.source_context {
        Some("BlockExternalOofToExternalUser" | "BlockExternalOofToInternalUser") => {
            &[(K::OofExternal, Nobody)]
        }
        Some("BlockInternalOofToExternalUser") => &[(K::OofInternal, Nobody)],
        Some("BlockLegacyOofToExternalUser") => &[(K::OofLegacy, Nobody)],
        Some("BlockDRToExternalUser") => &[(K::DeliveryReport, Nobody)],
        Some("BlockNDRToExternalUser") => &[(K::Ndr, Nobody)],
        Some("BlockMFNToExternalUser") => &[(K::MeetingForwardNotification, Nobody)],
        Some("BlockARToExternalUser") => &[(K::AutoReply, Nobody)],
        Some("BlockAFToExternalUser") => &[(K::Ordinary, InboxRule)],
        _ => &[(K::Ordinary, InboxRule), (K::Ordinary, ForwardingAddress)],
    }
}

/// The facts that settings look at; the content, which a row does not tell, stops no message.
#[must_use]
pub fn message_facts(&(kind, forwarded_by): &(Kind, ForwardedBy)) -> MessageFacts {
    MessageFacts {
        kind,
        forwarded_by,
        content: ContentFacts::default(),
    }
}
