//! Tells what kind a message is, from the strongest evidence there is, and what it cannot tell.

mod class;
mod headers;
mod report;

use crate::message::{Header, Message};
pub use class::kind_of_class;

/// The kinds that the resolver tells apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
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
    /// Every kind and its token.
    pub const ALL: &'static [(Self, &'static str)] = &[
        (Self::Ordinary, "ordinary"),
        (Self::OofExternal, "oof-external"),
        (Self::OofInternal, "oof-internal"),
        (Self::OofLegacy, "oof-legacy"),
        (Self::AutoReply, "auto-reply"),
        (Self::DeliveryReport, "delivery-report"),
        (Self::Ndr, "ndr"),
        (Self::DsnDelayed, "dsn-delayed"),
        (Self::DsnRelayed, "dsn-relayed"),
        (Self::DsnExpanded, "dsn-expanded"),
        (Self::ReadReceipt, "read-receipt"),
        (Self::NonReadReceipt, "non-read-receipt"),
        (
            Self::MeetingForwardNotification,
            "meeting-forward-notification",
        ),
        (Self::Recall, "recall"),
        (Self::RecallReport, "recall-report"),
    ];

    /// The token, as in JSON and `--kind`.
    #[must_use]
    pub fn token(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(k, _)| *k == self)
            .map_or("ordinary", |(_, t)| t)
    }

    /// The kind of a token.
    #[must_use]
    pub fn from_token(token: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, t)| *t == token).map(|(k, _)| *k)
    }

    /// Whether it is an out-of-office reply.
    #[must_use]
    pub fn is_oof(self) -> bool {
        matches!(
            self,
            Self::OofExternal | Self::OofInternal | Self::OofLegacy
        )
    }
}

/// What was seen, and on which line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// Name of the header or property.
    pub what: String,
    /// Its value.
    pub value: String,
    /// 1-based line; the part's first line for a property inside it.
    pub line: u32,
}

impl Evidence {
    fn header(header: &Header) -> Self {
        Self {
            what: header.name.to_string(),
            value: header.value.to_string(),
            line: header.line,
        }
    }
}

/// The kind of a message, as far as it can be known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Class {
    /// One kind where it is known, else all that are possible.
    pub kinds: Vec<Kind>,
    /// The message class, where TNEF gives one.
    pub message_class: Option<String>,
    /// Auto-forwarded: yes, no, or (none) unknown.
    pub auto_forwarded: Option<bool>,
    /// What tells so.
    pub evidence: Vec<Evidence>,
}

/// A signal: from the message to the kinds it leaves possible.
type Signal = fn(&Message, &mut Vec<Evidence>) -> Option<Vec<Kind>>;

/// The signals in order; the first that speaks decides the kind.
pub static SIGNALS: &[(&str, Signal)] = &[
    ("message class", class::message_class),
    ("delivery status report", report::delivery_status),
    ("disposition notification", report::disposition),
    ("Mailbox Rules Agent", headers::rules_agent),
    ("meeting forward notification", headers::meeting_forward),
    ("out-of-office reply", headers::out_of_office),
    ("automatic message of another system", headers::automatic),
];

const ANY_OOF: [Kind; 3] = [Kind::OofExternal, Kind::OofInternal, Kind::OofLegacy];

/// Classify a message; `told` is what the user knows beyond it (`--kind`), which settles what
/// the message itself leaves open.
#[must_use]
pub fn classify(message: &Message, told: Option<Kind>) -> Class {
    let mut evidence = Vec::new();
    let heard = SIGNALS
        .iter()
        .find_map(|(_, signal)| signal(message, &mut evidence));
    let certain = heard.as_ref().is_some_and(|k| k.len() == 1);
    let mut kinds = heard.unwrap_or_else(|| vec![Kind::Ordinary]);
    if let Some(kind) = told {
        if certain && !kinds.contains(&kind) {
            evidence.push(Evidence {
                what: "--kind".into(),
                value: format!(
                    "{} is not heeded: the message itself tells its kind",
                    kind.token()
                ),
                line: 0,
            });
        } else {
            kinds = vec![kind];
            evidence.push(Evidence {
                what: "--kind".into(),
                value: kind.token().into(),
                line: 0,
            });
        }
    }
    let auto_forwarded = headers::auto_forwarded(message, &mut evidence);
    let message_class = message
        .tnef
        .as_ref()
        .and_then(|(t, _)| t.message_class.clone());
    Class {
        kinds,
        message_class,
        auto_forwarded,
        evidence,
    }
}
