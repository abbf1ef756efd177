//! Remembers which component made a message: its first rows have that, the last one has not.
//!
//! The rows of a message may be in any order, so an export is read once for this before its rows
//! are judged.

use super::batch::{Part, Row};
use super::event;
use super::response;
use crate::address;
use crate::transport::responses;
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::{Hash as _, Hasher as _};

/// Messages that are remembered, so that the memory stays bounded.
pub const LIMIT: usize = 1_000_000;

/// What made a message, or sent it on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// An inbox rule: a forward, a redirect or a reply.
    Rule,
    /// The server itself: a report.
    Report,
    /// Somebody, and it was redirected to this recipient.
    RedirectedHere,
    /// Somebody, and it was redirected to some recipient.
    Redirected,
}

/// The messages that people did not write, by message and recipient.
#[derive(Debug, Default)]
pub struct Origins {
    known: FxHashMap<u64, Origin>,
    /// Messages beyond [`LIMIT`].
    pub beyond: u64,
}

/// The origin by the source of a row.
#[must_use]
pub fn of(row: &Row) -> Option<Origin> {
    let source = row.get(row.columns.source);
    if source.eq_ignore_ascii_case("MAILBOXRULE") {
        Some(Origin::Rule)
    } else if source.eq_ignore_ascii_case("DSN") {
        Some(Origin::Report)
    } else {
        None
    }
}

/// What a row says of a message that a mailbox forwards: it is of the new recipient, or of the old.
fn redirected(row: &Row) -> Option<Origin> {
    let event = row.get(row.columns.event);
    if event.eq_ignore_ascii_case(event::REDIRECT.name) {
        return Some(Origin::RedirectedHere);
    }
    if !event.eq_ignore_ascii_case(event::DROP.name) {
        return None;
    }
    let mut details = row.columns.details.iter().map(|at| row.field(*at));
    let shown = details.find_map(response::parse)?;
    let is_forward = shown.known.contains(&&responses::FORWARDED);
    is_forward.then_some(Origin::Redirected)
}

/// A message and one of its recipients; of a message that was redirected it is not told to whom.
fn key(row: &Row, recipient: &str) -> Option<u64> {
    let message = row.get(row.columns.message);
    if message.is_empty() {
        return None;
    }
    let mut hasher = FxHasher::default();
    message.hash(&mut hasher);
    recipient.hash(&mut hasher);
    Some(hasher.finish())
}

impl Origins {
    /// Remember the origins in the rows of a part, which are taken apart.
    pub fn take(&mut self, part: &Part) {
        let Part::Rows(batch) = part else { return };
        for row in batch.rows().flatten() {
            let redirected = redirected(&row);
            if redirected.is_some() {
                self.remember(key(&row, ""), Origin::Redirected);
            }
            let here = redirected.filter(|origin| *origin == Origin::RedirectedHere);
            let Some(origin) = of(&row).or(here) else {
                continue;
            };
            let recipients = row.list(row.columns.recipient);
            for recipient in recipients.filter(|r| !r.is_empty()) {
                self.remember(key(&row, &address::normal(recipient)), origin);
            }
        }
    }

    fn remember(&mut self, key: Option<u64>, origin: Origin) {
        let Some(key) = key else { return };
        if let Some(known) = self.known.get_mut(&key) {
            // What made it says more, whichever row comes first.
            *known = origin.min(*known);
        } else if self.known.len() < LIMIT {
            self.known.insert(key, origin);
        } else {
            self.beyond += 1;
        }
    }

    /// What made the message of a row for a recipient (address as compared), where that is known.
    #[must_use]
    pub fn find(&self, row: &Row, recipient: &str) -> Option<Origin> {
        if let Some(origin) = of(row) {
            return Some(origin);
        }
        if self.known.is_empty() {
            return None;
        }
        let known = |recipient| self.known.get(&key(row, recipient)?).copied();
        known(recipient).or_else(|| known(""))
    }
}
