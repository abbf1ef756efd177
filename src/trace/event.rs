#![doc = include_str!("event.md")]

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
}

/// The page, Markdown with executed examples.
pub const PAGE: &str = include_str!("event.md");

const fn event(
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
    }
}

/// Taken in.
pub static RECEIVE: Event = event("RECEIVE", "Receive", false, "taken in by a server");
/// Handed over by the sender's mailbox.
pub static SUBMIT: Event = event(
    "SUBMIT",
    "Submit",
    false,
    "handed over by the mailbox of the sender",
);
/// Sent on.
pub static SEND: Event = event("SEND", "Send external", true, "sent on to another server");
/// Put into the mailbox.
pub static DELIVER: Event = event("DELIVER", "Deliver", true, "put into the mailbox");
/// A group became its members.
pub static EXPAND: Event = event(
    "EXPAND",
    "Expand",
    true,
    "sent to a group; its members have rows of their own",
);
/// Split.
pub static TRANSFER: Event = event(
    "TRANSFER",
    "Transfer",
    false,
    "split, for example because recipients need different forms",
);
/// Put off.
pub static DEFER: Event = event(
    "DEFER",
    "Defer",
    false,
    "delivery put off, to be tried again",
);
/// Given up.
pub static FAIL: Event = event(
    "FAIL",
    "Fail",
    true,
    "not delivered; the sender gets a non-delivery report if one can be sent",
);
/// Discarded.
pub static DROP: Event = event(
    "DROP",
    "Drop",
    true,
    "discarded without any report to anyone",
);
/// Another address of the recipient.
pub static RESOLVE: Event = event(
    "RESOLVE",
    "Resolve",
    false,
    "sent to another address of the recipient",
);
/// Another recipient.
pub static REDIRECT: Event = event("REDIRECT", "Redirect", false, "sent to another recipient");
/// An agent's remarks.
pub static AGENTINFO: Event = event(
    "AGENTINFO",
    "Agent info",
    false,
    "remarks of a transport agent",
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
