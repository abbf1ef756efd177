//! Settles for a whole file whether the day or the month stands first in its dates.
//!
//! A date such as 03/04/2026 may be either, but all dates of a file are written alike, so one such as
//! 13/04/2026 settles the others, before it and after it.

use super::batch::{Batch, Part};
use super::date::{self, Order};
use std::collections::VecDeque;

/// Bytes of rows that wait for a date that settles how theirs are read.
const WAITING: usize = 64 << 20;

/// The parts of a file, with the order of its dates.
pub(super) struct Dated<I> {
    parts: I,
    state: State,
    /// What waits, and how much it is.
    waiting: VecDeque<Part>,
    bytes: usize,
}

enum State {
    /// No date was seen that may be either.
    Begin,
    /// Some may be either, and none settled it.
    Open,
    /// It is settled, or will not be.
    Settled(Option<Order>),
}

impl<I: Iterator<Item = Part>> Dated<I> {
    pub(super) const fn new(parts: I) -> Self {
        Self {
            parts,
            state: State::Begin,
            waiting: VecDeque::new(),
            bytes: 0,
        }
    }

    /// Look at the dates of some rows.
    fn look(&mut self, batch: &Batch) {
        let mut any = false;
        for row in batch.rows().flatten() {
            let time = row.get(row.columns.time);
            if let Some(order) = date::proven(time) {
                self.state = State::Settled(Some(order));
                return;
            }
            any |= date::has_an_order(time);
            if date::is_ambiguous(time) {
                self.state = State::Open;
            } else if matches!(self.state, State::Begin)
                && !time.is_empty()
                && !date::has_an_order(time)
            {
                // Dates that can be read in one way only: so are all others.
                self.state = State::Settled(None);
                return;
            }
        }
        // Without such dates there is nothing to wait for.
        if matches!(self.state, State::Begin) && !any {
            self.state = State::Settled(None);
        }
        self.bytes += batch.bytes();
        if self.bytes > WAITING {
            self.state = State::Settled(None);
        }
    }
}

impl<I: Iterator<Item = Part>> Iterator for Dated<I> {
    type Item = Part;

    fn next(&mut self) -> Option<Part> {
        loop {
            if let State::Settled(order) = self.state {
                let part = self.waiting.pop_front().or_else(|| self.parts.next());
                return part.map(|part| part.dated(order));
            }
            match self.parts.next().map(Part::parsed) {
                Some(Part::Rows(batch)) => {
                    self.look(&batch);
                    self.waiting.push_back(Part::Rows(batch));
                }
                Some(part) => self.waiting.push_back(part),
                None => self.state = State::Settled(None),
            }
        }
    }
}
