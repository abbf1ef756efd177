//! Tells what a row of a trace says became of a message.

use super::batch::Row;
use super::event::{self, Event};
use super::{response, status};
use crate::address;
use crate::i18n::en;
use crate::policy::Policy;
use crate::transport::outcome::Outcome;
use crate::transport::responses::{self, Response};

/// What a row says of one recipient.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// What became of the message.
    Final(Outcome),
    /// The message is under way: another row says what became of it.
    OnTheWay,
    /// The model has nothing to say to it.
    Apart(Why),
}

/// Why the model has nothing to say to a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// The recipient is inside.
    Inside,
    /// Mail from outside that is handed on to another system.
    Inbound,
    /// A journal report.
    Journal,
    /// Stopped for a reason beside the policy.
    OtherReason,
    /// Stopped, and the row does not say why.
    NoReason,
    /// A code that several responses share.
    SharedCode,
    /// A mailbox's forwarding moved it on.
    Forwarded,
    /// Spam, quarantine.
    Filter,
    /// Pending, GettingStatus.
    NotYet,
    /// Sent to a group or to another address.
    Elsewhere,
    /// The row names no recipient.
    NoRecipient,
    /// The same event of the same message and recipient once more.
    Again,
    /// A status or event that is not known here.
    Unknown,
}

impl Why {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::Inside,
        Self::Inbound,
        Self::Journal,
        Self::OtherReason,
        Self::NoReason,
        Self::SharedCode,
        Self::Forwarded,
        Self::Filter,
        Self::NotYet,
        Self::Elsewhere,
        Self::NoRecipient,
        Self::Again,
        Self::Unknown,
    ];

    /// The token, as in JSON.
    #[must_use]
    pub fn token(self) -> &'static str {
        match self {
            Self::Inside => "inside",
            Self::Inbound => "inbound",
            Self::Journal => "journal",
            Self::OtherReason => "other-reason",
            Self::NoReason => "no-reason",
            Self::SharedCode => "shared-code",
            Self::Forwarded => "forwarded",
            Self::Filter => "filter",
            Self::NotYet => "not-yet",
            Self::Elsewhere => "elsewhere",
            Self::NoRecipient => "no-recipient",
            Self::Again => "again",
            Self::Unknown => "unknown",
        }
    }

    /// In words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Inside => en("delivered inside: no remote domain has a say"),
            Self::Inbound => en("mail from outside that was handed on to another system"),
            Self::Journal => en("journal reports"),
            Self::OtherReason => {
                en("stopped for a reason that is not in the policy, such as an unknown recipient")
            }
            Self::NoReason => en("failed, and the row does not say why: use the Extended report"),
            Self::SharedCode => en(
                "the code is that of an NDR and of a meeting forward notification, and its text is cut off",
            ),
            Self::Forwarded => {
                en("a mailbox's forwarding moved it on: the new recipient has a row")
            }
            Self::Filter => en("spam filter or quarantine"),
            Self::NotYet => en("not settled when the trace was exported"),
            Self::Elsewhere => en("went to a group or another address, which has rows of its own"),
            Self::NoRecipient => en("the row names no recipient: export it with RecipientAddress"),
            Self::Again => en("the same event once more, as traces show some: it is counted once"),
            Self::Unknown => en("a status or event that is not known here"),
        }
    }

    /// Its place in [`Self::ALL`].
    #[must_use]
    pub fn index(self) -> usize {
        Self::ALL.iter().position(|w| *w == self).unwrap_or(0)
    }
}

/// Recipients of one message that are remembered.
const REMEMBERED: usize = 64;

/// What was said of the message of the last row, so that what is said twice counts once.
#[derive(Debug, Default)]
pub struct Last {
    message: String,
    said: Vec<(String, Outcome)>,
}

impl Last {
    /// Set apart what the rows just before have said already.
    pub fn apply(&mut self, row: &Row, fates: &mut [(String, Fate)]) {
        let message = row.get(row.columns.message);
        if message.is_empty() || self.message != message {
            self.said.clear();
            self.message.clear();
            self.message.push_str(message);
        }
        if message.is_empty() {
            return;
        }
        for (recipient, fate) in fates {
            let Fate::Final(outcome) = *fate else {
                continue;
            };
            if self
                .said
                .iter()
                .any(|(r, o)| r == recipient && *o == outcome)
            {
                *fate = Fate::Apart(Why::Again);
            } else if self.said.len() < REMEMBERED {
                self.said.push((recipient.clone(), outcome));
            }
        }
    }
}

/// What the row says of each of its recipients (as compared), into `out`.
pub fn fates(row: &Row, policy: &Policy, out: &mut Vec<(String, Fate)>) {
    out.clear();
    let columns = row.columns;
    let status = row.get(columns.status);
    let word = row.get(columns.event);
    if word.is_empty() && status.contains("##") {
        // `<address>##Receive, Fail`, for each recipient.
        for part in status.split(';') {
            let Some((address, words)) = part.split_once("##") else {
                continue;
            };
            let last = words.rsplit(',').next().unwrap_or_default();
            add(row, policy, address, by_event(last.trim()), out);
        }
        return;
    }
    let what = if word.is_empty() {
        by_status(status)
    } else {
        by_event(word)
    };
    let recipients = row.get(columns.recipient);
    for address in recipients.split(';') {
        add(row, policy, address, what, out);
    }
}

/// What an event or a status says, before the recipient is looked at.
#[derive(Clone, Copy)]
enum What {
    Delivered,
    Sent,
    InMailbox,
    Stopped,
    Else(Fate),
}

/// Events of the tracking log that are never the last for a recipient outside, beside those that
/// have a page.
const OTHER_EVENTS: [&str; 9] = [
    "DSN",
    "HADISCARD",
    "HARECEIVE",
    "HAREDIRECT",
    "NOTIFYMAPI",
    "PROCESS",
    "RESUBMIT",
    "SUBMITDEFER",
    "THROTTLE",
];

fn by_event(word: &str) -> What {
    if OTHER_EVENTS.iter().any(|e| e.eq_ignore_ascii_case(word)) {
        return What::Else(Fate::OnTheWay);
    }
    let Some(event) = event::find(word) else {
        return match status::find(word) {
            Some(_) => by_status(word),
            None => What::Else(Fate::Apart(Why::Unknown)),
        };
    };
    let is = |other: &Event| event.name == other.name;
    if is(&event::SEND) {
        What::Sent
    } else if is(&event::DELIVER) {
        What::InMailbox
    } else if is(&event::DROP) || is(&event::FAIL) {
        What::Stopped
    } else if is(&event::EXPAND) {
        What::Else(Fate::Apart(Why::Elsewhere))
    } else {
        What::Else(Fate::OnTheWay)
    }
}

fn by_status(word: &str) -> What {
    match status::find(word).map(|s| s.name) {
        Some("Delivered") => What::Delivered,
        Some("Failed") => What::Stopped,
        Some("Pending" | "GettingStatus") => What::Else(Fate::Apart(Why::NotYet)),
        Some("Quarantined" | "FilteredAsSpam") => What::Else(Fate::Apart(Why::Filter)),
        Some("Expanded" | "Resolved") => What::Else(Fate::Apart(Why::Elsewhere)),
        // Tracking logs have the response in place of a status.
        _ if response::parse(word).is_some() => What::Stopped,
        _ => What::Else(Fate::Apart(Why::Unknown)),
    }
}

fn add(row: &Row, policy: &Policy, address: &str, what: What, out: &mut Vec<(String, Fate)>) {
    let address = address::normal(address);
    let fate = if let What::Else(fate @ Fate::OnTheWay) = what {
        fate
    } else if !address.contains('@') {
        Fate::Apart(Why::NoRecipient)
    } else if is_journal(row) {
        Fate::Apart(Why::Journal)
    } else {
        settled(row, policy, &address, what)
    };
    out.push((address, fate));
}

fn is_journal(row: &Row) -> bool {
    let source = row.get(row.columns.source);
    source.len() >= 7 && source.to_ascii_uppercase().contains("JOURNAL")
}

fn settled(row: &Row, policy: &Policy, address: &str, what: What) -> Fate {
    let inside = policy.is_accepted(address);
    match what {
        What::Delivered | What::InMailbox if inside => Fate::Apart(Why::Inside),
        // The policy says that it is outside: that is a disagreement.
        What::InMailbox => Fate::Final(Outcome::StaysInside),
        // From one server to the next.
        What::Sent if inside => Fate::OnTheWay,
        What::Sent | What::Delivered if row.get(row.columns.directionality) == "1" => {
            Fate::Apart(Why::Inbound)
        }
        What::Sent | What::Delivered => Fate::Final(Outcome::Leaves),
        What::Stopped => stopped(row),
        What::Else(fate) => fate,
    }
}

/// By which response a row says that the message was stopped.
fn stopped(row: &Row) -> Fate {
    let columns = row.columns;
    let context = row.get(columns.context);
    let by_context = |r: &&'static Response| r.source_context.is_some_and(|c| c == context);
    let mut details = columns.details.iter().map(|at| row.field(*at));
    let shown = details.find_map(response::parse);
    let response = match shown.as_ref().map(|s| s.known.as_slice()) {
        Some([one]) => Some(*one),
        Some([]) => return Fate::Apart(Why::OtherReason),
        Some(several) => match several.iter().copied().find(by_context) {
            Some(one) => Some(one),
            None => return Fate::Apart(Why::SharedCode),
        },
        None => responses::ALL.iter().copied().find(by_context),
    };
    match response {
        None => Fate::Apart(Why::NoReason),
        Some(r) if *r == responses::FORWARDED => Fate::Apart(Why::Forwarded),
        Some(r) if r.code.starts_with('5') => Fate::Final(Outcome::Rejected(r)),
        Some(r) => Fate::Final(Outcome::Dropped(r)),
    }
}
