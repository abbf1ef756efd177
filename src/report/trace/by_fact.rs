//! Writes which facts of the model the rows of a trace confirm, and which they contradict.
//!
//! What is for programs may be given to others: it has the identifiers of facts and counts, and
//! nothing of the export or the policy.

use super::reconcile::{agreement, title};
use crate::i18n::{Language, en};
use crate::policy::Policy;
use crate::report::sheet::{Part, Sheet};
use crate::trace::reconcile::Reconciled;
use crate::trace::reconcile::by_fact::{ByFact, Tested};
use crate::transport::facts::{self, Checks, Fact};
use serde::Serialize;
use std::io::{self, Write};

/// The facts that can be tested: those that the program follows.
fn not_tested(facts: &ByFact) -> usize {
    let all = facts::all().filter(|f| matches!(f.checks, Checks::By(_)));
    all.count().saturating_sub(facts.facts().count())
}

/// The report for people.
#[must_use]
pub fn sheet(all: &Reconciled, policy: &Policy, lang: Language) -> Sheet {
    let mut sheet = Sheet {
        title: title(all, policy, lang),
        ..Sheet::default()
    };
    agreement(all, lang, &mut sheet);
    let facts = all.facts();
    let (against, with): (Vec<_>, Vec<_>) = facts.facts().partition(|(_, t)| t.contradicted > 0);
    let (doubtful, with): (Vec<_>, Vec<_>) = with.into_iter().partition(|(_, t)| t.confirmed == 0);
    table(en("Contradicted"), &against, lang, &mut sheet);
    table(en("Confirmed"), &with, lang, &mut sheet);
    table(
        en("Not confirmed: something else may explain what Exchange did"),
        &doubtful,
        lang,
        &mut sheet,
    );
    let count = |n: u64, what| (n, lang.translate(what).to_owned());
    sheet.counts(
        lang.translate(en("Not tested")),
        vec![
            count(
                facts.without,
                en("recipients judged whose rows test no fact alone: another one decides for each possible kind"),
            ),
            count(
                not_tested(&facts) as u64,
                en("facts of the model that these rows do not test"),
            ),
        ],
    );
    sheet
}

fn table(heading: &str, facts: &[(&'static Fact, Tested)], lang: Language, sheet: &mut Sheet) {
    if facts.is_empty() {
        return;
    }
    let heading = lang.translate(heading).to_owned();
    sheet.parts.push(Part::Heading(heading));
    let head = [
        en("confirmed"),
        en("contradicted"),
        en("explained otherwise"),
        en("basis"),
        en("fact"),
        en("statement"),
    ];
    let rows = facts.iter().map(|(fact, tested)| {
        vec![
            tested.confirmed.to_string(),
            tested.contradicted.to_string(),
            tested.explained.to_string(),
            lang.translate(fact.basis.words()).to_owned(),
            fact.id.to_owned(),
            lang.translate(fact.statement).to_owned(),
        ]
    });
    sheet.parts.push(Part::Table {
        head: head.map(|name| lang.translate(name).to_owned()).into(),
        rows: rows.collect(),
    });
}

#[derive(Serialize)]
struct ByFactV1 {
    version: u32,
    rdsim: &'static str,
    rows: u64,
    agree: u64,
    disagree: u64,
    fits_some_kind: u64,
    tests_no_fact: u64,
    not_tested: usize,
    facts: Vec<FactV1>,
}

#[derive(Serialize)]
struct FactV1 {
    id: &'static str,
    basis: &'static str,
    confirmed: u64,
    contradicted: u64,
    explained_otherwise: u64,
}

fn rows(facts: &ByFact) -> impl Iterator<Item = FactV1> {
    facts.facts().map(|(fact, tested)| FactV1 {
        id: fact.id,
        basis: fact.basis.token(),
        confirmed: tested.confirmed,
        contradicted: tested.contradicted,
        explained_otherwise: tested.explained,
    })
}

/// Write a JSON document.
///
/// # Errors
/// What the writer says.
pub fn json(all: &Reconciled, to: &mut impl Write) -> io::Result<()> {
    let found = &all.all;
    let facts = all.facts();
    let document = ByFactV1 {
        version: 1,
        rdsim: env!("CARGO_PKG_VERSION"),
        rows: found.scan.rows,
        agree: found.agree,
        disagree: found.disagree,
        fits_some_kind: found.fits_some_kind,
        tests_no_fact: facts.without,
        not_tested: not_tested(&facts),
        facts: rows(&facts).collect(),
    };
    serde_json::to_writer_pretty(&mut *to, &document)?;
    writeln!(to)
}

/// Write a table.
///
/// # Errors
/// What the writer says.
pub fn csv(all: &Reconciled, to: &mut impl Write) -> io::Result<()> {
    let mut table = csv::Writer::from_writer(to);
    for row in rows(&all.facts()) {
        table.serialize(row)?;
    }
    table.flush()
}
