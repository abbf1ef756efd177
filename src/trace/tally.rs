//! Counts rows in bounded memory.

use super::batch::{CUT_LIST, Part, Row, is_lost_list, problem, trim};
use super::date::{Order, Stamp};
use super::response::{self, Kind, Seen};
use super::statuses;
use crate::diagnostic::Problem;
use rustc_hash::FxHashMap;

/// Different values that one count keeps apart; later ones are counted together.
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
    /// Counts that were made elsewhere.
    pub(super) fn of(counts: impl Iterator<Item = (String, u64)>, beyond: u64) -> Self {
        let counts = counts.collect();
        Self { counts, beyond }
    }

    pub(super) fn add(&mut self, value: &str, limit: usize) {
        let value = cut(value);
        if let Some(count) = self.counts.get_mut(value) {
            *count += 1;
        } else if self.counts.len() < limit {
            self.counts.insert(value.to_owned(), 1);
        } else {
            self.beyond += 1;
        }
    }

    /// Add what was counted in the rows that follow. Which values are kept apart up to the limit
    /// depends on their names, not on the order of the hash map.
    pub(super) fn merge(&mut self, other: Self, limit: usize) {
        self.beyond += other.beyond;
        let mut rest: Vec<(String, u64)> = other.counts.into_iter().collect();
        rest.sort();
        for (value, n) in rest {
            if let Some(count) = self.counts.get_mut(&value) {
                *count += n;
            } else if self.counts.len() < limit {
                self.counts.insert(value, n);
            } else {
                self.beyond += n;
            }
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

/// A value as far as it is kept.
fn cut(value: &str) -> &str {
    if value.len() <= LENGTH {
        return value;
    }
    let end = (0..=LENGTH).rev().find(|i| value.is_char_boundary(*i));
    value.get(..end.unwrap_or(0)).unwrap_or_default()
}

/// What the exports say, counted.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Trace {
    /// Files that could be read, at least in part.
    pub files: u64,
    /// Files that could not be read at all.
    pub unreadable_files: u64,
    /// Rows that were counted.
    pub rows: u64,
    /// Rows that could not be used.
    pub bad_rows: u64,
    /// Rows whose time is no time, or may be read in two ways.
    pub undated_rows: u64,
    /// How the times of the rows are to be read where day and month may be either.
    pub order: Option<Order>,
    /// First time.
    pub first: Option<String>,
    /// Last time.
    pub last: Option<String>,
    span: Option<(Stamp, Stamp)>,
    /// Rows by event.
    pub events: Tally,
    /// Rows by status.
    pub statuses: Tally,
    /// Rows by sender.
    pub senders: Tally,
    /// Recipients by domain.
    pub recipient_domains: Tally,
    /// Rows by known response.
    pub responses: Tally,
    /// Rows by the code and name of another response.
    pub unknown_responses: Tally,
    /// The first response of each.
    pub unknown_lines: FxHashMap<String, String>,
    /// What was wrong, the first few.
    pub problems: Vec<Problem>,
    /// All that was wrong.
    pub problem_count: u64,
}

/// An export that is being counted.
#[derive(Debug)]
pub struct Opened {
    rows: u64,
    unreadable: bool,
    /// Whether it was told that the export lost its lists.
    lists_lost: bool,
    /// The responses that were looked up.
    seen: Seen,
}

impl Trace {
    /// Begin an export.
    #[must_use]
    pub fn begin(&self) -> Opened {
        Opened {
            rows: self.rows,
            unreadable: false,
            lists_lost: false,
            seen: Seen::default(),
        }
    }

    /// Count a part of an export.
    pub fn take(&mut self, part: Part, opened: &mut Opened) {
        match part.parsed() {
            // It has become rows.
            Part::Block(_) => {}
            Part::Note(problem) => self.problem(problem),
            Part::Rows(batch) => {
                for row in batch.rows() {
                    match row {
                        Ok(row) => {
                            if !opened.lists_lost
                                && let Some(error) = row.lost_lists()
                            {
                                opened.lists_lost = true;
                                let problem = problem(&batch.file, row.line.into(), &error);
                                self.problem(problem.warning());
                            }
                            self.row(&row, &mut opened.seen);
                        }
                        Err(problem) => self.bad(problem),
                    }
                }
            }
            Part::Bad(problem) => self.bad(problem),
            Part::Unreadable(problem) => {
                opened.unreadable = true;
                self.problem(problem);
            }
        }
    }

    /// End an export.
    pub fn end(&mut self, opened: Opened) {
        if opened.unreadable && self.rows == opened.rows {
            self.unreadable_files += 1;
        } else {
            self.files += 1;
            // Of an archive, something could be read and something could not.
            self.bad_rows += u64::from(opened.unreadable);
        }
    }

    fn bad(&mut self, problem: Problem) {
        self.bad_rows += 1;
        self.problem(problem);
    }

    fn row(&mut self, row: &Row, seen: &mut Seen) {
        self.rows += 1;
        let columns = row.columns;
        let get = |at: Option<usize>| row.get(at);
        self.time(row);
        let add = |tally: &mut Tally, value: &str| {
            if !value.is_empty() && value != CUT_LIST && !is_lost_list(value) {
                tally.add(value, LIMIT);
            }
        };
        add(&mut self.events, get(columns.event));
        add(&mut self.senders, get(columns.sender));
        let status = get(columns.status);
        let mut recipients = columns.recipient;
        let mut by_address = statuses::by_address(status).peekable();
        if by_address.peek().is_some() {
            for (_, words) in by_address {
                add(&mut self.statuses, words.trim());
            }
            if get(recipients).is_empty() {
                recipients = columns.status;
            }
        } else if !response::is_in(status) {
            add(&mut self.statuses, status);
        }
        for recipient in row.list(recipients) {
            if let Some((_, domain)) = statuses::address(recipient).rsplit_once('@') {
                let domain = trim(domain).trim_end_matches('>');
                if domain.bytes().any(|b| b.is_ascii_uppercase()) {
                    add(&mut self.recipient_domains, &domain.to_ascii_lowercase());
                } else {
                    add(&mut self.recipient_domains, domain);
                }
            }
        }
        // The first column that has responses: of each recipient, where it has several.
        for at in &columns.details {
            let field = row.field(*at);
            let is_list = columns.recipient_status == Some(*at);
            let all = statuses::split(if is_list { field } else { "" });
            let one = (!is_list).then_some(field);
            let mut shown = all.chain(one).filter_map(response::find).peekable();
            if shown.peek().is_some() {
                shown.for_each(|line| self.response(line, seen));
                break;
            }
        }
    }

    fn response(&mut self, line: &str, seen: &mut Seen) {
        match seen.kind(line) {
            Kind::Known(known) => self.responses.add(&known, LIMIT),
            Kind::Other(code) => {
                self.unknown_responses.add(code, RESPONSES);
                if self.unknown_lines.len() < RESPONSES
                    && !self.unknown_lines.contains_key(cut(code))
                {
                    let line = cut(line).to_owned();
                    self.unknown_lines.insert(cut(code).to_owned(), line);
                }
            }
        }
    }

    fn time(&mut self, row: &Row) {
        let time = row.get(row.columns.time);
        if time.is_empty() {
            return;
        }
        let Some(stamp) = row.stamp(self.order) else {
            self.undated_rows += 1;
            return;
        };
        let (first, last) = self.span.get_or_insert((stamp, stamp));
        // Nobody reads the thousandths of a second since 1970 that OData and PowerShell write.
        let short = || match time.strip_prefix("/Date(") {
            Some(_) => Some(stamp.to_string()),
            None => Some(time.chars().take(40).collect()),
        };
        if self.first.is_none() || stamp < *first {
            (*first, self.first) = (stamp, short());
        }
        if self.last.is_none() || stamp > *last {
            (*last, self.last) = (stamp, short());
        }
    }

    pub(super) fn problem(&mut self, problem: Problem) {
        self.problem_count += 1;
        if self.problems.len() < PROBLEMS {
            self.problems.push(problem);
        }
    }
}
