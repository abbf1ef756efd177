//! Counts recipients whose mail changes, by who sends it, to where, and when.

use crate::address;
use crate::trace::tally::{LIMIT, Tally};
use std::collections::BTreeMap;

/// Recipients by sender, domain and day.
#[derive(Debug, Default)]
pub struct Counts {
    /// All of them.
    pub count: u64,
    /// By day.
    pub days: BTreeMap<String, u64>,
    /// Those whose day cannot be read, or may be read in two ways.
    pub undated: u64,
    /// By sender; by the mailbox that forwarded it, where a row names that.
    pub senders: Tally,
    /// By the recipient's domain.
    pub recipient_domains: Tally,
}

impl Counts {
    /// Count a recipient.
    pub(super) fn count(&mut self, sender: &str, recipient: &str, day: Option<&str>) {
        self.count += 1;
        match day.map(|day| self.days.get_mut(day).ok_or(day)) {
            Some(Ok(n)) => *n += 1,
            Some(Err(day)) => _ = self.days.insert(day.to_owned(), 1),
            None => self.undated += 1,
        }
        self.senders
            .add(if sender.is_empty() { "<>" } else { sender }, LIMIT);
        self.recipient_domains
            .add(&address::domain(recipient), LIMIT);
    }

    /// Add what was counted in the rows that follow.
    pub(super) fn add(&mut self, part: Self) {
        self.count += part.count;
        self.undated += part.undated;
        for (day, n) in part.days {
            *self.days.entry(day).or_default() += n;
        }
        self.senders.merge(part.senders, LIMIT);
        self.recipient_domains.merge(part.recipient_domains, LIMIT);
    }
}
