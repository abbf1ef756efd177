//! Scans the rows of an export for what became of the message for each recipient, and counts those
//! that cannot be judged.

use super::batch::{Batch, Part, Row};
use super::recipient_outcome::{self, NotJudged, RecipientOutcome};
use super::repeats::{Key, Repeats};
use crate::diagnostic::Problem;
use crate::i18n::{Language, en};
use crate::policy::Policy;
use crate::transport::outcome::Outcome;
use crate::transport::responses::catalogue::Entry;
use std::collections::BTreeMap;
use std::sync::Arc;
use strum::VariantArray as _;

/// Problems that are kept.
const PROBLEMS: usize = 20;

/// What some rows say, before anything is judged.
#[derive(Debug, Default)]
pub struct Scan {
    /// Rows.
    pub rows: u64,
    /// Recipients for whom a row says only that the message is on the way.
    pub on_the_way: u64,
    /// Recipients that are not judged, by the place of the reason among all.
    pub not_judged: [u64; NotJudged::VARIANTS.len()],
    /// Those of them for a reason of the catalogue, by its name.
    pub catalogued: BTreeMap<&'static str, (&'static Entry, u64)>,
    /// Rows that could not be used.
    pub bad_rows: u64,
    /// Files that could not be used at all.
    pub unreadable_files: u64,
    /// What is wrong, the first few.
    pub problems: Vec<Problem>,
}

/// What the rows of a part say of each of their recipients.
#[derive(Debug, Default)]
pub struct Settled {
    /// What was found beside that.
    scan: Scan,
    batch: Option<Batch>,
    /// The place of the row, the address as compared, and what the row says.
    recipients: Vec<(usize, String, RecipientOutcome, Option<Key>)>,
}

impl Settled {
    /// Find out what the rows say. Whether a recipient is inside depends on the policy.
    #[must_use]
    pub fn of(part: Part, policy: &Policy) -> Self {
        let mut settled = Self::default();
        let scan = &mut settled.scan;
        let batch = match part.parsed() {
            Part::Rows(batch) => batch,
            // It has become rows.
            Part::Block(_) => return settled,
            Part::Note(problem) => {
                scan.problems.push(problem);
                return settled;
            }
            Part::Bad(problem) => {
                scan.bad(problem);
                return settled;
            }
            Part::Unreadable(problem) => {
                scan.unreadable_files = 1;
                scan.problems.push(problem);
                return settled;
            }
        };
        let mut outcomes = Vec::new();
        for (place, row) in batch.rows().enumerate() {
            match row {
                Ok(row) => {
                    scan.rows += 1;
                    recipient_outcome::of_row(&row, policy, &mut outcomes);
                    settled
                        .recipients
                        .extend(outcomes.drain(..).map(|(recipient, outcome)| {
                            let key = match outcome {
                                RecipientOutcome::Final(o) => Key::of(&row, &recipient, o),
                                _ => None,
                            };
                            (place, recipient, outcome, key)
                        }));
                }
                Err(problem) => scan.bad(problem),
            }
        }
        settled.batch = Some(batch);
        settled
    }

    /// How many rows there are.
    #[must_use]
    pub const fn count(&self) -> u64 {
        self.scan.rows
    }

    /// Mark what earlier rows said too as [`NotJudged::Again`].
    pub fn mark(&mut self, repeats: &mut Repeats) {
        for (.., outcome, key) in &mut self.recipients {
            if key.is_some_and(|key| repeats.is_again(key)) {
                *outcome = RecipientOutcome::NotJudged(NotJudged::Again);
            }
        }
    }
}

impl Scan {
    /// Give every row that can be used to `judge`, with its file and the recipients for whom it is
    /// the last.
    pub fn of(
        settled: Settled,
        mut judge: impl FnMut(&Arc<str>, &Row, &[(String, Outcome)]),
    ) -> Self {
        let Settled {
            mut scan,
            batch,
            recipients,
        } = settled;
        let Some(batch) = batch else { return scan };
        let mut recipients = recipients.into_iter().peekable();
        let mut last = Vec::new();
        for (place, row) in batch.rows().enumerate() {
            let Ok(row) = row else { continue };
            last.clear();
            while let Some((_, recipient, outcome, _)) = recipients.next_if(|r| r.0 == place) {
                last.extend(scan.settled((recipient, outcome)));
            }
            judge(&batch.file, &row, &last);
        }
        scan
    }

    /// Why recipients are not judged, and how many; only reasons that occur.
    pub fn not_judged(&self) -> impl Iterator<Item = (NotJudged, u64)> {
        let all = NotJudged::VARIANTS.iter().copied().zip(self.not_judged);
        all.filter(|(_, n)| *n > 0)
    }

    /// The reasons of the catalogue, most frequent first.
    #[must_use]
    pub fn catalogued(&self) -> Vec<(&'static Entry, u64)> {
        let mut all: Vec<_> = self.catalogued.values().copied().collect();
        all.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
        all
    }

    /// Why recipients are not judged, in words: a reason of the catalogue stands for itself, and last are
    /// those of whom another row tells more.
    #[must_use]
    pub fn not_judged_in_words(&self, language: Language) -> Vec<(u64, String)> {
        let catalogued: u64 = self.catalogued.values().map(|(_, n)| n).sum();
        let rest = self.not_judged().map(|(why, n)| match why {
            NotJudged::OtherReason => (n - catalogued.min(n), why),
            _ => (n, why),
        });
        let rest = rest.map(|(n, why)| (n, language.translate(why.meaning()).to_owned()));
        let entries = self.catalogued().into_iter();
        let entries = entries.map(|(e, n)| (n, format!("{}: {}", e.title(), e.meaning(language))));
        let on_the_way = language.translate(en("on the way: another row says what became of it"));
        let on_the_way = (self.on_the_way, on_the_way.to_owned());
        let all = rest.chain(entries).chain([on_the_way]);
        all.filter(|(n, _)| *n > 0).collect()
    }

    /// What became of the message for a recipient; where that cannot be judged, the reason is
    /// counted.
    fn settled(
        &mut self,
        (recipient, outcome): (String, RecipientOutcome),
    ) -> Option<(String, Outcome)> {
        match outcome {
            RecipientOutcome::Final(outcome) => return Some((recipient, outcome)),
            RecipientOutcome::OnTheWay => self.on_the_way += 1,
            RecipientOutcome::NotJudged(why) => self.count(why),
            RecipientOutcome::Catalogued(entry) => {
                self.count(NotJudged::OtherReason);
                self.catalogued.entry(entry.id).or_insert((entry, 0)).1 += 1;
            }
        }
        None
    }

    fn count(&mut self, why: NotJudged) {
        if let Some(count) = self.not_judged.get_mut(why as usize) {
            *count += 1;
        }
    }

    fn bad(&mut self, problem: Problem) {
        self.bad_rows += 1;
        if self.problems.len() < PROBLEMS {
            self.problems.push(problem);
        }
    }

    /// Rows and files that could not be used.
    #[must_use]
    pub fn unusable(&self) -> u64 {
        self.bad_rows + self.unreadable_files
    }

    /// Add the scan of the rows that follow.
    pub fn add(&mut self, part: Self) {
        self.rows += part.rows;
        self.on_the_way += part.on_the_way;
        for (sum, n) in self.not_judged.iter_mut().zip(part.not_judged) {
            *sum += n;
        }
        for (id, (entry, n)) in part.catalogued {
            self.catalogued.entry(id).or_insert((entry, 0)).1 += n;
        }
        self.bad_rows += part.bad_rows;
        self.unreadable_files += part.unreadable_files;
        let left = PROBLEMS.saturating_sub(self.problems.len());
        self.problems.extend(part.problems.into_iter().take(left));
    }
}
