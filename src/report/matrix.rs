//! Writes what becomes of every kind of message for every recipient: as a table for people, as
//! version 1 of a JSON document, and as CSV with a row for each case.

mod json;
mod rows;

use super::sheet::{Cell, Part, Sheet, Tone};
use super::{human, messages};
use crate::diff::matrix::{self, Column, End, Variant};
use crate::i18n::{Language, Text, en};
use crate::transport::classify::Kind;
use crate::transport::facts::{Basis, weakest};
use crate::transport::message_facts::ForwardedBy;
use crate::transport::outcome::Outcome;
use crate::transport::setting::Ruling;
pub use json::{document, json, shared_document};
pub use rows::{COLUMNS, rows};
use std::fmt::Display;

/// Members of a class that are named in a line.
const NAMED: usize = 10;

/// What the matrix is of.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    /// The policy's file.
    pub file: &'a str,
    /// The sender, if one is given.
    pub from: Option<&'a str>,
    /// The reader's language.
    pub language: Language,
    /// Whether the JSON document names the facts that an outcome rests on.
    pub facts: bool,
}

/// The matrix as a report for people.
#[must_use]
pub fn sheet(columns: &[Column], view: View) -> Sheet {
    let lang = view.language;
    let mut sheet = Sheet {
        title: lang.fill(
            en("What becomes of mail under {policy}"),
            &[("policy", &view.file)],
        ),
        parts: vec![Part::Line(match view.from {
            Some(from) => lang.fill(en("from {sender}"), &[("sender", &from)]),
            None => lang
                .translate(en(
                    "from every sender inside; where it matters who sends, the table says so",
                ))
                .into(),
        })],
    };
    for column in columns.iter().filter(|c| c.members.len() > 1) {
        let named = column.members.iter().take(NAMED);
        let named: Vec<&str> = named.map(String::as_str).collect();
        let more = column.members.len() - named.len();
        let values: &[(&str, &dyn Display)] = &[
            ("title", &title(column, lang)),
            ("members", &named.join(", ")),
            ("n", &more),
        ];
        let sentence = if more > 0 {
            en("{title}: {members} and {n} more")
        } else {
            en("{title}: {members}")
        };
        sheet.parts.push(Part::Line(lang.fill(sentence, values)));
    }
    let mut head = vec![lang.translate(en("kind of message")).to_owned()];
    head.extend(columns.iter().map(|column| title(column, lang)));
    let rows = matrix::rows().enumerate().map(|(at, row)| {
        let cells = columns.iter().filter_map(|column| column.cells.get(at));
        (row_name(row, lang), cells.map(|c| cell(c, view)).collect())
    });
    sheet.parts.push(Part::Grid {
        head,
        rows: rows.collect(),
    });
    sheet
}

/// What stands above a column.
fn title(column: &Column, lang: Language) -> String {
    match column.members.as_slice() {
        [] => column.example.clone(),
        [one] if one == "*" => lang.translate(en("* (every other domain)")).into(),
        [one] => one.clone(),
        [first, rest @ ..] => {
            let values: &[(&str, &dyn Display)] = &[("first", first), ("n", &rest.len())];
            lang.fill(en("{first} and {n} more"), values)
        }
    }
}

fn row_name((kind, forwarded_by): (Kind, ForwardedBy), lang: Language) -> String {
    let kind = lang.translate(kind.name());
    match forwarded_by {
        ForwardedBy::Nobody => kind.to_owned(),
        by => {
            let forward = lang.translate(by.name());
            let values: &[(&str, &dyn Display)] = &[("kind", &kind), ("forward", &forward)];
            lang.fill(en("{kind}, forwarded by {forward}"), values)
        }
    }
}

fn tone(outcome: Option<Outcome>) -> Tone {
    outcome.map_or(Tone::Plain, messages::tone)
}

fn word(end: Option<&End>, lang: Language) -> String {
    let word = end.map_or(en("NOT ADDRESSED"), |end| human::name(end.outcome));
    lang.translate(word).to_owned()
}

fn cell(variants: &[Variant], view: View) -> Cell {
    let lang = view.language;
    let ends = variants.iter().map(|v| (v.end.as_ref(), &v.senders));
    let ends: Vec<_> = ends.collect();
    if let [(end, _)] = ends.as_slice() {
        return Cell {
            word: word(*end, lang),
            tone: tone(end.map(|end| end.outcome)),
            lines: end.map_or_else(Vec::new, |end| said(end, view)),
        };
    }
    let words: Vec<String> = ends.iter().map(|(end, _)| word(*end, lang)).collect();
    let same = words.windows(2).all(|w| matches!(w, [a, b] if a == b));
    let most = ends.iter().map(|(_, senders)| senders.len()).max();
    let others = ends.iter().position(|(_, s)| Some(s.len()) == most);
    let mut lines = Vec::new();
    // What most senders meet comes last, for all others than those who are named.
    let mut all: Vec<_> = ends.iter().zip(&words).enumerate().collect();
    all.sort_by_key(|(at, _)| Some(*at) == others);
    for (at, ((end, senders), word)) in all {
        let outcome: (&str, &dyn Display) = ("outcome", word);
        lines.push(if Some(at) == others {
            lang.fill(en("from all others: {outcome}"), &[outcome])
        } else {
            let senders = Text::names(senders).localized(lang);
            let values = [("senders", &senders as &dyn Display), outcome];
            lang.fill(en("from {senders}: {outcome}"), &values)
        });
        lines.extend(end.iter().flat_map(|end| said(end, view)));
    }
    Cell {
        tone: match ends.first() {
            Some((end, _)) if same => tone(end.map(|end| end.outcome)),
            _ => Tone::Doubt,
        },
        word: match words.into_iter().next() {
            Some(word) if same => word,
            _ => lang.translate(en("BY SENDER")).to_owned(),
        },
        lines,
    }
}

/// The code of the response, what decided, and how sure that is.
fn said(end: &End, view: View) -> Vec<String> {
    let lang = view.language;
    let because = |ruling: &Ruling| human::because(ruling, view.file, lang);
    let response = end.outcome.response().map(|r| r.code.to_owned());
    let mut lines: Vec<String> = response.into_iter().collect();
    lines.extend(
        deciding(end)
            .map(|ruling| lang.fill(en("because {setting}"), &[("setting", &because(ruling))])),
    );
    for (outcome, ruling) in &end.open {
        let outcome = outcome.sentence(false).localized(lang);
        lines.push(match ruling {
            Some(ruling) => lang.fill(
                en("if it applies: {outcome}, because {setting}"),
                &[("outcome", &outcome), ("setting", &because(ruling))],
            ),
            None => lang.fill(
                en("if no mail flow rule applies: {outcome}"),
                &[("outcome", &outcome)],
            ),
        });
    }
    let basis = weakest(&end.facts);
    let doubt = end.facts.iter().find(|fact| fact.basis == basis);
    if let Some(fact) = doubt.filter(|_| basis != Basis::Documented) {
        let values: &[(&str, &dyn Display)] = &[
            ("basis", &lang.translate(basis.words())),
            ("fact", &fact.id),
        ];
        lines.push(lang.fill(en("{basis} ({fact})"), values));
    }
    lines
}

/// What stopped it, or what let it pass.
fn deciding<'a, 'p>(end: &'a End<'p>) -> impl Iterator<Item = &'a Ruling<'p>> {
    end.ruling.iter().chain(&end.passed)
}
