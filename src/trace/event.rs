#![doc = include_str!("event.md")]

mod others;

use crate::i18n::en;
use others::OTHERS;

/// Something that happened to a message on its way.
#[derive(Debug, PartialEq, Eq)]
pub struct Event {
    /// The word in `event_id`.
    pub name: &'static str,
    /// The word in the detail view.
    pub detail: &'static str,
    /// What it means.
    pub meaning: &'static str,
    /// Whether nothing follows for the recipient.
    pub last: bool,
    /// Its page, Markdown with executed examples, where there is more to say.
    pub page: Option<&'static str>,
}

/// The page on all of them, Markdown with executed examples.
pub const PAGE: &str = embedded!("event.md");

const fn event(
    name: &'static str,
    detail: &'static str,
    last: bool,
    meaning: &'static str,
    page: &'static str,
) -> Event {
    Event {
        name,
        detail,
        meaning,
        last,
        page: Some(page),
    }
}

/// An event of which no more is to be said than its meaning.
const fn unpaged(
    name: &'static str,
    detail: &'static str,
    last: bool,
    meaning: &'static str,
) -> Event {
    Event {
        name,
        detail,
        meaning,
        last,
        page: None,
    }
}

/// Taken in.
pub static RECEIVE: Event = event(
    "RECEIVE",
    en("Receive"),
    false,
    en("taken in by a server"),
    embedded!("event/receive.md"),
);
/// Handed over by the sender's mailbox.
pub static SUBMIT: Event = event(
    "SUBMIT",
    en("Submit"),
    false,
    en("handed over by the mailbox of the sender"),
    embedded!("event/submit.md"),
);
/// Sent on to a recipient outside.
pub static SEND_EXTERNAL: Event = event(
    "SENDEXTERNAL",
    en("Send external"),
    true,
    en("sent on to a server outside"),
    embedded!("event/sendexternal.md"),
);
/// Put into the mailbox.
pub static DELIVER: Event = event(
    "DELIVER",
    en("Deliver"),
    true,
    en("put into the mailbox"),
    embedded!("event/deliver.md"),
);
/// A group became its members.
pub static EXPAND: Event = event(
    "EXPAND",
    en("Expand"),
    true,
    en("sent to a group; its members have rows of their own"),
    embedded!("event/expand.md"),
);
/// Split.
pub static TRANSFER: Event = event(
    "TRANSFER",
    en("Transfer"),
    false,
    en("split, for example because recipients need different forms"),
    embedded!("event/transfer.md"),
);
/// Put off.
pub static DEFER: Event = event(
    "DEFER",
    en("Defer"),
    false,
    en("delivery put off, to be tried again"),
    embedded!("event/defer.md"),
);
/// Given up.
pub static FAIL: Event = event(
    "FAIL",
    en("Fail"),
    true,
    en("not delivered; the sender gets a non-delivery report if one can be sent"),
    embedded!("event/fail.md"),
);
/// Discarded.
pub static DROP: Event = event(
    "DROP",
    en("Drop"),
    true,
    en("discarded without any report to anyone"),
    embedded!("event/drop.md"),
);
/// Another address of the recipient.
pub static RESOLVE: Event = event(
    "RESOLVE",
    en("Resolve"),
    false,
    en("sent to another address of the recipient"),
    embedded!("event/resolve.md"),
);
/// Another recipient.
pub static REDIRECT: Event = event(
    "REDIRECT",
    en("Redirect"),
    false,
    en("sent to another recipient"),
    embedded!("event/redirect.md"),
);
/// An agent's remarks.
pub static AGENTINFO: Event = event(
    "AGENTINFO",
    en("Agent info"),
    false,
    en("remarks of a transport agent"),
    embedded!("event/agentinfo.md"),
);

/// Those that have a page, in the order in which a message may meet them.
pub static PAGED: &[&Event] = &[
    &RECEIVE,
    &SUBMIT,
    &SEND_EXTERNAL,
    &DELIVER,
    &EXPAND,
    &TRANSFER,
    &DEFER,
    &FAIL,
    &DROP,
    &RESOLVE,
    &REDIRECT,
    &AGENTINFO,
];

/// All of them.
pub fn all() -> impl Iterator<Item = &'static Event> {
    PAGED.iter().copied().chain(OTHERS)
}

/// What the two admin centers call some of them, how their detail begins, and the message events that
/// Microsoft Graph had in its beta of 2021 (microsoftgraph/microsoft-graph-docs, pull request 13536,
/// 2021-09-14): each with the event, and the page by which it is explained where nothing else is called so.
const ALSO: &[(&str, &str, Option<&str>)] = &[
    ("Resolved", "RESOLVE", None),
    ("Expand DL", "EXPAND", None),
    ("Spam confidence level", "SPAM", None),
    ("received", "RECEIVE", None),
    ("sent", "SEND", None),
    ("processingFailed", "BADMAIL", None),
    ("distributionGroupExpanded", "EXPAND", Some("events/expand")),
    ("submitted", "SUBMIT", None),
    ("delayed", "DEFER", Some("events/defer")),
    ("redirected", "REDIRECT", Some("events/redirect")),
    ("dropped", "DROP", Some("events/drop")),
    ("malwareDetected", "MALWARE", None),
    ("malwareDetectedInMessage", "MALWARE", None),
    ("malwareDetectedInAttachment", "MALWARE", None),
    ("spamDetected", "SPAM", None),
    ("transportRuleTriggered", "TRANSPORT RULE", None),
    ("dlpRuleTriggered", "DLP RULE", None),
];

/// The words among them by which a page is found, each behind the place of the page.
#[cfg(feature = "cli")]
pub(crate) fn explained() -> impl Iterator<Item = (&'static str, &'static str)> {
    let also = ALSO.iter();
    also.filter_map(|(word, _, page)| page.map(|page| (page, *word)))
}

/// The event of a word, as `event_id` or the detail view writes it.
#[must_use]
pub fn find(word: &str) -> Option<&'static Event> {
    let word = word.trim();
    let same = |name: &str| name.eq_ignore_ascii_case(word);
    let event = all().find(|e| same(e.name) || same(e.detail));
    event.or_else(|| {
        let also = ALSO.iter().find(|(other, ..)| same(other));
        also.and_then(|(_, name, _)| all().find(|e| e.name == *name))
    })
}
