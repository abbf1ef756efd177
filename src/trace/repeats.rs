//! Remembers what became of which message for whom, so that a repeated event counts once.

use super::batch::Row;
use crate::transport::outcome::Outcome;
use rustc_hash::{FxHashSet, FxHasher};
use std::hash::{Hash as _, Hasher as _};

/// Outcomes after which the oldest are forgotten: between this many and twice as many are remembered.
pub const REMEMBERED: usize = 500_000;

/// An outcome of a message for a recipient.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key(u64);

impl Key {
    /// That of a row for a recipient (address as compared); none where the row does not tell which
    /// message it is of.
    #[must_use]
    pub fn of(row: &Row, recipient: &str, outcome: Outcome) -> Option<Self> {
        let ids = [row.columns.message, row.columns.network_message].map(|at| row.get(at));
        if ids.iter().all(|id| id.is_empty()) {
            return None;
        }
        let mut hasher = FxHasher::default();
        ids.hash(&mut hasher);
        recipient.hash(&mut hasher);
        std::mem::discriminant(&outcome).hash(&mut hasher);
        outcome
            .response()
            .map(|r| (r.code, r.text))
            .hash(&mut hasher);
        Some(Self(hasher.finish()))
    }
}

/// The outcomes that were seen: the latest, and those before them.
#[derive(Debug, Default)]
pub struct Repeats {
    latest: FxHashSet<Key>,
    before: FxHashSet<Key>,
}

impl Repeats {
    /// Whether an outcome was seen before; it is remembered now.
    pub fn is_again(&mut self, key: Key) -> bool {
        if self.before.contains(&key) {
            return true;
        }
        let again = !self.latest.insert(key);
        if self.latest.len() >= REMEMBERED {
            self.before = std::mem::take(&mut self.latest);
        }
        again
    }
}
