//! Finds out from a row of a trace what became of a message for each recipient.

use super::batch::Row;
use super::event::{self, Event};
use super::{response, status, statuses};
use crate::address;
use crate::i18n::en;
use crate::policy::Policy;
use crate::transport::outcome::Outcome;
use crate::transport::responses::catalogue::Entry;
use crate::transport::responses::{self, Response};

/// What a row says of one recipient.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecipientOutcome {
    /// What became of the message.
    Final(Outcome),
    /// The message is on the way: another row says what became of it.
    OnTheWay,
    /// The settings of a policy did not decide, or the row does not tell.
    NotJudged(NotJudged),
    /// The same, for a reason of the catalogue that no policy gives.
    Catalogued(&'static Entry),
}

/// Why a row does not say what the settings of a policy made of a message; a word of it is the
/// `why` of the JSON report.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, strum::IntoStaticStr, strum::VariantArray,
)]
#[strum(serialize_all = "kebab-case")]
pub enum NotJudged {
    /// The recipient is inside.
    Inside,
    /// Mail from outside that is handed on to another system.
    Inbound,
    /// A journal report.
    Journal,
    /// Stopped for a reason outside the policy.
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
    /// The export has the name of a type in place of the recipients.
    ListLost,
    /// Not as many statuses as recipients.
    Statuses,
    /// The same event of the same message and recipient once more.
    Again,
    /// A status or event that is not known here.
    Unknown,
}

impl NotJudged {
    /// What it means.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Inside => en("delivered inside: no remote domain applies"),
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
            Self::ListLost => {
                en("the export lacks the recipients: it lost their lists, or cut them short")
            }
            Self::Statuses => en(
                "the row does not have as many statuses as recipients: which is whose is not known",
            ),
            Self::Again => en("the same event once more, as traces show some: it is counted once"),
            Self::Unknown => en("a status or event that is not known here"),
        }
    }
}

/// What the row says of each of its recipients (addresses as compared), into `out`.
pub fn of_row(row: &Row, policy: &Policy, out: &mut Vec<(String, RecipientOutcome)>) {
    out.clear();
    let columns = row.columns;
    let status = row.get(columns.status);
    let word = row.get(columns.event);
    let mut by_address = statuses::by_address(status).peekable();
    if word.is_empty() && by_address.peek().is_some() {
        for (address, words) in by_address {
            let last = words.rsplit(',').next().unwrap_or_default();
            add(row, policy, address, by_event(last.trim()), Own::None, out);
        }
        return;
    }
    let meaning = if word.is_empty() {
        by_status(status)
    } else {
        by_event(word)
    };
    let several = recipients_of(row).nth(1).is_some();
    let mut own = statuses::split(row.get(columns.recipient_status));
    let same = !several || own.clone().count() == recipients_of(row).count();
    for address in recipients_of(row) {
        let own = match own.next() {
            _ if !same => Own::Uneven,
            Some(status) if several => Own::Status(status),
            _ => Own::None,
        };
        add(row, policy, address, meaning, own, out);
    }
}

/// The recipients of a row.
fn recipients_of<'b>(row: &Row<'b>) -> impl Iterator<Item = &'b str> + use<'b> {
    row.list(row.columns.recipient)
}

/// What a row has of the statuses of its recipients for one of them.
#[derive(Debug, Clone, Copy)]
enum Own<'b> {
    /// None of its own: what the row says holds for it.
    None,
    /// Its own.
    Status(&'b str),
    /// There are not as many statuses as recipients.
    Uneven,
}

/// What an event or a status means, before the recipient is looked at.
#[derive(Clone, Copy)]
enum Meaning {
    Delivered,
    Sent,
    InMailbox,
    Stopped,
    Else(RecipientOutcome),
}

fn by_event(word: &str) -> Meaning {
    let Some(event) = event::find(word) else {
        return match status::find(word) {
            Some(_) => by_status(word),
            None => Meaning::Else(RecipientOutcome::NotJudged(NotJudged::Unknown)),
        };
    };
    let is = |other: &Event| event.name == other.name;
    if is(&event::SEND_EXTERNAL) || event.name == "SEND" {
        Meaning::Sent
    } else if is(&event::DELIVER) {
        Meaning::InMailbox
    } else if is(&event::DROP) || is(&event::FAIL) {
        Meaning::Stopped
    } else if is(&event::EXPAND) {
        Meaning::Else(RecipientOutcome::NotJudged(NotJudged::Elsewhere))
    } else {
        Meaning::Else(RecipientOutcome::OnTheWay)
    }
}

fn by_status(word: &str) -> Meaning {
    match status::find(word).map(|s| s.name) {
        Some("Delivered") => Meaning::Delivered,
        Some("Failed") => Meaning::Stopped,
        Some("Pending" | "GettingStatus") => {
            Meaning::Else(RecipientOutcome::NotJudged(NotJudged::NotYet))
        }
        Some("Quarantined" | "FilteredAsSpam") => {
            Meaning::Else(RecipientOutcome::NotJudged(NotJudged::Filter))
        }
        Some("Expanded" | "Resolved") => {
            Meaning::Else(RecipientOutcome::NotJudged(NotJudged::Elsewhere))
        }
        _ if status::is_blocked(word) => {
            Meaning::Else(RecipientOutcome::NotJudged(NotJudged::Filter))
        }
        // Tracking logs have the response in place of a status.
        _ if response::is_in(word) => Meaning::Stopped,
        _ => Meaning::Else(RecipientOutcome::NotJudged(NotJudged::Unknown)),
    }
}

fn add(
    row: &Row,
    policy: &Policy,
    address: &str,
    meaning: Meaning,
    own: Own,
    out: &mut Vec<(String, RecipientOutcome)>,
) {
    let address = address::normal(address);
    let outcome = if let Meaning::Else(outcome @ RecipientOutcome::OnTheWay) = meaning {
        outcome
    } else if row.lacks_recipients() {
        RecipientOutcome::NotJudged(NotJudged::ListLost)
    } else if !address.contains('@') {
        RecipientOutcome::NotJudged(NotJudged::NoRecipient)
    } else if is_journal(row) {
        RecipientOutcome::NotJudged(NotJudged::Journal)
    } else {
        settled(row, policy, &address, meaning, own)
    };
    out.push((address, outcome));
}

fn is_journal(row: &Row) -> bool {
    let source = row.get(row.columns.source);
    source.len() >= 7 && source.to_ascii_uppercase().contains("JOURNAL")
}

fn settled(
    row: &Row,
    policy: &Policy,
    address: &str,
    meaning: Meaning,
    own: Own,
) -> RecipientOutcome {
    let inside = policy.is_accepted(address);
    match meaning {
        Meaning::Delivered | Meaning::InMailbox if inside => {
            RecipientOutcome::NotJudged(NotJudged::Inside)
        }
        // Delivered inside although the policy says that the recipient is outside: a disagreement.
        Meaning::InMailbox => RecipientOutcome::Final(Outcome::StaysInside),
        // From one server to the next.
        Meaning::Sent if inside => RecipientOutcome::OnTheWay,
        Meaning::Sent | Meaning::Delivered if row.is_incoming() => {
            RecipientOutcome::NotJudged(NotJudged::Inbound)
        }
        Meaning::Sent | Meaning::Delivered => RecipientOutcome::Final(Outcome::Leaves),
        Meaning::Stopped => stopped(row, policy, address, own),
        Meaning::Else(outcome) => outcome,
    }
}

/// What a response says that no policy gives.
fn other_reason(line: Option<&str>) -> RecipientOutcome {
    let other = RecipientOutcome::NotJudged(NotJudged::OtherReason);
    let entry = line.and_then(response::entry);
    entry.map_or(other, RecipientOutcome::Catalogued)
}

/// By which response a row says that the message was stopped.
fn stopped(row: &Row, policy: &Policy, address: &str, own: Own) -> RecipientOutcome {
    let columns = row.columns;
    let context = row.get(columns.context);
    let by_context = |r: &&'static Response| r.source_context.is_some_and(|c| c == context);
    let mut details = columns.details.iter().map(|at| row.field(*at));
    let shown = match own {
        Own::None => details.find_map(response::parse),
        Own::Status(status) => response::parse(status),
        // Which of the statuses is meant is not known, nor whether there are responses at all.
        Own::Uneven if row.get(columns.recipient_status).is_empty() => {
            details.find_map(response::parse)
        }
        Own::Uneven => return RecipientOutcome::NotJudged(NotJudged::Statuses),
    };
    let response = match shown.as_ref().map(|s| s.known.as_slice()) {
        Some([one]) => Some(*one),
        Some([]) => return other_reason(shown.map(|s| s.line)),
        Some(several) => match several.iter().copied().find(by_context) {
            Some(one) => Some(one),
            None => return RecipientOutcome::NotJudged(NotJudged::SharedCode),
        },
        None => responses::ALL.iter().copied().find(by_context),
    };
    match response {
        None => RecipientOutcome::NotJudged(NotJudged::NoReason),
        Some(r) if *r == responses::FORWARDED => RecipientOutcome::NotJudged(NotJudged::Forwarded),
        Some(r) if *r == responses::GROUP_EXPANDED => {
            RecipientOutcome::NotJudged(NotJudged::Elsewhere)
        }
        // A policy without mail flow rules was exported without them.
        Some(r) if r.is_of_rule() && policy.mail_flow_rules.is_empty() => {
            RecipientOutcome::NotJudged(NotJudged::OtherReason)
        }
        // An address that nobody has is no matter of the settings, unless the policy lists all.
        Some(r)
            if [
                &responses::RECIPIENT_NOT_FOUND,
                &responses::RECIPIENT_DENIED,
            ]
            .contains(&r)
                && !(policy.all_recipients_listed && policy.is_accepted(address)) =>
        {
            RecipientOutcome::NotJudged(NotJudged::OtherReason)
        }
        Some(r) if *r == responses::RULE_DELETED => RecipientOutcome::Final(Outcome::Dropped(r)),
        Some(r) if r.code.starts_with('5') => RecipientOutcome::Final(Outcome::Rejected(r)),
        Some(r) => RecipientOutcome::Final(Outcome::Dropped(r)),
    }
}
