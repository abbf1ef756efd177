//! Writes the table of facts, and the page on one of them.

use crate::i18n::{Language, en};
use crate::transport::facts::sources::{self, Source};
use crate::transport::facts::{self, Basis, Checks, Fact, SUBJECTS};
use std::fmt::{Display, Write as _};
use strum::VariantArray as _;

/// What finds the whole table.
pub const TOPIC: &str = "facts";

/// The first sentence of the table.
pub const SUMMARY: &str = en(
    "What rdsim takes to be true of Exchange Online, with the source of each fact and how sure it is.",
);

/// The fact of an identifier.
#[must_use]
pub fn find(id: &str) -> Option<&'static Fact> {
    let id = id.trim();
    facts::all().find(|f| f.id.eq_ignore_ascii_case(id))
}

/// The word of a grade.
fn word(basis: Basis) -> &'static str {
    match basis {
        Basis::Documented => en("documented"),
        Basis::Seen => en("seen"),
        Basis::Inferred => en("inferred"),
        Basis::Disputed => en("disputed"),
    }
}

/// What the word means.
fn meaning(basis: Basis) -> &'static str {
    match basis {
        Basis::Documented => en("a public document says so."),
        Basis::Seen => {
            en("public message traces, messages or reports show it; no document says so.")
        }
        Basis::Inferred => en("known or concluded; no public document says so."),
        Basis::Disputed => en("public sources disagree; the fact says which one is followed."),
    }
}

/// The whole table, as Markdown.
#[must_use]
pub fn table(language: Language) -> String {
    let mut out = format!(
        "# {}\n\n{}",
        language.translate(en("Facts")),
        language.translate(SUMMARY)
    );
    let more = en(
        "A verdict is as sure as the weakest fact that decided it; `rdsim check` shows that fact where it is not documented, and `rdsim explain FACT` shows one of them.",
    );
    // A String takes whatever is written to it.
    let _ = write!(out, " {}\n\n", language.translate(more));
    for basis in Basis::VARIANTS {
        let number = facts::all().filter(|f| f.basis == *basis).count();
        let values: &[(&str, &dyn Display)] = &[
            ("basis", &language.translate(word(*basis))),
            ("number", &number),
            ("meaning", &language.translate(meaning(*basis))),
        ];
        let sentence = en("**{basis}** ({number}): {meaning}");
        let _ = writeln!(out, "- {}", language.fill(sentence, values));
    }
    for subject in SUBJECTS {
        let _ = write!(out, "\n## {}\n\n", language.translate(subject.heading));
        for fact in subject.facts {
            let _ = writeln!(out, "- {}", line(fact, language));
        }
    }
    let heading = language.translate(en("Sources of the facts"));
    let _ = write!(out, "\n## {heading}\n\n");
    for source in sources::ALL {
        let _ = writeln!(out, "- **{}**: {}", source.name, cited(source));
    }
    out
}

/// A fact with its grade and sources, in a line.
fn line(fact: &Fact, language: Language) -> String {
    let sources = fact.sources.iter();
    let sources: Vec<String> = sources.map(|s| format!("{}, {}", s.name, s.date)).collect();
    let values: &[(&str, &dyn Display)] = &[
        ("fact", &fact.id),
        ("basis", &language.translate(word(fact.basis))),
        ("statement", &language.translate(fact.statement)),
        ("sources", &sources.join("; ")),
    ];
    let sentence = en("**{fact}** ({basis}): {statement} ({sources})");
    language.fill(sentence, values)
}

/// A source with its title, date and address.
fn cited(source: &Source) -> String {
    let address = source.address.map(|a| format!(", <{a}>"));
    format!(
        "{}, {}{}",
        source.title,
        source.date,
        address.unwrap_or_default()
    )
}

/// The page on a fact, as Markdown.
#[must_use]
pub fn page(fact: &Fact, language: Language) -> String {
    let mut out = format!(
        "# {}\n\n{}\n\n",
        fact.id,
        language.translate(fact.statement)
    );
    let values: &[(&str, &dyn Display)] = &[
        ("basis", &language.translate(word(fact.basis))),
        ("meaning", &language.translate(meaning(fact.basis))),
    ];
    let _ = writeln!(
        out,
        "{}",
        language.fill(en("**{basis}**: {meaning}"), values)
    );
    let users = super::topics()
        .into_iter()
        .filter(|topic| topic.facts().contains(&fact));
    let users: Vec<&str> = users.map(|topic| topic.name).collect();
    if !users.is_empty() {
        let users = users.join(", ");
        let sentence = en("Rest on it: {names}.");
        let _ = write!(out, "\n{}\n", language.fill(sentence, &[("names", &users)]));
    }
    let _ = write!(out, "\n## {}\n\n", language.translate(en("Source")));
    for source in fact.sources {
        let _ = writeln!(out, "- {}", cited(source));
    }
    match fact.checks {
        Checks::By([]) => {}
        Checks::By(checks) => {
            let heading = language.translate(en("What holds rdsim to it"));
            let _ = write!(out, "\n## {heading}\n\n");
            for check in checks {
                let _ = writeln!(out, "- `{check}`");
            }
        }
        Checks::NotSimulated(why) => {
            let sentence = en("It is not simulated: {why}.");
            let _ = write!(out, "\n{}\n", language.fill(sentence, &[("why", &why)]));
        }
    }
    out
}
