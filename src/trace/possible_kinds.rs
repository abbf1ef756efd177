//! Finds out of which kinds the message of a row may have been.

use super::batch::Row;
use super::origin::{Origin, Origins};
use super::pair::Pair;
use super::return_path::Rewritten;
use crate::address;
use crate::i18n::en;
use crate::transport::classify::{Kind, Kind as K, prefixes};
use crate::transport::message_facts::ForwardedBy::{
    self, ForwardingAddress, ForwardingSmtpAddress, InboxRule, MailFlowRule, Nobody,
};
use crate::transport::message_facts::{ContentFacts, MessageFacts};
use crate::transport::outcome::Outcome;
use crate::transport::responses::Response;

/// The kinds that a message may have been, and how it may have been forwarded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PossibleCases {
    /// Each possible kind, and how it was forwarded.
    pub cases: &'static [(Kind, ForwardedBy)],
    /// What they are known from.
    pub evidence: KindEvidence,
    /// The mailbox that forwarded it (an address as compared), where a row names it.
    pub forwarder: Option<String>,
}

/// What tells the kind of a row's message, and whether it was forwarded, the surest first; a word
/// of it is the `evidence` of a change.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[strum(serialize_all = "kebab-case")]
pub enum KindEvidence {
    /// The response names it.
    Response,
    /// A mailbox's rule made the message: a row of it has the source MAILBOXRULE.
    MailboxRule,
    /// The return path names the mailbox that forwarded it.
    SrsMailbox,
    /// The return path was rewritten, and names no mailbox.
    Srs,
    /// The sender is outside, and the return path is of a mailbox inside, which sent it on.
    ReturnPath,
    /// The server itself made the message: a row of it has the source DSN.
    Report,
    /// How the subject begins, which a person may have written too.
    Subject,
    /// A row says that the message was redirected to this recipient.
    RedirectedHere,
    /// A row of the message says that it was redirected; which recipient that is of is not told.
    Redirected,
    /// The sender is outside as well.
    OutsideSender,
    /// Nothing.
    Nothing,
}

impl KindEvidence {
    /// Its word, as a change has it.
    #[must_use]
    pub fn token(self) -> &'static str {
        self.into()
    }

    /// The `kind_is_told_by` of the JSON report.
    #[must_use]
    pub fn told_by(self) -> &'static str {
        match self {
            Self::Response => "response",
            Self::MailboxRule | Self::Report => "source",
            Self::SrsMailbox | Self::Srs => "return-path",
            Self::Subject => "subject",
            Self::ReturnPath
            | Self::RedirectedHere
            | Self::Redirected
            | Self::OutsideSender
            | Self::Nothing => "nothing",
        }
    }

    /// Whether every kind of mail is possible.
    #[must_use]
    pub fn leaves_open(self) -> bool {
        self.told_by() == Self::Nothing.told_by()
    }

    /// What it says of a message, in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Response => en("the response names the kind"),
            Self::MailboxRule => {
                en("an inbox rule made the message (source MAILBOXRULE): a forward, or a reply")
            }
            Self::SrsMailbox => en(
                "the return path names the mailbox that forwarded it (SRS): by a rule, by the mailbox's forwarding, or by a mail flow rule",
            ),
            Self::Srs => en(
                "the return path was rewritten (`bounces+SRS=`): it was forwarded, or a server on premises or an application relayed it",
            ),
            Self::ReturnPath => en(
                "the sender is outside and the return path is of a mailbox inside, which sent the message on",
            ),
            Self::Report => en("the server made the message (source DSN): a report"),
            Self::Subject => en(
                "the subject begins as an automatic reply does, and a person may have written it",
            ),
            Self::RedirectedHere => en(
                "a row says that the message was redirected to this recipient: a mailbox forwards to it",
            ),
            Self::Redirected => en(
                "a row of the message says that it was redirected: the mailbox of one of its recipients forwards",
            ),
            Self::OutsideSender => {
                en("the sender is outside too: somebody or something inside sent the message on")
            }
            Self::Nothing => en(
                "nothing in the rows says that it was anything but ordinary mail, which most mail is",
            ),
        }
    }
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
/// What the Sender Rewriting Scheme rewrites. It leaves an empty return path, as reports and
/// out-of-office replies have, as it is; and it rewrites what a group sends to a member outside, too.
static SENT_ON: &[(Kind, ForwardedBy)] = &[
    (K::Ordinary, InboxRule),
    (K::Ordinary, ForwardingAddress),
    (K::Ordinary, ForwardingSmtpAddress),
    (K::Ordinary, MailFlowRule),
    (K::Ordinary, Nobody),
];
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

/// The kinds of which the message of a row with this outcome may have been; `pair` is its sender and
/// recipient under the policy that was in force.
#[must_use]
pub fn possible_cases(
    row: &Row,
    pair: &Pair,
    outcome: Outcome,
    origins: &Origins,
) -> PossibleCases {
    let known = |cases, evidence| PossibleCases {
        cases,
        evidence,
        forwarder: None,
    };
    if let Some(r) = outcome.response() {
        return known(named(r), KindEvidence::Response);
    }
    let origin = origins.find(row, pair.recipient);
    match origin {
        Some(Origin::Rule) => return known(BY_RULE, KindEvidence::MailboxRule),
        Some(Origin::Report) => return known(REPORTS, KindEvidence::Report),
        Some(Origin::RedirectedHere | Origin::Redirected) | None => {}
    }
    let return_path = row.get(row.columns.return_path);
    // Some exports have the return path as the sender.
    let rewritten = Rewritten::read(return_path).or_else(|| Rewritten::read(pair.sender));
    if let Some(rewritten) = rewritten.filter(|r| r.is_of(pair.policy)) {
        let evidence = match rewritten.forwarder {
            Some(_) => KindEvidence::SrsMailbox,
            None => KindEvidence::Srs,
        };
        return PossibleCases {
            forwarder: rewritten.forwarder,
            ..known(SENT_ON, evidence)
        };
    }
    if prefixes::begins_with(row.get(row.columns.subject), prefixes::AUTOMATIC_REPLY) {
        return known(OOF, KindEvidence::Subject);
    }
    let outside = outcome == Outcome::Leaves && pair.is_from_outside();
    // What mailboxes forwarded had their own return path before it was rewritten.
    let forwarder = outside.then(|| address::normal(return_path));
    let forwarder = forwarder.filter(|f| f.contains('@') && pair.policy.is_accepted(f));
    if forwarder.is_some() {
        return PossibleCases {
            forwarder,
            ..known(ANY, KindEvidence::ReturnPath)
        };
    }
    let evidence = match origin {
        Some(Origin::RedirectedHere) => KindEvidence::RedirectedHere,
        Some(_) => KindEvidence::Redirected,
        None if outside => KindEvidence::OutsideSender,
        None => KindEvidence::Nothing,
    };
    known(ANY, evidence)
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
