//! Remembers which component made a message: its first rows have that, the last one has not.
//!
//! The rows of a message may be in any order, so an export is read once for this before its rows
//! are judged.

use super::batch::{Part, Row};
use super::event;
use crate::address;
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::{Hash as _, Hasher as _};

/// Messages that are remembered, so that the memory stays bounded.
pub const LIMIT: usize = 1_000_000;

/// What made a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// An inbox rule: a forward, a redirect or a reply.
    Rule,
    /// The server itself: a report.
    Report,
    /// Somebody, and a mailbox forwarded it.
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
    } else if row
        .get(row.columns.event)
        .eq_ignore_ascii_case(event::REDIRECT.name)
    {
        Some(Origin::Redirected)
    } else {
        None
    }
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
    /// Remember the origins in the rows of a part.
    pub fn take(&mut self, part: &Part) {
        let Part::Rows(batch) = part else { return };
        for row in batch.rows().flatten() {
            let Some(origin) = of(&row) else { continue };
            if origin == Origin::Redirected {
                self.remember(key(&row, ""), origin);
                continue;
            }
            let recipients = row.get(row.columns.recipient).split(';');
            for recipient in recipients.filter(|r| !r.is_empty()) {
                self.remember(key(&row, &address::normal(recipient)), origin);
            }
        }
    }

    fn remember(&mut self, key: Option<u64>, origin: Origin) {
        let Some(key) = key else { return };
        if self.known.len() < LIMIT {
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
