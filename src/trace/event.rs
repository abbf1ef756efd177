#![doc = include_str!("event.md")]

use crate::i18n::en;

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
    /// Its page, Markdown with executed examples.
    pub page: &'static str,
}

/// The page on all of them, Markdown with executed examples.
pub const PAGE: &str = include_str!("event.md");

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
        page,
    }
}

/// Taken in.
pub static RECEIVE: Event = event(
    "RECEIVE",
    en("Receive"),
    false,
    en("taken in by a server"),
    include_str!("event/receive.md"),
);
/// Handed over by the sender's mailbox.
pub static SUBMIT: Event = event(
    "SUBMIT",
    en("Submit"),
    false,
    en("handed over by the mailbox of the sender"),
    include_str!("event/submit.md"),
);
/// Sent on.
pub static SEND: Event = event(
    "SEND",
    en("Send external"),
    true,
    en("sent on to another server"),
    include_str!("event/send.md"),
);
/// Put into the mailbox.
pub static DELIVER: Event = event(
    "DELIVER",
    en("Deliver"),
    true,
    en("put into the mailbox"),
    include_str!("event/deliver.md"),
);
/// A group became its members.
pub static EXPAND: Event = event(
    "EXPAND",
    en("Expand"),
    true,
    en("sent to a group; its members have rows of their own"),
    include_str!("event/expand.md"),
);
/// Split.
pub static TRANSFER: Event = event(
    "TRANSFER",
    en("Transfer"),
    false,
    en("split, for example because recipients need different forms"),
    include_str!("event/transfer.md"),
);
/// Put off.
pub static DEFER: Event = event(
    "DEFER",
    en("Defer"),
    false,
    en("delivery put off, to be tried again"),
    include_str!("event/defer.md"),
);
/// Given up.
pub static FAIL: Event = event(
    "FAIL",
    en("Fail"),
    true,
    en("not delivered; the sender gets a non-delivery report if one can be sent"),
    include_str!("event/fail.md"),
);
/// Discarded.
pub static DROP: Event = event(
    "DROP",
    en("Drop"),
    true,
    en("discarded without any report to anyone"),
    include_str!("event/drop.md"),
);
/// Another address of the recipient.
pub static RESOLVE: Event = event(
    "RESOLVE",
    en("Resolve"),
    false,
    en("sent to another address of the recipient"),
    include_str!("event/resolve.md"),
);
/// Another recipient.
pub static REDIRECT: Event = event(
    "REDIRECT",
    en("Redirect"),
    false,
    en("sent to another recipient"),
    include_str!("event/redirect.md"),
);
/// An agent's remarks.
pub static AGENTINFO: Event = event(
    "AGENTINFO",
    en("Agent info"),
    false,
    en("remarks of a transport agent"),
    include_str!("event/agentinfo.md"),
);

/// All of them, in the order in which a message may meet them.
pub static ALL: &[&Event] = &[
    &RECEIVE, &SUBMIT, &SEND, &DELIVER, &EXPAND, &TRANSFER, &DEFER, &FAIL, &DROP, &RESOLVE,
    &REDIRECT, &AGENTINFO,
];

/// The event of a word, as `event_id` or the detail view writes it.
#[must_use]
pub fn find(word: &str) -> Option<&'static Event> {
    let word = word.trim();
    let same = |name: &str| name.eq_ignore_ascii_case(word);
    let mut all = ALL.iter().copied();
    match all.find(|e| same(e.name) || same(e.detail)) {
        Some(event) => Some(event),
        None if same("SENDEXTERNAL") => Some(&SEND),
        None => None,
    }
}
