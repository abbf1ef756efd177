//! Counts rows in bounded memory.

use super::columns::Columns;
use super::response;
use crate::error::Problem;
use rustc_hash::FxHashMap;

/// Different values that one count keeps; what comes later is counted together.
pub const LIMIT: usize = 10_000;
/// Different responses, not among the known ones, that are kept.
pub const RESPONSES: usize = 1_000;
/// Problems that are kept.
pub const PROBLEMS: usize = 20;
/// Bytes of a value that are kept.
const LENGTH: usize = 320;

/// How often each value was seen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    counts: FxHashMap<String, u64>,
    /// Rows with values beyond the limit.
    pub beyond: u64,
}

impl Tally {
    fn add(&mut self, value: &str, limit: usize) {
        let end = (0..=LENGTH).rev().find(|i| value.is_char_boundary(*i));
        let value = match value.len() {
            0..=LENGTH => value,
            _ => value.get(..end.unwrap_or(0)).unwrap_or_default(),
        };
        if let Some(count) = self.counts.get_mut(value) {
            *count += 1;
        } else if self.counts.len() < limit {
            self.counts.insert(value.to_owned(), 1);
        } else {
            self.beyond += 1;
        }
    }

    /// The values, most frequent first, then by name.
    #[must_use]
    pub fn sorted(&self) -> Vec<(&str, u64)> {
        let mut all: Vec<_> = self.counts.iter().map(|(v, n)| (v.as_str(), *n)).collect();
        all.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        all
    }

    /// All that was counted.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.counts.values().sum::<u64>() + self.beyond
    }
}

/// What the traces say.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Trace {
    /// Files that could be read, at least in part.
    pub files: u64,
    /// Files that could not be read at all.
    pub unreadable: u64,
    /// Rows that were counted.
    pub rows: u64,
    /// Rows that could not be used.
    pub bad: u64,
    /// Rows whose time is not written as year-month-day, so that it cannot be compared.
    pub undated: u64,
    /// First time.
    pub first: Option<String>,
    /// Last time.
    pub last: Option<String>,
    /// Rows by event.
    pub events: Tally,
    /// Rows by status.
    pub statuses: Tally,
    /// Rows by sender.
    pub senders: Tally,
    /// Recipients by domain.
    pub domains: Tally,
    /// Rows by known response.
    pub known: Tally,
    /// Rows by other response.
    pub unknown: Tally,
    /// What was wrong, the first few.
    pub problems: Vec<Problem>,
    /// All that was wrong.
    pub problem_count: u64,
}

impl Trace {
    /// Count a row, whose fields `field` gives by their place.
    pub(super) fn row<'f>(&mut self, columns: &Columns, field: impl Fn(usize) -> Option<&'f str>) {
        self.rows += 1;
        let get = |at: Option<usize>| at.and_then(&field).map_or("", str::trim);
        self.time(get(columns.time));
        let add = |tally: &mut Tally, value: &str| {
            if !value.is_empty() {
                tally.add(value, LIMIT);
            }
        };
        add(&mut self.events, get(columns.event));
        add(&mut self.senders, get(columns.sender));
        let status = get(columns.status);
        let mut recipients = get(columns.recipient);
        if status.contains("##") {
            // `<address>##Receive, Send`, for each recipient.
            for (_, words) in status.split(';').filter_map(|part| part.split_once("##")) {
                add(&mut self.statuses, words.trim());
            }
            if recipients.is_empty() {
                recipients = status;
            }
        } else if response::parse(status).is_none() {
            add(&mut self.statuses, status);
        }
        for recipient in recipients.split(';') {
            let address = recipient.split("##").next().unwrap_or_default();
            if let Some((_, domain)) = address.rsplit_once('@') {
                let domain = domain.trim().trim_end_matches('>');
                add(&mut self.domains, &domain.to_ascii_lowercase());
            }
        }
        let mut details = columns.details.iter().filter_map(|at| field(*at));
        if let Some(shown) = details.find_map(response::parse) {
            match shown.known.as_slice() {
                [] => self.unknown.add(shown.line, RESPONSES),
                [one] => self.known.add(&one.line(), LIMIT),
                // The text does not tell which, so the code alone is counted.
                [first, ..] => self.known.add(first.code, LIMIT),
            }
        }
    }

    fn time(&mut self, time: &str) {
        if time.is_empty() {
            return;
        }
        let mut bytes = time.bytes();
        let year = bytes.by_ref().take(4).filter(u8::is_ascii_digit).count() == 4;
        if !year || bytes.next() != Some(b'-') {
            self.undated += 1;
            return;
        }
        if self.first.as_deref().is_none_or(|first| time < first) {
            self.first = Some(time.chars().take(40).collect());
        }
        if self.last.as_deref().is_none_or(|last| time > last) {
            self.last = Some(time.chars().take(40).collect());
        }
    }

    pub(super) fn problem(&mut self, problem: Problem) {
        self.problem_count += 1;
        if self.problems.len() < PROBLEMS {
            self.problems.push(problem);
        }
    }
}
