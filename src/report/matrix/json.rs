//! Writes version 1 of the JSON report on a matrix.

use super::{View, deciding};
use crate::diff::matrix::{self, Column, End, Variant};
use crate::report::json::{BasisV1, RulingV1, ruling};
use crate::transport::outcome::Outcome;
use crate::transport::setting::Ruling;
use rustc_hash::{FxHashMap, FxHasher};
use serde::Serialize;
use std::hash::{Hash as _, Hasher as _};
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

#[derive(Serialize)]
struct MessageV1<'a> {
    kind: &'static str,
    forwarded_by: &'static str,
    /// One where it does not matter who sends it.
    outcomes: Vec<OutcomeV1<'a>>,
}

#[derive(Serialize)]
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

#[derive(Serialize)]
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
    let mut shared: Vec<(&Column, Vec<MessageV1>)> = Vec::new();
    let mut places: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
    let recipients = columns.iter().map(|column| {
        let alike = places.entry(fingerprint(column)).or_default();
        let known = alike.iter().copied();
        let mut known = known.filter(|place| {
            let first = shared.get(*place);
            first.is_some_and(|(first, _)| is_alike(first, column))
        });
        let place = known.next().unwrap_or_else(|| {
            let mut messages = messages(column, view);
            for (place, ruling) in messages.iter_mut().flat_map(MessageV1::rulings).enumerate() {
                ruling.line = u32::try_from(place).ok();
            }
            shared.push((column, messages));
            alike.push(shared.len() - 1);
            shared.len() - 1
        });
        SharingRecipientsV1 {
            members: &column.members,
            example: &column.example,
            messages: place,
            lines: rulings(column).map(|r| r.line).collect(),
        }
    });
    let recipients = recipients.collect();
    SharedMatrixV1 {
        version: 1,
        policy: view.file,
        messages: shared.into_iter().map(|(_, messages)| messages).collect(),
        recipients,
    }
}

impl<'a> MessageV1<'a> {
    /// The settings that decide, in the order of [`rulings`].
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

/// The settings that decide for a column.
fn rulings<'a, 'p>(column: &'a Column<'p>) -> impl Iterator<Item = &'a Ruling<'p>> {
    let variants = column.cells.iter().flatten();
    let ends = variants.filter_map(|variant| variant.end.as_ref());
    ends.flat_map(|end| deciding(end).chain(end.open.iter().filter_map(|(_, r)| r.as_ref())))
}

/// A number that is the same for columns that are alike but for lines.
fn fingerprint(column: &Column) -> u64 {
    let mut hasher = FxHasher::default();
    for variant in column.cells.iter().flatten() {
        variant.senders.len().hash(&mut hasher);
        let outcome = variant.end.as_ref().map(|end| end.outcome.token());
        outcome.hash(&mut hasher);
    }
    for ruling in rulings(column) {
        (ruling.setting, &ruling.value).hash(&mut hasher);
    }
    hasher.finish()
}

/// Whether two columns are alike but for lines.
fn is_alike(a: &Column, b: &Column) -> bool {
    let same = |(a, b): (&Ruling, &Ruling)| {
        a.setting == b.setting
            && a.value == b.value
            && a.default == b.default
            && a.rests_on().eq(b.rests_on())
    };
    let outcomes = |end: &End| {
        let open = end.open.iter().map(|(outcome, r)| (*outcome, r.is_some()));
        let first = (end.outcome, end.ruling.is_some());
        let all = std::iter::once(first).chain(open);
        (all.collect::<Vec<_>>(), end.passed.len())
    };
    let alike = |(a, b): (&Variant, &Variant)| {
        let (one, other) = (a.end.as_ref(), b.end.as_ref());
        a.senders == b.senders
            && one.map(outcomes) == other.map(outcomes)
            && one.map(|e| &e.facts) == other.map(|e| &e.facts)
    };
    let cells = a.cells.len() == b.cells.len();
    let mut pairs = a.cells.iter().zip(&b.cells);
    cells
        && pairs.all(|(a, b)| a.len() == b.len() && a.iter().zip(b).all(alike))
        && rulings(a).zip(rulings(b)).all(same)
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
