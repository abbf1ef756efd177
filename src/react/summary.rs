//! Counts what becomes of reactions.

use super::MessageReactions;
use crate::transport::outcome::Outcome;

/// Counts over all reactions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Summary {
    /// Message files.
    pub messages: u64,
    /// Files that could not be read.
    pub unreadable: u64,
    /// Reactions that are not made.
    pub not_made: u64,
    /// Reactions that leave.
    pub leaves: u64,
    /// Reactions that stay inside.
    pub stays_inside: u64,
    /// Reactions that are dropped.
    pub dropped: u64,
    /// Reactions that are rejected.
    pub rejected: u64,
    /// Reactions of which it is not known whether they are made, or what becomes of them.
    pub cannot_tell: u64,
    /// Reactions that a mail flow rule sends elsewhere.
    pub held: u64,
}

impl Summary {
    /// Count one message.
    pub fn add(&mut self, message: &MessageReactions) {
        self.messages += 1;
        let Ok(reactions) = &message.result else {
            self.unreadable += 1;
            return;
        };
        for reaction in reactions.recipients.iter().flat_map(|r| &r.reactions) {
            match reaction.outcome() {
                None => self.not_made += 1,
                Some(Outcome::Leaves) => self.leaves += 1,
                Some(Outcome::StaysInside) => self.stays_inside += 1,
                Some(Outcome::Dropped(_)) => self.dropped += 1,
                Some(Outcome::Rejected(_)) => self.rejected += 1,
                Some(Outcome::Held(_)) => self.held += 1,
                Some(Outcome::CannotTell) => self.cannot_tell += 1,
            }
        }
    }
}
