//! Lists what is taken to be true of Exchange Online, each fact with its source and how sure it is.
//!
//! What settings, responses and verdicts rest on is a `static` with a name; what else is true
//! stands in the list of its subject alone.

pub mod form;
pub mod forwarding;
pub mod kinds;
pub mod out_of_office;
pub mod reactions;
pub mod recipients;
pub mod remote_domain;
pub mod responses;
pub mod rules;
pub mod settings;
pub mod sources;
pub mod submission;
pub mod trace;

use crate::i18n::en;
use sources::Source;

/// How sure a fact is, the surest first. A verdict is as sure as the weakest fact that decided it.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[strum(serialize_all = "kebab-case")]
pub enum Basis {
    /// A public document says so.
    Documented,
    /// Public message traces, messages or reports show it.
    Seen,
    /// Known or concluded; no public document says so.
    Inferred,
    /// Public documents disagree; the statement says which is followed.
    Disputed,
}

impl Basis {
    /// Its word in JSON and arguments.
    #[must_use]
    pub fn token(self) -> &'static str {
        self.into()
    }

    /// What it means, in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Documented => en("documented"),
            Self::Seen => en("seen in public traces, documented nowhere"),
            Self::Inferred => en("inferred, no public document says so"),
            Self::Disputed => en("sources disagree"),
        }
    }
}

/// What holds the program to a fact.
#[derive(Debug)]
pub enum Checks {
    /// Tests (`file::name`) and examples of pages (`page place: heading`).
    By(&'static [&'static str]),
    /// It is not simulated, and why.
    NotSimulated(&'static str),
}

/// Something that is taken to be true of Exchange Online.
#[derive(Debug)]
pub struct Fact {
    /// Kebab-case identifier.
    pub id: &'static str,
    /// What is true; empty without the feature `cli`, where it is documented.
    pub statement: &'static str,
    /// How sure it is.
    pub basis: Basis,
    /// Who says so; empty without the feature `cli`, where it is documented.
    pub sources: &'static [&'static Source],
    /// What fails if the program no longer follows it; the page is built without.
    pub checks: Checks,
}

/// No two have the same identifier; the texts are long.
impl PartialEq for Fact {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Fact {}

impl std::hash::Hash for Fact {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.id.hash(state);
    }
}

/// Facts, as settings, responses and rulings name them.
pub type Facts = &'static [&'static Fact];

/// The facts of a subject.
#[derive(Debug)]
pub struct Subject {
    /// The heading above them.
    pub heading: &'static str,
    /// The facts.
    pub facts: Facts,
}

/// Every fact, subject by subject.
pub static SUBJECTS: &[&Subject] = &[
    &remote_domain::SUBJECT,
    &responses::SUBJECT,
    &out_of_office::SUBJECT,
    &forwarding::SUBJECT,
    &recipients::SUBJECT,
    &rules::SUBJECT,
    &kinds::SUBJECT,
    &form::SUBJECT,
    &trace::SUBJECT,
    &submission::SUBJECT,
    &reactions::SUBJECT,
    &settings::SUBJECT,
];

/// Every fact.
pub fn all() -> impl Iterator<Item = &'static Fact> {
    SUBJECTS.iter().flat_map(|s| s.facts).copied()
}

/// The weakest basis of some facts.
#[must_use]
pub fn weakest(facts: &[&Fact]) -> Basis {
    let all = facts.iter().map(|f| f.basis);
    all.max().unwrap_or(Basis::Documented)
}

impl Fact {
    const fn new(
        id: &'static str,
        statement: &'static str,
        basis: Basis,
        sources: &'static [&'static Source],
    ) -> Self {
        // The page shows what a fact says, and its sources, only where it is not documented.
        let whole = cfg!(feature = "cli");
        let said = whole || !matches!(basis, Basis::Documented);
        Self {
            id,
            statement: if said { statement } else { "" },
            basis,
            sources: if said { sources } else { &[] },
            checks: Checks::By(&[]),
        }
    }

    /// Its checks, which the page does not contain.
    const fn checked_by(mut self, checks: &'static [&'static str]) -> Self {
        if cfg!(feature = "cli") {
            self.checks = Checks::By(checks);
        }
        self
    }

    /// Why it is not simulated.
    const fn not_simulated(mut self, why: &'static str) -> Self {
        if cfg!(feature = "cli") {
            self.checks = Checks::NotSimulated(why);
        }
        self
    }
}

const fn documented(
    id: &'static str,
    statement: &'static str,
    sources: &'static [&'static Source],
) -> Fact {
    Fact::new(id, statement, Basis::Documented, sources)
}

const fn seen(
    id: &'static str,
    statement: &'static str,
    sources: &'static [&'static Source],
) -> Fact {
    Fact::new(id, statement, Basis::Seen, sources)
}

const fn inferred(
    id: &'static str,
    statement: &'static str,
    sources: &'static [&'static Source],
) -> Fact {
    Fact::new(id, statement, Basis::Inferred, sources)
}

const fn disputed(
    id: &'static str,
    statement: &'static str,
    sources: &'static [&'static Source],
) -> Fact {
    Fact::new(id, statement, Basis::Disputed, sources)
}
