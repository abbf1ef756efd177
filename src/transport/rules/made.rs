//! Says which headers Exchange writes on what a mailbox's rules and automatic replies make, where
//! the file at hand does not have them: it may be older, or only say what is asked.
//!
//! Source: the facts `what-a-rule-made`, `replies-look-alike` and `forwards-carry-the-loop-header`.

use super::{Asked, people};
use crate::transport::classify::Kind;
use crate::transport::message_facts::ForwardedBy;

/// A header that a message does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Absent<'a> {
    /// Exchange does not write it on such a message.
    NotWritten,
    /// It writes this.
    Written(&'a str),
    /// It writes an address.
    Address,
    /// It writes it, and what is not known.
    Unknown,
}

/// An address that is none of a policy's: a pattern that matches it asks for no address in particular.
pub(super) const SOMEBODY: &str = "somebody@mailbox.invalid";

const LOOP: &str = "X-MS-Exchange-Inbox-Rules-Loop";
const BY_RULE: [&str; 4] = [
    "Auto-Submitted",
    "X-MS-Exchange-Generated-Message-Source",
    "X-MS-Exchange-Organization-AutoForwarded",
    "X-MS-Exchange-Parent-Message-Id",
];
const IN_REPLY: [&str; 6] = [
    "Auto-Submitted",
    "In-Reply-To",
    "References",
    "X-Auto-Response-Suppress",
    "X-MS-Exchange-Generated-Message-Source",
    "X-MS-Exchange-Parent-Message-Id",
];

/// What is known of a header that the message does not have.
pub(super) fn absent<'a>(name: &str, asked: &Asked<'a, '_>) -> Absent<'a> {
    let forwarded = asked.forwarded_by == ForwardedBy::InboxRule;
    let reply = asked.kind.is_oof() || asked.kind == Kind::AutoReply;
    let is_of = |names: &[&str]| names.iter().any(|n| n.eq_ignore_ascii_case(name));
    if is_of(&[LOOP]) {
        // A reply is from the mailbox that makes it; a redirect keeps its first author.
        return match asked.message.from {
            from if reply && !forwarded && people::is_somebody(asked, from) => {
                Absent::Written(from)
            }
            _ if reply || forwarded => Absent::Address,
            _ => Absent::NotWritten,
        };
    }
    if (forwarded && is_of(&BY_RULE)) || (reply && is_of(&IN_REPLY)) {
        return Absent::Unknown;
    }
    Absent::NotWritten
}
