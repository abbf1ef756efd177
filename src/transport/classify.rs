//! Classifies a message by the strongest evidence in it, and keeps what it leaves open.

mod bounce;
mod class;
mod headers;
mod kind;
pub mod prefixes;
mod report;

use crate::i18n::{Text, en};
use crate::mail::message::{Header, Message};
pub use class::kind_of_class;
pub use headers::{forwarding_mailbox, sent_on_by_rule};
pub use kind::Kind;

/// A header or property that shows the kind, and its line.
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
    pub(crate) fn header(header: &Header) -> Self {
        Self {
            what: header.name.to_string(),
            value: header.text().into_owned(),
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
    /// The headers and properties that show it.
    pub evidence: Vec<Evidence>,
    /// What else to know of the message.
    pub notes: Vec<Text>,
}

/// A signal: from the message to the kinds it leaves possible.
type Signal = fn(&Message, &mut Vec<Evidence>) -> Option<Vec<Kind>>;

/// The signals in order; the first that a message has decides its kind.
pub static SIGNALS: &[(&str, Signal)] = &[
    ("message class", class::message_class),
    ("delivery status report", report::delivery_status),
    ("disposition notification", report::disposition),
    ("reply of a mailbox", headers::reply_of_mailbox),
    ("meeting forward notification", headers::meeting_forward),
    (
        "report of Exchange without its parts",
        bounce::report_without_status,
    ),
    ("bounce that is no report", bounce::bounce),
    ("out-of-office reply", headers::out_of_office),
    ("automatic message of another system", headers::automatic),
    ("subject of an automatic reply", headers::subject_alone),
    ("message class that was not read", class::unread_class),
    ("headers as Outlook shows them", headers::shown_headers),
    ("null sender", headers::null_sender),
];

const ANY_OOF: [Kind; 3] = [Kind::OofExternal, Kind::OofInternal, Kind::OofLegacy];

/// Classify a message; `given` is the kind that the user gives (`--kind`), which only a message
/// class overrides.
#[must_use]
pub fn classify(message: &Message, given: Option<Kind>) -> Class {
    let mut evidence = Vec::new();
    let signalled = SIGNALS
        .iter()
        .enumerate()
        .find_map(|(place, (_, signal))| Some((place, signal(message, &mut evidence)?)));
    // The first signal is the class.
    let certain = matches!(signalled, Some((0, _)));
    let message_class = message
        .tnef
        .as_ref()
        .and_then(|(t, _)| t.message_class.clone());
    let mut notes = headers::notes(message, &mut evidence);
    notes.extend(class::kept(message));
    notes.extend(class::cut(message));
    let mut kinds = signalled.map_or_else(|| vec![Kind::Ordinary], |(_, kinds)| kinds);
    if kinds.len() > 1 {
        notes.extend(report::cut(message));
    }
    if let Some(kind) = given {
        if certain && !kinds.contains(&kind) {
            notes.push(Text::of(
                en("`--kind {kind}` does not apply: the message class `{class}` tells the kind"),
                [
                    ("kind", &kind.token()),
                    ("class", &message_class.as_deref().unwrap_or_default()),
                ],
            ));
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
    Class {
        kinds,
        message_class,
        auto_forwarded,
        evidence,
        notes,
    }
}
