//! Looks through the rows of an export for what became of each recipient's message, and counts the
//! rows that do not tell it.

use super::batch::{Part, Row};
use super::fate::{self, Fate, Why};
use crate::diagnostic::Problem;
use crate::policy::Policy;
use crate::transport::outcome::Outcome;
use std::sync::Arc;

/// Problems that are kept.
const PROBLEMS: usize = 20;

/// What was seen in some rows, before anything is judged.
#[derive(Debug, Default)]
pub struct Seen {
    /// Rows.
    pub rows: u64,
    /// Recipients of whom a row says only that the message is under way.
    pub on_the_way: u64,
    /// What cannot be judged, by [`Why`].
    pub apart: [u64; Why::ALL.len()],
    /// Rows that could not be used.
    pub bad: u64,
    /// Files that could not be used at all.
    pub unreadable: u64,
    /// What is wrong, the first few.
    pub problems: Vec<Problem>,
}

impl Seen {
    /// Look through a part. Every row that can be used goes to `judge`, with its file and the
    /// recipients for whom it is the last: what is inside is a matter of the policy.
    pub fn of(
        part: Part,
        policy: &Policy,
        mut judge: impl FnMut(&Arc<str>, &Row, &[(String, Outcome)]),
    ) -> Self {
        let mut seen = Self::default();
        let batch = match part {
            Part::Rows(batch) => batch,
            Part::Bad(problem) => {
                seen.bad(problem);
                return seen;
            }
            Part::Unreadable(problem) => {
                seen.unreadable = 1;
                seen.problems.push(problem);
                return seen;
            }
        };
        let (mut fates, mut last) = (Vec::new(), fate::Last::default());
        let mut settled = Vec::new();
        for row in batch.rows() {
            match row {
                Ok(row) => {
                    seen.rows += 1;
                    fate::fates(&row, policy, &mut fates);
                    last.apply(&row, &mut fates);
                    settled.clear();
                    settled.extend(fates.drain(..).filter_map(|fate| seen.settled(fate)));
                    judge(&batch.file, &row, &settled);
                }
                Err(problem) => seen.bad(problem),
            }
        }
        seen
    }

    /// Why recipients cannot be judged, and how many; nothing of what did not occur.
    pub fn set_apart(&self) -> impl Iterator<Item = (Why, u64)> {
        let all = Why::ALL.into_iter().zip(self.apart);
        all.filter(|(_, n)| *n > 0)
    }

    /// What became of the message for a recipient; where that is not told, why is counted.
    fn settled(&mut self, (recipient, fate): (String, Fate)) -> Option<(String, Outcome)> {
        match fate {
            Fate::Final(did) => return Some((recipient, did)),
            Fate::OnTheWay => self.on_the_way += 1,
            Fate::Apart(why) => {
                if let Some(count) = self.apart.get_mut(why.index()) {
                    *count += 1;
                }
            }
        }
        None
    }

    fn bad(&mut self, problem: Problem) {
        self.bad += 1;
        if self.problems.len() < PROBLEMS {
            self.problems.push(problem);
        }
    }

    /// Rows and files that could not be used.
    #[must_use]
    pub fn unusable(&self) -> u64 {
        self.bad + self.unreadable
    }

    /// Add what was seen in the rows that follow.
    pub fn add(&mut self, part: Self) {
        self.rows += part.rows;
        self.on_the_way += part.on_the_way;
        for (sum, n) in self.apart.iter_mut().zip(part.apart) {
            *sum += n;
        }
        self.bad += part.bad;
        self.unreadable += part.unreadable;
        let room = PROBLEMS.saturating_sub(self.problems.len());
        self.problems.extend(part.problems.into_iter().take(room));
    }
}
