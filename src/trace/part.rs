//! Writes what was found in a part of the rows, and adds it to what was found in the others.
//!
//! Messages are independent of one another, so the rows of a trace can be judged in parts, by
//! several processes or machines, as long as the rows of a message are in one part. Each writes a
//! line of JSON, with the counts that add up and what the reports are made from.

mod error;
mod reconciled;
mod replayed;

use super::date::{self, Stamp};
use super::possible_kinds::KindEvidence;
use super::recipient_outcome::NotJudged;
use super::scan::Scan;
use super::tally::Tally;
use crate::transport::outcome::{Hold, Outcome};
use crate::transport::responses;
use crate::transport::responses::catalogue::CATALOGUE;
pub use error::Error;
pub use reconciled::{ReconciledPartV1, reconciled};
pub use replayed::{ReplayedPartV1, replayed};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::io::{self, Write};
use strum::VariantArray as _;

/// The program that wrote a part; only the same one adds it up.
const PROGRAM: &str = env!("CARGO_PKG_VERSION");

/// What a count of a part may have.
const MOST: u64 = 1 << 48;

/// What was found in a part of the rows.
#[derive(Debug)]
pub enum Part {
    /// By reconcile.
    Reconciled(Box<ReconciledPartV1>),
    /// By replay.
    Replayed(Box<ReplayedPartV1>),
}

/// What every part begins with.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct HeadV1 {
    version: u32,
    rdsim: String,
    part: Verb,
}

/// The verb that found it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Verb {
    Reconcile,
    Replay,
}

impl HeadV1 {
    fn of(part: Verb) -> Self {
        Self {
            version: 1,
            rdsim: PROGRAM.to_owned(),
            part,
        }
    }
}

/// The parts in some text, one behind the other, up to what is none, or is of another program.
pub fn read(text: &[u8]) -> impl Iterator<Item = Result<Part, Error>> {
    let documents = serde_json::Deserializer::from_slice(text);
    documents
        .into_iter()
        .map(|document| part(document.map_err(not_a_part)?))
}

fn part(document: Value) -> Result<Part, Error> {
    let head = HeadV1::deserialize(&document).map_err(not_a_part)?;
    if head != HeadV1::of(head.part) {
        let (found, version) = (head.rdsim, PROGRAM);
        return Err(Error::OtherProgram { found, version });
    }
    if let Some(value) = too_large(&document) {
        return Err(Error::Unknown { value });
    }
    match head.part {
        Verb::Reconcile => serde_json::from_value(document).map(Part::Reconciled),
        Verb::Replay => serde_json::from_value(document).map(Part::Replayed),
    }
    .map_err(not_a_part)
}

/// A number with which the sum of many parts could be beyond what a count may have.
fn too_large(value: &Value) -> Option<String> {
    match value {
        Value::Number(n) if n.as_u64().is_some_and(|n| n > MOST) => Some(n.to_string()),
        Value::Array(values) => values.iter().find_map(too_large),
        Value::Object(values) => values.values().find_map(too_large),
        _ => None,
    }
}

fn not_a_part(error: serde_json::Error) -> Error {
    Error::NotAPart {
        error: error.to_string(),
    }
}

/// Write a part as a line.
fn line(part: &impl Serialize, to: &mut impl Write) -> io::Result<()> {
    serde_json::to_writer(&mut *to, part)?;
    writeln!(to)
}

/// What rows say, before anything is judged.
#[derive(Debug, Serialize, Deserialize)]
struct ScanV1 {
    rows: u64,
    bad_rows: u64,
    unreadable_files: u64,
    on_the_way: u64,
    not_judged: Vec<CountV1>,
    /// Of these, the reasons of the catalogue of responses, by name.
    catalogued: Vec<CountV1>,
}

#[derive(Debug, Serialize, Deserialize)]
struct CountV1 {
    value: String,
    count: u64,
}

impl CountV1 {
    fn of((value, count): (impl Into<String>, u64)) -> Self {
        let value = value.into();
        Self { value, count }
    }
}

impl ScanV1 {
    fn of(scan: &Scan) -> Self {
        let not_judged = scan.not_judged();
        let not_judged = not_judged.map(|(why, n)| (<&str>::from(why), n));
        let catalogued = scan.catalogued().into_iter().map(|(e, n)| (e.id, n));
        Self {
            rows: scan.rows,
            bad_rows: scan.bad_rows,
            unreadable_files: scan.unreadable_files,
            on_the_way: scan.on_the_way,
            not_judged: not_judged.map(CountV1::of).collect(),
            catalogued: catalogued.map(CountV1::of).collect(),
        }
    }

    fn scan(self) -> Result<Scan, Error> {
        let mut scan = Scan {
            rows: self.rows,
            on_the_way: self.on_the_way,
            bad_rows: self.bad_rows,
            unreadable_files: self.unreadable_files,
            ..Scan::default()
        };
        for CountV1 { value, count } in self.not_judged {
            let mut all = NotJudged::VARIANTS.iter().zip(&mut scan.not_judged);
            let slot = all.find(|(why, _)| <&str>::from(*why) == value);
            let (_, slot) = slot.ok_or(Error::Unknown { value })?;
            *slot += count;
        }
        for CountV1 { value, count } in self.catalogued {
            let mut all = CATALOGUE.entries.iter();
            let entry = all.find(|e| e.id == value);
            let entry = entry.ok_or(Error::Unknown { value })?;
            scan.catalogued.insert(entry.id, (entry, count));
        }
        Ok(scan)
    }
}

/// A bounded count of values.
#[derive(Debug, Serialize, Deserialize)]
struct TallyV1 {
    counts: Vec<CountV1>,
    beyond: u64,
}

impl TallyV1 {
    fn of(tally: &Tally) -> Self {
        Self {
            counts: tally.sorted().into_iter().map(CountV1::of).collect(),
            beyond: tally.beyond,
        }
    }

    fn tally(self) -> Tally {
        let counts = self.counts.into_iter();
        Tally::of(counts.map(|c| (c.value, c.count)), self.beyond)
    }
}

/// From when to when rows were.
#[derive(Debug, Serialize, Deserialize)]
struct SpanV1 {
    first: Option<String>,
    last: Option<String>,
}

impl SpanV1 {
    fn of(span: Option<(Stamp, Stamp)>) -> Self {
        let (first, last) = span.map(|(a, b)| (written(a), written(b))).unzip();
        Self { first, last }
    }

    fn span(&self) -> Result<Option<(Stamp, Stamp)>, Error> {
        Ok(stamp(self.first.as_deref())?.zip(stamp(self.last.as_deref())?))
    }
}

/// A time as ISO 8601 has it.
fn written(stamp: Stamp) -> String {
    let (ms, s) = (stamp.of_day % 1000, stamp.of_day / 1000);
    let (hour, minute, second) = (s / 3600, s / 60 % 60, s % 60);
    let day = stamp.date();
    format!("{day}T{hour:02}:{minute:02}:{second:02}.{ms:03}")
}

fn stamp(text: Option<&str>) -> Result<Option<Stamp>, Error> {
    let read = |text: &str| {
        let value = || text.to_owned();
        date::read(text, None).ok_or_else(|| Error::Unknown { value: value() })
    };
    text.map(read).transpose()
}

/// The evidence of a word.
fn evidence(token: String) -> Result<KindEvidence, Error> {
    let mut all = KindEvidence::VARIANTS.iter().copied();
    let found = all.find(|evidence| evidence.token() == token);
    found.ok_or(Error::Unknown { value: token })
}

/// The outcome that these English words of the past or the present are of.
fn outcome(words: &str, past: bool) -> Result<Outcome, Error> {
    let responses = responses::ALL.iter();
    let stopped = responses.flat_map(|r| [Outcome::Dropped(r), Outcome::Rejected(r)]);
    let others = [
        Outcome::Leaves,
        Outcome::StaysInside,
        Outcome::Held(Hold::Quarantined),
        Outcome::Held(Hold::Redirected),
        Outcome::Held(Hold::Moderated),
        Outcome::CannotTell,
    ];
    let mut all = others.into_iter().chain(stopped);
    all.find(|o| o.words(past) == words)
        .ok_or_else(|| Error::Unknown {
            value: words.to_owned(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_an_outcome_tell_it() {
        for response in responses::ALL {
            for of in [Outcome::Dropped(response), Outcome::Rejected(response)] {
                for past in [true, false] {
                    assert_eq!(outcome(&of.words(past), past).unwrap(), of);
                }
            }
        }
        assert_eq!(outcome("left", true).unwrap(), Outcome::Leaves);
        assert!(outcome("left", false).is_err());
    }

    #[test]
    fn times_are_what_they_were_to_the_thousandth() {
        for text in ["2026-08-01T23:59:59.999Z", "1999-12-31", "0001-01-01 00:00"] {
            let read = date::read(text, None).unwrap();
            assert_eq!(stamp(Some(&written(read))).unwrap(), Some(read), "{text}");
        }
    }
}
