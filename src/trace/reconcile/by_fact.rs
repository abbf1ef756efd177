//! Counts how often Exchange did what each fact of the model says, and how often something else.
//!
//! A row tests the facts that decide its prediction for every kind that its message may have been:
//! whatever the kind was, these were at work.

use super::reasons::Surety;
use crate::transport::facts::{self, Fact};
use std::collections::BTreeMap;

/// How rows stand to a fact.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tested {
    /// Exchange did what the fact says.
    pub confirmed: u64,
    /// Exchange did something else, and nothing but the fact explains it.
    pub contradicted: u64,
    /// Exchange did something else, and something else than the fact may explain it.
    pub explained: u64,
}

/// How rows stand to all facts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ByFact {
    tested: BTreeMap<&'static str, Tested>,
    /// Recipients judged whose rows test no fact alone: another one decides for each possible kind.
    pub without: u64,
}

/// What a row says of the facts that it tests.
#[derive(Debug, Clone, Copy)]
pub(super) enum Says {
    Agrees,
    Disagrees(Surety),
}

/// The facts that decide for each possible kind, in the order of the first.
pub(super) fn common(cases: &[Vec<&'static Fact>]) -> Vec<&'static Fact> {
    let Some((first, others)) = cases.split_first() else {
        return Vec::new();
    };
    let decides = |fact: &Fact, case: &[&Fact]| case.iter().any(|f| f.id == fact.id);
    let first = first.iter().copied();
    first
        .filter(|fact| others.iter().all(|case| decides(fact, case)))
        .collect()
}

impl ByFact {
    /// Count a recipient whose prediction rests on these facts.
    pub(super) fn count(&mut self, facts: &[&'static Fact], says: Says) {
        for fact in facts {
            let tested = self.tested.entry(fact.id).or_default();
            match says {
                Says::Agrees => tested.confirmed += 1,
                Says::Disagrees(Surety::Unexplained) => tested.contradicted += 1,
                Says::Disagrees(_) => tested.explained += 1,
            }
        }
        self.without += u64::from(facts.is_empty());
    }

    /// Count disagreements as contradictions that another policy was thought to explain: rows of
    /// the same time agree on the setting.
    pub(super) fn contradict(&mut self, facts: &[&'static Fact], count: u64) {
        for fact in facts {
            let tested = self.tested.entry(fact.id).or_default();
            tested.explained = tested.explained.saturating_sub(count);
            tested.contradicted += count;
        }
    }

    /// Add how rows stand to a fact.
    pub(in crate::trace) fn add_to(&mut self, fact: &'static Fact, more: Tested) {
        let tested = self.tested.entry(fact.id).or_default();
        tested.confirmed += more.confirmed;
        tested.contradicted += more.contradicted;
        tested.explained += more.explained;
    }

    /// Add what was counted in the rows that follow.
    pub(super) fn add(&mut self, other: Self) {
        self.without += other.without;
        for (id, more) in other.tested {
            let tested = self.tested.entry(id).or_default();
            tested.confirmed += more.confirmed;
            tested.contradicted += more.contradicted;
            tested.explained += more.explained;
        }
    }

    /// The facts that were tested, as the model card lists them.
    pub fn facts(&self) -> impl Iterator<Item = (&'static Fact, Tested)> {
        facts::all().filter_map(|fact| Some((fact, *self.tested.get(fact.id)?)))
    }
}
