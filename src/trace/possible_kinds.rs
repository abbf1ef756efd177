//! Finds out of which kinds the message of a row may have been.

use super::batch::Row;
use super::origin::{Origin, Origins};
use crate::mail::message;
use crate::transport::classify::{self, Kind, Kind as K};
use crate::transport::decide::Outcome;
use crate::transport::responses::Response;
use crate::transport::settings::Forward::{self, InboxRule, MailboxForwarding, No};
use crate::transport::settings::{Content, MessageFacts};

/// The kinds that a message may have been, and how it may have been forwarded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PossibleCases {
    /// Each possible kind, and how it was forwarded.
    pub cases: &'static [(Kind, Forward)],
    /// What they are known from.
    pub evidence: KindEvidence,
}

/// What the kind of a row's message is known from; a word of it is the `kind_is_told_by` of the
/// JSON report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, strum::IntoStaticStr)]
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
static ANY: &[(Kind, Forward)] = &[
    (K::Ordinary, No),
    (K::Ordinary, InboxRule),
    (K::Ordinary, MailboxForwarding),
    (K::OofExternal, No),
    (K::OofInternal, No),
    (K::OofLegacy, No),
    (K::AutoReply, No),
    (K::DeliveryReport, No),
    (K::Ndr, No),
    (K::MeetingForwardNotification, No),
];
static BY_RULE: &[(Kind, Forward)] = &[(K::Ordinary, InboxRule), (K::AutoReply, No)];
static REPORTS: &[(Kind, Forward)] = &[
    (K::Ndr, No),
    (K::DeliveryReport, No),
    (K::DsnDelayed, No),
    (K::DsnRelayed, No),
    (K::DsnExpanded, No),
];
static OOF: &[(Kind, Forward)] = &[
    (K::OofExternal, No),
    (K::OofInternal, No),
    (K::OofLegacy, No),
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
    if is_oof_subject(row.get(row.columns.subject)) {
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
fn named(r: &Response) -> &'static [(Kind, Forward)] {
    match r.source_context {
        Some("BlockExternalOofToExternalUser" | "BlockExternalOofToInternalUser") => {
            &[(K::OofExternal, No)]
        }
        Some("BlockInternalOofToExternalUser") => &[(K::OofInternal, No)],
        Some("BlockLegacyOofToExternalUser") => &[(K::OofLegacy, No)],
        Some("BlockDRToExternalUser") => &[(K::DeliveryReport, No)],
        Some("BlockNDRToExternalUser") => &[(K::Ndr, No)],
        Some("BlockMFNToExternalUser") => &[(K::MeetingForwardNotification, No)],
        Some("BlockARToExternalUser") => &[(K::AutoReply, No)],
        Some("BlockAFToExternalUser") => &[(K::Ordinary, InboxRule)],
        _ => &[(K::Ordinary, InboxRule), (K::Ordinary, MailboxForwarding)],
    }
}

/// Whether a subject begins as that of an out-of-office reply does, in any language that the
/// classifier knows.
fn is_oof_subject(subject: &str) -> bool {
    let first = subject.chars().next().map(|c| c.to_ascii_lowercase());
    let reply = subject
        .get(..3)
        .is_some_and(|s| s.eq_ignore_ascii_case("re:"));
    if reply || !matches!(first, Some('a' | 'r' | '自')) || !subject.contains([':', '：', ' ']) {
        return false;
    }
    let subject: String = subject
        .chars()
        .filter(|c| !c.is_control())
        .take(80)
        .collect();
    let source = format!(
        "From: a@a.example\r\nTo: b@b.example\r\nSubject: {subject}\r\nX-Auto-Response-Suppress: OOF\r\n\r\n"
    );
    let Ok(message) = message::read(source.as_bytes()) else {
        return false;
    };
    let kinds = classify::classify(&message, None).kinds;
    !kinds.is_empty() && kinds.iter().all(|k| k.is_oof())
}

/// The facts that settings look at; the content, which a row does not tell, stops no message.
#[must_use]
pub fn message_facts(&(kind, forward): &(Kind, Forward)) -> MessageFacts {
    MessageFacts {
        kind,
        forward,
        content: Content::default(),
    }
}
