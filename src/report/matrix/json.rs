//! Writes version 1 of the JSON report on a matrix.

use super::{View, deciding};
use crate::diff::matrix::{self, Column, End, Variant};
use crate::report::json::{BasisV1, RulingV1, ruling};
use crate::transport::outcome::Outcome;
use crate::transport::setting::Ruling;
use serde::Serialize;
use std::io::{self, Write};

/// The outcome where a recipient does not stand for an addressee.
pub(super) const NOT_ADDRESSED: &str = "not-addressed";

#[derive(Serialize)]
struct MatrixV1<'a> {
    version: u8,
    policy: &'a str,
    /// The sender, if one is given.
    from: Option<&'a str>,
    recipients: Vec<RecipientsV1<'a>>,
}

#[derive(Serialize)]
struct RecipientsV1<'a> {
    members: &'a [String],
    example: &'a str,
    messages: Vec<MessageV1<'a>>,
}

#[derive(PartialEq, Serialize)]
struct MessageV1<'a> {
    kind: &'static str,
    forwarded_by: &'static str,
    /// One where it does not matter who sends it.
    outcomes: Vec<OutcomeV1<'a>>,
}

#[derive(PartialEq, Serialize)]
struct OutcomeV1<'a> {
    senders: &'a [String],
    outcome: &'static str,
    response: Option<String>,
    because: Vec<RulingV1<'a>>,
    /// What may become of it by mail flow rules, where that cannot be told.
    possibilities: Vec<PossibilityV1<'a>>,
    #[serde(flatten)]
    basis: Option<BasisV1>,
}

#[derive(PartialEq, Serialize)]
struct PossibilityV1<'a> {
    outcome: &'static str,
    response: Option<String>,
    because: Option<RulingV1<'a>>,
}

/// Write it.
///
/// # Errors
/// What the writer says.
pub fn json(columns: &[Column], view: View, to: &mut impl Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *to, &document(columns, view))?;
    to.write_all(b"\n")
}

/// What is written.
pub fn document<'a>(columns: &'a [Column<'a>], view: View<'a>) -> impl Serialize + 'a {
    let recipients = columns.iter().map(|column| RecipientsV1 {
        members: &column.members,
        example: &column.example,
        messages: messages(column, view),
    });
    MatrixV1 {
        version: 1,
        policy: view.file,
        from: view.from,
        recipients: recipients.collect(),
    }
}

fn messages<'a>(column: &'a Column, view: View<'a>) -> Vec<MessageV1<'a>> {
    let rows = matrix::rows().zip(&column.cells);
    rows.map(|((kind, forwarded_by), variants)| MessageV1 {
        kind: kind.token(),
        forwarded_by: forwarded_by.token(),
        outcomes: variants.iter().map(|v| variant(v, view)).collect(),
    })
    .collect()
}

/// A matrix in which recipients share what becomes of their mail.
#[derive(Serialize)]
struct SharedMatrixV1<'a> {
    version: u8,
    policy: &'a str,
    /// What becomes of the mail of some recipients. The line of a setting is a place among the lines of
    /// the recipient.
    messages: Vec<Vec<MessageV1<'a>>>,
    recipients: Vec<SharingRecipientsV1<'a>>,
}

#[derive(Serialize)]
struct SharingRecipientsV1<'a> {
    members: &'a [String],
    example: &'a str,
    /// The place of what becomes of their mail.
    messages: usize,
    /// The lines of the settings that decide.
    lines: Vec<Option<u32>>,
}

/// The same where many recipients are alike but for the lines of their settings: what becomes of their
/// mail stands once.
pub fn shared_document<'a>(columns: &'a [Column<'a>], view: View<'a>) -> impl Serialize + 'a {
    let mut shared: Vec<Vec<MessageV1>> = Vec::new();
    let recipients = columns.iter().map(|column| {
        let mut messages = messages(column, view);
        let rulings = messages.iter_mut().flat_map(MessageV1::rulings);
        let lines = (0..)
            .zip(rulings)
            .map(|(at, ruling)| ruling.line.replace(at));
        let lines = lines.collect();
        let known = shared.iter().position(|known| *known == messages);
        let place = known.unwrap_or(shared.len());
        if known.is_none() {
            shared.push(messages);
        }
        SharingRecipientsV1 {
            members: &column.members,
            example: &column.example,
            messages: place,
            lines,
        }
    });
    let recipients = recipients.collect();
    SharedMatrixV1 {
        version: 1,
        policy: view.file,
        messages: shared,
        recipients,
    }
}

impl<'a> MessageV1<'a> {
    /// The settings that decide.
    fn rulings(&mut self) -> impl Iterator<Item = &mut RulingV1<'a>> {
        self.outcomes.iter_mut().flat_map(|outcome| {
            let possible = outcome.possibilities.iter_mut();
            outcome
                .because
                .iter_mut()
                .chain(possible.flat_map(|p| &mut p.because))
        })
    }
}

fn variant<'a>(variant: &'a Variant, view: View<'a>) -> OutcomeV1<'a> {
    let end = variant.end.as_ref();
    let basis = end.map(|e| BasisV1::of(&e.facts));
    OutcomeV1 {
        senders: &variant.senders,
        outcome: end.map_or(NOT_ADDRESSED, |e| e.outcome.token()),
        response: end.and_then(|e| response(e.outcome)),
        because: end.map_or_else(Vec::new, |e| {
            deciding(e).map(|r| because(r, view)).collect()
        }),
        possibilities: end.map_or_else(Vec::new, |e| possibilities(e, view)),
        basis: match view.facts {
            true => basis,
            false => basis.map(BasisV1::without_facts),
        },
    }
}

fn possibilities<'a>(end: &'a End, view: View<'a>) -> Vec<PossibilityV1<'a>> {
    let all = end.open.iter().map(|(outcome, because)| PossibilityV1 {
        outcome: outcome.token(),
        response: response(*outcome),
        because: because.as_ref().map(|r| self::because(r, view)),
    });
    all.collect()
}

fn because<'a>(r: &'a Ruling, view: View<'a>) -> RulingV1<'a> {
    let ruling = ruling(r, view.file);
    match view.facts {
        true => ruling,
        false => ruling.without_facts(),
    }
}

fn response(outcome: Outcome) -> Option<String> {
    outcome.response().map(|r| r.line())
}
